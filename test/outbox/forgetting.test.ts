// What an outbox forgets by itself, what it never forgets, and that its file gets smaller by it.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../main/base/migrations.ts';
import { migrate, openStore } from '../../main/base/store.ts';
import { Settings } from '../../shared/settings.ts';
import { booked, makeOutbox, orderRef, type TestOutbox, temporaryFolder } from '../support/make.ts';

const MINUTE = 60_000;
const VALUE_REFUSED = { kind: 'value-refused', words: 'invalid date' } as const;

describe('forgetting', () => {
  it('removes old settled results with their receipts, and nothing that is still on its way or needs a person', async () => {
    const outbox = makeOutbox();
    const seqs = [1, 2, 3, 4].map((n) => outbox.accept(booked(orderRef(n))));
    const [delivered, refused, waiting, discarded] = seqs as [number, number, number, number];
    outbox.claim('b1', delivered);
    outbox.settle('b1', null, delivered);
    outbox.claim('b2', refused);
    outbox.settle('b2', VALUE_REFUSED, refused);
    outbox.verbs.discard({ seqs: [discarded] }, 'undo', outbox.clock.now());
    outbox.search.indexSearch(100);
    await outbox.clock.advance(MINUTE);
    const recent = outbox.accept(booked(orderRef(5)));
    outbox.claim('b3', recent);
    outbox.settle('b3', null, recent);
    expect(outbox.verbs.forget(outbox.clock.now(), 100)).toBe(2);
    expect(outbox.lists.list({ states: [] }).items.map(({ seq }) => seq)).toEqual([recent, waiting, refused]);
    expect(outbox.store.prepare('select count(*) from receipt where seq = ?').pluck().get(delivered)).toBe(0);
    expect(outbox.lists.list({ states: [], search: orderRef(1) }).items).toEqual([]);
    expect(outbox.lists.tally()).toMatchObject({ delivered: 1, discarded: 0, refused: 1, waiting: 1 });
  });

  it('goes by slices', () => {
    const outbox = makeOutbox();
    const seqs = [1, 2, 3].map((n) => outbox.accept(booked(orderRef(n))));
    outbox.claim('b1', ...seqs);
    outbox.settle('b1', null, ...seqs);
    expect([1, 2, 3].map(() => outbox.verbs.forget(outbox.clock.now() + 1, 2))).toEqual([2, 1, 0]);
  });
});

/** Delivers a result for each order, `each` to a batch. */
function deliver(outbox: TestOutbox, orders: number, each: number): void {
  for (let n = 0; n < orders; n += each) {
    const seqs = Array.from({ length: each }, (_, k) => outbox.accept(booked(orderRef(n + k), `Inspector ${'x'.repeat(1000)}`)));
    outbox.claim(`batch-${n}`, ...seqs);
    outbox.settle(`batch-${n}`, null, ...seqs);
  }
}

function countOf(outbox: TestOutbox, table: string): number {
  return outbox.store.prepare(`select count(*) from ${table}`).pluck().get() as number;
}

/** All steps of a verb; answers how many there were. */
function steps(step: () => boolean): number {
  let taken = 1;
  while (step()) taken += 1;
  return taken;
}

describe('what has an open question', () => {
  it('keeps everything of its order, and nothing of another', () => {
    const outbox = makeOutbox();
    const [older, other] = [outbox.accept(booked('ORD-1')), outbox.accept(booked('ORD-2'))] as [number, number];
    outbox.claim('b1', older, other);
    outbox.settle('b1', null, older, other);
    const newer = outbox.accept(booked('ORD-1', 'Li Fang'));
    outbox.claim('b2', newer);
    outbox.settle('b2', VALUE_REFUSED, newer);
    const long = outbox.clock.now() + 1;
    expect(outbox.verbs.forget(long, 10)).toBe(1);
    expect(outbox.lists.list({ states: [] }).items.map(({ seq }) => seq)).toEqual([newer, older]);
    outbox.verbs.discard({ seqs: [newer] }, 'undo', outbox.clock.now());
    expect(outbox.verbs.forget(outbox.clock.now() + 1, 10)).toBe(2);
  });

  it('keeps what a corrected result took the place of, also where that is one of another order', () => {
    const outbox = makeOutbox();
    const wrong = outbox.accept(booked('ORD-WRONG'));
    const corrected = outbox.verbs.resend(wrong, booked('ORD-RIGHT'), outbox.clock.now());
    if (!corrected.ok) throw new Error(corrected.failure.kind);
    expect(outbox.verbs.forget(outbox.clock.now() + 1, 10)).toBe(0);
    outbox.claim('b1', corrected.value);
    outbox.settle('b1', null, corrected.value);
    expect(outbox.verbs.forget(outbox.clock.now() + 1, 10)).toBe(2);
  });

  it('is nothing that is on its way at this moment', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked('ORD-1'));
    outbox.claim('b1', seq);
    outbox.accept(booked('ORD-1', 'Li Fang'));
    expect(outbox.verbs.forget(outbox.clock.now() + 1, 10)).toBe(0);
  });
});

describe('settings', () => {
  it('as delivered forget after 90 days', () => {
    expect(Settings.parse({}).keepDeliveredDays).toBe(90);
    expect(Settings.parse({ keepDeliveredDays: 0 }).keepDeliveredDays).toBe(0);
  });
});

describe('batches', () => {
  it('are removed once nothing refers to them, in steps of any size', () => {
    for (const limit of [1, 2, 3, 1000]) {
      const outbox = makeOutbox();
      deliver(outbox, 12, 3);
      const aboard = outbox.accept(booked('ORD-ABOARD'));
      outbox.claim('batch-aboard', aboard);
      // The newest delivered one is tried anew, so that it has receipts of two batches.
      const twice = outbox.accept(booked('ORD-TWICE'));
      for (const id of ['first', 'second']) {
        outbox.claim(id, twice);
        outbox.settle(id, id === 'first' ? VALUE_REFUSED : null, twice);
        outbox.verbs.retry({ seqs: [twice] }, outbox.clock.now());
      }
      const later = outbox.clock.now() + MINUTE;
      outbox.store.prepare('delete from receipt where seq <= 6').run();
      steps(() => outbox.verbs.forgetBatches(later, limit));
      const left = outbox.store.prepare('select id from batch order by id').pluck().all();
      expect(left).toEqual(['batch-6', 'batch-9', 'batch-aboard', 'first', 'second']);
    }
  });

  it('that began lately are left alone, whatever refers to them', () => {
    const outbox = makeOutbox();
    deliver(outbox, 2, 1);
    outbox.store.exec('delete from receipt');
    steps(() => outbox.verbs.forgetBatches(outbox.clock.now(), 10));
    expect(countOf(outbox, 'batch')).toBe(2);
  });
});

describe('the file', () => {
  it('gets smaller when most of what was in it is forgotten, a few pages at a time', () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const outbox = makeOutbox({ path });
    outbox.store.transaction(() => deliver(outbox, 4000, 10))();
    outbox.store.pragma('wal_checkpoint(truncate)');
    const full = statSync(path).size;
    while (outbox.verbs.forget(outbox.clock.now() + 1, 1000) > 0);
    steps(() => outbox.verbs.forgetBatches(outbox.clock.now() + 1, 1000));
    expect(countOf(outbox, 'batch')).toBe(0);
    expect(steps(() => outbox.verbs.shrink(50))).toBeGreaterThan(5);
    outbox.store.pragma('wal_checkpoint(truncate)');
    expect(statSync(path).size).toBeLessThan(full / 3);
    expect(outbox.store.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('of an earlier program is rebuilt once so that it can, and keeps what it holds', () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const older = new BetterSqlite3(path);
    migrate(older, MIGRATIONS);
    older.exec(`insert into meta (key, value) values ('kept', '1')`);
    expect(older.pragma('auto_vacuum', { simple: true })).toBe(0);
    older.close();
    for (const _ of ['first start', 'second start']) {
      const opened = openStore(path, 0);
      if (!opened.ok) throw new Error(opened.failure.kind);
      expect(opened.value.damaged).toBeNull();
      expect(opened.value.store.pragma('auto_vacuum', { simple: true })).toBe(2);
      expect(opened.value.store.prepare('select value from meta').pluck().all()).toEqual(['1']);
      expect(opened.value.store.pragma('temp_store', { simple: true })).toBe(2);
      opened.value.store.close();
    }
  });

  it('of an earlier program that is large opens as it is, and is rebuilt by the upkeep after what is old was forgotten', () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const older = new BetterSqlite3(path);
    migrate(older, MIGRATIONS);
    older.exec(`insert into meta (key, value) values ('large', hex(zeroblob(20 * 1024 * 1024))), ('kept', '1')`);
    older.close();
    const outbox = makeOutbox({ path });
    const autoVacuum = () => outbox.store.pragma('auto_vacuum', { simple: true });
    expect(autoVacuum()).toBe(0);
    outbox.store.exec(`delete from meta where key = 'large'`);
    outbox.accept(booked(orderRef(1)));
    expect(outbox.verbs.shrink(500)).toBe(false);
    expect([autoVacuum(), outbox.store.prepare(`select value from meta where key = 'kept'`).pluck().all()]).toEqual([2, ['1']]);
    // A reader that was open meanwhile goes on.
    expect(outbox.lists.tally().waiting).toBe(1);
    outbox.store.pragma('wal_checkpoint(truncate)');
    expect(statSync(path).size).toBeLessThan(1024 * 1024);
    outbox.accept(booked(orderRef(2)));
    expect(outbox.lists.tally().waiting).toBe(2);
  });
});
