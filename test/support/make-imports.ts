// One environment's imports over real threads and a real outbox file, for the tests of dropped files.
import { join } from 'node:path';
import { type Clock, silentLog } from '../../main/base/ports.ts';
import type { Store } from '../../main/base/sqlite.ts';
import { openReader } from '../../main/base/store.ts';
import { startThread, type Thread } from '../../main/base/thread.ts';
import { createImports } from '../../main/import/review/import-file.ts';
import type { ImportPorts, Imports } from '../../main/import/review/import-ports.ts';
import { createLists, type Lists } from '../../main/outbox/lists.ts';
import type { WriterThread } from '../../main/workspace/writer-thread.ts';
import type { ImportSummary } from '../../shared/import.ts';
import type { Result } from '../../shared/result.ts';

export const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';

/** A CSV file of these rows under the header of the API page. */
export function csvOf(rows: readonly string[]): { bytes: Uint8Array } {
  return { bytes: Buffer.from(`${HEADER}\n${rows.map((row) => `${row}\n`).join('')}`) };
}

/** The same, for a few rows. */
export function csv(...rows: readonly string[]): { bytes: Uint8Array } {
  return csvOf(rows);
}

/** `count` rows of as many orders, all Booked. */
export function manyRows(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `ORD-${String(n).padStart(7, '0')},Booked,2025-04-28,Zhang Wei`);
}

/** The value of a result that must be one. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

export interface Desk {
  readonly imports: Imports;
  readonly writer: Thread<WriterThread>['verbs'];
  readonly reader: Store;
  readonly lists: Lists;
  readonly folder: string;
  /** How often rows were queued. */
  readonly queued: () => number;
  /** Drops a file and waits until it was read. */
  readonly drop: (source: { bytes: Uint8Array } | { path: string }, name?: string) => Promise<ImportSummary>;
  readonly close: () => Promise<void>;
}

export interface DeskOptions {
  readonly clock: Clock;
  readonly changed?: () => void;
  readonly maxThreads?: number;
  /** Looks at what the import asks of the writer thread. */
  readonly around?: (writer: ImportPorts['writer']) => ImportPorts['writer'];
}

/** Opens the outbox in `home` and takes up the imports that lie there. */
export async function openDesk(home: string, options: DeskOptions): Promise<Desk> {
  const { clock, changed = () => {}, maxThreads = 1, around = (writer) => writer } = options;
  const path = join(home, 'outbox.sqlite');
  const thread = startThread<WriterThread>(new URL('../../main/workspace/writer-thread.ts', import.meta.url), {
    path,
    now: clock.now(),
  });
  must(await thread.verbs.opening());
  const reader = openReader(path);
  const folder = join(home, 'imports');
  let queued = 0;
  const imports = await createImports({
    folder,
    writer: around(thread.verbs),
    reader,
    clock,
    log: silentLog,
    who: 'anna',
    changed,
    queued: () => {
      queued += 1;
    },
    maxThreads,
  });
  return {
    imports,
    writer: thread.verbs,
    reader,
    lists: createLists(reader),
    folder,
    queued: () => queued,
    drop: async (source, name = 'results.csv') => {
      const { id } = must(await imports.start(name, source));
      await imports.settled();
      return must(imports.summary(id));
    },
    close: async () => {
      await imports.stop();
      reader.close();
      await thread.verbs.close();
      await thread.stop();
    },
  };
}
