// What a cell says once the marks of spreadsheets and input methods are off it. Pure, and never more than that:
// references, results and dates get ASCII letters and digits; a name keeps every character that is its own.
import { unquoteFormula } from './export.ts';
import { asSeen, isUnseen, nameAsSeen } from './invisible.ts';

/** What was taken off a cell; the kinds of notes a report of a reading knows. */
export type Cleaning = 'text-formulas' | 'apostrophes' | 'characters-cleaned' | 'invisible-letters';
export type OnCleaning = (kind: Cleaning, cell: string) => void;

const APOSTROPHE = 0x27;
const EQUALS = 0x3d;
/** A text as Excel keeps it out of its own hands: `="00123"`. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;
/** A value in a pair of quotation marks of whatever kind, none of them inside. */
const IN_PAIR = /^(?:'([^']+)'|"([^"]+)"|[“”„‟«»‘‚]([^“”„‟«»‘’‚]+)[“”«»’‘])$/u;

/** Whether a cell is printable ASCII that neither starts nor ends in anything a spreadsheet or a person may have left there. */
export function isPlain(cell: string): boolean {
  const last = cell.length - 1;
  if (last < 0) return true;
  const first = cell.charCodeAt(0);
  // Space, apostrophe, equals sign, number sign.
  if (first === 0x20 || first === APOSTROPHE || first === EQUALS || first === 0x23) return false;
  for (let at = 0; at <= last; at += 1) {
    const code = cell.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return cell.charCodeAt(last) !== 0x20;
}

/** The character that starts or ends at `at`, both halves of it. */
function charAt(text: string, at: number): string {
  const isSecondHalf = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  return String.fromCodePoint(text.codePointAt(isSecondHalf ? at - 1 : at) ?? 0);
}

function isAtEdge(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code <= 0x20 || code > 0x7e) && isUnseen(charAt(text, at));
}

/** The text without white space and invisible characters around it. */
export function trimmed(text: string): string {
  const short = text.trim();
  // One character at a time: a pattern for both ends would try every run of spaces inside a long text.
  let [start, end] = [0, short.length];
  while (start < end && isAtEdge(short, start)) start += 1;
  while (end > start && isAtEdge(short, end - 1)) end -= 1;
  return short.slice(start, end);
}

/** The reference, result or date that a cell holds. */
export function codeValue(cell: string, note: OnCleaning): string {
  if (isPlain(cell)) return cell;
  const text = unwrapped(trimmed(cell), note, (quoted) => quoted.slice(1), true);
  const clean = asSeen(text);
  if (clean !== text) note('characters-cleaned', text);
  return clean;
}

/** The name that a cell holds. Only an apostrophe that keeps it from being a formula is taken off: 't Hooft is a name. */
export function nameValue(cell: string, note: OnCleaning): string {
  if (isPlain(cell)) return cell;
  const text = unwrapped(trimmed(cell), note, unquoteFormula, false).normalize('NFC');
  // Letters that something invisible kept apart come together once it is gone.
  const clean = nameAsSeen(text).normalize('NFC');
  if (clean !== text) note(clean.length === text.length ? 'characters-cleaned' : 'invisible-letters', text);
  return clean;
}

/** Either a text formula or an apostrophe is taken off, never both: behind our own apostrophe a text formula is the value itself. */
function unwrapped(text: string, note: OnCleaning, unquote: (text: string) => string, isCode: boolean): string {
  const first = text.charCodeAt(0);
  if (first === EQUALS) {
    const inner = TEXT_FORMULA.exec(text)?.[1];
    if (inner === undefined) return text;
    note('text-formulas', text);
    return trimmed(inner.replaceAll('""', '"'));
  }
  // Both marks of a pair, or none: half a pair is what nobody wrote.
  const pair = isCode ? IN_PAIR.exec(text) : null;
  if (pair === null && first !== APOSTROPHE) return text;
  const bare = pair === null ? unquote(text) : (pair.slice(1).find((inner) => inner !== undefined) as string);
  if (bare === text) return text;
  note('apostrophes', text);
  return trimmed(bare);
}
