// From staged rows to results on their way: what each row would change, and the one commit that makes a file's rows visible.
// The staged rows lie in a file of their own (table `row`, see STAGED_ROWS); it is attached here, only for that moment.
import type { RowVerdict } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Store } from '../base/store.ts';
import { SETTLE_MS } from './retry.ts';

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

export type VerdictCounts = Record<RowVerdict, number> & { readonly records: number; readonly warned: number };

/** The verbs that join a staged file with the outbox. Each attaches the file at `stagedPath`; for the writer thread only. */
export function createAcceptance(store: Store) {
  const newestAccepted = store
    .prepare<unknown[], number>(`select coalesce((select seq from sqlite_sequence where name = 'outbox_item'), 0)`)
    .pluck();
  const discards = store
    .prepare<unknown[], number>(`select coalesce(sum(n), 0) from tally where import_id = 0 and state = 'discarded'`)
    .pluck();

  function attached<T>(stagedPath: string, work: () => T): T {
    store.prepare('attach ? as staged').run(stagedPath);
    try {
      return work();
    } finally {
      store.exec('detach staged');
    }
  }

  /** What the verdicts depend on; they are worked out again when it moved. */
  function basis(): string {
    return `${newestAccepted.get()}/${discards.get()}`;
  }

  function compare(): void {
    store.exec(`update staged.row set verdict = 'new' where verdict in ('changed', 'unchanged')`);
    if (newestAccepted.get() !== 0) {
      store.exec(`
        create temp table known as
          select r.record, (
            select case when o.result = r.result and o.date = r.date and o.inspector = r.inspector then 'unchanged' else 'changed' end
            from outbox_item o where o.ref = r.ref and o.state <> 'discarded' order by o.seq desc limit 1
          ) as verdict
          from staged.row r where r.verdict = 'new';
        update staged.row set verdict = known.verdict from temp.known where known.record = row.record and known.verdict is not null;
        drop table temp.known;`);
    }
    store.prepare(`insert into staged.fact values ('basis', ?) on conflict do update set value = excluded.value`).run(basis());
  }

  function isCurrent(): boolean {
    return store.prepare(`select value from staged.fact where key = 'basis'`).pluck().get() === basis();
  }

  function counts(): VerdictCounts {
    const n = { new: 0, changed: 0, unchanged: 0, duplicate: 0, invalid: 0, records: 0, warned: 0 };
    const rows = store
      .prepare<unknown[], { verdict: RowVerdict; n: number }>('select verdict, count(*) as n from staged.row group by verdict')
      .all();
    for (const row of rows) {
      n[row.verdict] = row.n;
      n.records += row.n;
    }
    n.warned = store
      .prepare<unknown[], number>(`select count(*) from staged.row where verdict in ('new', 'changed') and problems <> ''`)
      .pluck()
      .get() as number;
    return n;
  }

  return {
    /** Works out what each staged row would change and counts the verdicts. */
    compareStaged: (stagedPath: string): VerdictCounts =>
      attached(stagedPath, () =>
        store
          .transaction(() => {
            compare();
            return counts();
          })
          .immediate(),
      ),

    /**
     * Queues the new and changed rows of a file in order of reference, holds its invalid ones, and marks the import accepted:
     * one transaction, so all of it becomes visible or nothing does.
     */
    acceptStaged: (importId: number, stagedPath: string, by: string, now: number): Result<VerdictCounts> =>
      attached(stagedPath, () =>
        store
          .transaction((): Result<VerdictCounts> => {
            const phase = store.prepare<unknown[], string>('select phase from import where id = ?').pluck().get(importId);
            if (phase !== 'review' && phase !== 'accepting') return fail({ kind: 'gone', what: 'import' });
            if (!isCurrent()) compare();
            const totals = counts();
            const first = (newestAccepted.get() as number) + 1;
            // A row that was sent without a known answer may still be at work on the server; the newer value waits for that.
            const held = totals.changed === 0 ? [] : unconfirmedLately(now);
            if (totals.changed > 0) {
              store
                .prepare(
                  `update outbox_item set state = 'superseded', due_at = null, changed_at = ?
                   where state in ('waiting', 'unconfirmed', 'refused', 'parked') and ref in (select ref from staged.row where verdict = 'changed')`,
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
            const hold = store.prepare(`update outbox_item set due_at = ? where ref = ? and seq >= ? and state = 'waiting'`);
            for (const { ref, at } of held) hold.run(at + SETTLE_MS, ref, first);
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
          })
          .immediate(),
      ),
  };

  function unconfirmedLately(now: number): { ref: string; at: number }[] {
    return store
      .prepare<unknown[], { ref: string; at: number }>(
        `select ref, max(changed_at) as at from outbox_item where state = 'unconfirmed' and changed_at > ?
         and ref in (select ref from staged.row where verdict = 'changed') group by ref`,
      )
      .all(now - SETTLE_MS);
  }

  /** The import noticed that the file is already in order of reference; sorting it again would only cost time. */
  function inOrder(): boolean {
    return store.prepare(`select value from staged.fact where key = 'in-order'`).pluck().get() === 'yes';
  }
}

export type AcceptanceVerbs = ReturnType<typeof createAcceptance>;
