// Every change of a result on its way, in SQL: claim, settle, retry, discard, edit. One transaction each.
// The rule it keeps: an older value never goes out after a newer one, and every attempt leaves a receipt.
import type { BookingResult } from '../../shared/booking-result.ts';
import { type Failure, reach } from '../../shared/failure.ts';
import type { ItemState, OutboxFilter } from '../../shared/outbox-item.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Random } from '../base/ports.ts';
import type { Store } from '../base/store.ts';
import { createLists } from './lists.ts';
import { createMeta } from './meta.ts';
import { afterFailure, farthestDueAt, SETTLE_MS } from './retry.ts';
import { HELD_UNTIL, OVERTAKEN } from './same-order.ts';

/** Results to take on board of one batch, written before a socket opens. */
export interface Claim {
  readonly batchId: string;
  /** The push it belongs to; there is one at a time, so a claim of another one was interrupted. */
  readonly bootId: string;
  readonly seqs: readonly number[];
  readonly urlBytes: number;
  readonly now: number;
}

/** What came of a batch: for each result null (delivered), or why not. */
export interface Settlement {
  readonly batchId: string;
  readonly now: number;
  /** Time online so far, ms, over all runs. */
  readonly onlineMs: number;
  readonly outcomes: readonly { readonly seq: number; readonly failure: Failure | null }[];
}

/** The results an action touches. */
export type Selected = { readonly seqs: readonly number[] } | { readonly filter: OutboxFilter };

interface Row {
  readonly seq: number;
  readonly ref: string;
  readonly state: ItemState;
  readonly cause: string;
  readonly attempts: number;
  readonly first_tried_online_ms: number | null;
  readonly due_at: number | null;
}

// What a person, or a newer result, may still change: neither settled nor on its way at this very moment.
const UNSETTLED = `state in ('waiting', 'unconfirmed', 'refused', 'parked') and aboard is null`;

/** All verbs that change `outbox_item`, `batch`, `receipt` and `discarded`. Plain synchronous functions for the writer thread. */
export function createOutbox(store: Store, random: Random = Math.random) {
  const meta = createMeta(store);
  const lists = createLists(store);

  const insertBatch = store.prepare('insert into batch (id, boot_id, started_at, rows, url_bytes) values (?, ?, ?, ?, ?)');
  const take = store.prepare(`
    update outbox_item set aboard = :batchId, attempts = attempts + 1, due_at = null
    where seq = :seq and state in ('waiting', 'unconfirmed', 'refused') and aboard is null and not ${OVERTAKEN} and ${HELD_UNTIL} is null
      and not exists (select 1 from outbox_item other where other.ref = outbox_item.ref and +other.aboard is not null)`);
  const endBatch = store.prepare('update batch set ended_at = ?, cause = ? where id = ?');
  const onBoard = store.prepare<unknown[], Row & { overtaken: number }>(`
    select seq, ref, state, cause, attempts, first_tried_online_ms, due_at, ${OVERTAKEN} as overtaken
    from outbox_item where seq = ? and aboard = ?`);
  const timesNotFound = store
    .prepare<unknown[], number>(`select count(*) from receipt where seq = ? and cause = 'order-not-found'`)
    .pluck();
  const insertReceipt = store.prepare('insert into receipt values (?, ?, ?, ?, ?, ?)');
  const settleItem = store.prepare(`
    update outbox_item set state = :state, aboard = null, cause = :cause, words = :words, due_at = :dueAt, changed_at = :now,
      maybe_twice = maybe_twice or state = 'unconfirmed', unknowns = case when :unknown then unknowns + 1 else 0 end,
      first_tried_online_ms = coalesce(first_tried_online_ms, :onlineMs)
    where seq = :seq`);
  const deliver = store.prepare(`
    update outbox_item set state = 'delivered', aboard = null, cause = '', words = '', due_at = null, changed_at = :now, unknowns = 0,
      maybe_twice = maybe_twice or state = 'unconfirmed', first_tried_online_ms = coalesce(first_tried_online_ms, :onlineMs)
    where seq = :seq and aboard = :batchId`);
  const holdNewer = store.prepare(`
    update outbox_item set due_at = max(coalesce(due_at, 0), :until) where ref = :ref and seq > :seq and state = 'waiting'`);
  const putOff = store.prepare(`
    update outbox_item set state = case when ${OVERTAKEN} then 'superseded' else state end, attempts = attempts - 1, aboard = null,
      due_at = case when state <> 'waiting' and not ${OVERTAKEN} then ? end
    where aboard = ?`);
  const forgetBatch = store.prepare('delete from batch where id = ?');
  const unload = store.prepare<unknown[], Row & { overtaken: number; aboard: string }>(`
    select seq, ref, state, cause, attempts, first_tried_online_ms, due_at, aboard, ${OVERTAKEN} as overtaken from outbox_item
    where aboard is not null and not exists (select 1 from batch where id = outbox_item.aboard and boot_id = ?)`);

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
  const restorable = store.prepare<unknown[], Row & { overtaken: number }>(`
    select d.seq, ref, d.state, d.cause, d.due_at, ${OVERTAKEN} as overtaken from discarded d join outbox_item on outbox_item.seq = d.seq
    where d.undo = ? and outbox_item.state = 'discarded'`);
  const putBack = store.prepare('update outbox_item set state = ?, cause = ?, due_at = ?, changed_at = ? where seq = ?');
  const forgetUndo = store.prepare('delete from discarded where undo = ?');
  const supersede = store.prepare(
    `update outbox_item set state = 'superseded', due_at = null, changed_at = ? where ref = ? and seq < ? and ${UNSETTLED}`,
  );
  const hold = store.prepare(`update outbox_item set due_at = ${HELD_UNTIL} where seq = :seq and state = 'waiting'`);
  const insertItem = store.prepare<unknown[], { seq: number }>(`
    insert into outbox_item (ref, result, date, inspector, state, origin, import_id, record, changed_at)
    values (:ref, :result, :date, :inspector, 'waiting', :origin, :importId, :record, :now) returning seq`);
  const countItem = store.prepare(`insert into tally values (?, 'waiting', '', 1) on conflict do update set n = n + 1`);
  const hurry = store.prepare(`
    update outbox_item indexed by outbox_item_by_due set due_at = case when state = 'waiting' then coalesce(${HELD_UNTIL}, :now) else :now end
    where due_at > :now and state in ('waiting', 'unconfirmed')`);
  const original = store.prepare<unknown[], { import_id: number | null; record: number | null; aboard: string | null }>(
    'select import_id, record, aboard from outbox_item where seq = ?',
  );

  function settle({ batchId, now, onlineMs, outcomes }: Settlement): void {
    let batchCause = '';
    for (const { seq, failure } of outcomes) {
      if (failure === null) {
        if (deliver.run({ seq, batchId, now, onlineMs }).changes > 0) insertReceipt.run(seq, batchId, now, 'delivered', '', '');
        continue;
      }
      const row = onBoard.get(seq, batchId);
      if (row === undefined) continue;
      const words = 'words' in failure ? failure.words : '';
      const cause = failure.kind;
      batchCause ||= cause;
      const verdict = afterFailure(
        failure,
        {
          attempts: row.attempts,
          timesNotFound: (timesNotFound.get(seq) as number) + (cause === 'order-not-found' ? 1 : 0),
          onlineMs: row.first_tried_online_ms === null ? 0 : onlineMs - row.first_tried_online_ms,
          overtaken: row.overtaken === 1,
        },
        now,
        random(),
      );
      const reached = outcomeOf(failure);
      insertReceipt.run(seq, batchId, now, reached, cause, words);
      settleItem.run({
        seq,
        state: verdict.state,
        cause,
        words,
        dueAt: verdict.dueAt,
        now,
        unknown: reached === 'unconfirmed' ? 1 : 0,
        onlineMs,
      });
      if (reached === 'unconfirmed') noteUnknown(row, now);
    }
    endBatch.run(now, batchCause, batchId);
    if (outcomes.some(({ failure }) => failure === null)) meta.write('lastDeliveredAt', now);
    meta.write('onlineMs', Math.round(onlineMs));
  }

  /** The newer result waits until this one cannot be at work any more; so will results that are accepted within that time. */
  function noteUnknown({ ref, seq }: Row, now: number): void {
    holdNewer.run({ ref, seq, until: now + SETTLE_MS });
    meta.write('lastUnknownAt', now);
  }

  function claim({ batchId, bootId, seqs, urlBytes, now }: Claim): number[] {
    const taken: number[] = [];
    insertBatch.run(batchId, bootId, now, seqs.length, urlBytes);
    for (const seq of seqs) if (take.run({ seq, batchId, now }).changes > 0) taken.push(seq);
    return taken;
  }

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

  const verbs = {
    /** Settles the batches that ended and takes the next ones on board, in one durable commit. Answers with what each took. */
    turn: (ended: readonly Settlement[], next: readonly Claim[]): number[][] => {
      for (const settlement of ended) settle(settlement);
      return next.map(claim);
    },

    /** Gives up a claim that was never sent, as if it had not been made. */
    release: (batchId: string, now: number): void => {
      putOff.run(now, batchId);
      forgetBatch.run(batchId);
    },

    accept,

    /** Marks what another push or run left on board as possibly sent, due now unless it was overtaken. Returns how many. */
    recover: (bootId: string, now: number): number => {
      const rows = unload.all(bootId);
      for (const row of rows) {
        const batchId = row.aboard;
        insertReceipt.run(row.seq, batchId, now, 'unconfirmed', 'stopped-midway', '');
        endBatch.run(now, 'stopped-midway', batchId);
        settleItem.run({
          seq: row.seq,
          state: row.overtaken === 1 ? 'superseded' : 'unconfirmed',
          cause: 'stopped-midway',
          words: '',
          dueAt: row.overtaken === 1 ? null : now,
          now,
          unknown: 1,
          onlineMs: meta.read('onlineMs', 0),
        });
        noteUnknown(row, now);
      }
      return rows.length;
    },

    /** Makes results due now. Returns how many. */
    retry: (selection: Selected, now: number): number => {
      let count = 0;
      for (const seq of selected(selection, ['waiting', 'unconfirmed', 'refused', 'parked']))
        if (free.get({ seq, now }) !== undefined) count += 1;
      return count;
    },

    /** Takes results out of the queue; `undo` names the act so that it can be taken back. Returns how many. */
    discard: (selection: Selected, undo: string, now: number): number => {
      let count = 0;
      for (const seq of selected(selection, ['waiting', 'unconfirmed', 'refused', 'parked'])) {
        remember.run(undo, seq);
        count += discard.run(now, seq).changes;
      }
      noteDiscards();
      return count;
    },

    /** Puts discarded results back where they were; one that was overtaken meanwhile stays out. Returns how many came back. */
    restore: (undo: string, now: number): number => {
      let count = 0;
      for (const row of restorable.all(undo)) {
        const state = row.overtaken === 1 ? 'superseded' : row.state;
        putBack.run(state, row.cause, row.overtaken === 1 ? null : row.due_at, now, row.seq);
        if (row.overtaken === 1) continue;
        count += 1;
        supersede.run(now, row.ref, row.seq);
      }
      forgetUndo.run(undo);
      noteDiscards();
      return count;
    },

    /** Queues a corrected result for the same row; the old one stays in the history. Returns its seq. */
    resend: (seq: number, result: BookingResult, now: number): Result<number> => {
      const row = original.get(seq);
      if (row === undefined) return fail({ kind: 'gone', what: 'result' });
      if (row.aboard !== null) return fail({ kind: 'input-refused', why: 'it is being sent right now' });
      store
        .prepare(`update outbox_item set state = 'superseded', due_at = null, changed_at = ? where seq = ? and ${UNSETTLED}`)
        .run(now, seq);
      return ok(accept(result, { origin: 'edit', importId: row.import_id, record: row.record }, now));
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

    /** Forgets settled results that are older than `before`, a slice at a time. Returns how many. */
    forget: (before: number, limit: number): number => {
      const old = store
        .prepare<unknown[], number>(
          `select seq from outbox_item where state in ('delivered', 'superseded', 'discarded') and changed_at < ? order by seq limit ?`,
        )
        .pluck()
        .all(before, limit);
      const gone = ['outbox_item where seq', 'receipt where seq', 'discarded where seq', 'outbox_search where rowid'].map(
        (where) => store.prepare(`delete from ${where} = ?`),
      );
      for (const seq of old) for (const statement of gone) statement.run(seq);
      return old.length;
    },
  };
  return transacted(store, verbs);
}

export type OutboxVerbs = ReturnType<typeof createOutbox>;

function outcomeOf(failure: Failure): 'refused' | 'unconfirmed' | 'not-sent' {
  const reached = reach(failure);
  return reached === 'verdict' ? 'refused' : reached === 'unknown' ? 'unconfirmed' : 'not-sent';
}

/** Each verb becomes one immediate transaction: all of it is on disk, or none. */
// biome-ignore lint/suspicious/noExplicitAny: any function may be wrapped; the type keeps its exact shape
export function transacted<V extends Record<string, (...args: any[]) => any>>(store: Store, verbs: V): V {
  const wrapped: Record<string, unknown> = {};
  for (const [name, verb] of Object.entries(verbs)) wrapped[name] = store.transaction(verb).immediate;
  return wrapped as V;
}
