// A row after somebody gave it other values: what it says now, and what is still wrong with it. Pure.
import {
  BOOKING_RESULT_FIELDS,
  type BookingResult,
  type BookingResultDraft,
  type BookingResultField,
} from '../../../shared/booking-result.ts';
import { ERROR_RULES, type Problem, type RepairKey } from '../../../shared/import.ts';
import { checkRow, trimmedDraft } from '../check/rows.ts';

/** A row before or after a repair. */
export interface RepairedRow {
  readonly values: BookingResultDraft;
  readonly problems: readonly Problem[];
  /** The result it is; null while something holds it back. */
  readonly result: BookingResult | null;
}

/** What only the reading of the file can find; a check of the four values says nothing about it. */
const FOUND_BY_READING: ReadonlySet<Problem['rule']> = new Set([
  'extra-cells',
  'swallowed-rows',
  'true-or-false',
  'date-far',
  'lost-zeros',
  'shown-otherwise',
  'shown-as-date',
  'unlikely-value',
  'date-year',
  'mixed-scripts',
  'fifteen-digits',
  'letter-case',
  'invisible-letters',
  'order-unknown',
  'order-held',
]);
const ERRORS: ReadonlySet<Problem['rule']> = new Set(ERROR_RULES);

/** Whether a problem holds its row back. */
export function isError({ rule }: Pick<Problem, 'rule'>): boolean {
  return ERRORS.has(rule);
}

function isCleared(result: BookingResult | null, field: BookingResultField): boolean {
  return result?.bookingResult === 'Unavailable' && (field === 'bookingDate' || field === 'inspectorName');
}

/**
 * The row with the values of `draft`. What was found wrong with a cell that was not touched stays so; a repair that
 * changes nothing at all says that the row is right as it is.
 */
export function repairedRow(row: Pick<RepairedRow, 'values' | 'problems'>, draft: BookingResultDraft): RepairedRow {
  const values = trimmedDraft(draft);
  const isConfirmed = BOOKING_RESULT_FIELDS.every((field) => values[field] === row.values[field]);
  const { result, problems } = checkRow(values);
  const stay = isConfirmed
    ? []
    : row.problems.filter(
        ({ field, rule }) => FOUND_BY_READING.has(rule) && values[field] === row.values[field] && !isCleared(result, field),
      );
  const all = [...problems, ...stay];
  return all.some(isError) ? { values, problems: all, result: null } : { values: result ?? values, problems: all, result };
}

/** Whether this is the problem that a group is about. */
export function isOfGroup(problem: Problem, { field, rule, found, except }: RepairKey): boolean {
  return (
    problem.field === field &&
    problem.rule === rule &&
    (found === null || problem.found === found) &&
    !except.includes(problem.found)
  );
}

/** The row with the cell of a group's problem set to `fix`, or to what its own problem suggests; null when nothing is suggested. */
export function fixedRow(row: Pick<RepairedRow, 'values' | 'problems'>, key: RepairKey, fix: string | null): RepairedRow | null {
  const problem = row.problems.find((one) => isOfGroup(one, key));
  const value = fix ?? problem?.fix ?? null;
  if (problem === undefined || value === null) return null;
  return repairedRow(row, { ...row.values, [key.field]: value });
}
