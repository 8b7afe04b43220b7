// A dropped file to staged rows: decode, split, check, write; one piece at a time, so memory does not grow with the file.
// Every record that is not blank becomes one staged row, whatever is wrong with it.
import type { Failure } from '../../shared/failure.ts';
import type { Totals } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { failureFromSqlite } from '../base/store.ts';
import { type Columns, columnsFromHeader, delimiterOf } from './columns.ts';
import { type CsvReader, countLineBreaks, createCsvReader, DELIMITERS, type DelimiterName } from './csv.ts';
import { createDecoder, type Decoded, type Decoder, looksLike } from './decode.ts';
import { createDuplicateFinder } from './duplicates.ts';
import { cellValue, checkRow, extraCellsProblem } from './rows.ts';
import { readSource, type Source } from './source.ts';
import { createStaging, type Staging } from './staging.ts';

/** What is to be staged, and where. */
export interface StageOrder {
  /** The name that people know the file by. */
  readonly name: string;
  readonly source: Source;
  readonly stagedPath: string;
}

/** What was understood of a file that is staged, whole and on the disk. */
export interface Staged {
  readonly bytes: number;
  readonly sha256: string;
  readonly encoding: string;
  readonly delimiter: DelimiterName;
  readonly totals: Totals;
}

export interface StageProgress {
  readonly bytes: number;
  readonly bytesRead: number;
}

/** Text of this size is short-lived garbage; larger pieces would pile up until the next large collection. */
const SLICE_BYTES = 48 * 1024;
const LF = 0x0a;

/**
 * Stages a file. Fails when the file is no CSV we can read, when the disk is full, or with `import-cancelled` once
 * `shouldStop` says so; the staging file is then worthless. Progress is reported after every piece.
 */
export async function stageFile(
  order: StageOrder,
  shouldStop: () => boolean,
  progress: (progress: StageProgress) => void,
): Promise<Result<Staged>> {
  let staging: Staging | null = null;
  try {
    staging = createStaging(order.stagedPath);
    const rows = createRowStage(order.name, staging);
    let bytesRead = 0;
    const read = await readSource(order.source, order.name, (piece, bytes) => {
      if (shouldStop()) return { kind: 'import-cancelled', name: order.name };
      const failure = rows.take(piece);
      if (bytesRead === 0) rows.expectTimes(bytes / piece.length);
      bytesRead += piece.length;
      progress({ bytes, bytesRead });
      return failure;
    });
    if (!read.ok) return read;
    const end = rows.end(shouldStop);
    if (!end.ok) return end;
    staging.close();
    staging = null;
    return ok({ ...read.value, ...end.value });
  } catch (error) {
    const failure = failureFromSqlite(error, order.stagedPath);
    if (failure === null) throw error;
    return fail(failure);
  } finally {
    staging?.abandon();
  }
}

interface RowStage {
  /** Takes the next bytes of the file. */
  readonly take: (piece: Buffer) => Failure | null;
  /** Says that the whole file is so many times what was taken until now. */
  readonly expectTimes: (times: number) => void;
  /** Says that this was all, and counts. */
  readonly end: (shouldStop: () => boolean) => Result<Omit<Staged, keyof StagedBytes>>;
}
type StagedBytes = Pick<Staged, 'bytes' | 'sha256'>;

function createRowStage(name: string, staging: Staging): RowStage {
  let decoder: Decoder | null = null;
  let csv: CsvReader | null = null;
  let delimiter: DelimiterName = 'comma';
  let columns: Columns | null = null;
  let refused: Failure | null = null;
  let [records, invalid, warned] = [0, 0, 0];
  const duplicates = createDuplicateFinder();

  function takeHeader(cells: string[]): void {
    const found = columnsFromHeader(cells, name);
    if (!found.ok) refused = found.failure;
    else {
      columns = found.value;
      staging.writeFact('columns', JSON.stringify(columns.names));
    }
  }

  function takeRow({ indexOf, names }: Columns, cells: string[], record: number, line: number): void {
    const row = {
      internalOrderRef: cellValue(cells[indexOf.internalOrderRef] ?? ''),
      bookingResult: cellValue(cells[indexOf.bookingResult] ?? ''),
      bookingDate: cellValue(cells[indexOf.bookingDate] ?? ''),
      inspectorName: cellValue(cells[indexOf.inspectorName] ?? ''),
    };
    if (row.internalOrderRef === '' && isBlank(cells)) return;
    records += 1;
    const checked = checkRow(row);
    const extra = cells.length > names.length ? extraCellsProblem(cells, names) : null;
    if (checked.result === null || extra !== null) {
      invalid += 1;
      staging.add(record, line, row, 'invalid', extra === null ? checked.problems : [...checked.problems, extra]);
      return;
    }
    duplicates.add(checked.result.internalOrderRef, record);
    if (checked.problems.length === 0) staging.addGood(record, line, checked.result);
    else {
      warned += 1;
      staging.add(record, line, checked.result, 'new', checked.problems);
    }
  }

  function takeRecord(cells: string[], record: number, line: number): void {
    if (refused !== null) return;
    if (columns !== null) takeRow(columns, cells, record, line);
    else if (!isBlank(cells)) takeHeader(cells);
  }

  function takeText(text: string): Failure | null {
    if (text === '') return refused;
    if (csv === null) {
      delimiter = delimiterOf(text);
      csv = createCsvReader(DELIMITERS[delimiter], takeRecord);
    }
    const tooLong = csv.push(text);
    return refused ?? (tooLong === null ? null : { kind: 'record-too-long', name, line: tooLong });
  }

  function undecodable(before: string): Failure {
    return { kind: 'encoding-unknown', name, line: csv === null ? countLineBreaks(before) + 1 : csv.lineAfter(before) };
  }

  function takeDecoded(decoded: Decoded): Failure | null {
    return decoded.ok ? takeText(decoded.text) : undecodable(decoded.before);
  }

  function takeSlices(slices: Decoder, piece: Buffer): Failure | null {
    for (let start = 0; start < piece.length; ) {
      // Up to the end of a line where there is one, so that nothing has to be joined again.
      const end = start + piece.subarray(start, start + SLICE_BYTES).lastIndexOf(LF) + 1;
      const slice = piece.subarray(start, end > start ? end : start + SLICE_BYTES);
      const failure = takeDecoded(slices.push(slice));
      if (failure !== null) return failure;
      start += slice.length;
    }
    return null;
  }

  return {
    take: (piece) => {
      if (decoder === null) {
        const kind = looksLike(piece);
        if (kind !== null) return { kind: 'not-csv', name, looksLike: kind };
        decoder = createDecoder(piece);
      }
      // One transaction for each piece of the file, which holds about ten thousand rows.
      staging.begin();
      const failure = takeSlices(decoder, piece);
      staging.commit();
      return failure;
    },
    expectTimes: (times) => duplicates.expect(records * times),
    end: (shouldStop) => {
      if (decoder === null) return fail({ kind: 'file-empty', name });
      staging.begin();
      const failure = takeDecoded(decoder.end());
      const unclosed = csv?.end() ?? null;
      staging.commit();
      if (failure !== null) return fail(failure);
      if (unclosed !== null) return fail({ kind: 'record-too-long', name, line: unclosed });
      if (refused !== null) return fail(refused);
      if (columns === null) return fail({ kind: 'file-empty', name });
      staging.begin();
      const duplicate = staging.markDuplicates(duplicates.pairs, shouldStop);
      if (duplicate === null) return fail({ kind: 'import-cancelled', name });
      const totals: Totals = {
        records,
        new: records - invalid - duplicate,
        changed: 0,
        unchanged: 0,
        duplicate,
        invalid,
        warned: duplicate === 0 ? warned : staging.countWarned(),
      };
      staging.writeFact('in-order', duplicates.isInOrder() ? 'yes' : 'no');
      staging.writeFact('totals', JSON.stringify(totals));
      staging.writeFact('complete', 'yes');
      staging.commit();
      return ok({ encoding: decoder.encoding, delimiter, totals });
    },
  };
}

/** A row of nothing but empty cells is what spreadsheets leave behind; it is no record. */
function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
