// The outbox database keeps its promises: durable commits, one known shape, and a clear word when the disk or the file fails it.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUpNow, backups, newestBackup, settleLoss } from '../../main/base/backups.ts';
import { guard, inProcess } from '../../main/base/guard.ts';
import { MIGRATIONS } from '../../main/base/migrations.ts';
import { openSettings } from '../../main/base/settings.ts';
import { failureFromSqlite, openScratch, type Store } from '../../main/base/sqlite.ts';
import { memoryStore, migrate, type Opened, openReader, openStore } from '../../main/base/store.ts';
import { createClaims } from '../../main/outbox/claims.ts';
import { createLists } from '../../main/outbox/lists.ts';
import { createOutbox } from '../../main/outbox/outbox.ts';
import { createRestore, recount } from '../../main/outbox/restore.ts';
import { createSearchIndex } from '../../main/outbox/search.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { booked, makeOutbox, orderRef, seededRandom, type TestOutbox, temporaryFolder } from '../support/make.ts';

const NOW = Date.UTC(2025, 3, 28, 7);

/** Where an outbox may lie. */
function freshPath(): string {
  return join(temporaryFolder(), 'practice', 'outbox.sqlite');
}

function openedAt(path: string): { store: Store; damaged: Opened['damaged'] } {
  const opened = openStore(path, NOW);
  if (!opened.ok) throw new Error(opened.failure.kind);
  return opened.value;
}

/** An outbox in a file, with results in it, closed. */
function filledFile(count = 20): string {
  const path = freshPath();
  const outbox = makeOutbox({ path });
  for (let n = 0; n < count; n += 1) outbox.accept(booked(orderRef(n)));
  outbox.close();
  return path;
}

function countAt(path: string): number {
  const reader = openReader(path);
  const { waiting } = createLists(reader).tally();
  reader.close();
  return waiting;
}

describe('an opened outbox', () => {
  it('commits to the disk itself, keeps readers apart from the writer, and checks what it reads', () => {
    const { store } = openedAt(freshPath());
    const pragma = (name: string) => store.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('trusted_schema')]).toEqual([
      'wal',
      2,
      1,
      0,
    ]);
    expect(pragma('cell_size_check')).toBe(1);
    store.close();
  });

  it.skipIf(process.platform === 'win32')('can be read by nobody else', () => {
    const path = freshPath();
    openedAt(path).store.close();
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(statSync(join(path, '..')).mode & 0o077).toBe(0);
  });

  it('shows every commit to a reader at once, and lets the reader change nothing', () => {
    const path = freshPath();
    const outbox = makeOutbox({ path });
    const reader = openReader(path);
    outbox.accept(booked('ORD-1'));
    expect(createLists(reader).tally().waiting).toBe(1);
    expect(() => reader.exec('delete from outbox_item')).toThrow(/readonly/);
    reader.close();
  });

  it('has only strict tables', () => {
    const store = memoryStore();
    const loose = store
      .prepare<unknown[], { name: string }>(
        `select name from pragma_table_list where type = 'table' and strict = 0 and name not like 'sqlite%'`,
      )
      .all();
    expect(loose.map(({ name }) => name)).toEqual([]);
    store.close();
  });
});

describe('the shape of the database', () => {
  it('is brought up to date step by step, each step whole or not at all', () => {
    const store = openScratch(join(temporaryFolder(), 'x.sqlite'));
    const steps = ['create table a (x)', 'create table b (x); insert into missing values (1)'];
    expect(() => migrate(store, steps)).toThrow(/missing/);
    expect(store.pragma('user_version', { simple: true })).toBe(1);
    expect(store.prepare(`select count(*) from sqlite_schema where name = 'b'`).pluck().get()).toBe(0);
    expect(migrate(store, [steps[0] as string, 'create table b (x)'])).toEqual({ ok: true, value: undefined });
    expect(store.pragma('user_version', { simple: true })).toBe(2);
    store.close();
  });

  it('of a newer program is refused, and left as it is', () => {
    const path = filledFile();
    const newer = openScratch(path);
    newer.pragma(`user_version = ${MIGRATIONS.length + 3}`);
    newer.close();
    expect(openStore(path, NOW)).toEqual({
      ok: false,
      failure: { kind: 'storage-newer', found: MIGRATIONS.length + 3, known: MIGRATIONS.length },
    });
    const untouched = openScratch(path, { readonly: true });
    expect(untouched.prepare('select count(*) from outbox_item').pluck().get()).toBe(20);
    untouched.close();
  });
});

describe('a damaged file', () => {
  const damages: [string, (path: string) => void][] = [
    ['is garbage', (path) => writeFileSync(path, 'This is no database at all. '.repeat(500))],
    ['is cut short', (path) => truncateSync(path, Math.floor(statSync(path).size / 2) + 17)],
    [
      'has lost pages in its middle',
      (path) => {
        const bytes = readFileSync(path);
        bytes.fill(0xa5, 4096 * 2, 4096 * 8);
        writeFileSync(path, bytes);
      },
    ],
    ['turned out damaged while it was in use', (path) => writeFileSync(`${path}.damaged`, '')],
  ];

  it.each(damages)('that %s is put aside whole, and an empty outbox takes its place', (_, damage) => {
    const path = filledFile();
    damage(path);
    const bytes = readFileSync(path);
    const { store, damaged } = openedAt(path);
    expect(damaged).toMatchObject({ kind: 'storage-damaged', backupAt: null });
    expect(readFileSync(damaged !== null && 'keptAs' in damaged ? damaged.keptAs : '')).toEqual(bytes);
    expect(createLists(store).tally().waiting).toBe(0);
    store.close();
    const again = openedAt(path);
    // It is said until a person has settled it, also where there is nothing to bring back.
    expect(again.damaged).toEqual(damaged);
    settleLoss(path);
    again.store.close();
  });

  it('is followed by results that outrank all that a backup could bring back', () => {
    const path = filledFile();
    writeFileSync(path, 'garbage'.repeat(1000));
    openedAt(path).store.close();
    const outbox = makeOutbox({ path });
    expect(outbox.accept(booked('ORD-1'))).toBeGreaterThan(NOW);
  });

  it('that holds nothing any more is damaged when a backup knows of more', () => {
    const path = filledFile();
    const { store } = openedAt(path);
    backUpNow(store, path, '2025-04-28');
    store.close();
    truncateSync(path, 0);
    const reopened = openedAt(path);
    expect(reopened.damaged).toMatchObject({ kind: 'storage-damaged' });
    expect(reopened.damaged?.backupAt).not.toBeNull();
    reopened.store.close();
  });

  it('opens, or is put aside, whichever bytes of it are broken', () => {
    const path = filledFile(200);
    const sound = readFileSync(path);
    const random = seededRandom(99);
    for (let n = 0; n < 60; n += 1) {
      const folder = join(temporaryFolder(), 'practice');
      mkdirSync(folder);
      const broken = Buffer.from(sound);
      for (let flips = 0; flips < 20; flips += 1) broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256);
      const place = join(folder, 'outbox.sqlite');
      writeFileSync(place, n % 3 === 0 ? broken.subarray(0, Math.floor(random() * broken.length)) : broken);
      const opened = openStore(place, NOW);
      expect(opened.ok).toBe(true);
      if (opened.ok) opened.value.store.close();
    }
  });

  it('is marked by the first call that stumbles over it, so that the next start puts it aside', () => {
    const path = filledFile(2000);
    const store = openScratch(path);
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096 * 30);
    writeFileSync(path, bytes);
    const verbs = guard({ read: () => store.prepare('select sum(length(ref)) from outbox_item').pluck().get() }, path);
    expect(verbs.read()).toMatchObject({ ok: false, failure: { kind: 'storage-failed' } });
    store.close();
    expect(existsSync(`${path}.damaged`)).toBe(true);
  });
});

describe('backups', () => {
  it('are whole copies beside the database; the newest seven are kept', () => {
    const path = filledFile();
    const { store } = openedAt(path);
    for (let day = 1; day <= 9; day += 1) {
      backUpNow(store, path, `2025-04-0${day}`);
      const file = backups(path)[0]?.file ?? '';
      utimesSync(file, NOW / 1000 + day, NOW / 1000 + day);
    }
    store.close();
    const names = backups(path).map(({ file }) => basename(file));
    expect(names).toEqual([9, 8, 7, 6, 5, 4, 3].map((day) => `outbox.sqlite.2025-04-0${day}.backup`));
    expect(countAt(newestBackup(path)?.file ?? '')).toBe(20);
  });

  it('that are damaged themselves are passed over', () => {
    const path = filledFile();
    const { store } = openedAt(path);
    backUpNow(store, path, 'older');
    backUpNow(store, path, 'newer');
    store.close();
    for (const [n, name] of ['older', 'newer'].entries()) {
      utimesSync(join(path, '..', 'backups', `outbox.sqlite.${name}.backup`), NOW / 1000 + n, NOW / 1000 + n);
    }
    writeFileSync(join(path, '..', 'backups', 'outbox.sqlite.newer.backup'), 'garbage'.repeat(2000));
    utimesSync(join(path, '..', 'backups', 'outbox.sqlite.newer.backup'), NOW / 1000 + 9, NOW / 1000 + 9);
    expect(basename(newestBackup(path)?.file ?? '')).toBe('outbox.sqlite.older.backup');
  });

  it('are none when there are none', () => {
    expect(newestBackup(filledFile())).toBeNull();
  });
});

describe('a backup brought back', () => {
  function damagedWithBackup(fill: (outbox: TestOutbox) => void, meanwhile: (outbox: TestOutbox) => void = () => {}): TestOutbox {
    const path = freshPath();
    const before = makeOutbox({ path });
    fill(before);
    backUpNow(before.store, path, 'yesterday');
    before.close();
    writeFileSync(path, 'garbage'.repeat(1000));
    const after = makeOutbox({ path });
    meanwhile(after);
    expect(createRestore(after.store, path).restoreBackup(NOW)).toMatchObject({});
    return after;
  }

  it('keeps delivered results delivered, with their receipts, and lets what was on its way wait for a person', () => {
    const outbox = damagedWithBackup((before) => {
      const [delivered, , flying] = [1, 2, 3].map((n) => before.accept(booked(orderRef(n)))) as [number, number, number];
      before.claim('b1', delivered);
      before.settle('b1', null, delivered);
      before.claim('b2', flying);
    });
    const { items } = outbox.lists.list({ states: [] });
    expect(items.map(({ state, cause }) => [state, cause])).toEqual([
      ['parked', 'restored-from-backup'],
      ['parked', 'restored-from-backup'],
      ['delivered', ''],
    ]);
    expect(outbox.receipts(1)).toHaveLength(1);
    expect(outbox.lists.returning(Number.MAX_SAFE_INTEGER, 10).concat(outbox.lists.fresh(0, 10))).toEqual([]);
  });

  it('counts right, and is found by search again', () => {
    const outbox = damagedWithBackup(
      (before) => {
        before.importFile([1, 2, 3].map((n) => booked(orderRef(n), '欧阳娜娜')));
        before.search.indexSearch(10);
      },
      (after) => void after.accept(booked('ORD-NEW')),
    );
    const tally = outbox.store.prepare('select * from tally where n <> 0 order by import_id, state, cause').all();
    expect(tally).toEqual(recount(outbox.store));
    while (createSearchIndex(outbox.store).indexSearch(2));
    expect(outbox.lists.list({ states: [], search: '欧阳娜' }).items).toHaveLength(3);
    expect(outbox.lists.list({ states: [], search: 'ord-new' }).items).toHaveLength(1);
  });

  it('never outranks what was accepted after the damage', () => {
    const outbox = damagedWithBackup(
      (before) => void before.accept(booked('ORD-1', 'Zhang Wei')),
      (after) => void after.accept(booked('ORD-1', 'Li Fang')),
    );
    expect(outbox.lists.list({ states: [] }).items.map(({ inspectorName, state }) => [inspectorName, state])).toEqual([
      ['Li Fang', 'waiting'],
      ['Zhang Wei', 'superseded'],
    ]);
  });

  it('is answered with how many results came back, which is none without a backup', () => {
    const path = filledFile();
    const { store } = openedAt(path);
    expect(createRestore(store, path).restoreBackup(NOW)).toBe(0);
    backUpNow(store, path, 'today');
    store.exec('delete from outbox_item');
    expect(createRestore(store, path).restoreBackup(NOW)).toBe(20);
    expect(existsSync(`${path}.restore`)).toBe(false);
    store.close();
  });
});

describe('trouble with the disk', () => {
  it('is a plain failure for whoever called, and the outbox goes on once there is room', async () => {
    const path = freshPath();
    const outbox = makeOutbox({ path });
    const writer = inProcess(guard({ ...createOutbox(outbox.store), ...createClaims(outbox.store) }, path));
    const pages = outbox.store.pragma('page_count', { simple: true }) as number;
    outbox.store.pragma(`max_page_count = ${pages}`);
    const from = { origin: 'booking', importId: null, record: null } as const;
    let accepted = 0;
    let last: unknown;
    for (let n = 0; n < 2000; n += 1) {
      const answer = await writer.accept(booked(orderRef(n), 'x'.repeat(200)), from, NOW);
      if (!answer.ok) {
        last = answer;
        break;
      }
      accepted += 1;
    }
    expect(last).toEqual({ ok: false, failure: { kind: 'storage-full' } });
    expect(outbox.lists.tally().waiting).toBe(accepted);
    outbox.store.pragma('max_page_count = 1000000');
    expect(await writer.accept(booked('ORD-LATER'), from, NOW)).toMatchObject({ ok: true });
    expect(recount(outbox.store).find(({ state }) => state === 'waiting')?.n).toBe(accepted + 1);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('that may not be written says where', () => {
    const path = filledFile();
    chmodSync(path, 0o400);
    chmodSync(join(path, '..'), 0o500);
    const opened = openStore(path, NOW);
    chmodSync(join(path, '..'), 0o700);
    expect(opened).toEqual({ ok: false, failure: { kind: 'storage-read-only', path } });
  });

  it.each([
    ['SQLITE_FULL', 'storage-full'],
    ['ENOSPC', 'storage-full'],
    ['SQLITE_READONLY_DBMOVED', 'storage-read-only'],
    ['SQLITE_CANTOPEN', 'storage-read-only'],
    ['EACCES', 'storage-read-only'],
    ['EROFS', 'storage-read-only'],
    ['SQLITE_IOERR_WRITE', 'storage-failed'],
    ['SQLITE_BUSY', 'storage-failed'],
    ['SQLITE_CORRUPT_VTAB', 'storage-failed'],
    ['SQLITE_NOTADB', 'storage-failed'],
    ['SQLITE_CONSTRAINT_UNIQUE', undefined],
    ['ERR_ASSERTION', undefined],
  ])('named %s is %s', (code, kind) => {
    expect(failureFromSqlite(Object.assign(new Error('x'), { code }), '/x')?.kind).toBe(kind);
  });

  it('never hides a bug: whatever else is thrown goes on', () => {
    const verbs = guard(
      {
        stumble: (): number => {
          throw new TypeError('a bug');
        },
      },
      '/x',
    );
    expect(verbs.stumble).toThrow('a bug');
  });

  it('leaves answers that are results already as they are', () => {
    const failed = { ok: false as const, failure: { kind: 'gone' as const, what: 'result' } };
    const verbs = guard({ refuse: () => failed, count: () => 3 }, '/x');
    expect([verbs.refuse(), verbs.count()]).toEqual([failed, { ok: true, value: 3 }]);
  });
});

describe('the settings file', () => {
  it('starts with the defaults, and a change is on disk when it comes back', () => {
    const home = join(temporaryFolder(), 'home');
    const settings = openSettings(home);
    expect(settings.read()).toEqual(defaultSettings());
    expect(settings.change({ pushIntervalMinutes: 30 })).toMatchObject({ ok: true, value: { pushIntervalMinutes: 30 } });
    expect(openSettings(home).read().pushIntervalMinutes).toBe(30);
    expect(readdirSync(home)).toEqual(['settings.json', 'settings.last-good.json']);
  });

  it('loses only the values that cannot be understood', () => {
    const home = temporaryFolder();
    writeFileSync(
      join(home, 'settings.json'),
      JSON.stringify({
        environment: 'test',
        baseUrl: 'http://elsewhere.example',
        pushIntervalMinutes: 'often',
        theme: 'dark',
        more: 1,
      }),
    );
    expect(openSettings(home).read()).toEqual({ ...defaultSettings(), environment: 'test', theme: 'dark' });
  });

  it.each(['', '{"environment":', 'null', '[]', '"text"'])('that holds %j is as good as none', (text) => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'settings.json'), text);
    expect(openSettings(home).read()).toEqual(defaultSettings());
  });

  it('refuses an address that is not safe, and keeps what it had', () => {
    const settings = openSettings(temporaryFolder());
    expect(settings.change({ baseUrl: 'http://pps.basicpsf.com' })).toEqual({
      ok: false,
      failure: { kind: 'input-refused', why: 'baseUrl' },
    });
    expect(settings.read()).toEqual(defaultSettings());
  });
});
