// Theirs to ours: any shape that BRP's lists have been seen in, or may have, becomes ServiceBookings. A list may be an array,
// one object, a wrapper, empty text, null or missing; numbers and booleans may be texts. Texts themselves are never touched.
import { isCalendarDate } from '../../shared/booking-result.ts';
import type { BookedResource, Participant, ServiceBooking, TimePoint } from '../../shared/service-booking.ts';
import { stockholmTimestamp, stockholmWallTime } from '../../shared/stockholm-time.ts';

/** Bookings as read, and how many entries could not be. */
export interface ReadBookings {
  readonly bookings: readonly ServiceBooking[];
  readonly unreadable: number;
}

/** A timestamp beyond this is in milliseconds: as seconds it would lie in the year 5138. */
const MAX_TIMESTAMP_S = 1e11;

/** Whether a value is an object with names, not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text as it is; a number or boolean as it is written; anything else is no text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function idOf(value: unknown): number | null {
  const text = textOf(value).trim();
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

function isTrue(value: unknown): boolean {
  return /^(true|1)$/i.test(textOf(value).trim());
}

/** A part that is an object and holds anything. */
function partOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return isObject(value) &&
    Object.values(value).some((inner) => textOf(inner) !== '' || (typeof inner === 'object' && inner !== null))
    ? value
    : null;
}

/** The entries of a list in any of its shapes; `name` is what one entry is called. */
export function entriesOf(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((entry) => entriesOf(entry, name));
  if (isObject(value)) {
    if (Object.hasOwn(value, name)) return entriesOf(value[name], name);
    return Object.keys(value).length === 0 ? [] : [value];
  }
  return textOf(value).trim() === '' ? [] : [value];
}

function named(value: unknown): { id: number | null; name: string } | null {
  const part = partOf(value);
  return part === null ? null : { id: idOf(part.id), name: textOf(part.name) };
}

/** A moment, from whichever of its four forms there are. */
function timePoint(value: unknown): TimePoint | null {
  const part = partOf(value);
  if (part === null) return null;
  const { timestamp, datetime, date, time } = partOf(part.timepoint) ?? part;
  const [dateOfBoth = '', timeOfBoth = ''] = textOf(datetime).trim().split(/[ T]/);
  const day = [textOf(date).trim(), dateOfBoth].find(isCalendarDate);
  const clock = [textOf(time).trim(), timeOfBoth].find((text) => /^([01]\d|2[0-3]):[0-5]\d/.test(text));
  const number = Number(textOf(timestamp).trim() || Number.NaN);
  const known = Number.isFinite(number) ? Math.floor(number > MAX_TIMESTAMP_S ? number / 1000 : number) : null;
  if (known === null && day === undefined) return null;
  const seconds = known ?? stockholmTimestamp({ date: day as string, time: clock ?? '' });
  const wall = stockholmWallTime(seconds);
  const shown = { date: day ?? wall.date, time: clock ?? (day === undefined || known !== null ? wall.time : '') };
  return { timestamp: seconds, datetime: textOf(datetime).trim() || `${shown.date} ${shown.time}`.trim(), ...shown };
}

function orderFrom(value: unknown): ServiceBooking['order'] {
  const part = partOf(value);
  return part === null ? null : { id: idOf(part.id), number: textOf(part.number).trim(), preliminary: isTrue(part.preliminary) };
}

/** The API page shows a product as a mere word; then the word is its name. */
function productFrom(value: unknown): ServiceBooking['product'] {
  const part = partOf(value);
  if (part !== null) return { id: idOf(part.id), name: textOf(part.name), number: textOf(part.number) };
  const name = textOf(value).trim();
  return name === '' ? null : { id: null, name, number: '' };
}

function resourceFrom(value: unknown): BookedResource[] {
  const part = partOf(value);
  if (part === null) return [];
  const { id, name, type, isemployee, employee } = part;
  return [{ id: idOf(id), name: textOf(name), type: textOf(type), isemployee: isTrue(isemployee), employee: named(employee) }];
}

function participantFrom(value: unknown): Participant[] {
  const part = partOf(value);
  if (part === null) return [];
  const { id, personid, firstname, lastname } = part;
  return [{ id: idOf(id), personid: idOf(personid), firstname: textOf(firstname), lastname: textOf(lastname) }];
}

/** One booking, or null when it has no id or no start: it could be neither kept nor shown on a day. */
export function bookingFromBrp(value: unknown): ServiceBooking | null {
  if (!isObject(value)) return null;
  const id = idOf(value.id);
  const start = timePoint(value.start);
  if (id === null || start === null) return null;
  return {
    id,
    order: orderFrom(value.order),
    businessunit: named(value.businessunit),
    start,
    end: timePoint(value.end),
    product: productFrom(value.product),
    resources: entriesOf(value.resources, 'resource').flatMap(resourceFrom),
    externalmessage: textOf(value.externalmessage),
    internalmessage: textOf(value.internalmessage),
    participants: entriesOf(value.participants, 'participant').flatMap(participantFrom),
  };
}

/** The bookings in an answer, or null when it is no list of bookings at all: an unknown answer must not pass for an empty list. */
export function bookingsFromBrp(tree: unknown): ReadBookings | null {
  let list: unknown;
  if (Array.isArray(tree)) list = tree;
  else if (isObject(tree) && Object.hasOwn(tree, 'servicebookings')) list = tree.servicebookings;
  else if (isObject(tree) && Object.hasOwn(tree, 'servicebooking')) list = tree;
  else if (bookingFromBrp(tree) !== null) list = [tree];
  else return null;
  const entries = entriesOf(list, 'servicebooking');
  const bookings = entries.flatMap((entry) => bookingFromBrp(entry) ?? []);
  return { bookings, unreadable: entries.length - bookings.length };
}
