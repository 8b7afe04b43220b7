// When a person is told: collected, one per cause, ever more rarely, and taken back when it is solved.
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import { rest } from '../support/make.ts';
import { type Desk, group, makeDesk } from '../support/make-desktop.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNREACHABLE: Failure = { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' };
const REFUSED = 'production/refused/order-refused';
const FULL: Failure = { kind: 'storage-full' };

function titles({ shown }: Desk): string[] {
  return shown.map(({ title }) => title);
}

/** When something was shown, in seconds since the start. */
function times({ shown }: Desk): number[] {
  return shown.map(({ at }) => at / SECOND);
}

describe('collecting', () => {
  it('waits ten seconds, and then tells how many there are by then', async () => {
    const desk = makeDesk();
    await desk.see({}, group('order-refused', 1));
    await desk.clock.advance(9 * SECOND);
    await desk.see({}, group('order-refused', 9812));
    expect(desk.shown).toEqual([]);
    await desk.clock.advance(SECOND);
    expect(titles(desk)).toEqual(['9,812 results were refused']);
  });

  it('tells causes together that appear within ten seconds of the first, each in one notification', async () => {
    const desk = makeDesk();
    await desk.see({ notices: [FULL] });
    await desk.clock.advance(6 * SECOND);
    await desk.see({ notices: [FULL], edits: { conflict: 1 } });
    await desk.clock.advance(4 * SECOND);
    expect(times(desk)).toEqual([10, 10]);
    expect(titles(desk)).toEqual(['The disk of this computer is full', '1 change of a booking meets another change']);
  });

  it('says nothing of what was over before', async () => {
    const desk = makeDesk();
    await desk.see({}, group('order-refused', 1));
    await desk.clock.advance(5 * SECOND);
    await desk.see({});
    await desk.clock.advance(DAY);
    expect(desk.shown).toEqual([]);
  });

  it('tells after a start of what was there before, once', async () => {
    const desk = makeDesk();
    await desk.see({ notices: [FULL] }, group('order-refused', 3), group('timed-out', 2, { state: 'parked' }));
    await desk.clock.advance(10 * MINUTE);
    expect(titles(desk)).toEqual(['The disk of this computer is full', '3 results were refused', '2 results wait for you']);
  });
});

describe('asking for the problems by cause', () => {
  it('happens only when the counts of what needs a person have moved', async () => {
    const desk = makeDesk();
    await desk.see({ counts: { waiting: 5 } });
    await desk.clock.advance(MINUTE);
    await desk.see({ counts: { delivered: 5 } });
    expect(desk.asked).toEqual([]);
    await desk.see({}, group('order-refused', 1));
    await desk.clock.advance(HOUR);
    await desk.see({ counts: { delivered: 9 } }, group('order-refused', 1));
    expect(desk.asked).toEqual([MINUTE]);
  });

  it('happens at most once in ten seconds, however fast results fail, and hears of the last one', async () => {
    const desk = makeDesk();
    for (let n = 1; n <= 250; n += 1) {
      await desk.see({}, group('order-refused', n));
      await desk.clock.advance(100);
    }
    await desk.clock.advance(MINUTE);
    expect(desk.asked).toEqual([0, 10, 20, 30].map((seconds) => seconds * SECOND));
    await desk.clock.advance(15 * MINUTE);
    expect(desk.shown.at(-1)?.count).toBe(250);
  });

  it('is tried again when the outbox could not be read', async () => {
    const desk = makeDesk();
    desk.failGroups(true);
    await desk.see({}, group('order-refused', 2));
    await desk.clock.advance(25 * SECOND);
    desk.failGroups(false);
    await desk.clock.advance(15 * SECOND);
    expect(titles(desk)).toEqual(['2 results were refused']);
  });
});

describe('what solves itself', () => {
  it('is not told, although it stands among the problems', async () => {
    const desk = makeDesk();
    await desk.see({ counts: { unconfirmed: 7 } }, group('order-refused', 2), group('timed-out', 7, { state: 'unconfirmed' }));
    await desk.clock.advance(MINUTE);
    expect(titles(desk)).toEqual(['2 results were refused']);
  });
});

describe('a cause that lasts', () => {
  it('is told again after 15 minutes, 1 hour, 4 hours, then daily, and then says only how many there are', async () => {
    const desk = makeDesk();
    await desk.see({}, group('order-refused', 14));
    await desk.clock.advance(5 * MINUTE);
    await desk.see({}, group('order-refused', 9812));
    await desk.clock.advance(4 * DAY);
    const gaps = times(desk).map((at, n, all) => at - (all[n - 1] ?? 0));
    expect(gaps).toEqual([10, 15 * 60, 3600, 4 * 3600, 24 * 3600, 24 * 3600, 24 * 3600]);
    expect(new Set(desk.shown.map(({ id }) => id))).toEqual(new Set([REFUSED]));
    expect(desk.shown[1]).toMatchObject({
      title: '9,812 results were refused',
      body: 'It is still so; 9,812 results now.',
      retry: { filter: { states: ['refused'], cause: 'order-refused' } },
    });
  });

  it('is not told again because more of it come', async () => {
    const desk = makeDesk();
    for (let n = 1; n < 80; n += 1) {
      await desk.see({}, group('order-refused', n));
      await desk.clock.advance(10 * SECOND);
    }
    expect(desk.shown).toHaveLength(1);
  });
});

describe('a cause that is solved', () => {
  it('is taken back at once, alone', async () => {
    const desk = makeDesk();
    await desk.see({ notices: [FULL] }, group('order-refused', 1), group('order-not-found', 1));
    await desk.clock.advance(MINUTE);
    expect(desk.onShow.size).toBe(3);
    await desk.see({}, group('order-not-found', 1));
    expect([...desk.onShow.keys()]).toEqual(['production/refused/order-not-found']);
    await desk.see({});
    expect(desk.onShow.size).toBe(0);
    await desk.clock.advance(DAY);
    expect(desk.shown).toHaveLength(3);
  });

  it('is taken back at once also while it is too early to ask for the causes again', async () => {
    const desk = makeDesk();
    await desk.see({}, group('order-refused', 1), group('timed-out', 1, { state: 'parked' }));
    await desk.clock.advance(12 * SECOND);
    await desk.see({}, group('order-refused', 2), group('timed-out', 1, { state: 'parked' }));
    await desk.clock.advance(SECOND);
    await desk.see({}, group('order-refused', 2));
    expect([...desk.onShow.keys()]).toEqual([REFUSED]);
  });

  it('goes on where it was when it comes back within the hour, as a flickering network makes it do', async () => {
    const desk = makeDesk();
    const blocked = { sync: { phase: 'blocked', trouble: { kind: 'wrong-server', status: 404 } } } as const;
    for (let minute = 0; minute < 12 * 60; minute += 1) {
      await desk.see(blocked);
      await desk.clock.advance(30 * SECOND);
      await desk.see({});
      expect(desk.onShow.size).toBe(0);
      await desk.clock.advance(30 * SECOND);
    }
    expect(times(desk).map((at) => Math.floor(at / 60))).toEqual([0, 15, 75, 315]);
  });

  it('is told as a new one when it comes back after an hour', async () => {
    const desk = makeDesk();
    await desk.see({ notices: [FULL] });
    await desk.clock.advance(2 * HOUR);
    await desk.see({});
    await desk.clock.advance(HOUR);
    await desk.see({ notices: [FULL] });
    await desk.clock.advance(16 * MINUTE);
    expect(times(desk)).toEqual([10, 910, 4510, 3 * 3600 + 10, 3 * 3600 + 910]);
    expect(desk.shown[3]?.body).toContain('Free some space');
  });
});

describe('a class that is switched off', () => {
  it('shows nothing, and takes back what it showed', async () => {
    const desk = makeDesk();
    desk.want({ actionNeeded: false });
    await desk.see({ notices: [FULL] });
    await desk.clock.advance(MINUTE);
    expect(desk.shown).toEqual([]);
    desk.want({ actionNeeded: true });
    await desk.see({ notices: [FULL] });
    await desk.clock.advance(MINUTE);
    expect(desk.onShow.size).toBe(1);
    desk.want({ actionNeeded: false });
    await desk.see({ notices: [FULL] });
    expect(desk.onShow.size).toBe(0);
    await desk.clock.advance(DAY);
    expect(desk.shown).toHaveLength(1);
  });
});

describe('many causes at once', () => {
  const four = [
    group('order-refused', 9812),
    group('order-not-found', 14),
    group('value-refused', 2),
    group('timed-out', 5, { state: 'parked' }),
  ];

  it('are told as one when there are more than three', async () => {
    const desk = makeDesk();
    await desk.see({}, ...four);
    await desk.clock.advance(MINUTE);
    expect(titles(desk)).toEqual(['4 things need you']);
    expect(desk.shown[0]?.body).toContain('9,812 results were refused; BasicPSF does not know 14 orders');
  });

  it('take back in one what was told alone, and stay up until the last of them is solved', async () => {
    const desk = makeDesk();
    await desk.see({ notices: [FULL] });
    await desk.clock.advance(MINUTE);
    await desk.see({ notices: [FULL] }, ...four);
    await desk.clock.advance(MINUTE);
    expect([...desk.onShow.values()].map(({ title }) => title)).toEqual(['5 things need you']);
    await desk.see({}, group('order-refused', 1));
    await desk.clock.advance(MINUTE);
    expect(desk.onShow.size).toBe(1);
    await desk.see({});
    expect(desk.onShow.size).toBe(0);
  });

  it('begin with those that nobody was told of yet', async () => {
    const desk = makeDesk();
    await desk.see({ notices: [FULL] });
    await desk.clock.advance(MINUTE);
    await desk.see({ notices: [FULL] }, ...four);
    await desk.clock.advance(MINUTE);
    expect(desk.shown[1]?.body).toMatch(/^9,812 results were refused; /);
  });

  it('count what is delayed among them, but not as something to do', async () => {
    const desk = makeDesk();
    const late = { counts: { waiting: 7 }, sync: { phase: 'waiting', trouble: UNREACHABLE } } as const;
    await desk.see(late);
    await desk.clock.advance(15 * MINUTE);
    await desk.see({ ...late, notices: [FULL], edits: { conflict: 1, failed: 1 } });
    await desk.clock.advance(MINUTE);
    expect(titles(desk)).toEqual(['3 things need you']);
    expect(desk.shown[0]?.body).toContain('7 results are delayed');
  });
});

describe('twelve a day', () => {
  it('are told alone as long as there is room, then in ever rarer summaries, the last of which waits for a free place', async () => {
    const desk = makeDesk();
    const groups = [];
    for (let minute = 0; minute < 60 * 30; minute += 1) {
      // A new cause every twenty minutes, and none is ever solved.
      if (minute % 20 === 0) groups.push(group(`cause-${minute}`, 1, { state: 'parked' }));
      await desk.see({}, ...groups);
      await desk.clock.advance(MINUTE);
    }
    const inFirstDay = desk.shown.filter(({ at }) => at <= DAY);
    expect(inFirstDay).toHaveLength(12);
    const gaps = inFirstDay.map(({ at }, n) => (at - (inFirstDay[n - 1]?.at ?? 0)) / HOUR);
    expect(gaps.slice(8)).toEqual([1, 2, 4, 8]);
    expect(inFirstDay.slice(8).every(({ id }) => id === 'production/summary')).toBe(true);
    const afterwards = desk.shown.find(({ at }) => at > DAY);
    expect(afterwards?.at).toBeGreaterThan((inFirstDay[0]?.at ?? 0) + DAY);
    expect(afterwards?.count).toBe(73);
  });
});

describe('another environment', () => {
  it('takes back what the old one had to tell and starts anew', async () => {
    const desk = makeDesk();
    await desk.see({ environment: 'practice' }, group('order-refused', 2));
    await desk.clock.advance(MINUTE);
    expect(titles(desk)).toEqual(['2 results were refused (Practice)']);
    await desk.see({ environment: 'test' });
    expect(desk.onShow.size).toBe(0);
    await desk.see({ environment: 'practice' }, group('order-refused', 2));
    await desk.clock.advance(10 * SECOND);
    expect(desk.shown[1]).toMatchObject({ title: '2 results were refused (Practice)', body: desk.shown[0]?.body });
  });

  it('owes nothing to what waited and was confirmed in the old one', async () => {
    const desk = makeDesk();
    desk.want({ info: true });
    const away = { counts: { waiting: 3 }, sync: { phase: 'waiting', trouble: UNREACHABLE } } as const;
    await desk.see({ ...away, environment: 'test' });
    await desk.clock.advance(14 * MINUTE);
    await desk.see({ ...away, environment: 'production' });
    await desk.clock.advance(14 * MINUTE);
    await desk.see({ environment: 'test', counts: { delivered: 500 } });
    await desk.clock.advance(HOUR);
    expect(desk.shown).toEqual([]);
  });

  it('does not believe an answer about the old one', async () => {
    const desk = makeDesk();
    const asking = desk.see({ environment: 'practice' }, group('order-refused', 2));
    const switched = desk.see({ environment: 'production', counts: { refused: 2 } }, group('order-not-found', 2));
    await Promise.all([asking, switched]);
    await desk.clock.advance(MINUTE);
    expect(titles(desk)).toEqual(['BasicPSF does not know 2 orders']);
  });
});

describe('the end', () => {
  it('takes back what is shown and is silent', async () => {
    const desk = makeDesk();
    await desk.see({ notices: [FULL] }, group('order-refused', 2));
    await desk.clock.advance(MINUTE);
    expect(desk.onShow.size).toBe(2);
    desk.stop();
    await rest();
    expect(desk.onShow.size).toBe(0);
    await desk.clock.advance(DAY);
    expect(desk.shown).toHaveLength(2);
  });
});
