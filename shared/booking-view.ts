// How the bookings are looked at: which days, whose, where, and in which form. Kept, so that a window opens as it was left.
import { z } from 'zod';
import { isCalendarDate } from './booking-result.ts';
import { ItemState } from './outbox-item.ts';
import { type BookingFilter, BookingMode, BookingRow, MAX_WINDOW_DAYS } from './service-booking.ts';
import { addDays, countDays } from './stockholm-time.ts';

export const BOOKING_PRESETS = ['today', 'tomorrow', '7-days', '14-days', 'range'] as const;
export type BookingPreset = (typeof BOOKING_PRESETS)[number];
export const BOOKING_FORMS = ['agenda', 'day', 'week'] as const;
/** agenda: every booking in order. day, week: who and what is busy when. */
export type BookingForm = (typeof BOOKING_FORMS)[number];

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
});
export type BookingView = z.infer<typeof BookingView>;

/** The view of a first start. */
export function defaultBookingView(): BookingView {
  return BookingView.parse({});
}

/** The days of a view, both included. `today` is the day in Stockholm. */
export function daysOf({ preset, range }: Pick<BookingView, 'preset' | 'range'>, today: string): { from: string; to: string } {
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'tomorrow':
      return { from: addDays(today, 1), to: addDays(today, 1) };
    case '7-days':
      return { from: today, to: addDays(today, 6) };
    case '14-days':
      return { from: today, to: addDays(today, 13) };
    case 'range':
      return range ?? { from: today, to: today };
  }
}

/** Why these days cannot be listed, in words; empty when they can. */
export function whyNoWindow(from: string, to: string): string {
  if (!isCalendarDate(from) || !isCalendarDate(to)) return 'Choose the first and the last day.';
  if (from > to) return 'The last day is before the first.';
  return countDays(from, to) > MAX_WINDOW_DAYS ? `At most ${MAX_WINDOW_DAYS} days can be listed at once.` : '';
}

/**
 * The filter of a view, or null while a resource or an order is still to be chosen. Shifts, a resource and an order narrow one
 * another, as the API page combines them; everybody's own bookings have no resource.
 */
export function bookingFilterOf(view: BookingView, search: string, today: string): BookingFilter | null {
  const { mode, resourceId, order, facilities } = view;
  if ((mode === 'resource' && resourceId === null) || (mode === 'order' && order === null)) return null;
  return {
    mode,
    ...(mode === 'mine' || resourceId === null ? {} : { resourceId }),
    ...(mode === 'mine' || order === null ? {} : { orderId: order.id }),
    ...daysOf(view, today),
    facilities,
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
