// Bookings as a calendar file (RFC 5545): when, what, and of the rest only what a person chose. Times are written in UTC from the
// moments that BRP gave, so that they are right over summer time in every calendar.
import { createEvents, type DateTime, type EventAttributes } from 'ics';
import type { CalendarPart } from '../../shared/booking-several.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';

const HOUR_S = 3600;

function utc(timestamp: number): DateTime {
  const at = new Date(timestamp * 1000);
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
}

function eventFrom(booking: ServiceBooking, parts: readonly CalendarPart[], server: string): EventAttributes {
  const { id, start, end, product, businessunit, resources, order, participants, internalmessage } = booking;
  const has = (part: CalendarPart): boolean => parts.includes(part);
  const place = [businessunit?.name ?? '', ...resources.map(({ name }) => name)].filter((name) => name !== '').join(', ');
  const names = participants.map(({ firstname, lastname }) => `${firstname} ${lastname}`.trim()).join(', ');
  const lines = [
    has('order') && order !== null && order.number !== ''
      ? `Order ${order.number}${order.preliminary ? ', preliminary' : ''}`
      : '',
    has('participants') && names !== '' ? `Participants: ${names}` : '',
    has('internalmessage') ? internalmessage : '',
  ].filter((line) => line !== '');
  return {
    // The same booking is the same entry when it is taken over again.
    uid: `booking-${id}@${server}`,
    productId: 'Booking Courier',
    title: product?.name || 'Service booking',
    start: utc(start.timestamp),
    end: utc(end?.timestamp ?? start.timestamp + HOUR_S),
    startInputType: 'utc',
    endInputType: 'utc',
    startOutputType: 'utc',
    endOutputType: 'utc',
    ...(has('place') && place !== '' ? { location: place } : {}),
    ...(lines.length === 0 ? {} : { description: lines.join('\n') }),
    // A preliminary order may still go elsewhere.
    status: order?.preliminary ? 'TENTATIVE' : 'CONFIRMED',
  };
}

/** One calendar file of these bookings; `server` makes their identity one of this BRP alone. */
export function calendarFrom(
  bookings: readonly ServiceBooking[],
  parts: readonly CalendarPart[],
  server: string,
): Result<{ name: string; text: string }> {
  const { error, value } = createEvents(bookings.map((booking) => eventFrom(booking, parts, server)));
  if (error != null || typeof value !== 'string')
    return fail({ kind: 'input-refused', why: 'these bookings fit into no calendar' });
  const first = bookings[0]?.start.date ?? '';
  return ok({ name: bookings.length === 1 ? `booking-${bookings[0]?.id}.ics` : `bookings-${first}.ics`, text: value });
}
