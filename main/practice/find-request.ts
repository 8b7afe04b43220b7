// A find on the layout "QC_Booking", as FileMaker carries it out: which field, which criteria, how many records, which dates.
// Claris "Perform a find request". It only reads; checks come in FileMaker's order.
import { DEFAULT_HELD_FIELDS, type HeldFields } from '../../shared/held-order.ts';
import { shownIn } from '../../shared/wall-time.ts';
import { type PracticeRecord, practise, type UnknownOrders } from './booking-results-script.ts';
import { type Answer, fileMakerError, foundAnswer } from './filemaker-answers.ts';
import { isFound } from './find-criteria.ts';

/** The clock on this server's wall. */
const TIME_ZONE = 'Europe/Stockholm';
const USUAL_LIMIT = 100;

export interface FindContext {
  readonly records: Map<string, PracticeRecord>;
  readonly unknownOrders: UnknownOrders;
  /** Fields on the layout, by FileMaker's names; all five when left out. */
  readonly fieldsOnLayout: readonly string[];
  /** How many records each order has. */
  readonly copies: number;
}

type Query = Readonly<Record<string, unknown>>;

interface Asked {
  readonly query: readonly Query[];
  readonly limit: number;
  readonly offset: number;
  readonly isIso: boolean;
}

/** What a body asks for, or the refusal of one that cannot be read. */
function askedFrom(body: string): Asked | Answer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return fileMakerError('960', 'Parameter is invalid', 400);
  }
  const { query, limit, offset, dateformats } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(query) || query.length === 0) return fileMakerError('958', 'Parameter missing', 400);
  const whole = (value: unknown, usual: number): number => (value === undefined ? usual : Number(value));
  const [most, first] = [whole(limit, USUAL_LIMIT), whole(offset, 1)];
  if (!Number.isInteger(most) || most < 1 || !Number.isInteger(first) || first < 1) return fileMakerError('960');
  return { query: query as Query[], limit: most, offset: first, isIso: Number(dateformats) === 2 };
}

function isAnswer(asked: Asked | Answer): asked is Answer {
  return 'status' in asked;
}

/** Carries out the find of a request's body. */
export function find(body: string, { records, unknownOrders, fieldsOnLayout, copies }: FindContext): Answer {
  const asked = askedFrom(body);
  if (isAnswer(asked)) return asked;
  const names = Object.keys(DEFAULT_HELD_FIELDS) as (keyof HeldFields)[];
  const known = new Map(names.map((name) => [DEFAULT_HELD_FIELDS[name], name]));
  const criteria = asked.query.flatMap((one) => Object.keys(one).filter((name) => name !== 'omit'));
  if (criteria.some((name) => !fieldsOnLayout.includes(name) || !known.has(name))) return fileMakerError('102');
  if (asked.query.every((one) => Object.values(one).every((value) => value === ''))) return fileMakerError('400');

  const entire = entireReferences(asked.query);
  if (unknownOrders === 'practised') enterAll(entire ?? [], records);
  const found: Record<string, string>[] = [];
  for (const internalOrderRef of candidates(entire, records)) {
    const record = records.get(internalOrderRef) as PracticeRecord;
    const values = { ...record, internalOrderRef, confirmedAt: confirmed(record, asked.isIso) };
    const text = (name: string): string => values[known.get(name) as keyof HeldFields];
    const matches = (one: Query): boolean =>
      Object.entries(one).every(([name, criterion]) => name === 'omit' || isFound(text(name), String(criterion)));
    const wanted = asked.query.some((one) => one.omit !== 'true' && matches(one));
    if (!wanted || asked.query.some((one) => one.omit === 'true' && matches(one))) continue;
    const shown = { ...values, bookingDate: asked.isIso ? record.bookingDate : american(record.bookingDate) };
    const fieldData = Object.fromEntries(
      [...known].filter(([name]) => fieldsOnLayout.includes(name)).map(([name, field]) => [name, shown[field]]),
    );
    for (let copy = 0; copy < copies; copy += 1) found.push(fieldData);
  }
  if (found.length === 0) return fileMakerError('401');
  return foundAnswer(found.slice(asked.offset - 1, asked.offset - 1 + asked.limit), found.length, records.size);
}

const indexes = new WeakMap<object, { readonly size: number; readonly byText: ReadonlyMap<string, readonly string[]> }>();

/** The references by their text without regard to capitals, as the index of the field has them. */
function indexOf(records: ReadonlyMap<string, PracticeRecord>): ReadonlyMap<string, readonly string[]> {
  const kept = indexes.get(records);
  if (kept !== undefined && kept.size === records.size) return kept.byText;
  const byText = new Map<string, string[]>();
  for (const ref of records.keys()) byText.set(ref.toLowerCase(), [...(byText.get(ref.toLowerCase()) ?? []), ref]);
  indexes.set(records, { size: records.size, byText });
  return byText;
}

/** The references that a query names, where each criterion is one entire reference; else null. */
function entireReferences(query: readonly Query[]): string[] | null {
  const refs: string[] = [];
  for (const one of query) {
    const criterion = String(one[DEFAULT_HELD_FIELDS.internalOrderRef] ?? '');
    // Unescaped letters beside letters, digits, blanks, hyphens and underscores may be operators.
    if (Object.keys(one).length !== 1 || !/^==(?:[\p{L}\p{N} _-]|\\.)*$/su.test(criterion)) return null;
    refs.push(criterion.slice(2).replace(/\\(.)/gsu, '$1'));
  }
  return refs;
}

/** Enters the orders that Practice knows of anybody's own file, so that they are found before a result of them was sent. */
function enterAll(refs: readonly string[], records: Map<string, PracticeRecord>): void {
  const byText = indexOf(records);
  for (const ref of refs) if (!byText.has(ref.toLowerCase())) practise(ref, records);
}

/** Which orders a query may find: those of the index, or all where it names no entire references. */
function candidates(entire: readonly string[] | null, records: ReadonlyMap<string, PracticeRecord>): Iterable<string> {
  if (entire === null) return [...records.keys()];
  const byText = indexOf(records);
  return new Set(entire.flatMap((ref) => byText.get(ref.toLowerCase()) ?? []));
}

function confirmed({ confirmedAt }: PracticeRecord, isIso: boolean): string {
  if (confirmedAt === null) return '';
  const shown = shownIn(TIME_ZONE, confirmedAt);
  return isIso ? shown : `${american(shown.slice(0, 10))} ${shown.slice(11)}`;
}

function american(day: string): string {
  return day === '' ? '' : `${day.slice(5, 7)}/${day.slice(8, 10)}/${day.slice(0, 4)}`;
}
