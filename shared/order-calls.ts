// The calls that ask BasicPSF itself what it holds.
import { z } from 'zod';
import { HeldOrder } from './held-order.ts';

export const orderCalls = {
  /** What BasicPSF holds for an order at this moment; null when it does not know it. `at` is when it was asked, epoch ms. */
  'order.held': {
    input: z.object({ internalOrderRef: z.string().min(1).max(2000) }),
    output: z.object({ at: z.number().int(), held: HeldOrder.nullable() }),
  },
} as const;
