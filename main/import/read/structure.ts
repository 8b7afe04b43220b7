// The shape of a file, from its first records: what separates the cells, which row is the header, which column is which.
// What the titles say counts first; where they say too little, the cells below them give a guess that a person confirms.
import { BOOKING_RESULT_FIELDS, type BookingResultField, isCalendarDate } from '../../../shared/booking-result.ts';
import { DELIMITER_NAMES, type DelimiterName, type FieldColumns, type ReadingChoice } from '../../../shared/reading.ts';
import { DELIMITERS, firstRecords, type NumberedRecord } from './csv.ts';
import { dateShape } from './dates.ts';
import { columnsFromTitles, fieldsNamed, fingerprintOf, NO_COLUMNS } from './header.ts';
import { quotingOf } from './quoting.ts';
import { resultWord } from './words.ts';

export type Remembered = Readonly<Record<string, FieldColumns>>;

/** Where the rows begin and what is in their columns. */
export interface Structure {
  /** Row of the header, from 1; 0 when there is none. */
  readonly headerRow: number;
  /** The cells of the header, or "Column 1" and so on. */
  readonly titles: readonly string[];
  readonly columns: FieldColumns;
  /** Nobody needs to confirm the columns. */
  readonly isCertain: boolean;
  readonly isRemembered: boolean;
  readonly fingerprint: string | null;
}

/** A first line such as `sep=;`, which tells Excel what separates the cells and is no row. */
export interface SeparatorLine {
  readonly delimiter: DelimiterName;
  /** How many characters of the text it takes, its line end included. */
  readonly length: number;
}

const HEADER_WITHIN = 20;
const MAX_TITLE_LENGTH = 100;
const SHOWN_RECORDS = 10;
const SHOWN_CELLS = 30;
const MIN_SHARE = 0.5;
const MIN_DISTINCT = 0.9;
const SEPARATOR_LINE = /^"?sep=([,;\t|])"?[,;\t|]*(?:\r\n|\r|\n|$)/i;

/** The separator line that a text begins with; null when it begins with something else. */
export function separatorLine(text: string): SeparatorLine | null {
  const found = SEPARATOR_LINE.exec(text);
  const delimiter = DELIMITER_NAMES.find((name) => DELIMITERS[name] === found?.[1]);
  return found === null || delimiter === undefined ? null : { delimiter, length: found[0].length };
}

/**
 * The mark that separates the columns: the one that brings most fields to light in one of the first records; where that does
 * not decide, the one that cuts the most of them to the same width.
 */
export function delimiterOf(head: string, isWhole: boolean): DelimiterName {
  let best: { name: DelimiterName; score: number } = { name: 'comma', score: 0 };
  for (const name of DELIMITER_NAMES) {
    const records = firstRecords(head, DELIMITERS[name], isWhole, quotingOf(head, DELIMITERS[name]));
    const known = Math.max(0, ...records.slice(0, HEADER_WITHIN).map(({ cells }) => fieldsNamed(cells)));
    const width = usualWidth(records);
    const even = width < 2 ? 0 : records.filter(({ cells }) => cells.length === width).length / records.length;
    const score = known + even + Math.min(width, BOOKING_RESULT_FIELDS.length) / 100;
    if (even > 0 && score > best.score) best = { name, score };
  }
  return best.name;
}

/** The width that most records have; of two, the larger one. */
function usualWidth(records: readonly NumberedRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let best = 0;
  for (const [width, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && width > best)) best = width;
  }
  return best;
}

function titleOf(cell: string): string {
  return cell.replaceAll('\uFEFF', '').trim().slice(0, MAX_TITLE_LENGTH);
}

/** Finds header and columns in the first records of a file, by what a person chose, then once chose, then by the titles. */
export function structureOf(records: readonly NumberedRecord[], choice: ReadingChoice, remembered: Remembered): Structure {
  const header = headerOf(records, choice, remembered);
  const width = Math.max(1, ...records.map(({ cells }) => cells.length));
  const titles = header?.cells.map(titleOf) ?? Array.from({ length: width }, (_, index) => `Column ${index + 1}`);
  const fingerprint = header === undefined ? null : fingerprintOf(header.cells.map(titleOf));
  const known = fingerprint === null ? undefined : remembered[fingerprint];
  const named = header === undefined ? NO_COLUMNS : columnsFromTitles(titles);
  const rows = records.filter(({ row }) => row > (header?.row ?? 0)).map(({ cells }) => cells);
  return {
    headerRow: header?.row ?? 0,
    titles,
    columns: choice.columns ?? known ?? completed(named, rows),
    isCertain:
      choice.columns !== undefined || known !== undefined || BOOKING_RESULT_FIELDS.every((field) => named[field] !== null),
    isRemembered: choice.columns === undefined && known !== undefined,
    fingerprint,
  };
}

function headerOf(records: readonly NumberedRecord[], choice: ReadingChoice, remembered: Remembered): NumberedRecord | undefined {
  if (choice.headerRow !== undefined) return records.find(({ row }) => row === choice.headerRow);
  const first = records.slice(0, HEADER_WITHIN);
  const known = first.find(({ cells }) => Object.hasOwn(remembered, fingerprintOf(cells.map(titleOf))));
  if (known !== undefined) return known;
  const named = first.map(({ cells }) => fieldsNamed(cells));
  const most = Math.max(0, ...named);
  if (most >= 2) return first[named.indexOf(most)];
  // Nothing is named: the first row of the usual width is the header, unless it is a result itself.
  const width = usualWidth(records);
  const candidate = first.find(({ cells }) => cells.length === width && cells.every((cell) => cell.trim() !== '')) ?? first[0];
  return candidate === undefined || candidate.cells.some((cell) => isDay(cell) || resultWord(cell) !== null)
    ? undefined
    : candidate;
}

/** A number that may be a day is more often an order. */
function isDay(cell: string): boolean {
  const text = cell.trim();
  const form = dateShape(text)?.form ?? 'serial-number';
  return isCalendarDate(text) || form !== 'serial-number';
}

function share(cells: readonly string[], holds: (cell: string) => boolean): number {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return filled.length === 0 ? 0 : filled.filter(holds).length / filled.length;
}

/** How much a column looks like a field, from 0 to 1. */
const LOOKS: Readonly<Record<BookingResultField, (cells: readonly string[]) => number>> = {
  bookingResult: (cells) => share(cells, (cell) => resultWord(cell) !== null),
  bookingDate: (cells) => share(cells, isDay),
  internalOrderRef: (cells) => {
    const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const isDistinct = new Set(filled).size >= filled.length * MIN_DISTINCT;
    return isDistinct ? share(cells, (cell) => /\d/.test(cell) && !isCalendarDate(cell)) : 0;
  },
  inspectorName: (cells) => share(cells, (cell) => /^[\p{L}\p{M}\s.'’-]{2,}$/u.test(cell) && resultWord(cell) === null),
};

/** Fills in the columns that no title named by what their cells look like. */
function completed(named: FieldColumns, rows: readonly (readonly string[])[]): FieldColumns {
  const columns = { ...named };
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  const isTaken = (index: number): boolean => Object.values(columns).includes(index);
  for (const field of ['bookingResult', 'bookingDate', 'internalOrderRef', 'inspectorName'] as const) {
    if (columns[field] !== null) continue;
    let best = MIN_SHARE;
    for (let index = 0; index < width; index += 1) {
      const looks = isTaken(index) ? 0 : LOOKS[field](rows.map((cells) => cells[index] ?? ''));
      if (looks < best || (looks === best && columns[field] !== null)) continue;
      best = looks;
      columns[field] = index;
    }
  }
  return columns;
}

/** Records as they are kept for a person to look at: not all of them, and none too long to be shown. */
export function shownRecords(records: readonly NumberedRecord[]): { row: number; cells: string[] }[] {
  return records
    .slice(0, SHOWN_RECORDS)
    .map(({ row, cells }) => ({ row, cells: cells.slice(0, SHOWN_CELLS).map((cell) => cell.slice(0, MAX_TITLE_LENGTH)) }));
}
