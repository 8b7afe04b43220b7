// The staging file of one dropped file, while it is written: its rows in large statements, durable once it is closed.
// It may be lost at any moment before that without harm, so nothing is journalled and only the end is synced.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BookingResult, BookingResultDraft } from '../../../shared/booking-result.ts';
import type { Problem, RowVerdict } from '../../../shared/import.ts';
import { openScratch } from '../../base/sqlite.ts';
import { STAGED_ROWS } from '../../outbox/acceptance.ts';
import type { Pairs } from '../check/duplicates.ts';
import { textFromProblems } from '../check/rows.ts';
import { findHeldOrders, laterRowInvalid } from './held-orders.ts';

export interface Staging {
  readonly begin: () => void;
  readonly commit: () => void;
  /** Writes a row that is as it should be. */
  readonly addGood: (record: number, line: number, result: BookingResult) => void;
  /** Writes a row that has something to be said about. */
  readonly add: (
    record: number,
    line: number,
    row: BookingResultDraft,
    verdict: RowVerdict,
    problems: readonly Problem[],
  ) => void;
  /** Notes which failed row of an earlier file a row was; an empty mark says nothing. */
  readonly addMark: (record: number, mark: string) => void;
  /** Gives the earlier row of each pair that has the very same reference to the later one. Answers how many, or null if `shouldStop`. */
  readonly markDuplicates: (pairs: Pairs, shouldStop: () => boolean) => number | null;
  /** Adds a remark to the valid rows whose date is before `first` or after `last`; what was found is the date. */
  readonly remarkDates: (first: string, last: string, remark: Problem) => void;
  /** Adds a remark to the valid rows whose reference is of digits and shorter than `width`; what was found is the reference. */
  readonly remarkShortRefs: (width: number, remark: Problem) => void;
  /** Adds a remark to the valid rows whose reference is that of another one but for its letter case. Answers how many, and one. */
  readonly remarkLetterCase: (remark: Problem) => RefsFound;
  /** Holds the valid rows of orders whose last row is invalid: what that one was to say is newer. */
  readonly holdOrders: () => RefsFound & { readonly duplicates: number };
  /** Rows that will be queued with a remark. */
  readonly countWarned: () => number;
  readonly writeFact: (key: string, value: string) => void;
  /** Closes the file; when it returns, all of it is on the disk. */
  readonly close: () => void;
  /** Closes the file as it is. */
  readonly abandon: () => void;
}

export interface RefsFound {
  readonly count: number;
  readonly sample: string;
}

const ROWS_PER_STATEMENT = 25;
const COLUMNS = 6;
const CHECK_EVERY = 10_000;
const NONE: RefsFound = { count: 0, sample: '' };

/** Starts the staging file at `path`, which must not exist or be empty. */
export function createStaging(path: string): Staging {
  const store = openScratch(path);
  store.pragma('page_size = 16384');
  store.pragma('locking_mode = exclusive');
  store.pragma('journal_mode = off');
  store.pragma('synchronous = off');
  store.pragma('cache_size = -8192');
  store.exec(STAGED_ROWS);
  const values = Array.from({ length: ROWS_PER_STATEMENT }, () => '(?, ?, ?, ?, ?, ?)').join(', ');
  const insertMany = store.prepare(`insert into row (record, line, ref, result, date, inspector) values ${values}`);
  const insertOne = store.prepare('insert into row values (?, ?, ?, ?, ?, ?, ?, ?)');
  const insertMark = store.prepare('insert into mark values (?, ?)');
  const insertFact = store.prepare('insert into fact values (?, ?)');
  const waiting: unknown[] = new Array(ROWS_PER_STATEMENT * COLUMNS);
  let filled = 0;

  function flush(): void {
    if (filled === waiting.length) insertMany.run(...waiting);
    else for (let n = 0; n < filled; n += COLUMNS) insertOne.run(...waiting.slice(n, n + COLUMNS), 'new', '');
    filled = 0;
  }

  /** What only the whole file can tell is written over the rows it concerns. */
  function addRemark(found: 'date' | 'ref', remark: Problem, where: string, bounds: Record<string, string | number>): void {
    const text = `json_set(:remark, '$.found', ${found})`;
    store
      .prepare(
        `update row set problems = iif(problems = '', json_array(json(${text})), json_insert(problems, '$[#]', json(${text})))
         where verdict <> 'invalid' and ${where}`,
      )
      .run({ ...bounds, remark: JSON.stringify(remark) });
  }

  function firstOf(query: string): string | null {
    return store.prepare<unknown[], string>(query).pluck().get() ?? null;
  }

  function countOf(where: string): number {
    return store.prepare<unknown[], number>(`select count(*) from row where ${where}`).pluck().get() as number;
  }

  return {
    begin: () => void store.exec('begin'),
    commit: () => {
      flush();
      store.exec('commit');
    },
    addGood: (record, line, result) => {
      waiting[filled] = record;
      waiting[filled + 1] = line;
      waiting[filled + 2] = result.internalOrderRef;
      waiting[filled + 3] = result.bookingResult;
      waiting[filled + 4] = result.bookingDate;
      waiting[filled + 5] = result.inspectorName;
      filled += COLUMNS;
      if (filled === waiting.length) flush();
    },
    add: (record, line, row, verdict, problems) => {
      const { internalOrderRef, bookingResult, bookingDate, inspectorName } = row;
      insertOne.run(
        record,
        line,
        internalOrderRef,
        bookingResult,
        bookingDate,
        inspectorName,
        verdict,
        textFromProblems(problems),
      );
    },
    addMark: (record, mark) => {
      if (mark !== '') insertMark.run(record, mark);
    },
    markDuplicates: (pairs, shouldStop) => {
      const mark = store.prepare(
        `update row set verdict = 'duplicate' where record = ? and ref = (select ref from row where record = ?)`,
      );
      let marked = 0;
      for (let n = 0; n < pairs.length; n += 1) {
        if (n % CHECK_EVERY === 0 && shouldStop()) return null;
        marked += mark.run(...pairs.at(n)).changes;
      }
      if (marked === pairs.length) return marked;
      // Two references share a hash, so the pairs may have hidden one of them: look at the references themselves.
      return (
        marked +
        store
          .prepare(`
        update row set verdict = 'duplicate' where verdict = 'new' and record not in (
          select max(record) from row where verdict = 'new' group by ref)`)
          .run().changes
      );
    },
    remarkDates: (first, last, remark) =>
      addRemark('date', remark, `date <> '' and (date < :first or date > :last)`, { first, last }),
    remarkShortRefs: (width, remark) => addRemark('ref', remark, `length(ref) < :width and ref not glob '*[^0-9]*'`, { width }),
    remarkLetterCase: (remark) => {
      store.exec(`create temp table alike as select lower(ref) as folded from row where verdict <> 'invalid'
        group by lower(ref) having min(ref) <> max(ref)`);
      const sample = firstOf('select ref from row where lower(ref) in (select folded from temp.alike) limit 1');
      if (sample === null) return NONE;
      const where = 'lower(ref) in (select folded from temp.alike)';
      addRemark('ref', remark, where, {});
      return { count: countOf(`verdict <> 'invalid' and ${where}`), sample };
    },
    holdOrders: () => {
      findHeldOrders(store, 'row');
      const where = `verdict <> 'invalid' and ref in (select ref from temp.held)`;
      const sample = firstOf(`select ref from row where ${where} limit 1`);
      if (sample === null) return { ...NONE, duplicates: 0 };
      const duplicates = countOf(`${where} and verdict = 'duplicate'`);
      const count = countOf(where);
      addRemark('ref', laterRowInvalid(''), where, {});
      store.prepare(`update row set verdict = 'invalid' where ${where}`).run();
      return { count, sample, duplicates };
    },
    countWarned: () =>
      store
        .prepare<unknown[], number>(`select count(*) from row where verdict = 'new' and problems <> ''`)
        .pluck()
        .get() as number,
    writeFact: (key, value) => void insertFact.run(key, value),
    close: () => {
      store.close();
      for (const place of [path, dirname(path)]) sync(place);
    },
    abandon: () => void store.close(),
  };
}

function sync(path: string): void {
  let handle: number;
  try {
    handle = openSync(path, 'r+');
  } catch {
    // A folder: opened for reading only, and not at all on Windows, where it needs no sync of its own.
    if (process.platform === 'win32') return;
    handle = openSync(path, 'r');
  }
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
