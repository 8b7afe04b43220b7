// What people do to results, in SQL: accept, retry, discard, restore, correct. One transaction each.
// The rule it keeps: an older value never comes back after a newer one, and nothing is deleted.
import type { BookingResult } from '../../shared/booking-result.ts';
import type { ItemState, OutboxFilter } from '../../shared/outbox-item.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Store } from '../base/sqlite.ts';
import { transacted } from '../base/statements.ts';
import { createLists } from './lists.ts';
import { createMassRefusal } from './mass-refusal.ts';
import { createMeta } from './meta.ts';
import { farthestDueAt } from './retry.ts';
import { HELD_UNTIL, OVERTAKEN } from './same-order.ts';
import { createWithdrawal } from './withdraw.ts';

/** The results an action touches. */
export type Selected = { readonly seqs: readonly number[] } | { readonly filter: OutboxFilter };

// What a person, or a newer result, may still change: neither settled nor on its way at this very moment.
const UNSETTLED = `state in ('waiting', 'unconfirmed', 'refused', 'parked') and aboard is null`;

/** The verbs of people. Plain synchronous functions for the writer thread. */
export function createOutbox(store: Store) {
  const meta = createMeta(store);
  const lists = createLists(store);
  const withdrawal = createWithdrawal(store);
  const massRefusal = createMassRefusal(store);

  const free = store.prepare<unknown[], { seq: number }>(`
    update outbox_item set state = case when state = 'unconfirmed' then state else 'waiting' end, due_at = case when state = 'unconfirmed' then :now else ${HELD_UNTIL} end,
      cause = case when state = 'unconfirmed' then cause else '' end, words = case when state = 'unconfirmed' then words else '' end,
      attempts = case when state = 'parked' then 0 else attempts end,
      first_tried_online_ms = case when state = 'parked' then null else first_tried_online_ms end, changed_at = :now
    where seq = :seq and ${UNSETTLED} and not ${OVERTAKEN} returning seq`);
  const remember = store.prepare(
    `insert into discarded select ?, seq, state, cause, due_at from outbox_item where seq = ? and ${UNSETTLED}`,
  );
  const discard = store.prepare(
    `update outbox_item set state = 'discarded', due_at = null, changed_at = ? where seq = ? and ${UNSETTLED}`,
  );
  const supersede = store.prepare(
    `update outbox_item set was = state, state = 'superseded', due_at = null, changed_at = ? where ref = ? and seq < ? and ${UNSETTLED}`,
  );
  const replace = store.prepare(
    `update outbox_item set was = state, state = 'superseded', due_at = null, changed_at = :now where seq = :seq and ${UNSETTLED}`,
  );
  const nameReplacement = store.prepare(
    `update outbox_item set replaced_by = :corrected where seq = :seq and state = 'superseded'`,
  );
  const hold = store.prepare(`update outbox_item set due_at = ${HELD_UNTIL} where seq = :seq and state = 'waiting'`);
  const insertItem = store.prepare<unknown[], { seq: number }>(`
    insert into outbox_item (ref, result, date, inspector, state, origin, import_id, record, changed_at, accepted_at)
    values (:ref, :result, :date, :inspector, 'waiting', :origin, :importId, :record, :now, :now) returning seq`);
  const countItem = store.prepare(`insert into tally values (?, 'waiting', '', 1) on conflict do update set n = n + 1`);
  const hurry = store.prepare(`
    update outbox_item indexed by outbox_item_by_due set due_at = case when state = 'waiting' then coalesce(${HELD_UNTIL}, :now) else :now end
    where due_at > :now and state in ('waiting', 'unconfirmed')`);
  const original = store.prepare<unknown[], { import_id: number | null; record: number | null; aboard: string | null }>(
    'select import_id, record, aboard from outbox_item where seq = ?',
  );

  /** Accepts one result beside the files: an edited one, a repaired row, or one made from a booking. */
  function accept(
    result: BookingResult,
    from: { origin: 'edit' | 'booking'; importId: number | null; record: number | null },
    now: number,
  ): number {
    const { seq } = insertItem.get({
      ref: result.internalOrderRef,
      result: result.bookingResult,
      date: result.bookingDate,
      inspector: result.inspectorName,
      now,
      ...from,
    }) as { seq: number };
    countItem.run(0);
    if (from.importId !== null) countItem.run(from.importId);
    supersede.run(now, result.internalOrderRef, seq);
    hold.run({ seq, now });
    return seq;
  }

  /** What a discard or its undo changes may change what the rows of a file in review are. */
  function noteDiscards(): void {
    meta.write('discardActs', meta.read('discardActs', 0) + 1);
  }

  function selected(selection: Selected, states: readonly ItemState[]): number[] {
    return 'seqs' in selection ? [...selection.seqs] : lists.seqs(selection.filter, states);
  }

  function retryEach(selection: Selected, now: number): number[] {
    const states: readonly ItemState[] = ['waiting', 'unconfirmed', 'refused', 'parked'];
    const seqs = selected(selection, states);
    massRefusal.allowThoseOf(seqs);
    return seqs.filter((seq) => free.get({ seq, now }) !== undefined);
  }

  const verbs = {
    accept,

    /**
     * Takes back what is unsent of an accepted file: its results that were never on board are discarded, what they had
     * replaced is what it was before, and `undo` names the act for `restore`. Answers how many, and how many were on board.
     */
    withdrawImport: (importId: number, undo: string, now: number): { count: number; sent: number } => {
      const withdrawn = withdrawal.withdrawImport(importId, undo, now);
      noteDiscards();
      return withdrawn;
    },

    /** Takes back results that were never on board, as if they had not been accepted. Answers which could be. */
    withdraw: (seqs: readonly number[], undo: string, now: number): number[] => {
      const taken = withdrawal.withdraw(seqs, undo, now);
      noteDiscards();
      return taken;
    },

    /** Makes results due now. Returns how many. */
    retry: (selection: Selected, now: number): number => retryEach(selection, now).length,
    /** The same, and answers which they were. */
    retryEach,

    /**
     * Takes results out of the queue; `undo` names the act so that it can be taken back. What they had replaced stands again,
     * unless it was chosen too. Answers how many were taken out, and how many stand again.
     */
    discard: (selection: Selected, undo: string, now: number): { count: number; back: number } => {
      let [count, back] = [0, 0];
      for (let again = -1; again !== 0; ) {
        const before = count;
        for (const seq of selected(selection, ['waiting', 'unconfirmed', 'refused', 'parked'])) {
          remember.run(undo, seq);
          count += discard.run(now, seq).changes;
        }
        back -= again < 0 ? 0 : count - before;
        if (count === before) break;
        again = withdrawal.standAgain(undo, now);
        back += again;
      }
      noteDiscards();
      return { count, back };
    },

    /** Puts discarded results back where they were; one that was overtaken meanwhile stays out. Returns how many came back. */
    restore: (undo: string, now: number): number => {
      const count = withdrawal.putBack(undo, now);
      noteDiscards();
      return count;
    },

    /**
     * Puts discarded results back where they were, whenever that was; `act` names it. Answers how many came back: one that a
     * newer result of its order has overtaken meanwhile stays out.
     */
    bringBack: (selection: Selected, act: string, now: number): { count: number; overtaken: number } => {
      const wanted = selected(selection, ['discarded']);
      const { chosen, count } = withdrawal.bringBack(wanted, act, now);
      noteDiscards();
      return { count, overtaken: chosen - count };
    },

    /** Queues a corrected result for the same row; the old one stays in the history. Returns its seq. */
    resend: (seq: number, result: BookingResult, now: number): Result<number> => {
      const row = original.get(seq);
      if (row === undefined) return fail({ kind: 'gone', what: 'result' });
      if (row.aboard !== null) return fail({ kind: 'input-refused', why: 'it is being sent right now' });
      replace.run({ seq, now });
      const corrected = accept(result, { origin: 'edit', importId: row.import_id, record: row.record }, now);
      nameReplacement.run({ seq, corrected });
      return ok(corrected);
    },

    /** Lets results go at once that were waiting for their next try. */
    hurry: (now: number): number => hurry.run({ now }).changes,

    /** Corrects due moments that a wrong clock wrote. */
    clampDue: (now: number): number => {
      let count = 0;
      for (const state of ['waiting', 'unconfirmed', 'refused'] as const) {
        count += store
          .prepare('update outbox_item indexed by outbox_item_by_due set due_at = ? where due_at > ? and state = ?')
          .run(now, farthestDueAt(state, now), state).changes;
      }
      return count;
    },
  };
  return transacted(store, verbs);
}

export type OutboxVerbs = ReturnType<typeof createOutbox>;
