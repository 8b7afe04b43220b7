// A dropped file on its way into the outbox: what was understood, what each row is, and the receipt.
// Rows in = rows accounted for: records = new + changed + unchanged + duplicate + invalid, always.
import { z } from 'zod';
import { BOOKING_RESULT_FIELDS } from './booking-result.ts';
import { Failure } from './failure.ts';

export const RowVerdict = z.enum(['new', 'changed', 'unchanged', 'duplicate', 'invalid']);
/**
 * new: BasicPSF was told nothing about this order by us. changed: the newest result of the order differs.
 * unchanged: it is the same, nothing to send. duplicate: a later row of this file speaks for the order. invalid: held back.
 */
export type RowVerdict = z.infer<typeof RowVerdict>;

export const Problem = z.object({
  field: z.enum(BOOKING_RESULT_FIELDS),
  rule: z.enum(['required', 'word', 'date', 'too-long', 'control-character', 'extra-cells', 'cleared']),
  found: z.string(),
  expected: z.string(),
});
/** One thing wrong with one cell: where, what was found, what is expected. */
export type Problem = z.infer<typeof Problem>;

export const Totals = z.object({
  records: z.number().int(),
  new: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  duplicate: z.number().int(),
  invalid: z.number().int(),
  /** Rows that will be queued with a remark (a value was cleared). */
  warned: z.number().int(),
});
export type Totals = z.infer<typeof Totals>;

/** Totals of a file of which nothing was read yet. */
export const NO_TOTALS: Totals = { records: 0, new: 0, changed: 0, unchanged: 0, duplicate: 0, invalid: 0, warned: 0 };

export const StagedRow = z.object({
  /** Row number as a spreadsheet shows it: the header is 1 when it is on the first line. */
  record: z.number().int(),
  /** Physical line the record starts on, from 1. */
  line: z.number().int(),
  internalOrderRef: z.string(),
  bookingResult: z.string(),
  bookingDate: z.string(),
  inspectorName: z.string(),
  verdict: RowVerdict,
  /** Reasons when invalid, remarks otherwise. */
  problems: z.array(Problem),
  /** For a changed row: what the newest result of the order said. */
  before: z.object({ bookingResult: z.string(), bookingDate: z.string(), inspectorName: z.string() }).nullable(),
});
export type StagedRow = z.infer<typeof StagedRow>;

export const ImportPhase = z.enum(['reading', 'review', 'accepting', 'accepted', 'failed', 'cancelled']);
export type ImportPhase = z.infer<typeof ImportPhase>;

export const ImportSummary = z.object({
  id: z.number().int(),
  name: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  phase: ImportPhase,
  /** Bytes of the file read so far; equals `bytes` once it is read. */
  bytesRead: z.number().int(),
  encoding: z.string(),
  delimiter: z.string(),
  totals: Totals,
  /** When the file was dropped, and when its rows were queued, epoch ms. */
  startedAt: z.number().int(),
  acceptedAt: z.number().int().nullable(),
  /** Who was signed in on the machine. */
  by: z.string(),
  /** Of the queued rows, how many BasicPSF has confirmed, and how many need a person. */
  delivered: z.number().int(),
  needYou: z.number().int(),
  /** Rows still held back from this file. */
  held: z.number().int(),
  /** An earlier import of the very same bytes. */
  sameAs: z.object({ id: z.number().int(), at: z.number().int() }).nullable(),
  failure: Failure.nullable(),
});
/** The receipt of one file, from the first byte to the last confirmed row. */
export type ImportSummary = z.infer<typeof ImportSummary>;
