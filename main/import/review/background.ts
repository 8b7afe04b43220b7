// Work that nobody waits for but the end of the program: kept count of, and logged when it ends unexpectedly.
import type { Log } from '../../base/ports.ts';

export interface Background {
  /** Lets `stop` and `settled` wait for the work, and hands it on. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  readonly inBackground: (work: Promise<void>) => void;
  /** Logs a bug, unless the program is ending: what an end interrupts is cleared by the next start. */
  readonly unexpected: (error: unknown) => void;
  /** Resolves when nothing is under way any more. */
  readonly settled: () => Promise<void>;
  readonly isStopped: () => boolean;
  /** Ends what `stopWorkers` ends, and waits for the rest. */
  readonly stop: (stopWorkers: () => Promise<void>) => Promise<void>;
}

/** Nothing is under way at first. */
export function createBackground(log: Log): Background {
  const underWay = new Set<Promise<unknown>>();
  let isStopped = false;

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): void => void underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  function unexpected(error: unknown): void {
    if (isStopped) return;
    log('error', 'an import ended unexpectedly', { error: error instanceof Error ? error.stack : String(error) });
  }

  return {
    track,
    unexpected,
    inBackground: (work) => void track(work.catch(unexpected)),
    isStopped: () => isStopped,
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    stop: async (stopWorkers) => {
      isStopped = true;
      await stopWorkers();
      await Promise.allSettled(underWay);
    },
  };
}
