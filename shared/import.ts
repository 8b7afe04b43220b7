// A dropped file on its way into the outbox: what was understood, what each row is, and the receipt.
// Rows in = rows accounted for: records = new + changed + unchanged + duplicate + invalid, always (+ kept, once accepted).
import { z } from 'zod';
import { BOOKING_RESULT_FIELDS } from './booking-result.ts';
import { Failure } from './failure.ts';
import { ReadingReport } from './reading.ts';
import { SeenOrders } from './seen-orders.ts';

export const RowVerdict = z.enum(['new', 'changed', 'unchanged', 'duplicate', 'invalid']);
/**
 * new: BasicPSF was told nothing about this order by us. changed: the newest result of the order differs.
 * unchanged: it is the same, nothing to send. duplicate: a later row of this file speaks for the order. invalid: held back.
 */
export type RowVerdict = z.infer<typeof RowVerdict>;

/** Rules that hold a row back until a person has repaired it. */
export const ERROR_RULES = [
  'required',
  'word',
  'date',
  'date-two-digit-year',
  'date-order-mixed',
  'date-year',
  'too-long',
  'control-character',
  'damaged-letters',
  'scientific',
  'spreadsheet-error',
  'extra-cells',
  'swallowed-rows',
  'formula',
  'true-or-false',
  'later-row-invalid',
  'order-held',
] as const;
/** Rules that only leave a remark; the row is queued all the same. */
export const WARNING_RULES = [
  'cleared',
  'date-far',
  'lost-zeros',
  'letters-asked',
  'shown-otherwise',
  'shown-as-date',
  'mixed-scripts',
  'fifteen-digits',
  'letter-case',
  'invisible-letters',
  'unlikely-value',
  'order-unknown',
] as const;

export const Problem = z.object({
  field: z.enum(BOOKING_RESULT_FIELDS),
  rule: z.enum([...ERROR_RULES, ...WARNING_RULES]),
  found: z.string(),
  expected: z.string(),
  /** The value that would repair the cell, where that is safe to offer for all such cells at once; never for a reference. */
  fix: z.string().nullable(),
  /** The address of the cell, such as `C7`, where the file is a workbook that has one to name. */
  at: z.string().optional(),
  /** References near this one that BasicPSF does know, the likeliest first. */
  near: z.array(z.string()).optional(),
});
/** One thing wrong with one cell: where, what was found, what is expected, and what would repair it. */
export type Problem = z.infer<typeof Problem>;

export const RepairKey = z.object({
  field: z.enum(BOOKING_RESULT_FIELDS),
  rule: Problem.shape.rule,
  /** Only cells in which exactly this was found; null is whatever was found, */
  found: z.string().max(500).nullable(),
  /** but none of these. */
  except: z.array(z.string().max(500)).max(50).default([]),
});
/** Which rows need the same repair. */
export type RepairKey = z.infer<typeof RepairKey>;

export const RepairGroup = RepairKey.extend({
  /** Whether its rows are held back; otherwise it is a remark. */
  isError: z.boolean(),
  /** The value that would repair all of them, where it is the same for all. */
  fix: z.string().nullable(),
  /** How many have a suggested repair, the same or one of their own. */
  fixable: z.number().int(),
  count: z.number().int(),
  sample: z.object({ record: z.number().int(), found: z.string() }),
});
/** Rows that need the same repair, as one thing to do. */
export type RepairGroup = z.infer<typeof RepairGroup>;

export const Totals = z.object({
  records: z.number().int(),
  new: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  duplicate: z.number().int(),
  invalid: z.number().int(),
  /** Rows that will be queued with a remark. */
  warned: z.number().int(),
  /** Rows that were not queued, because a person kept what another machine sent. */
  kept: z.number().int().optional(),
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
  /** Not queued: a person keeps what another machine sent. */
  stays: z.boolean().optional(),
});
export type StagedRow = z.infer<typeof StagedRow>;

export const ImportPhase = z.enum(['reading', 'review', 'accepting', 'accepted', 'failed', 'aside', 'cancelled']);
/** aside: put aside by a person, with everything that was done to it. cancelled: given up for good, nothing of it is kept. */
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
  /**
   * How the file was understood; null until it is read, and for files of an earlier version. Cells of the file (titles, first
   * rows, samples) are only in the answer to `import.get` and `import.reread`, and only while the file is in review.
   */
  reading: ReadingReport.nullable(),
  totals: Totals,
  /** When the file was dropped, and when its rows were queued, epoch ms. */
  startedAt: z.number().int(),
  acceptedAt: z.number().int().nullable(),
  /** Who was signed in on the machine. */
  by: z.string(),
  /** Where the file lies on this machine; empty for pasted text and for files that came without a place. */
  path: z.string(),
  /** When it was read again it was another file than the first time. */
  fileChanged: z.boolean(),
  /** Rows that a person repaired before it was accepted. */
  repaired: z.number().int(),
  /** Of the queued rows, how many BasicPSF has confirmed, and how many need a person. */
  delivered: z.number().int(),
  needYou: z.number().int(),
  /** Of the queued rows, how many are still waiting, and how many were taken out or withdrawn. */
  waiting: z.number().int(),
  discarded: z.number().int(),
  /** Rows still held back from this file. */
  held: z.number().int(),
  /** An earlier import of the very same bytes. */
  sameAs: z.object({ id: z.number().int(), at: z.number().int() }).nullable(),
  failure: Failure.nullable(),
  /** How looking up its orders stands; null where that is switched off, and for files that are not in review. */
  orders: SeenOrders.nullable(),
});
/** The receipt of one file, from the first byte to the last confirmed row. */
export type ImportSummary = z.infer<typeof ImportSummary>;
