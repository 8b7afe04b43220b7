// Asking BasicPSF for orders by their references, and reading what it holds. Pure: bodies in, values out.
// Claris' Data API guide, "Perform a find request": several query objects are joined by OR, `limit` is a text and 100 when left
// out, `dateformats` 2 gives dates in ISO 8601 (FileMaker Server 19.6.1 and newer; older ones ignore it and write MM/dd/yyyy).
// Nothing found is FileMaker code 401, which has nothing to do with HTTP 401.
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import type { HeldFields, HeldOrder } from '../../shared/held-order.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { wallTimeIn } from '../../shared/wall-time.ts';
import type { HttpAnswer } from '../base/http.ts';
import { answerFrom, envelopeFrom } from './reply.ts';

/** References in one call. The body has no limit of a URL; the answer grows with them. */
export const MOST_REFERENCES = 100;
/** Room in the answer for orders that are there more than once, or differ only in capitals. */
const ROOM_FOR_DUPLICATES = 100;

/** What Claris' "Finding text and characters", "Find operators" and "Finding ranges of information" give a meaning of its own. */
const OPERATORS = /[\\=<>≤≥≠!@#*?"“”„~/.…{}:¶]/gu;

/** A text that a find takes literally: each operator behind a backslash, which "escapes the next character". */
export function escapedForFind(text: string): string {
  return text.replace(OPERATORS, '\\$&');
}

/** The body of a find for orders with exactly these references; `==` matches the entire field, though without regard to capitals. */
export function findBody(references: readonly string[], { internalOrderRef }: HeldFields): string {
  const query = references.map((reference) => ({ [internalOrderRef]: `==${escapedForFind(reference)}` }));
  return JSON.stringify({ query, limit: String(limitOf(references.length)), dateformats: 2 });
}

function limitOf(count: number): number {
  return count + ROOM_FOR_DUPLICATES;
}

/** The body of a small find for references that differ from `reference` in one character: replaced, inserted or left out. */
export function nearBody(reference: string, { internalOrderRef }: HeldFields): string {
  const letters = [...reference].slice(0, 60);
  const near = new Set<string>();
  for (let n = 0; n <= letters.length; n += 1) {
    const [before, after] = [escapedForFind(letters.slice(0, n).join('')), letters.slice(n)];
    near.add(`==${before}@${escapedForFind(after.join(''))}`);
    if (n === letters.length) continue;
    near.add(`==${before}@${escapedForFind(after.slice(1).join(''))}`);
    near.add(`==${before}${escapedForFind(after.slice(1).join(''))}`);
  }
  const query = [...near].filter((text) => text !== '==').map((text) => ({ [internalOrderRef]: text }));
  return JSON.stringify({ query, limit: '20', dateformats: 2 });
}

const Found = z.array(z.object({ fieldData: z.record(z.string(), z.unknown()) }));

/** The records of an answer; `isWhole` is false when there may be more than the limit let through. */
export interface Records {
  readonly held: readonly HeldOrder[];
  readonly isWhole: boolean;
}

/** Reads the answer to a find that asked for `count` references, or says why it says nothing about orders. */
export function recordsFrom(
  answer: HttpAnswer,
  count: number,
  { fields, timeZone }: { readonly fields: HeldFields; readonly timeZone: string },
  now: number,
): Result<Records> {
  const code = envelopeFrom(answer.text)?.messages[0]?.code;
  if (code === '401') return ok({ held: [], isWhole: true });
  if (code === '102') return fail(refused('field-missing', fields.internalOrderRef, code, ''));
  if (code === '9') return fail(refused('no-privilege', '', code, ''));
  const read = answerFrom('find', answer, 0, now);
  if (!read.ok) return fail(asLookUp(read.failure));
  const found = Found.safeParse(read.value.data);
  if (!found.success) return fail({ kind: 'answer-unusable', why: 'it has no records in it' });
  for (const { fieldData } of found.data) {
    const missing = Object.values(fields).find((name) => !Object.hasOwn(fieldData, name));
    if (missing !== undefined) return fail(refused('field-missing', missing, '', ''));
  }
  return ok({
    held: found.data.map(({ fieldData }) => heldFrom(fieldData, fields, timeZone)),
    isWhole: found.data.length < limitOf(count),
  });
}

function refused(why: Extract<Failure, { kind: 'look-up-refused' }>['why'], field: string, code: string, words: string): Failure {
  return { kind: 'look-up-refused', why, field, code, words };
}

/** What says no to a find as such; everything else is a matter of the way, and of this moment. */
function asLookUp(failure: Failure): Failure {
  switch (failure.kind) {
    case 'request-refused':
      return refused('refused', '', failure.code, failure.words);
    case 'filemaker-error':
      return refused('refused', '', failure.code, failure.words);
    case 'address-refused':
    case 'turned-away':
      return refused('refused', '', String(failure.status), '');
    default:
      return failure;
  }
}

function heldFrom(fieldData: Readonly<Record<string, unknown>>, fields: HeldFields, timeZone: string): HeldOrder {
  const text = (name: string): string => {
    const value = fieldData[name];
    return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
  };
  return {
    internalOrderRef: text(fields.internalOrderRef),
    bookingResult: text(fields.bookingResult),
    bookingDate: isoDay(text(fields.bookingDate)),
    inspectorName: text(fields.inspectorName),
    confirmedAt: wallTimeIn(timeZone, text(fields.confirmedAt)),
  };
}

/** A date field in ISO 8601; what an older server writes as MM/dd/yyyy is the same day. Any other text stays as it is. */
function isoDay(text: string): string {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  return us === null ? text : `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}`;
}

/**
 * What each reference is by these records: to the letter, because a find knows no capitals. Of records that share a
 * reference the one that was confirmed last speaks.
 */
export function matched(references: readonly string[], held: readonly HeldOrder[]): Map<string, HeldOrder | 'absent'> {
  const orders = new Map<string, HeldOrder | 'absent'>(references.map((reference) => [reference, 'absent']));
  for (const order of held) {
    const known = orders.get(order.internalOrderRef);
    if (known === undefined) continue;
    if (known === 'absent' || (order.confirmedAt ?? 0) > (known.confirmedAt ?? 0)) orders.set(order.internalOrderRef, order);
  }
  return orders;
}
