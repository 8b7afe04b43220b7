// How a file was understood, in words: encodings and separators as people call them, and days read both ways.
import type { BookingResultField } from '../../shared/booking-result.ts';
import type { DateOrder, DelimiterName, Encoding, NoteKind, Reading, ReadingNote, ReadingReport } from '../../shared/import.ts';

export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'UTF-8': 'Unicode',
  'UTF-16LE': 'Unicode',
  'UTF-16BE': 'Unicode',
  'windows-1252': 'Western European',
  GB18030: 'Chinese, simplified',
  Big5: 'Chinese, traditional',
  macintosh: 'Western, old Mac',
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

const WORTH_A_LOOK: ReadonlySet<NoteKind> = new Set(['damaged-letters', 'lost-zeros', 'dates-far', 'open-in-excel']);

/** Whether a person should look at it; the other notes only say what was done. */
export function isWorthALook({ kind }: ReadingNote): boolean {
  return WORTH_A_LOOK.has(kind);
}
