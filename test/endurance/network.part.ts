// Lives on a bad line: results are accepted while it fails in every way a line can, and when it is well again all of them arrive,
// by themselves.
import { expect } from 'vitest';
import { pause, type Random } from '../../main/base/ports.ts';
import { createPracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { openApp } from '../support/open-app.ts';
import { handNetwork } from '../support/watch.ts';
import { arrival, nthFile, ORDERS } from './arrival.ts';
import { fastClock, SPEED } from './fast-clock.ts';
import { LINE_FAULTS, type LineFault, openLine } from './faulty-line.ts';
import { broken, isAsked, toldBy } from './judge.ts';
import { between, type Count, lives, oneOf } from './lives.ts';

async function live(random: Random, count: Count): Promise<void> {
  const clock = fastClock();
  const basicPsf = createPracticeBasicPsf({ unknownOrders: 'made-up' });
  const { baseUrl } = await basicPsf.start();
  const line = await openLine(baseUrl, clock);
  const network = handNetwork();
  const opened = await openApp({ clock, network, random, baseUrl: line.baseUrl, autoPush: true });
  const { queue, stop } = opened;
  try {
    for (let act = between(random, 3, 7); act > 0; act -= 1) {
      // A line fails in one way, or in several at once; login, script and logout each on their own.
      const ways = Array.from({ length: between(random, 1, 3) }, () => oneOf<LineFault>(random, LINE_FAULTS));
      const howOften = random();
      line.knobs.fault = () => {
        const fault = random() < howOften ? oneOf(random, ways) : null;
        if (fault !== null) count(fault);
        return fault;
      };
      const refs = ORDERS.filter(() => random() < 0.6);
      if (refs.length > 0) await queue(nthFile(act, refs).text);
      await pause(clock, between(random, 0, 90_000));
      if (random() < 0.2) network.set(false);
      if (random() < 0.5) network.set(true);
    }
    line.knobs.fault = () => null;
    network.set(false);
    network.set(true);
    await arrival(opened, clock);
    const told = await toldBy(opened);
    await stop();
    count('results', told.length);
    count('questions', told.filter(({ item }) => isAsked(item)).length);
    count('sessions', basicPsf.sessionsOpened);
    expect(broken(told, line)).toEqual([]);
    expect([...line.held], 'sessions that nobody tried to close').toEqual([]);
  } finally {
    await stop();
    await line.stop();
    await basicPsf.stop();
  }
}

lives('network', { usual: 200, speed: SPEED, live });
