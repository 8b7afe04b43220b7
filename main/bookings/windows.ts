// Which requests list a window of days: slices, a day wider on both sides, smaller ones where an answer is too large.
// The rule it keeps: what could not be listed is named, and never passes for "nothing is booked".
import { fail, ok, type Result } from '../../shared/result.ts';
import type { MissingPart } from '../../shared/service-booking.ts';
import { addDays, countDays } from '../../shared/stockholm-time.ts';
import type { ReadBookings } from './from-brp.ts';

/** BRP documents no limit; its own lists span 14 days, and its successor refuses more. */
export const SLICE_DAYS = 14;

/** Bookings, and what of the window is missing because even its smallest answer was too large. */
export interface ListedWindow extends ReadBookings {
  readonly missing: readonly MissingPart[];
}

/** One request: the two limits as they are sent, and the business units (empty is all). */
export type AskDays = (startdate: string, enddate: string, facilities: readonly number[]) => Promise<Result<ReadBookings>>;

/** Lists windows through `ask`. `known` are the business units met so far: a day that is too large is asked for by each of them. */
export function createWindows(ask: AskDays, known: () => readonly number[]) {
  // BRP does not say whether its limits are included; a booking on one of them does.
  let areLimitsIncluded = false;

  async function request(start: string, end: string, facilities: readonly number[]): Promise<Result<ReadBookings>> {
    const answered = await ask(start, end, facilities);
    if (answered.ok && answered.value.bookings.some((one) => one.start.date === start || one.start.date === end))
      areLimitsIncluded = true;
    return answered;
  }

  async function window(from: string, to: string, facilities: readonly number[]): Promise<Result<ListedWindow>> {
    const answered = await request(addDays(from, -1), addDays(to, 1), facilities);
    if (answered.ok) return ok({ ...answered.value, missing: [] });
    if (answered.failure.kind !== 'answer-too-large') return answered;
    const days = countDays(from, to);
    if (days === 1) return largeDay(from, facilities);
    const middle = addDays(from, Math.floor(days / 2) - 1);
    const first = await window(from, middle, facilities);
    if (!first.ok) return first;
    const second = await window(addDays(middle, 1), to, facilities);
    return second.ok ? ok(joined([first.value, second.value])) : second;
  }

  /** A day that is too large together with its neighbours: the day itself, then each of its business units. */
  async function largeDay(day: string, facilities: readonly number[]): Promise<Result<ListedWindow>> {
    const itself = await request(day, day, facilities);
    if (itself.ok && areLimitsIncluded) return ok({ ...itself.value, missing: [] });
    if (!itself.ok && itself.failure.kind !== 'answer-too-large') return itself;
    const units = facilities.length > 0 ? facilities : known();
    const parts: ListedWindow[] = [];
    for (const facility of units.length > 1 || facilities.length === 0 ? units : []) {
      const part = await ofOneUnit(day, facility);
      if (part.ok) parts.push(part.value);
      else if (part.failure.kind === 'answer-too-large') parts.push(missingOf(day, facility));
      else return part;
    }
    if (parts.every(({ missing }) => missing.length > 0)) return itself.ok ? fail(TOO_LARGE_BESIDE) : itself;
    return ok(joined(facilities.length > 0 ? parts : [...parts, missingOf(day, null)]));
  }

  async function ofOneUnit(day: string, facility: number): Promise<Result<ListedWindow>> {
    const wide = await request(addDays(day, -1), addDays(day, 1), [facility]);
    const answered = wide.ok || wide.failure.kind !== 'answer-too-large' ? wide : await request(day, day, [facility]);
    if (!answered.ok) return answered;
    return wide.ok || areLimitsIncluded ? ok({ ...answered.value, missing: [] }) : ok(missingOf(day, facility));
  }

  return {
    /** All bookings that start from the first to the last day, both included, by start. */
    list: async (from: string, to: string, facilities: readonly number[]): Promise<Result<ListedWindow>> => {
      const slices: ListedWindow[] = [];
      for (let start = from; start <= to; start = addDays(start, SLICE_DAYS)) {
        const days = Math.min(SLICE_DAYS, countDays(start, to));
        const slice = await window(start, addDays(start, days - 1), facilities);
        if (!slice.ok) return slice;
        slices.push(slice.value);
      }
      const { bookings, ...rest } = joined(slices);
      const inside = bookings.filter(({ start }) => start.date >= from && start.date <= to);
      return ok({ ...rest, bookings: inside.toSorted((a, b) => a.start.timestamp - b.start.timestamp || a.id - b.id) });
    },
    /** Everything of a day, and whatever of its neighbours came with it. */
    around: (day: string): Promise<Result<ListedWindow>> => window(day, day, []),
  };
}

const TOO_LARGE_BESIDE = { kind: 'answer-unusable', why: 'the days beside an empty day are too large' } as const;

function missingOf(day: string, facility: number | null): ListedWindow {
  return { bookings: [], unreadable: 0, missing: [{ day, facility }] };
}

/** A booking that came with two answers is one booking; the later answer counts. */
function joined(parts: readonly ListedWindow[]): ListedWindow {
  const byId = new Map(parts.flatMap(({ bookings }) => bookings.map((booking) => [booking.id, booking] as const)));
  return {
    bookings: [...byId.values()],
    unreadable: parts.reduce((sum, part) => sum + part.unreadable, 0),
    missing: parts.flatMap(({ missing }) => missing),
  };
}
