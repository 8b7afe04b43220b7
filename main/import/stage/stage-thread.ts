// The import worker: stages one dropped file in a thread of its own, so that no file, however large, can stall the window.

import type { Result } from '../../../shared/result.ts';
import { systemClock } from '../../base/ports.ts';
import { announce, serveThread, threadInput } from '../../base/thread.ts';
import { type Staged, type StageOrder, type StageProgress, stageFile } from './stage.ts';

/** What the thread is started with: set the first element to stop it. */
export interface StageInput {
  readonly stop: Int32Array<SharedArrayBuffer>;
}

export interface StageVerbs {
  readonly stage: (order: StageOrder) => Promise<Result<Staged>>;
}

const PROGRESS_EVERY_MS = 100;

const { stop } = threadInput<StageInput>();

serveThread({
  stage: (order: StageOrder): Promise<Result<Staged>> => {
    let announcedAt = Number.NEGATIVE_INFINITY;
    return stageFile(
      order,
      () => Atomics.load(stop, 0) !== 0,
      (progress: StageProgress) => {
        const now = systemClock.monotonic();
        if (now - announcedAt < PROGRESS_EVERY_MS) return;
        announcedAt = now;
        announce(progress);
      },
    );
  },
} satisfies StageVerbs);
