// Bookings as a spreadsheet, in the server's own dates and times. No cell of it can be taken for a formula.
import { setImmediate } from 'node:timers/promises';
import type { BookingFilter, ServiceBooking } from '../../shared/service-booking.ts';
import type { BookingLists } from '../bookings/booking-lists.ts';
import { CSV_START, csvLine, quoteFormula } from '../import/check/export.ts';

const HEADER = [
  'id',
  'order',
  'preliminary',
  'date',
  'start',
  'end',
  'product',
  'facility',
  'resources',
  'participants',
  'externalmessage',
  'internalmessage',
];
const PAGE = 500;

/** The cells of a booking, in the order of the header. */
export function bookingCells(booking: ServiceBooking): string[] {
  const { id, order, start, end, product, businessunit, resources, participants, externalmessage, internalmessage } = booking;
  return [
    String(id),
    order?.number ?? '',
    order?.preliminary ? 'yes' : '',
    start.date,
    start.time,
    end?.time ?? '',
    product?.name ?? '',
    businessunit?.name ?? '',
    resources.map(({ name }) => name).join('; '),
    participants.map(({ firstname, lastname }) => `${firstname} ${lastname}`.trim()).join('; '),
    externalmessage,
    internalmessage,
  ];
}

/** One line between tabs: what a spreadsheet takes from the clipboard. A line break inside a cell would start another row. */
function tabLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoteFormula(cell.replace(/[\t\r\n]+/g, ' '))).join('\t')}\r\n`;
}

/** Writes every booking of the kept list that matches, by day and start. */
export async function bookingsText(
  lists: Pick<BookingLists, 'page'>,
  filter: BookingFilter,
  form: 'csv' | 'tabs',
): Promise<{ name: string; text: string }> {
  const line = form === 'csv' ? csvLine : tabLine;
  const lines = [...(form === 'csv' ? [CSV_START] : []), line(HEADER)];
  for (let offset = 0, read = PAGE; read === PAGE; offset += PAGE) {
    const page = lists.page(filter, offset, PAGE);
    for (const { booking } of page) lines.push(line(bookingCells(booking)));
    read = page.length;
    await setImmediate();
  }
  return { name: `bookings-${filter.from}-${filter.to}.csv`, text: lines.join('') };
}
