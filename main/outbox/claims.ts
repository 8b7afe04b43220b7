// A batch on its way, in SQL: claimed before a socket opens, settled when its answer came, recovered after a crash.
// The rule it keeps: an older value never goes out after a newer one, and every attempt leaves a receipt.
import type { Failure } from '../../shared/failure.ts';
import type { HeldOrder } from '../../shared/held-order.ts';
import { type ItemState, LOOKED_UP } from '../../shared/outbox-item.ts';
import type { Random } from '../base/ports.ts';
import type { Store } from '../base/sqlite.ts';
import { transacted } from '../base/statements.ts';
import { createMassRefusal } from './mass-refusal.ts';
import { createMeta } from './meta.ts';
import { outcomeOf } from './outcome.ts';
import { type Attempted, afterFailure, SETTLE_MS } from './retry.ts';
import { OVERTAKEN } from './same-order.ts';
import { noteClock } from './set-backs.ts';
import { createSettling } from './settling.ts';

/** Results to take on board of one batch, written before a socket opens. */
export interface Claim {
  readonly batchId: string;
  /** The push it belongs to; there is one at a time, so a claim of another one was interrupted. */
  readonly bootId: string;
  readonly seqs: readonly number[];
  readonly urlBytes: number;
  readonly now: number;
  /** The clock's monotonic time, ms. */
  readonly monotonic: number;
}

/** What became of one result of a batch. */
export type Outcome =
  /**
   * Null is delivered; `lookedUp` says that it was not sent: BasicPSF was seen to hold it. `held` is what BasicPSF holds
   * instead, where that is why it was not sent.
   */
  | { readonly seq: number; readonly failure: Failure | null; readonly lookedUp?: true; readonly held?: HeldOrder }
  /** Not sent: an earlier attempt may still be at work until then, epoch ms. */
  | { readonly seq: number; readonly until: number };

/** What came of a batch. */
export interface Settlement {
  readonly batchId: string;
  readonly now: number;
  /** The clock's monotonic time, ms. */
  readonly monotonic: number;
  /** Time online so far, ms, over all runs. */
  readonly onlineMs: number;
  readonly outcomes: readonly Outcome[];
}

interface Row {
  readonly seq: number;
  readonly ref: string;
  readonly state: ItemState;
  readonly cause: string;
  readonly attempts: number;
  readonly first_tried_online_ms: number | null;
  readonly due_at: number | null;
}

/** The verbs of a push. Plain synchronous functions for the writer thread. */
export function createClaims(store: Store, random: Random = Math.random) {
  const meta = createMeta(store);
  const settling = createSettling(meta);
  const massRefusal = createMassRefusal(store);

  const insertBatch = store.prepare('insert into batch (id, boot_id, started_at, rows, url_bytes) values (?, ?, ?, ?, ?)');
  // Most orders have one result only, and then there is nothing to compare it with.
  const take = store.prepare(`
    update outbox_item set aboard = :batchId, attempts = attempts + 1, due_at = null
    where seq = :seq and state in ('waiting', 'unconfirmed', 'refused') and aboard is null and (
      not exists (select 1 from outbox_item other where other.ref = outbox_item.ref and other.seq <> outbox_item.seq)
      or (not ${OVERTAKEN}
        and not exists (select 1 from outbox_item other where other.ref = outbox_item.ref and +other.aboard is not null)))`);
  const refOf = store.prepare<unknown[], string>('select ref from outbox_item where seq = ?').pluck();
  const holdBack = store.prepare('update outbox_item set due_at = ? where seq = ? and aboard is null');
  const endBatch = store.prepare('update batch set ended_at = ?, cause = ? where id = ?');
  const onBoard = store.prepare<unknown[], Row & { overtaken: number }>(`
    select seq, ref, state, cause, attempts, first_tried_online_ms, due_at, ${OVERTAKEN} as overtaken
    from outbox_item where seq = ? and aboard = ?`);
  const timesNotFound = store
    .prepare<unknown[], number>(`select count(*) from receipt where seq = ? and cause = 'order-not-found'`)
    .pluck();
  const insertReceipt = store.prepare('insert into receipt values (?, ?, ?, ?, ?, ?)');
  const settleItem = store.prepare(`
    update outbox_item set state = :state, was = :was, aboard = null, cause = :cause, words = :words, due_at = :dueAt, changed_at = :now,
      maybe_twice = maybe_twice or state = 'unconfirmed', unknowns = case when :unknown then unknowns + 1 else 0 end,
      first_tried_online_ms = coalesce(first_tried_online_ms, :onlineMs)
    where seq = :seq`);
  const deliver = store.prepare(`
    update outbox_item set state = 'delivered', aboard = null, cause = '', words = '', due_at = null, changed_at = ?, unknowns = 0,
      maybe_twice = maybe_twice or state = 'unconfirmed', first_tried_online_ms = coalesce(first_tried_online_ms, ?)
    where seq = ? and aboard = ?`);
  const deliverSeen = store.prepare(`
    update outbox_item set state = 'delivered', aboard = null, cause = '', words = '', due_at = null, changed_at = ?, unknowns = 0
    where seq = ? and aboard = ?`);
  const noteHeld = store.prepare('insert or replace into held_elsewhere values (?, ?, ?, ?, ?, ?)');
  const countDelivered = store.prepare('insert into delivered_hour values (?, ?) on conflict do update set n = n + excluded.n');
  const holdNewer = store.prepare(`
    update outbox_item set due_at = max(coalesce(due_at, 0), :until) where ref = :ref and seq > :seq and state = 'waiting'`);
  const putOff = store.prepare(`
    update outbox_item set state = case when ${OVERTAKEN} then 'superseded' else state end, was = case when ${OVERTAKEN} then state else '' end,
      attempts = attempts - 1, aboard = null,
      due_at = case when state <> 'waiting' and not ${OVERTAKEN} then ? end
    where aboard = ?`);
  const holdOff = store.prepare(`
    update outbox_item set state = case when ${OVERTAKEN} then 'superseded' else state end, was = case when ${OVERTAKEN} then state else '' end,
      attempts = attempts - 1, aboard = null, due_at = case when not ${OVERTAKEN} then ? end
    where seq = ? and aboard = ?`);
  const forgetBatch = store.prepare('delete from batch where id = ?');
  const unload = store.prepare<unknown[], Row & { overtaken: number; aboard: string }>(`
    select seq, ref, state, cause, attempts, first_tried_online_ms, due_at, aboard, ${OVERTAKEN} as overtaken from outbox_item
    where aboard is not null and not exists (select 1 from batch where id = outbox_item.aboard and boot_id = ?)`);

  const newestSeq = store.prepare<unknown[], number | null>('select max(seq) from outbox_item').pluck();

  function settle({ batchId, now, monotonic, onlineMs, outcomes }: Settlement): void {
    let batchCause = '';
    let delivered = 0;
    const unknown: Row[] = [];
    const failed = new Map(
      outcomes.flatMap((one) =>
        'until' in one || one.failure === null ? [] : [[one.seq, onBoard.get(one.seq, batchId)] as const],
      ),
    );
    // What failed together comes back together: one draw, and the patience of the one that was tried most often.
    const draw = random();
    const together = Math.max(0, ...[...failed.values()].map((row) => row?.attempts ?? 0));
    for (const one of outcomes) {
      const { seq } = one;
      if ('until' in one) {
        holdOff.run(one.until, seq, batchId);
        continue;
      }
      const { failure } = one;
      if (failure === null) {
        const isSeen = one.lookedUp === true;
        const { changes } = isSeen ? deliverSeen.run(now, seq, batchId) : deliver.run(now, onlineMs, seq, batchId);
        if (changes === 0) continue;
        insertReceipt.run(seq, batchId, now, 'delivered', isSeen ? LOOKED_UP : '', '');
        delivered += 1;
        continue;
      }
      const row = failed.get(seq);
      if (row === undefined) continue;
      const words = 'words' in failure ? failure.words : '';
      const cause = failure.kind;
      batchCause ||= cause;
      const attempted: Attempted = {
        attempts: row.attempts,
        together,
        timesNotFound: (timesNotFound.get(seq) as number) + (cause === 'order-not-found' ? 1 : 0),
        onlineMs: row.first_tried_online_ms === null ? 0 : onlineMs - row.first_tried_online_ms,
        overtaken: row.overtaken === 1,
      };
      const verdict = afterFailure(failure, attempted, now, draw);
      const reached = outcomeOf(failure);
      insertReceipt.run(seq, batchId, now, reached, cause, words);
      settleItem.run({
        seq,
        state: verdict.state,
        was: attempted.overtaken ? afterFailure(failure, { ...attempted, overtaken: false }, now, 0).state : '',
        cause,
        words,
        dueAt: verdict.dueAt,
        now,
        unknown: reached === 'unconfirmed' ? 1 : 0,
        onlineMs,
      });
      if (reached === 'unconfirmed') unknown.push(row);
      const { held } = one;
      if (held === undefined || verdict.state === 'superseded') continue;
      noteHeld.run(seq, held.bookingResult, held.bookingDate, held.inspectorName, held.confirmedAt ?? 0, now);
    }
    noteUnknown(unknown, now, monotonic);
    endBatch.run(now, batchCause, batchId);
    if (delivered > 0) {
      countDelivered.run(Math.floor(now / 3_600_000), delivered);
      meta.write('lastDeliveredAt', now);
    }
    meta.write('onlineMs', Math.round(onlineMs));
  }

  /** The newer result waits until this one cannot be at work any more; so will results that are accepted within that time. */
  function noteUnknown(rows: readonly Row[], now: number, monotonic: number): void {
    if (rows.length === 0) return;
    for (const { ref, seq } of rows) holdNewer.run({ ref, seq, until: now + SETTLE_MS });
    settling.note(rows, monotonic);
    meta.write('lastUnknownAt', now);
  }

  function claim({ batchId, bootId, seqs, urlBytes, now, monotonic }: Claim): number[] {
    const taken: number[] = [];
    const heldMs = settling.held(monotonic);
    insertBatch.run(batchId, bootId, now, seqs.length, urlBytes);
    for (const seq of seqs) {
      // Whatever moment its due time says: the clock may have been set since.
      const waitMs = heldMs === null ? 0 : heldMs(refOf.get(seq) ?? '', seq);
      if (waitMs > 0) holdBack.run(now + Math.ceil(waitMs), seq);
      else if (take.run({ seq, batchId }).changes > 0) taken.push(seq);
    }
    return taken;
  }

  const verbs = {
    /** Settles the batches that ended and takes the next ones on board, in one durable commit. Answers with what each took. */
    turn: (ended: readonly Settlement[], next: readonly Claim[]): number[][] => {
      for (const settlement of ended) settle(settlement);
      massRefusal.watch(ended.flatMap(failedOf), ended.at(-1)?.now ?? 0);
      return next.map(claim);
    },

    /** Gives up a claim that was never sent, as if it had not been made. */
    release: (batchId: string, now: number): void => {
      putOff.run(now, batchId);
      forgetBatch.run(batchId);
    },

    /** Marks what another push or run left on board as possibly sent, due now unless it was overtaken. Returns how many. */
    recover: (bootId: string, now: number, monotonic: number): number => {
      noteClock(meta, () => newestSeq.get() ?? 0, now, monotonic);
      const rows = unload.all(bootId);
      for (const row of rows) {
        const batchId = row.aboard;
        insertReceipt.run(row.seq, batchId, now, 'unconfirmed', 'stopped-midway', '');
        endBatch.run(now, 'stopped-midway', batchId);
        settleItem.run({
          seq: row.seq,
          state: row.overtaken === 1 ? 'superseded' : 'unconfirmed',
          was: row.overtaken === 1 ? 'unconfirmed' : '',
          cause: 'stopped-midway',
          words: '',
          dueAt: row.overtaken === 1 ? null : now,
          now,
          unknown: 1,
          onlineMs: meta.read('onlineMs', 0),
        });
      }
      noteUnknown(rows, now, monotonic);
      return rows.length;
    },
  };
  return transacted(store, verbs);
}

export type ClaimVerbs = ReturnType<typeof createClaims>;

function failedOf({ outcomes }: Settlement): number[] {
  return outcomes.flatMap((one) => ('failure' in one && one.failure !== null ? [one.seq] : []));
}
