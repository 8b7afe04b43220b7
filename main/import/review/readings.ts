// A file being read, for the first time or anew: staged by a thread, compared by the writer, and stopped soon after a person
// says so, whichever of the two is at work. A file that is read anew keeps its earlier reading until the new one is whole.
import type { Encoding } from '../../../shared/encodings.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { ImportSummary } from '../../../shared/import.ts';
import type { ReadingChoice } from '../../../shared/reading.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { stockholmToday } from '../../../shared/stockholm-time.ts';
import type { Dropped, Source } from '../read/source.ts';
import type { Staged } from '../stage/stage.ts';
import type { StagedFiles } from '../stage/staged-files.ts';
import type { Stagers } from '../stage/stagers.ts';
import type { ImportPorts } from './import-ports.ts';
import type { ImportReads } from './imports.ts';
import { compareFile } from './review.ts';
import type { Summaries } from './summaries.ts';

export interface Readings {
  /** Reads a file for the first time; it is in review then, or has failed. */
  readonly read: (id: number, name: string, source: Dropped) => Promise<void>;
  /** Reads a file in review anew. When that comes to nothing, the file stays in review as it was read before. */
  readonly readAgain: (file: ImportSummary, choice: ReadingChoice, dropRepairs: boolean) => Promise<Result<void>>;
  /** Stops the reading of a file; answers whether it was read anew, or null when it is not being read. */
  readonly stop: (id: number) => { readonly isAgain: boolean; readonly done: Promise<unknown> } | null;
}

export interface ReadingPorts extends Pick<ImportPorts, 'clock' | 'writer'> {
  readonly osEncoding: Encoding;
  readonly reads: ImportReads;
  readonly files: StagedFiles;
  readonly stagers: Stagers;
  readonly show: Summaries['show'];
  readonly failed: (id: number, failure: Failure) => Promise<void>;
  /** Whether the program is ending: what is interrupted by that is cleared by the next start. */
  readonly isEnding: () => boolean;
}

/**
 * What a person chose until now, all together. Columns are places in a row, which another delimiter or header moves; of another
 * sheet nothing was chosen yet.
 */
function mergedChoice(earlier: ReadingChoice, now: ReadingChoice): ReadingChoice {
  if (now.sheet !== undefined) return now;
  const { columns: _columns, ...rest } = earlier;
  const areMoved = now.delimiter !== undefined || now.headerRow !== undefined;
  return { ...(areMoved ? rest : earlier), ...now };
}

/** The readings under way. */
export function createReadings(ports: ReadingPorts): Readings {
  const { clock, files, reads, show, writer } = ports;
  const underWay = new Map<number, { abort: AbortController; isAgain: boolean; done: Promise<unknown> }>();

  /** Answers with the file as it is staged, and compared with the outbox. */
  async function stage(
    id: number,
    name: string,
    source: Source,
    staging: number,
    choice: ReadingChoice,
    signal: AbortSignal,
  ): Promise<Result<Staged>> {
    const created = files.create(id, staging);
    if (!created.ok) return created;
    const stagedPath = created.value;
    const order = {
      name,
      source,
      stagedPath,
      choice,
      remembered: reads.remembered(),
      osEncoding: ports.osEncoding,
      today: stockholmToday(clock.now()),
    };
    const progress = (at: { bytes: number; bytesRead: number }): void => {
      if (!signal.aborted) show(id, { phase: 'reading', ...at });
    };
    const staged = await ports.stagers.stage(order, progress, signal);
    if (!staged.ok) return staged;
    const totals = await compareFile(writer, stagedPath, null, () => signal.aborted || ports.isEnding());
    if (!totals.ok) return totals;
    return totals.value === null ? fail({ kind: 'import-cancelled', name }) : ok({ ...staged.value, totals: totals.value });
  }

  async function readNow(id: number, name: string, dropped: Dropped, signal: AbortSignal): Promise<void> {
    const isThere = 'path' in dropped && dropped.isTemporary !== true;
    const kept = isThere ? ok(dropped.path) : await files.keep(id, dropped);
    const staged = kept.ok ? await stage(id, name, { path: kept.value }, 0, {}, signal) : kept;
    // What was interrupted by the end of the program is cleared by the next start; what a person put aside, by them.
    if (ports.isEnding() || signal.aborted) return;
    if (!staged.ok) return ports.failed(id, staged.failure);
    const reviewed = await writer.importStaged(id, staged.value, clock.now());
    if (signal.aborted) return;
    if (!reviewed.ok) return ports.failed(id, reviewed.failure);
    show(id, null);
  }

  async function readAgainNow(
    { id, name, path }: ImportSummary,
    given: ReadingChoice,
    dropRepairs: boolean,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const known = reads.choice(id);
    if (known === null) return fail({ kind: 'gone', what: 'import' });
    const choice = mergedChoice(known.choice, given);
    const staging = known.staging + 1;
    try {
      const source = { path: path === '' ? files.keptPath(id) : path };
      const staged = await stage(id, name, source, staging, choice, signal);
      if (!staged.ok) return staged;
      const carried = await writer.carryRepairs(files.pathOf(id), files.pathAt(id, staging));
      if (!carried.ok) return carried;
      const { kept, lost, totals } = carried.value;
      if (lost > 0 && !dropRepairs) return fail({ kind: 'repairs-at-stake', name, count: lost });
      if (signal.aborted) return fail({ kind: 'import-cancelled', name });
      return await writer.importReread(id, { ...staged.value, totals }, { choice, staging, repaired: kept }, clock.now());
    } finally {
      if (!ports.isEnding()) await files.removeOthers(id);
    }
  }

  function begin<T>(id: number, isAgain: boolean, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const done = work(abort.signal).finally(() => underWay.delete(id));
    underWay.set(id, { abort, isAgain, done });
    return done;
  }

  return {
    read: (id, name, dropped) => begin(id, false, (signal) => readNow(id, name, dropped, signal)),

    readAgain: async (file, choice, dropRepairs) => {
      // One that was cancelled ends with its next piece.
      if (underWay.has(file.id)) return fail({ kind: 'import-cancelled', name: file.name });
      show(file.id, { phase: 'reading', bytes: file.bytes, bytesRead: 0 });
      try {
        return await begin(file.id, true, (signal) => readAgainNow(file, choice, dropRepairs, signal));
      } finally {
        show(file.id, null);
      }
    },

    stop: (id) => {
      const reading = underWay.get(id);
      if (reading === undefined) return null;
      reading.abort.abort();
      return { isAgain: reading.isAgain, done: reading.done };
    },
  };
}
