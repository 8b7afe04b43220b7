// The threads that read dropped files: at most one for each spare core, one kept ready because starting it takes longer
// than reading a small file. A file that finds none free waits for its turn.
import { availableParallelism } from 'node:os';
import { fail, type Result } from '../../shared/result.ts';
import type { Clock } from '../base/ports.ts';
import { startThread, type Thread } from '../base/thread.ts';
import type { Source } from './source.ts';
import type { Staged, StageOrder, StageProgress } from './stage.ts';
import type { StageInput, StageVerbs } from './stage-thread.ts';

/** Where the thread's program lies when it is not bundled. */
export const STAGE_THREAD = new URL('./stage-thread.ts', import.meta.url);

export interface Stagers {
  /** Stages a file as soon as a thread is free; `signal` ends it with `import-cancelled`. */
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

/** Keeps the threads whose program is at `url`. */
export function createStagers(url: URL, clock: Clock, maxThreads = Math.max(1, availableParallelism() - 1)): Stagers {
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

  async function take(): Promise<Stager> {
    while (free.length === 0 && all.size >= maxThreads) await new Promise<void>((resolve) => waiting.push(resolve));
    return free.pop() ?? startStager();
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
      const stager = await take();
      if (signal.aborted || isStopped) {
        await giveBack(stager, true);
        return cancelled;
      }
      const cancel = (): void => void Atomics.store(stager.stop, 0, 1);
      Atomics.store(stager.stop, 0, 0);
      signal.addEventListener('abort', cancel);
      stager.progress = progress;
      let isAlive = false;
      try {
        const staged = await stager.thread.verbs.stage({ ...order, source: shared(order.source) });
        isAlive = true;
        return staged;
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
