// A dropped file to staged rows: decode, split, check, write; one piece at a time, so memory does not grow with the file.
// Every record that is not blank becomes one staged row, whatever is wrong with it.
import type { Failure } from '../../shared/failure.ts';
import type { Totals } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { failureFromSqlite } from '../base/store.ts';
import { type Columns, columnsFromHeader, delimiterOf } from './columns.ts';
import { type CsvReader, countLineBreaks, createCsvReader, DELIMITERS, type DelimiterName } from './csv.ts';
import { createDecoder, type Decoder, looksLike } from './decode.ts';
import { createDuplicateFinder } from './duplicates.ts';
import { unquoted } from './export.ts';
import { checkRow, extraCellsProblem } from './rows.ts';
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
