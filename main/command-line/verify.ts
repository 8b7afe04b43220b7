// verify: compares what was delivered with what BasicPSF holds now, and sends nothing.
import { moment } from '../../shared/moments.ts';
import type { Difference, OrderCheck } from '../../shared/order-check.ts';
import { counted } from '../../shared/phrases.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { App } from '../app/app-ports.ts';
import type { Request } from './arguments.ts';

/** All agree, some differ, or it could not be looked. */
export const VERIFY_EXIT = { agree: 0, differ: 1, unseen: 2 } as const;

/** So many are compared in one session. */
const MOST_AT_ONCE = 20_000;

function valuesOf({ bookingResult, bookingDate, inspectorName }: Difference['ours']): string {
  const parts = [bookingResult, bookingDate, inspectorName].filter((part) => part !== '');
  return parts.length === 0 ? 'no result' : parts.join(', ');
}

/** One order that differs, on one line. Times are this computer's. */
export function differenceSentence({ internalOrderRef, ours, held, what }: Difference, now: number): string {
  if (what === 'gone' || held === null)
    return `${internalOrderRef}: BasicPSF does not know it any more; delivered was ${valuesOf(ours)}.`;
  const when = held.confirmedAt === null ? '' : `, confirmed ${moment(held.confirmedAt, now)}`;
  return `${internalOrderRef}: BasicPSF holds ${valuesOf(held)}${when}; delivered was ${valuesOf(ours)}.`;
}

/** What `verify` found, as the object of `--json` and as sentences; times are ISO 8601. */
export interface VerifyReport {
  readonly object: object;
  readonly sentences: readonly string[];
  readonly exitCode: number;
}

/** Everything that was delivered since then, in as many parts as it takes. */
async function checkAll(app: App, since: number | null): Promise<Result<Omit<OrderCheck, 'next'>>> {
  const parts: OrderCheck[] = [];
  for (let next: number | null | undefined; next !== null; ) {
    const input = { since, most: MOST_AT_ONCE, ...(next === undefined ? {} : { before: next }) };
    const part = (await app.serve('order.check', input)) as Result<OrderCheck>;
    if (!part.ok) return part;
    parts.push(part.value);
    // A look that the end of the program broke off goes no further.
    next = part.value.checked === 0 ? null : part.value.next;
  }
  const last = parts.at(-1) as OrderCheck;
  return ok({
    ...last,
    checked: parts.reduce((sum, { checked }) => sum + checked, 0),
    leftAsIs: parts.reduce((sum, { leftAsIs }) => sum + leftAsIs, 0),
    differences: parts.flatMap(({ differences }) => differences),
  });
}

/** Looks, and says what differs. */
export async function runVerify(app: App, { sinceAt }: Pick<Request, 'sinceAt'>): Promise<Result<VerifyReport>> {
  const check = await checkAll(app, sinceAt);
  if (!check.ok) return check;
  const { at, checked, differences, left, leftAsIs } = check.value;
  const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());
  const object = {
    environment: app.snapshot().environment,
    checked,
    left,
    leftAsIs,
    at: iso(at),
    differences: differences.map(({ internalOrderRef, what, ours, deliveredAt, held }) => ({
      internalOrderRef,
      what,
      delivered: { ...ours, at: iso(deliveredAt) },
      held: held === null ? null : { ...held, confirmedAt: iso(held.confirmedAt) },
    })),
  };
  const sentences = [
    summary(checked, differences.length, leftAsIs),
    ...differences.map((one) => differenceSentence(one, at)),
    ...(leftAsIs > 0 ? [`${counted(leftAsIs, 'result')} ${leftAsIs === 1 ? 'differs' : 'differ'} as left by a person.`] : []),
  ];
  return ok({ object, sentences, exitCode: differences.length === 0 ? VERIFY_EXIT.agree : VERIFY_EXIT.differ });
}

function summary(checked: number, differing: number, leftAsIs: number): string {
  if (checked === 0) return 'Nothing was delivered in that time.';
  const results = counted(checked, 'delivered result');
  if (differing > 0) return `${results} checked, ${differing} ${differing === 1 ? 'differs' : 'differ'}:`;
  if (leftAsIs > 0) return `${results} checked, none differs anew.`;
  return `${results} checked: BasicPSF holds ${checked === 1 ? 'it' : 'all of them'}.`;
}
