// Everything that is read of the outbox: pages, counts, details, groups, and what is due; nothing by a scan.
import type { ItemState, OutboxDetail, OutboxFilter, OutboxItem, ProblemGroup, Receipt } from '../../shared/outbox-item.ts';
import type { Store } from '../base/sqlite.ts';
import { preparing } from '../base/statements.ts';
import { createAsked } from './asked.ts';
import { createCounters } from './counters.ts';
import { createDelivered } from './delivered.ts';
import { createLeftAsIs } from './left-as-is.ts';
import { createStoppedImports } from './mass-refusal.ts';
import { createMeta } from './meta.ts';
import { COLUMNS, createPages, type ItemRow, itemFromRow } from './pages.ts';
import { ALONE_AFTER_UNKNOWNS } from './retry.ts';
import { createSentBefore } from './sent-before.ts';
import { createLateness } from './set-backs.ts';

/** A result that may be sent now, with what packing needs to know. */
export interface Due {
  readonly seq: number;
  readonly internalOrderRef: string;
  readonly bookingResult: string;
  readonly bookingDate: string;
  readonly inspectorName: string;
  /** Attempts in a row without a known outcome. */
  readonly unknowns: number;
  readonly attempts: number;
  /** When it was due, where it had to wait for a moment of its own, epoch ms. */
  readonly dueAt: number | null;
  /** Epoch ms; 0 where it is not known. */
  readonly acceptedAt: number;
  /** Whether a person was asked about it, because BasicPSF held something else. */
  readonly wasAsked: boolean;
}

const DUE_COLUMNS = `
  seq, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName, unknowns, attempts, due_at as dueAt, accepted_at as acceptedAt,
  exists (select 1 from held_elsewhere where held_elsewhere.seq = outbox_item.seq) as wasAsked`;

type DueRow = Omit<Due, 'wasAsked'> & { readonly wasAsked: number };

function dueFromRow(row: DueRow, lateMs: number): Due {
  return { ...row, acceptedAt: row.acceptedAt === 0 ? 0 : row.acceptedAt - lateMs, wasAsked: row.wasAsked === 1 };
}

/** The result that took the place of `:seq`: a correction of it, or the next one of its order; a discarded one only in need. */
const REPLACED_BY = `(select coalesce(
  (select seq from outbox_item corrected where corrected.seq = old.replaced_by and corrected.state <> 'discarded'), (select newer.seq from outbox_item newer where newer.ref = old.ref
  and newer.seq > old.seq order by newer.state = 'discarded', newer.seq limit 1), old.replaced_by) from outbox_item old where old.seq = :seq)`;

function itemOrNull(row: ItemRow | undefined): OutboxItem | null {
  return row === undefined ? null : itemFromRow(row);
}

/** Reads of one outbox; safe on a connection that can only read. */
export function createLists(store: Store) {
  const { count, statesOf, tally, tallied } = createCounters(store);
  const { list } = createPages(store, { count });
  const bySeq = store.prepare<unknown[], ItemRow>(`select ${COLUMNS} from outbox_item where seq = ?`);
  const fresh = store.prepare<unknown[], DueRow>(
    `select ${DUE_COLUMNS} from outbox_item where state = 'waiting' and due_at is null and aboard is null and seq > ? order by seq limit ?`,
  );
  const returning = store.prepare<unknown[], DueRow>(
    `select ${DUE_COLUMNS} from outbox_item indexed by outbox_item_by_due
     where due_at <= ? and state in ('waiting', 'unconfirmed', 'refused') order by due_at, seq limit ?`,
  );
  const resting = store.prepare<unknown[], DueRow>(
    `select ${DUE_COLUMNS} from outbox_item indexed by outbox_item_by_due
     where due_at > :since and state in ('waiting', 'unconfirmed') and cause <> '' and unknowns <= ${ALONE_AFTER_UNKNOWNS}
       and changed_at < :since order by due_at, seq limit :limit`,
  );
  const nextDue = store.prepare<unknown[], number | null>(`select min(due_at) from outbox_item where due_at > ?`).pluck();
  const prepare = preparing(store);
  const lateness = createLateness(createMeta(store));
  const duesFrom = (rows: readonly DueRow[]): Due[] => {
    const lateMs = lateness();
    return rows.map((row) => dueFromRow(row, lateMs(row.seq)));
  };

  return {
    list,
    count,
    tally,
    statesOf,
    /** Files of which the rest waits for a person's answer. */
    stoppedImports: createStoppedImports(store),
    get: (seq: number): OutboxItem | null => itemOrNull(bySeq.get(seq)),

    /** Every seq that matches and is in one of `states`, newest first. */
    seqs: (filter: OutboxFilter, states: readonly ItemState[]): number[] => {
      const wanted = filter.states.length === 0 ? [...states] : filter.states.filter((state) => states.includes(state));
      const all: number[] = [];
      if (wanted.length === 0) return all;
      let before: number | null | undefined;
      while (before !== null) {
        const { items, next }: ReturnType<typeof list> = list({ ...filter, states: wanted }, before, 500);
        for (const item of items) all.push(item.seq);
        before = next;
      }
      return all;
    },

    /** Confirmed results by hour since `since` (epoch ms), as pairs of hour (epoch ms / 3,600,000) and count. */
    deliveredByHour: (since: number): { hour: number; n: number }[] =>
      prepare('select hour, n from delivered_hour where hour >= ? order by hour').all(Math.floor(since / 3_600_000)) as {
        hour: number;
        n: number;
      }[],

    /** When the oldest result that still waits last moved, epoch ms. */
    oldestWaitingAt: (): number | null =>
      (prepare(`select changed_at from outbox_item where state = 'waiting' order by seq limit 1`).pluck().get() as
        | number
        | undefined) ?? null,

    /** Fresh results in the order they were accepted, after `afterSeq`. */
    fresh: (afterSeq: number, limit: number): Due[] => duesFrom(fresh.all(afterSeq, limit)),
    /** Results whose moment has come, earliest first. */
    returning: (now: number, limit: number): Due[] => duesFrom(returning.all(now, limit)),
    /** Results that failed before `since` (epoch ms) and are not due yet, but not those that failed alone as well. */
    resting: (since: number, limit: number): Due[] => duesFrom(resting.all({ since, limit })),
    /** Results that wait for "theirs or ours". */
    asked: createAsked(store),
    /** What BasicPSF should hold. */
    delivered: createDelivered(store),
    /** At which mark a person left a delivered result that BasicPSF holds otherwise. */
    leftAsIs: createLeftAsIs(store),
    /** What this machine knows of results before they go out. */
    sentBefore: createSentBefore(store, lateness),
    /** The next moment at which a result is due, epoch ms. */
    nextDueAt: (now: number): number | null => nextDue.get(now) ?? null,

    detail: (seq: number): OutboxDetail | null => {
      const row = bySeq.get(seq);
      if (row === undefined) return null;
      const item = itemFromRow(row);
      const receipts = prepare(
        'select seq, batch_id as batchId, at, outcome, cause, words from receipt where seq = ? order by at desc, batch_id desc',
      );
      const sameOrder = prepare(`select ${COLUMNS} from outbox_item where ref = ? and seq <> ? order by seq desc limit 50`);
      const file = prepare('select name from import where id = ?').pluck();
      const elsewhere = prepare(
        `select ? as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName,
           nullif(confirmed_at, 0) as confirmedAt, seen_at as seenAt from held_elsewhere where seq = ?`,
      );
      const replacement = prepare(`select ${COLUMNS} from outbox_item where seq = ${REPLACED_BY}`);
      return {
        item,
        receipts: receipts.all(seq) as Receipt[],
        sameOrder: (sameOrder.all(item.internalOrderRef, seq) as ItemRow[]).map(itemFromRow),
        heldElsewhere: (elsewhere.get(item.internalOrderRef, seq) as OutboxDetail['heldElsewhere'] | undefined) ?? null,
        replacedBy: item.state === 'superseded' ? itemOrNull(replacement.get({ seq }) as ItemRow | undefined) : null,
        fileName: item.importId === null ? null : ((file.get(item.importId) as string | undefined) ?? null),
      };
    },

    /** The newest result of an order that nobody discarded, or null. */
    newestOf: (ref: string): OutboxItem | null => {
      const newest = prepare(
        `select ${COLUMNS} from outbox_item where ref = ? and state <> 'discarded' order by seq desc limit 1`,
      ).get(ref) as ItemRow | undefined;
      return itemOrNull(newest);
    },

    /** What BasicPSF was told of an order last, or is about to be told; null when it is nothing, or only by the result `except`. */
    toldOf: (ref: string, except: number | null): OutboxItem | null => {
      const told = prepare(
        `select ${COLUMNS} from outbox_item where ref = ? and seq is not ?
         and state in ('delivered', 'waiting', 'sending', 'unconfirmed') order by seq desc limit 1`,
      ).get(ref, except) as ItemRow | undefined;
      return itemOrNull(told);
    },

    /** Results that need a person or could not be confirmed, grouped by cause, largest first. */
    groups: (): ProblemGroup[] => {
      const at = (order: string) =>
        prepare(
          `select changed_at as at, ref, words, due_at as dueAt from outbox_item where state = ? and cause = ? and cause <> '' order by seq ${order} limit 1`,
        );
      return tallied(0)
        .filter(({ state }) => state === 'refused' || state === 'parked' || state === 'unconfirmed')
        .map(({ state, cause, n }) => {
          const first = at('asc').get(state, cause) as { at: number } | undefined;
          const last = at('desc').get(state, cause) as
            | { at: number; ref: string; words: string; dueAt: number | null }
            | undefined;
          const [firstAt, lastAt] = [first?.at ?? 0, last?.at ?? 0];
          return {
            state: state as ItemState,
            cause,
            count: n,
            firstAt: Math.min(firstAt, lastAt),
            lastAt: Math.max(firstAt, lastAt),
            sample: { internalOrderRef: last?.ref ?? '', words: last?.words ?? '', dueAt: last?.dueAt ?? null },
          };
        })
        .sort((a, b) => urgency(a) - urgency(b) || b.count - a.count);
    },
  };
}

export type Lists = ReturnType<typeof createLists>;

function urgency(group: ProblemGroup): number {
  return group.state === 'parked' ? 0 : group.state === 'refused' ? 1 : 2;
}
