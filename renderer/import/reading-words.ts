// How a file was understood, in words: encodings and separators as people call them, and days read both ways.
import type { BookingResultField } from '../../shared/booking-result.ts';
import type { Encoding } from '../../shared/encodings.ts';
import { NOTE_WEIGHTS } from '../../shared/note-weights.ts';
import type { DateOrder, DelimiterName, NoteKind, Reading, ReadingNote, ReadingReport } from '../../shared/reading.ts';

export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'UTF-8': 'Unicode',
  'UTF-16LE': 'Unicode',
  'UTF-16BE': 'Unicode',
  'windows-1252': 'Western European',
  GB18030: 'Chinese, simplified',
  Big5: 'Chinese, traditional',
  macintosh: 'Western, old Mac',
  'windows-1250': 'Central European',
  'windows-1251': 'Cyrillic',
  'windows-1253': 'Greek',
  'windows-1254': 'Turkish',
  'windows-1257': 'Baltic',
  'windows-1255': 'Hebrew',
  'windows-1256': 'Arabic',
  'windows-1258': 'Vietnamese',
  'windows-874': 'Thai',
  Shift_JIS: 'Japanese',
  'EUC-JP': 'Japanese, Unix',
  'EUC-KR': 'Korean',
  'KOI8-R': 'Russian, Unix',
  'KOI8-U': 'Ukrainian, Unix',
  'ISO-8859-2': 'Central European, ISO',
  'ISO-8859-3': 'South European, ISO',
  'ISO-8859-4': 'Baltic, old ISO',
  'ISO-8859-5': 'Cyrillic, ISO',
  'ISO-8859-6': 'Arabic, ISO',
  'ISO-8859-7': 'Greek, ISO',
  'ISO-8859-8': 'Hebrew, ISO',
  'ISO-8859-9': 'Turkish, ISO',
  'ISO-8859-10': 'Nordic, ISO',
  'ISO-8859-13': 'Baltic, ISO',
  'ISO-8859-14': 'Celtic, ISO',
  'ISO-8859-15': 'Western European, ISO',
  'ISO-8859-16': 'Romanian, ISO',
  CP850: 'Western European, MS-DOS',
  CP852: 'Central European, MS-DOS',
  CP866: 'Cyrillic, MS-DOS',
};

export const DELIMITER_MARKS: Readonly<Record<DelimiterName, string>> = {
  comma: ',',
  semicolon: ';',
  tab: 'Tab',
  pipe: '|',
};

export const DATE_ORDER_EXAMPLES: Readonly<Record<DateOrder, string>> = {
  'year-month-day': '2025-04-28',
  'day-month-year': '28/04/2025',
  'month-day-year': '04/28/2025',
};

export const FIELD_TITLES: Readonly<Record<BookingResultField, string>> = {
  internalOrderRef: 'Order',
  bookingResult: 'Result',
  bookingDate: 'Date',
  inspectorName: 'Inspector',
};

const MOST_SAMPLES = 3;
const YEAR_LAST = /^\s*(\d{1,2})[-/.]\s?(\d{1,2})[-/.]\s?(\d{4})\s*$/;
const LONG_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `4 May 2025`; null when the text is no such day in this order. */
export function dayRead(text: string, order: DateOrder): string | null {
  const found = YEAR_LAST.exec(text);
  if (found === null || order === 'year-month-day') return null;
  const [first, second, year] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const [day, month] = order === 'day-month-year' ? [first, second] : [second, first];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? LONG_DAY.format(date) : null;
}

/** `5 June 2025` for `2025-06-05`, or `6 May 2025` when its day and month changed places. */
export function yearFirstDay(date: string, isSwapped: boolean): string {
  const [year, second, third] = date.split('-').map(Number) as [number, number, number];
  return LONG_DAY.format(Date.UTC(year, (isSwapped ? third : second) - 1, isSwapped ? second : third));
}

/** Some dates of the file that can be read with the day first and with the month first, differently. */
export function twoWayDates({ dateForms, firstRows, reading }: ReadingReport): string[] {
  const cells = firstRows
    .filter(({ row }) => row > reading.headerRow)
    .map(({ cells: all }) => all[reading.columns.bookingDate ?? -1] ?? '');
  const samples = dateForms.filter(({ form }) => form === 'day-or-month-first').map(({ sample }) => sample);
  const open = [...cells, ...samples].filter((text) => {
    const [dayFirst, monthFirst] = [dayRead(text, 'day-month-year'), dayRead(text, 'month-day-year')];
    return dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst;
  });
  return [...new Set(open.map((text) => text.trim()))].slice(0, MOST_SAMPLES);
}

/** `header in row 3`, or that there is none. */
export function headerWords({ headerRow }: Pick<Reading, 'headerRow'>): string {
  return headerRow === 0 ? 'no header' : `header in row ${headerRow}`;
}

/** The whole reading as one line without buttons, such as for a receipt. */
export function readingLine({ notes, reading }: ReadingReport): string {
  const isWorkbook = notes.some(({ kind }) => kind === 'sheet');
  const parts = isWorkbook ? ['Excel workbook'] : [reading.encoding, reading.delimiter];
  return [...parts, reading.dateOrder ?? 'mixed dates', headerWords(reading)].join(', ');
}

/** What was done is what is meant, and a person should see it all the same. */
const SHOWN_AS_WELL: ReadonlySet<NoteKind> = new Set(['dates-swapped', 'invisible-letters', 'later-row-invalid']);

/** Whether a person should look at it; the other notes only say what was done. */
export function isWorthALook({ kind }: ReadingNote): boolean {
  return NOTE_WEIGHTS[kind] !== 'certain' || SHOWN_AS_WELL.has(kind);
}
