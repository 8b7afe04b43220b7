// When a failed result is tried again, and when a person is asked instead.
import { describe, expect, it } from 'vitest';
import { MAX_RETRY_AFTER_MS } from '../../main/base/http.ts';
import {
  type Attempted,
  afterFailure,
  BASE_DELAY_MS,
  backoffMs,
  farthestDueAt,
  MAX_DELAY_MS,
  PARK_AFTER_ATTEMPTS,
  PARK_AFTER_ONLINE_MS,
  retryAfterMs,
} from '../../main/outbox/retry.ts';
import type { Failure } from '../../shared/failure.ts';
import { seededRandom } from '../support/make.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// A Monday at 16:20 in Stockholm, which is where the tests run.
const NOW = Date.UTC(2025, 3, 28, 14, 20);
const FIRST: Attempted = { attempts: 1, timesNotFound: 0, onlineMs: 0, overtaken: false };
const TIMED_OUT: Failure = { kind: 'timed-out', afterMs: 30_000 };
const UNREACHABLE: Failure = { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' };
const NOT_FOUND: Failure = { kind: 'order-not-found', words: 'Record not found' };

describe('the wait before the next attempt', () => {
  it('is at most 5 seconds after the first, doubles with each, and ends at 15 minutes', () => {
    const longest = Array.from({ length: 12 }, (_, n) => backoffMs(n + 1, 1));
    expect(longest.slice(0, 8)).toEqual([5, 10, 20, 40, 80, 160, 320, 640].map((seconds) => seconds * 1000));
    expect(longest.slice(8)).toEqual([MAX_DELAY_MS, MAX_DELAY_MS, MAX_DELAY_MS, MAX_DELAY_MS]);
    expect(backoffMs(10_000, 1)).toBe(MAX_DELAY_MS);
  });

  it('is never below a second', () => {
    expect(backoffMs(1, 0)).toBe(1000);
  });

  it('is spread evenly over its whole length, so that many machines do not come back together', () => {
    const random = seededRandom(42);
    const draws = Array.from({ length: 1000 }, () => backoffMs(9, random()) / MAX_DELAY_MS).sort((a, b) => a - b);
    // Kolmogorov and Smirnov: the largest distance from an even spread, at 1 % for 1,000 draws.
    const distance = Math.max(...draws.map((draw, n) => Math.max(Math.abs(draw - n / 1000), Math.abs(draw - (n + 1) / 1000))));
    expect(distance).toBeLessThan(1.63 / Math.sqrt(1000));
  });

  it('spreads 50 machines that failed at the same moment to at most three times the mean in any second', () => {
    const random = seededRandom(43);
    const perSecond = new Map<number, number>();
    for (let n = 0; n < 50 * 20; n += 1) {
      const second = Math.floor(backoffMs(3, random()) / 1000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    }
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual((3 * 50 * 20) / 20);
  });
});

describe('the patience that a server asks for', () => {
  it.each([
    [0, 1000],
    [30_000, 30_000],
    [7 * 24 * HOUR, MAX_RETRY_AFTER_MS],
  ])('of %i ms is kept to as %i ms', (asked, kept) => {
    const failure: Failure = { kind: 'gateway', status: 503, retryAfterMs: asked };
    expect(retryAfterMs(failure)).toBe(kept);
    expect(afterFailure(failure, FIRST, NOW, 0.5).dueAt).toBe(NOW + kept);
  });

  it('is nothing when it asks for none', () => {
    expect(retryAfterMs({ kind: 'gateway', status: 503 })).toBeNull();
    expect(retryAfterMs(TIMED_OUT)).toBeNull();
  });
});

describe('a failed attempt', () => {
  it('leaves a result waiting when nothing was sent, and unconfirmed when that is unknown', () => {
    expect(afterFailure(UNREACHABLE, FIRST, NOW, 0.5)).toEqual({ state: 'waiting', dueAt: NOW + BASE_DELAY_MS / 2 });
    expect(afterFailure(TIMED_OUT, FIRST, NOW, 0.5)).toEqual({ state: 'unconfirmed', dueAt: NOW + BASE_DELAY_MS / 2 });
  });

  it.each([
    { kind: 'credentials-refused' },
    { kind: 'script-missing', code: '104' },
    { kind: 'url-too-long', status: 414, urlBytes: 9000 },
    { kind: 'session-lost' },
  ] as const)('of kind $kind says nothing against the result, which goes first again', (failure) => {
    expect(afterFailure(failure, FIRST, NOW, 0.5)).toEqual({ state: 'waiting', dueAt: null });
  });

  it('replaces a result that was overtaken, whatever the reason', () => {
    for (const failure of [UNREACHABLE, TIMED_OUT, NOT_FOUND]) {
      expect(afterFailure(failure, { ...FIRST, overtaken: true }, NOW, 0.5)).toEqual({ state: 'superseded', dueAt: null });
    }
  });

  it.each([
    { kind: 'value-refused', words: 'Invalid bookingResult value' },
    { kind: 'order-refused', words: 'Order is closed' },
    { kind: 'row-too-long', urlBytes: 2100, maxUrlBytes: 1900 },
  ] as const)('of kind $kind refuses the result at once, for a person to see', (failure) => {
    expect(afterFailure(failure, FIRST, NOW, 0.5)).toEqual({ state: 'refused', dueAt: null });
  });
});

describe('an order that BasicPSF does not know yet', () => {
  const dueAt = (timesNotFound: number, now = NOW) =>
    afterFailure(NOT_FOUND, { ...FIRST, attempts: timesNotFound, timesNotFound }, now, 0.5).dueAt;

  it('is tried again after 15 minutes, after two hours and at eight the next morning, then waits for a person', () => {
    expect(dueAt(1)).toBe(NOW + 15 * MINUTE);
    expect(dueAt(2)).toBe(NOW + 2 * HOUR);
    expect(dueAt(3)).toBe(Date.UTC(2025, 3, 29, 6));
    expect(dueAt(4)).toBeNull();
    expect(dueAt(9)).toBeNull();
  });

  it('is refused all the while', () => {
    for (const timesNotFound of [1, 2, 3, 4]) {
      expect(afterFailure(NOT_FOUND, { ...FIRST, timesNotFound }, NOW, 0.5).state).toBe('refused');
    }
  });

  it('finds the next morning also over the change to winter time', () => {
    expect(dueAt(3, Date.UTC(2025, 9, 25, 21))).toBe(Date.UTC(2025, 9, 26, 7));
  });
});

describe('giving up', () => {
  const parked = (attempts: number, onlineMs: number) =>
    afterFailure(TIMED_OUT, { ...FIRST, attempts, onlineMs }, NOW, 0.5).state === 'parked';

  it('comes after thirty attempts and seventy-two hours online, whichever is later', () => {
    expect(parked(PARK_AFTER_ATTEMPTS, PARK_AFTER_ONLINE_MS)).toBe(true);
    expect(parked(PARK_AFTER_ATTEMPTS - 1, 10 * PARK_AFTER_ONLINE_MS)).toBe(false);
    expect(parked(10 * PARK_AFTER_ATTEMPTS, PARK_AFTER_ONLINE_MS - 1)).toBe(false);
  });
});

describe('a due moment that is further ahead than any rule allows', () => {
  it('is none that a rule can have written', () => {
    const byRule = [
      afterFailure({ kind: 'gateway', status: 503, retryAfterMs: 100 * HOUR }, FIRST, NOW, 1),
      afterFailure(TIMED_OUT, { ...FIRST, attempts: 99 }, NOW, 1),
      ...[1, 2, 3].map((timesNotFound) =>
        afterFailure(NOT_FOUND, { ...FIRST, timesNotFound }, new Date(2025, 9, 25, 0, 1).getTime(), 1),
      ),
    ];
    const nows = [NOW, NOW, ...[1, 2, 3].map(() => new Date(2025, 9, 25, 0, 1).getTime())];
    byRule.forEach(({ state, dueAt }, n) => {
      expect(dueAt).not.toBeNull();
      expect(dueAt as number).toBeLessThanOrEqual(farthestDueAt(state, nows[n] as number));
    });
  });
});
