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
type Row = Omit<StagedRow, 'problems' | 'before' | 'stays'> & {
  readonly problems: string;
  readonly seen: string | null;
  readonly stays: 0 | 1;
};

/** So many rows are looked at in one go: about three milliseconds. */
const SLICE = 20_000;
/** Where the problems of each row are looked at too. */
const GROUP_SLICE = 2000;
/** What BasicPSF was seen to hold, where that decides what a row changes. */
const SEEN_BEFORE = `(select json_object('bookingResult', s.result, 'bookingDate', s.date, 'inspectorName', s.inspector)
  from seen s where s.ref = row.ref and s.decides = 1)`;
/** Not queued, because a person keeps what another machine sent. */
const STAYS = `(verdict in ('new', 'changed') and exists (select 1 from seen s where s.ref = row.ref and s.theirs = 1 and s.choice = 'keep'))`;
const THEIRS_ROW = `verdict in ('new', 'changed') and exists (select 1 from seen s where s.ref = row.ref and s.theirs = 1)`;
const BUSY_WAIT_MS = 20;
const BUSY_TRIES = 500;

/** Which rows are wanted; all of them where nothing is said. */
export interface RowFilter {
  readonly verdicts: readonly RowVerdict[];
  readonly group: RepairKey | null;
  /** Only rows that would overwrite what another machine sent. */
  readonly theirs?: boolean;
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

/** Orders of valid rows that were not looked up yet, at most `most` of them, and how many were. */
export function readUnseen(
  path: string,
  most: number,
  clock: Clock,
): Promise<Result<{ refs: string[]; isMore: boolean; seen: number; at: number | null }>> {
  return reading(path, clock, async (store) => {
    const hasSeen = hasTable(store);
    const { seen, at } = hasSeen
      ? (store
          .prepare<unknown[], { seen: number; at: number | null }>('select count(*) as seen, max(at) as at from seen')
          .get() as {
          seen: number;
          at: number | null;
        })
      : { seen: 0, at: null };
    const select = store
      .prepare<unknown[], string>(
        `select distinct ref from row where record > ? and record <= ? and verdict in ('new', 'changed', 'unchanged')
         ${hasSeen ? 'and not exists (select 1 from seen where seen.ref = row.ref)' : ''}`,
      )
      .pluck();
    const last = lastRecord(store);
    const refs = new Set<string>();
    for (let from = 0; from < last && refs.size <= most; from += SLICE) {
      for (const ref of select.all(from, from + SLICE)) refs.add(ref);
      await setImmediate();
    }
    return { refs: [...refs].slice(0, most), isMore: refs.size > most, seen, at };
  });
}

function hasTable(store: Store): boolean {
  return store.prepare(`select 1 from sqlite_master where name = 'seen'`).get() !== undefined;
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
  { verdicts, group, theirs = false, after, limit }: RowFilter & { readonly after: number; readonly limit: number },
  before: (ref: string) => Before,
): Promise<RowPage> {
  const last = lastRecord(store);
  const hasSeen = hasTable(store);
  const wanted = [
    ...(theirs && hasSeen ? [THEIRS_ROW] : []),
    ...(verdicts.length === 0 ? [] : ['verdict in (select value from json_each(:verdicts))']),
    ...(group === null ? [] : [WITH_PROBLEMS, IN_GROUP]),
  ];
  const select = store.prepare<unknown[], Row>(`
    select record, line, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName, verdict, problems,
      ${hasSeen ? SEEN_BEFORE : 'null'} as seen, ${hasSeen ? STAYS : '0'} as stays
    from row where ${['record > :from and record <= :to', ...wanted].join(' and ')} order by record limit :limit`);
  const values = {
    verdicts: JSON.stringify(verdicts),
    ...(group === null ? {} : { ...group, except: JSON.stringify(group.except) }),
  };
  const rows: StagedRow[] = [];
  const slice = group === null ? SLICE : GROUP_SLICE;
  for (let from = after; from < last; from += slice) {
    const found = select.all({ ...values, from, to: from + slice, limit: limit - rows.length });
    for (const { seen, stays, ...row } of found) {
      const decided: Before = seen === null ? null : JSON.parse(seen);
      rows.push({
        ...row,
        problems: problemsFromText(row.problems),
        ...(stays === 1 ? { stays: true } : {}),
        before: row.verdict === 'changed' ? (decided ?? before(row.internalOrderRef)) : null,
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
