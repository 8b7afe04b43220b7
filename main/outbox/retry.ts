// When a result is due again, and when a person is asked instead. Pure: the only retry layer there is.
import { nextStep, reach } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ItemState } from '../../shared/outbox-item.ts';
import { MAX_RETRY_AFTER_MS } from '../base/http.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const BASE_DELAY_MS = 5 * SECOND;
export const MAX_DELAY_MS = 15 * MINUTE;
const MIN_DELAY_MS = SECOND;
/** A result is parked after so many attempts and so much time online, whichever is later. */
export const PARK_AFTER_ATTEMPTS = 30;
export const PARK_AFTER_ONLINE_MS = 72 * HOUR;
/** After an unknown outcome the server may still be at work; a newer value for the order waits this long. */
export const SETTLE_MS = MINUTE;
/** A result whose last so many attempts had no known outcome travels alone, so that it can hold up nobody else. */
export const ALONE_AFTER_UNKNOWNS = 3;

/** Full jitter: a random wait below 5 s · 2ⁿ⁻¹, at most 15 minutes, at least one second. In ms. */
export function backoffMs(attempts: number, random: number): number {
  const ceiling = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.max(MIN_DELAY_MS, Math.round(random * ceiling));
}

/** The patience a server asked for, kept between one second and six hours; null when it asked for none. */
export function retryAfterMs(failure: Failure): number | null {
  if (!('retryAfterMs' in failure) || failure.retryAfterMs === undefined) return null;
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(MIN_DELAY_MS, failure.retryAfterMs));
}

/** Orders may be entered late: 15 minutes, two hours, then eight the next morning (machine's time), then a person. */
function notFoundDueAt(timesNotFound: number, now: number): number | null {
  if (timesNotFound <= 1) return now + 15 * MINUTE;
  if (timesNotFound === 2) return now + 2 * HOUR;
  if (timesNotFound > 3) return null;
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(8, 0, 0, 0);
  return morning.getTime();
}

/** What is known of a result when an attempt failed. */
export interface Attempted {
  /** Attempts so far, this one included. */
  readonly attempts: number;
  /** The most attempts of any result that failed with it: they come back together. */
  readonly together?: number;
  /** Attempts that BasicPSF answered with "Record not found", this one included. */
  readonly timesNotFound: number;
  /** Time online since the first attempt, ms. Offline, paused and signed-out time does not count. */
  readonly onlineMs: number;
  /** A newer result for the same order was accepted meanwhile. */
  readonly overtaken: boolean;
}

export interface Verdict {
  readonly state: ItemState;
  /** Epoch ms; null is "as soon as possible" when waiting, "never by itself" otherwise. */
  readonly dueAt: number | null;
}

/** Where a result stands after a failed attempt. `random` is in [0, 1). */
export function afterFailure(failure: Failure, item: Attempted, now: number, random: number): Verdict {
  if (item.overtaken) return { state: 'superseded', dueAt: null };
  // Not sent, and not by itself: somebody else's word stands there, and a person compares the two.
  if (failure.kind === 'told-elsewhere') return { state: 'parked', dueAt: null };
  const reached = reach(failure);
  if (reached === 'verdict') {
    return { state: 'refused', dueAt: failure.kind === 'order-not-found' ? notFoundDueAt(item.timesNotFound, now) : null };
  }
  const dueAt = now + (retryAfterMs(failure) ?? backoffMs(Math.max(item.attempts, item.together ?? 0), random));
  if (item.attempts >= PARK_AFTER_ATTEMPTS && item.onlineMs >= PARK_AFTER_ONLINE_MS) return { state: 'parked', dueAt: null };
  if (reached === 'unknown') return { state: 'unconfirmed', dueAt };
  // Nothing is wrong with the result itself when a person must act first or its way was merely too long: it goes first again.
  const atOnce = nextStep(failure) === 'ask' || failure.kind === 'url-too-long' || failure.kind === 'session-lost';
  return { state: 'waiting', dueAt: atOnce ? null : dueAt };
}

/** A persisted moment that lies further ahead than any rule allows comes from a clock that was wrong: it is due now. */
export function farthestDueAt(state: ItemState, now: number): number {
  return now + (state === 'refused' ? 36 * HOUR : MAX_RETRY_AFTER_MS + MAX_DELAY_MS);
}
