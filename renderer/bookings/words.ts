// Bookings in words: days, times, people. Everything is the server's own wall time; where this computer's is another, it is said beside.
import type { EditableValues, EditField } from '../../shared/booking-edit.ts';
import { number } from '../../shared/numbers.ts';
import type { BookingOutline, ServiceBooking } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { weekNumber } from '../../shared/weeks.ts';

const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });

/** `Monday 28 April 2025` */
export function longDay(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
}

/** The same, with `Today`, `Tomorrow` or `Yesterday` before it. */
export function dayTitle(day: string, today: string): string {
  const name = longDay(day);
  if (day === today) return `Today, ${name}`;
  if (day === addDays(today, -1)) return `Yesterday, ${name}`;
  return day === addDays(today, 1) ? `Tomorrow, ${name}` : name;
}

/** `Mon 28 Apr` */
export function shortDay(day: string): string {
  return SHORT_DAY.format(new Date(`${day}T00:00:00Z`)).replace(',', '');
}

/** `Week 18, Mon 28 Apr – Sun 4 May` */
export function weekTitle(from: string, to: string): string {
  return `Week ${weekNumber(from)}, ${shortDay(from)} – ${shortDay(to)}`;
}

const HERE = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function partsHere(timestamp: number): { readonly day: string; readonly time: string } {
  const parts = Object.fromEntries(HERE.formatToParts(timestamp * 1000).map(({ type, value }) => [type, value]));
  return { day: `${parts.weekday} ${parts.day} ${parts.month}`, time: `${parts.hour}:${parts.minute}` };
}

/** When a booking begins and ends by this computer's own clock, with the day where it is another: `Tue 29 Apr 03:00–04:00`. Empty where it is Stockholm's. */
export function timesHere({ start, end }: ServiceBooking): string {
  const from = partsHere(start.timestamp);
  if (from.time === start.time.slice(0, 5) && from.day === shortDay(start.date)) return '';
  const day = from.day === shortDay(start.date) ? '' : `${from.day} `;
  return `${day}${from.time}${end === null ? '' : `–${partsHere(end.timestamp).time}`}`;
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
