// What each row of a staged file would change: compared with the newest result of its order, and within its file.
// Counts are exact after every step; only a comparison of the whole file looks at every row.
import type { RowVerdict, StagedRow } from '../../shared/import.ts';
import type { Store } from '../base/sqlite.ts';
import { createMeta } from './meta.ts';
import { createSeenOrders, SEEN_VERDICT } from './seen-orders.ts';
import type { StagedFile } from './staged-file.ts';

// The newest result of an order decides. One that was put aside counts only if it was possibly sent: then nobody knows
// what the server has, and whatever a file says must be sent.
const COUNTS = `(o.state not in ('discarded', 'superseded') or o.unknowns > 0 or o.maybe_twice = 1)`;

/** What the valid staged row `r` would change; null when nothing is known of its order. */
const VERDICT = `(
  select case when o.state not in ('discarded', 'superseded') and o.result = r.result and o.date = r.date and o.inspector = r.inspector
    then 'unchanged' else 'changed' end
  from outbox_item o where o.ref = r.ref and ${COUNTS} order by o.seq desc limit 1)`;

type Before = NonNullable<StagedRow['before']>;

/** Looks up what a changed row is compared with: the newest result of its order; null when there is none. */
export function createBefore(store: Store): (ref: string) => Before | null {
  const newest = store.prepare<unknown[], Before>(`
    select result as bookingResult, date as bookingDate, inspector as inspectorName
    from outbox_item o where o.ref = ? and ${COUNTS} order by o.seq desc limit 1`);
  return (ref) => newest.get(ref) ?? null;
}

export type VerdictCounts = Record<RowVerdict, number> & { readonly records: number; readonly warned: number };

/** How far a comparison is: `next` goes back in as `from`; the totals are there once it is done. */
export interface Compared {
  readonly next: number;
  readonly basis: string;
  readonly totals: VerdictCounts | null;
}

/** New values for one staged row. `problems` is JSON, or empty. */
export interface RowChange {
  readonly record: number;
  readonly ref: string;
  readonly result: string;
  readonly date: string;
  readonly inspector: string;
  readonly problems: string;
  readonly isValid: boolean;
}

/** So many rows are compared at a time: about a tenth of a second, after which a person may have cancelled. */
const STEP = 25_000;

const COUNT = `select count(*) as records, count(*) filter (where verdict = 'new') as new, count(*) filter (where verdict = 'changed') as changed,
  count(*) filter (where verdict = 'unchanged') as unchanged, count(*) filter (where verdict = 'duplicate') as duplicate,
  count(*) filter (where verdict = 'invalid') as invalid,
  count(*) filter (where problems <> '' and verdict in ('new', 'changed')) as warned from staged.row`;

/** Verdicts of the file that is attached to `store` at the time of a call. All of it inside a transaction of the caller. */
export function createVerdicts(store: Store, { fact, writeFact }: Pick<StagedFile, 'fact' | 'writeFact'>) {
  const newestAccepted = store
    .prepare<unknown[], number>(`select coalesce((select seq from sqlite_sequence where name = 'outbox_item'), 0)`)
    .pluck();
  const meta = createMeta(store);
  const seen = createSeenOrders(store);

  /** What BasicPSF was seen to hold comes first, as far as it decides. */
  function verdictOf(): string {
    return seen.isThere() ? `coalesce(${SEEN_VERDICT}, ${VERDICT}, 'new')` : `coalesce(${VERDICT}, 'new')`;
  }

  /** What the verdicts depend on; they are worked out again when it moved. */
  function basisNow(): string {
    return `${newestAccepted.get()}/${meta.read('discardActs', 0)}`;
  }

  function writeTotals(totals: VerdictCounts): void {
    writeFact('totals', JSON.stringify(totals));
  }

  function count(where = ''): VerdictCounts {
    return store.prepare<unknown[], VerdictCounts>(`${COUNT} ${where}`).get() as VerdictCounts;
  }

  function totals(): VerdictCounts {
    return JSON.parse(fact('totals') as string);
  }

  /** The import noticed that the file is already in order of reference; sorting it again would only cost time. */
  function inOrder(): boolean {
    return fact('in-order') === 'yes';
  }

  /** In order of reference, so that neighbours in the outbox are looked up one after the other; written back in file order. */
  function compareRows(from: number, to: number): void {
    if (seen.isThere()) seen.settleDecides();
    store.exec('create temp table known (record integer primary key, verdict text not null)');
    store
      .prepare(
        `insert into temp.known select record, verdict from (
           select r.record, r.verdict as was, ${verdictOf()} as verdict
           from (select * from staged.row where record > ? and record <= ? and verdict in ('new', 'changed', 'unchanged')
             order by ${inOrder() ? 'record' : '+ref'} limit -1) r
         ) where verdict <> was order by record`,
      )
      .run(from, to);
    store.exec(`
      update staged.row set verdict = known.verdict from temp.known where known.record = row.record;
      drop table temp.known;`);
  }

  function finish(basis: string): VerdictCounts {
    if (seen.isThere()) seen.settleTheirs();
    const counted = count();
    writeTotals(counted);
    writeFact('basis', basis);
    return counted;
  }

  /** Whether every row is what the import found it to be, and it has counted them: nothing was ever accepted. */
  function isUntouched(): boolean {
    return newestAccepted.get() === 0 && fact('basis') === undefined && fact('totals') !== undefined;
  }

  /** Of the valid rows of one order the last speaks for it. */
  function judge(): void {
    store.exec(`
      create temp table last as select ref, max(record) as record from staged.row
        where ref in (select ref from temp.touched) and verdict <> 'invalid' group by ref;
      create unique index temp.last_by_ref on last (ref);`);
    store.exec(`
      update staged.row as r set verdict = case when record < (select last.record from temp.last where last.ref = r.ref) then 'duplicate'
        else ${verdictOf()} end
      where record in (select record from temp.affected) and verdict <> 'invalid';
      drop table temp.last;`);
  }

  return {
    totals,
    inOrder,
    isCurrent: (): boolean => fact('basis') === basisNow(),

    /** Compares all rows at once. */
    compareAll: (): VerdictCounts => {
      compareRows(0, Number.MAX_SAFE_INTEGER);
      return finish(basisNow());
    },

    /** Compares some rows after the record `from`; starts anew when the outbox moved since `basis`. */
    compareStep: (from: number, basis: string): Compared => {
      const now = basisNow();
      if (isUntouched()) writeFact('basis', now);
      if (from === 0 && fact('basis') === now) return { next: 0, basis: now, totals: totals() };
      const start = basis === now ? from : 0;
      const last = store.prepare<unknown[], number | null>('select max(record) from staged.row').pluck().get() ?? 0;
      const next = start + STEP;
      compareRows(start, next);
      return { next, basis: now, totals: next < last ? null : finish(now) };
    },

    /** Puts other values in some rows, and works out anew what they and the other rows of their orders are. */
    change: (changes: readonly RowChange[]): VerdictCounts => {
      store.exec(`
        create index if not exists staged.row_by_ref on row (ref);
        create temp table touched (ref text primary key) without rowid;
        create temp table affected (record integer primary key);`);
      try {
        const touch = store.prepare('insert or ignore into temp.touched values (?)');
        const affect = store.prepare('insert or ignore into temp.affected values (?)');
        for (const { record, ref, isValid } of changes) {
          if (isValid) touch.run(ref);
          affect.run(record);
        }
        // Only valid rows speak for an order; there may be very many invalid ones without any.
        store.exec(`
          insert or ignore into temp.touched select ref from staged.row
            where record in (select record from temp.affected) and verdict <> 'invalid';
          insert or ignore into temp.affected select record from staged.row
            where ref in (select ref from temp.touched) and verdict <> 'invalid';`);
        const before = count('where record in (select record from temp.affected)');
        const update = store.prepare(
          `update staged.row set ref = :ref, result = :result, date = :date, inspector = :inspector, problems = :problems, verdict = :verdict
           where record = :record`,
        );
        for (const { isValid, ...values } of changes) update.run({ ...values, verdict: isValid ? 'new' : 'invalid' });
        if (seen.isThere()) seen.settleDecides();
        judge();
        if (seen.isThere()) seen.settleTheirs();
        const after = count('where record in (select record from temp.affected)');
        const sum = totals();
        const changed = Object.fromEntries(
          (Object.keys(sum) as (keyof VerdictCounts)[]).map((key) => [key, sum[key] - before[key] + after[key]]),
        ) as VerdictCounts;
        writeTotals(changed);
        writeFact('in-order', 'no');
        return changed;
      } finally {
        store.exec('drop table if exists temp.touched; drop table if exists temp.affected;');
      }
    },
  };
}

export type Verdicts = ReturnType<typeof createVerdicts>;
