// verify: compares what was delivered with what BasicPSF holds now, and sends nothing.
import { moment } from '../../shared/moments.ts';
import type { Difference, OrderCheck } from '../../shared/order-check.ts';
import { counted } from '../../shared/phrases.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { App } from '../app/app-ports.ts';
import type { Request } from './arguments.ts';

/** All agree, some differ, or it could not be looked. */
export const VERIFY_EXIT = { agree: 0, differ: 1, unseen: 2 } as const;

/** More than anybody delivers in a week; a person asked for them. */
const MOST = 100_000;

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

/** Looks, and says what differs. */
export async function runVerify(app: App, { sinceAt }: Pick<Request, 'sinceAt'>): Promise<Result<VerifyReport>> {
  const checked = (await app.serve('order.check', { since: sinceAt, most: MOST })) as Result<OrderCheck>;
  if (!checked.ok) return checked;
  const { differences, left, at } = checked.value;
  const { environment } = app.snapshot();
  const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());
  const object = {
    environment,
    checked: checked.value.checked,
    left,
    at: iso(at),
    differences: differences.map(({ internalOrderRef, what, ours, deliveredAt, held }) => ({
      internalOrderRef,
      what,
      delivered: { ...ours, at: iso(deliveredAt) },
      held: held === null ? null : { ...held, confirmedAt: iso(held.confirmedAt) },
    })),
  };
  const summary =
    differences.length === 0
      ? `${counted(checked.value.checked, 'delivered result')} checked: BasicPSF holds ${checked.value.checked === 1 ? 'it' : 'all of them'}.`
      : `${counted(checked.value.checked, 'delivered result')} checked, ${differences.length} ${differences.length === 1 ? 'differs' : 'differ'}:`;
  const sentences = [summary, ...differences.map((one) => differenceSentence(one, at))];
  return ok({ object, sentences, exitCode: differences.length === 0 ? VERIFY_EXIT.agree : VERIFY_EXIT.differ });
}
