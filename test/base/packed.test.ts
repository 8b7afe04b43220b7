// Backups that were packed: as good as plain ones to whoever looks for one, and never in place of one before they are whole.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { backUpNow, backups, newestBackup, packBackups } from '../../main/base/backups.ts';
import { createRestore } from '../../main/outbox/restore.ts';
import { booked, makeOutbox, orderRef, type TestOutbox, temporaryFolder } from '../support/make.ts';

function outboxWith(path: string, results: number): TestOutbox {
  const outbox = makeOutbox({ path });
  for (let n = 0; n < results; n += 1) outbox.accept(booked(orderRef(n)));
  return outbox;
}

function freshPath(): string {
  return join(temporaryFolder(), 'outbox.sqlite');
}

describe('a packed backup', () => {
  it('holds the same bytes in less room, and is of the same moment', async () => {
    const path = freshPath();
    const outbox = outboxWith(path, 300);
    backUpNow(outbox.store, path, 'day');
    const [plain] = backups(path) as [{ file: string; at: number }];
    const bytes = readFileSync(plain.file);
    await packBackups(path);
    await packBackups(path);
    expect(existsSync(plain.file)).toBe(false);
    expect(backups(path)).toEqual([{ file: `${plain.file}.gz`, at: plain.at }]);
    expect(gunzipSync(readFileSync(`${plain.file}.gz`))).toEqual(bytes);
    expect(statSync(`${plain.file}.gz`).size).toBeLessThan(bytes.length / 2);
    if (process.platform !== 'win32') expect(statSync(`${plain.file}.gz`).mode & 0o777).toBe(0o600);
  });

  it('comes back into a lost outbox, as a plain one does', async () => {
    for (const isPacked of [true, false]) {
      const path = freshPath();
      const before = outboxWith(path, 20);
      backUpNow(before.store, path, 'day');
      before.close();
      if (isPacked) await packBackups(path);
      writeFileSync(path, 'garbage'.repeat(1000));
      const after = makeOutbox({ path });
      expect(createRestore(after.store, path).restoreBackup(after.clock.now())).toBe(20);
      after.close();
    }
  });

  it('comes back into an outbox that is there, without an offer', async () => {
    const path = freshPath();
    const outbox = outboxWith(path, 20);
    backUpNow(outbox.store, path, 'day');
    await packBackups(path);
    outbox.store.exec('delete from outbox_item');
    expect(createRestore(outbox.store, path).restoreBackup(outbox.clock.now())).toBe(20);
    expect(existsSync(`${path}.restore`)).toBe(false);
  });

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['overwritten in the middle', (bytes: Buffer) => Buffer.from(bytes).fill(0xa5, bytes.length >> 1)],
    ['empty', () => Buffer.alloc(0)],
    ['no archive at all', () => Buffer.from('garbage'.repeat(1000))],
  ])('that is %s is passed over for an older one', async (_, damage) => {
    const path = freshPath();
    const outbox = outboxWith(path, 50);
    backUpNow(outbox.store, path, 'older');
    await packBackups(path);
    backUpNow(outbox.store, path, 'newer');
    await packBackups(path);
    const newer = backups(path).find(({ file }) => file.includes('newer'))?.file as string;
    writeFileSync(newer, damage(readFileSync(newer)));
    expect(basename(newestBackup(path)?.file ?? '')).toBe('outbox.sqlite.older.backup.gz');
  });

  it('gives way to a newer one of the same name, and a plain one that cannot be packed stays', async () => {
    const path = freshPath();
    const outbox = outboxWith(path, 5);
    backUpNow(outbox.store, path, 'day');
    await packBackups(path);
    backUpNow(outbox.store, path, 'day');
    const [plain, ...others] = backups(path);
    expect(others).toEqual([]);
    const file = plain?.file as string;
    // Something in the way of the name that the packed one has until it is whole.
    mkdirSync(`${file}.gz.new`);
    await expect(packBackups(path)).rejects.toThrow();
    expect(newestBackup(path)?.file).toBe(file);
    rmSync(`${file}.gz.new`, { recursive: true });
  });
});
