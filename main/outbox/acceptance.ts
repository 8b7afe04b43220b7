// From staged rows to results on their way: what each row would change, and the one commit that makes a file's rows visible.
// The staged rows lie in a file of their own (table `row`, see STAGED_ROWS); it is attached here, only for that moment.
import type { RowVerdict, StagedRow } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Store } from '../base/store.ts';
import { createMeta } from './meta.ts';
import { SETTLE_MS } from './retry.ts';
import { HELD_UNTIL } from './same-order.ts';
import { createStagedFile } from './staged-file.ts';

/** The shape of a staged file. It has no index on the order reference: in random order that would cost five times as much. */
export const STAGED_ROWS = `
  create table row (
    record integer primary key,
    line integer not null,
    ref text not null,
    result text not null,
    date text not null,
    inspector text not null,
    verdict text not null default 'new',
    problems text not null default ''
  ) strict;
  create table fact (key text primary key, value text not null) strict, without rowid;`;

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

/** The values that a repaired row gets, and whether they are a result that can be queued. */
export interface Repair {
  readonly ref: string;
  readonly result: string;
  readonly date: string;
  readonly inspector: string;
  /** As JSON, or empty. */
  readonly problems: string;
  readonly isValid: boolean;
}

export type VerdictCounts = Record<RowVerdict, number> & { readonly records: number; readonly warned: number };

/** The verbs that join a staged file with the outbox. Each attaches the file at `stagedPath`; for the writer thread only. */
export function createAcceptance(store: Store) {
  const newestAccepted = store
    .prepare<unknown[], number>(`select coalesce((select seq from sqlite_sequence where name = 'outbox_item'), 0)`)
    .pluck();
  const meta = createMeta(store);
  const { attached, fact, writeFact } = createStagedFile(store);

  /** What the verdicts depend on; they are worked out again when it moved. */
  function basis(): string {
    return `${newestAccepted.get()}/${meta.read('discardActs', 0)}`;
  }

  /** In order of reference, so that neighbours in the outbox are looked up one after the other; written back in file order. */
  function compare(): void {
    const wasCompared = fact('basis') !== undefined;
    if (newestAccepted.get() !== 0) {
      store.exec(`
        create temp table known as
          select record, verdict from (
            select r.record, r.verdict as was, coalesce(${VERDICT}, 'new') as verdict
            from (select * from staged.row where verdict in ('new', 'changed', 'unchanged') order by ${inOrder() ? 'record' : 'ref'} limit -1) r
          ) where verdict <> was order by record;
        update staged.row set verdict = known.verdict from temp.known where known.record = row.record;
        drop table temp.known;`);
    }
    // Against an empty outbox every row is what the import found it to be, and it has counted them.
    if (wasCompared || newestAccepted.get() !== 0 || fact('totals') === undefined) writeFact('totals', JSON.stringify(count()));
    writeFact('basis', basis());
  }

  function isCurrent(): boolean {
    return fact('basis') === basis();
  }

  /** Looks at every row once; a million of them take a tenth of a second. */
  function count(): VerdictCounts {
    return store
      .prepare<unknown[], VerdictCounts>(
        `select count(*) as records, count(*) filter (where verdict = 'new') as new, count(*) filter (where verdict = 'changed') as changed,
           count(*) filter (where verdict = 'unchanged') as unchanged, count(*) filter (where verdict = 'duplicate') as duplicate,
           count(*) filter (where verdict = 'invalid') as invalid,
           count(*) filter (where problems <> '' and verdict in ('new', 'changed')) as warned
         from staged.row`,
      )
      .get() as VerdictCounts;
  }

  function counts(): VerdictCounts {
    return JSON.parse(fact('totals') as string);
  }

  /**
   * Sorts through files and a small cache: half the time of one large heap in memory, and a third of the memory.
   * The log is emptied later; what is in it is as durable as it will ever be.
   */
  function inBulk<T>(work: () => T): T {
    for (const setting of ['temp_store = file', 'threads = 1', 'cache_size = -4096', 'wal_autocheckpoint = 0'])
      store.pragma(setting);
    try {
      return work();
    } finally {
      for (const setting of ['temp_store = memory', 'threads = 0', 'cache_size = -32768', 'wal_autocheckpoint = 1000']) {
        store.pragma(setting);
      }
    }
  }

  return {
    /** Works out what each staged row would change and counts the verdicts. */
    compareStaged: (stagedPath: string): VerdictCounts =>
      attached(stagedPath, () =>
        inBulk(
          store.transaction(() => {
            compare();
            return counts();
          }).immediate,
        ),
      ),

    /** Gives the space of the write-ahead log back, which a large acceptance leaves as long as its file. */
    emptyLog: (): void => void store.pragma('wal_checkpoint(truncate)'),

    /** Puts other values in a row of a file in review, and works out anew what it and the rows of the same orders are. */
    repairStaged: (importId: number, stagedPath: string, record: number, repair: Repair): Result<VerdictCounts> =>
      attached(stagedPath, () =>
        store
          .transaction((): Result<VerdictCounts> => {
            const { isValid, ...values } = repair;
            const old = store
              .prepare<unknown[], { ref: string; verdict: RowVerdict }>('select ref, verdict from staged.row where record = ?')
              .get(record);
            if (old === undefined) return fail({ kind: 'gone', what: 'row' });
            store
              .prepare(
                `update staged.row set ref = :ref, result = :result, date = :date, inspector = :inspector, problems = :problems, verdict = :verdict
                 where record = :record`,
              )
              .run({ ...values, record, verdict: isValid ? 'new' : 'invalid' });
            const refs = [...(old.verdict === 'invalid' ? [] : [old.ref]), ...(isValid ? [repair.ref] : [])];
            for (const ref of refs) judgeOrder(ref);
            const totals = count();
            writeFact('totals', JSON.stringify(totals));
            writeFact('in-order', 'no');
            store.prepare('update import set totals = ? where id = ?').run(JSON.stringify(totals), importId);
            return ok(totals);
          })
          .immediate(),
      ),

    /**
     * Queues the new and changed rows of a file in order of reference, holds its invalid ones, and marks the import accepted:
     * one transaction, so all of it becomes visible or nothing does.
     */
    acceptStaged: (importId: number, stagedPath: string, by: string, now: number): Result<VerdictCounts> =>
      attached(stagedPath, () =>
        inBulk(
          store.transaction((): Result<VerdictCounts> => {
            const phase = store.prepare<unknown[], string>('select phase from import where id = ?').pluck().get(importId);
            if (phase !== 'review' && phase !== 'accepting') return fail({ kind: 'gone', what: 'import' });
            if (!isCurrent()) compare();
            const totals = counts();
            const first = (newestAccepted.get() as number) + 1;
            if (totals.changed > 0) {
              store
                .prepare(
                  `update outbox_item set state = 'superseded', due_at = null, changed_at = ?
                   where state in ('waiting', 'unconfirmed', 'refused', 'parked') and aboard is null and ref in (select ref from staged.row where verdict = 'changed')`,
                )
                .run(now);
            }
            store
              .prepare(
                `insert into outbox_item (ref, result, date, inspector, state, origin, import_id, record, changed_at)
                 select ref, result, date, inspector, 'waiting', 'import', ?, record, ? from staged.row
                 where verdict in ('new', 'changed') order by ${inOrder() ? 'record' : 'ref'}`,
              )
              .run(importId, now);
            // A row that was sent without a known answer may still be at work on the server; the newer value waits for that.
            if (totals.changed > 0 && meta.read('lastUnknownAt', 0) > now - SETTLE_MS) {
              store
                .prepare(`update outbox_item set due_at = ${HELD_UNTIL} where seq >= :first and ${HELD_UNTIL} is not null`)
                .run({ first, now });
            }
            store
              .prepare(
                `insert into held_row select ?, record, line, ref, result, date, inspector, problems from staged.row where verdict = 'invalid'`,
              )
              .run(importId);
            const queued = totals.new + totals.changed;
            store
              .prepare(
                `update import set phase = 'accepted', totals = ?, queued = ?, held = ?, first_seq = ?, last_seq = ?, accepted_at = ?, accepted_by = ? where id = ?`,
              )
              .run(JSON.stringify(totals), queued, totals.invalid, first, first + queued - 1, now, by, importId);
            return ok(totals);
          }).immediate,
        ),
      ),
  };

  /** Of the valid rows of one order the last speaks for it. */
  function judgeOrder(ref: string): void {
    store
      .prepare(
        `update staged.row as r set verdict = case
           when record < (select max(record) from staged.row where ref = :ref and verdict <> 'invalid') then 'duplicate'
           else coalesce(${VERDICT}, 'new') end
         where ref = :ref and verdict <> 'invalid'`,
      )
      .run({ ref });
  }

  /** The import noticed that the file is already in order of reference; sorting it again would only cost time. */
  function inOrder(): boolean {
    return fact('in-order') === 'yes';
  }
}

export type AcceptanceVerbs = ReturnType<typeof createAcceptance>;
