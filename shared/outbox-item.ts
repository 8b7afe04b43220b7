// One result on its way to BasicPSF: where it stands, and every attempt that was made.
import { z } from 'zod';
import { HeldOrder } from './held-order.ts';

export const ITEM_STATES = [
  'waiting',
  'sending',
  'delivered',
  'refused',
  'unconfirmed',
  'parked',
  'superseded',
  'discarded',
] as const;
export const ItemState = z.enum(ITEM_STATES);
/**
 * waiting: will be sent. sending: on board of a batch. delivered: BasicPSF confirmed this very order.
 * refused: BasicPSF said no. unconfirmed: sent, no trustworthy answer, will be sent again.
 * parked: given up until a person acts. superseded: a newer result for the order exists. discarded: by a person.
 */
export type ItemState = z.infer<typeof ItemState>;

/** States in which a person is wanted. */
export const NEEDS_PERSON: readonly ItemState[] = ['refused', 'parked'];
/** States the program still works on by itself. */
export const ON_ITS_WAY: readonly ItemState[] = ['waiting', 'sending', 'unconfirmed'];

export const Origin = z.enum(['import', 'edit', 'booking']);
export type Origin = z.infer<typeof Origin>;

const epochMs = z.number().int();

export const OutboxItem = z.object({
  /** Order of acceptance; a higher one is newer, whatever the clocks say. */
  seq: z.number().int(),
  internalOrderRef: z.string(),
  bookingResult: z.string(),
  bookingDate: z.string(),
  inspectorName: z.string(),
  state: ItemState,
  /** Why it is where it is: a Failure kind, or empty. */
  cause: z.string(),
  /** The server's own words, verbatim. */
  words: z.string(),
  /** When it is tried again by itself, epoch ms; null is "as soon as possible" or "never". */
  dueAt: epochMs.nullable(),
  attempts: z.number().int(),
  /** An attempt ended without a trustworthy answer, and the result was sent again. */
  maybeSentTwice: z.boolean(),
  origin: Origin,
  importId: z.number().int().nullable(),
  /** The record of the file, as a spreadsheet counts its rows. */
  record: z.number().int().nullable(),
  changedAt: epochMs,
});
export type OutboxItem = z.infer<typeof OutboxItem>;

/** The cause on the receipt of a result that was not sent again, because BasicPSF was seen to hold it. */
export const LOOKED_UP = 'looked-up';

export const ReceiptOutcome = z.enum(['delivered', 'refused', 'unconfirmed', 'not-sent']);
export const Receipt = z.object({
  seq: z.number().int(),
  batchId: z.string(),
  at: epochMs,
  outcome: ReceiptOutcome,
  cause: z.string(),
  words: z.string(),
});
/** What came of one attempt. Written once, never changed. */
export type Receipt = z.infer<typeof Receipt>;

export const OutboxFilter = z.object({
  /** Empty is every state. */
  states: z.array(ItemState).max(ITEM_STATES.length).default([]),
  cause: z.string().max(60).optional(),
  importId: z.number().int().optional(),
  /** Three characters or more are found anywhere in reference or inspector; fewer, at its start. */
  search: z.string().max(200).optional(),
});
export type OutboxFilter = z.infer<typeof OutboxFilter>;

/** Results with the same cause, as one problem to solve. */
export const ProblemGroup = z.object({
  state: ItemState,
  cause: z.string(),
  count: z.number().int(),
  firstAt: epochMs,
  lastAt: epochMs,
  sample: z.object({ internalOrderRef: z.string(), words: z.string(), dueAt: epochMs.nullable() }),
});
export type ProblemGroup = z.infer<typeof ProblemGroup>;

export const OutboxDetail = z.object({
  item: OutboxItem,
  /** Newest first. */
  receipts: z.array(Receipt),
  /** Other results accepted for the same order, newest first. */
  sameOrder: z.array(OutboxItem),
  /** What took the place of a replaced result, where that is still known. */
  replacedBy: OutboxItem.nullable(),
  fileName: z.string().nullable(),
  /** What BasicPSF held when this result was not sent over it, and when that was seen; null when nobody was asked. */
  heldElsewhere: HeldOrder.extend({ seenAt: epochMs }).nullable(),
});
export type OutboxDetail = z.infer<typeof OutboxDetail>;
