// How an outbox stands when its disk is full or closed to us. Reading a database needs room beside it, so a copy is read.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { midnightBefore } from '../../shared/moments.ts';
import type { Environment } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { failureFromSqlite, openScratch, type Store } from '../base/sqlite.ts';
import { createLists } from '../outbox/lists.ts';
import { createMeta } from '../outbox/meta.ts';
import { outboxPath } from '../workspace/workspace.ts';

export type Standing = Pick<
  Snapshot,
  'environment' | 'counts' | 'deliveredToday' | 'lastDeliveredAt' | 'elsewhere' | 'stoppedImports'
>;

/** The standing of an environment at `now` (epoch ms), or null where it cannot be read that way either. */
export function standingWithoutWriting(home: string, environment: Environment, now: number): Standing | null {
  const path = outboxPath(home, environment);
  if (!existsSync(path)) return null;
  let folder: string | null = null;
  let store: Store | null = null;
  try {
    folder = mkdtempSync(join(tmpdir(), 'booking-courier-look-'));
    const copy = join(folder, 'outbox.sqlite');
    for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
    store = openScratch(copy);
    const hours = createLists(store).deliveredByHour(midnightBefore(now));
    return {
      environment,
      counts: createLists(store).tally(),
      deliveredToday: hours.reduce((sum, { n }) => sum + n, 0),
      lastDeliveredAt: createMeta(store).read<number | null>('lastDeliveredAt', null),
      elsewhere: [],
      stoppedImports: createLists(store).stoppedImports(),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (failureFromSqlite(error, path) === null && !/^(?:E[A-Z]+|SQLITE_)/.test(code)) throw error;
    return null;
  } finally {
    store?.close();
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}
