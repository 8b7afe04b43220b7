// Counts without a scan: from the tally that the triggers keep, with what is on board at this moment taken as sending.
import type { ItemState, OutboxFilter } from '../../shared/outbox-item.ts';
import type { Store } from '../base/sqlite.ts';

/** How many results of one state and cause there are. */
export interface Tallied {
  readonly state: ItemState | 'held';
  readonly cause: string;
  n: number;
}

/** The counters of one outbox. */
export function createCounters(store: Store) {
  const tally = store.prepare<unknown[], Tallied>('select state, cause, n from tally where import_id = ? and n > 0');
  const aboard = store.prepare<unknown[], { state: ItemState; cause: string; importId: number | null }>(
    `select state, cause, import_id as importId from outbox_item where aboard > ''`,
  );

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

  const stateOf = store
    .prepare<unknown[], ItemState>(`
      select case when aboard is null then state else 'sending' end from outbox_item where seq in (select value from json_each(?))`)
    .pluck();

  return {
    count,
    tallied,

    /** How many of these results are in each state. */
    statesOf: (seqs: readonly number[]): ReadonlyMap<ItemState, number> => {
      const counts = new Map<ItemState, number>();
      for (const state of stateOf.iterate(JSON.stringify(seqs))) counts.set(state, (counts.get(state) ?? 0) + 1);
      return counts;
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
  };
}
