// The lives of a part: one test for each seed, whose name repeats it, and the figures that were counted in them.
import { afterAll, it } from 'vitest';
import type { Random } from '../../main/base/ports.ts';
import { seededRandom } from '../support/make.ts';

const { ENDURANCE_FIRST: first, ENDURANCE_SEEDS: seeds, ENDURANCE_MS: limitMs } = process.env;
const begunAt = performance.now();

/** Counts something that the figures of the part name. */
export type Count = (figure: string, n?: number) => void;

/** Lives as many lives as were asked for, else `usual`; those for which no time is left are skipped, and the figures say so. */
export function lives(
  part: string,
  usual: number,
  live: (random: Random, count: Count, seed: number, skip: () => never) => Promise<void>,
): void {
  const figures = new Map<string, number>();
  const count: Count = (figure, n = 1) => void figures.set(figure, (figures.get(figure) ?? 0) + n);
  const from = Number(first ?? 1);
  for (let seed = from; seed < from + Number(seeds || usual); seed += 1) {
    it(`${part} --seeds 1 --first ${seed}`, async ({ skip }) => {
      if (limitMs && performance.now() - begunAt > Number(limitMs)) {
        count('not lived, time was up');
        skip();
      }
      count('lives');
      await live(seededRandom(seed), count, seed, skip);
    });
  }
  afterAll(() => {
    const told = [...figures].map(([figure, n]) => `${figure} ${n}`).join(', ');
    console.log(`${part}, seeds from ${from}: ${told}`);
  });
}

/** One of these. */
export function oneOf<T>(random: Random, all: readonly T[]): T {
  return all[Math.floor(random() * all.length)] as T;
}

/** A whole number of at least `from` and at most `to`. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}
