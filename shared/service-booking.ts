// A service booking of BRP as it is shown and kept, in the API's own words (API page "servicebookings"),
// what may be changed in one, and what can be asked of a list. Missing texts are empty, missing parts are null.
import { z } from 'zod';
import { isCalendarDate } from './booking-result.ts';
import { countDays } from './stockholm-time.ts';

/** No text of BRP comes near this; it keeps an accident from travelling on. */
export const MAX_MESSAGE_LENGTH = 4000;
const MAX_NAME_LENGTH = 200;
/** The longest window that can be listed at once, in days. */
export const MAX_WINDOW_DAYS = 400;
/** A list older than this is marked as stale, in ms. */
export const STALE_AFTER_MS = 24 * 3_600_000;

const Id = z.number().int();
const Day = z.string().refine(isCalendarDate);

/** A moment: sorted by `timestamp` (epoch seconds), shown by the server's own texts (Stockholm wall time). */
export const TimePoint = z.object({ timestamp: z.number().int(), datetime: z.string(), date: Day, time: z.string() });
export type TimePoint = z.infer<typeof TimePoint>;

const Named = z.object({ id: Id.nullable(), name: z.string() });

export const BookedResource = z.object({
  id: Id.nullable(),
  name: z.string(),
  /** The tenant's own word, such as "Lokal" or "Personal". */
  type: z.string(),
  isemployee: z.boolean(),
  employee: Named.nullable(),
});
export type BookedResource = z.infer<typeof BookedResource>;

export const Participant = z.object({
  id: Id.nullable(),
  /** Null when only a name was written down. */
  personid: Id.nullable(),
  firstname: z.string(),
  lastname: z.string(),
});
export type Participant = z.infer<typeof Participant>;

export const ServiceBooking = z.object({
  id: Id,
  order: z.object({ id: Id.nullable(), number: z.string(), preliminary: z.boolean() }).nullable(),
  businessunit: Named.nullable(),
  start: TimePoint,
  end: TimePoint.nullable(),
  product: z.object({ id: Id.nullable(), name: z.string(), number: z.string() }).nullable(),
  resources: z.array(BookedResource),
  /** Stands on confirmations and invoices: the customer reads it. */
  externalmessage: z.string(),
  /** Seen by staff in the booking schedule. */
  internalmessage: z.string(),
  participants: z.array(Participant),
});
export type ServiceBooking = z.infer<typeof ServiceBooking>;

/** What may be changed in a booking: everything that the PUT of the API page takes, and nothing else. */
export const BookingChange = z
  .object({
    participantfirstname: z.string().max(MAX_NAME_LENGTH),
    participantlastname: z.string().max(MAX_NAME_LENGTH),
    /** The person booked as a participant; then the two names are ignored by BRP. */
    participantid: Id.positive(),
    /** Required when the order is anonymous, which no list says: a person chooses it. */
    anonymous: z.boolean(),
    internalmessage: z.string().max(MAX_MESSAGE_LENGTH),
    externalmessage: z.string().max(MAX_MESSAGE_LENGTH),
  })
  .partial()
  .refine(({ anonymous: _, ...values }) => Object.values(values).some((value) => value !== undefined), 'nothing is changed');
export type BookingChange = z.infer<typeof BookingChange>;

export const BOOKING_MODES = ['mine', 'shifts', 'resource', 'order'] as const;
export const BookingMode = z.enum(BOOKING_MODES);
/**
 * mine: booked for the person who is logged on. shifts: that person is the resource. resource: everybody's bookings
 * of one resource (API key level 3). order: one order.
 */
export type BookingMode = z.infer<typeof BookingMode>;

/** A resource or an order narrows every mode, as the API page combines them; `resource` and `order` are nothing without theirs. */
const ask = { mode: BookingMode.default('mine'), resourceId: Id.optional(), orderId: Id.optional() };

function isWhole({
  mode,
  resourceId,
  orderId,
}: {
  mode: BookingMode;
  resourceId?: number | undefined;
  orderId?: number | undefined;
}): boolean {
  if (mode === 'mine' && resourceId !== undefined) return false;
  return (mode !== 'resource' || resourceId !== undefined) && (mode !== 'order' || orderId !== undefined);
}

/** Whose bookings a list shows. */
export const BookingAsk = z.object(ask).refine(isWhole, 'which resource or order is missing');
export type BookingAsk = z.infer<typeof BookingAsk>;

/** By what the bookings of one day can be ordered; those that are alike stand by their time. */
export const BOOKING_SORTS = ['time', 'product', 'participant', 'order', 'facility'] as const;
export type BookingSort = (typeof BOOKING_SORTS)[number];

export const BookingFilter = z
  .object({
    ...ask,
    /** First and last day, both included, by the server's own dates. */
    from: Day,
    to: Day,
    /** Business units; empty is all. BRP is asked for these alone, and what is kept is filtered by them. */
    facilities: z.array(Id).max(500).default([]),
    /** Only bookings of this resource, who would be the inspector. */
    inspector: Id.nullable().default(null),
    /** Only bookings whose order has no result in the outbox, discarded ones apart. */
    unreported: z.boolean().default(false),
    /** How the bookings of a day are ordered. */
    sort: z.enum(BOOKING_SORTS).default('time'),
    /** Words that must all be found in product, participants, resources, messages or order number. */
    search: z.string().max(200).default(''),
  })
  .refine(isWhole, 'which resource or order is missing')
  .refine(
    ({ from, to }) => from <= to && countDays(from, to) <= MAX_WINDOW_DAYS,
    'the days are the wrong way round, or too many',
  );
export type BookingFilter = z.infer<typeof BookingFilter>;

/** The name of the list that an ask belongs to. `mine` of an order is that order. */
export function listOf({ mode, resourceId, orderId }: BookingAsk): string {
  const parts = [
    mode === 'shifts' || (resourceId === undefined && orderId === undefined) ? mode : '',
    resourceId === undefined ? '' : `resource ${resourceId}`,
    orderId === undefined ? '' : `order ${orderId}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** The name under which the age of a list is kept that was only asked for some business units; the list's own when they are none. */
export function scopeOf(list: string, facilities: readonly number[]): string {
  return facilities.length === 0 ? list : `${list} @${facilities.toSorted((a, b) => a - b).join(',')}`;
}

const epochMs = z.number().int();

/** A part of a list that was too large to be read: a day of one business unit, or (null) of those that are not known here. */
export const MissingPart = z.object({ day: Day, facility: Id.nullable() });
export type MissingPart = z.infer<typeof MissingPart>;

/** What a refresh brought, compared with what was kept. */
export const BookingNews = z.object({
  at: epochMs,
  /** Bookings on days that had been listed before; a first look at a day is no news. */
  added: z.array(Id),
  changed: z.array(Id),
  gone: z.array(Id),
  /** Entries that could not be understood and are missing from the list. */
  unreadable: z.number().int(),
  missing: z.array(MissingPart),
});
export type BookingNews = z.infer<typeof BookingNews>;

/** The shape of a list: enough to scroll it without its rows. */
export const BookingOutline = z.object({
  total: z.number().int(),
  days: z.array(z.object({ day: Day, count: z.number().int() })),
  /** Age of the oldest day in the window, epoch ms; null while a day of it was never listed. */
  asOf: epochMs.nullable(),
  news: BookingNews.nullable(),
  /** How many bookings of the whole list moved and nobody has taken note of. */
  changes: z.object({ added: z.number().int(), changed: z.number().int(), gone: z.number().int() }),
});
export type BookingOutline = z.infer<typeof BookingOutline>;

export const BookingRow = z.object({
  booking: ServiceBooking,
  /** What nobody has taken note of yet: it is new in a list that was known before, or not what it was. */
  news: z.enum(['added', 'changed']).nullable(),
  /** The edit of it that is not settled yet. */
  editId: Id.nullable(),
});
export type BookingRow = z.infer<typeof BookingRow>;

/** Facilities, resources and orders met so far: what pickers offer. */
export const BookingChoices = z.object({
  facilities: z.array(z.object({ id: Id, name: z.string() })),
  resources: z.array(z.object({ id: Id, name: z.string(), type: z.string(), isemployee: z.boolean() })),
});
export type BookingChoices = z.infer<typeof BookingChoices>;
