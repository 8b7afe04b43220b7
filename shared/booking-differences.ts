// What differs between two states of one booking, in the words that a person reads. IDs alone are no difference to them.
import { z } from 'zod';
import { isSameText } from './booking-text.ts';
import { ServiceBooking } from './service-booking.ts';

export const DIFFERENCE_FIELDS = [
  'when',
  'product',
  'order',
  'preliminary',
  'facility',
  'resources',
  'participants',
  'externalmessage',
  'internalmessage',
] as const;
export type DifferenceField = (typeof DIFFERENCE_FIELDS)[number];

/** One field that is not what it was; an empty text is "nothing". */
export const BookingDifference = z.object({ field: z.enum(DIFFERENCE_FIELDS), from: z.string(), to: z.string() });
export type BookingDifference = z.infer<typeof BookingDifference>;

function whenOf({ start, end }: ServiceBooking): string {
  const from = `${start.date} ${start.time.slice(0, 5)}`;
  if (end === null) return from;
  return `${from}–${end.date === start.date ? '' : `${end.date} `}${end.time.slice(0, 5)}`;
}

function participantsOf({ participants }: ServiceBooking): string {
  return participants
    .map(({ firstname, lastname, personid }) => {
      const name = `${firstname} ${lastname}`.trim();
      return personid === null ? name : `${name} (person ${personid})`;
    })
    .join(', ');
}

/** Each field as it is read out to somebody. */
const TEXTS: Readonly<Record<DifferenceField, (booking: ServiceBooking) => string>> = {
  when: whenOf,
  product: ({ product }) => product?.name ?? '',
  order: ({ order }) => order?.number ?? '',
  preliminary: ({ order }) => (order?.preliminary ? 'yes' : 'no'),
  facility: ({ businessunit }) => businessunit?.name ?? '',
  resources: ({ resources }) => resources.map(({ name }) => name).join(', '),
  participants: participantsOf,
  externalmessage: ({ externalmessage }) => externalmessage,
  internalmessage: ({ internalmessage }) => internalmessage,
};

/** The fields in which `after` is not what `before` was, in the order of the list above. */
export function differencesOf(before: ServiceBooking, after: ServiceBooking): BookingDifference[] {
  return DIFFERENCE_FIELDS.map((field) => ({ field, from: TEXTS[field](before), to: TEXTS[field](after) })).filter(
    ({ from, to }) => !isSameText(from, to),
  );
}

/** One booking that is new, was changed or is gone since somebody last took note of it. */
export const BookingChanged = z.object({
  id: z.number().int(),
  kind: z.enum(['added', 'changed', 'gone']),
  /** When the newest of it was seen, epoch ms. */
  at: z.number().int(),
  /** The booking as it is now, or as it was last before it went. */
  booking: ServiceBooking,
  /** From the state that was last taken note of to now; empty unless it changed. */
  differences: z.array(BookingDifference),
});
export type BookingChanged = z.infer<typeof BookingChanged>;
