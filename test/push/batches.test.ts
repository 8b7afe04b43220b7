// How much one URL carries: packed by encoded bytes, filled well, and learned from what a server refuses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Due } from '../../main/outbox/lists.ts';
import { ALONE_AFTER_UNKNOWNS } from '../../main/outbox/retry.ts';
import { pageForLongUrl, type UrlLimit as ServerLimit } from '../../main/practice/web-server-pages.ts';
import {
  afterPassing,
  afterRefusal,
  encodeResult,
  freshLimit,
  joinResults,
  LOOK_AHEAD,
  type Packed,
  takeBatch,
} from '../../main/push/batches.ts';
import { createQueue } from '../../main/push/queue.ts';
import type { BookingResult } from '../../shared/booking-result.ts';
import { booked, makeOutbox, orderRef, seededRandom, unavailable } from '../support/make.ts';

const ORIGIN = 'https://pps.basicpsf.com';
const SCRIPT = '/fmi/data/vLatest/databases/BasicPSF_PPS/layouts/QC_Booking/script/CLIV%20Booking%20Results%20Batch';
const HEAD = `${SCRIPT}?script.param=${encodeURIComponent('{"bookingResults":[')}`;
const TAIL = encodeURIComponent(']}');
const BARE_BYTES = ORIGIN.length + HEAD.length + TAIL.length;

function dueFrom(result: BookingResult, seq: number, unknowns = 0): Due {
  return { seq, ...result, unknowns, attempts: unknowns, dueAt: null, acceptedAt: 0, wasAsked: false };
}

function pack(results: readonly BookingResult[]): Packed[] {
  return results.map((result, n) => {
    const due = dueFrom(result, n + 1);
    return { due, encoded: encodeResult(due) };
  });
}

/** Rows as the offices send them: names of mixed lengths, one in six not available. */
function officeRows(count: number, seed = 1): BookingResult[] {
  const random = seededRandom(seed);
  const names = [
    'Zhang Wei',
    'Li Fang',
    '欧阳娜娜',
    'Wang Xiuying',
    '王芳',
    'Åsa Lindström',
    'Erik Sjöberg',
    'Emma Clarke',
    '司马相如',
  ];
  return Array.from({ length: count }, (_, n) =>
    random() < 1 / 6
      ? unavailable(`ORD-2025-${String(n).padStart(5, '0')}`)
      : booked(`ORD-2025-${String(n).padStart(5, '0')}`, names[Math.floor(random() * names.length)]),
  );
}

function roomOf(batch: readonly Packed[]): number {
  return joinResults(batch).length;
}

/** Everything in batches, as a push would send it. */
function allBatches(results: readonly BookingResult[], room: number): Packed[][] {
  const pool = pack(results);
  const batches: Packed[][] = [];
  while (pool.length > 0) batches.push(takeBatch(pool, room));
  return batches;
}

describe('the encoded form of a result', () => {
  it('is the JSON of the API page, percent-encoded, with the date as year-month-day', () => {
    expect(encodeResult(dueFrom(booked('ORD-2025-00123'), 1))).toBe(
      '%7B%22internalOrderRef%22%3A%22ORD-2025-00123%22%2C%22bookingResult%22%3A%22Booked%22%2C%22bookingDate%22%3A%222025-04-28%22%2C%22inspectorName%22%3A%22Zhang%20Wei%22%7D',
    );
  });

  it('joined with others is an array again, whatever the names hold', () => {
    const hard = [booked('A"B\\C', "O'Brien & Søn #1 +20% =ok?"), booked('订单-1', '欧阳娜娜'), unavailable('𠮷野')];
    const read = JSON.parse(decodeURIComponent(HEAD.slice(SCRIPT.length + 14) + joinResults(pack(hard)) + TAIL));
    expect(read).toEqual({ bookingResults: hard });
  });
});

describe('a batch', () => {
  it('never takes more than its room, always takes the oldest, never an order twice, and loses nothing', () => {
    const row = fc.record({
      ref: fc.integer({ min: 1, max: 30 }),
      name: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
      unknowns: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), fc.integer({ min: 150, max: 4000 }), (rows, room) => {
        const pool = rows.map(({ ref, name, unknowns }, n) => {
          const due = dueFrom(booked(orderRef(ref), name), n + 1, unknowns);
          return { due, encoded: encodeResult(due) };
        });
        const seen: number[] = [];
        while (pool.length > 0) {
          const oldest = pool[0];
          const batch = takeBatch(pool, room);
          expect(batch).toContain(oldest);
          if (batch.length > 1) expect(roomOf(batch)).toBeLessThanOrEqual(room);
          expect(new Set(batch.map(({ due }) => due.internalOrderRef)).size).toBe(batch.length);
          if (batch.some(({ due }) => due.unknowns >= ALONE_AFTER_UNKNOWNS)) expect(batch).toHaveLength(1);
          seen.push(...batch.map(({ due }) => due.seq));
        }
        expect(seen.sort((a, b) => a - b)).toEqual(rows.map((_, n) => n + 1));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('takes nothing from an empty pool', () => {
    expect(takeBatch([], 1000)).toEqual([]);
  });

  it('lets a result travel alone that does not fit or whose outcome stayed unknown three times', () => {
    const pool = pack([booked('A', 'x'.repeat(200)), booked('B'), booked('C')]);
    pool[1] = { ...(pool[1] as Packed), due: { ...(pool[1] as Packed).due, unknowns: ALONE_AFTER_UNKNOWNS } };
    const orders = () => takeBatch(pool, 200).map(({ due }) => due.internalOrderRef);
    expect([orders(), orders(), orders()]).toEqual([['A'], ['B'], ['C']]);
  });

  it('keeps the later of two results of one order for another batch', () => {
    const pool = pack([booked('A'), booked('A', 'Li Fang'), booked('B')]);
    expect(takeBatch(pool, 4000).map(({ due }) => due.seq)).toEqual([1, 3]);
    expect(pool.map(({ due }) => due.seq)).toEqual([2]);
  });

  it.each([1900, 8000])('fills a URL of %i bytes to 97 %% or better on average', (urlBytes) => {
    const batches = allBatches(officeRows(6000), urlBytes - BARE_BYTES).slice(0, -3);
    const filled = batches.map((batch) => (BARE_BYTES + roomOf(batch)) / urlBytes);
    expect(Math.max(...filled)).toBeLessThanOrEqual(1);
    expect(filled.reduce((sum, part) => sum + part, 0) / filled.length).toBeGreaterThanOrEqual(0.97);
  });

  it('carries the nine or ten results that the API limits allow at first', () => {
    const sizes = allBatches(officeRows(2000), 1900 - BARE_BYTES)
      .slice(0, -3)
      .map((batch) => batch.length);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(8);
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeGreaterThan(9);
  });

  it('lets nobody wait for ever: the oldest goes first in each', () => {
    const oldest = allBatches(officeRows(500), 1900 - BARE_BYTES).map((batch) => (batch[0] as Packed).due.seq);
    expect(oldest).toEqual([...oldest].sort((a, b) => a - b));
  });
});

describe('learning what a server takes', () => {
  const CEILING = 16_000;
  interface Learned {
    readonly requests: number;
    readonly refusals: number;
    readonly bytes: number;
    readonly delivered: number;
  }

  /** Sends everything to a server with this limit; counts the requests until it refuses none any more and grows no more. */
  function learn(server: ServerLimit, start = 1900, ceiling = CEILING, limit = freshLimit(start)): Learned {
    const pool = pack(officeRows(3000));
    let requests = 0;
    let settledAfter = 0;
    let refusals = 0;
    let delivered = 0;
    while (pool.length > LOOK_AHEAD) {
      const batch = takeBatch(pool, limit.bytes - BARE_BYTES);
      const target = HEAD + joinResults(batch) + TAIL;
      const urlBytes = ORIGIN.length + target.length;
      requests += 1;
      const before = limit.bytes;
      if (pageForLongUrl(server, target) === null) {
        delivered += batch.length;
        limit = afterPassing(limit, urlBytes, ceiling);
      } else {
        refusals += 1;
        limit = afterRefusal(limit, urlBytes);
        pool.unshift(...batch);
      }
      if (limit.bytes !== before) settledAfter = requests;
    }
    return { requests: settledAfter, refusals, bytes: limit.bytes, delivered: delivered + pool.length };
  }

  const IIS_PREFIX = ORIGIN.length + SCRIPT.length + 1;
  it.each([
    ['IIS at 2,048 bytes of query', { server: 'iis' }, 2048 + IIS_PREFIX],
    ['a server at 4,096 bytes', { server: 'nginx', maxBytes: 4096 }, 4096 + ORIGIN.length],
    ['Apache at 8,190 bytes', { server: 'apache', maxBytes: 8190 }, 8190 + ORIGIN.length],
    ['Node at 16,384 bytes', { server: 'node', maxBytes: 16_384 }, 16_000],
  ] as const)('of %s needs at most 12 requests, comes close, and loses nothing', (_, server, limitBytes) => {
    const { requests, bytes, delivered, refusals } = learn(server);
    expect(requests).toBeLessThanOrEqual(12);
    expect(refusals).toBeLessThanOrEqual(8);
    expect(bytes).toBeLessThanOrEqual(limitBytes);
    expect(bytes).toBeGreaterThan(limitBytes * 0.96);
    expect(delivered).toBe(3000);
  });

  it('costs no refusal at a server whose limit lies above the ceiling', () => {
    expect(learn({ server: 'nginx' }, 1900, 8000)).toMatchObject({ requests: 3, refusals: 0, bytes: 8000 });
  });

  it('goes down to half and less at a server that takes less than the start, and still delivers all', () => {
    const { bytes, delivered, refusals } = learn({ server: 'nginx', maxBytes: 700 });
    expect(bytes).toBeLessThanOrEqual(700 + ORIGIN.length);
    expect(refusals).toBeLessThanOrEqual(8);
    expect(delivered).toBe(3000);
  });

  it('starts from what was learned before', () => {
    const known = { bytes: 4000, proven: 3990, refused: 4050 };
    expect(learn({ server: 'nginx', maxBytes: 4000 }, 1900, CEILING, known)).toMatchObject({ requests: 0, refusals: 0 });
  });

  it('is unlearned at a server that was tightened', () => {
    const { bytes, delivered } = learn({ server: 'iis' }, 1900, CEILING, { bytes: 8000, proven: 7990, refused: 8060 });
    expect(bytes).toBeLessThanOrEqual(2048 + IIS_PREFIX);
    expect(delivered).toBe(3000);
  });

  it('takes only a well-filled URL as proof', () => {
    expect(afterPassing(freshLimit(1900), 400, CEILING)).toEqual({ bytes: 1900, proven: 400, refused: null });
  });

  it('never goes above the ceiling, and never below what one result needs', () => {
    expect(afterPassing(freshLimit(6000), 5990, 8000).bytes).toBe(8000);
    let limit = freshLimit(1900);
    for (let n = 0; n < 20; n += 1) limit = afterRefusal(limit, limit.bytes);
    expect(limit.bytes).toBeGreaterThanOrEqual(500);
  });
});

describe('the queue of a push', () => {
  const seqsOf = (batch: readonly Packed[]) => batch.map(({ due }) => due.seq);

  it('hands out what fell due first, then fresh results in the order they were accepted, each once', async () => {
    const outbox = makeOutbox();
    const seqs = officeRows(450).map(outbox.accept);
    const late = seqs.slice(10, 13);
    outbox.claim('b1', ...late);
    outbox.settle('b1', { kind: 'timed-out', afterMs: 1 }, ...late);
    await outbox.clock.advance(60_000);
    const queue = createQueue(outbox.lists, outbox.clock.now());
    const handed: number[] = [];
    for (let batch = queue.next(1700); batch.length > 0; batch = queue.next(1700)) handed.push(...seqsOf(batch));
    expect(late).toContain(handed[0]);
    expect([...handed].sort((a, b) => a - b)).toEqual(seqs);
  });

  it('sees results that were accepted after it started', () => {
    const outbox = makeOutbox();
    outbox.accept(booked('A'));
    const queue = createQueue(outbox.lists, outbox.clock.now());
    const later = Array.from({ length: 400 }, (_, n) => outbox.accept(booked(orderRef(n))));
    let last: number[] = [];
    for (let batch = queue.next(1700); batch.length > 0; batch = queue.next(1700)) last = seqsOf(batch);
    expect(last.at(-1)).toBe(later.at(-1));
  });

  it('hands out halves before anything else, and what was given back before what waited behind it', () => {
    const outbox = makeOutbox();
    for (const row of officeRows(60)) outbox.accept(row);
    const queue = createQueue(outbox.lists, outbox.clock.now());
    const first = queue.next(1700);
    queue.split(first);
    const middle = Math.ceil(first.length / 2);
    expect(seqsOf(queue.next(1700))).toEqual(seqsOf(first.slice(0, middle)));
    expect(seqsOf(queue.next(1700))).toEqual(seqsOf(first.slice(middle)));
    const second = queue.next(1700);
    queue.giveBack(second);
    expect(seqsOf(queue.next(1700))[0]).toBe(seqsOf(second)[0]);
  });
});
