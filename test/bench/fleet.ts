// A fleet on paper: 500 office machines come back at 17:00 with 200 results each. The same engine as in the program, each machine
// with its outbox and its clock, one server with ten sessions and 20 ms a call, and time moved by hand.
import { guard, inProcess } from '../../main/base/guard.ts';
import type { Clock } from '../../main/base/ports.ts';
import { silentLog } from '../../main/base/ports.ts';
import { memoryStore } from '../../main/base/store.ts';
import { createClaims } from '../../main/outbox/claims.ts';
import { createLists } from '../../main/outbox/lists.ts';
import { createMeta } from '../../main/outbox/meta.ts';
import { createOutbox } from '../../main/outbox/outbox.ts';
import { freshLimit, type UrlLimit } from '../../main/push/batches.ts';
import { pushOutbox } from '../../main/push/push-outbox.ts';
import { createSync } from '../../main/workspace/sync.ts';
import { LookUpSettings } from '../../shared/held-order.ts';
import { ok } from '../../shared/result.ts';
import { createPeer, DATABASE } from '../support/peer.ts';
import type { Finding } from './measure.ts';

const MACHINES = Number(process.env.BOOKING_COURIER_FLEET ?? 500);
const RESULTS = 200;
const SESSIONS = 10;
const CALL_MS = 20;
const SHARED = 0.05;
const MINUTE = 60_000;
const FIVE = Date.UTC(2025, 3, 28, 15);

/** A clock moved by hand that stays fast with thousands of timers: a heap by time. */
function fleetClock(start: number) {
  let now = start;
  let count = 0;
  const heap: { at: number; n: number; callback: (() => void) | null }[] = [];
  const before = (a: number, b: number): boolean => {
    const [one, other] = [heap[a], heap[b]];
    return one !== undefined && other !== undefined && (one.at < other.at || (one.at === other.at && one.n < other.n));
  };
  const swap = (a: number, b: number): void => {
    const [one, other] = [heap[a], heap[b]];
    if (one === undefined || other === undefined) return;
    heap[a] = other;
    heap[b] = one;
  };
  function pop() {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (before(left, least)) least = left;
      if (before(right, least)) least = right;
      if (least === at) return first;
      swap(at, least);
      at = least;
    }
  }
  const clock: Clock = {
    now: () => now,
    monotonic: () => now - start,
    after: (delayMs, callback) => {
      count += 1;
      const timer: (typeof heap)[number] = { at: now + Math.max(0, delayMs), n: count, callback };
      heap.push(timer);
      for (let at = heap.length - 1; at > 0 && before(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
      return () => {
        timer.callback = null;
      };
    },
  };
  return {
    clock,
    set: (at: number) => {
      now = at;
    },
    /** Does what is due next, once everything else has come to rest; false when nothing is. */
    step: async (): Promise<boolean> => {
      await new Promise((resolve) => setImmediate(resolve));
      for (;;) {
        const timer = pop();
        if (timer === undefined) return false;
        if (timer.callback === null) continue;
        now = Math.max(now, timer.at);
        timer.callback();
        return true;
      }
    },
  };
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function perMinute(moments: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const at of moments) counts.set(Math.floor(at / MINUTE), (counts.get(Math.floor(at / MINUTE)) ?? 0) + 1);
  return [...counts.values()];
}

interface Day {
  readonly results: number;
  readonly shared: number;
  /** Orders that end with an older result although a newer one was accepted, and nobody was asked. */
  readonly overwritten: number;
  readonly asked: number;
  readonly lost: number;
  readonly tookMs: number;
  readonly calls: number;
  readonly fullInFirstMinute: number;
  readonly fullLater: number;
  readonly mostInAMinute: number;
  readonly lookUps: number;
}

async function day(looksUp: boolean): Promise<Day> {
  const random = seeded(20250428);
  const { clock, set, step } = fleetClock(FIVE - 9 * 3_600_000);
  const total = Math.round((MACHINES * RESULTS) / (1 + SHARED));
  const refs = Array.from({ length: total }, (_, n) => `ORD-2025-${String(n).padStart(6, '0')}`);
  const peer = createPeer({ ...clock, advance: async () => {}, jump: () => {} }, refs);
  peer.knobs.maxSessions = SESSIONS;
  peer.knobs.faults = [{ fault: { kind: 'delay', ms: CALL_MS }, on: 'any' }];
  let online = false;
  const listeners: (() => void)[] = [];
  const network = {
    isOnline: () => online,
    onChange: (listener: () => void) => {
      listeners.push(listener);
      return () => {};
    },
  };

  const machines = Array.from({ length: MACHINES }, () => {
    const store = memoryStore();
    const differs = Math.round((random() * 2 - 1) * 2 * MINUTE);
    const own: Clock = { ...clock, now: () => clock.now() + differs };
    const verbs = { ...createOutbox(store), ...createClaims(store, random) };
    const lists = createLists(store);
    const meta = createMeta(store);
    const writer = inProcess(guard(verbs, ':memory:'));
    let limit: UrlLimit = freshLimit(1900);
    const sync = createSync({
      intervalMs: () => 0,
      clock: own,
      random,
      network,
      lists,
      meta: { read: meta.read, write: async (key, value) => meta.write(key, value) },
      push: (shouldStop, progress, { hurry }) =>
        pushOutbox(
          { connect: peer.connect, lists, writer, clock: own, log: silentLog },
          {
            baseUrl: 'https://pps.basicpsf.com',
            database: DATABASE,
            account: async () => ok({ username: 'practice', password: '' }),
            limit,
            ceilingBytes: 8000,
            learned: (next) => {
              limit = next;
            },
            lookUp: looksUp ? { ...LookUpSettings.parse({}), failed: () => {} } : null,
            onlineMs: () => sync.onlineMs(),
            shouldStop,
            progress,
            hurry,
          },
        ),
      hurry: () => writer.hurry(own.now()),
      clampDue: () => writer.clampDue(own.now()),
      changed: () => {},
      crashed: (error) => {
        throw error;
      },
    });
    return { store, verbs, lists, sync, own };
  });

  // Through the day each machine accepts its results; one order in twenty is accepted by two of them, at two moments.
  const newest = new Map<string, { value: string; at: number }>();
  const accepted: { at: number; ref: string; machine: number }[] = [];
  for (let n = 0; n < MACHINES * RESULTS; n += 1)
    accepted.push({
      at: FIVE - Math.round((15 + random() * 465) * MINUTE),
      ref: refs[n % total] as string,
      machine: Math.floor(n / RESULTS),
    });
  accepted.sort((a, b) => a.at - b.at);
  accepted.forEach(({ at, ref, machine }, n) => {
    set(at);
    const { verbs, own } = machines[machine] as (typeof machines)[number];
    const value = `Inspector ${n}`;
    verbs.accept(
      { internalOrderRef: ref, bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: value },
      { origin: 'booking', importId: null, record: null },
      own.now(),
    );
    newest.set(ref, { value, at });
  });

  set(FIVE);
  online = true;
  for (const listener of listeners) listener();
  const open = (): number =>
    machines.reduce((sum, { lists }) => {
      const { waiting, sending, unconfirmed } = lists.tally();
      return sum + waiting + sending + unconfirmed;
    }, 0);
  let lastAt = FIVE;
  for (let steps = 1; await step(); steps += 1) {
    if (steps % 2000 !== 0) continue;
    if (open() === 0 || clock.now() > FIVE + 6 * 3_600_000) break;
  }
  for (const { at } of peer.written) lastAt = Math.max(lastAt, at);
  const asked = new Set(
    machines.flatMap(({ lists }) =>
      lists.list({ states: ['parked'] }, undefined, 500).items.map((item) => item.internalOrderRef),
    ),
  );
  const overwritten = [...newest].filter(
    ([ref, { value }]) => !asked.has(ref) && peer.orders.get(ref)?.inspectorName !== value,
  ).length;
  const full = peer.calls('login').filter(({ status }) => status >= 400);
  const lost = open();
  for (const { sync, store } of machines) {
    await sync.stop();
    store.close();
  }
  return {
    results: MACHINES * RESULTS,
    shared: MACHINES * RESULTS - total,
    overwritten,
    asked: asked.size,
    lost,
    tookMs: lastAt - FIVE,
    calls: peer.requests.length,
    fullInFirstMinute: full.filter(({ at }) => at < FIVE + MINUTE).length,
    fullLater: full.filter(({ at }) => at >= FIVE + MINUTE).length,
    mostInAMinute: Math.max(0, ...perMinute(full.filter(({ at }) => at >= FIVE + MINUTE).map(({ at }) => at))),
    lookUps: peer.calls('find').length,
  };
}

/** What the fleet's evening comes to, with looking up and without. */
export async function benchFleet(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const looksUp of [true, false]) {
    const one = await day(looksUp);
    const boundMs = (one.calls * CALL_MS) / SESSIONS;
    findings.push({
      what: `${MACHINES} machines × ${RESULTS} results, ${looksUp ? 'looking up' : 'without looking up'}`,
      anchor: `the server's bound ${(boundMs / 1000).toFixed(0)} s (${one.calls} calls, ${one.lookUps} of them finds)`,
      ours: `${(one.tookMs / 1000).toFixed(0)} s; ${one.overwritten} of ${one.shared} shared orders overwritten by an older result unasked, ${one.asked} asked about, ${one.lost} left; sign-ins that found no place (812): ${one.fullInFirstMinute} in the first minute, ${one.fullLater} after it, at most ${one.mostInAMinute} a minute`,
      ratio: `${(one.tookMs / boundMs).toFixed(1)}×`,
      aim: looksUp ? 'none overwritten unasked' : '',
    });
    console.log(JSON.stringify({ looksUp, ...one }));
  }
  return findings;
}
