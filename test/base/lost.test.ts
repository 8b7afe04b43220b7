// An outbox that has gone is not a new one: what backups know of is offered, and nothing is acknowledged into a deleted file.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUpNow, newestBackup, settleLoss } from '../../main/base/backups.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import { openStore } from '../../main/base/store.ts';
import { createWriterVerbs } from '../../main/workspace/writer.ts';
import { temporaryFolder } from '../support/make.ts';

function opened(path: string) {
  const store = openStore(path, Date.now());
  if (!store.ok) throw new Error(store.failure.kind);
  return store.value;
}

describe('an outbox that has gone', () => {
  it('is said, with its backup on offer, until it is settled', () => {
    const path = join(temporaryFolder(), 'practice', 'outbox.sqlite');
    const { store } = opened(path);
    backUpNow(store, path, 'day');
    store.close();
    rmSync(path);
    const again = opened(path);
    expect(again.damaged).toMatchObject({ kind: 'storage-missing', backupAt: expect.any(Number) });
    again.store.close();
    settleLoss(path);
    const settled = opened(path);
    expect(settled.damaged).toBeNull();
    settled.store.close();
  });

  it.skipIf(process.platform === 'win32')('while it is open acknowledges nothing more, and what it held is saved', () => {
    const path = join(temporaryFolder(), 'practice', 'outbox.sqlite');
    const verbs = createWriterVerbs(opened(path).store, path);
    expect(verbs.writeMeta('a', 1).ok).toBe(true);
    rmSync(path);
    expect(verbs.writeMeta('b', 2)).toMatchObject({ ok: false, failure: { kind: 'storage-missing' } });
    expect(newestBackup(path)).not.toBeNull();
    verbs.close();
  });

  it('is found in an older backup when the newest is of a newer program, or the folder of backups is a file', () => {
    const path = join(temporaryFolder(), 'practice', 'outbox.sqlite');
    const { store } = opened(path);
    backUpNow(store, path, 'old');
    store.close();
    const folder = join(dirname(path), 'backups');
    const future = openScratch(join(folder, 'outbox.sqlite.zz.backup'));
    future.pragma('user_version = 9999');
    future.close();
    expect(newestBackup(path)?.file).toContain('old');
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, 'something else');
    const again = opened(path);
    backUpNow(again.store, path, 'day');
    again.store.close();
    expect(readdirSync(dirname(path)).some((name) => name.startsWith('backups.moved-'))).toBe(true);
    mkdirSync(folder, { recursive: true });
    expect(newestBackup(path)).not.toBeNull();
  });
});
