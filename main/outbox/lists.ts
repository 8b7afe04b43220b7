// Everything that is read of the outbox: pages, details, counts, groups, and what is due. Keyset pages only;
// counts come from the tally, never from a scan.
import type { ItemState, OutboxDetail, OutboxFilter, OutboxItem, ProblemGroup, Receipt } from '../../shared/outbox-item.ts';
import type { Statement, Store } from '../base/store.ts';
import { createMeta } from './meta.ts';
import { matchExpression, matches } from './search.ts';

/** A result that may be sent now, with what packing needs to know. */
export interface Due {
  readonly seq: number;
  readonly internalOrderRef: string;
  readonly bookingResult: string;
  readonly bookingDate: string;
  readonly inspectorName: string;
  /** Attempts in a row without a known outcome. */
  readonly unknowns: number;
}

const COLUMNS = `seq, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName,
  case when aboard is null then state else 'sending' end as state, cause, words,
  due_at as dueAt, attempts, maybe_twice as maybeSentTwice, origin, import_id as importId, record, changed_at as changedAt`;
const DUE_COLUMNS =
  'seq, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName, unknowns';
const BEYOND = Number.MAX_SAFE_INTEGER;
// A search looks at so many candidates for one page and then hands back what it has: no page takes longer than that.
const CANDIDATES = 1000;
const LONGEST_LOOK_MS = 3;
// States that hold less than a twentieth of all results are simply looked through; otherwise the search index names the candidates.
const RARE = 20;

interface Tallied {
  readonly state: ItemState | 'held';
  readonly cause: string;
  n: number;
}

type ItemRow = Omit<OutboxItem, 'maybeSentTwice'> & { maybeSentTwice: number };

function itemFromRow(row: ItemRow): OutboxItem {
  return { ...row, maybeSentTwice: row.maybeSentTwice === 1 };
}

/** Reads of one outbox; safe on a connection that can only read. */
export function createLists(store: Store) {
  const meta = createMeta(store);
  const bySeq = store.prepare<unknown[], ItemRow>(`select ${COLUMNS} from outbox_item where seq = ?`);
  const range = store.prepare<unknown[], { first: number | null; last: number | null }>(
    'select first_seq as first, last_seq as last from import where id = ?',
  );
  const fresh = store.prepare<unknown[], Due>(
    `select ${DUE_COLUMNS} from outbox_item where state = 'waiting' and due_at is null and aboard is null and seq > ? order by seq limit ?`,
  );
  const returning = store.prepare<unknown[], Due>(
    `select ${DUE_COLUMNS} from outbox_item indexed by outbox_item_by_due
     where due_at <= ? and state in ('waiting', 'unconfirmed', 'refused') order by due_at, seq limit ?`,
  );
  const nextDue = store.prepare<unknown[], number | null>(`select min(due_at) from outbox_item where due_at > ?`).pluck();
  const found = store
    .prepare<unknown[], number>('select rowid from outbox_search where outbox_search match ? and rowid < ? order by rowid desc')
    .pluck();
  const tally = store.prepare<unknown[], Tallied>('select state, cause, n from tally where import_id = ? and n > 0');
  const aboard = store.prepare<unknown[], { state: ItemState; cause: string; importId: number | null }>(
    `select state, cause, import_id as importId from outbox_item where aboard > ''`,
  );
  const prepared = new Map<string, Statement<unknown[], unknown>>();

  function prepare(sql: string): Statement<unknown[], unknown> {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = store.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  }

  /** The ordered runs that a filter is merged from: one per state, so that an index gives each in order. */
  function branches(filter: OutboxFilter, columns: string): { sql: string; values: Record<string, unknown> } {
    const values: Record<string, unknown> = {};
    const wheres: string[] = [];
    // Said twice, so that SQLite sees that the index over causes will do.
    const cause =
      filter.cause === undefined ? '' : filter.cause === '' ? ` and cause = ''` : ` and cause = :cause and cause <> ''`;
    if (filter.cause !== undefined) values['cause'] = filter.cause;
    const states = filter.states.length === 0 ? [''] : [...new Set(filter.states)];
    states.forEach((state, n) => {
      let where = 'seq < :before';
      if (state === 'sending') where += ' and aboard is not null';
      else if (state !== '') {
        where += ` and state = :state${n} and aboard is null`;
        values[`state${n}`] = state;
      }
      where += cause;
      if (filter.importId === undefined) wheres.push(where);
      else {
        // A file's rows have neighbouring numbers; only its repaired rows came later.
        wheres.push(
          `${where} and seq between :first and :last`,
          `${where} and origin = 'edit' and import_id = :importId and not seq between :first and :last`,
        );
      }
    });
    if (filter.importId !== undefined) {
      const rows = range.get(filter.importId);
      Object.assign(values, { importId: filter.importId, first: rows?.first ?? 0, last: rows?.last ?? -1 });
    }
    const runs = wheres.map(
      (where) => `select * from (select ${columns} from outbox_item where ${where} order by seq desc limit :limit)`,
    );
    return {
      sql: runs.length === 1 ? (runs[0] as string) : `select * from (${runs.join(' union all ')}) order by seq desc limit :limit`,
      values,
    };
  }

  function page(filter: OutboxFilter, before: number, limit: number): { items: OutboxItem[]; next: number | null } {
    const { sql, values } = branches(filter, COLUMNS);
    const rows = prepare(sql).all({ ...values, before, limit }) as ItemRow[];
    return { items: rows.map(itemFromRow), next: rows.length < limit ? null : (rows.at(-1) as ItemRow).seq };
  }

  /** Seqs that may match the search, newest first: those not indexed yet, then those the index names. */
  function* candidates(needle: string, before: number): Generator<number> {
    const indexedTo = meta.read('searchIndexedTo', 0);
    if (before > indexedTo + 1) {
      const tail = prepare('select seq from outbox_item where seq > ? and seq < ? order by seq desc').pluck();
      for (const seq of tail.iterate(indexedTo, before)) yield seq as number;
    }
    for (const seq of found.iterate(matchExpression(needle), Math.min(before, indexedTo + 1))) yield seq;
  }

  function searchPage(
    filter: OutboxFilter,
    needle: string,
    before: number,
    limit: number,
  ): { items: OutboxItem[]; next: number | null } {
    const items: OutboxItem[] = [];
    const plain = { ...filter, search: '' };
    if (filter.states.length > 0 && count(plain) * RARE <= count({ states: [] })) {
      const run = page(plain, before, CANDIDATES);
      for (const item of run.items) {
        if (matches(item, needle)) items.push(item);
        if (items.length === limit) return { items, next: item.seq };
      }
      return { items, next: run.next };
    }
    const fits = wants(filter);
    const startedAt = performance.now();
    let looked = 0;
    for (const seq of candidates(needle, before)) {
      const row = bySeq.get(seq);
      looked += 1;
      if (row !== undefined) {
        const item = itemFromRow(row);
        if (fits(item) && matches(item, needle)) items.push(item);
      }
      if (items.length === limit || looked === CANDIDATES || performance.now() - startedAt > LONGEST_LOOK_MS)
        return { items, next: seq };
    }
    return { items, next: null };
  }

  function wants(filter: OutboxFilter): (item: OutboxItem) => boolean {
    return (item) =>
      (filter.states.length === 0 || filter.states.includes(item.state)) &&
      (filter.cause === undefined || item.cause === filter.cause) &&
      (filter.importId === undefined || item.importId === filter.importId);
  }

  /** The counters, with the few that are on board at this moment counted as sending. */
  function tallied(importId: number): Tallied[] {
    const rows = tally.all(importId);
    for (const { state, cause, importId: from } of aboard.all()) {
      if (importId !== 0 && importId !== from) continue;
      const row = rows.find((other) => other.state === state && other.cause === cause);
      if (row !== undefined) row.n -= 1;
      rows.push({ state: 'sending', cause, n: 1 });
    }
    return rows;
  }

  /** Results that match, without the search text, from the tally. */
  function count(filter: OutboxFilter): number {
    let n = 0;
    for (const row of tallied(filter.importId ?? 0)) {
      if (row.state === 'held') continue;
      if (filter.states.length > 0 && !filter.states.includes(row.state as ItemState)) continue;
      if (filter.cause !== undefined && filter.cause !== row.cause) continue;
      n += row.n;
    }
    return n;
  }

  function list(filter: OutboxFilter, before: number = BEYOND, limit = 200): { items: OutboxItem[]; next: number | null } {
    const needle = filter.search?.trim() ?? '';
    return needle === '' ? page(filter, before, limit) : searchPage(filter, needle, before, limit);
  }

  return {
    list,
    count,
    get: (seq: number): OutboxItem | null => {
      const row = bySeq.get(seq);
      return row === undefined ? null : itemFromRow(row);
    },

    /** Every seq that matches and is in one of `states`, newest first. */
    seqs: (filter: OutboxFilter, states: readonly ItemState[]): number[] => {
      const wanted = filter.states.length === 0 ? [...states] : filter.states.filter((state) => states.includes(state));
      const all: number[] = [];
      if (wanted.length === 0) return all;
      let before: number | null = BEYOND;
      while (before !== null) {
        const { items, next } = list({ ...filter, states: wanted }, before, 500);
        for (const item of items) all.push(item.seq);
        before = next;
      }
      return all;
    },

    /** Counters by state: of the whole outbox (0) or of one file. */
    tally: (importId = 0): Record<ItemState | 'held', number> => {
      const counts = {
        waiting: 0,
        sending: 0,
        delivered: 0,
        refused: 0,
        unconfirmed: 0,
        parked: 0,
        superseded: 0,
        discarded: 0,
        held: 0,
      };
      for (const row of tallied(importId)) counts[row.state] += row.n;
      return counts;
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
    fresh: (afterSeq: number, limit: number): Due[] => fresh.all(afterSeq, limit),
    /** Results whose moment has come, earliest first. */
    returning: (now: number, limit: number): Due[] => returning.all(now, limit),
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
      return {
        item,
        receipts: receipts.all(seq) as Receipt[],
        sameOrder: (sameOrder.all(item.internalOrderRef, seq) as ItemRow[]).map(itemFromRow),
        fileName: item.importId === null ? null : ((file.get(item.importId) as string | undefined) ?? null),
      };
    },

    /** The newest result of an order that nobody discarded, or null. */
    newestOf: (ref: string): OutboxItem | null => {
      const newest = prepare(
        `select ${COLUMNS} from outbox_item where ref = ? and state <> 'discarded' order by seq desc limit 1`,
      ).get(ref) as ItemRow | undefined;
      return newest === undefined ? null : itemFromRow(newest);
    },

    /** Results that need a person or could not be confirmed, grouped by cause, largest first. */
    groups: (): ProblemGroup[] => {
      const at = (order: string) =>
        prepare(
          `select changed_at as at, ref, words, due_at as dueAt from outbox_item where state = ? and cause = ? and cause <> '' order by seq ${order} limit 1`,
        );
      return tally
        .all(0)
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
