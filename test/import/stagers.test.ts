// What becomes of a file whose staging fails under the thread that reads it: the failure of the disk, not a riddle.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import type { StageOrder } from '../../main/import/stage/stage.ts';
import { createStagers } from '../../main/import/stage/stagers.ts';
import { temporaryFolder } from '../support/make.ts';

const url = new URL('../support/failing-stage-thread.ts', import.meta.url);

async function failureAt(stagedPath: string) {
  const stagers = createStagers({ clock: systemClock, log: silentLog, url });
  const order = { name: 'a.csv', source: { bytes: Buffer.from('') }, stagedPath } as Partial<StageOrder> as StageOrder;
  const staged = await stagers.stage(order, () => {}, new AbortController().signal);
  await stagers.stop();
  return staged.ok ? null : staged.failure;
}

describe('an error that SQLite throws in a thread', () => {
  it('comes across as the failure it is, with its code', async () => {
    const folder = temporaryFolder();
    const [damaged, closed, empty] = ['damaged', 'closed', 'empty'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(damaged, 'no database at all. '.repeat(100));
    mkdirSync(closed);
    expect(await failureAt(damaged)).toEqual({ kind: 'storage-failed', words: 'SQLITE_NOTADB' });
    expect(await failureAt(closed)).toEqual({ kind: 'storage-read-only', path: closed });
    // A table that is not there is a bug of ours, and stays one.
    expect(await failureAt(empty)).toMatchObject({ kind: 'unexpected' });
  });
});
