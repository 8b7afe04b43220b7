// Where bookings stand in a plan of resources: who is busy on which day, and in which lane of a day, so that none covers another. Pure.
import type { ListedBooking } from '../../shared/booking-view.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';

const HOUR = 60;
const FIRST_HOUR = 8;
const LAST_HOUR = 18;
/** Fewer hours are not drawn. */
const LEAST_HOURS = 6;

export interface PlanRow {
  readonly name: string;
  readonly rows: readonly ListedBooking[];
}

/** Each resource with its bookings, people first, by name; a booking stands with every resource it needs. */
export function planOf(rows: readonly ListedBooking[]): PlanRow[] {
  const byName = new Map<string, { isemployee: boolean; rows: ListedBooking[] }>();
  for (const row of rows) {
    const { resources } = row.booking;
    const needed = resources.length === 0 ? [{ name: '', isemployee: false }] : resources;
    for (const { name, isemployee } of needed) {
      const kept = byName.get(name) ?? { isemployee, rows: [] };
      kept.rows.push(row);
      byName.set(name, kept);
    }
  }
  return [...byName]
    .toSorted(([a, one], [b, other]) => rank(a, one.isemployee) - rank(b, other.isemployee) || a.localeCompare(b, 'sv'))
    .map(([name, { rows }]) => ({ name, rows }));
}

function rank(name: string, isemployee: boolean): number {
  return name === '' ? 2 : isemployee ? 0 : 1;
}

/** Minutes since midnight of `HH:mm`. */
function minutes(time: string): number {
  return Number(time.slice(0, 2)) * HOUR + Number(time.slice(3, 5));
}

/** From when to when a booking stands on the day it begins, in minutes; one without an end, or with its end later, gets what is left. */
export function spanOf({ start, end }: ServiceBooking): { readonly from: number; readonly to: number } {
  const from = minutes(start.time);
  const to = end === null ? from + HOUR : end.date === start.date ? minutes(end.time) : 24 * HOUR;
  return { from, to: Math.max(to, from + 15) };
}

/**
 * The hours to draw for a day, so that it fits: those in which something is booked, some more around them where they are few,
 * and a working day where nothing is.
 */
export function hoursOf(
  rows: readonly ListedBooking[],
  nowHour: number | null = null,
): { readonly from: number; readonly to: number } {
  if (rows.length === 0) return { from: FIRST_HOUR, to: LAST_HOUR };
  const spans = rows.map(({ booking }) => spanOf(booking));
  // Now is among them while people work.
  const now = nowHour !== null && nowHour >= FIRST_HOUR && nowHour < LAST_HOUR ? [nowHour] : [];
  const first = Math.min(...spans.map(({ from }) => Math.floor(from / HOUR)), ...now);
  const last = Math.max(...spans.map(({ to }) => Math.ceil(to / HOUR)), ...now.map((hour) => hour + 1));
  // First towards the morning, as far as a working day goes, then towards the evening.
  const from = Math.min(first, Math.max(FIRST_HOUR, last - LEAST_HOURS));
  return { from, to: Math.min(24, Math.max(last, from + LEAST_HOURS)) };
}

/** The lane of each booking of one row: the first that is free again when it begins. */
export function lanesOf(rows: readonly ListedBooking[]): number[] {
  const freeAt: number[] = [];
  return rows.map(({ booking }) => {
    const { from, to } = spanOf(booking);
    const free = freeAt.findIndex((at) => at <= from);
    const lane = free < 0 ? freeAt.length : free;
    freeAt[lane] = to;
    return lane;
  });
}
