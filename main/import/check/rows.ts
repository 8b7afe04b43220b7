// One row to a booking result, or to the problems that keep it from being one. Pure.
// `BookingResult` is the judge; the problems say in words what it objects to, and the two always agree.
import {
  BookingResult,
  type BookingResultDraft,
  type BookingResultField,
  isCalendarDate,
  MAX_FIELD_LENGTH,
} from '../../../shared/booking-result.ts';
import type { Failure } from '../../../shared/failure.ts';
import { type Problem, WARNING_RULES } from '../../../shared/import.ts';
import { certainDate, dateShape, minguoDate } from '../read/dates.ts';
import { hasStrangeLetters, maybeMisread, readRightly } from '../read/misread.ts';
import { resultWord } from '../read/words.ts';
import { isPlain, trimmed } from './cells.ts';

/** What became of a row: a result (with remarks about what was cleared), or null and the reasons. */
export type CheckedRow =
  | { readonly result: BookingResult; readonly problems: readonly Problem[] }
  | { readonly result: null; readonly problems: readonly Problem[] };

const NO_PROBLEMS: readonly Problem[] = [];
const MAX_FOUND_LENGTH = 120;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
/** What a spreadsheet shows for a number it found too long, and leaves in the file: the digits are gone. */
const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E\+\d+$/i;
/** `#REF!`, `#N/A`, `#DIV/0!`, `#NAME?` and their translations, and the hashes of a column that was too narrow. */
const SPREADSHEET_ERROR = /^#(?:[\p{Lu}\d/_]+[!?]|N\/A|#+)$/u;
/** `=A1`, `=CONCATENATE(A1;B1)`: what was meant is known to the spreadsheet alone. */
const FORMULA = /^=./s;
const LOST = '\uFFFD';
/** A question mark in a name where a program puts it for a letter that its encoding does not have; "Anna?" asks who it is. */
const ASKED = /\?(?=[\p{L}?])|[\p{Script=Han}\p{Script=Hangul}]\?/u;
const HASH = 0x23;
const ZERO = 0x30;
const EXACT_DIGITS = 15;
const ROUNDED = /^[1-9]\d{14}0+$/;
const FIRST_IDEOGRAPH = 0x4e00;

/** A problem with a cell, its text cut to what can be shown. */
export function problem(
  field: BookingResultField,
  rule: Problem['rule'],
  found: string,
  expected: string,
  fix: string | null = null,
): Problem {
  const shown = found.length > MAX_FOUND_LENGTH ? `${found.slice(0, MAX_FOUND_LENGTH)}…` : found;
  return { field, rule, found: shown.toWellFormed(), expected, fix };
}

/** Whether a row with these problems can be queued all the same. */
export function isOnlyRemarks(problems: readonly Problem[]): boolean {
  return problems.every(({ rule }) => (WARNING_RULES as readonly string[]).includes(rule));
}

/** What a spreadsheet or a wrong encoding did to a cell that any text of its kind would hide. */
function damage(field: BookingResultField, text: string): Problem | null {
  if (text.charCodeAt(0) === HASH && SPREADSHEET_ERROR.test(text))
    return problem(field, 'spreadsheet-error', text, 'a value, not an error of a spreadsheet');
  if (FORMULA.test(text)) return problem(field, 'formula', text, 'a value, not a formula');
  if (field === 'internalOrderRef' && SCIENTIFIC.test(text))
    return problem(field, 'scientific', text, 'the whole reference, as it was before a spreadsheet shortened it');
  const isLost = text.includes(LOST) || hasStrangeLetters(text);
  const right = isLost || field === 'bookingDate' ? null : readRightly(text);
  if (isLost || right !== null) {
    const isSafe = field === 'inspectorName' && right !== null && !right.includes(LOST);
    return problem(field, 'damaged-letters', text, 'letters that can be read', isSafe ? right : null);
  }
  const isAsked = field === 'inspectorName' && ASKED.test(text);
  return isAsked ? problem(field, 'question-mark', text, 'the letter that was there, or the name as it is') : null;
}

function textProblem(field: BookingResultField, text: string, expected: string): Problem | null {
  if (text === '') return problem(field, 'required', text, expected);
  if (text.length > MAX_FIELD_LENGTH) return problem(field, 'too-long', text, `at most ${MAX_FIELD_LENGTH} characters`);
  if (UNPRINTABLE.test(text)) return problem(field, 'control-character', text, 'no line breaks or other control characters');
  return damage(field, text);
}

function dateProblem(text: string, isMixed: boolean): Problem | null {
  if (text === '') return problem('bookingDate', 'required', text, 'the day of the inspection, as in 2025-04-28');
  if (isCalendarDate(text)) return null;
  const damaged = damage('bookingDate', text);
  if (damaged !== null) return damaged;
  const shape = dateShape(text);
  const minguo = minguoDate(text);
  if (minguo !== null)
    return problem('bookingDate', 'date-year', text, 'a year of the common calendar, as in 2025-04-28', minguo);
  if (shape?.form === 'two-digit-year')
    return problem('bookingDate', 'date-two-digit-year', text, 'a year of four digits, as in 2025-04-28');
  if (isMixed && shape?.form === 'day-or-month-first')
    return problem('bookingDate', 'date-order-mixed', text, 'one order of day and month in the whole column', certainDate(text));
  return problem('bookingDate', 'date', text, 'a day of the calendar written YYYY-MM-DD, as in 2025-04-28', certainDate(text));
}

function resultProblem(text: string): Problem {
  const expected = 'exactly Booked or Unavailable';
  if (text === '') return problem('bookingResult', 'required', text, expected);
  return damage('bookingResult', text) ?? problem('bookingResult', 'word', text, expected, resultWord(text));
}

function reasons(row: BookingResultDraft, isMixed: boolean): readonly Problem[] {
  const { internalOrderRef, bookingResult, bookingDate, inspectorName } = row;
  const found = [textProblem('internalOrderRef', internalOrderRef, 'the reference of the order')];
  const isBooked = bookingResult === 'Booked';
  if (!isBooked && bookingResult !== 'Unavailable') found.push(resultProblem(bookingResult));
  if (isBooked || (bookingResult !== 'Unavailable' && bookingDate !== '')) found.push(dateProblem(bookingDate, isMixed));
  if (isBooked || (bookingResult !== 'Unavailable' && inspectorName !== ''))
    found.push(textProblem('inspectorName', inspectorName, 'the name of the inspector'));
  return found.filter((one) => one !== null);
}

/** Sixteen and more digits of which Excel kept fifteen: the rest is zeros. */
export function isRounded(ref: string): boolean {
  return ref.length > EXACT_DIGITS && ref.charCodeAt(ref.length - 1) === ZERO && ROUNDED.test(ref);
}

/** A name whose letters and marks are what they seem, in the only form there is of them, without space around it. */
const PLAIN_NAME = /^(?:[!-&(-<>@-~\u00c0-\u024f](?:[ ->@-~\u00c0-\u024f]*[!->@-~\u00c0-\u024f])?|[\u4e00-\u9fff]+)$/;

/** Letters that may be two bytes of one letter in UTF-8, which deserve a second look. */
const READ_WRONGLY = /[\u00c2-\u00f4\u0100-\u024f][\u0100-\u024f]|\p{Ll}Ã/u;

function isPlainName(name: string): boolean {
  if (name.length > MAX_FIELD_LENGTH || !PLAIN_NAME.test(name) || READ_WRONGLY.test(name)) return false;
  const first = name.charCodeAt(0);
  return first !== HASH && (first < FIRST_IDEOGRAPH || !maybeMisread(name));
}

/**
 * The result of four cells as they are in the file, when nothing about them needs a second look; null otherwise.
 * A short cut for the many rows that are as they should be: it never says more than `checkRow` would.
 */
export function plainResult(ref: string, word: string, date: string, name: string): BookingResult | null {
  if (
    ref === '' ||
    ref.length > MAX_FIELD_LENGTH ||
    !isPlain(ref) ||
    isRounded(ref) ||
    (ref.includes('+') && SCIENTIFIC.test(ref))
  )
    return null;
  if (word === 'Booked') {
    return isCalendarDate(date) && isPlainName(name)
      ? { internalOrderRef: ref, bookingResult: word, bookingDate: date, inspectorName: name }
      : null;
  }
  if (word !== 'Unavailable' || date !== '' || name !== '') return null;
  return { internalOrderRef: ref, bookingResult: word, bookingDate: '', inspectorName: '' };
}

/**
 * Checks a row, its cells trimmed, by the rules of BasicPSF and by what cannot be a value however well it fits them.
 * An Unavailable order has no date and no inspector: what is filled in is cleared, with a remark.
 * `isMixed`: the column of dates holds both orders of day and month. `isConfirmed`: a person said that it is right as it is.
 */
export function checkRow(row: BookingResultDraft, isMixed = false, isConfirmed = false): CheckedRow {
  const problems = reasons(row, isMixed).filter(({ rule }) => !isConfirmed || rule !== 'question-mark');
  if (problems.length > 0) return { result: null, problems };
  const judged = BookingResult.safeParse(row);
  if (judged.success) return { result: judged.data, problems: NO_PROBLEMS };
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
export function extraCellsProblem(cells: readonly string[], width: number): Problem | null {
  const extra = cells
    .slice(width)
    .map(trimmed)
    .filter((cell) => cell !== '');
  if (extra.length === 0) return null;
  return problem('inspectorName', 'extra-cells', extra.join(', '), `${width} cells, as many as the header has`);
}

/** A cell with line breaks that holds whole rows: a quotation mark was opened and never closed where it should be. */
export function swallowedProblem(cells: readonly string[], delimiter: string): Problem | null {
  const lines = cells.filter((cell) => /[\r\n]/.test(cell)).flatMap((cell) => cell.split(/[\r\n]+/));
  const row = lines.find((line) => {
    const parts = line.split(delimiter);
    return parts.length > 1 && parts.some((part) => resultWord(part.replaceAll('"', '').trim()) !== null);
  });
  if (row === undefined) return null;
  return problem('inspectorName', 'swallowed-rows', lines.at(-1) as string, 'a closing quotation mark at the end of the cell');
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
