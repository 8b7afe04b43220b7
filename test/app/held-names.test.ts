// The names that come from looking orders up are other people's: they stand where a person compares two results, and in no log, no
// diagnostics, no notification and no snapshot, whatever BasicPSF answers.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../main/base/log.ts';
import { systemClock } from '../../main/base/ports.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import { createAlerts } from '../../main/desktop/alerts.ts';
import type { PracticeRecord } from '../../main/practice/booking-results-script.ts';
import type { Fault } from '../../main/practice/faults.ts';
import { csv, openApp, startBasicPsf } from '../support/open-app.ts';
import { everyFile, tracesOf } from '../support/traces.ts';

const THEIRS = 'Kanarie Ehrenfeld Qvxzåna';
const ref = (n: number): string => `ORD-2025-00${n}`;
const line = (n: number): string => `${ref(n)},Booked,2025-04-28,Li Fang`;

/** Answers to a look that say the name where nobody expects one. The words of a refusal are shown as BasicPSF says them. */
const FAULTS: readonly Fault[] = [
  { kind: 'filemaker', code: '9', message: THEIRS },
  { kind: 'filemaker', code: '102', message: THEIRS },
  { kind: 'answer', answer: { status: 200, headers: {}, body: `<p>${THEIRS}</p>` } },
  {
    kind: 'answer',
    answer: {
      status: 200,
      headers: {},
      body: JSON.stringify({
        messages: [{ code: '0', message: 'OK' }],
        response: { data: [{ fieldData: { InspectorName: THEIRS } }] },
      }),
    },
  },
];

describe('a name that comes from looking up', () => {
  it('stands beside the result it belongs to, and nowhere else', { timeout: 120_000 }, async () => {
    const { basicPsf, baseUrl } = await startBasicPsf();
    const confirm = (n: number, inspectorName = THEIRS): void =>
      void Object.assign(basicPsf.orders.get(ref(n)) as PracticeRecord, {
        bookingResult: 'Booked',
        bookingDate: '2025-04-29',
        inspectorName,
        confirmedAt: Date.now(),
      });
    // One result was delivered and one waits since the day before yesterday.
    const before = await openApp({ baseUrl });
    await before.queue(csv(line(102)), 'one.csv');
    await before.app.push();
    await before.queue(csv(line(103)), 'two.csv');
    await before.stop();
    const store = openScratch(join(before.home, 'practice', 'outbox.sqlite'));
    store.exec('update outbox_item set accepted_at = accepted_at - 2 * 86400000');
    store.close();
    for (const n of [101, 102, 103]) confirm(n);

    const told: string[] = [];
    const shown: string[] = [];
    const log = createLog(join(before.home, 'logs'), systemClock, 'debug');
    const { app, ask, call, drop, home } = await openApp({ baseUrl, home: before.home, looksUnasked: true, log });
    const alerts = createAlerts({
      clock: systemClock,
      wants: () => ({ actionNeeded: true, delayed: true, info: true }),
      groups: () => call('outbox.groups', {}),
      show: (alert) => void told.push(JSON.stringify(alert)),
      withdraw: () => {},
    });
    onTestFinished(alerts.stop);
    app.subscribe((snapshot) => {
      told.push(JSON.stringify(snapshot));
      alerts.see(snapshot);
    });

    const id = await drop('three.csv', csv(line(101), line(104)));
    told.push(JSON.stringify(await call('import.get', { id })), JSON.stringify(await app.doubts(id)));
    shown.push(JSON.stringify(await call('import.rows', { id })));
    await call('import.chooseTheirs', { id, choice: 'keep' });
    await call('import.accept', { id });
    told.push(JSON.stringify(await app.push()));
    told.push(JSON.stringify(await call('outbox.groups', {})));
    shown.push(
      JSON.stringify(await call('order.asked', {})),
      JSON.stringify(await call('order.held', { internalOrderRef: ref(101) })),
    );
    const { differences } = await call('order.check', { since: 0 });
    expect(differences).toMatchObject([{ held: { inspectorName: THEIRS } }]);
    for (const { seq, held } of differences) await call('order.leaveAsIs', { seq, held });
    for (const fault of FAULTS) {
      basicPsf.knobs.faults = [{ fault, on: 'find' }];
      for (const name of ['order.check', 'order.held'] as const)
        told.push(JSON.stringify(await ask(name, name === 'order.held' ? { internalOrderRef: ref(101) } : {})));
      await call('outbox.retry', { selection: { filter: { states: ['parked'] } } });
      told.push(JSON.stringify(await app.push()));
      const again = await drop(`${told.length}.csv`, csv(line(105)));
      told.push(JSON.stringify(await call('import.get', { id: again })));
    }
    basicPsf.knobs.faults = [];
    const { text: diagnostics } = await call('diagnostics.build', {});
    await app.settled();

    // The search finds it where it is meant to be.
    const traces = tracesOf([THEIRS]);
    for (const said of shown) expect(traces.in('shown', said)).not.toEqual([]);
    expect(diagnostics).toContain('"delivered": ');
    const logs = everyFile(home).filter(([path]) => path.endsWith('.log'));
    expect(logs.map(([, bytes]) => bytes.toString()).join('')).toContain('orders could not be looked up');
    expect(told.flatMap((said) => traces.in('told', said)).map((one) => one.slice(0, 300))).toEqual([]);
    expect(traces.in('diagnostics', diagnostics)).toEqual([]);
    for (const [path, bytes] of logs) expect(traces.in(path, bytes)).toEqual([]);
    expect([basicPsf.openSessions, basicPsf.sessionsClosed]).toEqual([0, basicPsf.sessionsOpened]);
  });
});
