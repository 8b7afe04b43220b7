// How the bookings are looked at: which days, whose, where, and in which form. Kept, so that a window opens as it was left.
import { z } from 'zod';
import { isCalendarDate } from './booking-result.ts';
import { ItemState } from './outbox-item.ts';
import { BOOKING_SORTS, type BookingFilter, BookingMode, BookingRow, MAX_WINDOW_DAYS } from './service-booking.ts';
import { addDays, countDays } from './stockholm-time.ts';
import { mondayOf } from './weeks.ts';

/** So many days before today are the past that is looked back on. */
const PAST_DAYS = 14;

export const BOOKING_PRESETS = ['today', 'tomorrow', 'this-week', 'next-week', '7-days', '14-days', 'past', 'range'] as const;
export type BookingPreset = (typeof BOOKING_PRESETS)[number];
export const BOOKING_FORMS = ['agenda', 'day', 'week'] as const;
/** agenda: every booking in order. day, week: who and what is busy when. */
export type BookingForm = (typeof BOOKING_FORMS)[number];

/** Time and marks are always there. */
export const HIDEABLE_COLUMNS = ['product', 'participant', 'resources', 'facility', 'order'] as const;
export type HideableColumn = (typeof HIDEABLE_COLUMNS)[number];

const Day = z.string().refine(isCalendarDate);

export const BookingView = z.object({
  form: z.enum(BOOKING_FORMS).default('agenda'),
  preset: z.enum(BOOKING_PRESETS).default('7-days'),
  /** The days of a range, both included; null until some were chosen. */
  range: z.object({ from: Day, to: Day }).nullable().default(null),
  mode: BookingMode.default('mine'),
  resourceId: z.number().int().nullable().default(null),
  /** The number that people know, and the id that BRP lists an order by. */
  order: z
    .object({ number: z.string().max(100), id: z.number().int() })
    .nullable()
    .default(null),
  /** Facilities on show; empty is all. */
  facilities: z.array(z.number().int()).max(500).default([]),
  /** Only bookings of this resource; null is everybody's. */
  inspector: z.number().int().nullable().default(null),
  /** Only what has no result yet. */
  unreported: z.boolean().default(false),
  sort: z.enum(BOOKING_SORTS).default('time'),
  /** Columns of the agenda that are left out. */
  hidden: z.array(z.enum(HIDEABLE_COLUMNS)).default([]),
});
export type BookingView = z.infer<typeof BookingView>;

/** The view of a first start. */
export function defaultBookingView(): BookingView {
  return BookingView.parse({});
}

/** Monday to Sunday of the week that `day` lies in. */
export function weekOf(day: string): { from: string; to: string } {
  const monday = mondayOf(day);
  return { from: monday, to: addDays(monday, 6) };
}

/** The days of a view, both included. `today` is the day in Stockholm. */
export function daysOf({ preset, range }: Pick<BookingView, 'preset' | 'range'>, today: string): { from: string; to: string } {
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'tomorrow':
      return { from: addDays(today, 1), to: addDays(today, 1) };
    case 'this-week':
      return weekOf(today);
    case 'next-week':
      return weekOf(addDays(today, 7));
    case 'past':
      return { from: addDays(today, -PAST_DAYS), to: addDays(today, -1) };
    case '7-days':
      return { from: today, to: addDays(today, 6) };
    case '14-days':
      return { from: today, to: addDays(today, 13) };
    case 'range':
      return range ?? { from: today, to: today };
  }
}

/**
 * The days that are on show: all of the view in the agenda, one of them in the day, and a whole week from Monday in the week.
 * `day` is the one that was gone to; null begins with today where it is among them.
 */
export function daysShown(view: BookingView, today: string, day: string | null): { from: string; to: string } {
  const days = daysOf(view, today);
  if (view.form === 'agenda') return days;
  const first = view.preset === 'past' ? days.to : days.from;
  const at = day ?? (days.from <= today && today <= days.to ? today : first);
  return view.form === 'day' ? { from: at, to: at } : weekOf(at);
}

/** Why these days cannot be listed, in words, and which of them is to be put right; no words when they can. */
export function whyNoWindow(from: string, to: string): { readonly words: string; readonly wrong: readonly ('from' | 'to')[] } {
  const missing = (['from', 'to'] as const).filter((end) => !isCalendarDate(end === 'from' ? from : to));
  if (missing.length === 2) return { words: 'Choose the first and the last day.', wrong: missing };
  if (missing.length === 1)
    return { words: missing[0] === 'from' ? 'Choose the first day.' : 'Choose the last day.', wrong: missing };
  if (from > to) return { words: 'The last day is before the first.', wrong: ['to'] };
  if (countDays(from, to) <= MAX_WINDOW_DAYS) return { words: '', wrong: [] };
  return { words: `At most ${MAX_WINDOW_DAYS} days can be listed at once.`, wrong: ['to'] };
}

/**
 * The filter of a view, or null while a resource or an order is still to be chosen. Shifts, a resource and an order narrow one
 * another, as the API page combines them; everybody's own bookings have no resource.
 */
export function bookingFilterOf(
  view: BookingView,
  search: string,
  today: string,
  day: string | null = null,
): BookingFilter | null {
  const { mode, resourceId, order, facilities, inspector, unreported, sort } = view;
  if ((mode === 'resource' && resourceId === null) || (mode === 'order' && order === null)) return null;
  return {
    mode,
    ...(mode === 'mine' || resourceId === null ? {} : { resourceId }),
    ...(mode === 'mine' || order === null ? {} : { orderId: order.id }),
    ...daysShown(view, today, day),
    facilities,
    inspector,
    unreported,
    sort,
    search,
  };
}

/** What stays of a resource and an order when it is asked for other bookings: only what names them. */
export function narrowingOf({ mode, resourceId, order }: BookingView): Pick<BookingView, 'resourceId' | 'order'> {
  return { resourceId: mode === 'resource' ? resourceId : null, order: mode === 'order' ? order : null };
}

/** A booking of a list, and where the newest result of its order stands in the outbox. */
export const ListedBooking = BookingRow.extend({
  reported: z.object({ seq: z.number().int(), internalOrderRef: z.string(), state: ItemState }).nullable(),
});
export type ListedBooking = z.infer<typeof ListedBooking>;

/** The employee resource of a booking, who would be the inspector; empty when it has none. */
export function inspectorOf({ resources }: BookingRow['booking']): string {
  const employee = resources.find(({ isemployee, employee }) => isemployee || employee !== null);
  return employee?.employee?.name || employee?.name || '';
}
