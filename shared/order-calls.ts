// The calls that ask BasicPSF itself what it holds.
import { z } from 'zod';
import { AskedResult } from './asked-result.ts';
import { nothing, seq, touched } from './call-parts.ts';
import { HeldOrder } from './held-order.ts';
import { MOST_UNASKED, OrderCheck } from './order-check.ts';
import { Selection } from './outbox-calls.ts';

export const orderCalls = {
  /** What BasicPSF holds for an order at this moment; null when it does not know it. `at` is when it was asked, epoch ms. */
  'order.held': {
    input: z.object({ internalOrderRef: z.string().min(1).max(2000) }),
    output: z.object({ at: z.number().int(), held: HeldOrder.nullable() }),
  },
  /**
   * Compares what was delivered since a moment (epoch ms; null is today) with what BasicPSF holds now, the newest first, at most
   * `most`; `before` goes on where an earlier check ended. What differs is sent again with `outbox.resend`, or left as it is.
   */
  'order.check': {
    input: z.object({
      since: z.number().int().nullable().default(null),
      most: z.number().int().min(1).max(100_000).default(MOST_UNASKED),
      before: seq.optional(),
    }),
    output: OrderCheck,
  },
  /** How many of its orders the check under way has compared; null when none is under way. */
  'order.checking': {
    input: nothing,
    output: z.object({ done: z.number().int().nullable(), of: z.number().int() }),
  },
  /** Breaks the check under way off; it answers with what it has compared. */
  'order.stopCheck': { input: nothing, output: nothing },
  /** Leaves what BasicPSF was seen to hold instead of a delivered result; a check lists it again only when that changes. */
  'order.leaveAsIs': { input: z.object({ seq, held: HeldOrder.nullable() }), output: nothing },
  /** Takes that back. */
  'order.listAgain': { input: z.object({ seqs: z.array(seq).min(1).max(10_000) }), output: touched },
  /** Of results that were not sent because BasicPSF holds something newer: theirs stays, ours is kept as replaced. */
  'order.keepTheirs': { input: z.object({ selection: Selection }), output: touched },
  /** The same, but ours is sent over exactly what was seen; what is confirmed there since then is a question again. */
  'order.sendOurs': { input: z.object({ selection: Selection }), output: touched },
  /** Results that wait for that choice, newest first, with both values. */
  'order.asked': {
    input: z.object({ before: seq.optional(), limit: z.number().int().min(1).max(500).default(200) }),
    output: z.object({ items: z.array(AskedResult), next: seq.nullable() }),
  },
  /** Takes that choice back for results that have not gone out since and that nothing newer replaced. */
  'order.askAgain': { input: z.object({ seqs: z.array(seq).min(1).max(10_000) }), output: touched },
} as const;
