// A database file that something broke: it is kept aside whole, the window opens without it, and its newest sound backup is
// on offer until somebody brings it back. Nothing that comes back goes out by itself.
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUpNow } from '../../main/base/backups.ts';
import { MIGRATIONS } from '../../main/base/migrations.ts';
import { isDamage, openScratch } from '../../main/base/sqlite.ts';
import { openStore } from '../../main/base/store.ts';
import { createLists } from '../../main/outbox/lists.ts';
import { createWriterVerbs } from '../../main/workspace/writer.ts';
import type { Failure } from '../../shared/failure.ts';
import { handClock, seededRandom, temporaryFolder, until } from '../support/make.ts';
import { bookedLines, csv, openApp, type TestApp } from '../support/open-app.ts';

const outboxOf = (home: string): string => join(home, 'practice', 'outbox.sqlite');

/** A home with 3 delivered results, one refused that is tried again, and 4 on their way; backed up, then closed. */
async function backedUpHome(): Promise<{ home: string; path: string }> {
  const app = await openApp();
  const path = outboxOf(app.home);
  await app.queue(csv(...bookedLines(3), 'ORD-199,Booked,2025-04-28,Li Fang'));
  await app.app.push();
  await app.queue(csv(...bookedLines(4, 'Erik Sjöberg', 110)), 'waiting.csv');
  await app.stop();
  const store = openScratch(path);
  backUpNow(store, path, '2025-04-28');
  store.close();
  return { home: app.home, path };
}

function noticeOf({ app }: TestApp): Extract<Failure, { kind: 'storage-damaged' }> {
  const [notice] = app.snapshot().notices;
  if (notice?.kind !== 'storage-damaged') throw new Error(`no damage was reported but ${JSON.stringify(notice)}`);
  return notice;
}

describe('an outbox that is damaged', () => {
  it.each<[string, (path: string) => void]>([
    ['cut short', (path) => truncateSync(path, 20_000)],
    ['emptied', (path) => truncateSync(path, 0)],
    ['garbage', (path) => writeFileSync(path, 'This is no database. '.repeat(900))],
    ['marked by an earlier run', (path) => writeFileSync(`${path}.damaged`, '')],
  ])('because it is %s is kept aside, and its backup is on offer until it is brought back', async (_, damage) => {
    const { home, path } = await backedUpHome();
    damage(path);
    const broken = readFileSync(path);
    const first = await openApp({ home });
    const notice = noticeOf(first);
    expect(readFileSync(notice.keptAs)).toEqual(broken);
    expect(first.app.snapshot().counts).toMatchObject({ waiting: 0, delivered: 0 });
    // What comes later outranks what is brought back, and the offer stands until then.
    await first.queue(csv('ORD-2025-00110,Booked,2025-05-02,Emma Clarke'));
    await first.stop();

    const again = await openApp({ home });
    expect(noticeOf(again)).toEqual(notice);
    expect(notice.backupAt).not.toBeNull();
    expect(await again.call('storage.restore', {})).toEqual({ count: 8 });
    expect(again.app.snapshot()).toMatchObject({
      notices: [],
      counts: { waiting: 1, parked: 3, superseded: 1, delivered: 3, refused: 1 },
    });
    const parked = await again.call('outbox.list', { filter: { states: ['parked'] } });
    expect(new Set(parked.items.map(({ cause }) => cause))).toEqual(new Set(['restored-from-backup']));

    // Nothing that came back goes out by itself, however long one waits; a person sends it.
    expect(await again.app.push({ everything: true })).toMatchObject({ delivered: 1, refused: [], waiting: 0 });
    expect((await again.call('outbox.list', { filter: { states: ['refused'] } })).items[0]?.dueAt).toBeNull();
    await again.call('outbox.retry', { selection: { filter: { states: ['parked'] } } });
    expect(await again.app.push()).toMatchObject({ delivered: 3 });
    // Asked twice, it changes nothing.
    expect(await again.call('storage.restore', {})).toEqual({ count: 0 });
    expect(again.app.snapshot().counts).toMatchObject({ delivered: 7, parked: 0 });
    await again.stop();
    expect((await openApp({ home })).app.snapshot().notices).toEqual([]);
  });

  it('offers the backup from before the damage, not one that was made since or that holds nothing', async () => {
    const { home, path } = await backedUpHome();
    writeFileSync(join(home, 'practice', 'backups', 'outbox.sqlite.2025-04-29.backup'), '');
    truncateSync(path, 20_000);
    await (await openApp({ home })).stop();
    const store = openScratch(path);
    for (let day = 1; day <= 9; day += 1) backUpNow(store, path, `2025-05-0${day}`);
    store.close();
    const again = await openApp({ home });
    expect(noticeOf(again).backupAt).toBeLessThan(Date.now());
    expect(await again.call('storage.restore', {})).toEqual({ count: 8 });
  });

  it('is found out while it is read, said in a sentence, and put aside at the next start', async () => {
    const { home, path } = await backedUpHome();
    moveRow(path, 7);
    const running = await openApp({ home });
    expect(running.app.snapshot().notices).toEqual([]);
    // From now on the moved row is the oldest that waits, which every snapshot looks up.
    await running.call('outbox.discard', { selection: { seqs: [5, 6] } });
    const failure = { kind: 'storage-failed', words: 'SQLITE_CORRUPT' };
    expect(running.app.snapshot()).toMatchObject({ environment: 'practice', notices: [failure] });
    expect(await running.ask('outbox.list', { filter: { states: ['waiting'] } })).toEqual({ ok: false, failure });
    expect(await running.app.push()).toMatchObject({ delivered: 0, trouble: failure });
    await running.stop();
    const next = await openApp({ home });
    expect(noticeOf(next).keptAs).toContain('damaged');
    expect(await next.call('storage.restore', {})).toEqual({ count: 8 });
  });

  it.each([0.02, 0.1, 0.25, 0.5, 0.75])('while it is open, cut to %d of its size, is named in every answer', async (part) => {
    const first = await openApp();
    await first.queue(csv(...bookedLines(600)));
    await first.app.push();
    await first.queue(csv(...bookedLines(300, 'Li Fang', 7000)), 'later.csv');
    await first.stop();
    const { app, ask, home } = await openApp({ home: first.home });
    const path = outboxOf(home);
    truncateSync(path, Math.floor(statSync(path).size * part));
    const { trouble } = await app.push({ everything: true });
    const answers = [
      await ask('outbox.list', { filter: {} }),
      await ask('outbox.list', { filter: { search: 'fang' } }),
      await ask('outbox.groups', {}),
      await ask('import.list', {}),
      await ask('outbox.retry', { selection: { filter: {} } }),
    ];
    const failures = [trouble, ...answers.map((answer) => (answer.ok ? null : answer.failure))].filter(
      (failure) => failure !== null,
    );
    expect(failures).not.toEqual([]);
    expect(new Set(failures.map(({ kind }) => kind))).toEqual(new Set(['storage-failed']));
    expect(app.snapshot().environment).toBe('practice');
  });

  it('at what every start reads is put aside at once', async () => {
    const { home, path } = await backedUpHome();
    moveRow(path, 5);
    expect(noticeOf(await openApp({ home })).backupAt).not.toBeNull();
  });

  it('opens, or says that it is newer, whichever bytes of it are changed', async () => {
    const { path } = await backedUpHome();
    const sound = readFileSync(path);
    const random = seededRandom(7);
    const folder = temporaryFolder();
    let putAside = 0;
    for (let n = 0; n < 120; n += 1) {
      const broken = Buffer.from(sound);
      // Every second one in the first page, where the header and the shape are.
      const within = n % 2 === 0 ? 4096 : broken.length;
      for (let flips = 0; flips <= (n % 4) * 20; flips += 1) broken[Math.floor(random() * within)] = Math.floor(random() * 256);
      const place = join(folder, String(n), 'outbox.sqlite');
      mkdirSync(join(folder, String(n)));
      writeFileSync(place, n % 10 === 9 ? broken.subarray(0, Math.floor(random() * broken.length)) : broken);
      const opened = openStore(place, Date.now());
      if (!opened.ok) {
        expect(opened.failure.kind).toBe('storage-newer');
        continue;
      }
      const { store, damaged } = opened.value;
      if (damaged !== null) putAside += 1;
      createWriterVerbs(store, place);
      try {
        createLists(store).list({ states: ['waiting'] });
      } catch (error) {
        expect(isDamage(error)).toBe(true);
      }
      store.close();
    }
    expect(putAside).toBeGreaterThan(60);
  });

  it('opens as a whole, whichever bytes of it are changed', async () => {
    const { home, path } = await backedUpHome();
    const sound = readFileSync(path);
    const random = seededRandom(11);
    for (let n = 0; n < 12; n += 1) {
      const copy = temporaryFolder();
      cpSync(home, copy, { recursive: true });
      const broken = Buffer.from(sound);
      for (let flips = 0; flips < 4; flips += 1) broken[100 + Math.floor(random() * (broken.length - 100))] = 0xa5;
      writeFileSync(outboxOf(copy), broken);
      const { app, ask, stop } = await openApp({ home: copy });
      expect(await ask('import.list', {})).toMatchObject({ ok: true });
      expect(app.snapshot().environment).toBe('practice');
      await stop();
    }
  });

  it('is not what a newer program wrote: that is refused with a sentence and left as it is', async () => {
    const { home, path } = await backedUpHome();
    const newer = openScratch(path);
    newer.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    const before = readFileSync(path);
    await expect(openApp({ home })).rejects.toThrow(/"kind":"storage-newer"/);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(join(home, 'practice')).filter((name) => name.includes('damaged'))).toEqual([]);
  });
});

/** Moves a row behind the back of its index: what lost writes leave, and what a quick check does not see. */
function moveRow(path: string, seq: number): void {
  const withIndex = openScratch(path);
  const index = withIndex.prepare(`select * from sqlite_schema where name = 'outbox_item_by_state'`).get() as object;
  withIndex.unsafeMode(true);
  withIndex.pragma('writable_schema = on');
  withIndex.exec(`delete from sqlite_schema where name = 'outbox_item_by_state'`);
  withIndex.close();
  const without = openScratch(path);
  without.prepare('update outbox_item set seq = seq + 1000 where seq = ?').run(seq);
  without.unsafeMode(true);
  without.pragma('writable_schema = on');
  without.prepare('insert into sqlite_schema values (:type, :name, :tbl_name, :rootpage, :sql)').run(index);
  without.close();
}

describe('the daily backup', () => {
  it('is made soon after a start and every day from then on; the newest seven are kept', async () => {
    const clock = handClock(Date.now());
    const { home, queue } = await openApp({ clock, autoPush: true });
    await queue(csv(...bookedLines(2)));
    const folder = join(home, 'practice', 'backups');
    const made = (): string[] => {
      try {
        return readdirSync(folder).filter((name) => name.endsWith('.backup.gz'));
      } catch {
        return [];
      }
    };
    await clock.advance(60_000);
    await until(() => made().length === 1);
    const all = new Set(made());
    for (let day = 2; day <= 9; day += 1) {
      clock.jump(24 * 3_600_000);
      while (made().every((name) => all.has(name))) await clock.advance(3_600_000);
      for (const name of made()) all.add(name);
    }
    await until(() => made().length === 7);
    expect(all.size).toBe(9);
    expect(made().sort()).toEqual([...all].sort().slice(2));
  });
});
