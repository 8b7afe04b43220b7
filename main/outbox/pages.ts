// Pages of results: merged from ordered runs of an index, or found by the search index. Keyset only, so any depth costs the same.
import type { OutboxFilter, OutboxItem } from '../../shared/outbox-item.ts';
import type { Store } from '../base/sqlite.ts';
import { preparing } from '../base/statements.ts';
import type { createCounters } from './counters.ts';
import { createMeta } from './meta.ts';
import { matchExpression, matches } from './search.ts';

/** What is read of a result for the window. */
export const COLUMNS = `seq, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName,
  case when aboard is null then state else 'sending' end as state, cause, words,
  due_at as dueAt, attempts, maybe_twice as maybeSentTwice, origin, import_id as importId, record, changed_at as changedAt`;
const BEYOND = Number.MAX_SAFE_INTEGER;
// A search that asks the index takes so long for one page at the most, and then hands back what it has.
const LONGEST_LOOK_MS = 2;
const LOOKED_THROUGH = 1000;
/** One in so many is often. */
const OFTEN = 50;
/** States that hold less than such a part of all results hold few. */
const FEW = 20;

/** A row that was read with COLUMNS. */
export type ItemRow = Omit<OutboxItem, 'maybeSentTwice'> & { maybeSentTwice: number };

/** The item of a row that was read with COLUMNS. */
export function itemFromRow(row: ItemRow): OutboxItem {
  return { ...row, maybeSentTwice: row.maybeSentTwice === 1 };
}

/** Pages over one outbox. */
export function createPages(store: Store, { count }: Pick<ReturnType<typeof createCounters>, 'count'>) {
  const meta = createMeta(store);
  const bySeq = store.prepare<unknown[], ItemRow>(`select ${COLUMNS} from outbox_item where seq = ?`);
  const range = store.prepare<unknown[], { first: number | null; last: number | null }>(
    'select first_seq as first, last_seq as last from import where id = ?',
  );
  const found = store
    .prepare<unknown[], number>('select rowid from outbox_search where outbox_search match ? and rowid < ? order by rowid desc')
    .pluck();
  const unindexed = store
    .prepare<unknown[], number>('select seq from outbox_item where seq > ? and seq < ? order by seq desc')
    .pluck();
  const prepare = preparing(store);

  /** The ordered runs that a filter is merged from: one per state, so that an index gives each in order. */
  function branches(filter: OutboxFilter, columns: string): { sql: string; values: Record<string, unknown> } {
    const values: Record<string, unknown> = {};
    const wheres: string[] = [];
    // Said twice, so that SQLite sees that the index over causes will do.
    const cause =
      filter.cause === undefined ? '' : filter.cause === '' ? ` and cause = ''` : ` and cause = :cause and cause <> ''`;
    if (filter.cause !== undefined) values.cause = filter.cause;
    const states = filter.states.length === 0 ? [''] : [...new Set(filter.states)];
    states.forEach((state, n) => {
      // Those on board are few; left to itself, SQLite would walk all numbers in search of them.
      let where = `outbox_item${state === 'sending' ? ' indexed by outbox_item_aboard' : ''} where seq < :before`;
      if (state === 'sending') where += ` and aboard > ''`;
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
    const runs = wheres.map((where) => `select * from (select ${columns} from ${where} order by seq desc limit :limit)`);
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

  /** Seqs that may match the search, newest first: those that are not indexed yet, then those the index names. */
  function* candidates(needle: string, before: number): Generator<number> {
    const indexedTo = meta.read('searchIndexedTo', 0);
    if (before > indexedTo + 1) yield* unindexed.iterate(indexedTo, before);
    yield* found.iterate(matchExpression(needle), Math.min(before, indexedTo + 1));
  }

  /**
   * What is found often is found by looking through the next results, and so are states that hold few. Only what is rare
   * is asked of the index, which would have to walk all that matches above `before`.
   */
  function searchPage(
    filter: OutboxFilter,
    needle: string,
    before: number,
    limit: number,
  ): { items: OutboxItem[]; next: number | null } {
    const items: OutboxItem[] = [];
    const next = page({ ...filter, search: '' }, before, LOOKED_THROUGH);
    for (const item of next.items) {
      if (matches(item, needle)) items.push(item);
      if (items.length === limit) return { items, next: item.seq };
    }
    const isFew = filter.states.length > 0 && count({ ...filter, search: '' }) * FEW <= count({ states: [] });
    if (next.next === null || isFew || items.length * OFTEN >= LOOKED_THROUGH) return { items, next: next.next };

    const fits = wants(filter);
    const startedAt = performance.now();
    for (const seq of candidates(needle, next.next)) {
      const row = bySeq.get(seq);
      const item = row === undefined ? null : itemFromRow(row);
      if (item !== null && fits(item) && matches(item, needle)) items.push(item);
      if (items.length === limit || performance.now() - startedAt > LONGEST_LOOK_MS) return { items, next: seq };
    }
    return { items, next: null };
  }

  function wants(filter: OutboxFilter): (item: OutboxItem) => boolean {
    return (item) =>
      (filter.states.length === 0 || filter.states.includes(item.state)) &&
      (filter.cause === undefined || item.cause === filter.cause) &&
      (filter.importId === undefined || item.importId === filter.importId);
  }

  function list(filter: OutboxFilter, before: number = BEYOND, limit = 200): { items: OutboxItem[]; next: number | null } {
    const needle = filter.search?.trim() ?? '';
    return needle === '' ? page(filter, before, limit) : searchPage(filter, needle, before, limit);
  }

  return { list };
}
