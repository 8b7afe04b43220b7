// Several bookings at once: what reporting them would queue, and what of them goes into a calendar.
import { z } from 'zod';
import { BookingResultDraft } from './booking-result.ts';
import { ServiceBooking } from './service-booking.ts';

/** More than so many are not looked over by anybody. */
export const MOST_AT_ONCE = 200;

export const ReportRow = z.object({
  id: z.number().int(),
  booking: ServiceBooking,
  /** What would be queued. */
  result: BookingResultDraft,
  /** Why it cannot be, in a sentence; empty when it can. */
  problem: z.string(),
  /** Another result of its order that it would take the place of; null when there is none. */
  told: z.object({ seq: z.number().int(), isDelivered: z.boolean(), told: z.string() }).nullable(),
  /** The order was told the very same already. */
  isSame: z.boolean(),
  /** An earlier one of these bookings reports the same order. */
  isDouble: z.boolean(),
});
export type ReportRow = z.infer<typeof ReportRow>;

/** Whether it is ticked before anybody has looked: only what is new, certain and final. */
export function isPlain({ problem, told, isSame, isDouble, booking, result }: ReportRow): boolean {
  const isTooEarly = result.bookingResult === 'Booked' && booking.order?.preliminary === true;
  return problem === '' && told === null && !isSame && !isDouble && !isTooEarly;
}

/** What a calendar may hold beside the product and the time. */
export const CALENDAR_PARTS = ['place', 'order', 'participants', 'internalmessage'] as const;
export type CalendarPart = (typeof CALENDAR_PARTS)[number];
