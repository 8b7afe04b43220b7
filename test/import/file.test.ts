// A dropped file from the first byte to its receipt, over real threads: review, acceptance, repair, and what survives a crash.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recount } from '../../main/outbox/restore.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { close, desk, rowsOf } from '../support/desks.ts';
import { booked, temporaryFolder } from '../support/make.ts';
import { csv, csvOf, type Desk, HEADER, manyRows, must } from '../support/make-imports.ts';

const ALL = { verdicts: [], group: null };
async function verdicts(of: Desk, id: number): Promise<string[]> {
  return (await rowsOf(of, id)).map(({ internalOrderRef, verdict }) => `${internalOrderRef} ${verdict}`);
}

/** The counters agree with the rows, and every row of every file is accounted for. */
function expectSound({ reader, imports, lists }: Desk): void {
  const counted = reader.prepare('select * from tally where n <> 0 order by import_id, state, cause').all();
  const key = (row: { import_id: number; state: string; cause: string }): string => `${row.import_id}/${row.state}/${row.cause}`;
  expect(counted).toEqual(recount(reader).sort((a, b) => a.import_id - b.import_id || (key(a) < key(b) ? -1 : 1)));
  for (const { id, phase, totals } of imports.list(undefined, 200).imports) {
    expect(totals.new + totals.changed + totals.unchanged + totals.duplicate + totals.invalid).toBe(totals.records);
    if (phase !== 'accepted') expect(lists.count({ states: [], importId: id })).toBe(0);
  }
}

describe('a dropped file', () => {
  it('is read, shown, and queued as a whole when it is accepted', async () => {
    const at = await desk();
    const shown = await at.drop(csv('ORD-2,Booked,2025-04-28,Zhang Wei', 'ORD-1,Unavailable,,', 'ORD-3,booked,,'), 'monday.csv');
    expect(shown).toMatchObject({
      name: 'monday.csv',
      phase: 'review',
      by: 'anna',
      encoding: 'UTF-8',
      delimiter: 'comma',
      totals: { records: 3, new: 2, invalid: 1 },
      held: 0,
      failure: null,
    });
    expect(shown.bytesRead).toBe(shown.bytes);
    expect(at.lists.count({ states: [] })).toBe(0);

    const accepted = must(await at.imports.accept(shown.id));
    expect(accepted).toMatchObject({ phase: 'accepted', acceptedAt: expect.any(Number), held: 1, delivered: 0, needYou: 0 });
    const { items } = at.lists.list({ states: [], importId: shown.id });
    expect(items.map(({ internalOrderRef, record, state, origin }) => [internalOrderRef, record, state, origin])).toEqual([
      ['ORD-2', 2, 'waiting', 'import'],
      ['ORD-1', 3, 'waiting', 'import'],
    ]);
    expect(at.queued()).toBe(1);
    expect(readdirSync(at.folder)).toEqual([]);
    expectSound(at);
  });

  it('is compared with what was accepted before', async () => {
    const at = await desk();
    const first = await at.drop(csv('ORD-1,Booked,2025-04-28,Zhang Wei', 'ORD-2,Booked,2025-04-28,Zhang Wei'));
    must(await at.imports.accept(first.id));
    const second = await at.drop(
      csv('ORD-1,Booked,2025-04-28,Zhang Wei', 'ORD-2,Unavailable,,', 'ORD-3,Unavailable,,', 'ORD-3,Unavailable,,'),
    );
    expect(second.totals).toMatchObject({ unchanged: 1, changed: 1, new: 1, duplicate: 1 });
    expect(await verdicts(at, second.id)).toEqual(['ORD-1 unchanged', 'ORD-2 changed', 'ORD-3 duplicate', 'ORD-3 new']);
    expect((await rowsOf(at, second.id)).map(({ before }) => before)).toEqual([
      null,
      { bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: 'Zhang Wei' },
      null,
      null,
    ]);
    must(await at.imports.accept(second.id));
    expect(at.lists.tally()).toMatchObject({ waiting: 3, superseded: 1 });
    expectSound(at);
  });

  it('that was accepted before is recognised by its bytes, and can be accepted again', async () => {
    const at = await desk();
    const file = csv('ORD-1,Unavailable,,');
    const first = await at.drop(file);
    expect(first.sameAs).toBeNull();
    const { acceptedAt } = must(await at.imports.accept(first.id));
    const second = await at.drop(file, 'copy.csv');
    expect(second.sameAs).toEqual({ id: first.id, at: acceptedAt });
    expect(second.totals).toMatchObject({ unchanged: 1 });
    expect(must(await at.imports.accept(second.id)).phase).toBe('accepted');
    expect(at.lists.count({ states: [] })).toBe(1);
  });

  it('that cannot be read has failed, with its reason and without a trace in the outbox', async () => {
    const at = await desk();
    const failed = await at.drop({ path: join(temporaryFolder(), 'gone.csv') }, 'gone.csv');
    expect(failed).toMatchObject({ phase: 'failed', failure: { kind: 'file-unreadable', name: 'gone.csv', why: 'missing' } });
    expect(await at.imports.accept(failed.id)).toMatchObject({ ok: false, failure: { kind: 'gone' } });
    expect(readdirSync(at.folder)).toEqual([]);
    expect(at.imports.open()).toEqual([]);
  });

  it('tells how far it is, and what it is, from the first moment on', async () => {
    const seen: ImportSummary[] = [];
    const at: Desk = await desk(undefined, { changed: () => seen.push(...at.imports.open()) });
    const file = csvOf(manyRows(100_000));
    const { id, totals } = await at.drop(file);
    expect(totals).toMatchObject({ records: 100_000, new: 100_000 });
    expect(seen[0]).toMatchObject({ id, phase: 'reading', bytes: file.bytes.length, bytesRead: 0 });
    const read = seen.map(({ bytesRead }) => bytesRead);
    expect(read).toEqual([...read].sort((a, b) => a - b));
    expect(read.at(-1)).toBe(file.bytes.length);
    must(await at.imports.accept(id));
    expect(seen.map(({ phase }) => phase)).toContain('accepting');
    expect(at.lists.tally(id).waiting).toBe(100_000);
    expectSound(at);
  });

  it('waits for its turn when as many are being read as there are threads', async () => {
    const at = await desk();
    const ids: number[] = [];
    for (const name of ['a.csv', 'b.csv', 'c.csv']) {
      ids.push(must(await at.imports.start(name, csvOf([...manyRows(20_000), `${name},Unavailable,,`]))).id);
    }
    expect(at.imports.open().map(({ id }) => id)).toEqual(ids);
    await at.imports.settled();
    for (const id of ids) expect(must(at.imports.summary(id))).toMatchObject({ phase: 'review', totals: { records: 20_001 } });
    // Whichever is accepted first, the others know at once what is left to send.
    must(await at.imports.accept(ids[1] as number));
    await at.imports.settled();
    expect(must(at.imports.summary(ids[0] as number)).totals).toMatchObject({ new: 1, unchanged: 20_000 });
    for (const id of [ids[2], ids[0]]) must(await at.imports.accept(id as number));
    expect(at.lists.tally().waiting).toBe(20_003);
    expectSound(at);
  });

  it('is found again in the list of receipts, newest first and page by page', async () => {
    const at = await desk();
    const ids: number[] = [];
    for (const ref of ['ORD-1', 'ORD-2', 'ORD-3']) ids.unshift((await at.drop(csv(`${ref},Unavailable,,`))).id);
    const page = at.imports.list(undefined, 2);
    expect(page.imports.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(at.imports.list(page.next as number, 2)).toMatchObject({ imports: [{ id: ids[2] }], next: null });
    expect(at.imports.summary(999)).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });
});

describe('comparing a long file', () => {
  it('starts anew when the outbox moves in its middle, so that no row is compared with what was', async () => {
    let meanwhile: (() => Promise<void>) | null = null;
    const at = await desk(undefined, {
      around: (writer) =>
        new Proxy(writer, {
          get: (verbs, name: keyof typeof writer) => {
            if (name !== 'compareStaged' || meanwhile === null) return verbs[name];
            const happen = meanwhile;
            meanwhile = null;
            return async (...args: Parameters<typeof verbs.compareStaged>) => {
              const step = await verbs.compareStaged(...args);
              await happen();
              return step;
            };
          },
        }),
    });
    must(await at.imports.accept((await at.drop(csv('ORD-X,Unavailable,,'))).id));
    const rows = manyRows(60_000);
    const other = await at.drop(csvOf(rows.slice(0, 3)));
    meanwhile = async () => void must(await at.imports.accept(other.id));
    const { totals } = await at.drop(csvOf(rows));
    expect(meanwhile).toBeNull();
    expect(totals).toMatchObject({ records: 60_000, unchanged: 3, new: 59_997 });
  });
});

describe('cancelling', () => {
  it('puts a file aside while it is read', async () => {
    const at = await desk();
    const { id } = must(await at.imports.start('large.csv', csvOf(manyRows(200_000))));
    must(await at.imports.cancel(id));
    expect(must(at.imports.summary(id)).phase).toBe('cancelled');
    expect(at.imports.open()).toEqual([]);
    await at.imports.settled();
    expect(must(at.imports.summary(id)).phase).toBe('cancelled');
    expect(readdirSync(at.folder)).toEqual([]);
    // The thread that read it is free for the next one.
    expect((await at.drop(csv('ORD-1,Unavailable,,'))).phase).toBe('review');
  });

  it('puts a file in review aside, and takes it up again with every repair and answer, also after a restart', async () => {
    const home = temporaryFolder();
    const before = await desk(home);
    const { id } = await before.drop(csv('ORD-1,Booked,03/04/2025,A', 'ORD-2,Unavailable,,', 'ORD-3,booked,03/04/2025,B'));
    must(await before.imports.readAgain(id, { dateOrder: 'day-month-year' }, false));
    must(await before.imports.repair(id, 2, booked('ORD-9', 'Li Na'), 'undo'));
    const { reading, repaired, totals } = must(before.imports.summary(id));
    must(await before.imports.cancel(id));
    await before.imports.settled();
    expect(must(before.imports.summary(id))).toMatchObject({ phase: 'aside', repaired: 1 });
    expect(before.imports.open()).toEqual([]);
    expect(await before.imports.accept(id)).toMatchObject({ ok: false });
    expect(await before.imports.cancel(id)).toMatchObject({ ok: false });
    expect(before.lists.count({ states: [] })).toBe(0);
    await close(before);

    const at = await desk(home);
    await at.imports.settled();
    expect(at.imports.open()).toEqual([]);
    must(await at.imports.resume(id));
    await at.imports.settled();
    expect(must(at.imports.summary(id))).toMatchObject({ phase: 'review', reading, repaired, totals });
    expect((await rowsOf(at, id))[0]).toMatchObject({ internalOrderRef: 'ORD-9', inspectorName: 'Li Na' });
    expect(await at.imports.resume(id)).toMatchObject({ ok: false });
  });

  it('gives up a file that was put aside only when a person says so', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,Unavailable,,'));
    expect(await at.imports.discard(id)).toMatchObject({ ok: false });
    must(await at.imports.cancel(id));
    must(await at.imports.discard(id));
    expect(must(at.imports.summary(id)).phase).toBe('cancelled');
    expect(readdirSync(at.folder)).toEqual([]);
    expect(await at.imports.resume(id)).toMatchObject({ ok: false });
  });

  it('cannot take back what was accepted', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,Unavailable,,'));
    must(await at.imports.accept(id));
    expect(await at.imports.cancel(id)).toMatchObject({ ok: false });
    expect(must(at.imports.summary(id)).phase).toBe('accepted');
  });
});

describe('rows in review', () => {
  it('come page by page in file order, filtered however rare they are', async () => {
    const at = await desk();
    const rows = manyRows(100_000);
    for (const n of [10, 60_000, 99_999]) rows[n] = `ORD-${n},booked,,`;
    const { id } = await at.drop(csvOf(rows));
    const first = must(await at.imports.rows(id, { ...ALL, verdicts: ['invalid'] }, 0, 2));
    expect(first.rows.map(({ record }) => record)).toEqual([12, 60_002]);
    expect(must(await at.imports.rows(id, { ...ALL, verdicts: ['invalid'] }, first.next as number, 2))).toMatchObject({
      rows: [{ record: 100_001 }],
      next: null,
    });
    const tail = must(await at.imports.rows(id, ALL, 99_900, 500));
    expect([tail.rows.length, tail.next]).toEqual([101, null]);
  });

  it('are repaired, checked anew, and counted', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,booked,2025-04-28,Zhang Wei', 'ORD-2,Unavailable,,'));
    const repaired = must(await at.imports.repair(id, 2, { ...booked(' ORD-1 '), inspectorName: 'Li Fang' }, 'undo'));
    expect(repaired).toMatchObject({
      record: 2,
      internalOrderRef: 'ORD-1',
      bookingResult: 'Booked',
      verdict: 'new',
      problems: [],
    });
    expect(must(at.imports.summary(id)).totals).toMatchObject({ records: 2, new: 2, invalid: 0 });
    const spoilt = must(await at.imports.repair(id, 3, { ...booked('ORD-2'), bookingDate: '' }, 'undo'));
    expect(spoilt).toMatchObject({ verdict: 'invalid', problems: [{ field: 'bookingDate', rule: 'required' }] });
    const accepted = must(await at.imports.accept(id));
    expect(accepted).toMatchObject({ totals: { new: 1, invalid: 1 }, held: 1 });
    expect(await at.imports.repair(id, 99, booked('ORD-9'), 'undo')).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });

  it('that change their order change what the other rows of both orders are', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,Unavailable,,', 'ORD-1,Booked,2025-04-28,Zhang Wei', 'ORD-2,Unavailable,,'));
    expect(await verdicts(at, id)).toEqual(['ORD-1 duplicate', 'ORD-1 new', 'ORD-2 new']);
    must(await at.imports.repair(id, 3, booked('ORD-2'), 'undo'));
    expect(await verdicts(at, id)).toEqual(['ORD-1 new', 'ORD-2 duplicate', 'ORD-2 new']);
    must(await at.imports.repair(id, 4, { ...booked('ORD-2'), bookingResult: 'BOOKED' }, 'undo'));
    expect(await verdicts(at, id)).toEqual(['ORD-1 new', 'ORD-2 invalid', 'ORD-2 invalid']);
    expect(must(at.imports.summary(id)).totals).toMatchObject({ new: 1, duplicate: 0, invalid: 2 });
    must(await at.imports.repair(id, 4, { ...booked('ORD-3'), bookingResult: 'BOOKED' }, 'undo'));
    expect(await verdicts(at, id)).toEqual(['ORD-1 new', 'ORD-2 new', 'ORD-3 invalid']);
    must(await at.imports.accept(id));
    expect(at.lists.list({ states: [] }).items.map(({ internalOrderRef, record }) => [internalOrderRef, record])).toEqual([
      ['ORD-2', 3],
      ['ORD-1', 2],
    ]);
  });

  it('that are repaired to what was accepted before are unchanged', async () => {
    const at = await desk();
    const first = await at.drop(csv('ORD-1,Booked,2025-04-28,Zhang Wei'));
    must(await at.imports.accept(first.id));
    const { id } = await at.drop(csv('ORD-1,Booked,2025-02-30,Zhang Wei'));
    expect(must(await at.imports.repair(id, 2, booked('ORD-1'), 'undo'))).toMatchObject({ verdict: 'unchanged', before: null });
    expect(must(await at.imports.repair(id, 2, booked('ORD-1', 'Li Fang'), 'undo'))).toMatchObject({
      verdict: 'changed',
      before: { inspectorName: 'Zhang Wei' },
    });
  });
});

describe('held rows', () => {
  it('stay listed until they are repaired, and then go out as any result', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,Booked,2025-02-30,Zhang Wei', 'ORD-2,Booked,,Li Fang', 'ORD-3,Unavailable,,'));
    must(await at.imports.accept(id));
    expect((await rowsOf(at, id)).map(({ record, verdict }) => [record, verdict])).toEqual([
      [2, 'invalid'],
      [3, 'invalid'],
    ]);
    expect(must(await at.imports.rows(id, { ...ALL, verdicts: ['new'] }, 0, 10)).rows).toEqual([]);
    expect(must(await at.imports.repair(id, 2, booked('ORD-1', 'Zhang Wei', '2025-02-31'), 'undo'))).toMatchObject({
      verdict: 'invalid',
      bookingDate: '2025-02-31',
      problems: [{ rule: 'date', found: '2025-02-31' }],
    });
    expect(must(await at.imports.repair(id, 2, booked('ORD-1', 'Zhang Wei', '2025-02-28'), 'undo'))).toMatchObject({
      verdict: 'new',
    });
    expect(must(at.imports.summary(id)).held).toBe(1);
    const [item] = at.lists.list({ states: [], importId: id }).items;
    expect(item).toMatchObject({ internalOrderRef: 'ORD-1', bookingDate: '2025-02-28', origin: 'edit', importId: id, record: 2 });
    expectSound(at);
    expect(must(await at.imports.release(id))).toBe(1);
    expect(await rowsOf(at, id)).toEqual([]);
    expect(must(at.imports.summary(id)).held).toBe(0);
    expectSound(at);
  });
});

describe('the receipt', () => {
  it('names every queued row with its state and every held row with its reason', async () => {
    const at = await desk();
    const { id } = await at.drop(
      csv('ORD-2,Booked,2025-04-28,"Wei, Zhang"', '-1,Unavailable,,', 'ORD-3,Booked,,Li Fang'),
      'monday.csv',
    );
    expect(await at.imports.receipt(id)).toMatchObject({ ok: false });
    must(await at.imports.accept(id));
    const { name, text } = must(await at.imports.receipt(id));
    expect(name).toBe('monday receipt.csv');
    const { sha256 } = must(at.imports.summary(id));
    expect(text.split('\r\n')).toEqual([
      '\uFEFFReceipt for,monday.csv',
      `Fingerprint,${sha256}`,
      'Queued by,anna',
      'Queued at,2025-04-28T07:00:00.000Z',
      'Rows,3',
      'Queued,2',
      'Unchanged,0',
      'Overtaken by a later row,0',
      'Held back,1',
      `row,${HEADER},state,reason,changed`,
      `3,'-1,Unavailable,,,Waiting,,2025-04-28T07:00:00.000Z`,
      `2,ORD-2,Booked,2025-04-28,"Wei, Zhang",Waiting,,2025-04-28T07:00:00.000Z`,
      expect.stringMatching(/^4,ORD-3,Booked,,Li Fang,Held back,.*missing.*,2025-04-28T07:00:00.000Z$/),
      '',
    ]);
  });

  it('can be dropped back: what was queued is unchanged, what was held can be repaired in it', async () => {
    const at = await desk();
    const first = await at.drop(csv('ORD-1,Booked,2025-04-28,-Wei', 'ORD-2,Booked,,Li Fang'));
    must(await at.imports.accept(first.id));
    const { text } = must(await at.imports.receipt(first.id));
    const again = await at.drop(
      { bytes: Buffer.from(text.replace('ORD-2,Booked,,', 'ORD-2,Booked,2025-04-29,')) },
      'receipt.csv',
    );
    expect(again.totals).toMatchObject({ records: 2, unchanged: 1, new: 1, invalid: 0 });
  });

  it('of a large file is written without holding the thread, every row once', async () => {
    const at = await desk();
    const { id } = await at.drop(csvOf(manyRows(5000)));
    must(await at.imports.accept(id));
    const { text } = must(await at.imports.receipt(id));
    const rows = text.trimEnd().split('\r\n').slice(10);
    expect(rows).toHaveLength(5000);
    expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(Array.from({ length: 5000 }, (_, n) => n + 2));
  });
});

describe('after a restart', () => {
  it('a file in review is offered again and can be accepted; stray files are gone', async () => {
    const home = temporaryFolder();
    const before = await desk(home);
    const { id } = await before.drop(csv('ORD-1,Unavailable,,', 'ORD-2,booked,,'));
    await close(before);
    writeFileSync(join(home, 'imports/77.sqlite'), 'stray');
    const at = await desk(home);
    await at.imports.settled();
    expect(at.imports.open()).toMatchObject([{ id, phase: 'review', totals: { new: 1, invalid: 1 } }]);
    expect(readdirSync(at.folder).sort()).toEqual([`${id}.bytes`, `${id}.sqlite`]);
    expect(await verdicts(at, id)).toEqual(['ORD-1 new', 'ORD-2 invalid']);
    expect(must(await at.imports.accept(id))).toMatchObject({ phase: 'accepted', held: 1 });
  });

  it('a file whose staged rows are damaged has failed, and nothing else has', async () => {
    const home = temporaryFolder();
    const before = await desk(home);
    const { id } = await before.drop(csv('ORD-1,Unavailable,,'));
    const other = await before.drop(csv('ORD-2,Unavailable,,'));
    await close(before);
    writeFileSync(join(home, `imports/${id}.sqlite`), 'damaged');
    const at = await desk(home);
    await at.imports.settled();
    expect(must(at.imports.summary(id))).toMatchObject({ phase: 'failed', failure: { kind: 'gone' } });
    expect(at.imports.open().map((one) => one.id)).toEqual([other.id]);
    expect(must(await at.imports.accept(other.id)).phase).toBe('accepted');
    await close(at);
    // The outbox itself was never suspected.
    const { lists } = await desk(home);
    expect(lists.tally().waiting).toBe(1);
  });

  it('of the program, a staging file that broke meanwhile never brings the outbox under suspicion', async () => {
    const home = temporaryFolder();
    const before = await desk(home);
    must(await before.imports.accept((await before.drop(csv('ORD-1,Unavailable,,'))).id));
    const { id } = await before.drop(csvOf(manyRows(3000)));
    const path = join(before.folder, `${id}.sqlite`);
    writeFileSync(path, readFileSync(path).fill(7, 32_768));
    await expect(before.imports.accept(id)).rejects.toThrow('damaged');
    expect(before.lists.tally().waiting).toBe(1);
    await close(before);
    const at = await desk(home);
    await at.imports.settled();
    expect(at.lists.tally().waiting).toBe(1);
    expect(must(at.imports.summary(id)).phase).toBe('failed');
  });

  it.each([
    ['reading', 0],
    ['review', 0],
    ['accepting', 0],
    ['accepting', 25],
    ['accepting', 60],
    ['accepted', 0],
  ])('that came while a file was %s (+%i ms), all of the file is queued or nothing is', async (step, delayMs) => {
    const home = temporaryFolder();
    const file = join(home, 'results.csv');
    const count = 60_000;
    writeFileSync(file, csvOf(manyRows(count)).bytes);
    const child = fork(new URL('../support/import-child.ts', import.meta.url), [home, file], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let isAccepted = false;
    child.on('message', (told) => {
      if (told === 'accepted') isAccepted = true;
      if (told === step) setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    await once(child, 'exit');

    const at = await desk(home);
    await at.imports.settled();
    const [found] = at.imports.list(undefined, 10).imports as [ImportSummary];
    const waiting = at.lists.tally().waiting;
    expectSound(at);
    if (isAccepted) expect(found.phase).toBe('accepted');
    if (found.phase === 'accepted') expect(waiting).toBe(count);
    else expect(waiting).toBe(0);
    if (step === 'reading') expect(found.phase).toMatch(/failed|review/);
    if (found.phase === 'review') {
      expect(found.totals.new).toBe(count);
      must(await at.imports.accept(found.id));
      expect(at.lists.tally().waiting).toBe(count);
    }
    expect(readdirSync(at.folder)).toEqual([]);
  });
});

describe('whatever is dropped, in whatever order', () => {
  it('every row of every file is queued, held, skipped or a duplicate', async () => {
    const at = await desk();
    const anyRow = fc
      .tuple(
        fc.constantFrom('ORD-1', 'ORD-2', 'ORD-3', 'ORD-4', ''),
        fc.constantFrom('Booked,2025-04-28,Li Fang', 'Booked,2025-04-29,Emma Clarke', 'Unavailable,,', 'booked,,'),
      )
      .map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 8 }), async (rows) => {
        const before = at.lists.tally();
        const { id, totals } = await at.drop(csvOf(rows));
        expect(totals.records).toBe(rows.length);
        must(await at.imports.accept(id));
        const after = at.lists.tally();
        expect(at.lists.count({ states: [], importId: id })).toBe(totals.new + totals.changed);
        expect(after.waiting - before.waiting).toBe(totals.new);
        expect(after.superseded - before.superseded).toBe(totals.changed);
        // By this file; an earlier one lets go of the very same row.
        expect(at.lists.tally(id).held).toBe(totals.invalid);
        // The outbox now says what the last row of each order said, but for orders whose last row was held.
        const last = new Map(rows.filter((row) => /^ORD/.test(row)).map((row) => [row.split(',')[0], row]));
        for (const [ref, row] of last) {
          if (/booked/.test(row)) continue;
          const [newest] = at.lists.list({ states: ['waiting'], search: ref as string }).items;
          expect([newest?.internalOrderRef, newest?.bookingResult, newest?.bookingDate, newest?.inspectorName].join(',')).toBe(
            row,
          );
        }
      }),
      { numRuns: 40 },
    );
    expectSound(at);
  });
});
