// What becomes of a result, given what BasicPSF holds for its order. Pure.
// The rule it keeps: what may be a newer word of somebody else is not overwritten unasked, and only what BasicPSF is seen to
// hold is called delivered.
import { type HeldOrder, saysSame } from '../../shared/held-order.ts';
import { SETTLE_MS } from '../outbox/retry.ts';
import type { SentBefore } from '../outbox/sent-before.ts';
import { markOfValues } from '../outbox/told-before.ts';
import type { ClockAhead } from './look-up.ts';

/** A timestamp of FileMaker names a second, and what happened in it may have happened at its end. */
const SECOND_MS = 1000;

export type Judgement =
  | { readonly kind: 'send' | 'delivered' | 'ask' }
  /** It may still be at work: nothing before `until`, epoch ms. */
  | { readonly kind: 'later'; readonly until: number };

/** Judges one result. `ahead` is by how much the server's clock is ahead of ours, `now` is ours. */
export function judgeHeld(ours: SentBefore, held: HeldOrder | 'absent', ahead: ClockAhead, now: number): Judgement {
  if (held === 'absent' || held.confirmedAt === null) return notThere(ours, now);
  // On our own clock, as early and as late as it may have been.
  const earliest = held.confirmedAt - ahead.most;
  const latest = held.confirmedAt + SECOND_MS - ahead.least;
  if (saysSame(ours, held)) {
    return ours.sentAt !== null && latest >= ours.sentAt ? { kind: 'delivered' } : notThere(ours, now);
  }
  const wasSeen = ours.sentOver !== null && held.confirmedAt <= ours.sentOver;
  const isOurs =
    ours.told.some((told) => saysSame(told, held) && (told.until === null || earliest <= told.until)) ||
    ours.forgotten === markOfValues(held);
  return wasSeen || isOurs || latest <= ours.acceptedAt ? notThere(ours, now) : { kind: 'ask' };
}

/** Sent once more, but not while an earlier attempt may still be at work: it would be stamped twice. */
function notThere({ unknownAt }: SentBefore, now: number): Judgement {
  // A clock that was set since, back as well as forward, is not waited for.
  if (unknownAt === null || Math.abs(now - unknownAt) >= SETTLE_MS) return { kind: 'send' };
  return { kind: 'later', until: Math.min(unknownAt, now) + SETTLE_MS };
}
