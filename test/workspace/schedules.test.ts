// Random schedules of results, edits, discards, withdrawals, faults, crashes, pauses and retries, a thousand and more: whatever happened on the way,
// the server ends with the newest accepted result of every order, and the outbox never claims more than the server said.
import fc from 'fast-check';
import { it } from 'vitest';
import type { Clock } from '../../main/base/ports.ts';
import { recount } from '../../main/outbox/restore.ts';
import type { Fault, FaultRule } from '../../main/practice/faults.ts';
import type { WebServerPage } from '../../main/practice/web-server-pages.ts';
import { booked, type HandClock, handClock, makeOutbox, orderRef, rest, seededRandom, type TestOutbox } from '../support/make.ts';
import { createPeer, type Peer } from '../support/peer.ts';
import { type HandNetwork, handNetwork, watch } from '../support/watch.ts';

/** More of them, or others, for a long night: BOOKING_COURIER_SCHEDULES and BOOKING_COURIER_SEED. */
const SCHEDULES = Number(process.env.BOOKING_COURIER_SCHEDULES ?? 1000);
const SEED = Number(process.env.BOOKING_COURIER_SEED ?? 20250428);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Orders that the server knows, one that it gets to know late, and one that it always refuses. */
const KNOWN = [1, 2, 3, 4].map(orderRef);
const LATE = 'ORD-LATE';
const CLOSED = 'ORD-CLOSED';
const ALL = [...KNOWN, LATE, CLOSED];

const page = (name: WebServerPage, processed: boolean): Fault => ({ kind: 'page', page: name, processed });
const FAULTS: readonly Fault[] = [
  { kind: 'reset' },
  { kind: 'reset', processed: true },
  { kind: 'reset', processed: true, bodyBytes: 30 },
  page('nginx-502', true),
  page('apache-503', false),
  { ...page('apache-503', true), retryAfter: '90' } as Fault,
  page('nginx-504', true),
  page('nginx-429', false),
  page('sign-in-200', false),
  page('iis-404', false),
  { kind: 'filemaker', code: '112', processed: true },
  { kind: 'filemaker', code: '112' },
  { kind: 'filemaker', code: '104' },
  { kind: 'filemaker', code: '802' },
  { kind: 'filemaker', code: '812' },
  { kind: 'filemaker', code: '951', processed: true },
  { kind: 'session-killed' },
  { kind: 'redirect', to: 'https://elsewhere.example/' },
  // Slow, too slow for the client, and at work long after it gave up, but never as long as a newer result waits.
  { kind: 'delay', ms: 20 * SECOND },
  { kind: 'delay', ms: 40 * SECOND },
  { kind: 'delay', ms: 58 * SECOND },
  { kind: 'delay', ms: 50 * SECOND, after: true },
  { kind: 'huge-body', bytes: 6 * 1024 * 1024 },
  { kind: 'script-error', code: '401' },
  { kind: 'script-result', change: 'truncated' },
  { kind: 'script-result', change: 'not-json' },
  { kind: 'script-result', change: 'json-error' },
  { kind: 'script-result', change: 'absent' },
  { kind: 'script-result', change: 'order-missing' },
  { kind: 'script-result', change: 'order-added' },
  { kind: 'script-result', change: 'wrong-counts' },
];

/** From the middle of a call to the next try of an unknown order. */
const WAITS = [0, 150, 450, 450, 750, 750, 5 * SECOND, 31 * SECOND, 45 * SECOND, 61 * SECOND, 16 * MINUTE];

const order = fc.nat({ max: ALL.length - 1 });
const pick = fc.nat();
const poison = fc.option(order, { freq: 4 });
const times = fc.integer({ min: 1, max: 3 });
const on = fc.constantFrom<NonNullable<FaultRule['on']>>('script', 'script', 'script', 'script', 'login', 'logout', 'any');
const act = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('accept' as const), order }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('import' as const), orders: fc.uniqueArray(order, { minLength: 1 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('resend' as const, 'discard' as const, 'retry' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('withdraw' as const, 'restore' as const), pick }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('crash' as const, 'sleep' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'sendNow' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('offline' as const, 'online' as const, 'down' as const, 'up' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('unblock' as const, 'late order' as const, 'index' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom(...FAULTS), on, times, poison }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('limit' as const), maxBytes: fc.constantFrom(null, 600, 1000, 2048, 4000) }),
  },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(...WAITS) }) },
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** One life of the program over an outbox; after its crash nothing of it moves any more. */
function startRun(outbox: TestOutbox, peer: Peer, network: HandNetwork, random: () => number) {
  let alive = true;
  const never = new Promise<never>(() => {});
  const clock: Clock = {
    now: outbox.clock.now,
    monotonic: outbox.clock.monotonic,
    after: (ms, callback) => outbox.clock.after(ms, () => alive && callback()),
  };
  const writer = Object.fromEntries(
    Object.entries(outbox.writer).map(([name, verb]) => [
      name,
      async (...args: never[]) => (alive ? (verb as (...given: never[]) => unknown)(...args) : never),
    ]),
  ) as unknown as TestOutbox['writer'];
  const connect: Peer['connect'] = (baseUrl) => {
    const { request, close } = peer.connect(baseUrl);
    return { close: () => alive && close(), request: (wanted) => (alive ? request(wanted) : never) };
  };
  outbox.verbs.recover('the next run', clock.now(), clock.monotonic());
  outbox.verbs.clampDue(clock.now());
  const sync = watch({ ...outbox, clock: clock as HandClock, writer }, { connect }, { network, random });
  sync.poke();
  return {
    sync,
    crash: () => {
      alive = false;
    },
  };
}

interface Played {
  readonly outbox: TestOutbox;
  readonly peer: Peer;
}

async function play(acts: readonly Act[], seed: number): Promise<Played> {
  const random = seededRandom(seed);
  const clock = handClock();
  const outbox = makeOutbox({ clock, random });
  const peer = createPeer(clock, [...KNOWN, CLOSED]);
  (peer.orders.get(CLOSED) as { refusal: string | null }).refusal = 'Order is closed';
  const network = handNetwork();
  // Every call takes its time, so that a crash or a pause can come in its middle; half of the servers work first, half last.
  const latency: FaultRule = { fault: { kind: 'delay', ms: 300, after: seed % 2 === 0 }, on: 'any' };
  peer.knobs.faults = [latency];
  let run = startRun(outbox, peer, network, random);
  let values = 0;
  let imports = 0;
  const undos: string[] = [];
  const value = (ref: string) => {
    values += 1;
    return booked(ref, `Inspector ${values}`);
  };
  const picked = (pick: number) => {
    const { items } = outbox.lists.list({ states: [] });
    return items[pick % Math.max(1, items.length)];
  };

  for (const [n, done] of acts.entries()) {
    switch (done.kind) {
      case 'accept':
        outbox.accept(value(ALL[done.order] as string));
        run.sync.poke();
        break;
      case 'import':
        imports += 1;
        outbox.importFile(done.orders.map((index) => value(ALL[index] as string)));
        run.sync.poke();
        break;
      case 'resend': {
        const item = picked(done.pick);
        if (item) outbox.verbs.resend(item.seq, value(item.internalOrderRef), clock.now());
        break;
      }
      case 'discard': {
        const item = picked(done.pick);
        undos.push(`undo-${n}`);
        if (item) outbox.verbs.discard({ seqs: [item.seq] }, `undo-${n}`, clock.now());
        break;
      }
      case 'withdraw':
        undos.push(`undo-${n}`);
        if (imports > 0) outbox.verbs.withdrawImport(1 + (done.pick % imports), `undo-${n}`, clock.now());
        run.sync.poke();
        break;
      case 'retry': {
        const item = picked(done.pick);
        if (item) outbox.verbs.retry(done.pick % 3 === 0 ? { filter: { states: [] } } : { seqs: [item.seq] }, clock.now());
        run.sync.poke();
        break;
      }
      case 'restore':
        if (undos.length > 0) outbox.verbs.restore(undos[done.pick % undos.length] as string, clock.now());
        run.sync.poke();
        break;
      case 'crash':
        run.crash();
        peer.forgetClient();
        await rest();
        run = startRun(outbox, peer, network, random);
        break;
      case 'sleep':
        clock.jump(45 * MINUTE);
        peer.catchUp();
        break;
      case 'pause':
        await run.sync.pause(null);
        break;
      case 'resume':
        await run.sync.resume();
        break;
      case 'sendNow':
        void run.sync.sendNow();
        break;
      case 'offline':
      case 'online':
        network.set(done.kind === 'online');
        break;
      case 'down':
      case 'up':
        peer.knobs.down = done.kind === 'down';
        break;
      case 'unblock':
        run.sync.unblock();
        break;
      case 'late order':
        addLateOrder(peer);
        break;
      case 'index':
        outbox.search.indexSearch(5);
        break;
      case 'limit':
        peer.knobs.urlLimit = done.maxBytes === null ? null : { server: n % 2 === 0 ? 'iis' : 'nginx', maxBytes: done.maxBytes };
        break;
      case 'fault': {
        const poison = done.poison === null ? null : (ALL[done.poison] as string);
        const when: FaultRule['when'] = poison === null ? done.times : ({ refs }) => refs.includes(poison);
        peer.knobs.faults.unshift({ fault: done.fault, on: poison === null ? done.on : 'script', when });
        break;
      }
      case 'wait':
        await clock.advance(done.ms);
        break;
    }
  }
  // The faults end, everything is as it should be, a person retries what was refused, and time goes by.
  peer.knobs.faults = [latency];
  peer.knobs.down = false;
  peer.knobs.urlLimit = null;
  addLateOrder(peer);
  network.set(true);
  await run.sync.resume();
  for (let round = 0; round < 100; round += 1) {
    if (round < 2) outbox.verbs.retry({ filter: { states: ['refused', 'parked'] } }, clock.now());
    run.sync.unblock();
    await clock.advance(10 * SECOND);
    const { waiting, unconfirmed, sending } = outbox.lists.tally();
    const dueAt = outbox.lists.nextDueAt(clock.now());
    if (round > 1 && dueAt === null && waiting + unconfirmed + sending === 0) break;
    if (dueAt !== null && dueAt - clock.now() > 2 * MINUTE) {
      clock.jump(dueAt - clock.now());
      peer.catchUp();
      run.sync.poke();
    } else await clock.advance(MINUTE);
  }
  await run.sync.stop();
  return { outbox, peer };
}

function addLateOrder(peer: Peer): void {
  if (!peer.orders.has(LATE)) {
    peer.orders.set(LATE, { bookingResult: '', bookingDate: '', inspectorName: '', confirmedAt: null, writes: 0, refusal: null });
  }
}

/** Plain and fast: it is asked a hundred thousand times. */
function must(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}

function judge({ outbox, peer }: Played): void {
  const all = outbox.lists.list({ states: [] }, undefined, 1000).items;
  const seqOf = new Map(all.map(({ internalOrderRef, inspectorName, seq }) => [`${internalOrderRef}/${inspectorName}`, seq]));
  const { waiting, sending, unconfirmed, parked } = outbox.lists.tally();
  must(waiting + sending + unconfirmed + parked === 0, 'everything is settled');
  must(peer.heldTokens.size === 0, 'every session is closed');

  for (const ref of ALL) {
    const items = all.filter(({ internalOrderRef }) => internalOrderRef === ref);
    const newest = items.find(({ state }) => state !== 'discarded');
    const written = peer.written
      .filter((write) => write.ref === ref)
      .map((write) => seqOf.get(`${ref}/${write.inspectorName}`) as number);
    must(
      written.every((seq, n) => n === 0 || seq >= (written[n - 1] as number)),
      `${ref}: an older value never overwrites a newer one, but they came as ${written}`,
    );
    if (newest === undefined) continue;
    if (ref === CLOSED) must(['refused', 'superseded'].includes(newest.state), `${ref}: is refused, not ${newest.state}`);
    // A value that was replaced by one that a person then discarded is not brought back.
    else if (newest.state !== 'superseded') {
      must(newest.state === 'delivered', `${ref}: the newest is delivered, not ${newest.state}`);
      // Of a value that was discarded midway nobody knows whether it arrived.
      const midway = items.some(
        ({ seq }) => seq > newest.seq && outbox.receipts(seq).some(({ outcome }) => outcome === 'unconfirmed'),
      );
      must(midway || peer.orders.get(ref)?.inspectorName === newest.inspectorName, `${ref}: the server has the newest`);
    }
  }

  for (const item of all) {
    const key = `${item.internalOrderRef}/${item.inspectorName}`;
    const outcomes = outbox.receipts(item.seq).map(({ outcome }) => outcome);
    const writes = peer.written.filter(({ ref, inspectorName }) => `${ref}/${inspectorName}` === key).length;
    const unknown = outcomes.filter((outcome) => outcome === 'unconfirmed').length;
    const delivered = outcomes.filter((outcome) => outcome === 'delivered').length;
    must(delivered === (item.state === 'delivered' ? 1 : 0), `${key}: is delivered once, with a receipt, or not at all`);
    must(delivered === 0 || peer.told.has(key), `${key}: is called delivered after the server said OK`);
    must(delivered === 0 || writes < 2 || item.maybeSentTwice, `${key}: is marked when it was written twice`);
    must(writes <= delivered + unknown, `${key}: is written again only after an unknown outcome`);
  }

  const tally = outbox.store.prepare('select * from tally where n <> 0 order by import_id, state, cause').all();
  const line = (row: ReturnType<typeof recount>[number]) => `${row.import_id} ${row.state} ${row.cause} ${row.n}`;
  const counted = recount(outbox.store).map(line).sort();
  must((tally as ReturnType<typeof recount>).map(line).sort().join() === counted.join(), 'the counters agree with a recount');
}

it(`ends as it should in ${SCHEDULES} random schedules of results, faults, crashes and retries`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 45, size: 'max' }), fc.nat({ max: 9999 }), async (acts, seed) => {
      const played = await play(acts, seed);
      judge(played);
      played.outbox.close();
    }),
    { numRuns: SCHEDULES, seed: SEED },
  );
}, 600_000);
