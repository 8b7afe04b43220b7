// Results are found by any part of an order reference or an inspector's name, before and after they are indexed, and each once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchExpression, matches } from '../../main/outbox/search.ts';
import type { OutboxFilter } from '../../shared/outbox-item.ts';
import { booked, makeOutbox, orderRef, type TestOutbox, unavailable } from '../support/make.ts';

/** Everything that a search finds, page after page, by reference. */
function found({ lists }: TestOutbox, search: string, filter: Partial<OutboxFilter> = {}, limit = 3): string[] {
  const refs: string[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<typeof lists.list> = lists.list({ states: [], ...filter, search }, before, limit);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    refs.push(...page.items.map(({ internalOrderRef }) => internalOrderRef));
    before = page.next;
  }
  return refs;
}

const ROWS = [
  booked('ORD-2025-00123', 'Zhang Wei'),
  booked('ORD-2025-00124', 'Li Fang'),
  booked('订单-2025-7', '欧阳娜娜'),
  booked('𠮷-1', '𠮷野家'),
  booked('50%_off"x', 'O\'Brien "Bob" * AND'),
  booked('A.b(c)', 'Åsa Lindström'),
  unavailable('zhangjiakou-9'),
];

/** All at once indexed, none, or the first few. */
const INDEXED = [
  ['not yet indexed', 0],
  ['indexed in part', 3],
  ['all indexed', ROWS.length],
] as const;

describe.each(INDEXED)('a search over results %s', (_, indexed) => {
  function filled(): TestOutbox {
    const outbox = makeOutbox();
    for (const row of ROWS.slice(0, indexed)) outbox.accept(row);
    while (outbox.search.indexSearch(2));
    for (const row of ROWS.slice(indexed)) outbox.accept(row);
    return outbox;
  }

  it.each([
    ['three characters or more anywhere in the reference', '00123', ['ORD-2025-00123']],
    ['them anywhere in the inspector', 'ang', ['zhangjiakou-9', 'ORD-2025-00124', 'ORD-2025-00123']],
    ['them without regard to case', 'ZHANG', ['zhangjiakou-9', 'ORD-2025-00123']],
    ['letters beyond ASCII without regard to case', 'åSA LINDSTRÖM', ['A.b(c)']],
    ['more words exactly as they stand together', 'zhang wei', ['ORD-2025-00123']],
    ['nothing for words in another order', 'wei zhang', []],
    ['one character at the start of the reference', 'z', ['zhangjiakou-9', 'ORD-2025-00123']],
    ['two characters at the start of the inspector', 'li', ['ORD-2025-00124']],
    ['nothing for two characters in the middle', 'ng', []],
    ['Chinese, three characters anywhere', '阳娜娜', ['订单-2025-7']],
    ['Chinese, two characters at the start', '欧阳', ['订单-2025-7']],
    ['Chinese, one character at the start', '订', ['订单-2025-7']],
    ['characters beyond the basic plane', '𠮷', ['𠮷-1']],
    ['two of which one is beyond the basic plane', '𠮷野', ['𠮷-1']],
    ['three of which one is beyond the basic plane', '𠮷野家', ['𠮷-1']],
    ['per cent and underscore as themselves', '50%_', ['50%_off"x']],
    ['nothing for a per cent sign that stands nowhere', '%%%', []],
    ['quotation marks', '"Bob"', ['50%_off"x']],
    ['nothing but a quotation mark', '"', []],
    ['an apostrophe', "o'b", ['50%_off"x']],
    ['words that mean something to the index', '* AND', ['50%_off"x']],
    ['dots and brackets', '.b(', ['A.b(c)']],
    ['blanks around it as nothing', '  00124  ', ['ORD-2025-00124']],
    ['everything for nothing', '', ROWS.map(({ internalOrderRef }) => internalOrderRef).reverse()],
    ['everything for blanks', '   ', ROWS.map(({ internalOrderRef }) => internalOrderRef).reverse()],
    ['nothing for text that joins reference and inspector', '00123zhang', []],
    ['nothing for the mark that the index puts before each', '^^', []],
    ['nothing for text longer than any', 'x'.repeat(200), []],
  ])('finds %s', (_what, needle, refs) => {
    expect(found(filled(), needle)).toEqual(refs);
  });

  it('keeps to states, causes and files as well', () => {
    const outbox = filled();
    const { id, first } = outbox.importFile([booked('FILE-00123'), booked('FILE-00999')]);
    const refused = outbox.lists.list({ states: [], search: '00124' }).items[0]?.seq as number;
    outbox.claim('b1', refused, first);
    outbox.settle('b1', { kind: 'value-refused', words: '' }, refused, first);
    expect(found(outbox, '0012', { states: ['refused'] })).toEqual(['FILE-00123', 'ORD-2025-00124']);
    expect(found(outbox, '0012', { states: ['waiting'] })).toEqual(['ORD-2025-00123']);
    expect(found(outbox, '001', { states: [], cause: 'value-refused' })).toEqual(['FILE-00123', 'ORD-2025-00124']);
    expect(found(outbox, '001', { importId: id })).toEqual(['FILE-00123']);
    expect(found(outbox, '001', { importId: id, states: ['waiting', 'refused'] })).toEqual(['FILE-00123']);
    expect(found(outbox, 'FI', { importId: id, states: ['waiting'] })).toEqual(['FILE-00999']);
  });
});

describe('a search', () => {
  it('over many results goes by pages, newest first, each result once, whatever is indexed meanwhile', () => {
    const outbox = makeOutbox();
    outbox.importFile(Array.from({ length: 4000 }, (_, n) => booked(orderRef(n), n % 40 === 0 ? 'Wang Xiuying' : 'Li Fang')));
    const wanted = Array.from({ length: 100 }, (_, n) => orderRef((99 - n) * 40));
    expect(found(outbox, 'xiuy', {}, 7)).toEqual(wanted);
    outbox.search.indexSearch(1500);
    expect(found(outbox, 'xiuy', {}, 7)).toEqual(wanted);
    while (outbox.search.indexSearch(1000));
    expect(found(outbox, 'xiuy', {}, 7)).toEqual(wanted);
    expect(found(outbox, 'xiuy', { states: ['waiting'] }, 100)).toEqual(wanted);
    expect(found(outbox, 'xiuy', { states: ['delivered'] }, 100)).toEqual([]);
  });

  it('for one rare state looks through that state', () => {
    const outbox = makeOutbox();
    const { first } = outbox.importFile(Array.from({ length: 1500 }, (_, n) => booked(orderRef(n), 'Li Fang')));
    const seqs = Array.from({ length: 20 }, (_, n) => first + n * 70);
    outbox.claim('b1', ...seqs);
    outbox.settle('b1', { kind: 'value-refused', words: '' }, ...seqs);
    expect(found(outbox, 'fang', { states: ['refused'] }, 6)).toEqual(seqs.map((seq) => orderRef(seq - first)).reverse());
    expect(found(outbox, '0007', { states: ['refused'] }, 6)).toEqual([orderRef(70)]);
  });

  it('stops finding what was edited away only by its state, and what was forgotten at all', () => {
    const outbox = makeOutbox();
    const seq = outbox.accept(booked('ORD-1', 'Zhang Wei'));
    outbox.search.indexSearch(10);
    outbox.verbs.resend(seq, booked('ORD-1', 'Li Fang'), outbox.clock.now());
    outbox.search.indexSearch(10);
    expect(found(outbox, 'zhang')).toEqual(['ORD-1']);
    expect(found(outbox, 'zhang', { states: ['waiting'] })).toEqual([]);
    // Nothing of an order is forgotten while anything of it is open.
    outbox.claim('b1', seq + 1);
    outbox.settle('b1', null, seq + 1);
    outbox.verbs.forget(outbox.clock.now() + 1, 10);
    expect(found(outbox, 'zhang')).toEqual([]);
  });

  it('finds exactly what a plain look at every result finds', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', '1', ' ', '"', '%', '欧', '𠮷', '^', 'å', '-'),
      minLength: 1,
      maxLength: 6,
    });
    const row = fc.record({ ref: text, name: text });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.nat({ max: 12 }), text, (rows, indexed, needle) => {
        const outbox = makeOutbox();
        rows.forEach(({ ref, name }, n) => {
          if (n === indexed) outbox.search.indexSearch(100);
          outbox.accept(booked(`${n}${ref}`, name));
        });
        const all = outbox.lists.list({ states: [] }).items;
        const wanted = needle.trim() === '' ? all : all.filter((item) => matches(item, needle.trim()));
        expect(found(outbox, needle)).toEqual(wanted.map(({ internalOrderRef }) => internalOrderRef));
        outbox.close();
      }),
      { numRuns: 150, seed: 5 },
    );
  });
});

describe('the index', () => {
  it('is filled step by step and says when it is done', () => {
    const outbox = makeOutbox();
    for (let n = 0; n < 5; n += 1) outbox.accept(booked(orderRef(n)));
    expect([1, 2, 3, 4].map(() => outbox.search.indexSearch(2))).toEqual([true, true, true, false]);
    outbox.accept(booked('ORD-NEW'));
    expect([1, 2].map(() => outbox.search.indexSearch(2))).toEqual([true, false]);
  });

  it('is asked for no more than sixteen trigrams', () => {
    expect(matchExpression('abcdefghijklmnopqrstuvwxyz').split(' AND ')).toHaveLength(16);
  });
});
