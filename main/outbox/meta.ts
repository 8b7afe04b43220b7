// Small facts that outlive a run, beside the outbox they belong to: one key, one JSON value.
import type { Statement, Store } from '../base/sqlite.ts';

export interface Meta {
  /** The value of `key`, or `otherwise` when it was never written. */
  readonly read: <T>(key: string, otherwise: T) => T;
  readonly write: (key: string, value: unknown) => void;
}

/** Reads and writes the table `meta` of this store. */
export function createMeta(store: Store): Meta {
  const select = store.prepare<[string], { value: string }>('select value from meta where key = ?');
  let upsert: Statement | null = null;
  return {
    read: (key, otherwise) => {
      const row = select.get(key);
      return row === undefined ? otherwise : JSON.parse(row.value);
    },
    write: (key, value) => {
      upsert ??= store.prepare<unknown[], unknown>(
        'insert into meta values (?, ?) on conflict do update set value = excluded.value',
      );
      upsert.run(key, JSON.stringify(value));
    },
  };
}
