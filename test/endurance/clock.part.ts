// Lives with a clock that cannot be believed: it is set back and forth by seconds and by days while results are on their way over
// a line that loses answers, and the program and the machine start anew in between.
import { expect } from 'vitest';
import { pause } from '../../main/base/ports.ts';
import { createPracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { temporaryFolder, until } from '../support/make.ts';
import { openApp } from '../support/open-app.ts';
import { arrival, nthFile, ORDERS } from './arrival.ts';
import { fastClock } from './fast-clock.ts';
import { type LineFault, openLine } from './faulty-line.ts';
import { broken, isAsked, toldBy } from './judge.ts';
import { between, lives, oneOf } from './lives.ts';

const HOUR_MS = 3_600_000;
const STEPS_MS = [-5_000, 5_000, -70_000, 70_000, -HOUR_MS, HOUR_MS, 2 * HOUR_MS, -24 * HOUR_MS, 24 * HOUR_MS, 168 * HOUR_MS];
const FAULTS: readonly LineFault[] = [
  'held',
  'slow',
  'cut after',
  'cut before',
  'half-open after',
  'proxy 503',
  'cut in the body',
];

lives('clock', 100, async (random, count) => {
  // Slower than elsewhere: a newer value has to come while an older one has not landed yet.
  const clock = fastClock(20);
  const basicPsf = createPracticeBasicPsf({ unknownOrders: 'made-up' });
  const { baseUrl } = await basicPsf.start();
  const line = await openLine(baseUrl, clock);
  line.knobs.landsAfterMs = 40_000;
  const ports = { home: temporaryFolder(), clock, random, baseUrl: line.baseUrl, autoPush: true };
  let opened = await openApp(ports);
  try {
    for (let act = between(random, 3, 7); act > 0; act -= 1) {
      const howOften = random();
      const isOneLate = random() < 0.6;
      let scripts = 0;
      line.knobs.fault = (kind) => {
        if (!isOneLate) return random() < howOften ? oneOf(random, FAULTS) : null;
        scripts += kind === 'script' ? 1 : 0;
        return kind === 'script' && scripts === 1 ? 'cut, and lands late' : null;
      };
      const refs = ORDERS.filter(() => random() < 0.6);
      if (refs.length > 0) await opened.queue(nthFile(act, refs).text);
      // A person who does not want to wait: what an error would put off goes at once.
      if (random() < 0.7) await opened.ask('sync.sendNow', {});
      // The next value comes while this one is still under way to the server, or after it has landed.
      if (isOneLate && refs.length > 0) await until(() => scripts > 0);
      await pause(clock, oneOf(random, isOneLate ? [0, 2_000, 5_000] : [2_000, 40_000]));
      if (random() < 0.8) {
        clock.step(oneOf(random, STEPS_MS));
        count('steps of the clock');
      }
      if (random() < 0.3) {
        await opened.stop();
        if (random() < 0.5) clock.reboot();
        opened = await openApp(ports);
        count('starts');
      }
    }
    line.knobs.fault = () => null;
    await arrival(opened, clock);
    const told = await toldBy(opened);
    count('results', told.length);
    count('questions', told.filter(({ item }) => isAsked(item)).length);
    count('sessions', basicPsf.sessionsOpened);
    expect(broken(told, line)).toEqual([]);
  } finally {
    await opened.stop();
    await line.stop();
    await basicPsf.stop();
  }
});
