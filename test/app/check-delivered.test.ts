// Checking what was delivered, in parts, with what a person leaves as it is.
import { describe, expect, it } from 'vitest';
import type { PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import type { PracticeRecord } from '../../main/practice/booking-results-script.ts';
import { seedDelivered } from '../support/delivered.ts';
import { booked, orderRef, rest, temporaryFolder } from '../support/make.ts';
import { openApp, startBasicPsf, type TestApp } from '../support/open-app.ts';

/** An app that delivered so many results today to a BasicPSF that holds them. */
async function delivered(count: number): Promise<TestApp & { basicPsf: PracticeBasicPsf; baseUrl: string }> {
  const results = Array.from({ length: count }, (_, n) => booked(orderRef(n + 1)));
  const home = temporaryFolder();
  seedDelivered(home, 'practice', results, Date.now());
  const remembered = results.map((result) => ({ ...result, confirmedAt: Date.now() }));
  const { basicPsf, baseUrl } = await startBasicPsf({ remembered, orders: results });
  return { ...(await openApp({ baseUrl, home })), basicPsf, baseUrl };
}

function change(basicPsf: PracticeBasicPsf, n: number, inspectorName: string): void {
  Object.assign(basicPsf.orders.get(orderRef(n)) as PracticeRecord, { inspectorName, confirmedAt: Date.now() + n });
}

function expectClosed({ openSessions, sessionsClosed, sessionsOpened }: PracticeBasicPsf): void {
  expect([openSessions, sessionsClosed]).toEqual([0, sessionsOpened]);
}

describe('a check of what was delivered', () => {
  it('lists no more what a person left as it is, until that changes again', async () => {
    const { basicPsf, baseUrl, call, stop, home } = await delivered(3);
    change(basicPsf, 1, 'Li Fang');
    (basicPsf.orders as Map<string, PracticeRecord>).delete(orderRef(2));
    const first = await call('order.check', {});
    expect(first).toMatchObject({
      checked: 3,
      left: 0,
      next: null,
      leftAsIs: 0,
      differences: [{ what: 'gone' }, { what: 'changed' }],
    });
    for (const { seq, held } of first.differences) await call('order.leaveAsIs', { seq, held });
    expect(await call('order.check', {})).toMatchObject({ checked: 3, leftAsIs: 2, differences: [] });
    // Also after a restart, and no name is kept for it beside the results themselves.
    await stop();
    const again = await openApp({ baseUrl, home });
    expect(await again.call('order.check', {})).toMatchObject({ leftAsIs: 2, differences: [] });
    change(basicPsf, 1, 'Emma Clarke');
    expect(await again.call('order.check', {})).toMatchObject({
      leftAsIs: 1,
      differences: [{ held: { inspectorName: 'Emma Clarke' } }],
    });
    expect(await again.call('order.listAgain', { seqs: first.differences.map(({ seq }) => seq) })).toEqual({ count: 2 });
    expect(await again.call('order.check', {})).toMatchObject({ leftAsIs: 0, differences: [{}, {}] });
    expectClosed(basicPsf);
  });

  it('compares the newest 5,000 unasked, says how many are left, and goes on with the rest', async () => {
    const { basicPsf, call } = await delivered(5210);
    change(basicPsf, 1, 'Li Fang');
    change(basicPsf, 5210, 'Li Fang');
    const first = await call('order.check', {});
    expect(first).toMatchObject({ checked: 5000, left: 210, differences: [{ internalOrderRef: orderRef(5210) }] });
    const rest = await call('order.check', { before: first.next as number, most: 100_000 });
    expect(rest).toMatchObject({ checked: 210, left: 0, next: null, differences: [{ internalOrderRef: orderRef(1) }] });
    expectClosed(basicPsf);
  }, 60_000);

  it('goes on where it was stopped', async () => {
    const { ask, basicPsf, call } = await delivered(250);
    basicPsf.knobs.faults = [{ on: 'find', fault: { kind: 'delay', ms: 150 } }];
    const under = call('order.check', {});
    for (let done: number | null = 0; (done ?? 0) < 100; ) {
      const checking = await call('order.checking', {});
      done = checking.done;
      await rest();
      if (done === null) throw new Error('nothing is under way');
    }
    expect(await call('order.checking', {})).toMatchObject({ of: 250 });
    await ask('order.stopCheck', {});
    const first = await under;
    expect(first.checked + first.left).toBe(250);
    expect(first.checked).toBeGreaterThanOrEqual(100);
    basicPsf.knobs.faults = [];
    if (first.next !== null)
      expect(await call('order.check', { before: first.next })).toMatchObject({ checked: first.left, left: 0 });
    expect(await call('order.checking', {})).toEqual({ done: null, of: 0 });
    expectClosed(basicPsf);
  });
});
