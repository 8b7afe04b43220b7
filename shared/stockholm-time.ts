// BRP's clock. Its dates and times are Stockholm wall time, summer time included, wherever this machine stands
// (API page "API2", data types). Days are plain texts `YYYY-MM-DD` and never pass through the machine's own zone.

const DAY_MS = 24 * 3_600_000;

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Stockholm',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** A moment as BRP writes it: `date` is `YYYY-MM-DD`, `time` is `HH:mm`. */
export interface WallTime {
  readonly date: string;
  readonly time: string;
}

/** What the clocks in Stockholm show at `timestamp`, in epoch seconds. */
export function stockholmWallTime(timestamp: number): WallTime {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of CLOCK.formatToParts(timestamp * 1000)) parts[type] = value;
  return { date: `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** The epoch seconds of a Stockholm wall time. An hour that summer time skips counts as the hour after it. */
export function stockholmTimestamp({ date, time }: WallTime): number {
  const asUtc = Date.parse(`${date}T${time === '' ? '00:00' : time.slice(0, 5)}:00Z`) / 1000;
  // The offset is only known for a moment, so the moment is guessed with winter time first.
  const guess = asUtc - offsetAt(asUtc - 3600);
  return asUtc - offsetAt(guess);
}

function offsetAt(timestamp: number): number {
  const { date, time } = stockholmWallTime(timestamp);
  return Date.parse(`${date}T${time}:00Z`) / 1000 - (timestamp - (((timestamp % 60) + 60) % 60));
}

/** The day it is in Stockholm at `now`, in epoch ms. */
export function stockholmToday(now: number): string {
  return stockholmWallTime(Math.floor(now / 1000)).date;
}

/** The day `days` after `date`; negative is before. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days lie in `from` to `to`, both included. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}
