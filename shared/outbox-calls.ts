// What the window asks of the outbox: lists, details, and what a person does to results.
import { z } from 'zod';
import { BookingResultDraft } from './booking-result.ts';
import { nothing, seq, textFile, touched, undo } from './call-parts.ts';
import { ItemState, OutboxDetail, OutboxFilter, OutboxItem, ProblemGroup } from './outbox-item.ts';

const act = z.string().min(1).max(100);

/** Which results an action touches: these, or all that a filter matches. */
export const Selection = z.union([z.object({ seqs: z.array(seq).min(1).max(10_000) }), z.object({ filter: OutboxFilter })]);
export type Selection = z.infer<typeof Selection>;

export const outboxCalls = {
  'outbox.list': {
    input: z.object({ filter: OutboxFilter, before: seq.optional(), limit: z.number().int().min(1).max(500).default(200) }),
    /** `next` goes back in as `before`; null means the end was reached. A page may be short and still have a next. */
    output: z.object({ items: z.array(OutboxItem), next: seq.nullable() }),
  },
  'outbox.count': { input: z.object({ filter: OutboxFilter }), output: z.object({ count: z.number().int() }) },
  'outbox.detail': { input: z.object({ seq }), output: OutboxDetail },
  'outbox.groups': { input: nothing, output: z.array(ProblemGroup) },
  /** `act` names it, for outbox.retried. */
  'outbox.retry': { input: z.object({ selection: Selection }), output: z.object({ count: z.number().int(), act }) },
  /** How the results of a retry stand now, by state; only the last retries of this run are known, of others there is nothing. */
  'outbox.retried': { input: z.object({ act }), output: z.array(z.object({ state: ItemState, count: z.number().int() })) },
  'outbox.discard': {
    input: z.object({ selection: Selection }),
    /** `back`: older results of the same orders that stand again. */
    output: z.object({ count: z.number().int(), back: z.number().int(), undo }),
  },
  /** Brings discarded results back, whenever they were discarded. `overtaken`: a newer result of their order is in their place. */
  'outbox.bringBack': {
    input: z.object({ selection: Selection }),
    output: z.object({ count: z.number().int(), overtaken: z.number().int() }),
  },
  'outbox.restore': { input: z.object({ undo }), output: touched },
  /**
   * Where the order has another result already, delivered or on its way, the answer is the failure "order-told" until `over`
   * names that very result: nobody changes what BasicPSF was told without having seen it.
   */
  'outbox.resend': {
    input: z.object({ seq, result: BookingResultDraft, over: seq.nullable().default(null) }),
    output: z.object({ seq }),
  },
  'outbox.export': { input: z.object({ filter: OutboxFilter }), output: textFile },
  /** Queues a result that was made from a booking, like a row of a file; `orderNumber` is the booking's own, `over` as in outbox.resend. */
  'outbox.report': {
    input: z.object({ orderNumber: z.string().max(200), result: BookingResultDraft, over: seq.nullable().default(null) }),
    output: z.object({ seq }),
  },
} as const;
