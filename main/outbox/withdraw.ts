// Taking results out of the queue and back into it, in SQL: withdrawing what is unsent of a file, and the undo of any discard.
// The rule it keeps: a result that comes back is the newest of its order, and nothing newer was delivered, is on its way,
// or may have arrived.
import type { Store } from '../base/sqlite.ts';
import { BARRED, HELD_UNTIL } from './same-order.ts';

/** When a result that comes back is due: at once, or once an older one cannot be at work any more. Needs `:now`. */
const DUE_AGAIN = `case was when 'waiting' then ${HELD_UNTIL} when 'unconfirmed' then :now end`;

const NEVER_ABOARD = `attempts = 0 and aboard is null and not exists (select 1 from receipt told where told.seq = outbox_item.seq)`;
// What was replaced meanwhile goes with the rest: it must not come back when the one that replaced it is withdrawn too.
const UNSENT = `(state = 'waiting' or (state = 'superseded' and was = 'waiting')) and ${NEVER_ABOARD}`;

/** The steps of a withdrawal and of its undo, to be run inside a transaction. */
export function createWithdrawal(store: Store) {
  const range = store.prepare<unknown[], { first: number | null; last: number | null }>(
    'select first_seq as first, last_seq as last from import where id = ?',
  );
  // A file's rows have neighbouring numbers; only its repaired rows came later.
  const ofImport = (where: string): string => `
    select seq, state, cause, due_at from outbox_item where seq between :first and :last and ${where}
    union all select seq, state, cause, due_at from outbox_item
      where origin = 'edit' and import_id = :importId and not seq between :first and :last and ${where}`;
  const rememberAll = store.prepare(`insert into discarded select :undo, seq, state, cause, due_at from (${ofImport(UNSENT)})`);
  const rememberOne = store.prepare(
    `insert into discarded select :undo, seq, state, cause, due_at from outbox_item where seq = :seq and ${UNSENT}`,
  );
  const countSent = store.prepare<unknown[], number>(`select count(*) from (${ofImport(`not (${NEVER_ABOARD})`)})`).pluck();
  const countWaiting = store
    .prepare<unknown[], number>(`select count(*) from discarded where undo = ? and state = 'waiting'`)
    .pluck();
  const takeOut = store.prepare(
    `update outbox_item set state = 'discarded', due_at = null, changed_at = :now
     where seq in (select seq from discarded where undo = :undo)`,
  );
  const comeBack = store.prepare(`
    update outbox_item set state = was, was = '', due_at = ${DUE_AGAIN}, changed_at = :now
    where state = 'superseded' and was <> '' and not ${BARRED}
      and ref in (select gone.ref from discarded d join outbox_item gone on gone.seq = d.seq where d.undo = :undo)`);
  const forgetUndo = store.prepare('delete from discarded where undo = ?');

  function takeBack(undo: string, now: number): void {
    takeOut.run({ undo, now });
    comeBack.run({ undo, now });
  }

  /** Puts back what `undo` names. What must stay out is as replaced as it would have become. Answers how many came back. */
  function putBack(undo: string, now: number): number {
    // Of one order's results that come back together the newest comes as it was, and the older ones as replaced.
    store.exec(`
      create temp table back (seq integer primary key, ref text not null, state text not null, cause text not null, due_at integer, isOut integer not null);
      create index temp.back_by_ref on back (ref, seq);`);
    try {
      store
        .prepare(
          `insert into temp.back select d.seq, ref, case when d.state = 'superseded' then was else d.state end, d.cause,
             case when d.state = 'superseded' then ${DUE_AGAIN} else d.due_at end, ${BARRED}
           from discarded d join outbox_item on outbox_item.seq = d.seq where d.undo = :undo and outbox_item.state = 'discarded'`,
        )
        .run({ undo, now });
      store.exec(`
        update temp.back as older set isOut = 1 where exists (
          select 1 from temp.back newer where newer.ref = older.ref and newer.seq > older.seq);`);
      store
        .prepare(
          `update outbox_item set state = iif(isOut, 'superseded', back.state), was = iif(isOut, back.state, ''), cause = back.cause,
             due_at = iif(isOut, null, back.due_at), changed_at = ?
           from temp.back where back.seq = outbox_item.seq`,
        )
        .run(now);
      store
        .prepare(
          `update outbox_item set was = state, state = 'superseded', due_at = null, changed_at = ?
           where ref in (select ref from temp.back where not isOut) and state in ('waiting', 'unconfirmed', 'refused', 'parked')
             and aboard is null and seq < (select max(seq) from temp.back where back.ref = outbox_item.ref and not isOut)`,
        )
        .run(now);
      forgetUndo.run(undo);
      return store.prepare<unknown[], number>('select count(*) from temp.back where not isOut').pluck().get() as number;
    } finally {
      store.exec('drop table if exists temp.back');
    }
  }

  return {
    /** What the results that `undo` names had replaced stands again, where it may. Answers how many. */
    standAgain: (undo: string, now: number): number => comeBack.run({ undo, now }).changes,

    withdrawImport: (importId: number, undo: string, now: number): { count: number; sent: number } => {
      const { first, last } = range.get(importId) ?? { first: null, last: null };
      const rows = { importId, first: first ?? 0, last: last ?? -1 };
      rememberAll.run({ ...rows, undo });
      const sent = countSent.get(rows) as number;
      takeBack(undo, now);
      return { count: countWaiting.get(undo) as number, sent };
    },

    withdraw: (seqs: readonly number[], undo: string, now: number): number[] => {
      const taken = seqs.filter((seq) => rememberOne.run({ seq, undo }).changes > 0);
      takeBack(undo, now);
      return taken;
    },

    putBack,

    /** Puts back what was discarded in whatever acts, as one act. Answers how many of `seqs` were discarded, and how many came back. */
    bringBack: (seqs: readonly number[], act: string, now: number): { chosen: number; count: number } => {
      store.exec('create temp table chosen (seq integer primary key)');
      try {
        const choose = store.prepare(
          `insert or ignore into temp.chosen select seq from outbox_item where seq = ? and state = 'discarded'`,
        );
        let chosen = 0;
        for (const seq of seqs) chosen += choose.run(seq).changes;
        store
          .prepare(
            `insert into discarded select :act, seq, state, cause, due_at from discarded where seq in (select seq from temp.chosen) group by seq`,
          )
          .run({ act });
        store.prepare('delete from discarded where undo <> :act and seq in (select seq from temp.chosen)').run({ act });
        // What it was is not known of one that came out of a backup: it may have been sent, so it waits for a person.
        store
          .prepare(`insert or ignore into discarded select :act, seq, 'parked', 'restored-from-backup', null from temp.chosen`)
          .run({ act });
        return { chosen, count: putBack(act, now) };
      } finally {
        store.exec('drop table if exists temp.chosen');
      }
    },
  };
}
