// Lives on a bad line: results are accepted while it fails in every way a line can, and when it is well again all of them arrive,
// by themselves. Time runs sixty times as fast; sockets, threads and SQLite are real.
import { expect } from 'vitest';
import { type Clock, pause, systemClock } from '../../main/base/ports.ts';
import { createPracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { csv, openApp } from '../support/open-app.ts';
import { handNetwork } from '../support/watch.ts';
import { LINE_FAULTS, type LineFault, openLine } from './faulty-line.ts';
import { broken, toldBy } from './judge.ts';
import { between, lives, oneOf } from './lives.ts';

const SPEED = 60;
const ORDERS = ['ORD-1', 'ORD-2', 'ORD-3', 'ORD-4', 'ORD-5', 'ORD-6'];

/** A name for the nth value of all orders. */
const inspector = (n: number): string => `Li ${String.fromCharCode(64 + n)}fang`;

function fastClock(): Clock {
  const [wall, begun] = [systemClock.now(), systemClock.monotonic()];
  const elapsed = (): number => Math.round((systemClock.monotonic() - begun) * SPEED);
  return {
    now: () => wall + elapsed(),
    monotonic: () => begun + elapsed(),
    after: (ms, callback) => systemClock.after(ms / SPEED, callback),
  };
}

lives('network', 200, async (random, count) => {
  const clock = fastClock();
  const basicPsf = createPracticeBasicPsf({ acceptUnknownOrders: true });
  const { baseUrl } = await basicPsf.start();
  const line = await openLine(baseUrl, clock);
  const network = handNetwork();
  const opened = await openApp({ clock, network, random, baseUrl: line.baseUrl, autoPush: true });
  const { app, queue, stop } = opened;
  try {
    for (let act = between(random, 3, 7), value = 0; act > 0; act -= 1) {
      // A line fails in one way, or in several at once; login, script and logout each on their own.
      const ways = Array.from({ length: between(random, 1, 3) }, () => oneOf<LineFault>(random, LINE_FAULTS));
      const howOften = random();
      line.knobs.fault = () => {
        const fault = random() < howOften ? oneOf(random, ways) : null;
        if (fault !== null) count(fault);
        return fault;
      };
      const refs = ORDERS.filter(() => random() < 0.6);
      value += 1;
      if (refs.length > 0) await queue(csv(...refs.map((ref) => `${ref},Booked,2025-04-28,${inspector(value)}`)));
      await pause(clock, between(random, 0, 90_000));
      if (random() < 0.2) network.set(false);
      if (random() < 0.5) network.set(true);
    }
    line.knobs.fault = () => null;
    network.set(false);
    network.set(true);
    const settled = (): boolean => {
      const { waiting, sending, unconfirmed, parked } = app.snapshot().counts;
      return waiting + sending + unconfirmed === 0 && (parked === 0 || app.snapshot().sync.phase === 'idle');
    };
    while (!settled()) await pause(clock, 3_000);
    const told = await toldBy(opened);
    await stop();
    count('results', told.length);
    count('sessions', basicPsf.sessionsOpened);
    expect(broken(told, line)).toEqual([]);
    expect([...line.held], 'sessions that nobody tried to close').toEqual([]);
  } finally {
    await stop();
    await line.stop();
    await basicPsf.stop();
  }
});
