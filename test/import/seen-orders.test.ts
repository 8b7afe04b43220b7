// A file in review beside what BasicPSF holds: orders it does not know, results of other machines, and what is done about them.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openScratch } from '../../main/base/sqlite.ts';
import { createForgetting } from '../../main/outbox/forgetting.ts';
import type { PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import type { PracticeRecord } from '../../main/practice/booking-results-script.ts';
import { LookUpSettings } from '../../shared/held-order.ts';
import { csv, openApp, startBasicPsf, type TestApp } from '../support/open-app.ts';

const AT = new Date(2025, 3, 28, 9, 12).getTime();
const ref = (n: number): string => `ORD-2025-00${n}`;
const line = (n: number, name: string): string => `${ref(n)},Booked,2025-04-28,${name}`;

/** A colleague on another machine. */
function confirm(basicPsf: PracticeBasicPsf, n: number, inspectorName: string, confirmedAt = AT): void {
  const record = basicPsf.orders.get(ref(n)) as PracticeRecord;
  Object.assign(record, { bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName, confirmedAt });
}

async function opened(): Promise<TestApp & { basicPsf: PracticeBasicPsf }> {
  const { basicPsf, baseUrl } = await startBasicPsf();
  return { ...(await openApp({ baseUrl, looksUnasked: true })), basicPsf };
}

describe('a file in review', () => {
  it('names the orders that BasicPSF does not know, with near ones that it does, and sends them all the same', async () => {
    const { basicPsf, call, drop } = await opened();
    const id = await drop(
      'a.csv',
      csv(line(101, 'Li Fang'), 'ORD-2025-0102,Booked,2025-04-28,Li Fang', 'X,Booked,2025-04-28,Li Fang'),
    );
    const file = await call('import.get', { id });
    expect(file.orders).toMatchObject({ state: 'seen', done: 3, of: 3, unknown: 2, theirs: { count: 0 } });
    expect(file.totals).toMatchObject({ new: 3, warned: 2 });
    const [group] = await call('import.problems', { id });
    expect(group).toMatchObject({ rule: 'order-unknown', count: 2, isError: false, fixable: 0 });
    const { rows } = await call('import.rows', { id });
    expect(rows.map(({ problems }) => problems.map(({ rule, near }) => [rule, near]))).toEqual([
      [],
      [['order-unknown', ['ORD-2025-00102']]],
      [['order-unknown', undefined]],
    ]);
    expect([basicPsf.sessionsOpened, basicPsf.openSessions]).toEqual([2, 0]);
    expect(await call('import.accept', { id })).toMatchObject({ totals: { new: 3 } });
  });

  it('holds them where a person wants it, takes that back, and lets a repaired one go', async () => {
    const { call, drop } = await opened();
    const id = await drop('a.csv', csv('ORD-2025-0102,Booked,2025-04-28,Li Fang', 'X,Booked,2025-04-28,Li Fang'));
    const { count, undo } = await call('import.holdUnknown', { id, hold: true });
    expect(count).toBe(2);
    expect((await call('import.get', { id })).totals).toMatchObject({ new: 0, invalid: 2 });
    await call('import.undo', { id, undo });
    expect((await call('import.get', { id })).totals).toMatchObject({ new: 2, invalid: 0, warned: 2 });
    await call('import.holdUnknown', { id, hold: true });
    const result = { internalOrderRef: ref(102), bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: 'Li Fang' };
    const repaired = await call('import.repair', { id, record: 2, result });
    expect(repaired).toMatchObject({ verdict: 'new', problems: [] });
    // Somebody who leaves the reference as it is says that it is right.
    await call('import.repair', { id, record: 3, result: { ...result, internalOrderRef: 'X' } });
    expect((await call('import.get', { id })).totals).toMatchObject({ new: 2, invalid: 0, warned: 0 });
  });

  it('looks up what a repair names, too', async () => {
    const { app, call, drop } = await opened();
    const id = await drop('a.csv', csv(line(101, 'Li Fang')));
    const result = { internalOrderRef: 'Y', bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: 'Li Fang' };
    await call('import.repair', { id, record: 2, result });
    await app.settled();
    expect((await call('import.get', { id })).orders).toMatchObject({ unknown: 1 });
  });

  it('compares with what BasicPSF holds now, not only with what was told from here', async () => {
    const { app, basicPsf, call, drop, queue } = await opened();
    await queue(csv(line(101, 'Li Fang'), line(102, 'Li Fang'), line(103, 'Li Fang')));
    await app.push();
    confirm(basicPsf, 101, 'Emma Clarke', Date.now() + 1000);
    const id = await drop('again.csv', csv(line(101, 'Li Fang'), line(102, 'Erik Sjöberg'), line(103, 'Li Fang')));
    const { rows } = await call('import.rows', { id });
    expect(rows.map(({ verdict, before }) => [verdict, before?.inspectorName])).toEqual([
      ['changed', 'Emma Clarke'],
      ['changed', 'Li Fang'],
      ['unchanged', undefined],
    ]);
    expect((await call('import.get', { id })).orders?.theirs).toMatchObject({ count: 1, open: 1, sample: ref(101) });
    // What the colleague says already need not be sent again.
    const same = await drop('same.csv', csv(line(101, 'Emma Clarke')));
    expect((await call('import.get', { id: same })).totals).toMatchObject({ unchanged: 1, changed: 0 });
  });

  it('knows its own word again when it was forgotten here, and nobody else by it', async () => {
    const { basicPsf, baseUrl } = await startBasicPsf();
    const first = await openApp({ baseUrl, looksUnasked: true });
    await first.queue(csv(line(101, 'Li Fang'), line(102, 'Li Fang')));
    await first.app.push();
    await first.stop();
    const store = openScratch(join(first.home, 'practice', 'outbox.sqlite'));
    expect(createForgetting(store).forget(Date.now() + 1000, 100)).toBe(2);
    // Of what was forgotten no name is left.
    expect(JSON.stringify(store.prepare('select * from told_before').all())).not.toContain('Li Fang');
    store.close();
    confirm(basicPsf, 102, 'Emma Clarke');
    const { call, drop } = await openApp({ baseUrl, looksUnasked: true, home: first.home });
    const id = await drop('a.csv', csv(line(101, 'Erik Sjöberg'), line(102, 'Erik Sjöberg')));
    expect((await call('import.get', { id })).orders?.theirs).toMatchObject({ count: 1, sample: ref(102) });
    expect([basicPsf.openSessions, basicPsf.sessionsClosed]).toEqual([0, basicPsf.sessionsOpened]);
  });

  it('asks about results that this machine did not send, and queues nothing before an answer', async () => {
    const { ask, basicPsf, call, drop } = await opened();
    confirm(basicPsf, 101, 'Emma Clarke');
    const id = await drop('a.csv', csv(line(101, 'Li Fang'), line(102, 'Li Fang')));
    expect((await call('import.get', { id })).orders?.theirs).toMatchObject({ count: 1, open: 1, confirmedAt: AT });
    expect(await ask('import.accept', { id })).toMatchObject({ ok: false, failure: { kind: 'theirs-undecided', count: 1 } });
    const { rows } = await call('import.rows', { id, theirs: true });
    expect(rows.map(({ internalOrderRef, before }) => [internalOrderRef, before?.inspectorName])).toEqual([
      [ref(101), 'Emma Clarke'],
    ]);
    await call('import.chooseTheirs', { id, choice: 'send' });
    expect(await call('import.accept', { id })).toMatchObject({ phase: 'accepted', totals: { new: 1, changed: 1 } });
  });

  it('keeps theirs: the row is not queued, is accounted for, and the receipt says why', async () => {
    const { app, basicPsf, call, drop } = await opened();
    confirm(basicPsf, 101, 'Emma Clarke');
    const id = await drop('a.csv', csv(line(101, 'Li Fang'), line(102, 'Li Fang')));
    expect((await call('import.chooseTheirs', { id, choice: 'keep' })).orders?.theirs).toMatchObject({ open: 0, kept: 1 });
    expect((await call('import.rows', { id })).rows.map(({ stays }) => stays)).toEqual([true, undefined]);
    const { totals } = await call('import.accept', { id });
    expect(totals).toMatchObject({ records: 2, new: 1, changed: 0, kept: 1 });
    await app.push();
    expect(basicPsf.orders.get(ref(101))).toMatchObject({ inspectorName: 'Emma Clarke', writes: 0 });
    expect(basicPsf.orders.get(ref(102))).toMatchObject({ inspectorName: 'Li Fang', writes: 1 });
    const { text } = await call('import.receipt', { id });
    expect(text).toMatch(/ORD-2025-00101.*BasicPSF holds another result for this order/);
    expect(text).toContain('Left as BasicPSF has it,1');
  });

  it('keeps the answers and the choice across a restart', async () => {
    const { basicPsf, baseUrl } = await startBasicPsf();
    confirm(basicPsf, 101, 'Emma Clarke');
    const first = await openApp({ baseUrl, looksUnasked: true });
    const id = await first.drop('a.csv', csv(line(101, 'Li Fang'), 'X,Booked,2025-04-28,Li Fang'));
    await first.call('import.chooseTheirs', { id, choice: 'keep' });
    await first.stop();
    const before = basicPsf.requests.length;
    const again = await openApp({ baseUrl, looksUnasked: true, home: first.home });
    await again.app.settled();
    expect((await again.call('import.get', { id })).orders).toMatchObject({
      state: 'seen',
      done: 2,
      unknown: 1,
      theirs: { kept: 1 },
    });
    expect(basicPsf.requests.length).toBe(before);
  });

  it.each(['may not be asked', 'is switched off'])('keeps an open question across a restart where BasicPSF %s', async (why) => {
    const { basicPsf, baseUrl } = await startBasicPsf();
    confirm(basicPsf, 101, 'Emma Clarke');
    const first = await openApp({ baseUrl, looksUnasked: true });
    const id = await first.drop('a.csv', csv(line(101, 'Li Fang')));
    if (why === 'is switched off')
      await first.call('settings.change', { lookUp: LookUpSettings.parse({ on: { practice: false } }) });
    await first.stop();
    const before = basicPsf.requests.length;
    const again = await openApp({ baseUrl, looksUnasked: false, home: first.home });
    await again.app.settled();
    expect((await again.call('import.get', { id })).orders).toMatchObject({ state: 'seen', theirs: { open: 1 } });
    expect(await again.ask('import.accept', { id })).toMatchObject({ failure: { kind: 'theirs-undecided' } });
    await again.call('import.chooseTheirs', { id, choice: 'send' });
    await again.call('import.accept', { id });
    expect(basicPsf.requests.length).toBe(before);
  });

  it('says that nothing was looked up where something stands in the way, and looks when a person asks', async () => {
    const { baseUrl } = await startBasicPsf();
    const { app, call, drop } = await openApp({ baseUrl, looksUnasked: false });
    const id = await drop('a.csv', csv(line(101, 'Li Fang')));
    expect((await call('import.get', { id })).orders).toMatchObject({ state: 'failed', done: 0, of: 1, failure: null });
    await call('import.lookUp', { id, wanted: true });
    await app.settled();
    expect((await call('import.get', { id })).orders).toMatchObject({ state: 'seen', done: 1 });
  });

  it.each<[string, (basicPsf: PracticeBasicPsf) => void]>([
    ['no privilege', ({ knobs }) => void Object.assign(knobs, { mayFind: false })],
    ['a missing field', ({ knobs }) => void Object.assign(knobs, { fieldsOnLayout: [] })],
    ['a page', ({ knobs }) => void knobs.faults.push({ fault: { kind: 'page', page: 'sign-in-200' }, on: 'find' })],
    ['a cut connection', ({ knobs }) => void knobs.faults.push({ fault: { kind: 'reset' }, on: 'find' })],
  ])('goes on as before but for one line: %s', async (_, spoil) => {
    const { basicPsf, call, drop } = await opened();
    spoil(basicPsf);
    confirm(basicPsf, 101, 'Emma Clarke');
    const id = await drop('a.csv', csv(line(101, 'Li Fang'), 'X,Booked,2025-04-28,Li Fang'));
    const file = await call('import.get', { id });
    expect(file.orders).toMatchObject({
      state: 'failed',
      failure: { kind: expect.any(String) },
      unknown: 0,
      theirs: { count: 0 },
    });
    expect(file.totals).toMatchObject({ new: 2, warned: 0 });
    expect(await call('import.problems', { id })).toEqual([]);
    expect(await call('import.accept', { id })).toMatchObject({ phase: 'accepted', totals: { new: 2 } });
    expect(basicPsf.openSessions).toBe(0);
  });

  it('looks nothing up where that is switched off', async () => {
    const { basicPsf, call, drop } = await opened();
    const { lookUp } = await call('settings.get', {});
    await call('settings.change', { lookUp: { ...lookUp, on: { ...lookUp.on, practice: false } } });
    const id = await drop('a.csv', csv('X,Booked,2025-04-28,Li Fang'));
    expect(await call('import.get', { id })).toMatchObject({ orders: null, totals: { new: 1, warned: 0 } });
    expect(basicPsf.requests).toEqual([]);
  });

  it('looks at most 5,000 orders up unasked, and all of them when a person asks', async () => {
    const { app, call, drop } = await opened();
    const many = Array.from({ length: 5001 }, (_, n) => `N${n},Booked,2025-04-28,Li Fang`);
    const id = await drop('many.csv', csv(...many));
    expect((await call('import.get', { id })).orders).toMatchObject({ state: 'many', unknown: 0 });
    await call('import.lookUp', { id, wanted: true });
    await app.settled();
    expect((await call('import.get', { id })).orders).toMatchObject({ state: 'seen', done: 5001, unknown: 5001 });
  }, 60_000);
});
