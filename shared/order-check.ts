// What came of comparing delivered results with what BasicPSF holds now.
import { z } from 'zod';
import { HeldOrder } from './held-order.ts';

export const Difference = z.object({
  seq: z.number().int(),
  internalOrderRef: z.string(),
  /** gone: BasicPSF does not know the order any more. changed: it holds another result. */
  what: z.enum(['gone', 'changed']),
  ours: HeldOrder.pick({ bookingResult: true, bookingDate: true, inspectorName: true }),
  /** Epoch ms of this computer. */
  deliveredAt: z.number().int(),
  held: HeldOrder.nullable(),
});
/** One order that BasicPSF does not hold as it was delivered. */
export type Difference = z.infer<typeof Difference>;

export const OrderCheck = z.object({
  checked: z.number().int(),
  /** Delivered results that were not looked at: there are more than `most`, or it was broken off. */
  left: z.number().int(),
  /** Where to go on, as `before`; null when nothing is left. */
  next: z.number().int().nullable(),
  /** Results that differ just as a person left them; they are not among the differences. */
  leftAsIs: z.number().int(),
  differences: z.array(Difference),
  at: z.number().int(),
});
/** The answer to "Check delivered results". */
export type OrderCheck = z.infer<typeof OrderCheck>;

/** So many orders are looked up without being asked. */
export const MOST_UNASKED = 5000;
