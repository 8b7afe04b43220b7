// Reads the rows of a file in review, out of its staging file, for the window. However long the file and however rare
// the wanted rows, the thread is never held for more than a few milliseconds at a time.
import { setImmediate } from 'node:timers/promises';
import type { RepairGroup, RepairKey, RowVerdict, StagedRow } from '../../../shared/import.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type Clock, pause } from '../../base/ports.ts';
import { failureFromSqlite, openScratch, type Store } from '../../base/sqlite.ts';
import { problemsFromText } from '../check/rows.ts';
import { type CountedProblem, countProblems, groupProblems, IN_GROUP, WITH_PROBLEMS } from './repair-groups.ts';

export interface RowPage {
  readonly rows: StagedRow[];
  /** Goes back in as `after`; null means the end was reached. */
  readonly next: number | null;
}

type Before = StagedRow['before'];
type Row = Omit<StagedRow, 'problems' | 'before'> & { readonly problems: string };

/** So many rows are looked at in one go: about three milliseconds. */
const SLICE = 20_000;
/** Where the problems of each row are looked at too. */
const GROUP_SLICE = 2000;
const BUSY_WAIT_MS = 20;
const BUSY_TRIES = 500;

/** Which rows are wanted; all of them where nothing is said. */
export interface RowFilter {
  readonly verdicts: readonly RowVerdict[];
  readonly group: RepairKey | null;
}

/** Opens the staging file at `path` for `work`, and tries again while somebody writes to it. */
async function reading<T>(path: string, clock: Clock, work: (store: Store) => Promise<T>): Promise<Result<T>> {
  for (let tries = 1; ; tries += 1) {
    let store: Store | null = null;
    try {
      store = openScratch(path, { readonly: true });
      // Waiting inside SQLite would hold the whole thread.
      store.pragma('busy_timeout = 0');
      return ok(await work(store));
    } catch (error) {
      const failure = failureFromSqlite(error, path);
      if (failure === null) throw error;
      const isBusy = failure.kind === 'storage-failed' && failure.words.startsWith('SQLITE_BUSY');
      if (!isBusy || tries === BUSY_TRIES) return fail(failure);
    } finally {
      store?.close();
    }
    await pause(clock, BUSY_WAIT_MS);
  }
}

/** A page of rows after the record `after`, in file order. */
export function readStagedRows(
  path: string,
  page: RowFilter & { readonly after: number; readonly limit: number },
  before: (ref: string) => Before,
  clock: Clock,
): Promise<Result<RowPage>> {
  return reading(path, clock, (store) => readPage(store, page, before));
}

/** What is wrong in the file, grouped by the repair it needs. */
export function readStagedGroups(path: string, clock: Clock): Promise<Result<RepairGroup[]>> {
  return reading(path, clock, (store) => groupProblems(stagedProblems(store)));
}

function lastRecord(store: Store): number {
  return store.prepare<unknown[], number | null>('select max(record) from row').pluck().get() ?? 0;
}

function* stagedProblems(store: Store): Generator<CountedProblem[]> {
  const last = lastRecord(store);
  const count = store.prepare<unknown[], CountedProblem>(countProblems('row', `record > ? and record <= ? and ${WITH_PROBLEMS}`));
  for (let from = 0; from < last; from += GROUP_SLICE) yield count.all(from, from + GROUP_SLICE);
}

async function readPage(
  store: Store,
  { verdicts, group, after, limit }: RowFilter & { readonly after: number; readonly limit: number },
  before: (ref: string) => Before,
): Promise<RowPage> {
  const last = lastRecord(store);
  const wanted = [
    ...(verdicts.length === 0 ? [] : ['verdict in (select value from json_each(:verdicts))']),
    ...(group === null ? [] : [WITH_PROBLEMS, IN_GROUP]),
  ];
  const select = store.prepare<unknown[], Row>(`
    select record, line, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName, verdict, problems
    from row where ${['record > :from and record <= :to', ...wanted].join(' and ')} order by record limit :limit`);
  const values = {
    verdicts: JSON.stringify(verdicts),
    ...(group === null ? {} : { ...group, except: JSON.stringify(group.except) }),
  };
  const rows: StagedRow[] = [];
  const slice = group === null ? SLICE : GROUP_SLICE;
  for (let from = after; from < last; from += slice) {
    const found = select.all({ ...values, from, to: from + slice, limit: limit - rows.length });
    for (const row of found) {
      rows.push({
        ...row,
        problems: problemsFromText(row.problems),
        before: row.verdict === 'changed' ? before(row.internalOrderRef) : null,
      });
    }
    if (rows.length === limit) return { rows, next: (rows.at(-1) as StagedRow).record };
    await setImmediate();
  }
  return { rows, next: null };
}

/** Whether the staging file at `path` is whole, so that it can be offered again after a restart. */
export function isStagedSound(path: string): boolean {
  let store: Store | null = null;
  try {
    store = openScratch(path, { readonly: true });
    const isComplete = store.prepare(`select value from fact where key = 'complete'`).pluck().get() === 'yes';
    return isComplete && store.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch (error) {
    // SQLITE_ERROR: what is there is a database, but not one of ours.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')) return false;
    throw error;
  } finally {
    store?.close();
  }
}
