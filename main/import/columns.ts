// Which column holds which field, and which mark separates the columns. The header must carry the names of the API page;
// their order, their case and further columns do not matter.
import { BOOKING_RESULT_FIELDS, type BookingResultField } from '../../shared/booking-result.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { DELIMITERS, type DelimiterName, firstRecords } from './csv.ts';

/** What a header says: where each field is, and how wide a row may be. */
export interface Columns {
  readonly indexOf: Readonly<Record<BookingResultField, number>>;
  /** All names as the file has them, those that are not needed included. */
  readonly names: readonly string[];
}

const MAX_NAMES_SHOWN = 50;
const MAX_NAME_SHOWN = 100;

function nameOf(cell: string): string {
  return cell.replaceAll('\uFEFF', '').trim();
}

function placesOf(field: BookingResultField, names: readonly string[]): number[] {
  return names.flatMap((name, index) => (name.toLowerCase() === field.toLowerCase() ? [index] : []));
}

/** Reads a header row. A needed name that is absent, or there twice so that nobody knows which one counts, is missing. */
export function columnsFromHeader(header: readonly string[], fileName: string): Result<Columns, Failure> {
  const names = header.map(nameOf);
  const indexOf: Record<BookingResultField, number> = {
    internalOrderRef: -1,
    bookingResult: -1,
    bookingDate: -1,
    inspectorName: -1,
  };
  const missing: BookingResultField[] = [];
  for (const field of BOOKING_RESULT_FIELDS) {
    const [index, second] = placesOf(field, names);
    if (index === undefined || second !== undefined) missing.push(field);
    else indexOf[field] = index;
  }
  if (missing.length === 0) return ok({ indexOf, names });
  const found = names.slice(0, MAX_NAMES_SHOWN).map((name) => name.slice(0, MAX_NAME_SHOWN));
  return fail({ kind: 'columns-missing', name: fileName, missing, found });
}

/**
 * The mark that separates the columns: the one that brings most of the needed names to light; where that does not decide,
 * the one that cuts the most of the first records to the same width.
 */
export function delimiterOf(head: string): DelimiterName {
  let best: { name: DelimiterName; score: number } = { name: 'comma', score: 0 };
  for (const name of Object.keys(DELIMITERS) as DelimiterName[]) {
    const records = firstRecords(head, DELIMITERS[name]);
    const header = (records[0] ?? []).map(nameOf);
    const known = BOOKING_RESULT_FIELDS.filter((field) => placesOf(field, header).length > 0).length;
    const even = header.length < 2 ? 0 : records.filter(({ length }) => length === header.length).length / records.length;
    const score = known + even / 2;
    if (score > best.score) best = { name, score };
  }
  return best.name;
}
