// What the outbox keeps to: the newest result of an order wins, one at a time is on its way, and every attempt leaves a receipt.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLists } from '../../main/outbox/lists.ts';
import { recount } from '../../main/outbox/restore.ts';
import { SETTLE_MS } from '../../main/outbox/retry.ts';
import type { Failure } from '../../shared/failure.ts';
import { ITEM_STATES } from '../../shared/outbox-item.ts';
import { booked, makeOutbox, orderRef, seededRandom, type TestOutbox, unavailable } from '../support/make.ts';

const A = 'ORD-A';
const TIMED_OUT: Failure = { kind: 'timed-out', afterMs: 30_000 };
const SESSION_LOST: Failure = { kind: 'session-lost' };
const VALUE_REFUSED: Failure = { kind: 'value-refused', words: 'Invalid bookingDate' };
const NOT_FOUND: Failure = { kind: 'order-not-found', words: 'Record not found' };
const MINUTE = 60_000;

/** Every result that a push would be offered now. */
function offered({ lists, clock }: TestOutbox): number[] {
  return [...lists.returning(clock.now(), 1000), ...lists.fresh(0, 1000)].map(({ seq }) => seq);
}

describe('the newest result of an order', () => {
  it('replaces the one that still waits', () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A, 'Zhang Wei'));
    const newer = outbox.accept(booked(A, 'Li Fang'));
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
    expect(offered(outbox)).toEqual([newer]);
  });

  it.each([
    ['refused', VALUE_REFUSED],
    ['unconfirmed', TIMED_OUT],
  ] as const)('replaces one that is %s', (state, failure) => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    outbox.settle('b1', failure, older);
    expect(outbox.state(older)).toBe(state);
    outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.state(older)).toBe('superseded');
    expect(outbox.item(older).dueAt).toBeNull();
  });

  it('replaces one that was parked', async () => {
    const { outbox, seq } = await parkedResult();
    outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.state(seq)).toBe('superseded');
  });

  it('replaces none that was delivered', () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    outbox.settle('b1', null, older);
    outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.state(older)).toBe('delivered');
  });

  it.each([
    ['waiting', SESSION_LOST],
    ['unconfirmed', TIMED_OUT],
    ['refused', VALUE_REFUSED],
  ] as const)('replaces one in flight as soon as that fails, instead of leaving it %s', (_, failure) => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.state(older)).toBe('sending');
    outbox.settle('b1', failure, older);
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
  });

  it('replaces one whose claim was given up', () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    outbox.verbs.release('b1', outbox.clock.now());
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
    expect(offered(outbox)).toEqual([newer]);
  });

  it('waits until the one in flight is settled', () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    expect(outbox.claim('b1', older)).toEqual([older]);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.claim('b2', newer)).toEqual([]);
    outbox.settle('b1', null, older);
    expect(outbox.claim('b3', newer)).toEqual([newer]);
  });

  it('is the only one of its order that a batch may take', () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    const newer = outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.claim('b1', older, newer)).toEqual([newer]);
  });

  it('waits a minute while an older one with an unknown outcome may still be at work', async () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    outbox.settle('b1', TIMED_OUT, older);
    expect(offered(outbox)).toEqual([]);
    expect(outbox.claim('b2', newer)).toEqual([]);
    await outbox.clock.advance(SETTLE_MS);
    expect(offered(outbox)).toEqual([newer]);
    expect(outbox.claim('b3', newer)).toEqual([newer]);
  });

  it.each([
    ['accepted after it', (outbox: TestOutbox) => outbox.accept(booked(A, 'Li Fang'))],
    [
      'the third of its order',
      (outbox: TestOutbox) => {
        outbox.accept(booked(A, 'Li Fang'));
        return outbox.accept(booked(A, 'Wang Xiuying'));
      },
    ],
    ['imported after it', (outbox: TestOutbox) => outbox.importFile([booked(A, 'Li Fang')]).first],
    [
      'imported as the third of its order',
      (outbox: TestOutbox) => {
        outbox.accept(booked(A, 'Li Fang'));
        return outbox.importFile([booked(A, 'Wang Xiuying')]).first;
      },
    ],
  ])('waits for the unknown one also when it was %s', async (_, accept) => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    outbox.settle('b1', TIMED_OUT, older);
    const newest = accept(outbox);
    expect(offered(outbox)).toEqual([]);
    await outbox.clock.advance(SETTLE_MS);
    expect(offered(outbox)).toEqual([newest]);
  });

  it('cannot be hurried past an older one that may still be at work', async () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    outbox.settle('b1', TIMED_OUT, older);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    outbox.verbs.hurry(outbox.clock.now());
    outbox.verbs.retry({ seqs: [newer] }, outbox.clock.now());
    const undo = 'undo-1';
    outbox.verbs.discard({ seqs: [newer] }, undo, outbox.clock.now());
    outbox.verbs.restore(undo, outbox.clock.now());
    expect(offered(outbox)).toEqual([]);
    expect(outbox.claim('b2', newer)).toEqual([]);
    await outbox.clock.advance(SETTLE_MS);
    expect(outbox.claim('b3', newer)).toEqual([newer]);
  });
});

describe('a file', () => {
  it('says which results are new, changed and unchanged, and queues no unchanged one', () => {
    const outbox = makeOutbox();
    outbox.accept(booked('ORD-1'));
    outbox.accept(booked('ORD-2'));
    const { totals, id } = outbox.importFile([booked('ORD-1'), booked('ORD-2', 'Li Fang'), unavailable('ORD-3')]);
    expect(totals).toMatchObject({ records: 3, new: 1, changed: 1, unchanged: 1 });
    expect(outbox.lists.tally(id).waiting).toBe(2);
    expect(outbox.lists.tally().superseded).toBe(1);
  });

  it('queues a value that returns: A, B, and A again are three results', () => {
    const outbox = makeOutbox();
    const values = ['Zhang Wei', 'Li Fang', 'Zhang Wei'];
    for (const name of values) expect(outbox.importFile([booked(A, name)]).totals.unchanged).toBe(0);
    const { items } = outbox.lists.list({ states: [] });
    expect(items.map(({ inspectorName }) => inspectorName)).toEqual(values);
    expect(items.map(({ state }) => state)).toEqual(['waiting', 'superseded', 'superseded']);
  });

  it('is queued in order of reference, whatever its own order', () => {
    const outbox = makeOutbox();
    outbox.importFile([booked('ORD-3'), booked('ORD-1'), booked('ORD-2')]);
    expect(outbox.lists.fresh(0, 10).map(({ internalOrderRef }) => internalOrderRef)).toEqual(['ORD-1', 'ORD-2', 'ORD-3']);
  });

  it('queues a discarded result again', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.verbs.discard({ seqs: [seq] }, 'undo', outbox.clock.now());
    expect(outbox.importFile([booked(A)]).totals).toMatchObject({ new: 1, unchanged: 0 });
  });

  it('finds a result unchanged that stands again because a person discarded the one that had replaced it', () => {
    const outbox = makeOutbox();
    outbox.accept(booked(A, 'Zhang Wei'));
    const newer = outbox.accept(booked(A, 'Li Fang'));
    outbox.verbs.discard({ seqs: [newer] }, 'undo', outbox.clock.now());
    expect(outbox.importFile([booked(A, 'Zhang Wei')]).totals).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
    expect(outbox.lists.tally()).toMatchObject({ waiting: 1, superseded: 0 });
  });

  it('lets the older result of an order stand again when a person discards the newest, unless both were chosen', () => {
    const outbox = makeOutbox();
    const now = outbox.clock.now();
    const older = outbox.accept(booked(A, 'Zhang Wei'));
    const newer = outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.verbs.discard({ seqs: [newer] }, 'one', now)).toEqual({ count: 1, back: 1 });
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['waiting', 'discarded']);
    expect(outbox.verbs.restore('one', now)).toBe(1);
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
    expect(outbox.verbs.discard({ seqs: [older, newer] }, 'both', now)).toEqual({ count: 2, back: 0 });
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['discarded', 'discarded']);
    outbox.verbs.restore('both', now);
    expect(outbox.verbs.discard({ filter: { states: [] } }, 'all', now)).toEqual({ count: 2, back: 0 });
    outbox.verbs.restore('all', now);
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
  });

  it('leaves the older result out when the discarded one may have arrived: an older value never comes after a newer one', () => {
    for (const outcome of [TIMED_OUT, null]) {
      const outbox = makeOutbox();
      const older = outbox.accept(booked(A, 'Zhang Wei'));
      const newer = outbox.accept(booked(A, 'Li Fang'));
      outbox.claim('b1', newer);
      outbox.settle('b1', outcome, newer);
      expect(outbox.verbs.discard({ seqs: [newer] }, 'undo', outbox.clock.now()).back).toBe(0);
      expect(outbox.state(older)).toBe('superseded');
    }
  });

  it('queues the delivered value again when another one was possibly sent before it was discarded', () => {
    const outbox = makeOutbox();
    const delivered = outbox.accept(booked(A, 'Zhang Wei'));
    outbox.claim('b1', delivered);
    outbox.settle('b1', null, delivered);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    outbox.claim('b2', newer);
    outbox.settle('b2', TIMED_OUT, newer);
    outbox.verbs.discard({ seqs: [newer] }, 'undo', outbox.clock.now());
    expect(outbox.importFile([booked(A, 'Zhang Wei')]).totals).toMatchObject({ changed: 1, unchanged: 0 });
  });

  it('looks again at what each row changes when the outbox moved between preview and acceptance', () => {
    const outbox = makeOutbox();
    const first = outbox.accept(booked('ORD-1'));
    const second = outbox.accept(booked('ORD-2'));
    outbox.verbs.discard({ seqs: [first] }, 'undo-1', outbox.clock.now());
    const rows = [booked('ORD-1'), booked('ORD-2')];
    const { totals } = outbox.importFile(rows, () => {
      outbox.verbs.restore('undo-1', outbox.clock.now());
      outbox.verbs.discard({ seqs: [second] }, 'undo-2', outbox.clock.now());
    });
    expect(totals).toMatchObject({ new: 1, unchanged: 1 });
    expect(
      outbox.lists
        .list({ states: ['waiting'] })
        .items.map(({ internalOrderRef }) => internalOrderRef)
        .sort(),
    ).toEqual(['ORD-1', 'ORD-2']);
  });

  it('can be accepted once only', () => {
    const outbox = makeOutbox();
    const { id, staged } = outbox.importFile([booked(A)]);
    expect(outbox.acceptance.acceptStaged(id, staged, 'test', outbox.clock.now())).toMatchObject({
      ok: false,
      failure: { kind: 'gone' },
    });
    expect(outbox.lists.tally().waiting).toBe(1);
  });
});

describe('discarding', () => {
  it('takes a result out, and undo puts it back where it was', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.claim('b1', seq);
    outbox.settle('b1', NOT_FOUND, seq);
    const before = outbox.item(seq);
    expect(outbox.verbs.discard({ seqs: [seq] }, 'undo', outbox.clock.now())).toEqual({ count: 1, back: 0 });
    expect(outbox.state(seq)).toBe('discarded');
    expect(outbox.verbs.restore('undo', outbox.clock.now())).toBe(1);
    expect(outbox.item(seq)).toEqual(before);
  });

  it('takes no result out that is in flight, delivered or replaced', () => {
    const outbox = makeOutbox();
    const delivered = outbox.accept(booked('ORD-1'));
    outbox.claim('b1', delivered);
    outbox.settle('b1', null, delivered);
    const replaced = outbox.accept(booked('ORD-2'));
    outbox.accept(booked('ORD-2', 'Li Fang'));
    const flying = outbox.accept(booked('ORD-3'));
    outbox.claim('b2', flying);
    expect(outbox.verbs.discard({ seqs: [delivered, replaced, flying] }, 'undo', outbox.clock.now())).toEqual({
      count: 0,
      back: 0,
    });
    expect([delivered, replaced, flying].map(outbox.state)).toEqual(['delivered', 'superseded', 'sending']);
  });

  it('brings a result back only as replaced when a newer one came meanwhile', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.verbs.discard({ seqs: [seq] }, 'undo', outbox.clock.now());
    const newer = outbox.accept(booked(A, 'Li Fang'));
    expect(outbox.verbs.restore('undo', outbox.clock.now())).toBe(0);
    expect([outbox.state(seq), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
  });

  it('brings a result back in front of an older one that fell behind meanwhile', () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    outbox.verbs.discard({ seqs: [newer] }, 'undo', outbox.clock.now());
    outbox.settle('b1', SESSION_LOST, older);
    expect(outbox.state(older)).toBe('waiting');
    outbox.verbs.restore('undo', outbox.clock.now());
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
    expect(offered(outbox)).toEqual([newer]);
  });

  it('can be undone once', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.verbs.discard({ seqs: [seq] }, 'undo', outbox.clock.now());
    outbox.verbs.restore('undo', outbox.clock.now());
    expect(outbox.verbs.restore('undo', outbox.clock.now())).toBe(0);
  });

  it('touches all that a filter matches and nothing else', () => {
    const outbox = makeOutbox();
    const refused = [1, 2, 3].map((n) => outbox.accept(booked(orderRef(n))));
    outbox.claim('b1', ...refused);
    outbox.settle('b1', VALUE_REFUSED, ...refused);
    const waiting = outbox.accept(booked(orderRef(4)));
    expect(outbox.verbs.discard({ filter: { states: [], cause: 'value-refused' } }, 'undo', outbox.clock.now())).toEqual({
      count: 3,
      back: 0,
    });
    expect(outbox.state(waiting)).toBe('waiting');
    expect(outbox.verbs.restore('undo', outbox.clock.now())).toBe(3);
  });
});

describe('editing and sending again', () => {
  it('queues the corrected result for the same row of the file and keeps the old one with its receipts', () => {
    const outbox = makeOutbox();
    const { id, first } = outbox.importFile([booked(A, 'Zhang Wei', '2025-04-28')]);
    outbox.claim('b1', first);
    outbox.settle('b1', VALUE_REFUSED, first);
    const resent = outbox.verbs.resend(first, booked(A, 'Zhang Wei', '2025-04-29'), outbox.clock.now());
    const seq = resent.ok ? resent.value : 0;
    expect(outbox.item(seq)).toMatchObject({
      state: 'waiting',
      origin: 'edit',
      importId: id,
      record: 2,
      bookingDate: '2025-04-29',
    });
    expect(outbox.item(first)).toMatchObject({ state: 'superseded', bookingDate: '2025-04-28' });
    expect(outbox.receipts(first)).toMatchObject([{ outcome: 'refused', words: 'Invalid bookingDate' }]);
    expect(outbox.lists.detail(seq)?.sameOrder.map((item) => item.seq)).toEqual([first]);
  });

  it('replaces the old result also when the reference itself was corrected', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked('ORD-1'));
    outbox.claim('b1', seq);
    outbox.settle('b1', NOT_FOUND, seq);
    outbox.verbs.resend(seq, booked('ORD-2'), outbox.clock.now());
    expect(outbox.state(seq)).toBe('superseded');
    expect(outbox.lists.fresh(0, 10).map(({ internalOrderRef }) => internalOrderRef)).toEqual(['ORD-2']);
  });

  it('is refused while the result is in flight, and for one that is gone', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.claim('b1', seq);
    expect(outbox.verbs.resend(seq, booked(A, 'Li Fang'), outbox.clock.now())).toMatchObject({
      failure: { kind: 'input-refused' },
    });
    expect(outbox.verbs.resend(999, booked(A), outbox.clock.now())).toMatchObject({ failure: { kind: 'gone' } });
    expect(outbox.lists.tally()).toMatchObject({ sending: 1, waiting: 0 });
  });
});

describe('receipts', () => {
  it('tell every attempt, newest first, with outcome, cause and the words of the server', async () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    const attempts: [Failure | null, string, string, string][] = [
      [SESSION_LOST, 'not-sent', 'session-lost', ''],
      [TIMED_OUT, 'unconfirmed', 'timed-out', ''],
      [NOT_FOUND, 'refused', 'order-not-found', 'Record not found'],
      [null, 'delivered', '', ''],
    ];
    for (const [n, [failure]] of attempts.entries()) {
      await outbox.clock.advance(MINUTE);
      expect(outbox.claim(`b${n}`, seq)).toEqual([seq]);
      outbox.settle(`b${n}`, failure, seq);
    }
    expect(outbox.receipts(seq).map(({ outcome, cause, words }) => [outcome, cause, words])).toEqual(
      attempts.map(([, ...told]) => told).reverse(),
    );
    expect(outbox.item(seq)).toMatchObject({ state: 'delivered', attempts: 4, maybeSentTwice: true });
  });

  it('cannot be changed', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.claim('b1', seq);
    outbox.settle('b1', TIMED_OUT, seq);
    expect(() => outbox.store.exec(`update receipt set outcome = 'delivered'`)).toThrow('a receipt is never changed');
  });

  it('leave out claims that were never sent', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.claim('b1', seq);
    outbox.verbs.release('b1', outbox.clock.now());
    expect(outbox.item(seq)).toMatchObject({ state: 'waiting', attempts: 0, dueAt: null });
    expect(outbox.receipts(seq)).toEqual([]);
    expect(outbox.store.prepare('select count(*) from batch').pluck().get()).toBe(0);
  });

  it('are not written twice for a batch that was settled already', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.claim('b1', seq);
    outbox.settle('b1', null, seq);
    outbox.settle('b1', TIMED_OUT, seq);
    expect(outbox.state(seq)).toBe('delivered');
    expect(outbox.receipts(seq)).toHaveLength(1);
  });
});

describe('after another run ended midway', () => {
  it('calls what was on board possibly sent, due now, with a receipt', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    outbox.claim('b1', seq);
    expect(outbox.verbs.recover('boot-1', outbox.clock.now(), outbox.clock.monotonic())).toBe(0);
    expect(outbox.verbs.recover('boot-2', outbox.clock.now(), outbox.clock.monotonic())).toBe(1);
    expect(outbox.item(seq)).toMatchObject({ state: 'unconfirmed', cause: 'stopped-midway', dueAt: outbox.clock.now() });
    expect(outbox.receipts(seq)).toMatchObject([{ batchId: 'b1', outcome: 'unconfirmed', cause: 'stopped-midway' }]);
    expect(outbox.verbs.recover('boot-3', outbox.clock.now(), outbox.clock.monotonic())).toBe(0);
  });

  it('replaces what was on board when a newer result waits, and lets that one wait a minute', async () => {
    const outbox = makeOutbox();
    const older = outbox.accept(booked(A));
    outbox.claim('b1', older);
    const newer = outbox.accept(booked(A, 'Li Fang'));
    outbox.verbs.recover('boot-2', outbox.clock.now(), outbox.clock.monotonic());
    expect(outbox.state(older)).toBe('superseded');
    expect(offered(outbox)).toEqual([]);
    await outbox.clock.advance(SETTLE_MS);
    expect(offered(outbox)).toEqual([newer]);
  });

  it('counts as an attempt without a known outcome, so that a crash cannot repeat for ever with the same company', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked(A));
    for (const n of [1, 2, 3]) {
      expect(outbox.claim(`b${n}`, seq)).toEqual([seq]);
      outbox.verbs.recover(`boot-${n + 1}`, outbox.clock.now(), outbox.clock.monotonic());
    }
    expect(outbox.lists.returning(outbox.clock.now(), 10)).toMatchObject([{ seq, unknowns: 3 }]);
  });
});

describe('retrying', () => {
  it('makes waiting, unconfirmed, refused and parked results due now', async () => {
    const { outbox, seq: parked } = await parkedResult();
    const [unconfirmed, refused, waiting] = [2, 3, 4].map((n) => outbox.accept(booked(orderRef(n)))) as [number, number, number];
    outbox.claim('b1', unconfirmed);
    outbox.settle('b1', TIMED_OUT, unconfirmed);
    outbox.claim('b2', refused);
    outbox.settle('b2', VALUE_REFUSED, refused);
    outbox.claim('b3', waiting);
    outbox.settle('b3', { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' }, waiting);
    expect(offered(outbox)).toEqual([]);
    const selection = { filter: { states: [] } };
    expect(outbox.verbs.retry(selection, outbox.clock.now())).toBe(4);
    expect(offered(outbox).sort()).toEqual([parked, unconfirmed, refused, waiting].sort());
    expect(outbox.state(unconfirmed)).toBe('unconfirmed');
    expect(outbox.item(parked)).toMatchObject({ state: 'waiting', attempts: 0, cause: '' });
  });

  it('never brings back a replaced, discarded or delivered result', () => {
    const outbox = makeOutbox();
    const replaced = outbox.accept(booked('ORD-1'));
    const newer = outbox.accept(booked('ORD-1', 'Li Fang'));
    const discarded = outbox.accept(booked('ORD-2'));
    outbox.verbs.discard({ seqs: [discarded] }, 'undo', outbox.clock.now());
    outbox.claim('b1', newer);
    outbox.settle('b1', null, newer);
    expect(outbox.verbs.retry({ seqs: [replaced, discarded, newer] }, outbox.clock.now())).toBe(0);
    expect(offered(outbox)).toEqual([]);
  });
});

describe('due moments', () => {
  it('further ahead than any rule allows are corrected to now, others stay', () => {
    const outbox = makeOutbox();
    const seqs = [1, 2, 3].map((n) => outbox.accept(booked(orderRef(n))));
    const [soon, far, refused] = seqs as [number, number, number];
    outbox.claim('b1', soon, far);
    outbox.settle('b1', { kind: 'gateway', status: 503, retryAfterMs: 60_000 }, soon, far);
    outbox.claim('b2', refused);
    outbox.settle('b2', NOT_FOUND, refused);
    const now = outbox.clock.now();
    outbox.store.prepare('update outbox_item set due_at = ? where seq in (?, ?)').run(now + 365 * 24 * 60 * MINUTE, far, refused);
    expect(outbox.verbs.clampDue(now)).toBe(2);
    expect([soon, far, refused].map((seq) => outbox.item(seq).dueAt)).toEqual([now + 60_000, now, now]);
  });

  it('of results on their way can be hurried, those of refused ones not', () => {
    const outbox = makeOutbox();
    const [unconfirmed, refused] = [1, 2].map((n) => outbox.accept(booked(orderRef(n)))) as [number, number];
    outbox.claim('b1', unconfirmed);
    outbox.settle('b1', TIMED_OUT, unconfirmed);
    outbox.claim('b2', refused);
    outbox.settle('b2', NOT_FOUND, refused);
    outbox.verbs.hurry(outbox.clock.now());
    expect(offered(outbox)).toEqual([unconfirmed]);
    expect(outbox.lists.nextDueAt(outbox.clock.now())).toBe(outbox.clock.now() + 15 * MINUTE);
  });

  it('come first in the order in which they fall due, before fresh results', async () => {
    const outbox = makeOutbox({ random: seededRandom(3) });
    const seqs = [1, 2, 3, 4].map((n) => outbox.accept(booked(orderRef(n))));
    for (const seq of seqs) {
      outbox.claim(`b${seq}`, seq);
      outbox.settle(`b${seq}`, TIMED_OUT, seq);
    }
    await outbox.clock.advance(MINUTE);
    const due = outbox.lists.returning(outbox.clock.now(), 10).map(({ seq }) => seq);
    const byMoment = [...seqs].sort((a, b) => {
      const at = (seq: number) => outbox.store.prepare('select due_at from outbox_item where seq = ?').pluck().get(seq) as number;
      return at(a) - at(b);
    });
    expect(due).toEqual(byMoment);
    expect(due).not.toEqual(seqs);
  });
});

describe('problems', () => {
  it('are grouped by cause: parked first, then refused, then unconfirmed, the largest first', async () => {
    const { outbox } = await parkedResult();
    const seqs = Array.from({ length: 6 }, (_, n) => outbox.accept(booked(orderRef(n + 10))));
    outbox.claim('b1', ...seqs);
    const failures: Failure[] = [TIMED_OUT, VALUE_REFUSED, NOT_FOUND, NOT_FOUND, VALUE_REFUSED, VALUE_REFUSED];
    for (const [n, seq] of seqs.entries()) {
      outbox.settle('b1', failures[n] as Failure, seq);
      await outbox.clock.advance(1000);
    }
    const groups = outbox.lists.groups();
    expect(groups.map(({ state, cause, count }) => [state, cause, count])).toEqual([
      ['parked', 'unreachable', 1],
      ['refused', 'value-refused', 3],
      ['refused', 'order-not-found', 2],
      ['unconfirmed', 'timed-out', 1],
    ]);
    expect(groups[1]).toMatchObject({
      sample: { internalOrderRef: orderRef(15), words: 'Invalid bookingDate' },
      firstAt: outbox.item(seqs[1] as number).changedAt,
      lastAt: outbox.item(seqs[5] as number).changedAt,
    });
  });
});

describe('pages', () => {
  it('hold exactly what the filter asks for, newest first, each result once', () => {
    const outbox = makeOutbox();
    const file = outbox.importFile(Array.from({ length: 25 }, (_, n) => booked(orderRef(n))));
    const other = outbox.importFile(Array.from({ length: 15 }, (_, n) => unavailable(orderRef(n + 100))));
    const random = seededRandom(7);
    const failures = [null, VALUE_REFUSED, NOT_FOUND, TIMED_OUT];
    for (let seq = file.first; seq < other.first + 15; seq += 1) {
      if (random() < 0.3) continue;
      outbox.claim(`b${seq}`, seq);
      outbox.settle(`b${seq}`, failures[Math.floor(random() * failures.length)] as Failure | null, seq);
    }
    for (const seq of [file.first + 1, file.first + 7]) outbox.verbs.resend(seq, booked(orderRef(seq + 500)), outbox.clock.now());
    outbox.accept(booked('ORD-BOOKING'));
    const all = outbox.lists.list({ states: [] }, undefined, 1000).items;
    expect(all.map(({ seq }) => seq)).toEqual([...all.map(({ seq }) => seq)].sort((a, b) => b - a));
    const states = [[], ['waiting'], ['refused', 'delivered'], ['waiting', 'waiting', 'superseded'], ['parked']] as const;
    for (const wanted of states) {
      for (const cause of [undefined, 'value-refused']) {
        for (const importId of [undefined, file.id, other.id]) {
          for (const limit of [1, 7, 200]) {
            const filter = { states: [...wanted], cause, importId };
            const expected = all.filter(
              (item) =>
                (wanted.length === 0 || wanted.some((state) => state === item.state)) &&
                (cause === undefined || item.cause === cause) &&
                (importId === undefined || item.importId === importId),
            );
            const paged = [];
            for (let before: number | null | undefined; before !== null; ) {
              const { items, next }: ReturnType<typeof outbox.lists.list> = outbox.lists.list(filter, before, limit);
              expect(items.length).toBeLessThanOrEqual(limit);
              paged.push(...items);
              before = next;
            }
            expect(paged).toEqual(expected);
            expect(outbox.lists.count(filter)).toBe(expected.length);
          }
        }
      }
    }
  });

  it('end with a next of null, which is never the end of a full page before the last', () => {
    const outbox = makeOutbox();
    for (let n = 0; n < 5; n += 1) outbox.accept(booked(orderRef(n)));
    expect(outbox.lists.list({ states: [] }, undefined, 5)).toMatchObject({ next: 1 });
    expect(outbox.lists.list({ states: [] }, undefined, 6)).toMatchObject({ next: null });
    expect(outbox.lists.list({ states: [] }, 1, 5)).toEqual({ items: [], next: null });
  });

  it('and what is due are found by an index, without looking through all that waits', () => {
    const outbox = makeOutbox();
    const asked = new Set<string>();
    const listening = new Proxy(outbox.store, {
      get: (store, name) => {
        if (name !== 'prepare') return Reflect.get(store, name);
        return (sql: string) => {
          asked.add(sql);
          return store.prepare(sql);
        };
      },
    });
    const lists = createLists(listening);
    lists.list({ states: ['refused'], cause: 'value-refused' });
    lists.list({ states: ['waiting'] });
    lists.oldestWaitingAt();
    expect(asked.size).toBeGreaterThan(8);
    for (const sql of asked) {
      if (!sql.includes('outbox_item')) continue;
      const named = Object.fromEntries([...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, 1]));
      const places = [...sql.replaceAll(/'[^']*'/g, '')].filter((letter) => letter === '?').map(() => 1);
      const plan = outbox.store
        .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
        .all(...places, ...(Object.keys(named).length === 0 ? [] : [named]))
        .map(({ detail }) => detail)
        .join();
      expect(plan, sql).not.toMatch(/SCAN outbox_item|TEMP B-TREE/);
      if (sql.includes(':cause')) expect(plan).toContain('outbox_item_by_cause');
      if (sql.includes('due_at <=') || sql.includes('due_at >')) expect(plan).toContain('outbox_item_by_due');
    }
  });
});

describe('counters', () => {
  it('agree with a recount after any sequence of acts', () => {
    const act = fc.record({
      kind: fc.constantFrom(
        'accept',
        'import',
        'claim',
        'settle',
        'release',
        'recover',
        'retry',
        'discard',
        'restore',
        'resend',
        'forget',
      ),
      order: fc.integer({ min: 0, max: 5 }),
      pick: fc.nat(),
      failure: fc.constantFrom(null, TIMED_OUT, VALUE_REFUSED, NOT_FOUND, SESSION_LOST),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const outbox = makeOutbox();
        const open: string[] = [];
        acts.forEach(({ kind, order, pick, failure }, n) => {
          const seqs = outbox.lists.list({ states: [] }).items.map(({ seq }) => seq);
          const seq = seqs[pick % Math.max(1, seqs.length)] ?? 1;
          const now = outbox.clock.now();
          const result = booked(orderRef(order), `Inspector ${pick % 3}`);
          if (kind === 'accept') outbox.accept(result);
          else if (kind === 'import') outbox.importFile([result, unavailable(orderRef(order + 3))]);
          else if (kind === 'claim') {
            open.push(`b${n}`);
            outbox.claim(`b${n}`, ...seqs.slice(0, 1 + (pick % 4)));
          } else if (kind === 'settle') {
            const batchId = open.shift() ?? '';
            const aboard = outbox.store
              .prepare<unknown[], number>('select seq from outbox_item where aboard = ?')
              .pluck()
              .all(batchId);
            outbox.settle(batchId, failure, ...aboard);
          } else if (kind === 'release') outbox.verbs.release(open.pop() ?? '', now);
          else if (kind === 'recover') outbox.verbs.recover(`boot-${n + 2}`, now, outbox.clock.monotonic());
          else if (kind === 'retry') outbox.verbs.retry({ seqs: [seq] }, now);
          else if (kind === 'discard') outbox.verbs.discard({ seqs: [seq, seq] }, `undo-${order}`, now);
          else if (kind === 'restore') outbox.verbs.restore(`undo-${order}`, now);
          else if (kind === 'resend') outbox.verbs.resend(seq, result, now);
          else outbox.verbs.forget(now + 1, 2);
        });
        const tally = outbox.store.prepare('select * from tally where n <> 0 order by import_id, state, cause').all();
        const counted = recount(outbox.store).sort(
          (a, b) => a.import_id - b.import_id || compare(a.state, b.state) || compare(a.cause, b.cause),
        );
        expect(tally).toEqual(counted);
        expectOneLivePerOrder(outbox);
        outbox.close();
      }),
      { numRuns: 150, seed: 20250428 },
    );
  });
});

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of each order at most one result is on its way, beside one in flight, and nothing newer than it exists. */
function expectOneLivePerOrder({ lists }: TestOutbox): void {
  const newest = new Map<string, number>();
  for (const item of lists.list({ states: [] }, undefined, 1000).items) {
    if (item.state === 'discarded') continue;
    const seen = newest.get(item.internalOrderRef);
    if (seen === undefined) newest.set(item.internalOrderRef, item.seq);
    else expect(['delivered', 'superseded', 'sending']).toContain(item.state);
  }
  expect(Object.keys(lists.tally()).sort()).toEqual([...ITEM_STATES, 'held'].sort());
}

/** A result that was given up after thirty attempts and seventy-two hours online. */
async function parkedResult(): Promise<{ outbox: TestOutbox; seq: number }> {
  const outbox = makeOutbox();
  const seq = outbox.accept(booked(A));
  for (let n = 1; n <= 30; n += 1) {
    await outbox.clock.advance(3 * 60 * MINUTE);
    outbox.claim(`park-${n}`, seq);
    outbox.settle(`park-${n}`, { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' }, seq);
  }
  expect(outbox.state(seq)).toBe('parked');
  return { outbox, seq };
}
