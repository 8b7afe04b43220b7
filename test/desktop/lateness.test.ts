// Results that are delayed because the server is away, and the good news that all was confirmed.
import { describe, expect, it } from 'vitest';
import { lateAt, latenessAfter } from '../../main/desktop/lateness.ts';
import type { Failure } from '../../shared/failure.ts';
import { type Desk, group, makeDesk, snapshotWith } from '../support/make-desktop.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNREACHABLE: Failure = { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' };

function titles({ shown }: Desk): string[] {
  return shown.map(({ title }) => title);
}

describe('results that wait for a server that is away', () => {
  const away = { counts: { waiting: 317 }, sync: { phase: 'waiting', trouble: UNREACHABLE } } as const;
  const offline = { counts: { waiting: 317 }, sync: { phase: 'offline', online: false } } as const;

  it('are told after a quarter of an hour and the time of collecting', async () => {
    const desk = makeDesk();
    await desk.see(away);
    await desk.clock.advance(15 * MINUTE + 9 * SECOND);
    expect(desk.shown).toEqual([]);
    await desk.clock.advance(SECOND);
    expect(desk.shown).toMatchObject([
      {
        class: 'delayed',
        title: '317 results are delayed',
        body: 'pps.basicpsf.com cannot be reached: nothing answers at this address. The results are kept and sent again by themselves; if it lasts, ask your IT support about the network.',
        route: '#/outbox',
        retry: 'send-now',
        count: 317,
      },
    ]);
    await desk.see({ counts: { delivered: 317 } });
    expect(desk.onShow.size).toBe(0);
  });

  it('are told also when it is the network of this computer, where trying again would be of no use', async () => {
    const desk = makeDesk();
    await desk.see(offline);
    await desk.clock.advance(16 * MINUTE);
    expect(desk.shown).toMatchObject([{ title: '317 results are delayed', retry: null }]);
    expect(desk.shown[0]?.body).toContain('This computer has no network.');
  });

  it('are not told while nothing waits, while a person has paused, or where a person is asked anyway', async () => {
    const desk = makeDesk();
    await desk.see({ sync: { phase: 'waiting', trouble: UNREACHABLE } });
    await desk.clock.advance(HOUR);
    await desk.see({ ...away, sync: { ...away.sync, phase: 'paused' } });
    await desk.clock.advance(HOUR);
    await desk.see({ ...away, sync: { phase: 'blocked', trouble: { kind: 'forbidden', status: 403 } } });
    await desk.clock.advance(HOUR);
    expect(new Set(titles(desk))).toEqual(new Set(['The server does not let us in']));
  });

  it('need no look at the clock while a person has paused', () => {
    const lateness = (phase: 'waiting' | 'paused') =>
      latenessAfter(null, snapshotWith({ ...away, sync: { ...away.sync, phase } }), 0);
    expect(lateAt(lateness('waiting'))).toBe(MINUTE);
    expect(lateAt(lateness('paused'))).toBeNull();
  });

  it('are timed anew after a pause', async () => {
    const desk = makeDesk();
    await desk.see(away);
    await desk.clock.advance(14 * MINUTE);
    await desk.see({ ...away, sync: { ...away.sync, phase: 'paused' } });
    await desk.clock.advance(MINUTE);
    await desk.see(away);
    await desk.clock.advance(14 * MINUTE);
    expect(desk.shown).toEqual([]);
    await desk.clock.advance(2 * MINUTE);
    expect(desk.shown).toHaveLength(1);
  });

  it('are told although the network flickers, as long as nothing gets through', async () => {
    const desk = makeDesk();
    for (let n = 0; n < 16; n += 1) {
      await desk.see(offline);
      await desk.clock.advance(MINUTE);
      await desk.see({ counts: { waiting: 317 }, sync: { phase: 'sending', progress: { done: 0, total: 317 } } });
      await desk.clock.advance(SECOND);
    }
    expect(titles(desk)).toEqual(['317 results are delayed']);
  });

  it('are timed anew whenever BasicPSF settles one of them', async () => {
    const desk = makeDesk();
    for (let n = 1; n < 100; n += 1) {
      await desk.see({ ...away, counts: { waiting: 317 - n, delivered: n } });
      await desk.clock.advance(10 * MINUTE);
    }
    expect(desk.shown).toEqual([]);
  });

  it('do not count the time in which the computer slept, whether the clock stood still or ran on', async () => {
    const desk = makeDesk();
    await desk.see(away);
    desk.clock.jump(DAY);
    await desk.clock.advance(14 * MINUTE);
    expect(desk.shown).toEqual([]);
    const before = latenessAfter(null, snapshotWith(away), 0);
    expect(latenessAfter(before, snapshotWith(away), DAY).awayMs).toBe(MINUTE);
  });
});

describe('good news', () => {
  it('are off at first', async () => {
    const desk = makeDesk();
    await desk.see({ counts: { waiting: 317 } });
    await desk.see({ counts: { delivered: 317 } });
    await desk.clock.advance(MINUTE);
    expect(desk.shown).toEqual([]);
    desk.want({ info: true });
    await desk.see({ counts: { delivered: 317 } });
    await desk.clock.advance(MINUTE);
    expect(desk.shown).toEqual([]);
  });

  it('come once when all that waited was confirmed, and go when something waits again', async () => {
    const desk = makeDesk();
    desk.want({ info: true });
    await desk.see({ counts: { delivered: 1000, waiting: 320 } });
    await desk.see({ counts: { delivered: 1100, waiting: 220 } });
    await desk.clock.advance(MINUTE);
    expect(desk.shown).toEqual([]);
    // Old results are forgotten meanwhile.
    await desk.see({ counts: { delivered: 200, waiting: 220 } });
    await desk.see({ counts: { delivered: 417 } }, group('order-not-found', 3));
    await desk.clock.advance(10 * SECOND);
    expect(desk.shown.find(({ class: kind }) => kind === 'info')).toMatchObject({
      title: '317 results were confirmed',
      body: 'Nothing is waiting any more; 3 need you.',
      route: '#/outbox',
      retry: null,
    });
    await desk.clock.advance(DAY);
    expect(desk.shown.filter(({ class: kind }) => kind === 'info')).toHaveLength(1);
    expect(desk.onShow.has('production/confirmed')).toBe(true);
    await desk.see({ counts: { delivered: 417, waiting: 1 } });
    expect(desk.onShow.has('production/confirmed')).toBe(false);
  });

  it('do not come when nothing was confirmed', async () => {
    const desk = makeDesk();
    desk.want({ info: true });
    await desk.see({ counts: { delivered: 1000, waiting: 3 } });
    await desk.see({ counts: { delivered: 1000, discarded: 3 } });
    await desk.clock.advance(HOUR);
    expect(desk.shown).toEqual([]);
  });

  it('speak of one emptied outbox when it fills and empties within moments', async () => {
    const desk = makeDesk();
    desk.want({ info: true });
    await desk.see({});
    await desk.see({ counts: { delivered: 9 } });
    await desk.clock.advance(4 * SECOND);
    await desk.see({ counts: { delivered: 9, waiting: 1 } });
    await desk.clock.advance(SECOND);
    await desk.see({ counts: { delivered: 10 } });
    await desk.clock.advance(MINUTE);
    expect(titles(desk)).toEqual(['10 results were confirmed']);
  });

  it('never take the place of what needs a person', async () => {
    const desk = makeDesk();
    desk.want({ info: true });
    for (let n = 1; n <= 20; n += 1) {
      await desk.see({ counts: { delivered: n - 1, waiting: 1 } });
      await desk.see({ counts: { delivered: n } });
      await desk.clock.advance(MINUTE);
    }
    expect(titles(desk)).toEqual([
      '1 result was confirmed',
      '1 result was confirmed',
      '1 result was confirmed',
      '1 result was confirmed',
    ]);
  });
});
