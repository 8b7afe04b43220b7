// What a workbook knows of the cells of a row, as problems of its fields: formulas that nobody calculated, errors, TRUE and FALSE,
// and numbers that Excel shows otherwise than they are kept. Pure.
import { BOOKING_RESULT_FIELDS, type BookingResultField } from '../../../shared/booking-result.ts';
import type { Problem } from '../../../shared/import.ts';
import type { FieldColumns } from '../../../shared/reading.ts';
import type { CellMark } from '../read/cell-mark.ts';
import { problem } from './rows.ts';

/** Marks by the place of the cell; null when the row has none. */
export type CellMarks = readonly (CellMark | undefined)[] | null;

const NOTHING: readonly Problem[] = [];

function problemOf(field: BookingResultField, mark: CellMark): Problem | null {
  switch (mark.kind) {
    case 'formula':
      return problem(field, 'formula', mark.found, 'a value, not a formula that was never calculated');
    case 'error':
      return problem(field, 'spreadsheet-error', mark.found, 'a value, not an error of a spreadsheet');
    case 'true-or-false':
      return problem(field, 'true-or-false', mark.found, 'a value, not what a question came to');
    case 'shown-otherwise':
      return field === 'bookingDate' ? null : problem(field, 'shown-otherwise', mark.found, 'what Excel shows');
    case 'day':
      return field === 'bookingDate' ? null : problem(field, 'shown-as-date', mark.day, 'a text, not a date');
    case 'serial':
      return null;
  }
}

/** The problems that the marks of a row are. An Unavailable order has no date and no inspector, whatever their cells hold. */
export function markProblems(marks: CellMarks, columns: FieldColumns, result: string): readonly Problem[] {
  if (marks === null) return NOTHING;
  const problems: Problem[] = [];
  for (const field of BOOKING_RESULT_FIELDS) {
    const mark = marks[columns[field] ?? -1];
    if (mark === undefined || (result === 'Unavailable' && (field === 'bookingDate' || field === 'inspectorName'))) continue;
    const found = problemOf(field, mark);
    if (found !== null) problems.push({ ...found, at: mark.at });
  }
  return problems.length === 0 ? NOTHING : problems;
}

/** All problems of a row: what a mark says about a cell is said once, and better. */
export function withMarks(problems: readonly Problem[], marked: readonly Problem[]): readonly Problem[] {
  if (marked.length === 0) return problems;
  return [...problems.filter(({ field }) => marked.every((one) => one.field !== field || isRemark(one))), ...marked];
}

function isRemark({ rule }: Problem): boolean {
  return rule === 'shown-otherwise' || rule === 'shown-as-date';
}

/** Whether some of these problems hold their row back. */
export function holdsBack(marked: readonly Problem[]): boolean {
  return marked.some((one) => !isRemark(one));
}
