// The threads that read dropped files: at most one for each spare core, one kept ready because starting it takes longer
// than reading a small file. A file that finds none free waits for its turn.
import { availableParallelism } from 'node:os';
import { fail, type Result } from '../../../shared/result.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { failureFromSqlite } from '../../base/sqlite.ts';
import { startThread, type Thread } from '../../base/thread.ts';
import type { Source } from '../read/source.ts';
import type { Staged, StageOrder, StageProgress } from './stage.ts';
import type { StageInput, StageVerbs } from './stage-thread.ts';

export interface Stagers {
  /** Stages a file as soon as a thread is free; `signal` ends it with `import-cancelled`. Never throws. */
  readonly stage: (
    order: StageOrder,
    progress: (progress: StageProgress) => void,
    signal: AbortSignal,
  ) => Promise<Result<Staged>>;
  /** Ends all threads at once. */
  readonly stop: () => Promise<void>;
}

interface Stager {
  readonly thread: Thread<StageVerbs>;
  readonly stop: Int32Array<SharedArrayBuffer>;
  progress: (progress: StageProgress) => void;
}

/** Long enough after the start of the app to be in nobody's way. */
const READY_AFTER_MS = 1000;

export interface StagerPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Where the thread's program lies; beside this file when it is not bundled. */
  readonly url?: URL | undefined;
  readonly maxThreads?: number | undefined;
}

/** Keeps the threads that read files. */
export function createStagers({
  clock,
  log,
  url = new URL('./stage-thread.ts', import.meta.url),
  maxThreads = Math.max(1, availableParallelism() - 1),
}: StagerPorts): Stagers {
  const free: Stager[] = [];
  const all = new Set<Stager>();
  const waiting: (() => void)[] = [];
  let isStopped = false;
  const cancelReady = clock.after(READY_AFTER_MS, () => {
    if (all.size === 0) free.push(startStager());
  });

  function startStager(): Stager {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const stager: Stager = { thread: startThread<StageVerbs>(url, { stop } satisfies StageInput), stop, progress: () => {} };
    stager.thread.onNotice((notice) => stager.progress(notice as StageProgress));
    all.add(stager);
    return stager;
  }

  /** Resolves when a thread may be free, or when nobody wants one any more. */
  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        go();
      };
      waiting.push(go);
      signal.addEventListener('abort', leave);
    });
  }

  /** A thread of one's own; null when it is too late to start anything. */
  async function take(signal: AbortSignal): Promise<Stager | null> {
    while (free.length === 0 && all.size >= maxThreads && !isStopped && !signal.aborted) await turn(signal);
    if (!signal.aborted && !isStopped) return free.pop() ?? startStager();
    waiting.shift()?.();
    return null;
  }

  async function giveBack(stager: Stager, isAlive: boolean): Promise<void> {
    // One stays ready; the others, and one that went wrong, have done their work.
    if (isAlive && free.length === 0 && !isStopped) free.push(stager);
    else {
      all.delete(stager);
      await stager.thread.kill();
    }
    waiting.shift()?.();
  }

  return {
    stage: async (order, progress, signal) => {
      const cancelled: Result<Staged> = fail({ kind: 'import-cancelled', name: order.name });
      const stager = await take(signal);
      if (stager === null) return cancelled;
      const cancel = (): void => void Atomics.store(stager.stop, 0, 1);
      Atomics.store(stager.stop, 0, 0);
      signal.addEventListener('abort', cancel);
      stager.progress = progress;
      let isAlive = false;
      try {
        const staged = await stager.thread.verbs.stage({ ...order, source: shared(order.source) });
        isAlive = true;
        return staged;
      } catch (error) {
        if (isStopped) return cancelled;
        log('error', 'a file could not be read', { error: error instanceof Error ? error.stack : String(error) });
        const failure = failureFromSqlite(error, order.stagedPath);
        return fail(failure ?? { kind: 'unexpected', words: error instanceof Error ? error.name : 'unknown' });
      } finally {
        signal.removeEventListener('abort', cancel);
        stager.progress = () => {};
        await giveBack(stager, isAlive);
      }
    },
    stop: async () => {
      isStopped = true;
      cancelReady();
      await Promise.all([...all].map(({ thread }) => thread.kill()));
      for (const go of waiting.splice(0)) go();
    },
  };
}

/** Bytes in memory are handed to a thread, not copied for it and again by it. */
function shared(source: Source): Source {
  if ('path' in source) return source;
  const bytes = new Uint8Array(new SharedArrayBuffer(source.bytes.length));
  bytes.set(source.bytes);
  return { bytes };
}
