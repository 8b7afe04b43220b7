// What BasicPSF itself holds for an order, and how it is asked: the fields of its layout, by the names of the API page's step 5 and 6.
import { z } from 'zod';
import type { BookingResultDraft } from './booking-result.ts';

/** A name of FileMaker's; a comma, a bracket or a colon twice would mean something else in a request. */
const fieldName = (usual: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((name) => !/[\p{Cc}\p{Cs}]/u.test(name))
    .default(usual);

export const HeldFields = z.object({
  internalOrderRef: fieldName('internalOrderReference'),
  bookingResult: fieldName('CLIV_Booking_Result'),
  bookingDate: fieldName('bookingDate'),
  inspectorName: fieldName('InspectorName'),
  confirmedAt: fieldName('CLIV_Booking_Confirmed_At'),
});
/** What each field is called on the layout "QC_Booking". */
export type HeldFields = z.infer<typeof HeldFields>;
/** The names that the API page gives. */
export const DEFAULT_HELD_FIELDS: HeldFields = HeldFields.parse({});

/** Whether this computer knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const LookUpSettings = z.object({
  /** Whether orders are looked up there. In Production a person switches it on. */
  on: z
    .object({ practice: z.boolean().default(true), test: z.boolean().default(true), production: z.boolean().default(false) })
    .default({ practice: true, test: true, production: false }),
  fields: HeldFields.default(() => HeldFields.parse({})),
  /** FileMaker's timestamps have no zone: they are what the server's own clock shows. */
  timeZone: z.string().max(60).refine(isTimeZone).default('Europe/Stockholm'),
});
/** How orders are looked up in BasicPSF. */
export type LookUpSettings = z.infer<typeof LookUpSettings>;

export const HeldOrder = z.object({
  internalOrderRef: z.string(),
  bookingResult: z.string(),
  bookingDate: z.string(),
  inspectorName: z.string(),
  /** When BasicPSF stamped it, epoch ms by the server's clock; null when no result was ever written. */
  confirmedAt: z.number().int().nullable(),
});
/** What BasicPSF holds for one order. Values are its own, whatever they are. */
export type HeldOrder = z.infer<typeof HeldOrder>;

/** Whether two results say the same of an order, to the letter. */
export function saysSame(
  one: Omit<BookingResultDraft, 'internalOrderRef'>,
  other: Omit<BookingResultDraft, 'internalOrderRef'>,
): boolean {
  return (
    one.bookingResult === other.bookingResult &&
    one.bookingDate === other.bookingDate &&
    one.inspectorName === other.inspectorName
  );
}
