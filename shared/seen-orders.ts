// What looking up the orders of a file in review came to: how far it is, what BasicPSF does not know, what others sent.
import { z } from 'zod';
import { Failure } from './failure.ts';

export const Theirs = z.object({
  /** Orders whose result in BasicPSF this machine did not send, and that the file would overwrite. */
  count: z.number().int(),
  /** Of these, how many nobody has decided about; while there are any, nothing is queued. */
  open: z.number().int(),
  /** Of these, how many stay as BasicPSF has them. */
  kept: z.number().int(),
  /** When the newest of them was confirmed, epoch ms by the server's clock. */
  confirmedAt: z.number().int().nullable(),
  sample: z.string(),
});
export type Theirs = z.infer<typeof Theirs>;

export const SeenOrders = z.object({
  /**
   * looking: under way. seen: all were looked up. part: it was broken off. many: too many to be looked up unasked.
   * failed: it came to nothing.
   */
  state: z.enum(['looking', 'seen', 'part', 'many', 'failed']),
  done: z.number().int(),
  of: z.number().int(),
  /** When it was looked up last, epoch ms. */
  at: z.number().int().nullable(),
  failure: Failure.nullable(),
  /** Orders that BasicPSF does not know. */
  unknown: z.number().int(),
  theirs: Theirs,
});
/** How the look-up of a file's orders stands. */
export type SeenOrders = z.infer<typeof SeenOrders>;

/** Nothing was found, or nothing was looked up. */
export const NO_THEIRS: Theirs = { count: 0, open: 0, kept: 0, confirmedAt: null, sample: '' };

/** So many orders are looked up without being asked. */
export const MOST_LOOKED_UP = 5000;
