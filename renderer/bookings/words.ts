// Bookings in words: days, times, people. Everything is the server's own wall time; this computer's zone plays no part.
import type { EditableValues, EditField } from '../../shared/booking-edit.ts';
import { number } from '../../shared/numbers.ts';
import type { BookingOutline, ServiceBooking } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';

const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });

/** `Monday 28 April 2025`, with `Today` or `Tomorrow` before it. */
export function dayTitle(day: string, today: string): string {
  const name = DAY.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
  if (day === today) return `Today, ${name}`;
  return day === addDays(today, 1) ? `Tomorrow, ${name}` : name;
}

/** `Mon 28 Apr` */
export function shortDay(day: string): string {
  return SHORT_DAY.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
}

/** `15:00–16:00` */
export function timesOf({ start, end }: ServiceBooking): string {
  const from = start.time.slice(0, 5);
  if (end === null) return from;
  return `${from}–${end.date === start.date ? '' : `${shortDay(end.date)} `}${end.time.slice(0, 5)}`;
}

/** The first participant, and how many more there are. */
export function participantOf({ participants }: ServiceBooking): string {
  const [first, ...others] = participants;
  if (first === undefined) return '';
  const name = `${first.firstname} ${first.lastname}`.trim();
  return others.length === 0 ? name : `${name} +${others.length}`;
}

/** `3 new, 1 changed, 1 gone`; empty when nothing moved. */
export function newsWords({ added, changed, gone }: BookingOutline['changes']): string {
  const parts = [
    [added, 'new'],
    [changed, 'changed'],
    [gone, 'gone'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${number(count)} ${word}`)
    .join(', ');
}

export const FIELD_LABELS: Record<EditField, string> = {
  participantfirstname: 'First name',
  participantlastname: 'Last name',
  participantid: 'Person ID',
  internalmessage: 'Internal message',
  externalmessage: 'Message to the customer',
};

/** A value of a field as it is shown beside another. */
export function shownValue(value: EditableValues[EditField]): string {
  return value === null || value === '' ? '(empty)' : String(value);
}
