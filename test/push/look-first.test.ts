// Before an old result goes out, and after a lost answer: what BasicPSF holds decides, and whatever goes wrong with looking up
// the results go out as if it did not exist. Peer and outbox are the real ones, the clock is moved by hand.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChoices } from '../../main/outbox/choices.ts';
import type { Fault } from '../../main/practice/faults.ts';
import { judgeHeld } from '../../main/push/judge-held.ts';
import { LookUpSettings } from '../../shared/held-order.ts';
import { booked, handClock, makeOutbox, orderRef, push, type TestOutbox } from '../support/make.ts';
import { createPeer, type Peer } from '../support/peer.ts';

const MINUTE = 60_000;
const REFS = Array.from({ length: 30 }, (_, n) => orderRef(n + 1));
const REF = REFS[0] as string;

let outbox: TestOutbox;
let peer: Peer;
let failures: string[];

beforeEach(() => {
  const clock = handClock();
  outbox = makeOutbox({ clock });
  peer = createPeer(clock, REFS);
  failures = [];
});
afterEach(() => {
  // Whatever happened on the way, every session was closed or lost to the server.
  expect(peer.heldTokens.size).toBe(0);
  const { opened, closed, lost } = peer.sessions.counts();
  expect(closed + lost).toBe(opened);
});

/** One push that looks orders up; time goes by in it. */
async function pass(lookUp = true): Promise<void> {
  const manner = LookUpSettings.parse({});
  const job = lookUp ? { ...manner, failed: ({ kind }: { kind: string }) => void failures.push(kind) } : null;
  const under = push(outbox, 'https://pps.basicpsf.com', { lookUp: job }, { connect: peer.connect });
  await outbox.clock.advance(3 * MINUTE);
  await under;
}

/** A colleague on another machine confirms a result now. */
function colleague(inspectorName: string, ref = REF): void {
  Object.assign(peer.orders.get(ref) as object, {
    bookingResult: 'Booked',
    bookingDate: '2025-04-29',
    inspectorName,
    confirmedAt: outbox.clock.now(),
  });
}

const inspector = (ref = REF) => peer.orders.get(ref)?.inspectorName;
const finds = () => peer.calls('find').length;

describe('an old result', () => {
  it('goes out without a look as long as it is fresh', async () => {
    outbox.accept(booked(REF));
    await outbox.clock.advance(9 * MINUTE);
    await pass();
    expect([finds(), inspector()]).toEqual([0, 'Zhang Wei']);
  });

  it('does not go out over what a colleague has confirmed since, and shows both', async () => {
    const seq = outbox.accept(booked(REF));
    await outbox.clock.advance(11 * MINUTE);
    colleague('Li Fang');
    await pass();
    expect(outbox.item(seq)).toMatchObject({ state: 'parked', cause: 'told-elsewhere', dueAt: null });
    expect(outbox.lists.detail(seq)?.heldElsewhere).toMatchObject({ inspectorName: 'Li Fang', bookingDate: '2025-04-29' });
    expect(outbox.receipts(seq)).toMatchObject([{ outcome: 'not-sent', cause: 'told-elsewhere' }]);
    expect(inspector()).toBe('Li Fang');
  });

  it('goes out over what was confirmed before it was accepted, and over what this machine told itself', async () => {
    colleague('Li Fang');
    colleague('Li Fang', REFS[1]);
    await outbox.clock.advance(5_000);
    outbox.accept(booked(REF));
    outbox.accept(booked(REFS[2] as string, 'Emma Clarke'));
    await pass();
    outbox.accept(booked(REFS[2] as string, 'Zhang Wei'));
    outbox.accept(booked(REFS[1] as string));
    await outbox.clock.advance(20 * MINUTE);
    await pass();
    expect([inspector(), inspector(REFS[1]), inspector(REFS[2])]).toEqual(['Zhang Wei', 'Zhang Wei', 'Zhang Wei']);
  });

  it('holds up none of those that travel with it', async () => {
    const seqs = REFS.map((ref) => outbox.accept(booked(ref)));
    await outbox.clock.advance(11 * MINUTE);
    for (const ref of REFS.slice(0, 3)) colleague('Li Fang', ref);
    await pass();
    expect(seqs.map(outbox.state)).toEqual([...Array(3).fill('parked'), ...Array(27).fill('delivered')]);
  });

  it.each([-110_000, 110_000])('is judged right by a clock that differs by %i ms', async (differs) => {
    const server = createPeer({ ...outbox.clock, now: () => outbox.clock.now() + differs }, REFS);
    const confirm = (ref: string) =>
      Object.assign(server.orders.get(ref) as object, {
        bookingResult: 'Booked',
        bookingDate: '2025-04-29',
        inspectorName: 'Li Fang',
        confirmedAt: outbox.clock.now() + differs,
      });
    confirm(REFS[1] as string);
    await outbox.clock.advance(5_000);
    const [asked, sent] = [outbox.accept(booked(REF)), outbox.accept(booked(REFS[1] as string))];
    await outbox.clock.advance(5_000);
    confirm(REF);
    await outbox.clock.advance(11 * MINUTE);
    peer = server;
    await pass();
    expect([outbox.state(asked), outbox.state(sent)]).toEqual(['parked', 'delivered']);
  });
});

describe('a clock that is set', () => {
  const STEPS = [
    ['ours goes on by five minutes', 5 * MINUTE, 0],
    ['ours goes back by five minutes', -5 * MINUTE, 0],
    ["the server's goes on by five minutes", 0, 5 * MINUTE],
    ["the server's goes back by five minutes", 0, -5 * MINUTE],
  ] as const;
  let ahead = 0;

  /** A server with a clock of its own, which is right after the step. */
  function serverWithItsOwnClock(oursBy: number, theirsBy: number): void {
    ahead = oursBy - theirsBy;
    peer = createPeer({ ...outbox.clock, now: () => outbox.clock.now() + ahead }, REFS);
  }
  function step(oursBy: number): void {
    outbox.clock.jump(oursBy);
    ahead = 0;
  }

  it.each(STEPS)('makes no question of what this machine was told as delivered: %s', async (_, oursBy, theirsBy) => {
    serverWithItsOwnClock(oursBy, theirsBy);
    outbox.accept(booked(REF, 'Emma Clarke'));
    await pass();
    const seq = outbox.accept(booked(REF, 'Zhang Wei'));
    await outbox.clock.advance(11 * MINUTE);
    step(oursBy);
    await pass();
    expect([outbox.state(seq), inspector(), finds()]).toEqual(['delivered', 'Zhang Wei', 1]);
  });

  it.each(STEPS)('makes no question of what may have arrived unsaid: %s', async (_, oursBy, theirsBy) => {
    serverWithItsOwnClock(oursBy, theirsBy);
    peer.knobs.faults = [{ fault: { kind: 'reset', processed: true }, when: 1 }];
    outbox.accept(booked(REF, 'Emma Clarke'));
    await pass();
    const seq = outbox.accept(booked(REF, 'Zhang Wei'));
    step(oursBy);
    await outbox.clock.advance(11 * MINUTE);
    await pass();
    expect([outbox.state(seq), inspector()]).toEqual(['delivered', 'Zhang Wei']);
  });

  it.each(STEPS)("leaves a colleague's newer word a question: %s", async (_, oursBy, theirsBy) => {
    serverWithItsOwnClock(oursBy, theirsBy);
    outbox.accept(booked(REF, 'Emma Clarke'));
    await pass();
    const seq = outbox.accept(booked(REF, 'Zhang Wei'));
    step(oursBy);
    await outbox.clock.advance(11 * MINUTE);
    colleague('Li Fang');
    await pass();
    expect([outbox.state(seq), inspector()]).toEqual(['parked', 'Li Fang']);
  });

  it('makes no question of our own word that was forgotten since', async () => {
    const day = 24 * 60 * MINUTE;
    serverWithItsOwnClock(100 * day, 0);
    const first = outbox.accept(booked(REF, 'Emma Clarke'));
    const other = outbox.accept(booked(REFS[1] as string, 'Emma Clarke'));
    await pass();
    outbox.clock.jump(91 * day);
    expect(outbox.verbs.forget(outbox.clock.now() - 90 * day, 100)).toBe(2);
    expect([first, other].map((seq) => outbox.lists.get(seq))).toEqual([null, null]);
    const seq = outbox.accept(booked(REF, 'Zhang Wei'));
    const asked = outbox.accept(booked(REFS[1] as string, 'Zhang Wei'));
    ahead = 9 * day;
    colleague('Li Fang', REFS[1]);
    Object.assign(peer.orders.get(REFS[1] as string) as object, { confirmedAt: outbox.clock.now() + 10 * day });
    await outbox.clock.advance(11 * MINUTE);
    await pass();
    expect([outbox.state(seq), inspector(), outbox.state(asked)]).toEqual(['delivered', 'Zhang Wei', 'parked']);
  });
});

describe('the choice', () => {
  const choices = () => createChoices(outbox.store);

  async function asked(): Promise<number> {
    const seq = outbox.accept(booked(REF));
    await outbox.clock.advance(11 * MINUTE);
    colleague('Li Fang');
    await pass();
    return seq;
  }

  it('to keep theirs leaves it, keeps ours as replaced, and brings nothing older back', async () => {
    const older = outbox.accept(booked(REF, 'Emma Clarke'));
    const seq = await asked();
    expect(choices().keepTheirs({ seqs: [older, seq] }, outbox.clock.now())).toBe(1);
    await pass();
    expect([outbox.item(seq).state, outbox.item(seq).cause, outbox.state(older)]).toEqual([
      'superseded',
      'told-elsewhere',
      'superseded',
    ]);
    expect(inspector()).toBe('Li Fang');
  });

  it('to send ours sends it over exactly what was seen', async () => {
    const seq = await asked();
    expect(choices().sendOurs({ filter: { states: [] } }, outbox.clock.now())).toBe(1);
    await pass();
    expect([outbox.state(seq), inspector()]).toEqual(['delivered', 'Zhang Wei']);
  });

  it('is a question again when something newer is confirmed meanwhile, and after a plain retry', async () => {
    const seq = await asked();
    outbox.verbs.retry({ seqs: [seq] }, outbox.clock.now());
    await pass();
    expect(outbox.state(seq)).toBe('parked');
    choices().sendOurs({ seqs: [seq] }, outbox.clock.now());
    colleague('Emma Clarke');
    await pass();
    expect([outbox.state(seq), inspector()]).toEqual(['parked', 'Emma Clarke']);
  });
});

describe('a choice that is taken back', () => {
  const choices = () => createChoices(outbox.store);

  /** Two questions, newest first as they are shown. */
  async function asked(): Promise<number[]> {
    const seqs = REFS.slice(0, 2).map((ref) => outbox.accept(booked(ref)));
    await outbox.clock.advance(11 * MINUTE);
    for (const ref of REFS.slice(0, 2)) colleague('Li Fang', ref);
    await pass();
    expect(outbox.lists.asked(10).items).toMatchObject([
      { seq: seqs[1], ours: { inspectorName: 'Zhang Wei' }, held: { inspectorName: 'Li Fang' } },
      { seq: seqs[0], ours: { internalOrderRef: REF }, held: { internalOrderRef: REF, confirmedAt: expect.any(Number) } },
    ]);
    return seqs;
  }

  it('is the same question again, after theirs and after ours', async () => {
    const seqs = await asked();
    expect(choices().keepTheirs({ seqs }, outbox.clock.now())).toBe(2);
    expect(outbox.lists.asked(10).items).toEqual([]);
    expect(choices().askAgain(seqs, outbox.clock.now())).toBe(2);
    expect(choices().sendOurs({ seqs }, outbox.clock.now())).toBe(2);
    expect(choices().askAgain(seqs, outbox.clock.now())).toBe(2);
    await pass();
    expect([...seqs.map(outbox.state), inspector()]).toEqual(['parked', 'parked', 'Li Fang']);
    expect(outbox.lists.asked(1)).toMatchObject({ items: [{ seq: seqs[1] }], next: seqs[1] });
  });

  it('stays as it is where ours has gone out, or something newer took its place', async () => {
    const seqs = await asked();
    choices().sendOurs({ seqs: [seqs[0] as number] }, outbox.clock.now());
    choices().keepTheirs({ seqs: [seqs[1] as number] }, outbox.clock.now());
    outbox.accept(booked(REFS[1] as string, 'Emma Clarke'));
    await pass();
    expect(choices().askAgain(seqs, outbox.clock.now())).toBe(0);
    expect([inspector(), inspector(REFS[1])]).toEqual(['Zhang Wei', 'Emma Clarke']);
  });
});

describe('a lost answer', () => {
  const LOST: readonly Fault[] = [
    { kind: 'reset', processed: true },
    { kind: 'page', page: 'nginx-504', processed: true },
    { kind: 'delay', ms: 58_000 },
    { kind: 'filemaker', code: '112', processed: true },
    { kind: 'script-result', change: 'truncated' },
  ];

  it.each(LOST)('%j is looked up, and what has arrived is delivered without a second stamp', async (fault) => {
    peer.knobs.faults = [{ fault, when: 1 }];
    const seq = outbox.accept(booked(REF));
    await pass();
    await pass();
    await pass();
    expect(outbox.state(seq)).toBe('delivered');
    expect([peer.orders.get(REF)?.writes, outbox.item(seq).maybeSentTwice]).toEqual([1, false]);
    expect(outbox.receipts(seq)[0]).toMatchObject({ outcome: 'delivered', cause: 'looked-up' });
  });

  it('that never arrived is sent again, once it can no longer be at work', async () => {
    peer.knobs.faults = [{ fault: { kind: 'reset' }, when: 1 }];
    const seq = outbox.accept(booked(REF));
    await pass();
    await pass();
    await pass();
    expect([outbox.state(seq), peer.orders.get(REF)?.writes]).toEqual(['delivered', 1]);
    const [first, second] = peer.calls('script');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(MINUTE);
  });

  it.each([-365 * 24 * 60, -24 * 60, -2, -0.5, 0, 2, 24 * 60])(
    'is sent again within minutes also when the clock was set by %d minutes meanwhile, with few looks',
    async (minutes) => {
      peer.knobs.faults = [{ fault: { kind: 'reset' }, when: 1 }];
      const seq = outbox.accept(booked(REF));
      await pass();
      outbox.clock.jump(minutes * MINUTE);
      outbox.verbs.clampDue(outbox.clock.now());
      for (let n = 0; n < 4; n += 1) await pass();
      expect([outbox.state(seq), peer.orders.get(REF)?.writes]).toEqual(['delivered', 1]);
      expect(finds()).toBeLessThanOrEqual(4);
    },
  );

  it('does not let an older value go over a newer one of a colleague', async () => {
    peer.knobs.faults = [{ fault: { kind: 'reset' }, when: 1 }];
    const seq = outbox.accept(booked(REF));
    await pass();
    colleague('Li Fang');
    await pass();
    expect([outbox.state(seq), inspector()]).toEqual(['parked', 'Li Fang']);
  });
});

describe('whatever goes wrong with looking up', () => {
  it.each<Fault>([
    { kind: 'filemaker', code: '9' },
    { kind: 'filemaker', code: '102' },
    { kind: 'filemaker', code: '105' },
    { kind: 'filemaker', code: '112' },
    { kind: 'session-killed' },
    { kind: 'page', page: 'iis-404' },
    { kind: 'page', page: 'sign-in-200' },
    { kind: 'page', page: 'nginx-502' },
    { kind: 'reset' },
    { kind: 'reset', processed: true },
    { kind: 'delay', ms: 60_000 },
    { kind: 'huge-body', bytes: 6_000_000 },
    { kind: 'redirect', to: 'https://elsewhere.example/' },
  ])('%j: all results are delivered in the same push, and BasicPSF is asked once', async (fault) => {
    peer.knobs.faults = [{ fault, on: 'find' }];
    const seqs = REFS.map((ref) => outbox.accept(booked(ref)));
    await outbox.clock.advance(11 * MINUTE);
    await pass();
    expect(seqs.every((seq) => outbox.state(seq) === 'delivered')).toBe(true);
    expect(failures).toHaveLength(1);
    expect(peer.orders.get(REF)?.writes).toBe(1);
    if (fault.kind !== 'huge-body') expect(finds()).toBe(1);
  });

  it('is nothing that a push without it would know of', async () => {
    outbox.accept(booked(REF));
    await outbox.clock.advance(11 * MINUTE);
    colleague('Li Fang');
    await pass(false);
    expect([finds(), inspector()]).toEqual([0, 'Zhang Wei']);
  });
});

describe('the judgement', () => {
  const values = { bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: 'Zhang Wei' };
  const ours = {
    ...values,
    seq: 1,
    internalOrderRef: REF,
    acceptedAt: 100_000,
    sentAt: null,
    unknownAt: null,
    sentOver: null,
    told: [],
    forgotten: null,
  };
  const theirs = { ...values, internalOrderRef: REF, inspectorName: 'Li Fang', confirmedAt: 100_000 };
  const exact = { least: 0, most: 0 };

  it('asks where it cannot tell which was first: a stamp names a second, and clocks differ', () => {
    const kind = (confirmedAt: number, ahead = exact) => judgeHeld(ours, { ...theirs, confirmedAt }, ahead, 1e9).kind;
    expect([kind(98_999), kind(99_001), kind(120_000)]).toEqual(['send', 'ask', 'ask']);
    expect([kind(97_000, { least: -3000, most: 3000 }), kind(95_000, { least: -3000, most: 3000 })]).toEqual(['ask', 'send']);
  });

  it('takes an order that was never told, or is not there, for BasicPSF itself to answer', () => {
    expect(judgeHeld(ours, 'absent', exact, 1e9).kind).toBe('send');
    expect(judgeHeld(ours, { ...theirs, confirmedAt: null }, exact, 1e9).kind).toBe('send');
  });

  it('never waits for a clock that was set back', () => {
    expect(judgeHeld({ ...ours, unknownAt: 9e9 }, 'absent', exact, 1000)).toEqual({ kind: 'send' });
    expect(judgeHeld({ ...ours, unknownAt: 11_000 }, 'absent', exact, 1000)).toEqual({ kind: 'later', until: 61_000 });
  });
});
