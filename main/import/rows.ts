// One row to a booking result, or to the problems that keep it from being one. Pure.
// `BookingResult` is the judge; the problems say in words what it objects to, and the two always agree.
import {
  BookingResult,
  type BookingResultDraft,
  type BookingResultField,
  isCalendarDate,
  MAX_FIELD_LENGTH,
} from '../../shared/booking-result.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Problem } from '../../shared/import.ts';
import { unquoteFormula } from './export.ts';

/** What became of a row: a result (with remarks about what was cleared), or null and the reasons. */
export type CheckedRow =
  | { readonly result: BookingResult; readonly problems: readonly Problem[] }
  | { readonly result: null; readonly problems: readonly Problem[] };

const NO_PROBLEMS: readonly Problem[] = [];
const MAX_FOUND_LENGTH = 120;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

function problem(field: BookingResultField, rule: Problem['rule'], found: string, expected: string): Problem {
  const shown = found.length > MAX_FOUND_LENGTH ? `${found.slice(0, MAX_FOUND_LENGTH)}…` : found;
  return { field, rule, found: shown.toWellFormed(), expected };
}

function textProblem(field: BookingResultField, text: string, expected: string): Problem | null {
  if (text === '') return problem(field, 'required', text, expected);
  if (text.length > MAX_FIELD_LENGTH) return problem(field, 'too-long', text, `at most ${MAX_FIELD_LENGTH} characters`);
  if (UNPRINTABLE.test(text)) return problem(field, 'control-character', text, 'no line breaks or other control characters');
  return null;
}

function dateProblem(text: string): Problem | null {
  if (text === '') return problem('bookingDate', 'required', text, 'the day of the inspection, as in 2025-04-28');
  return isCalendarDate(text)
    ? null
    : problem('bookingDate', 'date', text, 'a day of the calendar written YYYY-MM-DD, as in 2025-04-28');
}

function reasons(row: BookingResultDraft): readonly Problem[] {
  const found = [textProblem('internalOrderRef', row.internalOrderRef, 'the reference of the order')];
  if (row.bookingResult === 'Booked') {
    found.push(dateProblem(row.bookingDate), textProblem('inspectorName', row.inspectorName, 'the name of the inspector'));
  } else if (row.bookingResult !== 'Unavailable') {
    found.push(
      problem(
        'bookingResult',
        row.bookingResult === '' ? 'required' : 'word',
        row.bookingResult,
        'exactly Booked or Unavailable',
      ),
    );
    if (row.bookingDate !== '') found.push(dateProblem(row.bookingDate));
    if (row.inspectorName !== '') found.push(textProblem('inspectorName', row.inspectorName, 'the name of the inspector'));
  }
  return found.filter((one) => one !== null);
}

/** What a cell says: without the white space around it, and without the apostrophe that our own export puts before a formula. */
export function cellValue(cell: string): string {
  return unquoteFormula(cell.trim()).trim();
}

/**
 * Checks a row, its cells trimmed, by the rules of BasicPSF. An Unavailable order has no date and no inspector:
 * what is filled in is cleared, with a remark.
 */
export function checkRow(row: BookingResultDraft): CheckedRow {
  const judged = BookingResult.safeParse(row);
  if (judged.success) return { result: judged.data, problems: NO_PROBLEMS };
  const problems = reasons(row);
  if (problems.length > 0) return { result: null, problems };
  const cleared = (['bookingDate', 'inspectorName'] as const)
    .filter((field) => row[field] !== '')
    .map((field) => problem(field, 'cleared', row[field], 'nothing, because the result is Unavailable'));
  return { result: BookingResult.parse({ ...row, bookingDate: '', inspectorName: '' }), problems: cleared };
}

/** The four values of a form without the white space around them. */
export function trimmedDraft(draft: BookingResultDraft): BookingResultDraft {
  return {
    internalOrderRef: draft.internalOrderRef.trim(),
    bookingResult: draft.bookingResult.trim(),
    bookingDate: draft.bookingDate.trim(),
    inspectorName: draft.inspectorName.trim(),
  };
}

/** Problems as the tables keep them; none is an empty text. */
export function textFromProblems(problems: readonly Problem[]): string {
  return problems.length === 0 ? '' : JSON.stringify(problems);
}

/** Problems out of the text that a table keeps. */
export function problemsFromText(text: string): Problem[] {
  return text === '' ? [] : JSON.parse(text);
}

/** A row with more cells than the header has columns: most often a comma inside a name. Nothing of it is dropped in silence. */
export function extraCellsProblem(cells: readonly string[], names: readonly string[]): Problem | null {
  const extra = cells
    .slice(names.length)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  if (extra.length === 0) return null;
  return problem('inspectorName', 'extra-cells', extra.join(', '), `${names.length} cells, as many as the header has`);
}

/** The first thing wrong with a result that was typed in, as a failure. Only for one that `BookingResult` does not accept. */
export function draftProblem(draft: BookingResultDraft): Failure {
  const [first] = [...checkRow(draft).problems];
  return first === undefined
    ? { kind: 'input-refused', why: 'spaces around a value' }
    : {
        kind: 'result-invalid',
        field: first.field,
        why: `${first.found === '' ? 'it is empty' : `"${first.found}"`}; expected ${first.expected}`,
      };
}
