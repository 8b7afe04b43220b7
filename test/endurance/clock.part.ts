// Lives with a clock that cannot be believed: set back and forth by seconds and by days, put into another zone, taken over the
// change of summer time, asleep for a week; while a server loses answers, and program and machine start anew in between.
// The clock is moved by hand, so a life is a number of steps and not of seconds.
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Random } from '../../main/base/ports.ts';
import { emptyRecord } from '../../main/practice/booking-results-script.ts';
import type { FaultRule } from '../../main/practice/faults.ts';
import type { Sync } from '../../main/workspace/sync-ports.ts';
import { LookUpSettings } from '../../shared/held-order.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { booked, type HandClock, handClock, makeOutbox, type TestOutbox, temporaryFolder } from '../support/make.ts';
import { createPeer } from '../support/peer.ts';
import { handNetwork, watch } from '../support/watch.ts';
import { ORDERS } from './arrival.ts';
import { broken, isAsked } from './judge.ts';
import { between, type Count, lives, oneOf } from './lives.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const STEPS_MS = [5 * SECOND, 70 * SECOND, 30 * MINUTE, HOUR, 2 * HOUR, DAY, 7 * DAY, 365 * DAY].flatMap((ms) => [-ms, ms]);
const ZONES = ['Europe/Stockholm', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'];
/** Before the clocks go forward, before they go back, before a leap day, the end of a year, and an ordinary Monday. */
const STARTS = ['2025-03-29T22:00Z', '2025-10-25T22:00Z', '2028-02-28T21:00Z', '2025-12-31T21:30Z', '2025-04-28T07:00Z'];
const FAULTS: readonly FaultRule['fault'][] = [
  { kind: 'reset' },
  { kind: 'reset', processed: true },
  { kind: 'delay', ms: 35 * SECOND },
  { kind: 'delay', ms: 45 * SECOND, after: true },
  { kind: 'page', page: 'apache-503', retryAfter: '600' },
  { kind: 'page', page: 'nginx-504', processed: true },
  { kind: 'session-killed' },
  { kind: 'script-result', change: 'order-missing' },
];
/** An order that BasicPSF learns of only in the end. */
const LATE = 'ORD-LATE';
/** So many sign-ins any ten minutes may see, and so many more for each thing that happens in them. */
const CALM_SIGN_INS = 8;
const SIGN_INS_EACH = 6;

const itemsOf = ({ lists }: TestOutbox): OutboxItem[] => [...lists.list({ states: [] }, Number.MAX_SAFE_INTEGER, 1000).items];

/** Whether anything waits for its moment, of what is on its way and of what was refused. */
function isOpen(outbox: TestOutbox): boolean {
  return itemsOf(outbox).some(
    ({ state, dueAt }) => ['waiting', 'sending', 'unconfirmed'].includes(state) || (state === 'refused' && dueAt !== null),
  );
}

async function live(random: Random, count: Count): Promise<void> {
  const truth = handClock(Date.parse(oneOf(random, STARTS)));
  let wrongMs = 0;
  let startedAt = 0;
  const clock: HandClock = {
    now: () => truth.now() + wrongMs,
    monotonic: () => truth.monotonic() - startedAt,
    after: truth.after,
    advance: truth.advance,
    jump: (ms) => {
      wrongMs += ms;
    },
  };
  const peer = createPeer(truth, ORDERS);
  const signIns: number[] = [];
  const happened: number[] = [];
  const counting: typeof peer.connect = (baseUrl) => {
    const connection = peer.connect(baseUrl);
    return {
      ...connection,
      request: (wanted) => {
        if (wanted.path.endsWith('/sessions')) signIns.push(truth.monotonic());
        return connection.request(wanted);
      },
    };
  };
  const network = handNetwork();
  const path = join(temporaryFolder(), 'outbox.sqlite');
  const lookUp = random() < 0.5 ? { ...LookUpSettings.parse({}), failed: () => {} } : null;
  let starts = 0;

  function start(): { outbox: TestOutbox; sync: Sync } {
    starts += 1;
    const outbox = makeOutbox({ clock, random, path });
    outbox.verbs.recover(`start ${starts}`, clock.now(), clock.monotonic());
    outbox.verbs.clampDue(clock.now());
    const sync = watch(outbox, { connect: counting }, { network, random, job: { lookUp } });
    sync.poke();
    return { outbox, sync };
  }
  let { outbox, sync } = start();
  let values = 0;
  const accepted: string[] = [];
  const accept = (ref: string): void => {
    values += 1;
    const who = `Li F${String.fromCharCode(97 + Math.floor(values / 26), 97 + (values % 26))}g`;
    outbox.accept(booked(ref, who));
    accepted.push(`${ref}/${who}`);
  };

  const acts: Record<string, () => Promise<void> | void> = {
    results: () => {
      for (const ref of ORDERS) if (random() < 0.5) accept(ref);
      if (random() < 0.2) accept(LATE);
      sync.poke();
    },
    fault: () => {
      const times = between(random, 1, 3);
      peer.knobs.faults.unshift({ fault: oneOf(random, FAULTS), on: oneOf(random, ['script', 'script', 'any']), when: times });
    },
    step: () => clock.jump(oneOf(random, STEPS_MS)),
    zone: () => {
      process.env.TZ = oneOf(random, ZONES);
    },
    sleep: async () => {
      // Whatever the server did is done; on some systems the time since the start goes on in sleep, on others it does not.
      const ms = oneOf(random, [8 * HOUR, 3 * DAY, 7 * DAY]);
      if (random() < 0.5) network.set(false);
      truth.jump(ms);
      if (random() < 0.5) startedAt -= ms;
      peer.catchUp();
      if (random() < 0.5) sync.woke();
      network.set(true);
    },
    restart: async () => {
      const stopping = sync.stop();
      await truth.advance(2 * MINUTE);
      await stopping;
      outbox.close();
      if (random() < 0.5) startedAt = truth.monotonic();
      if (random() < 0.5) clock.jump(oneOf(random, STEPS_MS));
      ({ outbox, sync } = start());
    },
    wait: () => truth.advance(oneOf(random, [300, 5 * SECOND, 35 * SECOND, 61 * SECOND, 12 * MINUTE, 5 * HOUR])),
  };
  const often = ['results', 'results', 'wait', 'wait', 'wait', 'step', 'step', ...Object.keys(acts)];
  const zone = process.env.TZ;
  try {
    accept(ORDERS[0] as string);
    for (let act = between(random, 8, 30); act > 0; act -= 1) {
      const done = oneOf(random, often);
      if (done !== 'wait') happened.push(truth.monotonic());
      count(done);
      await acts[done]?.();
    }
    // All is well again, but for the clock, which stays as wrong as it is; nobody does anything any more.
    peer.knobs.faults.length = 0;
    peer.orders.set(LATE, emptyRecord(null));
    network.set(true);
    happened.push(truth.monotonic());
    for (let hour = 0; hour < 80 && isOpen(outbox); hour += 1) await truth.advance(HOUR);
    expect(isOpen(outbox), 'something is still to be sent').toBe(false);

    const told = itemsOf(outbox).map((item) => ({ item, receipts: outbox.receipts(item.seq) }));
    expect(told.map(({ item }) => `${item.internalOrderRef}/${item.inspectorName}`).reverse()).toEqual(accepted);
    // An order that was not known four times waits for a person, as it should.
    const isUnknown = told.find(({ item }) => item.internalOrderRef === LATE)?.item.state === 'refused';
    const settled = told.filter(({ item }) => !isUnknown || item.internalOrderRef !== LATE);
    const written = peer.written.map(({ ref, inspectorName }) => `${ref}/${inspectorName}`);
    expect(broken(settled, { written, told: peer.told })).toEqual([]);

    const crowded = signIns.flatMap((at) => {
      const inside = (one: number): boolean => one >= at && one < at + 10 * MINUTE;
      const events = happened.filter((one) => one > at - 10 * MINUTE && one < at + 10 * MINUTE).length;
      const seen = signIns.filter(inside).length;
      return seen > CALM_SIGN_INS + SIGN_INS_EACH * events ? [`${seen} sign-ins after ${events} events`] : [];
    });
    expect(crowded).toEqual([]);

    // With nothing left to do no clock makes it call anybody.
    const before = peer.requests.length;
    for (let step = 0; step < 4; step += 1) {
      clock.jump(oneOf(random, STEPS_MS));
      await truth.advance(7 * HOUR);
    }
    expect(peer.requests.length - before, 'calls of an idle program').toBe(0);
    count('values', told.length);
    count('questions', told.filter(({ item }) => isAsked(item)).length);
    count('calls', peer.requests.length);
    count('sign-ins', signIns.length);
    const stopping = sync.stop();
    await truth.advance(MINUTE);
    await stopping;
  } finally {
    process.env.TZ = zone;
  }
}

lives('clock', { usual: 500, live });
