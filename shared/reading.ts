// How a file is read, and how it was understood: everything that turns its bytes into four values a row, what a person
// chose of it, and what nobody can know from the file alone.
import { z } from 'zod';
import { ENCODINGS } from './encodings.ts';

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
  'broken-rows',
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
  'covered-cells',
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
