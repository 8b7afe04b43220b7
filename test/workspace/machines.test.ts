// Random schedules of two to five office machines on one server, with faults, lost answers, colleagues, clocks that differ and
// are set, and people who decide: what was confirmed later than a result was accepted is never overwritten by it unasked.
import fc from 'fast-check';
import { it } from 'vitest';
import { createChoices } from '../../main/outbox/choices.ts';
import type { Fault, FaultRule } from '../../main/practice/faults.ts';
import { LookUpSettings } from '../../shared/held-order.ts';
import { booked, type HandClock, handClock, makeOutbox, orderRef, seededRandom, type TestOutbox } from '../support/make.ts';
import { createPeer, type Peer } from '../support/peer.ts';
import { type HandNetwork, handNetwork, watch } from '../support/watch.ts';

/** More of them, or others, for a long night: BOOKING_COURIER_SCHEDULES and BOOKING_COURIER_SEED. */
const SCHEDULES = Number(process.env.BOOKING_COURIER_SCHEDULES ?? 1000);
const SEED = Number(process.env.BOOKING_COURIER_SEED ?? 20250428);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const OLD_MS = 10 * MINUTE;
/** So near to one another two moments on two clocks cannot be told apart. */
const BLUR_MS = 4 * SECOND;
/** A script call that is cut off here is never at work for longer. */
const LONGEST_WORK_MS = 60 * SECOND;
const REFS = [1, 2, 3].map(orderRef);

const FAULTS: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'reset', processed: true },
  { kind: 'page', page: 'nginx-504', processed: true },
  { kind: 'page', page: 'apache-503' },
  { kind: 'filemaker', code: '112', processed: true },
  { kind: 'filemaker', code: '9' },
  { kind: 'session-killed' },
  { kind: 'delay', ms: 40 * SECOND },
  { kind: 'delay', ms: 50 * SECOND, after: true },
  { kind: 'script-result', change: 'truncated' },
  { kind: 'script-result', change: 'order-missing' },
];

const order = fc.nat({ max: REFS.length - 1 });
const machine = fc.nat({ max: 4 });
const act = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('accept' as const), machine, order }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('colleague' as const), order }) },
  {
    weight: 7,
    arbitrary: fc.record({ kind: fc.constantFrom('offline' as const, 'online' as const, 'online' as const), machine }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('keep' as const, 'send' as const, 'retry' as const), machine }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      fault: fc.constantFrom(...FAULTS),
      on: fc.constantFrom<NonNullable<FaultRule['on']>>('script', 'script', 'script', 'find', 'logout', 'any'),
      times: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      machine,
      ms: fc.constantFrom(-30 * MINUTE, -5 * MINUTE, 5 * MINUTE, 30 * MINUTE),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(300, 5 * SECOND, 35 * SECOND, 61 * SECOND, 12 * MINUTE),
    }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

interface Machine {
  readonly outbox: TestOutbox;
  readonly network: HandNetwork;
  readonly sync: ReturnType<typeof watch>;
  readonly choices: ReturnType<typeof createChoices>;
  /** Sets its clock. */
  readonly set: (ms: number) => void;
}

interface Said {
  readonly ref: string;
  /** When it was accepted or, by a colleague, confirmed; by the server's clock. */
  readonly at: number;
  /** Null for a colleague. */
  readonly machine: number | null;
}

interface Played {
  readonly machines: readonly Machine[];
  readonly peer: Peer;
  readonly said: ReadonlyMap<string, Said>;
  /** When looking up failed, on whichever machine. */
  readonly blindAt: readonly number[];
  /** When a person said that a value goes out, by value. */
  readonly chosen: ReadonlyMap<string, number>;
}

/** Opening a database costs more than a whole schedule, so the outboxes are used again, emptied. */
interface Desk {
  readonly outbox: TestOutbox;
  readonly choices: ReturnType<typeof createChoices>;
  /** Starts anew on this clock. */
  readonly clear: (clock: HandClock, random: () => number) => void;
}

function makeDesk(): Desk {
  let clock = handClock();
  let random = seededRandom(1);
  const own: HandClock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (delayMs, callback) => clock.after(delayMs, callback),
    advance: (ms) => clock.advance(ms),
    jump: (ms) => clock.jump(ms),
  };
  const outbox = makeOutbox({ clock: own, random: () => random() });
  return {
    outbox,
    choices: createChoices(outbox.store),
    clear: (nextClock, nextRandom) => {
      [clock, random] = [nextClock, nextRandom];
      for (const table of [
        'outbox_item',
        'receipt',
        'batch',
        'held_elsewhere',
        'delivered_hour',
        'meta',
        'tally',
        'sqlite_sequence',
      ])
        outbox.store.exec(`delete from ${table}`);
      // As the program does when it opens an outbox.
      outbox.verbs.recover('start', clock.now(), clock.monotonic());
    },
  };
}

async function play(acts: readonly Act[], desks: readonly Desk[], seed: number): Promise<Played> {
  const random = seededRandom(seed);
  const clock = handClock();
  const count = desks.length;
  const peer = createPeer(clock, REFS);
  const latency: FaultRule = { fault: { kind: 'delay', ms: 300, after: seed % 2 === 0 }, on: 'any' };
  peer.knobs.faults = [latency];
  const said = new Map<string, Said>();
  const chosen = new Map<string, number>();
  const blindAt: number[] = [];
  const machines = desks.map(({ outbox, choices, clear }): Machine => {
    let differs = Math.round((random() * 2 - 1) * 2 * MINUTE);
    clear({ ...clock, now: () => clock.now() + differs }, random);
    const network = handNetwork();
    const lookUp = { ...LookUpSettings.parse({}), failed: () => void blindAt.push(clock.now()) };
    const sync = watch(outbox, peer, { network, random, job: { lookUp } });
    const set = (ms: number): void => {
      differs += ms;
    };
    return { outbox, network, sync, choices, set };
  });
  const name = (ref: string, at: number, machine: number | null): string => {
    const value = `Inspector ${said.size + 1}`;
    said.set(value, { ref, at, machine });
    return value;
  };
  const of = (n: number): Machine => machines[n % count] as Machine;

  for (const done of acts) {
    switch (done.kind) {
      case 'accept': {
        const ref = REFS[done.order] as string;
        of(done.machine).outbox.accept(booked(ref, name(ref, clock.now(), done.machine % count)));
        of(done.machine).sync.poke();
        break;
      }
      case 'colleague': {
        const ref = REFS[done.order] as string;
        const inspectorName = name(ref, clock.now(), null);
        Object.assign(peer.orders.get(ref) as object, { ...booked(ref, inspectorName), confirmedAt: clock.now() });
        peer.written.push({ ref, inspectorName, at: clock.now() });
        break;
      }
      case 'offline':
      case 'online':
        of(done.machine).network.set(done.kind === 'online');
        break;
      case 'keep':
      case 'send':
        decide(of(done.machine), done.kind);
        break;
      case 'retry':
        of(done.machine).outbox.verbs.retry({ filter: { states: [] } }, of(done.machine).outbox.clock.now());
        of(done.machine).sync.poke();
        break;
      case 'fault':
        peer.knobs.faults.unshift({ fault: done.fault, on: done.on, when: done.times });
        break;
      case 'set':
        of(done.machine).set(done.ms);
        break;
      case 'wait':
        await clock.advance(done.ms);
        break;
    }
  }
  function decide({ outbox, choices, sync }: Machine, what: 'keep' | 'send'): void {
    const all = { filter: { states: [] } };
    if (what === 'keep') choices.keepTheirs(all, outbox.clock.now());
    else {
      for (const { inspectorName } of outbox.lists.list({ states: ['parked'] }).items) chosen.set(inspectorName, clock.now());
      choices.sendOurs(all, outbox.clock.now());
    }
    sync.poke();
  }
  // The faults end, everybody is online, and time goes by; nobody decides any more.
  peer.knobs.faults = [latency];
  for (const { network } of machines) network.set(true);
  for (let round = 0; round < 12; round += 1) {
    for (const { sync } of machines) sync.unblock();
    await clock.advance(MINUTE + 10 * SECOND);
    const open = machines.some(({ outbox }) => {
      const { waiting, sending, unconfirmed } = outbox.lists.tally();
      return waiting + sending + unconfirmed > 0;
    });
    if (!open) break;
    clock.jump(15 * MINUTE);
    peer.catchUp();
    for (const { sync } of machines) sync.poke();
  }
  await Promise.all(machines.map(({ sync }) => sync.stop()));
  return { machines, peer, said, blindAt, chosen };
}

function must(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}

/** Whether the value that was written at `at` may have been sent without a look at what was written at `before`. */
function wasUnseen(written: Peer['written'][number], before: Peer['written'][number], played: Played): boolean {
  const { at: acceptedAt } = played.said.get(written.inspectorName) as Said;
  const tries = played.peer.tried.filter(({ inspectorName }) => inspectorName === written.inspectorName).map(({ at }) => at);
  const asked = Math.min(written.at, ...tries.filter((at) => at <= written.at && written.at - at <= LONGEST_WORK_MS));
  const isFirstTry = !tries.some((at) => at < asked);
  // A fresh result goes out without a look; between a look and a call somebody may come; and a look may fail.
  if (isFirstTry && asked - acceptedAt <= OLD_MS + BLUR_MS) return true;
  if (before.at >= asked - 11 * SECOND) return true;
  return played.blindAt.some((at) => at >= asked - MINUTE && at <= written.at);
}

function judge(played: Played): void {
  const { machines, peer, said, chosen } = played;
  must(peer.heldTokens.size === 0, 'for every session that was opened a DELETE was sent, or the server had lost it');

  for (const ref of REFS) {
    const written = peer.written.filter((write) => write.ref === ref);
    let unseen = false;
    for (const [n, write] of written.entries()) {
      const before = written[n - 1];
      const own = said.get(write.inspectorName) as Said;
      if (before === undefined || own.machine === null || before.inspectorName === write.inspectorName) continue;
      const other = said.get(before.inspectorName) as Said;
      must(
        other.machine !== own.machine || other.at <= own.at,
        `${ref}: a machine never sends an older value after a newer one of its own`,
      );
      if (other.machine === own.machine || other.at <= own.at + BLUR_MS) continue;
      const wasChosen = (chosen.get(write.inspectorName) ?? -1) >= before.at;
      if (!wasChosen && !chosen.has(write.inspectorName)) {
        unseen ||= wasUnseen(write, before, played);
        must(
          wasUnseen(write, before, played),
          `${ref}: ${write.inspectorName} went over the newer ${before.inspectorName} unasked`,
        );
      } else unseen = true;
    }
    // Nobody is left with an older value and no question.
    const values = [...said].filter(([, one]) => one.ref === ref).sort(([, a], [, b]) => b.at - a.at);
    const items = machines
      .flatMap(({ outbox }) => outbox.lists.list({ states: [] }, undefined, 500).items)
      .filter((item) => item.internalOrderRef === ref);
    const isOpen = items.some(({ cause }) => cause === 'told-elsewhere');
    const holds = said.get(peer.orders.get(ref)?.inspectorName ?? '');
    const newest = values[0]?.[1];
    if (newest !== undefined && !unseen && !isOpen)
      must(holds !== undefined && holds.at >= newest.at - BLUR_MS, `${ref}: the server has the newest, or somebody is asked`);
    for (const item of items) {
      must(
        !['waiting', 'sending', 'unconfirmed', 'refused'].includes(item.state),
        `${ref}: everything is settled, not ${item.state}`,
      );
      if (item.state === 'delivered')
        must(
          written.some(({ inspectorName }) => inspectorName === item.inspectorName),
          `${ref}: what is delivered was held by the server`,
        );
    }
  }
}

it(`never lets an older value go over a newer one of another machine unasked, in ${SCHEDULES} random schedules`, async () => {
  const desks = Array.from({ length: 5 }, makeDesk);
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 4, maxLength: 22, size: 'max' }),
      fc.constantFrom(2, 2, 2, 3, 3, 4, 5),
      fc.nat({ max: 9999 }),
      async (acts, count, seed) => {
        judge(await play(acts, desks.slice(0, count), seed));
      },
    ),
    { numRuns: SCHEDULES, seed: SEED },
  );
}, 600_000);
