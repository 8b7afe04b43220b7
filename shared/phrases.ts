// Small pieces of sentences that stay the same on every machine: no locale, no time zone, nothing invisible.
import type { BookingResultField } from './booking-result.ts';

import { OBEYED } from './one-line.ts';

const MAX_QUOTED = 120;

/** A text as found, in quotation marks, on one line and not longer than a sentence can carry. */
export function quoted(text: string): string {
  const characters = [...text.replace(OBEYED, ' ').trim()];
  return `"${characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED - 1).join('')}…` : characters.join('')}"`;
}

/** Somebody else's words after a colon, or nothing when they gave none. */
export function said(words: string): string {
  return words.trim() === '' ? '' : `: ${quoted(words)}`;
}

/** A span of time in seconds, minutes or hours, rounded up. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return counted(seconds, 'second');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? counted(minutes, 'minute') : counted(Math.ceil(minutes / 60), 'hour');
}

/** A size in megabytes, rounded up. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}

/** A cap in megabytes: never more than it really is. */
export function megabytesAtMost(bytes: number): string {
  return `${Math.max(1, Math.floor(bytes / 1_000_000))} MB`;
}

/** A number of things: `1 result`, `14 results`. */
export function counted(count: number, thing: string): string {
  return `${count} ${count === 1 ? thing : `${thing}s`}`;
}

const FIELD_NAMES: Record<BookingResultField, string> = {
  internalOrderRef: 'order reference',
  bookingResult: 'result',
  bookingDate: 'date',
  inspectorName: 'inspector name',
};

/** A field as a person calls it; any other word as it is. */
export function fieldName(field: string): string {
  return FIELD_NAMES[field as BookingResultField] ?? field;
}
