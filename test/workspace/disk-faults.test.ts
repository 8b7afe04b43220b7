// What a disk can do to an outbox without breaking it: be full, or be closed to us. It is said in a sentence, nothing that
// was accepted is lost, and all goes on by itself when there is room again.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUpNow, newestBackup } from '../../main/base/backups.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import { wording } from '../../shared/wording.ts';
import { handClock, temporaryFolder, until } from '../support/make.ts';
import { bookedLines, csv, openApp, startBasicPsf } from '../support/open-app.ts';
import { closeToUs, empty, fill, HAS_DISKS, SKIPPED, smallDisk } from '../support/small-disk.ts';

const outboxOf = (home: string): string => join(home, 'practice', 'outbox.sqlite');

interface Disk {
  readonly home: string;
  readonly fill: () => void;
  readonly empty: () => void;
  readonly writer: URL;
}

function limitedDatabase(): Disk {
  const home = temporaryFolder();
  const room = `${outboxOf(home)}.room`;
  return {
    home,
    fill: () => writeFileSync(room, ''),
    empty: () => rmSync(room),
    writer: new URL('../support/small-disk-writer.ts', import.meta.url),
  };
}

function realDisk(): Disk {
  const home = smallDisk();
  return {
    home,
    fill: () => fill(home),
    empty: () => empty(home),
    writer: new URL('../../main/workspace/writer-thread.ts', import.meta.url),
  };
}

const stage = new URL('../../main/import/stage/stage-thread.ts', import.meta.url);
const LINES = bookedLines(600, 'Li Fang', 1000);

describe.each([
  ['that SQLite is kept from growing on', limitedDatabase, true],
  [`that is really full${SKIPPED}`, realDisk, HAS_DISKS],
] as const)('a disk %s', (_, makeDisk, isPossible) => {
  it.runIf(isPossible)(
    'refuses to queue a file with a sentence, keeps it in review, and queues it when there is room',
    async () => {
      const disk = makeDisk();
      const { app, ask, call, drop } = await openApp({ home: disk.home, threads: { writer: disk.writer, stage } });
      const id = await drop('results.csv', csv(...LINES));
      disk.fill();
      const refused = await ask('import.accept', { id });
      expect(refused).toEqual({ ok: false, failure: { kind: 'storage-full' } });
      expect(wording({ kind: 'storage-full' }).what).toBe('The disk of this computer is full.');
      expect(app.snapshot()).toMatchObject({ counts: { waiting: 0 }, openImports: [{ id, phase: 'review' }] });
      expect((await call('import.rows', { id })).rows).toHaveLength(200);
      disk.empty();
      expect(await call('import.accept', { id })).toMatchObject({ phase: 'accepted' });
      expect(app.snapshot().counts.waiting).toBe(600);
    },
  );

  it.runIf(isPossible)('stops a push with a sentence, and all goes out by itself when there is room', async () => {
    const disk = makeDisk();
    const { basicPsf, baseUrl } = await startBasicPsf({ unknownOrders: 'made-up' });
    const clock = handClock();
    const ports = { home: disk.home, threads: { writer: disk.writer, stage }, baseUrl, clock, autoPush: true };
    const { app, call, queue, items } = await openApp(ports);
    await call('sync.pause', { until: null });
    await queue(csv(...LINES));
    disk.fill();
    await call('sync.resume', {});
    await until(() => app.snapshot().sync.trouble !== null);
    expect(app.snapshot().sync.trouble).toEqual({ kind: 'storage-full' });
    const { waiting, sending, delivered, unconfirmed } = app.snapshot().counts;
    expect(waiting + sending + delivered + unconfirmed).toBe(600);
    expect(waiting).toBeGreaterThan(0);

    disk.empty();
    while (app.snapshot().sync.phase !== 'idle') {
      const { nextTryAt } = app.snapshot().sync;
      if (nextTryAt !== null && nextTryAt > clock.now()) await clock.advance(nextTryAt - clock.now());
      await until(() => app.snapshot().sync.phase !== 'sending');
    }
    expect(app.snapshot().counts).toMatchObject({ waiting: 0, sending: 0, delivered: 600 });
    for (const { internalOrderRef, maybeSentTwice } of await items()) {
      const { writes } = basicPsf.orders.get(internalOrderRef) ?? { writes: 0 };
      expect(writes === 1 || maybeSentTwice, internalOrderRef).toBe(true);
    }
  });
});

describe(`a disk that is really full${SKIPPED}`, () => {
  it.runIf(HAS_DISKS)('lets no file be read, says why, and reads it when there is room', async () => {
    const disk = realDisk();
    const { app, call, drop, queue } = await openApp({ home: disk.home });
    await queue(csv(...bookedLines(1)));
    disk.fill();
    const begun = await app.openFile('results.csv', { bytes: Buffer.from(csv(...LINES)) });
    await app.settled();
    const failure = begun.ok ? (await call('import.get', { id: begun.value.id })).failure : begun.failure;
    expect(failure).toEqual({ kind: 'storage-full' });
    expect(await call('settings.get', {})).toMatchObject({ theme: 'system' });
    disk.empty();
    const id = await drop('results.csv', csv(...LINES));
    expect(await call('import.get', { id })).toMatchObject({ phase: 'review', totals: { records: 600 } });
  });

  it.runIf(HAS_DISKS)('refuses a setting with a sentence and keeps the old one, and starts with what is there', async () => {
    const disk = realDisk();
    const { app, ask, queue, stop } = await openApp({ home: disk.home });
    await queue(csv(...LINES));
    await app.push();
    disk.fill();
    expect(await ask('settings.change', { theme: 'dark' })).toEqual({ ok: false, failure: { kind: 'storage-full' } });
    expect(await ask('settings.get', {})).toMatchObject({ value: { theme: 'system' } });
    await stop();
    const again = await openApp({ home: disk.home });
    expect(again.app.snapshot().counts.refused + again.app.snapshot().counts.delivered).toBe(600);
  });
});

describe(`a backup for which a disk has no room${SKIPPED}`, () => {
  it.runIf(HAS_DISKS)('leaves the one before it', async () => {
    const disk = realDisk();
    const { queue, stop } = await openApp({ home: disk.home });
    await queue(csv(...LINES));
    await stop();
    const path = outboxOf(disk.home);
    const store = openScratch(path);
    backUpNow(store, path, 'today');
    const backup = newestBackup(path);
    disk.fill();
    expect(() => backUpNow(store, path, 'today')).toThrow(/full/);
    store.close();
    expect(backup).not.toBeNull();
    expect(newestBackup(path)).toEqual(backup);
  });
});

describe('a folder that may not be written', () => {
  const isRoot = process.getuid?.() === 0;
  const isPossible = process.platform !== 'win32' && (!isRoot || HAS_DISKS);

  function closedTo(home: string): void {
    if (isRoot) closeToUs(home);
    else for (const place of [join(home, 'practice'), home]) chmodSync(place, 0o500);
  }

  it.runIf(isPossible)(
    `is named, and nothing in it is touched${isPossible ? '' : ' (skipped: nothing is closed to the administrator)'}`,
    async () => {
      const home = isRoot ? smallDisk() : temporaryFolder();
      const { queue, stop } = await openApp({ home });
      await queue(csv(...bookedLines(3)));
      await stop();
      const before = readFileSync(outboxOf(home));
      closedTo(home);
      await expect(openApp({ home })).rejects.toThrow(/"kind":"storage-read-only","path":".*outbox.sqlite"/);
      expect(readFileSync(outboxOf(home))).toEqual(before);
      if (!isRoot) for (const place of [home, join(home, 'practice')]) chmodSync(place, 0o700);
    },
  );
});
