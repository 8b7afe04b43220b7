// A server in trouble is asked no more than it must be: one sign-in a try, and what failed together comes back together.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { surelyElapsedMs } from '../../main/outbox/settling.ts';
import type { Fault } from '../../main/practice/faults.ts';
import { createPatience } from '../../main/workspace/patience.ts';
import {
  booked,
  handClock,
  makeOutbox,
  orderRef,
  push,
  seededRandom,
  type TestOutbox,
  temporaryFolder,
} from '../support/make.ts';
import { createPeer, type Peer } from '../support/peer.ts';
import { handNetwork, watch } from '../support/watch.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const REFS = Array.from({ length: 40 }, (_, n) => orderRef(n + 1));

function scene(): { outbox: TestOutbox; peer: Peer; clock: ReturnType<typeof handClock> } {
  const clock = handClock();
  const outbox = makeOutbox({ clock });
  const peer = createPeer(clock, REFS);
  outbox.importFile(REFS.map((ref) => booked(ref)));
  return { outbox, peer, clock };
}

describe('forty results after three failures', () => {
  const faults: [string, Fault, 'login' | 'script'][] = [
    ['812 at the sign-in', { kind: 'filemaker', code: '812' }, 'login'],
    ['812 at the script call', { kind: 'filemaker', code: '812' }, 'script'],
    ['502 at the script call', { kind: 'page', page: 'nginx-502' }, 'script'],
    ['502 after the work was done', { kind: 'page', page: 'nginx-502', processed: true }, 'script'],
    ['a redirect', { kind: 'redirect', to: 'https://portal.example/' }, 'script'],
    ['429', { kind: 'page', page: 'nginx-429' }, 'script'],
  ];

  it.each(faults)('with %s are all delivered after four sign-ins, whatever the random delays', async (_, fault, on) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { outbox, peer, clock } = scene();
      peer.knobs.faults.push({ fault, on, when: 3 });
      const sync = watch(outbox, peer, { random: seededRandom(seed), job: { ceilingBytes: 1900 } });
      sync.poke();
      await clock.advance(HOUR);
      expect(outbox.lists.tally().delivered).toBe(40);
      expect(peer.calls('login')).toHaveLength(4);
      expect(peer.sessions.counts()).toMatchObject({ open: 0 });
      await sync.stop();
    }
  });

  it('on the command line, which makes one pass at a time, need four sign-ins too', async () => {
    const { outbox, peer, clock } = scene();
    peer.knobs.faults.push({ fault: { kind: 'page', page: 'nginx-502' }, on: 'script', when: 3 });
    const sync = watch(outbox, peer, { automatic: false, job: { ceilingBytes: 1900 } });
    for (let passes = 0; outbox.lists.tally().delivered < 40 && passes < 20; passes += 1) {
      await sync.passNow();
      await clock.advance(Math.max(100, (sync.status().nextTryAt ?? 0) - clock.now()));
    }
    expect(outbox.lists.tally().delivered).toBe(40);
    expect(peer.calls('login')).toHaveLength(4);
    await sync.stop();
  });
});

describe('a long storm', () => {
  it('costs at most one sign-in a try, and one more session delivers everything', async () => {
    const { outbox, peer, clock } = scene();
    peer.knobs.faults.push({ fault: { kind: 'filemaker', code: '812' }, on: 'script' });
    let tries = 0;
    const connect: Peer['connect'] = (baseUrl) => {
      tries += 1;
      return peer.connect(baseUrl);
    };
    const sync = watch(outbox, { connect }, { random: seededRandom(3), job: { ceilingBytes: 1900 } });
    sync.poke();
    await clock.advance(3 * HOUR);
    expect(peer.calls('login').length).toBeLessThanOrEqual(tries);
    peer.knobs.faults.length = 0;
    const before = peer.calls('login').length;
    await clock.advance(20 * MINUTE);
    expect(outbox.lists.tally().delivered).toBe(40);
    expect(peer.calls('login').length - before).toBe(1);
    await sync.stop();
  });

  it('leaves what failed alone to its own delay: only what the server failed comes along', async () => {
    const { outbox, peer, clock } = scene();
    const poison = orderRef(7);
    peer.knobs.faults.push({ fault: { kind: 'filemaker', code: '951' }, when: ({ refs }) => refs.includes(poison) });
    for (let n = 0; n < 4; n += 1) {
      await push(outbox, 'https://pps.basicpsf.com', {}, { connect: peer.connect });
      await clock.advance(HOUR);
    }
    peer.requests.length = 0;
    outbox.accept(booked(orderRef(8), 'Li Fang'));
    await push(outbox, 'https://pps.basicpsf.com', {}, { connect: peer.connect });
    await clock.advance(SECOND);
    outbox.accept(booked(orderRef(9), 'Li Fang'));
    const before = peer.calls('script').filter(({ refs }) => refs.includes(poison)).length;
    await push(outbox, 'https://pps.basicpsf.com', {}, { connect: peer.connect });
    expect(peer.calls('script').filter(({ refs }) => refs.includes(poison)).length).toBe(before);
  });
});

describe('results that failed in one batch', () => {
  it('are due at one moment, whatever they had been through before', () => {
    const { outbox } = scene();
    const seqs = [1, 2, 3, 4, 5];
    outbox.claim('b1', 1, 2);
    outbox.settle('b1', { kind: 'server-full', code: '812' }, 1, 2);
    outbox.clock.jump(HOUR);
    outbox.claim('b2', ...seqs);
    outbox.settle('b2', { kind: 'gateway', status: 502 }, ...seqs);
    expect(new Set(seqs.map((seq) => outbox.item(seq).dueAt)).size).toBe(1);
  });
});

describe('a passing state of the network', () => {
  const states: [string, Fault][] = [
    ['a sign-in page of a guest network', { kind: 'page', page: 'sign-in-200' }],
    ['an empty answer', { kind: 'answer', answer: { status: 200, headers: {}, body: '' } }],
    ['302', { kind: 'redirect', to: 'https://portal.example/' }],
    ['307', { kind: 'answer', answer: { status: 307, headers: { Location: '/portal' }, body: '' } }],
    ['403', { kind: 'answer', answer: { status: 403, headers: {}, body: '<html>No</html>' } }],
    ['404 as a page', { kind: 'page', page: 'nginx-404' }],
    ['407', { kind: 'answer', answer: { status: 407, headers: {}, body: '' } }],
    ['401 as a page', { kind: 'answer', answer: { status: 401, headers: {}, body: '<html>Sign in</html>' } }],
  ];

  it.each(states)('of %s for six seconds blocks nothing: a minute later all is delivered', async (_, fault) => {
    for (const on of ['any', 'login', 'script'] as const) {
      const { outbox, peer, clock } = scene();
      peer.knobs.faults.push({ fault, on });
      const sync = watch(outbox, peer);
      sync.poke();
      await clock.advance(6 * SECOND);
      expect(sync.status().phase).not.toBe('blocked');
      peer.knobs.faults.length = 0;
      await clock.advance(65 * SECOND);
      expect(outbox.lists.tally()).toMatchObject({ delivered: 40, refused: 0, parked: 0 });
      await sync.stop();
    }
  });

  it.each(states)('of %s that lasts is asked ever more rarely, and at once when the network changes', async (_, fault) => {
    const { outbox, peer, clock } = scene();
    peer.knobs.faults.push({ fault, on: 'any' });
    const network = handNetwork();
    const sync = watch(outbox, peer, { network });
    sync.poke();
    await clock.advance(2 * HOUR);
    expect(peer.calls('login').length).toBeLessThan(30);
    const before = peer.calls('login').length;
    peer.knobs.faults.length = 0;
    network.set(true);
    await clock.advance(0);
    expect(peer.calls('login').length - before).toBe(1);
    expect(outbox.lists.tally().delivered).toBe(40);
    await sync.stop();
  });

  it.each([
    ['212', 'login', undefined],
    ['104', 'script', 500],
    ['104', 'script', 404],
    ['105', 'script', 500],
  ] as const)(
    "is none of BasicPSF's own words: code %s at the %s stops for a person, also when the network changes",
    async (code, on, status) => {
      const { outbox, peer, clock } = scene();
      peer.knobs.faults.push({ fault: { kind: 'filemaker', code, ...(status === undefined ? {} : { status }) }, on });
      const network = handNetwork();
      const sync = watch(outbox, peer, { network });
      sync.poke();
      await clock.advance(HOUR);
      network.set(true);
      await clock.advance(HOUR);
      expect(sync.status().phase).toBe('blocked');
      expect(peer.calls('login')).toHaveLength(1);
      await sync.stop();
    },
  );
});

describe('patience that a server asked for', () => {
  it('holds over restarts and whatever the clock is set to, for the server that asked', async () => {
    const { outbox, clock } = scene();
    const kept = () => createPatience(clock, outbox.meta, async (key, value) => outbox.meta.write(key, value));
    await kept().note('https://one.example', { kind: 'server-full', code: '812', retryAfterMs: HOUR });
    clock.jump(5 * HOUR);
    await clock.advance(20 * MINUTE);
    expect(kept().left('https://one.example')).toEqual({ kind: 'server-full', code: '812', retryAfterMs: 40 * MINUTE });
    expect(kept().left('https://other.example')).toBeNull();
    clock.jump(-9 * HOUR);
    await clock.advance(40 * MINUTE);
    expect(kept().left('https://one.example')).toBeNull();
    await kept().note('https://one.example', null);
    expect(outbox.meta.read('patience', 'none')).toBeNull();
  });
});

describe('the minute that a newer value waits after an unknown outcome', () => {
  const SETTING: [string, number][] = [
    ['goes back five seconds', -5 * SECOND],
    ['goes forward two hours', 2 * HOUR],
    ['goes back a day', -24 * HOUR],
    ['goes forward 59 seconds', 59 * SECOND],
    ['stays', 0],
  ];

  it.each(SETTING)('is a minute also when the clock %s', async (_, by) => {
    const clock = handClock();
    const outbox = makeOutbox({ clock });
    const peer = createPeer(clock, REFS);
    outbox.accept(booked(orderRef(1), 'Zhang Wei'));
    // The server is still at work when the connection breaks, and writes half a minute later.
    peer.knobs.faults.push({ fault: { kind: 'delay', ms: 35 * SECOND }, on: 'script', when: 1 });
    const go = () => push(outbox, 'https://pps.basicpsf.com', {}, { connect: peer.connect });
    const first = go();
    await clock.advance(31 * SECOND);
    expect(await first).toMatchObject({ unconfirmed: 1 });
    clock.jump(by);
    const newer = outbox.accept(booked(orderRef(1), 'Li Fang'));
    for (let waited = 0; waited < 59; waited += 1) {
      await go();
      expect(peer.written.filter(({ inspectorName }) => inspectorName === 'Li Fang')).toEqual([]);
      await clock.advance(SECOND);
    }
    await clock.advance(2 * SECOND);
    await outbox.verbs.hurry(clock.now());
    await go();
    expect(outbox.state(newer)).toBe('delivered');
    expect(peer.written.map(({ inspectorName }) => inspectorName)).toEqual(['Zhang Wei', 'Li Fang']);
  });

  it('goes on over a restart of the program, and begins anew with the machine', async () => {
    for (const isNewMachine of [false, true]) {
      const path = join(temporaryFolder(), 'outbox.sqlite');
      const clock = handClock();
      await clock.advance(10 * MINUTE);
      const before = makeOutbox({ clock, path });
      const older = before.accept(booked(orderRef(1), 'Zhang Wei'));
      before.claim('b1', older);
      before.close();
      const later = isNewMachine ? handClock(clock.now()) : clock;
      const outbox = makeOutbox({ clock: later, path });
      outbox.verbs.recover('next', later.now(), later.monotonic());
      const newer = outbox.accept(booked(orderRef(1), 'Li Fang'));
      later.jump(2 * HOUR);
      await later.advance(MINUTE - 1);
      expect(outbox.claim('b2', newer)).toEqual([]);
      await later.advance(1);
      expect(outbox.claim('b3', newer)).toEqual([newer]);
      outbox.close();
    }
    expect([surelyElapsedMs(1000, 4000), surelyElapsedMs(600_000, 30_000)]).toEqual([3000, 30_000]);
  });
});
