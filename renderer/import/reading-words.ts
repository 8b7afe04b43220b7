// How a file was understood, in words: encodings and separators as people call them, days read both ways, and what was
// understood without asking.
import type { BookingResultField } from '../../shared/booking-result.ts';
import type { DateOrder, DelimiterName, Encoding, NoteKind, Reading, ReadingNote, ReadingReport } from '../../shared/import.ts';
import { counted } from '../../shared/numbers.ts';

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

/** What was understood without asking, in one sentence. */
export function noteSentence({ kind, count, sample }: ReadingNote): string {
  const one = count === 1;
  const such = sample === '' ? '' : `, such as "${sample}"`;
  switch (kind) {
    case 'separator-line':
      return `The first line "${sample}" only names the separator, and is no row.`;
    case 'rows-unwrapped':
      return `${counted(count, 'row')} stood in quotation marks as a whole, and ${one ? 'was' : 'were'} read as the cells inside.`;
    case 'title-rows':
      return `${counted(count, 'row')} above the header ${one ? 'was' : 'were'} skipped${such}.`;
    case 'empty-rows':
      return `${counted(count, 'empty row was', 'empty rows were')} skipped.`;
    case 'empty-columns':
      return `${counted(count, 'empty column was', 'empty columns were')} left out.`;
    case 'dates-converted':
      return `${counted(count, 'date was', 'dates were')} rewritten: ${sample}${one ? '' : ', and so on'}.`;
    case 'times-dropped':
      return `A time of day was left out of ${counted(count, 'date')}${such}.`;
    case 'stray-quotes':
      return `${counted(count, 'quotation mark')} in the middle of a text ${one ? 'was' : 'were'} taken as ${one ? 'it stands' : 'they stand'}${such}.`;
    case 'text-formulas':
      return `${counted(count, 'cell')} written as a formula ${one ? 'was' : 'were'} taken as the text inside${such}.`;
    case 'apostrophes':
      return `${counted(count, 'leading apostrophe was', 'leading apostrophes were')} removed${such}.`;
    case 'characters-cleaned':
      return `Invisible or full-width characters were put right in ${counted(count, 'cell')}${such}.`;
    case 'damaged-letters':
      return `${counted(count, 'cell has', 'cells have')} letters that were lost before the file came here${such}.`;
    case 'lost-zeros':
      return `${counted(count, 'order reference')} may have lost leading zeros in a spreadsheet${such}.`;
    case 'dates-far':
      return `${counted(count, 'date is', 'dates are')} far from today${such}.`;
    case 'sheet':
      return `The sheet "${sample}" was read.`;
    case 'other-sheets':
      return `${counted(count, 'other sheet of the workbook was', 'other sheets of the workbook were')} not read.`;
    case 'hidden-rows':
      return `${counted(count, 'row is', 'rows are')} hidden or filtered away in Excel${one ? `: row ${sample}` : `, such as row ${sample}`}.`;
    case 'hidden-columns':
      return `${counted(count, 'column is', 'columns are')} hidden in Excel${one ? `: ${sample}` : `, such as ${sample}`}.`;
    case 'far-cells':
      return `${counted(count, 'cell', 'cells')} far to the right of the table ${one ? 'was' : 'were'} left out: ${sample}${one ? '' : ' and on'}.`;
    case 'open-in-excel':
      return 'The file is open in Excel: what is here was saved last, and later changes are not in it.';
  }
}
