// From staged rows to results on their way: what each row would change, and the one commit that makes a file's rows visible.
// The staged rows lie in a file of their own (table `row`, see STAGED_ROWS); it is attached here, only for that moment.
import { fail, ok, type Result } from '../../shared/result.ts';
import { NO_THEIRS } from '../../shared/seen-orders.ts';
import type { Store } from '../base/sqlite.ts';
import { createMarkedRows } from './marked-rows.ts';
import { createMeta } from './meta.ts';
import { SETTLE_MS } from './retry.ts';
import { HELD_UNTIL } from './same-order.ts';
import { createSeenOrders, KEPT } from './seen-orders.ts';
import { createStagedFile } from './staged-file.ts';
import { type Compared, createVerdicts, type VerdictCounts } from './verdicts.ts';

/** The shape of a staged file; `mark` says which held row of an earlier file a row was. It has no index on the order reference: in random order that would cost five times as much. */
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
  create table mark (record integer primary key, mark text not null) strict;
  create table fact (key text primary key, value text not null) strict, without rowid;`;

/** The verbs that join a staged file with the outbox. Each attaches the file at `stagedPath`; for the writer thread only. */
export function createAcceptance(store: Store) {
  const newestAccepted = store
    .prepare<unknown[], number>(`select coalesce((select seq from sqlite_sequence where name = 'outbox_item'), 0)`)
    .pluck();
  const meta = createMeta(store);
  const staged = createStagedFile(store);
  const { attached } = staged;
  const verdicts = createVerdicts(store, staged);
  const seen = createSeenOrders(store);
  const nameOf = store.prepare<unknown[], string>('select name from import where id = ?').pluck();
  const settleMarked = createMarkedRows(store);
  const noteTotals = store.prepare(`update import set totals = ? where id = ? and phase = 'review'`);

  /** The counts of what is queued, without the rows that stay as BasicPSF has them. */
  function withoutKept(totals: VerdictCounts): VerdictCounts & { readonly kept: number } {
    const count = (verdict: string): number =>
      store
        .prepare<unknown[], number>(`select count(*) from staged.row as row where verdict = ? and exists ${KEPT}`)
        .pluck()
        .get(verdict) as number;
    const [kept, changed] = [count('new'), count('changed')];
    return { ...totals, new: totals.new - kept, changed: totals.changed - changed, kept: kept + changed };
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
    /**
     * Works out what some of the staged rows after the record `from` would change, so that nobody has to wait for all of
     * them; `basis` is what the last step answered. Once the end is reached the verdicts are counted, and noted for the
     * file in review that has the id `importId`.
     */
    compareStaged: (stagedPath: string, from: number, basis: string, importId: number | null): Compared =>
      attached(stagedPath, () =>
        inBulk(
          store.transaction(() => {
            const compared = verdicts.compareStep(from, basis);
            if (compared.totals !== null) noteTotals.run(JSON.stringify(compared.totals), importId);
            return compared;
          }).immediate,
        ),
      ),

    /** Gives the space of the write-ahead log back, which a large acceptance leaves as long as its file. */
    emptyLog: (): void => void store.pragma('wal_checkpoint(truncate)'),

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
            const compared = verdicts.isCurrent() ? verdicts.totals() : verdicts.compareAll();
            const theirs = seen.isThere() ? seen.theirs() : NO_THEIRS;
            if (theirs.open > 0) return fail({ kind: 'theirs-undecided', name: nameOf.get(importId) ?? '', count: theirs.open });
            const totals = theirs.kept > 0 ? withoutKept(compared) : compared;
            const first = (newestAccepted.get() as number) + 1;
            // Of an order that stays as BasicPSF has it, an older result of ours must not go out either.
            if (compared.changed > 0) {
              store
                .prepare(
                  `update outbox_item set was = state, state = 'superseded', due_at = null, changed_at = ?
                   where state in ('waiting', 'unconfirmed', 'refused', 'parked') and aboard is null and ref in (select ref from staged.row where verdict = 'changed')`,
                )
                .run(now);
            }
            store
              .prepare(
                `insert into outbox_item (ref, result, date, inspector, state, origin, import_id, record, changed_at, accepted_at)
                 select ref, result, date, inspector, 'waiting', 'import', ?, record, ?, ? from staged.row
                 where verdict in ('new', 'changed') ${theirs.kept > 0 ? `and not exists ${KEPT}` : ''} order by ${verdicts.inOrder() ? 'record' : '+ref'}`,
              )
              .run(importId, now, now);
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
            if (theirs.kept > 0) {
              store
                .prepare(
                  `insert into outbox_item (ref, result, date, inspector, state, cause, origin, import_id, record, changed_at, accepted_at)
                   select ref, result, date, inspector, 'superseded', 'told-elsewhere', 'import', ?, record, ?, ? from staged.row as row
                   where verdict in ('new', 'changed') and exists ${KEPT}`,
                )
                .run(importId, now, now);
            }
            // A job that brings the same file every night would have the same row listed once for each of them.
            if (totals.invalid > 0) {
              store
                .prepare(
                  `delete from held_row where import_id <> ? and (ref, result, date, inspector, problems) in
                   (select ref, result, date, inspector, problems from staged.row where verdict = 'invalid')`,
                )
                .run(importId);
            }
            settleMarked(now);
            const queued = totals.new + totals.changed;
            store
              .prepare(
                `update import set phase = 'accepted', totals = ?, queued = ?, held = ?, first_seq = ?, last_seq = ?, accepted_at = ?, accepted_by = ? where id = ?`,
              )
              .run(JSON.stringify(totals), queued, totals.invalid, first, first + queued + theirs.kept - 1, now, by, importId);
            return ok(totals);
          }).immediate,
        ),
      ),
  };
}

export type AcceptanceVerbs = ReturnType<typeof createAcceptance>;
