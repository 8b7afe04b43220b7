// What the window asks about service bookings and about the BRP that keeps them.
import { z } from 'zod';
import { BookingChanged } from './booking-differences.ts';
import { BookingEdit, EditField } from './booking-edit.ts';
import { BOOKING_RESULTS, BookingResultDraft } from './booking-result.ts';
import { BrpSettings } from './booking-settings.ts';
import { CALENDAR_PARTS, MOST_AT_ONCE, ReportRow } from './booking-several.ts';
import { BookingView, ListedBooking } from './booking-view.ts';
import { changeOf, id, kept, nothing, secret, seq, textFile, tried } from './call-parts.ts';
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
  /** BRP lists an order by its id; people know its number, or how it begins. Only orders of kept bookings. */
  'bookings.orders': {
    input: z.object({ start: z.string().max(2000) }),
    output: z.array(z.object({ number: z.string(), id: z.number().int() })),
  },
  /** What reporting these bookings would queue, each compared with what its order was told. */
  'bookings.reportPreview': {
    input: z.object({ ask: BookingAsk, ids: z.array(z.number().int()).max(MOST_AT_ONCE), word: z.enum(BOOKING_RESULTS) }),
    output: z.array(ReportRow),
  },
  /** Queues them together, or none; `over` is the result that a person has seen and changes. */
  'bookings.report': {
    input: z.object({
      rows: z
        .array(z.object({ orderNumber: z.string().max(200), result: BookingResultDraft, over: seq.nullable() }))
        .max(MOST_AT_ONCE),
    }),
    output: z.object({ queued: z.number().int() }),
  },
  /** These bookings for a calendar (RFC 5545), with what was chosen to be in it and nothing else. */
  'bookings.calendar': {
    input: z.object({
      ask: BookingAsk,
      ids: z.array(z.number().int()).max(MOST_AT_ONCE),
      parts: z.array(z.enum(CALENDAR_PARTS)),
    }),
    output: textFile,
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
