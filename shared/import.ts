// A dropped file on its way into the outbox: what was understood, what each row is, and the receipt.
// Rows in = rows accounted for: records = new + changed + unchanged + duplicate + invalid, always.
import { z } from 'zod';
import { BOOKING_RESULT_FIELDS } from './booking-result.ts';
import { ENCODINGS, type Encoding } from './encodings.ts';
import { Failure } from './failure.ts';

export { ENCODINGS, type Encoding };

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

export const DELIMITER_NAMES = ['comma', 'semicolon', 'tab', 'pipe'] as const;
export type DelimiterName = (typeof DELIMITER_NAMES)[number];
export const DATE_ORDERS = ['year-month-day', 'day-month-year', 'month-day-year'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

const column = z.number().int().nonnegative().nullable();

export const FieldColumns = z.object({
  internalOrderRef: column,
  bookingResult: column,
  bookingDate: column,
  inspectorName: column,
});
/** For each field the place of its column, from 0; null when the file has none. */
export type FieldColumns = z.infer<typeof FieldColumns>;

export const Reading = z.object({
  encoding: z.enum(ENCODINGS),
  delimiter: z.enum(DELIMITER_NAMES),
  /** The row of the header as a spreadsheet counts, from 1; 0 when the file has none. */
  headerRow: z.number().int().nonnegative(),
  columns: FieldColumns,
  /** The order of day and month in dates that do not start with the year; null when the column holds both orders. */
  dateOrder: z.enum(DATE_ORDERS).nullable(),
});
/** How a file is read: everything that turns its bytes into four values a row. */
export type Reading = z.infer<typeof Reading>;

export const ReadingChoice = z.object({
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.enum(DELIMITER_NAMES).optional(),
  headerRow: z.number().int().nonnegative().optional(),
  columns: FieldColumns.optional(),
  dateOrder: z.enum(DATE_ORDERS).optional(),
  /** The sheet of a workbook, by its name. */
  sheet: z.string().max(200).optional(),
  /** Whether the rows and columns that are hidden in a workbook belong. */
  hidden: z.enum(['keep', 'skip']).optional(),
  /** Whether a spreadsheet took days for months where a date starts with the year. */
  swappedDates: z.boolean().optional(),
});
/** What a person chose; the rest is found out. */
export type ReadingChoice = z.infer<typeof ReadingChoice>;

export const Ask = z.enum(['sheet', 'hidden', 'encoding', 'columns', 'dates', 'swapped-dates']);
/** sheet: which one of a workbook is meant. hidden: whether its hidden rows and columns belong. */
export type Ask = z.infer<typeof Ask>;

/** The ways a date is met, besides the one that is sent. */
export const DateForm = z.enum([
  'year-month-day',
  'day-or-month-first',
  'month-name',
  'chinese',
  'serial-number',
  'two-digit-year',
  'other',
]);
export type DateForm = z.infer<typeof DateForm>;

export const NoteKind = z.enum([
  'separator-line',
  'rows-unwrapped',
  'title-rows',
  'empty-rows',
  'empty-columns',
  'dates-converted',
  'times-dropped',
  'stray-quotes',
  'text-formulas',
  'apostrophes',
  'characters-cleaned',
  'damaged-letters',
  'lost-zeros',
  'dates-far',
  'single-quotes',
  'backslash-escapes',
  'nul-padding',
  'dates-swapped',
  'mixed-scripts',
  'fifteen-digits',
  'letter-case',
  'invisible-letters',
  'later-row-invalid',
  'sheet',
  'other-sheets',
  'hidden-rows',
  'hidden-columns',
  'far-cells',
  'open-in-excel',
]);
export type NoteKind = z.infer<typeof NoteKind>;

export const ReadingNote = z.object({ kind: NoteKind, count: z.number().int(), sample: z.string() });
/** Something that was understood without asking: what, how often, and one example (or the name of a sheet, or of a file). */
export type ReadingNote = z.infer<typeof ReadingNote>;

export const SheetFacts = z.object({
  name: z.string(),
  rows: z.number().int(),
  isHidden: z.boolean(),
  /** It is the one that the program showed last. */
  isActive: z.boolean(),
  isRead: z.boolean(),
});
/** One sheet of a workbook, for a person to choose by. */
export type SheetFacts = z.infer<typeof SheetFacts>;

export const ReadingReport = z.object({
  reading: Reading,
  /** Which parts of the reading a person chose. */
  chosen: z.array(z.enum(['encoding', 'delimiter', 'headerRow', 'columns', 'dateOrder', 'swappedDates', 'sheet', 'hidden'])),
  /** What nobody can know from the file alone. Nothing may be queued while something is asked. */
  asks: z.array(Ask),
  /** The cells of the header row, or "Column 1", "Column 2", … */
  titles: z.array(z.string()),
  /** The first records as they are, title rows and header included; `row` as a spreadsheet counts. */
  firstRows: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
  /** Encodings worth offering, the likeliest first, with some cells that read differently in each. Empty for plain letters. */
  encodings: z.array(z.object({ encoding: z.enum(ENCODINGS), names: z.array(z.string()) })),
  dateForms: z.array(z.object({ form: DateForm, count: z.number().int(), sample: z.string() })),
  /** Some dates that a spreadsheet may have turned around; empty when there are none. Absent in reports of earlier versions. */
  swappable: z.array(z.string()).optional(),
  notes: z.array(ReadingNote),
  /** The columns are as a person once chose for a file with the same header. */
  rememberedColumns: z.boolean(),
  /** The sheets of a workbook that hold anything, with their rows below the header; empty for a text, and where there is one. */
  sheets: z.array(SheetFacts).default([]),
  /** The rows and columns that are hidden in a workbook were left out. */
  hiddenSkipped: z.boolean().default(false),
});
/** How a file was understood, for a person to see and to put right. */
export type ReadingReport = z.infer<typeof ReadingReport>;

export const Totals = z.object({
  records: z.number().int(),
  new: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  duplicate: z.number().int(),
  invalid: z.number().int(),
  /** Rows that will be queued with a remark. */
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
});
/** The receipt of one file, from the first byte to the last confirmed row. */
export type ImportSummary = z.infer<typeof ImportSummary>;
