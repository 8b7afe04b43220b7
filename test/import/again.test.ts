// A file that is read anew as a person chose: the same bytes, other letters, columns or dates; repairs that still fit stay,
// what was chosen is remembered, and nothing is queued while something is asked.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportSummary } from '../../shared/import.ts';
import { close, desk, rowsOf } from '../support/desks.ts';
import { booked, temporaryFolder } from '../support/make.ts';
import { csv, csvOf, HEADER, manyRows, must } from '../support/make-imports.ts';

/** Dates that may be day-month or month-day. */
const UNSURE = csv('ORD-1,Booked,03/04/2025,Zhang Wei', 'ORD-2,Booked,05/06/2025,Li Fang', 'ORD-3,booked,07/08/2025,A');

describe('a file that is asked about', () => {
  it('is not queued before a person has said how it is read', async () => {
    const at = await desk();
    const { id, reading } = await at.drop(UNSURE, 'dates.csv');
    expect(reading?.asks).toEqual(['dates']);
    expect(await at.imports.accept(id)).toEqual({
      ok: false,
      failure: { kind: 'reading-unsure', name: 'dates.csv', asks: ['dates'] },
    });
    const again = must(await at.imports.readAgain(id, { dateOrder: 'day-month-year' }, false));
    expect(again).toMatchObject({
      phase: 'review',
      totals: { records: 3, new: 2, invalid: 1 },
      reading: { asks: [], chosen: ['dateOrder'], reading: { dateOrder: 'day-month-year' } },
      fileChanged: false,
    });
    expect((await rowsOf(at, id)).map(({ bookingDate }) => bookingDate)).toEqual(['2025-04-03', '2025-06-05', '2025-08-07']);
    must(await at.imports.accept(id));
    expect(at.lists.tally()).toMatchObject({ waiting: 2, held: 1 });
    expect(readdirSync(at.folder)).toEqual([]);
  });

  it('is read by everything that was chosen so far, and by the last choice where there are two', async () => {
    const at = await desk();
    const latin = Buffer.from(`${HEADER}\nORD-1,Booked,03/04/2025,\xc5sa\n`, 'latin1');
    const { id } = await at.drop({ bytes: latin });
    must(await at.imports.readAgain(id, { encoding: 'windows-1252' }, false));
    must(await at.imports.readAgain(id, { dateOrder: 'day-month-year' }, false));
    expect((await rowsOf(at, id))[0]).toMatchObject({ bookingDate: '2025-04-03', inspectorName: 'Åsa' });
    const last = must(await at.imports.readAgain(id, { encoding: 'macintosh', dateOrder: 'month-day-year' }, false));
    expect(last.reading?.chosen.sort()).toEqual(['dateOrder', 'encoding']);
    expect((await rowsOf(at, id))[0]).toMatchObject({ bookingDate: '2025-03-04', inspectorName: '≈sa' });
  });

  it('forgets chosen columns when the cells are cut elsewhere', async () => {
    const at = await desk();
    const { id } = await at.drop({ bytes: Buffer.from('a;b;c;d,e,f,g\nORD-1;Booked;2025-04-28;A,B,C,D\n') });
    const columns = { internalOrderRef: 0, bookingResult: 1, bookingDate: 2, inspectorName: 3 };
    must(await at.imports.readAgain(id, { delimiter: 'semicolon', headerRow: 1, columns }, false));
    expect(must(at.imports.summary(id))).toMatchObject({ totals: { records: 1, new: 1 } });
    const cut = must(await at.imports.readAgain(id, { delimiter: 'comma' }, false));
    expect(cut.reading?.chosen).not.toContain('columns');
  });
});

describe('how a file is read', () => {
  it('is in lists and snapshots without any of its cells', async () => {
    const at = await desk();
    const { id, reading } = await at.drop(UNSURE);
    expect(JSON.stringify(reading)).toContain('Zhang Wei');
    for (const seen of [at.imports.open(), at.imports.list(undefined, 9).imports]) {
      expect(seen).toMatchObject([{ id, reading: { asks: ['dates'], reading: { delimiter: 'comma' } } }]);
      expect(JSON.stringify(seen)).not.toMatch(/Zhang Wei|03\/04/);
    }
    must(await at.imports.readAgain(id, { dateOrder: 'day-month-year' }, false));
    expect(JSON.stringify(must(await at.imports.accept(id)).reading)).not.toMatch(/Zhang Wei|03\/04/);
  });
});

describe('repairs', () => {
  it('stay where the row is read as before, and are lost only after a person said so', async () => {
    const at = await desk();
    const { id } = await at.drop(
      csv('ORD-1,booked,2025-04-28,A', 'ORD-2,Booked,03/04/2025,B', 'ORD-3,Booked,05/06/2025,C', 'ORD-4,Unavailable,,'),
    );
    must(await at.imports.repair(id, 2, booked('ORD-1', 'A'), 'one'));
    must(await at.imports.repair(id, 3, booked('ORD-2', 'B'), 'two'));
    const before = await rowsOf(at, id);
    const refused = await at.imports.readAgain(id, { dateOrder: 'month-day-year' }, false);
    expect(refused).toEqual({ ok: false, failure: { kind: 'repairs-at-stake', name: 'results.csv', count: 1 } });
    expect(await rowsOf(at, id)).toEqual(before);
    expect(must(at.imports.summary(id))).toMatchObject({ phase: 'review', repaired: 2, reading: { asks: ['dates'] } });
    expect(readdirSync(at.folder).sort()).toEqual([`${id}.bytes`, `${id}.sqlite`]);

    const again = must(await at.imports.readAgain(id, { dateOrder: 'month-day-year' }, true));
    expect(again).toMatchObject({ repaired: 1, totals: { records: 4, new: 4, invalid: 0 }, reading: { asks: [] } });
    expect((await rowsOf(at, id)).map(({ bookingResult, bookingDate }) => `${bookingResult} ${bookingDate}`)).toEqual([
      'Booked 2025-04-28',
      'Booked 2025-03-04',
      'Booked 2025-05-06',
      'Unavailable ',
    ]);
    // One that stayed can be lost by the next reading too, and is asked about again.
    must(await at.imports.readAgain(id, { delimiter: 'comma' }, false));
    expect(must(at.imports.summary(id)).repaired).toBe(1);
    must(await at.imports.accept(id));
    expect(at.lists.tally().waiting).toBe(4);
  });
});

describe('the bytes', () => {
  it('are read where the file lies, and a file that is another one by now is said to be', async () => {
    const at = await desk();
    const path = join(temporaryFolder(), 'results.csv');
    writeFileSync(path, UNSURE.bytes);
    const { id, sha256, path: shown } = await at.drop({ path });
    expect(shown).toBe(path);
    expect(existsSync(join(at.folder, `${id}.bytes`))).toBe(false);
    writeFileSync(path, csv('ORD-9,Booked,03/04/2025,B').bytes);
    const again = must(await at.imports.readAgain(id, { dateOrder: 'month-day-year' }, false));
    expect(again).toMatchObject({ fileChanged: true, totals: { records: 1, new: 1 } });
    expect(again.sha256).not.toBe(sha256);
  });

  it('that are gone leave the file in review as it was read', async () => {
    const at = await desk();
    const path = join(temporaryFolder(), 'results.csv');
    writeFileSync(path, csv('ORD-1,Unavailable,,').bytes);
    const { id } = await at.drop({ path });
    rmSync(path);
    expect(await at.imports.readAgain(id, { delimiter: 'comma' }, false)).toMatchObject({
      ok: false,
      failure: { kind: 'file-unreadable', why: 'missing' },
    });
    expect(must(await at.imports.accept(id))).toMatchObject({ phase: 'accepted', totals: { new: 1 } });
  });

  it('of a file that is ours to take are kept until the review ends', async () => {
    const at = await desk();
    const path = join(temporaryFolder(), 'arriving');
    writeFileSync(path, UNSURE.bytes);
    const { id } = must(await at.imports.start('results.csv', { path, isTemporary: true }));
    await at.imports.settled();
    expect(existsSync(path)).toBe(false);
    expect(must(at.imports.summary(id))).toMatchObject({ path: '', totals: { records: 3 } });
    must(await at.imports.readAgain(id, { dateOrder: 'day-month-year' }, false));
    must(await at.imports.cancel(id));
    must(await at.imports.discard(id));
    await at.imports.settled();
    expect(readdirSync(at.folder)).toEqual([]);
  });

  it('survive a restart, as does what was chosen', async () => {
    const home = temporaryFolder();
    const before = await desk(home);
    const { id } = await before.drop({ bytes: Buffer.from(`${HEADER}\nORD-1,Booked,03/04/2025,\xc5sa\n`, 'latin1') });
    must(await before.imports.readAgain(id, { encoding: 'windows-1252' }, false));
    must(await before.imports.readAgain(id, { dateOrder: 'day-month-year' }, false));
    await close(before);
    const at = await desk(home);
    await at.imports.settled();
    expect(await rowsOf(at, id)).toMatchObject([{ bookingDate: '2025-04-03', inspectorName: 'Åsa' }]);
    must(await at.imports.readAgain(id, { dateOrder: 'month-day-year' }, false));
    expect(await rowsOf(at, id)).toMatchObject([{ bookingDate: '2025-03-04', inspectorName: 'Åsa' }]);
  });
});

describe('columns that a person chose', () => {
  const file = (name: string): { bytes: Uint8Array } => ({
    bytes: Buffer.from(`aaa,bbb,ccc,ddd\nORD-1,Booked,2025-04-28,${name}\n`),
  });
  const columns = { internalOrderRef: 0, bookingResult: 1, bookingDate: 2, inspectorName: 3 };

  it('are remembered for files with the same header, and the newest two hundred of them', async () => {
    const at = await desk();
    const { id, reading } = await at.drop(file('A'));
    expect(reading?.asks).toEqual(['columns']);
    must(await at.imports.readAgain(id, { headerRow: 1, columns }, false));
    const next = await at.drop(file('B'));
    expect(next).toMatchObject({ totals: { records: 1, new: 1 }, reading: { asks: [], rememberedColumns: true } });

    const staged = { ...next, headerFingerprint: '', reading: next.reading as NonNullable<ImportSummary['reading']> } as never;
    for (let n = 0; n < 205; n += 1) {
      const choice = { choice: { columns }, staging: 0, repaired: 0 };
      must(
        await at.writer.importReread(
          next.id,
          { ...(staged as object), headerFingerprint: `print ${n}` } as never,
          choice,
          n + 2e12,
        ),
      );
    }
    const kept = at.reader.prepare<unknown[], string>('select fingerprint from remembered_columns').pluck().all();
    expect(kept).toHaveLength(200);
    expect(kept).toContain('print 204');
    expect(kept).not.toContain('print 4');
  });
});

describe('cancelling', () => {
  it('the reading anew of a file leaves it in review as it was read before', async () => {
    const at = await desk();
    const { id } = await at.drop(csvOf([...manyRows(200_000), 'ORD-X,Booked,03/04/2025,A']));
    const before = must(at.imports.summary(id));
    const reading = at.imports.readAgain(id, { dateOrder: 'day-month-year' }, false);
    expect(must(at.imports.summary(id)).phase).toBe('reading');
    expect(await at.imports.accept(id)).toMatchObject({ ok: false });
    expect(await at.imports.repair(id, 2, booked('ORD-1'), 'undo')).toMatchObject({ ok: false });
    must(await at.imports.cancel(id));
    expect(must(at.imports.summary(id)).phase).toBe('review');
    expect(await reading).toMatchObject({ ok: false, failure: { kind: 'import-cancelled' } });
    expect(must(at.imports.summary(id))).toEqual(before);
    expect(readdirSync(at.folder).sort()).toEqual([`${id}.bytes`, `${id}.sqlite`]);
    must(await at.imports.cancel(id));
    expect(must(at.imports.summary(id)).phase).toBe('aside');
  });

  it('a file of a million rows ends the reading with the next piece and the comparing with the next few rows', async () => {
    let steps = 0;
    const counting = await desk(undefined, {
      around: (writer) =>
        new Proxy(writer, {
          get: (verbs, name: keyof typeof writer) => {
            if (name === 'compareStaged') steps += 1;
            return verbs[name];
          },
        }),
    });
    must(await counting.imports.accept((await counting.drop(csv('ORD-0,Unavailable,,'))).id));
    steps = 0;
    const { id } = must(await counting.imports.start('large.csv', csvOf(manyRows(1_000_000))));
    while (steps < 2) await new Promise((resolve) => setImmediate(resolve));
    must(await counting.imports.cancel(id));
    const atCancel = steps;
    await counting.imports.settled();
    expect(steps).toBe(atCancel);
    expect(must(counting.imports.summary(id)).phase).toBe('cancelled');

    const reading = must(await counting.imports.start('large.csv', csvOf(manyRows(1_000_000))));
    while (must(counting.imports.summary(reading.id)).bytesRead === 0) await new Promise((resolve) => setImmediate(resolve));
    const { bytes, bytesRead } = must(counting.imports.summary(reading.id));
    expect(bytesRead).toBeLessThan(bytes / 2);
    must(await counting.imports.cancel(reading.id));
    await counting.imports.settled();
    expect(steps).toBe(atCancel);
    expect(readdirSync(counting.folder)).toEqual([]);
  }, 60_000);
});

describe('a program that ends while a file is read anew', () => {
  it.each([0, 30, 80, 150])('(+%i ms) offers it again as it was, or as it was read anew, and never half', async (delayMs) => {
    const home = temporaryFolder();
    const file = join(home, 'results.csv');
    writeFileSync(file, csvOf(Array.from({ length: 60_000 }, (_, n) => `ORD-${n},Booked,03/04/2025,A`)).bytes);
    const child = fork(new URL('../support/import-again-child.ts', import.meta.url), [home, file], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (told) => {
      if (told === 'again') setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    await once(child, 'exit');
    const at = await desk(home);
    await at.imports.settled();
    const [found] = at.imports.open() as [ImportSummary];
    const isAgain = found.reading?.asks.length === 0;
    expect(found).toMatchObject({ phase: 'review', totals: { new: 60_000 } });
    expect((await rowsOf(at, found.id))[0]?.bookingDate).toBe(isAgain ? '2025-03-04' : '2025-04-03');
    expect(readdirSync(at.folder)).toHaveLength(1);
  });
});

describe('files that wait for a thread', () => {
  it('leave at once when they are cancelled, and the others keep their turn', async () => {
    const at = await desk();
    const ids: number[] = [];
    for (const name of ['a.csv', 'b.csv', 'c.csv']) {
      ids.push(must(await at.imports.start(name, csvOf([...manyRows(100_000), `${name},Unavailable,,`]))).id);
    }
    const [first, second, third] = ids as [number, number, number];
    must(await at.imports.cancel(second));
    await at.imports.settled();
    expect([first, second, third].map((id) => must(at.imports.summary(id)).phase)).toEqual(['review', 'cancelled', 'review']);
  });

  it('and are read anew leave the review as it was, at once, though no thread is free', async () => {
    const at = await desk();
    const { id } = await at.drop(UNSURE);
    const large = must(await at.imports.start('large.csv', csvOf(manyRows(600_000))));
    const again = at.imports.readAgain(id, { dateOrder: 'day-month-year' }, false);
    must(await at.imports.cancel(id));
    expect(await again).toMatchObject({ ok: false, failure: { kind: 'import-cancelled' } });
    expect(must(at.imports.summary(large.id)).phase).toBe('reading');
    expect(must(at.imports.summary(id)).phase).toBe('review');
    must(await at.imports.cancel(large.id));
  });
});
