// Withdrawing an accepted file: what is unsent of it goes, what it had replaced comes back, and an older value never
// takes the place of a newer one that was delivered or may have arrived.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import { booked, makeOutbox, type TestOutbox } from '../support/make.ts';

const GONE_WRONG: Failure = { kind: 'cut-off' };
const REFUSED: Failure = { kind: 'value-refused', words: 'no' };

/** One file with one result for each order, `by` the inspector. */
function file(outbox: TestOutbox, by: string, ...refs: string[]): { id: number; seqs: number[] } {
  const { id, first } = outbox.importFile(refs.map((ref) => booked(ref, by)));
  return { id, seqs: refs.map((_, n) => first + n) };
}

function withdraw(outbox: TestOutbox, id: number, undo = `undo-${id}`): { count: number; sent: number } {
  return outbox.verbs.withdrawImport(id, undo, outbox.clock.now());
}

const restore = (outbox: TestOutbox, undo: string): number => outbox.verbs.restore(undo, outbox.clock.now());

describe('withdrawing a file', () => {
  it('takes back what was never on board, says how much was, and can itself be taken back', () => {
    const outbox = makeOutbox();
    const { id, seqs } = file(outbox, 'Li Fang', 'ORD-1', 'ORD-2', 'ORD-3', 'ORD-4');
    const [sent, unknown, ...unsent] = seqs as [number, number, number, number];
    outbox.claim('b-1', sent, unknown);
    outbox.settle('b-1', null, sent);
    expect(withdraw(outbox, id)).toEqual({ count: 2, sent: 2 });
    expect([...unsent, sent, unknown].map(outbox.state)).toEqual(['discarded', 'discarded', 'delivered', 'sending']);
    expect(outbox.lists.tally(id)).toMatchObject({ discarded: 2, delivered: 1, sending: 1, waiting: 0 });
    expect(restore(outbox, `undo-${id}`)).toBe(2);
    expect(unsent.map(outbox.state)).toEqual(['waiting', 'waiting']);
    expect(withdraw(outbox, 99)).toEqual({ count: 0, sent: 0 });
  });

  it('leaves what was tried, even when a person made it start anew', () => {
    const outbox = makeOutbox();
    const { id, seqs } = file(outbox, 'Li Fang', 'ORD-1');
    const [seq] = seqs as [number];
    outbox.claim('b-1', seq);
    outbox.settle('b-1', GONE_WRONG, seq);
    outbox.store.prepare(`update outbox_item set state = 'parked'`).run();
    outbox.verbs.retry({ seqs: [seq] }, outbox.clock.now());
    expect(outbox.item(seq)).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(withdraw(outbox, id)).toEqual({ count: 0, sent: 1 });
    expect(outbox.state(seq)).toBe('waiting');
  });

  it('brings back what it had replaced, as it was', () => {
    const outbox = makeOutbox();
    const first = file(outbox, 'Li Fang', 'ORD-1', 'ORD-2', 'ORD-3', 'ORD-4');
    const [waiting, unconfirmed, refused, delivered] = first.seqs as [number, number, number, number];
    outbox.claim('b-1', unconfirmed, refused, delivered);
    outbox.settle('b-1', GONE_WRONG, unconfirmed);
    outbox.settle('b-1', REFUSED, refused);
    outbox.settle('b-1', null, delivered);
    const second = file(outbox, 'Emma Clarke', 'ORD-1', 'ORD-2', 'ORD-3', 'ORD-4');
    expect(first.seqs.map(outbox.state)).toEqual(['superseded', 'superseded', 'superseded', 'delivered']);
    expect(withdraw(outbox, second.id)).toEqual({ count: 4, sent: 0 });
    expect(first.seqs.map(outbox.state)).toEqual(['waiting', 'unconfirmed', 'refused', 'delivered']);
    expect(outbox.item(unconfirmed).dueAt).toBe(outbox.clock.now());
    expect(outbox.lists.fresh(0, 9).map(({ seq }) => seq)).toEqual([waiting]);
    restore(outbox, `undo-${second.id}`);
    expect(first.seqs.map(outbox.state)).toEqual(['superseded', 'superseded', 'superseded', 'delivered']);
    expect(second.seqs.map(outbox.state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  });

  it('brings back what failed on its way after it was replaced', () => {
    const outbox = makeOutbox();
    const older = file(outbox, 'Li Fang', 'ORD-1', 'ORD-2');
    const [lost, released] = older.seqs as [number, number];
    outbox.claim('b-1', lost);
    outbox.claim('b-2', released);
    const newer = file(outbox, 'Emma Clarke', 'ORD-1', 'ORD-2');
    outbox.settle('b-1', GONE_WRONG, lost);
    outbox.verbs.release('b-2', outbox.clock.now());
    expect(older.seqs.map(outbox.state)).toEqual(['superseded', 'superseded']);
    withdraw(outbox, newer.id);
    expect(older.seqs.map(outbox.state)).toEqual(['unconfirmed', 'waiting']);
  });

  it('brings nothing back behind a newer value that may have arrived', () => {
    const outbox = makeOutbox();
    const oldest = file(outbox, 'Li Fang', 'ORD-1');
    const middle = file(outbox, 'Emma Clarke', 'ORD-1');
    outbox.claim('b-1', ...middle.seqs);
    outbox.settle('b-1', GONE_WRONG, ...middle.seqs);
    outbox.verbs.discard({ seqs: middle.seqs }, 'by hand', outbox.clock.now());
    const newest = file(outbox, 'Zhang Wei', 'ORD-1');
    expect(withdraw(outbox, newest.id)).toEqual({ count: 1, sent: 0 });
    expect([oldest, middle, newest].map(({ seqs }) => outbox.state(seqs[0] as number))).toEqual([
      'superseded',
      'discarded',
      'discarded',
    ]);
  });

  it('brings nothing back of a file that was withdrawn itself', () => {
    const outbox = makeOutbox();
    const [a, b] = [file(outbox, 'Li Fang', 'ORD-1'), file(outbox, 'Emma Clarke', 'ORD-1')];
    expect(withdraw(outbox, a.id)).toEqual({ count: 0, sent: 0 });
    expect(withdraw(outbox, b.id)).toEqual({ count: 1, sent: 0 });
    expect([...a.seqs, ...b.seqs].map(outbox.state)).toEqual(['discarded', 'discarded']);
    restore(outbox, `undo-${a.id}`);
    expect([...a.seqs, ...b.seqs].map(outbox.state)).toEqual(['waiting', 'discarded']);
    restore(outbox, `undo-${b.id}`);
    expect([...a.seqs, ...b.seqs].map(outbox.state)).toEqual(['superseded', 'waiting']);
  });

  it('and its undo, of two files in any order, end where they began', () => {
    for (const undone of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      for (const withdrawn of [
        ['a', 'b'],
        ['b', 'a'],
      ]) {
        const outbox = makeOutbox();
        const files = { a: file(outbox, 'Li Fang', 'ORD-1', 'ORD-2'), b: file(outbox, 'Emma Clarke', 'ORD-2', 'ORD-3') };
        const states = (): string[] => [...files.a.seqs, ...files.b.seqs].map(outbox.state);
        const atFirst = states();
        for (const name of withdrawn) withdraw(outbox, files[name as 'a'].id, name);
        expect(states()).toEqual(['discarded', 'discarded', 'discarded', 'discarded']);
        for (const name of undone) restore(outbox, name);
        expect(states()).toEqual(atFirst);
      }
    }
  });

  it('takes a repaired row of the file along, and leaves the one that was edited as it was', () => {
    const outbox = makeOutbox();
    const { id, seqs } = file(outbox, 'Li Fang', 'ORD-1');
    const [seq] = seqs as [number];
    outbox.claim('b-1', seq);
    outbox.settle('b-1', REFUSED, seq);
    const edited = outbox.verbs.resend(seq, booked('ORD-1', 'Emma Clarke'), outbox.clock.now());
    if (!edited.ok) throw new Error(edited.failure.kind);
    expect(withdraw(outbox, id)).toEqual({ count: 1, sent: 1 });
    expect([outbox.state(seq), outbox.state(edited.value)]).toEqual(['refused', 'discarded']);
  });

  it('of any files in any order leaves one result of an order on its way at the most, the newest that is not withdrawn', () => {
    const anyFile = fc.record({ kind: fc.constant('file' as const), refs: fc.uniqueArray(fc.constantFrom('A', 'B', 'C')) });
    const anyAct = fc.record({ kind: fc.constantFrom('withdraw' as const, 'restore' as const), pick: fc.nat({ max: 50 }) });
    fc.assert(
      fc.property(fc.array(fc.oneof(anyFile, anyAct), { maxLength: 25 }), (acts) => {
        const outbox = makeOutbox();
        const files: { id: number; withdrawn: number | null }[] = [];
        acts.forEach((act, n) => {
          if (act.kind === 'file') files.push({ id: file(outbox, `Inspector ${n}`, ...act.refs).id, withdrawn: null });
          const picked = act.kind === 'file' ? undefined : files[act.pick % Math.max(1, files.length)];
          if (picked === undefined) return;
          if (act.kind === 'withdraw' && picked.withdrawn === null) {
            withdraw(outbox, picked.id, `undo-${n}`);
            picked.withdrawn = n;
          } else if (act.kind === 'restore' && picked.withdrawn !== null) {
            restore(outbox, `undo-${picked.withdrawn}`);
            picked.withdrawn = null;
          }
        });
        const items = outbox.lists.list({ states: [] }, undefined, 500).items;
        for (const ref of ['A', 'B', 'C']) {
          const stays = items.filter(
            ({ internalOrderRef, importId }) =>
              internalOrderRef === ref && files.some(({ id, withdrawn }) => id === importId && withdrawn === null),
          );
          const waiting = items.filter(({ internalOrderRef, state }) => internalOrderRef === ref && state === 'waiting');
          if (
            waiting.map(({ seq }) => seq).join() !==
            stays
              .slice(0, 1)
              .map(({ seq }) => seq)
              .join()
          ) {
            throw new Error(`${ref}: ${JSON.stringify(waiting)} instead of ${JSON.stringify(stays)}`);
          }
        }
        outbox.close();
      }),
      { numRuns: 500 },
    );
  });
});
