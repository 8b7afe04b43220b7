// The watched folder: real files in a real folder, a clock moved by hand; whatever is put there, nothing is imported twice.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../main/base/ports.ts';
import { createWatchedFolder, type WatchedFolder } from '../../main/import/watch/watched-folder.ts';
import type { WatchedSettings } from '../../shared/watched-folder.ts';
import { type HandClock, handClock, rest, temporaryFolder, until } from '../support/make.ts';
import { csv, csvOf, type Desk, must, openDesk } from '../support/make-imports.ts';
import { openApp } from '../support/open-app.ts';

interface Watch {
  readonly desk: Desk;
  readonly folder: string;
  readonly settings: { -readonly [K in keyof WatchedSettings]: WatchedSettings[K] };
  readonly watched: WatchedFolder;
  /** Lets the folder be looked into so many times. */
  readonly looks: (times: number) => Promise<void>;
  readonly put: (name: string, ...rows: string[]) => string;
  readonly close: () => Promise<void>;
}

const open: Watch[] = [];
afterEach(async () => {
  for (const one of [...open]) await one.close();
});

async function watch(options: Partial<WatchedSettings> & { home?: string; clock?: HandClock } = {}): Promise<Watch> {
  const { home = temporaryFolder(), clock = handClock(), ...given } = options;
  const folder = given.folder ?? join(home, 'drop box');
  if (given.folder === undefined) mkdirSync(folder, { recursive: true });
  const settings = { on: true, folder, acceptClean: true, ...given };
  const desk = await openDesk(home, { clock });
  const watched = createWatchedFolder({
    clock,
    log: silentLog,
    reader: desk.reader,
    writer: desk.writer,
    imports: desk.imports,
    settings: () => settings,
    changed: () => {},
  });
  const opened: Watch = {
    desk,
    folder,
    settings,
    watched,
    looks: async (times) => {
      for (let n = 0; n < times; n += 1) {
        await clock.advance(2000);
        await watched.settled();
        await desk.imports.settled();
      }
    },
    put: (name, ...rows) => {
      const path = join(folder, name);
      writeFileSync(path, csv(...rows).bytes);
      return path;
    },
    close: async () => {
      open.splice(open.indexOf(opened), 1);
      await watched.stop();
      await desk.close();
    },
  };
  open.push(opened);
  return opened;
}

const names = (folder: string): string[] => readdirSync(folder).sort();
const imports = ({ desk }: Watch) => desk.imports.list(undefined, 100).imports;

describe('a file that appears', () => {
  it('is taken up once it held still for two seconds, queued when it is clean, and moved to "done"', async () => {
    const at = await watch();
    const path = at.put('monday.csv', 'ORD-1,Booked,2025-04-28,Zhang Wei');
    await at.looks(1);
    expect(imports(at)).toEqual([]);
    appendFileSync(path, 'ORD-2,Unavailable,,\n');
    await at.looks(1);
    expect(imports(at)).toEqual([]);
    await at.looks(1);
    expect(imports(at)).toMatchObject([{ name: 'monday.csv', path, phase: 'review', totals: { records: 2 } }]);
    await at.looks(1);
    expect(imports(at)).toMatchObject([{ phase: 'accepted', totals: { new: 2 } }]);
    expect(at.desk.lists.tally().waiting).toBe(2);
    expect([names(at.folder), names(join(at.folder, 'done'))]).toEqual([['done'], ['monday.csv']]);
    expect(at.watched.status()).toMatchObject({ state: 'watching', folder: at.folder, waiting: 0, notMoved: [] });
    await at.looks(3);
    expect(imports(at)).toHaveLength(1);
  });

  it('waits for a person when they did not say otherwise, and is moved once they have queued it', async () => {
    const at = await watch({ acceptClean: false });
    at.put('monday.csv', 'ORD-1,Booked,2025-04-28,Zhang Wei');
    await at.looks(4);
    expect(imports(at)).toMatchObject([{ phase: 'review' }]);
    expect(at.watched.status().waiting).toBe(1);
    must(await at.desk.imports.accept(imports(at)[0]?.id as number));
    await at.looks(1);
    expect(names(at.folder)).toEqual(['done']);
    expect(at.watched.status().waiting).toBe(0);
  });

  it.each([
    ['has a row to be repaired', csv('ORD-1,booked,2025-04-28,A', 'ORD-2,Unavailable,,')],
    ['is asked about', csv('ORD-1,Booked,03/04/2025,A')],
    ['has a remark about a row', csv('ORD-1,Unavailable,,Zhang Wei', 'ORD-2,Unavailable,,')],
    ['has a name with a question mark amid a word', csv('ORD-1,Booked,2025-04-28,J?rgen Ek')],
    ['is a file of long ago', csv('ORD-1,Booked,2019-04-28,A', 'ORD-2,Booked,2019-04-28,A')],
  ])('waits for a person when it %s', async (_, file) => {
    const at = await watch();
    writeFileSync(join(at.folder, 'monday.csv'), file.bytes);
    await at.looks(5);
    expect(imports(at)).toMatchObject([{ phase: 'review' }]);
    expect(at.desk.lists.count({ states: [] })).toBe(0);
    // The report beside it says why it waits.
    expect(names(at.folder)).toEqual(['monday.csv', 'monday.csv.report.txt']);
  });

  it('that cannot be read stays, with a report beside it, until it is another one', async () => {
    const at = await watch();
    const path = join(at.folder, 'monday.csv');
    writeFileSync(path, '%PDF-1.7 nothing of the kind');
    await at.looks(5);
    expect(imports(at)).toMatchObject([{ phase: 'failed' }]);
    expect(names(at.folder)).toEqual(['monday.csv', 'monday.csv.report.txt']);
    expect(readFileSync(`${path}.report.txt`, 'utf8')).toMatch(/^"monday.csv" is a PDF, which cannot be read.*\r\n.+\r\n$/);
    await at.looks(3);
    expect(imports(at)).toHaveLength(1);
    at.put('monday.csv', 'ORD-1,Unavailable,,');
    await at.looks(4);
    expect(imports(at)).toMatchObject([{ phase: 'accepted' }, { phase: 'failed' }]);
  });

  it('that a person puts aside stays where it is and is not taken up again', async () => {
    const at = await watch({ acceptClean: false });
    at.put('monday.csv', 'ORD-1,Unavailable,,');
    await at.looks(3);
    must(await at.desk.imports.cancel(imports(at)[0]?.id as number));
    await at.looks(4);
    expect(imports(at)).toMatchObject([{ phase: 'aside' }]);
    expect(names(at.folder)).toEqual(['monday.csv']);
  });

  it('is left alone when it is hidden, unfinished, a lock, a link, a folder, or of another kind', async () => {
    const at = await watch();
    for (const name of [
      '.hidden.csv',
      '~$book.xlsx',
      '.~lock.a.csv#',
      'a.csv.tmp',
      'a.crdownload',
      'notes.doc',
      'a.csv.report.txt',
    ])
      at.put(name, 'ORD-1,Unavailable,,');
    mkdirSync(join(at.folder, 'folder.csv'));
    const elsewhere = join(temporaryFolder(), 'real.csv');
    writeFileSync(elsewhere, csv('ORD-1,Unavailable,,').bytes);
    symlinkSync(elsewhere, join(at.folder, 'link.csv'));
    await at.looks(4);
    expect(imports(at)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'that only looks like one is named, never opened, and keeps nobody waiting',
    async () => {
      const at = await watch();
      const place = (name: string): string => join(at.folder, name);
      const socket = createServer().listen(place('socket.csv'));
      onTestFinished(() => void socket.close());
      expect(spawnSync('mkfifo', [place('pipe.csv')]).status).toBe(0);
      symlinkSync('/dev/zero', place('device.csv'));
      symlinkSync(join(at.folder, 'nowhere'), place('dangling.csv'));
      symlinkSync('loop-b.csv', place('loop-a.csv'));
      symlinkSync('loop-a.csv', place('loop-b.csv'));
      mkdirSync(place('folder.csv'));
      // Only an administrator may make a device.
      spawnSync('mknod', [place('zero.csv'), 'c', '1', '5']);
      const hasDevice = existsSync(place('zero.csv'));
      at.put('real.csv', 'ORD-1,Unavailable,,');
      await at.looks(4);
      expect(imports(at)).toMatchObject([{ name: 'real.csv', phase: 'accepted' }]);
      const named = ['dangling', 'device', 'folder', 'loop-a', 'loop-b', 'pipe', 'socket', ...(hasDevice ? ['zero'] : [])];
      expect(at.watched.status()).toMatchObject({ state: 'watching', waiting: 0, left: 0 });
      expect(at.watched.status().notRead.toSorted()).toEqual(named.map((name) => `${name}.csv`));
      expect(names(at.folder).filter((name) => name.includes('report'))).toEqual([]);
      for (const name of named) rmSync(place(`${name}.csv`), { recursive: true });
      await at.looks(1);
      expect(at.watched.status().notRead).toEqual([]);
    },
  );

  it('among many is taken up in its turn', async () => {
    const at = await watch();
    for (let n = 0; n < 130; n += 1) at.put(`${String(n).padStart(3, '0')}.csv`, `ORD-${n},Unavailable,,`);
    await at.looks(10);
    expect(at.desk.lists.tally().waiting).toBe(130);
    expect(names(join(at.folder, 'done'))).toHaveLength(130);
  }, 60_000);

  it('where very many wait for a person is said to be full, and goes on when some of them are decided', async () => {
    const at = await watch({ acceptClean: false });
    for (let n = 0; n < 203; n += 1) at.put(`${String(n).padStart(3, '0')}.csv`, `ORD-${n},Unavailable,,`);
    await at.looks(10);
    expect(at.watched.status()).toMatchObject({ waiting: 200, left: 3, isFull: true });
    for (const { id } of imports(at).slice(0, 10)) await at.desk.imports.accept(id);
    await at.looks(6);
    expect(at.watched.status()).toMatchObject({ waiting: 193, left: 0, isFull: false });
  }, 60_000);
});

describe('moving to "done"', () => {
  it('never takes the place of a file that is there', async () => {
    const at = await watch();
    for (const n of [1, 2, 3]) {
      at.put('monday.csv', `ORD-${n},Unavailable,,`);
      await at.looks(4);
    }
    expect(names(join(at.folder, 'done'))).toEqual(['monday (2).csv', 'monday (3).csv', 'monday.csv']);
    expect(readFileSync(join(at.folder, 'done/monday.csv'), 'utf8')).toContain('ORD-1');
    expect(readFileSync(join(at.folder, 'done/monday (3).csv'), 'utf8')).toContain('ORD-3');
  });

  it('that fails is told, tried again, and queues nothing twice', async () => {
    const at = await watch();
    // Where a file of that name lies there can be no folder.
    writeFileSync(join(at.folder, 'done'), '');
    at.put('monday.csv', 'ORD-1,Unavailable,,');
    await at.looks(6);
    expect(at.watched.status().notMoved).toEqual(['monday.csv']);
    expect(imports(at)).toMatchObject([{ phase: 'accepted' }]);
    rmSync(join(at.folder, 'done'));
    await at.looks(1);
    expect(at.watched.status().notMoved).toEqual([]);
    expect(names(join(at.folder, 'done'))).toEqual(['monday.csv']);
    expect(imports(at)).toHaveLength(1);
  });

  it('leaves a file that was saved anew since, which is taken up as the new one it is', async () => {
    const at = await watch({ acceptClean: false });
    const path = at.put('monday.csv', 'ORD-1,Unavailable,,');
    await at.looks(3);
    at.put('monday.csv', 'ORD-1,Unavailable,,', 'ORD-2,Unavailable,,');
    must(await at.desk.imports.accept(imports(at)[0]?.id as number));
    await at.looks(1);
    expect(existsSync(path)).toBe(true);
    at.settings.acceptClean = true;
    await at.looks(4);
    expect(imports(at)).toMatchObject([{ phase: 'accepted', totals: { new: 1, unchanged: 1 } }, { phase: 'accepted' }]);
    expect(names(at.folder)).toEqual(['done']);
  });
});

describe('nothing is imported twice', () => {
  it('when the same file was dropped by hand before, or is being looked at', async () => {
    const at = await watch();
    const byHand = await at.desk.drop(csv('ORD-1,Unavailable,,'), 'by hand.csv');
    at.put('monday.csv', 'ORD-1,Unavailable,,');
    await at.looks(5);
    expect(imports(at)).toMatchObject([{ name: 'monday.csv', phase: 'review' }, { phase: 'review' }]);
    must(await at.desk.imports.accept(byHand.id));
    await at.looks(3);
    expect(imports(at)).toMatchObject([{ phase: 'review', sameAs: { id: byHand.id } }, { phase: 'accepted' }]);
    expect(at.desk.lists.count({ states: [] })).toBe(1);
  });

  it('when it comes back under another name', async () => {
    const at = await watch();
    at.put('monday.csv', 'ORD-1,Unavailable,,');
    await at.looks(4);
    at.put('copy.csv', 'ORD-1,Unavailable,,');
    await at.looks(5);
    expect(imports(at)).toMatchObject([{ name: 'copy.csv', phase: 'review' }, { phase: 'accepted' }]);
  });

  it.each([
    ['before it was taken up', 2],
    ['while it is in review', 3],
    ['after it was queued', 4],
  ])('when the program ends %s', async (_, looks) => {
    const home = temporaryFolder();
    const before = await watch({ home });
    // Queued, and not moved yet: that is the moment a crash would do harm.
    writeFileSync(join(before.folder, 'done'), '');
    const path = before.put('monday.csv', 'ORD-1,Unavailable,,');
    utimesSync(path, 1_700_000_000, 1_700_000_000.25);
    await before.looks(looks);
    await before.close();
    const at = await watch({ home });
    rmSync(join(at.folder, 'done'));
    await at.looks(5);
    expect(imports(at)).toMatchObject([{ phase: 'accepted' }]);
    expect(at.desk.lists.count({ states: [] })).toBe(1);
    expect(names(at.folder)).toEqual(['done']);
  });

  it('when the program ended while it was being read: then it is read from the start', async () => {
    const home = temporaryFolder();
    const before = await watch({ home });
    writeFileSync(
      join(before.folder, 'large.csv'),
      csvOf(Array.from({ length: 300_000 }, (_, n) => `ORD-${n},Unavailable,,`)).bytes,
    );
    await before.looks(1);
    // The next look takes it up; the program ends before it is read.
    const clockMoved = before.looks(1);
    while (imports(before).length === 0) await rest();
    await before.close();
    clockMoved.catch(() => {});
    const at = await watch({ home });
    await at.looks(6);
    expect(imports(at).map(({ phase }) => phase)).toEqual(['accepted', 'failed']);
    expect(at.desk.lists.tally().waiting).toBe(300_000);
  });
});

describe('the folder', () => {
  it('is not looked into unless a person wants it, and is from the moment they do', async () => {
    const at = await watch({ on: false });
    at.put('monday.csv', 'ORD-1,Unavailable,,');
    expect(at.watched.status()).toMatchObject({ state: 'off', lastAt: null });
    at.settings.on = true;
    at.watched.changed();
    await at.looks(4);
    expect(imports(at)).toHaveLength(1);
    // Switched off in the middle of a look, too.
    await at.desk.imports.settled();
    const moved = at.looks(1);
    at.settings.on = false;
    at.watched.changed();
    await moved;
    await at.looks(1);
    expect(at.watched.status().state).toBe('off');
  });

  it('that is gone is called unreachable, and taken up again when it is back', async () => {
    const at = await watch();
    await at.looks(1);
    renameSync(at.folder, `${at.folder} away`);
    await at.looks(1);
    expect(at.watched.status().state).toBe('unreachable');
    renameSync(`${at.folder} away`, at.folder);
    at.put('monday.csv', 'ORD-1,Unavailable,,');
    await at.looks(4);
    expect(at.watched.status().state).toBe('watching');
    expect(imports(at)).toMatchObject([{ phase: 'accepted' }]);
  });
});

describe('in the program', () => {
  it('is set up by a call, is in the snapshot, and outlives a restart; what helpers are sent does not name it', async () => {
    const folder = temporaryFolder();
    const clock = handClock();
    const { app, call, ask, home, stop } = await openApp({ clock, autoPush: true });
    expect(app.snapshot().watched).toEqual({
      state: 'off',
      folder: '',
      lastAt: null,
      waiting: 0,
      left: 0,
      isFull: false,
      notMoved: [],
      notRead: [],
    });
    expect(await ask('watched.change', { on: true })).toMatchObject({ ok: false, failure: { kind: 'input-refused' } });
    expect(await ask('watched.change', { on: true, folder: 'drop box' })).toMatchObject({ ok: false });
    const settings = await call('watched.change', { on: true, folder, acceptClean: false });
    expect(settings.watched).toMatchObject({ practice: { on: true, folder, acceptClean: false }, test: { on: false } });
    await clock.advance(1);
    await until(() => app.snapshot().watched.state === 'watching');
    expect((await call('diagnostics.build', {})).text).not.toContain(folder);
    await stop();

    const again = await openApp({ home, clock, autoPush: true });
    writeFileSync(join(folder, 'monday.csv'), csv('ORD-1,Unavailable,,').bytes);
    while (again.app.snapshot().watched.waiting === 0) {
      await clock.advance(2000);
      await again.app.settled();
    }
    expect(again.app.snapshot().openImports).toMatchObject([{ name: 'monday.csv', phase: 'review' }]);
  });

  it('is left alone on the command line', async () => {
    const folder = temporaryFolder();
    const clock = handClock();
    const { app, call } = await openApp({ clock });
    await call('watched.change', { on: true, folder });
    writeFileSync(join(folder, 'monday.csv'), csv('ORD-1,Unavailable,,').bytes);
    for (let n = 0; n < 4; n += 1) await clock.advance(2000);
    await app.settled();
    expect(app.snapshot()).toMatchObject({ watched: { state: 'off' }, openImports: [] });
  });
});
