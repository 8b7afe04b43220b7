// What the window asks of a dropped file, from its first byte to its receipt.
import { z } from 'zod';
import { BookingResultDraft } from './booking-result.ts';
import { id, nothing, seq, textFile, touched, undo } from './call-parts.ts';
import { ImportSummary, RepairGroup, RepairKey, RowVerdict, StagedRow } from './import.ts';
import { ReadingChoice } from './reading.ts';

export const importCalls = {
  'import.list': {
    input: z.object({ before: id.optional(), limit: z.number().int().min(1).max(200).default(50) }),
    output: z.object({ imports: z.array(ImportSummary), next: id.nullable() }),
  },
  'import.get': { input: z.object({ id }), output: ImportSummary },
  /** Rows of a file: staged ones in review; held ones once it is accepted. In file order. */
  'import.rows': {
    input: z.object({
      id,
      verdicts: z.array(RowVerdict).max(5).default([]),
      /** Only rows that need this repair. */
      group: RepairKey.nullable().default(null),
      /** Only rows that would overwrite what another machine sent. */
      theirs: z.boolean().default(false),
      after: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ rows: z.array(StagedRow), next: z.number().int().nullable() }),
  },
  /** Text pasted into the window, taken as if it were a file. */
  'import.paste': { input: z.object({ text: z.string().max(900_000) }), output: z.object({ id }) },
  /** The file that the welcome page offers, so that a first result can be sent without preparing anything. */
  'import.sample': { input: nothing, output: textFile },
  /** Reads a file that could not be read, or was given up, once more from its place on this computer, as a new import. */
  'import.again': { input: z.object({ id }), output: z.object({ id }) },
  'import.accept': { input: z.object({ id }), output: ImportSummary },
  /** Puts a file in review aside, or gives one up that is being read: nothing of it is queued. */
  'import.cancel': { input: z.object({ id }), output: nothing },
  /** Takes up a file that was put aside, with every repair and answer. */
  'import.resume': { input: z.object({ id }), output: ImportSummary },
  /** Gives up a file that was put aside; repairs and answers go with it. */
  'import.discard': { input: z.object({ id }), output: nothing },
  'import.receipt': { input: z.object({ id }), output: textFile },
  /** What stands on the failed rows of an accepted file, to be repaired in a spreadsheet and dropped back. */
  'import.failedRows': { input: z.object({ id }), output: textFile },
  /**
   * Reads a file in review anew: what is chosen now goes over what was chosen before. Where a repaired row would read
   * differently its repair is lost, and the answer is the failure "repairs-at-stake" until `dropRepairs` says so.
   */
  'import.reread': {
    input: z.object({ id, choice: ReadingChoice, dropRepairs: z.boolean().default(false) }),
    output: ImportSummary,
  },
  /** Takes back what is unsent of an accepted file; `undo` is for `outbox.restore`, `sent` says how much was on its way before. */
  'import.withdraw': {
    input: z.object({ id }),
    output: z.object({ count: z.number().int(), sent: z.number().int(), undo }),
  },
  /** What is wrong in a file in review, or with the held rows of an accepted one, by the repair it needs. */
  'import.problems': { input: z.object({ id }), output: z.array(RepairGroup) },
  /** Gives a row other values. A repair that changes nothing says that the row is right as it is. */
  'import.repair': {
    // Of an accepted file the repaired row is queued at once: `over` as in outbox.resend.
    input: z.object({ id, record: z.number().int(), result: BookingResultDraft, over: seq.nullable().default(null) }),
    output: StagedRow.extend({ undo }),
  },
  /**
   * Repairs all rows of a group with `fix`; with null, each with what is suggested for it. Of an accepted file they are queued at
   * once: `over` is the `seq` of the failure "order-told" that a person has answered.
   */
  'import.fixAll': {
    input: RepairKey.extend({ id, fix: z.string().max(2000).nullable(), over: seq.nullable().default(null) }),
    output: z.object({ count: z.number().int(), undo }),
  },
  /** Holds the rows of a file in review whose order BasicPSF does not know, or lets them go all the same. */
  'import.holdUnknown': { input: z.object({ id, hold: z.boolean() }), output: z.object({ count: z.number().int(), undo }) },
  /** Orders that carry a result of another machine: theirs is kept, so that those rows are not queued, or ours is sent over it. */
  'import.chooseTheirs': { input: z.object({ id, choice: z.enum(['keep', 'send']) }), output: ImportSummary },
  /** Looks up in BasicPSF what was not looked up yet of a file in review, however much it is, or breaks that off. */
  'import.lookUp': { input: z.object({ id, wanted: z.boolean() }), output: nothing },
  /** Takes back a repair for as long as the file is in review, or the held row is unsent; answers how many rows are as before. */
  'import.undo': { input: z.object({ id, undo }), output: touched },
  /** The answer to a file of which nearly everything was refused: the rest of it goes out all the same, or stays stopped. */
  'import.goOn': { input: z.object({ id, on: z.boolean() }), output: touched },
  /** Discards the held rows of an accepted file. */
  'import.release': { input: z.object({ id }), output: touched },
} as const;
