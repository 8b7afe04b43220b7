// When BRP is asked by itself: the list on show by the clock, nothing while nobody looks, and never against trouble.
import { describe, expect, it } from 'vitest';
import { addDays } from '../../shared/stockholm-time.ts';
import { type Desk, type DeskOptions, failureIn, filter, makeDesk, startBrp, TODAY, valueIn } from '../support/make-bookings.ts';

const MINUTE = 60_000;
const WINDOW = filter(TODAY, addDays(TODAY, 6));

async function open(options: Partial<DeskOptions> = {}) {
  const brp = await startBrp();
  return { ...makeDesk({ baseUrl: brp.baseUrl, automatic: true, ...options }), brp };
}

function asOf(desk: Desk): number | null {
  return desk.lists.outline(WINDOW).asOf;
}

describe('the list on show', () => {
  it('is asked for when it was never listed, and again by the clock', async () => {
    const desk = await open({ settings: { refreshMinutes: 10 } });
    desk.watch.show(WINDOW);
    const start = desk.clock.now();
    await expect.poll(() => asOf(desk)).toBe(start);
    await expect
      .poll(() => desk.watch.status())
      .toMatchObject({ isRefreshing: false, nextRefreshAt: start + 10 * MINUTE, refreshTrouble: null });
    await desk.clock.advance(9 * MINUTE);
    expect(desk.brp.requests).toHaveLength(1);
    await desk.clock.advance(MINUTE);
    await expect.poll(() => desk.brp.requests.length).toBe(2);
    await expect.poll(() => asOf(desk)).toBeGreaterThan(start);
  });

  it('is not asked for again when it is fresh, nor when nobody looks at one', async () => {
    const desk = await open();
    valueIn(await desk.watch.refresh(WINDOW));
    desk.watch.show(null);
    await desk.clock.advance(60 * MINUTE);
    expect(desk.brp.requests).toHaveLength(1);
    desk.watch.show(WINDOW);
    await expect.poll(() => desk.brp.requests.length).toBe(2);
    // Another search is the same window.
    desk.watch.show(filter(WINDOW.from, WINDOW.to, { search: 'x' }));
    await desk.clock.advance(MINUTE);
    expect(desk.brp.requests).toHaveLength(2);
  });

  it('is asked for again as soon as BRP has answered a change, and the warning of before is gone', async () => {
    const desk = await open();
    valueIn(await desk.watch.refresh(WINDOW));
    const seen = desk.lists
      .page(WINDOW, 0, 50)
      .find(({ booking }) => booking.participants[0]?.firstname !== 'Anonymous')?.booking;
    if (seen === undefined) throw new Error('nothing is booked');
    desk.brp.knobs.faults.push({ fault: { kind: 'reset' }, on: 'list', times: 1 });
    failureIn(await desk.watch.refresh(WINDOW));
    expect(desk.watch.status().refreshTrouble).not.toBeNull();
    const asked = desk.brp.requests.length;
    valueIn(await desk.watch.submit(seen, { mode: 'mine' }, { internalmessage: 'It answers again' }));
    await expect.poll(() => desk.watch.status()).toMatchObject({ refreshTrouble: null, editTrouble: null });
    await expect.poll(() => desk.brp.requests.length).toBeGreaterThan(asked);
  });

  it('lets changes go as soon as it was answered itself', async () => {
    const desk = await open();
    valueIn(await desk.watch.refresh(WINDOW));
    const seen = desk.lists.page(WINDOW, 0, 1)[0]?.booking;
    if (seen === undefined) throw new Error('nothing is booked');
    desk.brp.knobs.faults.push({ fault: { kind: 'reset' }, times: 1 });
    valueIn(await desk.watch.submit(seen, { mode: 'mine' }, { internalmessage: 'Later', anonymous: true }));
    expect(desk.edit().state).toBe('queued');
    valueIn(await desk.watch.refresh(WINDOW));
    await expect.poll(() => desk.edit().state).toBe('kept');
    expect(desk.watch.status().editTrouble).toBeNull();
  });

  it('changes with what is shown', async () => {
    const desk = await open();
    desk.watch.show(WINDOW);
    await expect.poll(() => asOf(desk)).not.toBeNull();
    desk.watch.show(filter(TODAY, TODAY, { mode: 'shifts' }));
    await expect.poll(() => desk.brp.requests.at(-1)?.filters).toMatchObject({ showallocated: 'true' });
  });

  it('shares one answer between two wishes for the same window, and keeps different ones apart', async () => {
    const desk = await open({ automatic: false });
    const [first, second, third] = await Promise.all([
      desk.watch.refresh(WINDOW),
      desk.watch.refresh(filter(WINDOW.from, WINDOW.to, { search: 'x' })),
      desk.watch.refresh(filter(TODAY)),
    ]);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
    expect(desk.brp.requests).toHaveLength(2);
    expect(desk.changes.count).toBeGreaterThan(2);
  });
});

describe('trouble', () => {
  it('leaves the last list readable with its age, and is tried again after a while', async () => {
    const desk = await open();
    valueIn(await desk.watch.refresh(WINDOW));
    const then = asOf(desk);
    desk.brp.knobs.faults = [{ fault: { kind: 'page', page: 'apache-503', retryAfter: '1800' } }];
    await desk.clock.advance(5 * MINUTE);
    await expect.poll(() => desk.watch.status().refreshTrouble).toEqual({ kind: 'busy', status: 503, retryAfterMs: 1_800_000 });
    expect(asOf(desk)).toBe(then);
    expect(desk.lists.page(WINDOW, 0, 10).length).toBeGreaterThan(0);
    const asked = desk.brp.requests.length;
    await desk.clock.advance(29 * MINUTE);
    expect(desk.brp.requests.length).toBe(asked);
    desk.brp.knobs.faults = [];
    await desk.clock.advance(MINUTE);
    await expect.poll(() => desk.watch.status().refreshTrouble).toBeNull();
    await expect.poll(() => asOf(desk)).toBeGreaterThan(then as number);
  });

  it('that a person must solve is not tried again by itself', async () => {
    const desk = await open();
    desk.turn.access = { ...desk.turn.access, apikey: 'wrong' };
    desk.watch.show(WINDOW);
    await expect.poll(() => desk.watch.status().refreshTrouble).toMatchObject({ kind: 'brp-refused', status: 401 });
    expect(desk.watch.status().nextRefreshAt).toBeNull();
    await desk.clock.advance(24 * 60 * MINUTE);
    expect(desk.brp.requests).toHaveLength(1);
    desk.turn.access = { ...desk.turn.access, apikey: 'practice-key-2' };
    await desk.watch.unblock();
    await expect.poll(() => asOf(desk)).not.toBeNull();
  });

  it('without a network nothing is asked; when it is back, everything is', async () => {
    const desk = await open();
    desk.goOnline(false);
    desk.watch.show(WINDOW);
    await desk.clock.advance(60 * MINUTE);
    expect(failureIn(await desk.watch.refresh(WINDOW))).toEqual({ kind: 'offline' });
    expect(desk.brp.requests).toEqual([]);
    desk.goOnline(true);
    await expect.poll(() => asOf(desk)).not.toBeNull();
  });

  it('of the account is over as soon as a list comes through again', async () => {
    const desk = await open();
    valueIn(await desk.watch.refresh(WINDOW));
    const seen = structuredClone(desk.lists.page(WINDOW, 0, 1)[0]?.booking as never);
    const account = desk.turn.access.account;
    desk.turn.access = { ...desk.turn.access, account: { username: 'practice', password: 'changed' } };
    valueIn(await desk.watch.submit(seen, { mode: 'mine' }, { internalmessage: 'x' }));
    expect(desk.watch.status().editTrouble).toEqual({ kind: 'credentials-refused' });
    desk.turn.access = { ...desk.turn.access, account };
    valueIn(await desk.watch.refresh(WINDOW));
    await expect.poll(() => desk.edit().state).toBe('kept');
    expect(desk.watch.status().editTrouble).toBeNull();
  });

  it('that is a bug of ours is logged and does not spin', async () => {
    const brp = await startBrp();
    let asked = 0;
    const desk = makeDesk({
      baseUrl: brp.baseUrl,
      automatic: true,
      connect: () => {
        asked += 1;
        throw new Error('a bug');
      },
    });
    desk.watch.show(WINDOW);
    await expect.poll(() => asked).toBe(1);
    await desk.clock.advance(30_000);
    expect(asked).toBe(1);
    await desk.clock.advance(2 * MINUTE);
    await expect.poll(() => asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(5);
  });
});
