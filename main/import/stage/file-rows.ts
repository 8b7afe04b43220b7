// The rows of one file, from its first records to the report about it; the same for text and for a workbook.
// What the whole file says about its dates may differ from what its beginning said: then it is read once more.
import type { Encoding } from '../../../shared/encodings.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { Totals } from '../../../shared/import.ts';
import type {
  Ask,
  DateOrder,
  DelimiterName,
  FieldColumns,
  NoteKind,
  ReadingChoice,
  ReadingReport,
} from '../../../shared/reading.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { createNotes, type Notes } from '../check/notes.ts';
import { DELIMITERS, type NumberedRecord } from '../read/csv.ts';
import { createOrderEvidence, dateShape } from '../read/dates.ts';
import type { Ranking } from '../read/encodings.ts';
import { type Structure, shownRecords, structureOf } from '../read/structure.ts';
import { createRowStage, type RowStage } from './row-stage.ts';
import type { Staging } from './staging.ts';

/** What is to be staged, and what is known before a byte of it is read. */
export interface FileOrder {
  /** The name that people know the file by. */
  readonly name: string;
  /** What a person chose about how to read it. */
  readonly choice: ReadingChoice;
  /** Columns as a person once chose them, by the fingerprint of the header. */
  readonly remembered: Readonly<Record<string, FieldColumns>>;
  /** The encoding that the programs of this machine save in by themselves: GB18030 in China, windows-1252 in most of Europe. */
  readonly osEncoding: Encoding;
  /** The day it is, `YYYY-MM-DD`, for remarks about dates that lie far off. */
  readonly today: string;
}

/** What an earlier pass over the same file found out; a pass that learns more than its plan ends with a better one. */
export interface Plan {
  /** The likeliest encodings of a file that is not valid UTF-8. */
  readonly ranking: Ranking | null;
  /** The order of day and month that the whole column proved, null when it holds both; undefined before it was seen. */
  readonly dateOrder: DateOrder | null | undefined;
}

/** The file must be read again, by this plan. */
export interface Again {
  readonly again: Partial<Plan>;
}

/** What was understood of a file that was staged as a whole. */
export interface Understood {
  readonly encoding: Encoding;
  readonly delimiter: DelimiterName;
  readonly reading: ReadingReport;
  /** Under which the columns of this file can be remembered; null when it has no header. */
  readonly headerFingerprint: string | null;
  readonly totals: Totals;
}

/** One pass over the bytes of a file. */
export interface FileStage {
  /** Takes the next bytes; answers with what keeps the pass from going on. */
  readonly take: (piece: Buffer) => Failure | Again | null;
  /** Says that the whole file is so many times what was taken until now. */
  readonly expectTimes: (times: number) => void;
  /** Says that this was all, and reports; fails with `import-cancelled` if `shouldStop`. */
  readonly end: (shouldStop: () => boolean) => Promise<Result<Understood | Again>>;
}

/** How the bytes became records. */
export interface Decoding {
  readonly encoding: Encoding;
  readonly isCertain: boolean;
  readonly encodings: ReadingReport['encodings'];
  /** What else is to be asked, and the sheets to choose from; for a workbook. */
  readonly asks?: readonly Ask[];
  readonly sheets?: ReadingReport['sheets'];
}

export interface FileRows extends Pick<RowStage, 'take' | 'expectTimes'> {
  readonly notes: Notes<NoteKind>;
  readonly structure: Structure;
  /** Counts and reports, or asks for another pass. */
  readonly end: (decoding: Decoding, shouldStop: () => boolean) => Result<Understood | Again>;
}

const CHOICES = ['encoding', 'delimiter', 'headerRow', 'columns', 'dateOrder', 'swappedDates', 'sheet', 'hidden'] as const;

/** Starts the rows of a file that begins with `records`; fails when they have nothing of a table. */
export function openRows(
  records: readonly NumberedRecord[],
  delimiter: DelimiterName,
  order: FileOrder,
  plan: Plan,
  staging: Staging,
): Result<FileRows, Failure> {
  const { choice, name, remembered, today } = order;
  const structure = structureOf(records, choice, remembered);
  // Whoever chose how to read it must be able to choose again, whatever came of it.
  const isUntouched = Object.keys(choice).length === 0;
  if (records.length > 0 && structure.titles.length < 2 && isUntouched) return fail(noTable(name, structure));
  const notes = createNotes<NoteKind>();
  const dateOrder = choice.dateOrder ?? (plan.dateOrder === undefined ? firstGuess(records, structure) : plan.dateOrder);
  const rows = createRowStage(
    { structure, delimiter: DELIMITERS[delimiter], dateOrder, areSwapped: choice.swappedDates === true, today },
    staging,
    notes,
  );
  const emptyTitles = structure.titles.length - structure.titles.findLastIndex((title) => title !== '') - 1;
  if (emptyTitles > 0) notes.add('empty-columns', '', emptyTitles);
  staging.writeFact('columns', JSON.stringify(structure.titles));

  return ok({
    notes,
    structure,
    take: rows.take,
    expectTimes: rows.expectTimes,
    end: ({ asks: earlier = [], encoding, encodings, isCertain, sheets = [] }, shouldStop) => {
      const found = rows.order();
      const isSettled = choice.dateOrder !== undefined || found.order === dateOrder || found.order === 'year-month-day';
      if (!isSettled) return ok({ again: { dateOrder: found.order } });
      const counts = rows.end(shouldStop);
      if (counts === null) return fail({ kind: 'import-cancelled', name });
      // Page after page of blank lines.
      if (records.length === 0 && counts.totals.records === 0) return fail({ kind: 'file-empty', name });
      staging.writeFact('complete', 'yes');
      const asks: Ask[] = [...earlier];
      if (!isCertain) asks.push('encoding');
      if (!structure.isCertain) asks.push('columns');
      if (!found.isCertain && choice.dateOrder === undefined) asks.push('dates');
      const { certain, dayBeforeMonth, swappable } = rows.yearFirst();
      // A workbook has real dates, which a spreadsheet took for what they are; a text only where none of them tells otherwise.
      const isOtherWay = found.isProven && (certain === 0 || notes.count('sheet') > 0);
      const mayBeSwapped = swappable.length > 0 && (isOtherWay || dayBeforeMonth > 0);
      if (mayBeSwapped && choice.swappedDates === undefined) asks.push('swapped-dates');
      const { columns, fingerprint, headerRow, isRemembered, titles } = structure;
      return ok({
        encoding,
        delimiter,
        headerFingerprint: fingerprint,
        totals: counts.totals,
        reading: {
          reading: { encoding, delimiter, headerRow, columns, dateOrder: choice.dateOrder ?? found.order },
          chosen: CHOICES.filter((key) => choice[key] !== undefined),
          asks,
          titles: [...titles],
          firstRows: shownRecords(records),
          encodings,
          dateForms: [...counts.dateForms],
          swappable: mayBeSwapped ? [...swappable] : [],
          notes: notes.all(),
          rememberedColumns: isRemembered,
          sheets: [...sheets],
          hiddenSkipped: choice.hidden === 'skip',
        },
      });
    },
  });
}

/** The order that the first records prove; where they prove none, the one of nearly all offices that put the year last. */
function firstGuess(records: readonly NumberedRecord[], { columns, headerRow }: Structure): DateOrder | null {
  const evidence = createOrderEvidence();
  for (const { row, cells } of records) {
    const shape = row > headerRow ? dateShape(cells[columns.bookingDate ?? -1]?.trim() ?? '') : null;
    if (shape !== null) evidence.take(shape);
  }
  const { order } = evidence.verdict();
  return order === 'year-month-day' ? 'day-month-year' : order;
}

function noTable(name: string, { columns, titles }: Structure): Failure {
  const missing = Object.entries(columns).flatMap(([field, index]) => (index === null ? [field] : []));
  return { kind: 'columns-missing', name, missing, found: [...titles] };
}
