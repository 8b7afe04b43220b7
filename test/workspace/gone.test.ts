// The database taken away under the running program: noticed within seconds without anybody asking, nothing acknowledged into what
// nobody will find, and the backup on offer at the next start. Windows refuses to delete what is open.
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { handClock, rest, temporaryFolder, until } from '../support/make.ts';
import { bookedLines, csv, openApp, type TestApp } from '../support/open-app.ts';

const SECONDS_MS = 3_000;

const takings: [string, (path: string, copy: string) => void][] = [
  ['deleted', (path) => rmSync(path)],
  ['deleted with its journal', (path) => takeAll(path)],
  ['left without its journal', (path) => rmSync(`${path}-wal`)],
  ['replaced by an older copy', (path, copy) => renameSync(copy, path)],
  ['moved away with its folder', (path) => renameSync(dirname(path), `${dirname(path)}-elsewhere`)],
];

function takeAll(path: string): void {
  for (const name of readdirSync(dirname(path))) if (name.startsWith('outbox.sqlite')) rmSync(join(dirname(path), name));
}

const kindsOf = ({ app }: TestApp): string[] => app.snapshot().notices.map(({ kind }) => kind);

describe.skipIf(process.platform === 'win32')('a database that is', () => {
  it.each(takings)('%s is missed within seconds, and nothing is acknowledged any more', async (_, take) => {
    const clock = handClock(Date.now());
    const opened = await openApp({ clock, autoPush: true });
    const { app, ask, home, drop, queue, stop, call } = opened;
    const path = join(home, 'practice', 'outbox.sqlite');
    await call('sync.pause', { until: null });
    await queue(csv(...bookedLines(3)));
    await app.backUp();
    const copy = join(temporaryFolder(), 'copy.sqlite');
    copyFileSync(path, copy);
    const id = await drop('later.csv', csv(...bookedLines(2, 'Erik Sjöberg', 110)));
    take(path, copy);

    await clock.advance(SECONDS_MS);
    await until(() => kindsOf(opened).length > 0);
    expect(kindsOf(opened)).toEqual(['storage-missing']);
    expect(app.snapshot().notices[0]).toMatchObject({ path });
    const missing = { ok: false, failure: { kind: 'storage-missing' } };
    // Where its folder went along, the file that was read has gone, too.
    expect(await ask('import.accept', { id })).toMatchObject({ ok: false });
    expect(await ask('outbox.discard', { selection: { filter: {} } })).toMatchObject(missing);
    expect(await ask('outbox.retry', { selection: { filter: {} } })).toMatchObject(missing);
    await rest();
    await stop();
  });

  it('deleted is offered from its backup at the next start, and brought back', async () => {
    const first = await openApp();
    const path = join(first.home, 'practice', 'outbox.sqlite');
    await first.queue(csv(...bookedLines(3)));
    await first.app.backUp();
    await first.stop();
    takeAll(path);
    expect(existsSync(path)).toBe(false);
    const again = await openApp({ home: first.home });
    expect(again.app.snapshot().notices).toMatchObject([{ kind: 'storage-missing', path, backupAt: expect.any(Number) }]);
    expect(await again.call('storage.restore', {})).toEqual({ count: 3 });
    expect(kindsOf(again)).toEqual([]);
  });
});
