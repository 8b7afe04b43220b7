// What BasicPSF accepts for one order: the four fields of the "CLIV Booking Results Batch" script,
// in its own words and to its own rules (API page "Push Booking Results — Batch", field table).
import { z } from 'zod';

/** The longest value of one field, in characters. FileMaker would take more; a URL of 2,000 would not. */
export const MAX_FIELD_LENGTH = 200;

/** The script compares these words exactly, case included. */
export const BOOKING_RESULTS = ['Booked', 'Unavailable'] as const;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number that two digits at this place stand for. */
function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** Whether `text` is a day that exists in the calendar, written `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return year >= 1900 && day >= 1 && day <= days;
}

// A lone surrogate cannot be percent-encoded, and a control character would break the line it is shown in.
const PLAIN = /^[^\p{Cc}\p{Cs}]*$/u;

// One check, not four: an import of a million rows spends a tenth of its time on each.
const RequiredText = z
  .string()
  .refine((text) => text !== '' && text.length <= MAX_FIELD_LENGTH && PLAIN.test(text) && text === text.trim());

export const BookingResult = z.discriminatedUnion('bookingResult', [
  z.object({
    internalOrderRef: RequiredText,
    bookingResult: z.literal('Booked'),
    bookingDate: z.string().refine(isCalendarDate),
    inspectorName: RequiredText,
  }),
  z.object({
    internalOrderRef: RequiredText,
    bookingResult: z.literal('Unavailable'),
    bookingDate: z.literal(''),
    inspectorName: z.literal(''),
  }),
]);
/** One order's result, exactly as it is sent. `bookingDate` is `YYYY-MM-DD`, or empty when Unavailable. */
export type BookingResult = z.infer<typeof BookingResult>;

/** The four fields before anybody checked them: what a cell or a form holds. */
export const BookingResultDraft = z.object({
  internalOrderRef: z.string().max(2000),
  bookingResult: z.string().max(2000),
  bookingDate: z.string().max(2000),
  inspectorName: z.string().max(2000),
});
export type BookingResultDraft = z.infer<typeof BookingResultDraft>;

export const BOOKING_RESULT_FIELDS = ['internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName'] as const;
export type BookingResultField = (typeof BOOKING_RESULT_FIELDS)[number];
