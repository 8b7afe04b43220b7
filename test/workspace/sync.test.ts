// When results go out by themselves: at once, on time, not while paused or offline, and not again and again at a server in trouble.
// The server is Practice's own, in this process; time is moved by hand, so an hour's outage takes no time.
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../main/practice/faults.ts';
import { nextMove, type Situation, spareMs } from '../../main/workspace/next-move.ts';
import { WAKE_GRACE_MS } from '../../main/workspace/sync.ts';
import type { Failure } from '../../shared/failure.ts';
import { booked, handClock, makeOutbox, orderRef, rest, seededRandom, type TestOutbox } from '../support/make.ts';
import { createPeer, type Peer } from '../support/peer.ts';
import { handNetwork, type SyncOptions, watch } from '../support/watch.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const REFS = Array.from({ length: 1000 }, (_, n) => orderRef(n + 1));

interface Scene {
  readonly outbox: TestOutbox;
  readonly peer: Peer;
  readonly sync: ReturnType<typeof watch>;
  readonly network: ReturnType<typeof handNetwork>;
  readonly clock: ReturnType<typeof handClock>;
}

function scene(results = 0, options: SyncOptions = {}): Scene {
  const clock = handClock();
  const outbox = makeOutbox({ clock });
  const peer = createPeer(clock, REFS);
  const network = handNetwork();
  if (results > 0) outbox.importFile(REFS.slice(0, results).map((ref) => booked(ref)));
  const sync = watch(outbox, peer, { network, ...options });
  return { outbox, peer, sync, network, clock };
}

function failing(
  peer: Peer,
  fault: FaultRule['fault'],
  on: FaultRule['on'] = 'script',
  when: FaultRule['when'] = 'always',
): void {
  peer.knobs.faults.push({ fault, on, when });
}

describe('the next move', () => {
  const NOW = 1_000_000;
  const READY: Situation = { running: false, online: true, pausedUntil: null, trouble: null, spareUntil: 0, workAt: NOW };
  const ASK: Failure = { kind: 'credentials-refused' };
  const WAIT: Failure = { kind: 'gateway', status: 503 };

  it.each<[string, Partial<Situation>, ReturnType<typeof nextMove>]>([
    ['is to push what is due', {}, { push: true }],
    ['is to push what was due long ago', { workAt: 5 }, { push: true }],
    ['is to wait for what is due later', { workAt: NOW + 1 }, { push: false, until: NOW + 1 }],
    ['is nothing when nothing is due', { workAt: null }, { push: false, until: null }],
    ['is nothing while a pass is under way', { running: true }, { push: false, until: null }],
    ['is nothing while there is no network', { online: false }, { push: false, until: null }],
    ['is to wait for the end of the pause', { pausedUntil: NOW + 9 }, { push: false, until: NOW + 9 }],
    ['is to push when the pause has ended', { pausedUntil: NOW }, { push: true }],
    ['is nothing when a person must act', { trouble: ASK }, { push: false, until: null }],
    ['is to spare a server in trouble', { trouble: WAIT, spareUntil: NOW + 7 }, { push: false, until: NOW + 7 }],
    ['is to try again afterwards', { trouble: WAIT, spareUntil: NOW }, { push: true }],
    ['is the later of both moments', { workAt: NOW + 3, spareUntil: NOW + 7 }, { push: false, until: NOW + 7 }],
  ])('%s', (_, change, move) => {
    expect(nextMove({ ...READY, ...change }, NOW)).toEqual(move);
  });
});

describe('the patience with a server in trouble', () => {
  it('is short and random at first, then 30 seconds, doubling to ten minutes', () => {
    expect([1, 2, 3, 4].map((passes) => spareMs(passes, 1))).toEqual([5000, 10_000, 20_000, 40_000]);
    expect([5, 6, 7, 8, 9, 10, 99].map((passes) => spareMs(passes, 0.123))).toEqual([
      30_000,
      MINUTE,
      2 * MINUTE,
      4 * MINUTE,
      8 * MINUTE,
      10 * MINUTE,
      10 * MINUTE,
    ]);
  });
});

describe('results', () => {
  it('go out as soon as somebody says that there are some', async () => {
    const { outbox, peer, sync, clock } = scene(25);
    expect(sync.status()).toMatchObject({ phase: 'waiting', nextTryAt: null });
    sync.poke();
    expect(sync.status().phase).toBe('sending');
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(25);
    expect(sync.status()).toMatchObject({ phase: 'idle', trouble: null, settledInPass: null });
    expect(peer.calls('login')).toHaveLength(1);
    expect(peer.sessions.counts().open).toBe(0);
  });

  it('that nobody spoke of go out within a minute', async () => {
    const { outbox, sync, clock } = scene();
    sync.poke();
    outbox.accept(booked(orderRef(1)));
    await clock.advance(MINUTE);
    expect(outbox.lists.tally().delivered).toBe(1);
  });

  it('that come back at a moment of their own go out at that moment', async () => {
    const { outbox, peer, sync, clock } = scene();
    peer.orders.delete(orderRef(1));
    outbox.accept(booked(orderRef(1)));
    sync.poke();
    await clock.advance(0);
    expect(sync.status()).toMatchObject({ phase: 'waiting', nextTryAt: clock.now() + 15 * MINUTE });
    await clock.advance(15 * MINUTE - 1);
    expect(peer.calls('script')).toHaveLength(1);
    await clock.advance(1);
    expect(peer.calls('script')).toHaveLength(2);
  });

  it('never go out in two passes at once', async () => {
    const { peer, sync, clock } = scene(50);
    failing(peer, { kind: 'delay', ms: 500 });
    sync.poke();
    sync.poke();
    const [one, other] = [sync.sendNow(), sync.passNow()];
    await clock.advance(20 * SECOND);
    await Promise.all([one, other]);
    const spans = peer.calls('script').map(({ at }) => at);
    expect(spans).toEqual([...new Set(spans)].sort((a, b) => a - b));
    expect(peer.sessions.counts()).toMatchObject({ open: 0, lost: 0 });
  });

  it('that are idle cost nothing: no request in a day', async () => {
    const { peer, sync, clock } = scene();
    sync.poke();
    await clock.advance(DAY);
    expect(peer.requests).toEqual([]);
  });

  it('are left to whoever asks for a pass when nothing is to happen by itself', async () => {
    const { peer, sync, clock } = scene(3, { automatic: false });
    sync.poke();
    await clock.advance(HOUR);
    expect(peer.requests).toEqual([]);
    expect(await sync.passNow()).toMatchObject({ delivered: 3 });
    await clock.advance(HOUR);
    expect(peer.calls('login')).toHaveLength(1);
  });

  it('wait for the interval that a person has set, unless that person says "send now"', async () => {
    const { outbox, peer, sync, clock } = scene(3, { intervalMs: 5 * MINUTE });
    sync.poke();
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(3);
    outbox.accept(booked(orderRef(4)));
    sync.poke();
    expect(sync.status()).toMatchObject({ phase: 'waiting', nextTryAt: clock.now() + 5 * MINUTE });
    await clock.advance(5 * MINUTE - 1);
    expect(peer.calls('login')).toHaveLength(1);
    await clock.advance(1);
    expect(outbox.lists.tally().delivered).toBe(4);
    outbox.accept(booked(orderRef(5)));
    expect(await sync.sendNow()).toMatchObject({ delivered: 1 });
    clock.jump(-DAY);
    outbox.accept(booked(orderRef(6)));
    sync.poke();
    await clock.advance(MINUTE);
    expect(outbox.lists.tally().delivered).toBe(6);
  });

  it('can be followed while they go out', async () => {
    const { peer, sync, clock } = scene(40, { job: { ceilingBytes: 1900 } });
    failing(peer, { kind: 'delay', ms: 1000 });
    sync.poke();
    const seen: (number | null)[] = [];
    for (let n = 0; n < 8; n += 1) {
      seen.push(sync.status().settledInPass);
      await clock.advance(SECOND);
    }
    expect(seen[0]).toBe(0);
    expect(seen.slice(1, 4).every((done, n) => (done ?? 0) > (seen[n] ?? 0))).toBe(true);
    expect(seen.at(-1)).toBeNull();
  });
});

describe('an outage', () => {
  it('of an hour with 1,000 results waiting costs at most 30 requests, and all is delivered within ten minutes after it', async () => {
    for (const outage of ['down', 'error pages'] as const) {
      const { outbox, peer, sync, clock } = scene(1000, { random: seededRandom(5) });
      if (outage === 'down') peer.knobs.down = true;
      else failing(peer, { kind: 'page', page: 'nginx-502' }, 'any');
      let tries = 0;
      const counting: Peer['connect'] = (baseUrl) => {
        tries += 1;
        return peer.connect(baseUrl);
      };
      await sync.stop();
      const again = watch(outbox, { connect: counting }, { random: seededRandom(5) });
      again.poke();
      await clock.advance(HOUR);
      expect(tries).toBeLessThanOrEqual(30);
      expect(peer.requests.length).toBeLessThanOrEqual(30);
      expect(peer.requests.every(({ kind }) => kind === 'login')).toBe(true);
      expect(outbox.lists.tally()).toMatchObject({ waiting: 1000, unconfirmed: 0 });
      peer.knobs.down = false;
      peer.knobs.faults.length = 0;
      await clock.advance(10 * MINUTE);
      expect(outbox.lists.tally().delivered).toBe(1000);
      await again.stop();
    }
  });

  it('is probed with one login at a time once five passes in a row have failed', async () => {
    const { peer, sync, clock } = scene(5);
    failing(peer, { kind: 'page', page: 'apache-503' }, 'any');
    sync.poke();
    await clock.advance(2 * HOUR);
    const at = peer.calls('login').map((request) => request.at);
    const waits = at.slice(1).map((moment, n) => (moment - (at[n] as number)) / SECOND);
    expect(waits.slice(0, 4)).toEqual([2.5, 5, 10, 20]);
    expect(waits.slice(4, 10)).toEqual([30, 60, 120, 240, 480, 600]);
    expect(waits.slice(10).every((wait) => wait === 600)).toBe(true);
  });

  it('is forgotten after one good pass', async () => {
    const { outbox, peer, sync, clock } = scene(5);
    peer.knobs.down = true;
    sync.poke();
    await clock.advance(HOUR);
    peer.knobs.down = false;
    await clock.advance(10 * MINUTE);
    expect(sync.status()).toMatchObject({ phase: 'idle', trouble: null });
    peer.knobs.down = true;
    outbox.accept(booked(orderRef(1), 'Li Fang'));
    sync.poke();
    await clock.advance(0);
    expect(sync.status().nextTryAt).toBe(clock.now() + 2500);
  });

  it('for which the server names an end is waited for, and no longer than six hours', async () => {
    for (const [retryAfter, waited] of [
      ['3600', HOUR],
      ['999999', 6 * HOUR],
    ] as const) {
      const { peer, sync, clock } = scene(5);
      failing(peer, { kind: 'page', page: 'apache-503', retryAfter }, 'login', 1);
      sync.poke();
      await clock.advance(0);
      expect(sync.status().nextTryAt).toBe(clock.now() + waited);
      await clock.advance(waited - 1);
      expect(peer.calls('login')).toHaveLength(1);
      await clock.advance(1);
      expect(peer.calls('login')).toHaveLength(2);
    }
  });
});

describe('trouble that only a person can end', () => {
  it('stops everything until somebody has acted: one login in a whole day', async () => {
    const { outbox, peer, sync, clock } = scene(5);
    failing(peer, { kind: 'filemaker', code: '212' }, 'login');
    sync.poke();
    await clock.advance(DAY);
    expect(peer.calls('login')).toHaveLength(1);
    expect(sync.status()).toMatchObject({ phase: 'blocked', nextTryAt: null, trouble: { kind: 'credentials-refused' } });
    peer.knobs.faults.length = 0;
    outbox.accept(booked(orderRef(9)));
    sync.poke();
    await clock.advance(HOUR);
    expect(peer.calls('login')).toHaveLength(1);
    sync.unblock();
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(6);
  });

  it('is tried again when a person says "send now"', async () => {
    const { peer, sync, clock } = scene(5);
    failing(peer, { kind: 'filemaker', code: '104' }, 'script', 1);
    sync.poke();
    await clock.advance(HOUR);
    expect(sync.status().phase).toBe('blocked');
    expect(await sync.sendNow()).toMatchObject({ delivered: 5 });
    expect(sync.status()).toMatchObject({ phase: 'idle', trouble: null });
  });

  it('is not what a bug is: it is told to whoever logs it, and the pass is tried again with patience', async () => {
    const bugs: unknown[] = [];
    let broken = true;
    const onlineMs = (): number => {
      if (broken) throw new Error('a bug');
      return 0;
    };
    const { outbox, sync, clock } = scene(5, { job: { onlineMs }, crashed: (error) => void bugs.push(error) });
    sync.poke();
    await clock.advance(HOUR);
    expect(bugs.length).toBeGreaterThan(1);
    expect(bugs.length).toBeLessThan(20);
    expect(sync.status().trouble?.kind).toBe('unexpected');
    broken = false;
    await clock.advance(11 * MINUTE);
    expect(outbox.lists.tally().delivered).toBe(5);
  });
});

describe('a pause', () => {
  it('lets nothing out until it is ended by hand, also after a restart', async () => {
    const { outbox, peer, sync, network, clock } = scene(5);
    await sync.pause(null);
    await clock.advance(DAY);
    expect(sync.status()).toMatchObject({ phase: 'paused', pausedUntil: null, nextTryAt: null });
    await sync.stop();
    const next = watch(outbox, peer, { network });
    next.poke();
    await clock.advance(DAY);
    expect(peer.requests).toEqual([]);
    await next.resume();
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(5);
  });

  it('for a while ends by itself', async () => {
    const { outbox, sync, clock } = scene(5);
    const until = clock.now() + 30 * MINUTE;
    await sync.pause(until);
    expect(sync.status()).toMatchObject({ phase: 'paused', pausedUntil: until });
    await clock.advance(30 * MINUTE - 1);
    expect(outbox.lists.tally().delivered).toBe(0);
    await clock.advance(1);
    expect(outbox.lists.tally().delivered).toBe(5);
  });

  it('stops a pass after the batch under way', async () => {
    const { outbox, peer, sync, clock } = scene(60);
    failing(peer, { kind: 'delay', ms: 1000 });
    sync.poke();
    await clock.advance(500);
    await sync.pause(null);
    await clock.advance(HOUR);
    expect(peer.calls('script')).toHaveLength(1);
    expect(outbox.lists.tally()).toMatchObject({ sending: 0, delivered: peer.calls('script')[0]?.refs.length });
    expect(peer.sessions.counts().open).toBe(0);
  });

  it('is kept after "send now", which sends everything once', async () => {
    const { outbox, peer, sync, clock } = scene(60);
    await sync.pause(null);
    expect(await sync.sendNow()).toMatchObject({ delivered: 60 });
    expect(sync.status().phase).toBe('paused');
    outbox.accept(booked(orderRef(1), 'Li Fang'));
    sync.poke();
    await clock.advance(DAY);
    expect(peer.calls('login')).toHaveLength(1);
  });

  it('does not last for ever because the clock was set back', async () => {
    const { outbox, sync, clock } = scene(5);
    await sync.pause(clock.now() + 30 * MINUTE);
    clock.jump(-365 * DAY);
    await clock.advance(32 * MINUTE);
    expect(outbox.lists.tally().delivered).toBe(5);
  });
});

describe('"send now"', () => {
  it('brings forward what waits for its next try, without regard to the patience with the server', async () => {
    const { outbox, peer, sync, clock } = scene(5);
    failing(peer, { kind: 'page', page: 'apache-503', retryAfter: '3600' }, 'script', 1);
    sync.poke();
    await clock.advance(SECOND);
    expect(outbox.lists.tally().unconfirmed).toBe(5);
    expect(await sync.sendNow()).toMatchObject({ delivered: 5 });
  });

  it('after a pass under way starts one of its own', async () => {
    const { outbox, peer, sync, clock } = scene(5);
    failing(peer, { kind: 'delay', ms: 1000 }, 'script', 1);
    sync.poke();
    await clock.advance(100);
    const sent = sync.sendNow();
    outbox.accept(booked(orderRef(1), 'Li Fang'));
    await clock.advance(2000);
    await sent;
    expect(outbox.lists.tally()).toMatchObject({ delivered: 6, waiting: 0 });
    expect(peer.orders.get(orderRef(1))?.inspectorName).toBe('Li Fang');
  });

  it('does nothing any more once the program ends', async () => {
    const { peer, sync } = scene(5);
    await sync.stop();
    expect(await sync.sendNow()).toBeNull();
    expect(peer.requests).toEqual([]);
  });
});

describe('the network', () => {
  it('that is away lets nothing be tried, and what waits goes out when it returns', async () => {
    const { outbox, peer, sync, network, clock } = scene(5);
    network.set(false);
    sync.poke();
    await clock.advance(DAY);
    expect(peer.requests).toEqual([]);
    expect(sync.status()).toMatchObject({ phase: 'offline', online: false });
    network.set(true);
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(5);
  });

  it('that returns makes up for the patience and the waits that its absence caused', async () => {
    const { outbox, peer, sync, network, clock } = scene(5);
    peer.knobs.down = true;
    sync.poke();
    await clock.advance(HOUR);
    network.set(false);
    peer.knobs.down = false;
    await clock.advance(SECOND);
    network.set(true);
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(5);
  });

  it('that returns brings forward results whose next try is far away', async () => {
    const { outbox, peer, sync, network, clock } = scene(5);
    failing(peer, { kind: 'page', page: 'apache-503', retryAfter: '3600' }, 'script', 1);
    sync.poke();
    await clock.advance(SECOND);
    expect(outbox.lists.nextDueAt(clock.now())).toBeGreaterThan(clock.now() + 50 * MINUTE);
    network.set(false);
    network.set(true);
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(5);
  });

  it('is what time counts by: neither offline, nor paused, nor blocked time does', async () => {
    const { peer, sync, network, clock } = scene(5);
    const counted = async (ms: number): Promise<number> => {
      const before = sync.onlineMs();
      await clock.advance(ms);
      return sync.onlineMs() - before;
    };
    peer.knobs.down = true;
    sync.poke();
    expect(await counted(HOUR)).toBe(HOUR);
    network.set(false);
    expect(await counted(30 * SECOND)).toBe(0);
    const before = sync.onlineMs();
    await clock.advance(30 * SECOND);
    network.set(true);
    expect(sync.onlineMs()).toBe(before);
    await clock.advance(20 * SECOND);
    network.set(false);
    expect(sync.onlineMs()).toBe(before + 20 * SECOND);
    network.set(true);
    await sync.pause(null);
    expect(await counted(HOUR)).toBe(0);
    await sync.resume();
    peer.knobs.down = false;
    failing(peer, { kind: 'filemaker', code: '212' }, 'login');
    await clock.advance(HOUR);
    expect(sync.status().phase).toBe('blocked');
    expect(await counted(HOUR)).toBe(0);
  });
});

describe('a machine that slept, or whose clock was set', () => {
  it('waits eight seconds for its network after waking up, then sends', async () => {
    const { outbox, peer, sync, clock } = scene();
    sync.poke();
    outbox.accept(booked(orderRef(1)));
    sync.woke();
    await clock.advance(WAKE_GRACE_MS - 1);
    expect(peer.requests).toEqual([]);
    await clock.advance(1);
    expect(outbox.lists.tally().delivered).toBe(1);
  });

  it('notices by itself that it slept for eight hours, and sends within a minute and the grace', async () => {
    const { outbox, peer, sync, clock } = scene();
    failing(peer, { kind: 'page', page: 'apache-503' }, 'script', 1);
    outbox.accept(booked(orderRef(1)));
    sync.poke();
    await clock.advance(SECOND);
    clock.jump(8 * HOUR);
    await clock.advance(MINUTE + WAKE_GRACE_MS);
    expect(outbox.lists.tally().delivered).toBe(1);
    const [, second] = peer.calls('login');
    expect(second).toBeDefined();
  });

  it('gives the network its eight seconds also when it noticed only by the clock', async () => {
    const { outbox, peer, sync, clock } = scene();
    sync.poke();
    clock.jump(8 * HOUR);
    outbox.accept(booked(orderRef(1)));
    sync.poke();
    await clock.advance(WAKE_GRACE_MS - 1);
    expect(peer.requests).toEqual([]);
    await clock.advance(1);
    expect(outbox.lists.tally().delivered).toBe(1);
  });

  it.each([
    ['a year ahead', 365 * DAY],
    ['a year back', -365 * DAY],
    ['an hour back', -HOUR],
  ])('goes on when its clock is set %s: no burst, no standstill', async (_, ms) => {
    const { outbox, peer, sync, clock } = scene(20);
    failing(peer, { kind: 'page', page: 'apache-503', retryAfter: '600' }, 'script', 1);
    sync.poke();
    await clock.advance(SECOND);
    const before = peer.requests.length;
    clock.jump(ms);
    await clock.advance(MINUTE + WAKE_GRACE_MS);
    expect(peer.requests.length - before).toBeLessThan(15);
    await clock.advance(11 * MINUTE + (ms === -HOUR ? HOUR : 0));
    expect(outbox.lists.tally().delivered).toBe(20);
  });

  it('can be restarted under a clock that was set back: due moments of the future are corrected', async () => {
    const { outbox, peer, sync, clock } = scene(5);
    failing(peer, { kind: 'page', page: 'apache-503', retryAfter: '600' }, 'script', 1);
    sync.poke();
    await clock.advance(SECOND);
    await sync.stop();
    clock.jump(-365 * DAY);
    outbox.verbs.clampDue(clock.now());
    watch(outbox, peer).poke();
    await clock.advance(0);
    expect(outbox.lists.tally().delivered).toBe(5);
  });
});

describe('the end of the program', () => {
  it('waits for the batch under way, closes the session, and starts nothing more', async () => {
    const { outbox, peer, sync, clock } = scene(60);
    failing(peer, { kind: 'delay', ms: 1000 });
    sync.poke();
    await clock.advance(500);
    let stopped = false;
    const stopping = sync.stop().then(() => {
      stopped = true;
    });
    await rest();
    expect(stopped).toBe(false);
    await clock.advance(SECOND);
    await stopping;
    await clock.advance(HOUR);
    expect(peer.calls('script')).toHaveLength(1);
    expect(peer.sessions.counts().open).toBe(0);
    expect(outbox.lists.tally().sending).toBe(0);
  });

  it('is not held up by an attempt that another result of the order is waiting for', async () => {
    const { outbox, peer, sync, clock } = scene();
    outbox.accept(booked(orderRef(1)));
    failing(peer, { kind: 'reset', processed: true }, 'script', 1);
    sync.poke();
    await clock.advance(0);
    outbox.accept(booked(orderRef(1), 'Li Fang'));
    sync.poke();
    await clock.advance(59 * SECOND);
    expect(peer.orders.get(orderRef(1))?.inspectorName).toBe('Zhang Wei');
    expect(peer.calls('login')).toHaveLength(1);
    await clock.advance(SECOND);
    expect(peer.orders.get(orderRef(1))?.inspectorName).toBe('Li Fang');
    expect(peer.calls('login')).toHaveLength(2);
  });
});
