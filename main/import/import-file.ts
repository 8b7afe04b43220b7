// A dropped file from the first byte to the receipt: read, compared, reviewed, accepted or put aside.
// Nothing of it is queued before a person (or the command line) accepts it; then all of it is, or nothing.
import type { BookingResultDraft } from '../../shared/booking-result.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ImportSummary, RowVerdict, StagedRow } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Guarded } from '../base/guard.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { Store } from '../base/store.ts';
import type { Remote } from '../base/thread.ts';
import type { AcceptanceVerbs } from '../outbox/acceptance.ts';
import { createLists } from '../outbox/lists.ts';
import { createImportReads, type ImportVerbs } from './imports.ts';
import { receiptCsv } from './receipt.ts';
import { createReview } from './review.ts';
import type { Source } from './source.ts';
import type { StageProgress } from './stage.ts';
import { createStagedFiles } from './staged-files.ts';
import type { RowPage } from './staged-rows.ts';
import { createStagers } from './stagers.ts';
import { createSummaries, type Summaries } from './summaries.ts';

export interface ImportPorts {
  /** Where staging files lie; created when it is needed, and nothing else is in it. */
  readonly folder: string;
  readonly writer: Remote<Guarded<ImportVerbs & AcceptanceVerbs>>;
  readonly reader: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Who is signed in on this machine. */
  readonly who: string;
  /** Called whenever a summary moved. */
  readonly changed: () => void;
  /** Called when a file's rows were queued. */
  readonly queued: () => void;
  readonly stageThread?: URL;
  readonly maxThreads?: number;
}

export interface Imports {
  /** Starts reading a file. Answers with its id at once; how it goes is in its summary. */
  readonly start: (name: string, source: Source) => Promise<Result<{ id: number }>>;
  readonly open: Summaries['open'];
  readonly list: Summaries['list'];
  readonly summary: (id: number) => Result<ImportSummary>;
  readonly rows: (id: number, verdicts: readonly RowVerdict[], after: number, limit: number) => Promise<Result<RowPage>>;
  readonly accept: (id: number) => Promise<Result<ImportSummary>>;
  readonly cancel: (id: number) => Promise<Result<void>>;
  readonly repair: (id: number, record: number, draft: BookingResultDraft) => Promise<Result<StagedRow>>;
  /** Discards the held rows of an accepted file; answers how many. */
  readonly release: (id: number) => Promise<Result<number>>;
  readonly receipt: (id: number) => Promise<Result<{ name: string; text: string }>>;
  /** Resolves when no file is being read or compared any more. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** After accepting so many rows the write-ahead log is too long to be left to its own devices. */
const LARGE_FILE_RECORDS = 20_000;
const GONE: Failure = { kind: 'gone', what: 'import' };

/** Takes up what an earlier run left: files in review are offered again, interrupted ones and stray staging files are cleared. */
export async function createImports(ports: ImportPorts): Promise<Imports> {
  const { changed, clock, log, writer } = ports;
  const reads = createImportReads(ports.reader);
  const summaries = createSummaries(ports.reader, changed);
  const { show } = summaries;
  const lists = createLists(ports.reader);
  const files = createStagedFiles(ports.folder, log);
  const review = createReview(ports, files);
  const stagers = createStagers({ clock, log, url: ports.stageThread, maxThreads: ports.maxThreads });
  const readings = new Map<number, { readonly abort: AbortController; readonly done: Promise<void> }>();
  const underWay = new Set<Promise<unknown>>();
  let isStopped = false;

  /** Lets `stop` and `settled` wait for work that nobody else waits for. */
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

  function inBackground(work: Promise<void>): void {
    track(work.catch(unexpected));
  }

  async function failed(id: number, failure: Failure): Promise<void> {
    await files.remove(id);
    const written = await writer.importFailed(id, failure);
    if (!written.ok) log('error', 'a failed import could not be noted', { failure: written.failure.kind });
    show(id, null);
  }

  async function read(id: number, name: string, source: Source, signal: AbortSignal): Promise<void> {
    const created = files.create(id);
    const progress = (at: StageProgress): void => {
      if (!signal.aborted) show(id, { phase: 'reading', ...at });
    };
    const staged = created.ok ? await stagers.stage({ name, source, stagedPath: created.value }, progress, signal) : created;
    // What was interrupted by the end of the program is cleared by the next start; what a person put aside, by them.
    if (isStopped || signal.aborted) return;
    if (!staged.ok) return failed(id, staged.failure);
    const totals = await writer.compareStaged(files.pathOf(id));
    if (!totals.ok) return failed(id, totals.failure);
    const reviewed = await writer.importStaged(id, { ...staged.value, totals: totals.value });
    if (signal.aborted) return;
    if (!reviewed.ok) return failed(id, reviewed.failure);
    show(id, null);
  }

  async function putAside(id: number): Promise<void> {
    const written = await writer.importCancelled(id);
    if (!written.ok) log('error', 'a cancelled import could not be noted', { failure: written.failure.kind });
    await readings.get(id)?.done;
    await files.remove(id);
    show(id, null);
  }

  async function emptyLog(): Promise<void> {
    const emptied = await writer.emptyLog();
    if (!emptied.ok) log('warning', 'the write-ahead log could not be emptied', { failure: emptied.failure.kind });
  }

  async function offerAgain(id: number): Promise<void> {
    const sound = files.exists(id) ? await writer.isStagedSound(files.pathOf(id)) : fail(GONE);
    if (sound.ok && sound.value) await review.recount(id);
    else await failed(id, GONE);
  }

  async function acceptNow(id: number): Promise<Result<ImportSummary>> {
    if (!files.exists(id)) {
      await failed(id, GONE);
      return fail(GONE);
    }
    show(id, { phase: 'accepting' });
    try {
      const accepted = await writer.acceptStaged(id, files.pathOf(id), ports.who, clock.now());
      if (!accepted.ok) return accepted;
      await files.remove(id);
      if (accepted.value.records > LARGE_FILE_RECORDS) inBackground(emptyLog());
    } finally {
      show(id, null);
    }
    ports.queued();
    for (const other of summaries.open()) if (other.phase === 'review') inBackground(review.recount(other.id));
    return summary(id);
  }

  function summary(id: number): Result<ImportSummary> {
    const found = summaries.get(id);
    return found === null ? fail(GONE) : ok(found);
  }

  const left = reads.open();
  for (const { id, name, phase } of left)
    if (phase === 'reading') await writer.importFailed(id, { kind: 'import-cancelled', name });
  const offered = left.filter(({ phase }) => phase === 'review').map(({ id }) => id);
  await files.keepOnly(offered);
  for (const id of offered) inBackground(offerAgain(id));

  return {
    start: async (name, source) => {
      const begun = await writer.beginImport(name, ports.who, clock.now());
      if (!begun.ok) return begun;
      const id = begun.value;
      const abort = new AbortController();
      show(id, { phase: 'reading', bytes: 'bytes' in source ? source.bytes.length : 0, bytesRead: 0 });
      const done = read(id, name, source, abort.signal)
        .catch((error: unknown) => {
          unexpected(error);
          if (!isStopped) return failed(id, { kind: 'unexpected', words: error instanceof Error ? error.name : 'unknown' });
        })
        .finally(() => readings.delete(id));
      readings.set(id, { abort, done });
      inBackground(done);
      return ok({ id });
    },

    open: summaries.open,
    list: summaries.list,
    summary,

    rows: async (id, verdicts, after, limit) => {
      const phase = summaries.get(id)?.phase;
      if (phase === undefined) return fail(GONE);
      if (phase === 'review' || phase === 'accepting') {
        return review.rows(id, verdicts, after, limit);
      }
      const wanted = phase === 'accepted' && (verdicts.length === 0 || verdicts.includes('invalid'));
      const rows = wanted ? reads.heldRows(id, after, limit) : [];
      return ok({ rows, next: rows.length < limit ? null : (rows.at(-1)?.record ?? null) });
    },

    accept: async (id) => {
      if (summaries.get(id)?.phase !== 'review') return fail(GONE);
      return track(acceptNow(id));
    },

    cancel: async (id) => {
      const phase = summaries.get(id)?.phase;
      if (phase !== 'reading' && phase !== 'review') return fail(GONE);
      // It is put aside from this moment on; the rest is tidying up.
      show(id, { phase: 'cancelled' });
      readings.get(id)?.abort.abort();
      inBackground(putAside(id));
      return ok(undefined);
    },

    repair: async (id, record, draft) => {
      const phase = summaries.get(id)?.phase;
      if (phase === 'review') return track(review.repair(id, record, draft));
      if (phase !== 'accepted') return fail(GONE);
      const repaired = await track(writer.repairHeld(id, record, draft, clock.now()));
      changed();
      return repaired;
    },

    release: async (id) => {
      const released = await track(writer.releaseHeld(id));
      changed();
      return released;
    },

    receipt: async (id) => {
      const found = summaries.get(id);
      if (found?.phase !== 'accepted') return fail(GONE);
      return ok({ name: `${found.name.replace(/\.csv$/i, '')} receipt.csv`, text: await receiptCsv(id, lists, reads) });
    },

    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },

    stop: async () => {
      isStopped = true;
      await stagers.stop();
      await Promise.allSettled(underWay);
    },
  };
}
