// An outbox on disk with the real writer thread, filled for a benchmark.
import { join } from 'node:path';
import type { Store } from '../../main/base/sqlite.ts';
import { openReader, openStore } from '../../main/base/store.ts';
import { startThread } from '../../main/base/thread.ts';
import { createLists, type Lists } from '../../main/outbox/lists.ts';
import type { WriterThread } from '../../main/workspace/writer-thread.ts';
import { sampleResult } from './measure.ts';

/** Fills the outbox of `folder` with waiting results, past every rule but the schema: only its size matters. */
export function fill(
  folder: string,
  rows: number,
  stateOf: (n: number) => { state: string; cause: string } = () => ({ state: 'waiting', cause: '' }),
): string {
  const path = join(folder, 'outbox.sqlite');
  const opened = openStore(path, Date.now());
  if (!opened.ok) throw new Error(opened.failure.kind);
  const { store } = opened.value;
  const insert = store.prepare(
    `insert into outbox_item (ref, result, date, inspector, state, cause, origin, changed_at) values (?, ?, ?, ?, ?, ?, 'booking', ?)`,
  );
  store.transaction(() => {
    for (let n = 0; n < rows; n += 1) {
      const result = sampleResult(n);
      const { state, cause } = stateOf(n);
      insert.run(
        result.internalOrderRef,
        result.bookingResult,
        result.bookingDate,
        result.inspectorName,
        state,
        cause,
        Date.now(),
      );
    }
    store.exec(`insert into tally select 0, state, cause, count(*) from outbox_item group by state, cause`);
  })();
  store.pragma('wal_checkpoint(truncate)');
  store.close();
  return path;
}

export interface Outbox {
  readonly lists: Lists;
  readonly reader: Store;
  readonly writer: ReturnType<typeof startThread<WriterThread>>['verbs'];
  readonly close: () => Promise<void>;
}

/** Opens it as the app does: one writer thread, one reading connection here. */
export async function open(path: string): Promise<Outbox> {
  const thread = startThread<WriterThread>(new URL('../../main/workspace/writer-thread.ts', import.meta.url), {
    path,
    now: Date.now(),
  });
  const opening = await thread.verbs.opening();
  if (!opening.ok) throw new Error(opening.failure.kind);
  const reader = openReader(path);
  return {
    lists: createLists(reader),
    reader,
    writer: thread.verbs,
    close: async () => {
      reader.close();
      await thread.verbs.close();
      await thread.stop();
    },
  };
}
