// The one to read first: what happens to a dropped file, from its bytes to BasicPSF's word on every row.
import { describe, expect, it } from 'vitest';
import { sampleCsv } from '../main/practice/orders.ts';
import { handClock, until } from './support/make.ts';
import { bookedLines, csv, openApp, startBasicPsf } from './support/open-app.ts';

describe('a dropped file', () => {
  it('is checked, reviewed, queued, pushed, and ends with the word of BasicPSF beside every row', async () => {
    const { basicPsf, baseUrl } = await startBasicPsf();
    const { app, call, drop, items } = await openApp({ baseUrl, looksUnasked: true });

    // Dropped: read and judged row by row, and nothing is queued yet.
    const id = await drop('monday.csv', sampleCsv());
    const review = await call('import.get', { id });
    expect(review).toMatchObject({ phase: 'review', name: 'monday.csv', encoding: 'UTF-8', delimiter: 'comma' });
    expect(review.totals).toEqual({ records: 12, new: 11, changed: 0, unchanged: 0, duplicate: 0, invalid: 1, warned: 1 });
    // Its orders were looked up: one is unknown, which keeps nobody from sending it.
    expect(review.orders).toMatchObject({ state: 'seen', done: 11, unknown: 1 });
    const { rows } = await call('import.rows', { id, verdicts: ['invalid'] });
    expect(rows[0]).toMatchObject({
      line: 9,
      internalOrderRef: 'ORD-2025-00108',
      problems: [{ rule: 'date', found: '2025-02-30' }],
    });
    expect(app.snapshot().counts.waiting).toBe(0);

    // Accepted: the good rows wait, the bad one is held.
    await call('import.accept', { id });
    expect(app.snapshot().counts).toMatchObject({ waiting: 11, held: 1, delivered: 0 });

    // Pushed: in one session, after those that looked the orders and near ones up; all are closed again.
    const report = await app.push();
    expect(report).toMatchObject({ delivered: 9, waiting: 0, unconfirmed: 0, trouble: null });
    expect(report.refused).toEqual([
      { internalOrderRef: 'ORD-2025-00999', error: 'Record not found' },
      { internalOrderRef: 'ORD-2025-00117', error: 'Record is in use by another user' },
    ]);
    expect([basicPsf.sessionsOpened, basicPsf.sessionsClosed, basicPsf.openSessions]).toEqual([3, 3, 0]);

    // What the server holds is what the file said.
    expect(basicPsf.orders.get('ORD-2025-00104')).toMatchObject({
      bookingResult: 'Booked',
      bookingDate: '2025-04-30',
      inspectorName: 'Åsa Lindström',
      writes: 1,
    });
    expect(basicPsf.orders.get('ORD-2025-00103')).toMatchObject({ bookingResult: 'Unavailable', bookingDate: '', writes: 1 });
    expect(basicPsf.orders.get('ORD-2025-00108')?.writes).toBe(0);

    // Every row has its receipt, in the server's own words.
    const told = await Promise.all((await items()).map(({ seq }) => call('outbox.detail', { seq })));
    const outcomes = told.map(({ item, receipts }) => [item.internalOrderRef, ...receipts.map((r) => `${r.outcome} ${r.words}`)]);
    expect(outcomes).toContainEqual(['ORD-2025-00101', 'delivered ']);
    expect(outcomes).toContainEqual(['ORD-2025-00117', 'refused Record is in use by another user']);
    expect(outcomes).toContainEqual(['ORD-2025-00999', 'refused Record not found']);
    expect(outcomes).toHaveLength(11);

    // And the window shows it at a glance.
    expect(app.snapshot()).toMatchObject({
      counts: { waiting: 0, sending: 0, delivered: 9, refused: 2, held: 1 },
      deliveredToday: 9,
      openImports: [],
      sync: { trouble: null },
    });
    expect(await call('import.get', { id })).toMatchObject({ phase: 'accepted', delivered: 9, needYou: 2, held: 1 });
    const receipt = await call('import.receipt', { id });
    expect(receipt.text.trim().split('\r\n')).toHaveLength(9 + 1 + 12);
  });
});

describe('results that are queued while the network is away', () => {
  it('wait, say why, and go out by themselves when the server is back: each of them once', async () => {
    const { basicPsf, baseUrl } = await startBasicPsf();
    await basicPsf.stop();
    const clock = handClock();
    const { app, queue } = await openApp({ baseUrl, clock, autoPush: true });
    await queue(csv(...bookedLines(10)));

    await until(() => app.snapshot().sync.trouble !== null);
    expect(app.snapshot()).toMatchObject({
      counts: { waiting: 10, delivered: 0 },
      sync: { phase: 'waiting', trouble: { kind: 'unreachable', why: 'refused' } },
    });
    const nextTryAt = app.snapshot().sync.nextTryAt ?? 0;
    expect(nextTryAt).toBeGreaterThan(clock.now());

    await basicPsf.start();
    await clock.advance(nextTryAt - clock.now());
    await until(() => app.snapshot().sync.phase === 'idle');
    expect(app.snapshot()).toMatchObject({ counts: { delivered: 10, waiting: 0 }, sync: { trouble: null } });

    const writes = [...basicPsf.orders.values()].map((order) => order.writes);
    expect(writes.filter((n) => n > 0)).toEqual(Array(10).fill(1));
  });
});
