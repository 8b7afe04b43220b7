// The bytes of a workbook to staged rows: one of its sheets, as a table of texts. Real dates are certain days; which sheet is meant,
// and whether what is hidden belongs, is asked where it is not certain.
import type { Failure } from '../../../shared/failure.ts';
import type { Ask, SheetFacts } from '../../../shared/reading.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { containerKind } from '../read/container.ts';
import type { NumberedRecord } from '../read/csv.ts';
import { Refused } from '../read/refused.ts';
import { columnName, type SheetEnd, type SheetRow } from '../read/sheet.ts';
import { chosenSheet, MAX_WORKBOOK_BYTES, openBook, openWorkbook, type SurveyedSheet, type Workbook } from '../read/workbook.ts';
import { type Again, type FileOrder, type FileRows, type FileStage, openRows, type Plan, type Understood } from './file-rows.ts';
import type { Staging } from './staging.ts';

const HEAD_RECORDS = 50;
const ROWS_PER_TRANSACTION = 10_000;

/** Starts a pass over a workbook of so many bytes by what is known of it. */
export function createWorkbookStage(order: FileOrder, plan: Plan, staging: Staging, totalBytes: number): FileStage {
  const { name } = order;
  const whole = Buffer.allocUnsafe(Math.min(totalBytes, MAX_WORKBOOK_BYTES));
  let bytes = 0;

  return {
    take: (piece): Failure | null => {
      if (totalBytes > whole.length) return { kind: 'workbook-unreadable', name, why: 'too-large' };
      piece.copy(whole, bytes);
      bytes += piece.length;
      return null;
    },
    expectTimes: () => {},
    end: async (shouldStop) => {
      try {
        const archive = await openBook(whole.subarray(0, bytes));
        const kind = await containerKind(archive);
        if (kind !== 'xlsx') return fail({ kind: 'not-csv', name, looksLike: kind });
        const book = await openWorkbook(archive, shouldStop);
        return await stageSheet(book, order, plan, staging, shouldStop);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const { why, words } = error;
        // Broken, and with nothing in it that only a workbook has.
        if (why === 'damaged' && !whole.subarray(0, bytes).includes('xl/'))
          return fail({ kind: 'not-csv', name, looksLike: 'zip' });
        if (why === 'cancelled') return fail({ kind: 'import-cancelled', name });
        return fail({ kind: 'workbook-unreadable', name, why, ...(words === '' ? {} : { words }) });
      }
    },
  };
}

async function stageSheet(
  book: Workbook,
  order: FileOrder,
  plan: Plan,
  staging: Staging,
  shouldStop: () => boolean,
): Promise<Result<Understood | Again>> {
  const { choice, name } = order;
  const { sheet, isCertain } = chosenSheet(book.sheets, choice.sheet);
  const rows = createSheetRows(order, plan, staging);
  const end = await book.read(sheet, choice.hidden === 'skip', rows.take);
  const opened = rows.end();
  if (opened === null) return fail({ kind: 'workbook-unreadable', name, why: 'no-sheet' });
  if (!opened.ok) return opened;
  const { notes, structure } = opened.value;
  notes.add('sheet', sheet.name);
  const others = book.sheets.filter((one) => one !== sheet && !one.isHidden).length;
  if (others > 0) notes.add('other-sheets', '', others);
  const hidden = hiddenOf(end, structure.headerRow, Object.values(structure.columns), choice.hidden === 'skip');
  if (hidden.rows > 0) notes.add('hidden-rows', String(end.lastHiddenRow), hidden.rows);
  for (const column of hidden.columns) notes.add('hidden-columns', columnName(column));
  if (end.farCells > 0) notes.add('far-cells', end.firstFar, end.farCells);
  const columns = Object.values(structure.columns);
  for (const { row, column } of end.covered)
    if (row > structure.headerRow && columns.includes(column)) notes.add('covered-cells', `${columnName(column)}${row}`);
  const asks: Ask[] = [];
  if (!isCertain) asks.push('sheet');
  if (hidden.rows + hidden.columns.length > 0 && choice.hidden === undefined) asks.push('hidden');
  const sheets = factsOf(book, sheet);
  const understood = opened.value.end({ encoding: 'UTF-8', isCertain: true, encodings: [], asks, sheets }, shouldStop);
  staging.commit();
  return understood;
}

/** What is hidden and matters: rows below the header, and columns that are read. Of what was skipped, all. */
function hiddenOf(
  { hiddenColumns, hiddenRows, lastHiddenRow }: SheetEnd,
  headerRow: number,
  read: readonly (number | null)[],
  isSkipped: boolean,
): { readonly rows: number; readonly columns: readonly number[] } {
  return {
    rows: lastHiddenRow > headerRow ? hiddenRows : 0,
    columns: [...hiddenColumns].filter((column) => isSkipped || read.includes(column)),
  };
}

function factsOf({ sheets }: Workbook, read: SurveyedSheet): SheetFacts[] {
  if (sheets.length < 2) return [];
  return sheets.map((sheet) => ({
    name: sheet.name,
    rows: sheet.rows,
    isHidden: sheet.isHidden,
    isActive: sheet.isActive,
    isRead: sheet === read,
  }));
}

/** Takes the rows of a sheet; its shape is found in the first of them. */
function createSheetRows(
  order: FileOrder,
  plan: Plan,
  staging: Staging,
): {
  readonly take: (row: SheetRow) => void;
  /** Null for a sheet without rows. */
  readonly end: () => Result<FileRows> | null;
} {
  let head: SheetRow[] = [];
  let opened: Result<FileRows> | null = null;
  let taken = 0;

  function takeRow({ take, notes }: FileRows, { blanks, cells, marks, record }: SheetRow): void {
    if (taken % ROWS_PER_TRANSACTION === 0) {
      if (taken > 0) staging.commit();
      staging.begin();
    }
    taken += 1;
    if (blanks > 0) notes.add('empty-rows', String(record - blanks), blanks);
    take(cells, record, record, 1, marks);
  }

  function open(): void {
    opened = openRows(head.map(headRecord), 'comma', order, plan, staging);
    if (!opened.ok) return;
    for (const row of head) takeRow(opened.value, row);
    head = [];
  }

  return {
    take: (row) => {
      if (opened === null) {
        head.push(row);
        if (head.length === HEAD_RECORDS) open();
      } else if (opened.ok) takeRow(opened.value, row);
    },
    end: () => {
      if (opened === null && head.length > 0) open();
      return opened;
    },
  };
}

/** A record for finding the shape of the sheet, in which a date looks like one whatever its format shows. */
function headRecord({ cells, marks, record }: SheetRow): NumberedRecord {
  if (marks === null) return { row: record, cells };
  const days = cells.map((cell, place) => (marks[place]?.kind === 'day' ? marks[place].day : cell));
  return { row: record, cells: days };
}
