// The long list of the window: whatever is scrolled to, inserted or removed, what is in view is whole, in order, and stays in place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeysetList, type KeysetList } from '../../renderer/list/keyset-list.ts';

const FIT = 25;

interface World {
  rows: number[];
  reads: number;
}

function listOver(world: World, shortPages: (limit: number) => number): KeysetList<number> {
  const end = (world.rows.at(-1) ?? 0) + 1;
  return createKeysetList<number>({
    positionOf: (row) => row,
    end,
    read: async (after, wanted) => {
      world.reads += 1;
      if (world.reads > 20_000) throw new Error('it reads without end');
      const from = after === null ? 0 : world.rows.findIndex((row) => row > after);
      if (from < 0) return { rows: [], next: null };
      const limit = shortPages(wanted);
      const rows = world.rows.slice(from, from + limit);
      const isLast = from + limit >= world.rows.length;
      return { rows, next: isLast ? null : (rows.at(-1) ?? after ?? (world.rows[0] as number) - 1) };
    },
  });
}

/** Lets the list read until it asks for nothing more. */
async function settle(world: World): Promise<void> {
  for (let before = -1; before !== world.reads; ) {
    before = world.reads;
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

const step = fc.oneof(
  fc.record({ act: fc.constant('jump' as const), to: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ act: fc.constant('scroll' as const), by: fc.integer({ min: -200, max: 200 }) }),
  fc.record({ act: fc.constant('add' as const), count: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    act: fc.constant('remove' as const),
    places: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 20 }),
  }),
);

describe('a long list', () => {
  it('shows what is there, in order and without holes, wherever it is scrolled and whatever changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 30, maxLength: 3000 }),
        fc.boolean(),
        fc.array(step, { maxLength: 10 }),
        async (gaps, short, steps) => {
          let position = 1_000_000;
          const world: World = { rows: gaps.map((gap) => (position += gap)), reads: 0 };
          const list = listOver(world, (wanted) => (short ? Math.max(1, Math.floor(wanted / 3)) : wanted));
          let first = 0;
          let shift = 0;
          list.subscribe((by) => (shift += by));
          async function look(): Promise<void> {
            for (let again = 0; again < 4; again += 1) {
              first = Math.max(0, Math.min(first, list.count() - FIT));
              list.look(first, Math.min(list.count() - 1, first + FIT));
              await settle(world);
              first = Math.max(0, first + shift);
              shift = 0;
            }
          }
          list.setTotal(world.rows.length);
          list.look(0, FIT);
          await look();
          for (const act of steps) {
            if (act.act === 'jump') first = Math.floor(act.to * Math.max(0, list.count() - FIT));
            else if (act.act === 'scroll') first += act.by;
            else {
              const anchor = list.rowAt(first);
              if (act.act === 'remove') {
                for (const place of act.places)
                  if (world.rows.length > FIT) world.rows.splice(Math.floor(place * world.rows.length), 1);
              } else for (let n = 0; n < act.count; n += 1) world.rows.unshift((world.rows[0] as number) - 1);
              list.setTotal(world.rows.length);
              const wasScrolled = first > 0;
              list.refresh();
              await settle(world);
              first = Math.max(0, first + shift);
              shift = 0;
              const now = list.rowAt(first);
              const stays = wasScrolled && anchor !== undefined && now !== undefined && world.rows.includes(anchor);
              if (stays && first + FIT < world.rows.length) expect(now, 'the first row in view stays in view').toBe(anchor);
            }
            await look();
            const seen = Array.from({ length: Math.min(FIT, list.count() - first) }, (_, n) => list.rowAt(first + n));
            expect(seen, 'no holes').not.toContain(undefined);
            const from = world.rows.indexOf(seen[0] as number);
            expect(seen, 'in order').toEqual(world.rows.slice(from, from + seen.length));
            if (first === 0) expect(seen[0], 'the top is the top').toBe(world.rows[0]);
            if (first + FIT >= list.count()) expect(seen.at(-1), 'the end is the end').toBe(world.rows.at(-1));
          }
        },
      ),
      { numRuns: 120, seed: 20261122 },
    );
  });
});
