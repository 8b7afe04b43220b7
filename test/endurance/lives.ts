// The lives of a part: one for each seed, whose name repeats it, and the figures that were counted in them.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, it } from 'vitest';
import type { Random } from '../../main/base/ports.ts';
import { clearLeftovers, seededRandom } from '../support/make.ts';
import { stopApps } from '../support/open-app.ts';
import { unmountAll } from '../support/small-disk.ts';

const { ENDURANCE_FIRST: first, ENDURANCE_SEEDS: seeds, ENDURANCE_MS: limitMs } = process.env;

/** Counts something that the figures of the part name. */
export type Count = (figure: string, n?: number) => void;

export interface Part {
  /** So many lives when nobody says how many. */
  readonly usual: number;
  /** Why there can be none on this machine; null when there can. */
  readonly missing?: string | null;
  /** By how much the clock is faster than the machine's: where the machine does not keep up with that, a failure says nothing. */
  readonly speed?: number;
  readonly live: (random: Random, count: Count) => Promise<void>;
}

/** Time that a program may lose without noticing it, by its own clock, ms. */
const UNNOTICED_MS = 6_000;

/** Lives as many lives as were asked for, or one after the other as long as there is time, but at least one. */
export function lives(part: string, { usual, missing = null, speed = 1, live }: Part): void {
  if (missing !== null) {
    it(`${part} (skipped: ${missing})`, ({ skip }) => skip(missing));
    return;
  }
  const figures = new Map<string, number>();
  const count: Count = (figure, n = 1) => void figures.set(figure, (figures.get(figure) ?? 0) + n);
  const from = Number(first ?? 1);
  const most = Number(seeds || usual);
  const nameOf = (seed: number): string => `${part} --seeds 1 --first ${seed}`;

  /** Null, or why the machine was too slow for this life to say anything. */
  async function lived(seed: number): Promise<string | null> {
    const delays = monitorEventLoopDelay({ resolution: 10 });
    delays.enable();
    count('lives');
    try {
      await live(seededRandom(seed), count);
      return null;
    } catch (error) {
      const lostMs = Math.round((delays.max / 1e6) * speed);
      if (speed === 1 || lostMs < UNNOTICED_MS) throw error;
      count('lives that the machine was too slow for');
      return `${nameOf(seed)}: the machine stood still for ${lostMs} ms of its clock: ${error}`;
    } finally {
      delays.disable();
    }
  }

  if (limitMs) {
    it(`${part} from seed ${from} as long as there is time`, async ({ skip }) => {
      const begunAt = performance.now();
      const slow: string[] = [];
      for (let seed = from; seed < from + most && (seed === from || performance.now() - begunAt < Number(limitMs)); seed += 1) {
        try {
          const words = await lived(seed);
          if (words !== null) slow.push(words);
        } catch (error) {
          throw new Error(`${nameOf(seed)}: ${error instanceof Error ? error.message : error}`, { cause: error });
        }
        await stopApps();
        unmountAll();
        clearLeftovers();
      }
      for (const words of slow) console.log(words);
      if (slow.length === figures.get('lives')) skip(slow[0]);
    });
  } else
    for (let seed = from; seed < from + most; seed += 1) {
      it(nameOf(seed), async ({ skip }) => {
        const slow = await lived(seed);
        if (slow !== null) skip(slow);
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
