// What the window asks about service bookings and about the BRP that keeps them.
import { z } from 'zod';
import { BookingChanged } from './booking-differences.ts';
import { BookingEdit, EditField } from './booking-edit.ts';
import { BrpSettings } from './booking-settings.ts';
import { BookingView, ListedBooking } from './booking-view.ts';
import { changeOf, id, kept, nothing, secret, textFile, tried } from './call-parts.ts';
import {
  BookingAsk,
  BookingChange,
  BookingChoices,
  BookingFilter,
  BookingNews,
  BookingOutline,
  ServiceBooking,
} from './service-booking.ts';
import { Settings } from './settings.ts';

export const bookingCalls = {
  'bookings.outline': { input: z.object({ filter: BookingFilter }), output: BookingOutline },
  /** Bookings by position in the outline, by day and start. */
  'bookings.page': {
    input: z.object({
      filter: BookingFilter,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.array(ListedBooking),
  },
  'bookings.one': { input: z.object({ ask: BookingAsk, id: z.number().int() }), output: ListedBooking },
  'bookings.choices': { input: nothing, output: BookingChoices },
  /** BRP lists an order by its id; people know its number. Null while no kept booking has it. */
  'bookings.orderId': {
    input: z.object({ number: z.string().max(100) }),
    output: z.object({ orderId: z.number().int().nullable() }),
  },
  /** What moved in a list and nobody has taken note of yet, newest first. */
  'bookings.changes': { input: z.object({ ask: BookingAsk }), output: z.array(BookingChanged) },
  'bookings.noteChanges': { input: z.object({ ids: z.array(id).max(500) }), output: nothing },
  /** Which list is on show: it is kept fresh by the clock. Null is none. */
  'bookings.show': { input: z.object({ filter: BookingFilter.nullable() }), output: nothing },
  'bookings.refresh': { input: z.object({ filter: BookingFilter }), output: BookingNews },
  /** The whole list that matches, for a spreadsheet: as a CSV file, or between tabs for the clipboard. */
  'bookings.export': { input: z.object({ filter: BookingFilter, form: z.enum(['csv', 'tabs']) }), output: textFile },
  'bookings.keepView': { input: z.object({ view: BookingView }), output: nothing },
  'bookings.edits': { input: nothing, output: z.array(BookingEdit) },
  /** `booking` is the one that the change was made from, as BRP gave it. */
  'bookings.edit': { input: z.object({ booking: ServiceBooking, ask: BookingAsk, change: BookingChange }), output: BookingEdit },
  /** Settles a conflict: BRP gets our value in the fields named; null when nothing was left to send. */
  'bookings.decide': { input: z.object({ id, keepOurs: z.array(EditField).max(10) }), output: BookingEdit.nullable() },
  'bookings.retryEdit': { input: z.object({ id }), output: BookingEdit },
  'bookings.dropEdit': { input: z.object({ id }), output: z.object({ dropped: z.boolean() }) },
  /** The order reference that a person confirmed for an order of BRP before, or null. */
  'bookings.reference': {
    input: z.object({ orderNumber: z.string().max(200) }),
    output: z.object({ internalOrderRef: z.string().nullable() }),
  },
  /** Changes how the open environment reaches BRP. */
  'brp.change': { input: changeOf(BrpSettings.shape), output: Settings },
  /** Keeps the API key, the account, or both; what is absent stays. */
  'brp.save': {
    input: z.object({ apikey: secret.min(1), username: z.string().min(1).max(200), password: secret.min(1) }).partial(),
    output: kept,
  },
  'brp.forget': { input: nothing, output: nothing },
  /** Asks BRP for the bookings of today, with what is kept or what is given, and says in one sentence how it went. */
  'brp.test': {
    input: z.object({ apikey: secret, username: z.string().max(200), password: secret }).partial(),
    output: tried,
  },
} as const;
