// A result that was not sent because BasicPSF holds another one, confirmed since ours was accepted: both, for a person to compare.
import { z } from 'zod';
import { HeldOrder } from './held-order.ts';

export const AskedResult = z.object({
  seq: z.number().int(),
  ours: HeldOrder.omit({ confirmedAt: true }),
  held: HeldOrder,
  /** When it was seen there, epoch ms of this computer. */
  seenAt: z.number().int(),
});
/** One open question of theirs or ours. */
export type AskedResult = z.infer<typeof AskedResult>;
