// Discarded results brought back long after, one by one or many, whatever act discarded them; and what took the place of one
// that was replaced. An older value never takes the place of a newer one.
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import { booked, makeOutbox, type TestOutbox } from '../support/make.ts';

const REFUSED: Failure = { kind: 'value-refused', words: 'no' };

function queue(outbox: TestOutbox, by: string, ...refs: string[]): number[] {
  const { first } = outbox.importFile(refs.map((ref) => booked(ref, by)));
  return refs.map((_, n) => first + n);
}

describe('bringing back', () => {
  it('puts results of several acts back where they were, and leaves the others', () => {
    const outbox = makeOutbox();
    const { clock, verbs } = outbox;
    const [a, b, c, d] = queue(outbox, 'Li Fang', 'ORD-1', 'ORD-2', 'ORD-3', 'ORD-4') as [number, number, number, number];
    outbox.claim('b-1', b);
    outbox.settle('b-1', REFUSED, b);
    verbs.discard({ seqs: [a, c] }, 'first', clock.now());
    verbs.discard({ seqs: [b] }, 'second', clock.now());
    expect(verbs.bringBack({ seqs: [a, b, d] }, 'third', clock.now())).toEqual({ count: 2, overtaken: 0 });
    expect([a, b, c, d].map(outbox.state)).toEqual(['waiting', 'refused', 'discarded', 'waiting']);
    expect(outbox.item(b)).toMatchObject({ cause: 'value-refused' });
    // What is left of the first act can still be taken back, and the rest of the list brought back.
    expect(verbs.restore('first', clock.now())).toBe(1);
    verbs.discard({ seqs: [a, c] }, 'fourth', clock.now());
    expect(verbs.bringBack({ filter: { states: ['discarded'] } }, 'fifth', clock.now())).toEqual({ count: 2, overtaken: 0 });
    expect([a, b, c, d].map(outbox.state)).toEqual(['waiting', 'refused', 'waiting', 'waiting']);
  });

  it('leaves out what a newer result of its order has overtaken, and says how many that were', () => {
    const outbox = makeOutbox();
    const { clock, verbs } = outbox;
    const [old, other] = queue(outbox, 'Li Fang', 'ORD-1', 'ORD-2') as [number, number];
    verbs.discard({ seqs: [old, other] }, 'act', clock.now());
    const [newer] = queue(outbox, 'Emma Clarke', 'ORD-1') as [number];
    outbox.claim('b-1', newer);
    outbox.settle('b-1', null, newer);
    expect(verbs.bringBack({ filter: { states: ['discarded'] } }, 'back', clock.now())).toEqual({ count: 1, overtaken: 1 });
    expect([old, other, newer].map(outbox.state)).toEqual(['superseded', 'waiting', 'delivered']);
  });

  it('lets what came out of a backup wait for a person, because nobody knows what it was', () => {
    const outbox = makeOutbox();
    const { clock, store, verbs } = outbox;
    const [seq] = queue(outbox, 'Li Fang', 'ORD-1') as [number];
    verbs.discard({ seqs: [seq] }, 'act', clock.now());
    store.exec('delete from discarded');
    expect(verbs.bringBack({ seqs: [seq] }, 'back', clock.now())).toEqual({ count: 1, overtaken: 0 });
    expect(outbox.item(seq)).toMatchObject({ state: 'parked', cause: 'restored-from-backup' });
  });
});

describe('a replaced result', () => {
  const replacedBy = (outbox: TestOutbox, seq: number): number | undefined => outbox.lists.detail(seq)?.replacedBy?.seq;

  it('names the next result of its order', () => {
    const outbox = makeOutbox();
    const [first] = queue(outbox, 'Li Fang', 'ORD-1') as [number];
    expect(replacedBy(outbox, first)).toBeUndefined();
    const [second] = queue(outbox, 'Emma Clarke', 'ORD-1') as [number];
    const [third] = queue(outbox, 'Erik Berg', 'ORD-1') as [number];
    expect([first, second, third].map((seq) => replacedBy(outbox, seq))).toEqual([second, third, undefined]);
  });

  it('names its correction, also where that is of another order', () => {
    const outbox = makeOutbox();
    const [wrong] = queue(outbox, 'Li Fang', 'ORD-1') as [number];
    outbox.claim('b-1', wrong);
    outbox.settle('b-1', REFUSED, wrong);
    const corrected = outbox.verbs.resend(wrong, booked('ORD-2', 'Li Fang'), outbox.clock.now());
    expect(outbox.state(wrong)).toBe('superseded');
    expect(replacedBy(outbox, wrong)).toBe(corrected.ok ? corrected.value : null);
  });
});
