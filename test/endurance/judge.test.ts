// The judge of the long runs says so when a promise is broken: a judge that finds nothing proves nothing.
import { describe, expect, it } from 'vitest';
import { LOOKED_UP, OutboxItem, type Receipt } from '../../shared/outbox-item.ts';
import { broken, type Told } from './judge.ts';

function told(seq: number, who: string, state: OutboxItem['state'], ...outcomes: Receipt['outcome'][]): Told {
  const item = OutboxItem.parse({
    ...{ seq, internalOrderRef: 'ORD-1', bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: who, state },
    ...{ cause: '', words: '', dueAt: null, attempts: outcomes.length, maybeSentTwice: false },
    ...{ origin: 'import', importId: 1, record: 2, changedAt: 0 },
  });
  return { item, receipts: outcomes.map((outcome) => ({ seq, batchId: 'b', at: 0, outcome, cause: '', words: '' })) };
}
const old = told(1, 'Li Fang', 'delivered', 'delivered');
const fresh = told(2, 'Zhang Wei', 'delivered', 'delivered');
const [OLD, FRESH] = ['ORD-1/Li Fang', 'ORD-1/Zhang Wei'];

describe('the judge of the long runs', () => {
  it('finds nothing wrong with a life in which all went well', () => {
    expect(broken([fresh, old], { written: [OLD, FRESH], told: new Set([OLD, FRESH]) })).toEqual([]);
  });

  it('takes what the server is seen to hold for its word, and only that', () => {
    const seen = { ...old, receipts: old.receipts.map((receipt) => ({ ...receipt, cause: LOOKED_UP })) };
    expect(broken([seen], { written: [OLD], told: new Set() })).toEqual([]);
    expect(broken([seen], { written: [], told: new Set() })).not.toEqual([]);
  });

  it.each<[string, Told[], string[], string[]]>([
    ['an older value that lands late', [fresh, old], [OLD, FRESH, OLD], [OLD, FRESH]],
    ['what is called delivered without a word of the server', [fresh, old], [OLD, FRESH], [OLD]],
    ['what is called delivered without a receipt', [told(1, 'Li Fang', 'delivered')], [OLD], [OLD]],
    [
      'what was written twice and is not marked',
      [told(1, 'Li Fang', 'delivered', 'unconfirmed', 'delivered')],
      [OLD, OLD],
      [OLD],
    ],
    ['what was written without an attempt', [told(1, 'Li Fang', 'refused', 'refused')], [OLD], []],
    ['what never arrived', [told(2, 'Zhang Wei', 'waiting'), old], [OLD], [OLD]],
    ['a newest value that was given up', [told(2, 'Zhang Wei', 'superseded'), old], [OLD], [OLD]],
  ])('says of %s', (_, items, written, said) => {
    expect(broken(items, { written, told: new Set(said) })).not.toEqual([]);
  });
});
