// The thread that owns every write to one outbox database, so that no disk, however slow, can stall the window.
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import { openStore } from '../base/store.ts';
import { serveThread, threadInput } from '../base/thread.ts';
import { createWriterVerbs, type WriterVerbs } from './writer.ts';

export interface WriterInput {
  readonly path: string;
  /** Epoch ms, for naming what has to be put aside. */
  readonly now: number;
}

/** The verbs of this thread; `opening` says first whether there is a database, and whether an old one was damaged. */
export interface WriterThread extends WriterVerbs {
  readonly opening: () => Result<{ damaged: Failure | null }>;
}

const { path, now } = threadInput<WriterInput>();
const opened = openStore(path, now);
serveThread({
  ...(opened.ok ? createWriterVerbs(opened.value.store, path) : {}),
  opening: (): Result<{ damaged: Failure | null }> =>
    opened.ok ? { ok: true, value: { damaged: opened.value.damaged } } : opened,
});
