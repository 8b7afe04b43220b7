// A dropped file from the first byte to the receipt: read, compared, reviewed, accepted or put aside; and what can still be
// taken back afterwards. Nothing of it is queued before a person (or the command line) accepts it; then all of it is, or nothing.
import type { Failure } from '../../../shared/failure.ts';
import type { ImportSummary } from '../../../shared/import.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { failureFromSqlite } from '../../base/sqlite.ts';
import { createLists } from '../../outbox/lists.ts';
import { createStagedFiles } from '../stage/staged-files.ts';
import { createStagers } from '../stage/stagers.ts';
import { createAside } from './aside.ts';
import { createBackground } from './background.ts';
import { createContents } from './contents.ts';
import { createExports } from './exports.ts';
import { createHeldReads } from './held-rows.ts';
import type { ImportPorts, Imports } from './import-ports.ts';
import { createImportReads } from './imports.ts';
import { createOrders } from './orders.ts';
import { createReadings } from './readings.ts';
import { createRecounting } from './recounting.ts';
import { createReview } from './review.ts';
import { createSightings } from './sightings.ts';
import { createSummaries } from './summaries.ts';

/** After accepting so many rows the write-ahead log is too long to be left to its own devices. */
const LARGE_FILE_RECORDS = 20_000;
/** Files being read at once; more of them would only take the processor from each other, and from the window. */
const MOST_THREADS = 2;
const GONE: Failure = { kind: 'gone', what: 'import' };

/** Takes up what an earlier run left: files in review are offered again, interrupted ones and stray staging files are cleared. */
export async function createImports(ports: ImportPorts): Promise<Imports> {
  const { changed, clock, log, reader, writer } = ports;
  const reads = createImportReads(reader);
  const lists = createLists(reader);
  const held = createHeldReads(reader);
  const files = createStagedFiles(ports.folder, (id) => reads.choice(id)?.staging ?? 0, log);
  const review = createReview(ports, files);
  const sightings = createSightings({ clock, writer, changed: () => review.moved() }, ports.lookUps ?? null, files);
  const summaries = createSummaries(reader, changed, sightings.of);
  const { show } = summaries;
  const { maxThreads = MOST_THREADS, osEncoding = 'windows-1252' } = ports;
  const stagers = createStagers({ clock, log, url: ports.stageThread, maxThreads });
  const { inBackground, settled, stop, track, unexpected, isStopped } = createBackground(log);
  const recountOne = (id: number): Promise<void> => review.recount(id).then(() => sightings.recount(id));
  const recount = createRecounting(summaries.open, recountOne, inBackground, isStopped);
  const { lookAt, ...orders } = createOrders({ files, inBackground, isStopped, sightings, summaries, track, writer });
  const readings = createReadings({ clock, writer, osEncoding, reads, files, stagers, show, failed, isEnding: isStopped });

  async function failed(id: number, failure: Failure): Promise<void> {
    sightings.forget(id);
    await files.remove(id);
    const written = await writer.importFailed(id, failure);
    if (!written.ok) log('error', 'a failed import could not be noted', { failure: written.failure.kind });
    show(id, null);
  }

  async function giveUp(id: number): Promise<void> {
    sightings.forget(id);
    const written = await writer.importCancelled(id);
    if (!written.ok) log('error', 'a cancelled import could not be noted', { failure: written.failure.kind });
    await readings.stop(id)?.done;
    await files.remove(id);
    show(id, null);
  }

  async function emptyLog(): Promise<void> {
    const emptied = await writer.emptyLog();
    if (!emptied.ok) log('warning', 'the write-ahead log could not be emptied', { failure: emptied.failure.kind });
  }

  async function offerAgain(id: number): Promise<void> {
    const sound = files.exists(id) ? await writer.isStagedSound(files.pathOf(id)) : fail(GONE);
    if (!sound.ok || !sound.value) return failed(id, GONE);
    await review.recount(id);
    lookAt(id);
  }

  async function acceptNow(id: number): Promise<Result<ImportSummary>> {
    if (!files.exists(id)) {
      await failed(id, GONE);
      return fail(GONE);
    }
    show(id, { phase: 'accepting' });
    sightings.stop(id);
    try {
      const accepted = await writer.acceptStaged(id, files.pathOf(id), ports.who, clock.now());
      if (!accepted.ok) return accepted;
      sightings.forget(id);
      await files.remove(id);
      if (accepted.value.records > LARGE_FILE_RECORDS) inBackground(emptyLog());
    } finally {
      show(id, null);
    }
    ports.queued();
    recount();
    return summary(id);
  }

  function summary(id: number): Result<ImportSummary> {
    const found = summaries.get(id);
    return found === null ? fail(GONE) : ok(found);
  }

  /** Does this in a file in review, or with the held rows of an accepted one, and shows that it moved. */
  async function amend<T>(id: number, inReview: () => Promise<T>, ofHeld: () => Promise<T>): Promise<T | Result<never>> {
    const phase = summaries.get(id)?.phase;
    if (phase === 'review') return track(inReview().finally(() => lookAt(id)));
    if (phase !== 'accepted') return fail(GONE);
    const done = await track(ofHeld());
    changed();
    return done;
  }

  const aside = createAside({
    phaseOf: (id) => summaries.get(id)?.phase,
    summary,
    show,
    write: (id, resumes) => {
      if (!resumes) sightings.forget(id);
      return track(writer.importAside(id, resumes));
    },
    offerAgain: (id) => track(offerAgain(id)),
    giveUp: (id) => track(giveUp(id)),
  });

  const left = reads.open();
  for (const { id, name, phase } of left)
    if (phase === 'reading') await writer.importFailed(id, { kind: 'import-cancelled', name });
  await writer.forgetHeldUndo();
  const offered = left.filter(({ phase }) => phase === 'review').map(({ id }) => id);
  await files.keepOnly([...offered, ...reads.aside()]);
  for (const id of offered) inBackground(offerAgain(id));

  return {
    start: async (name, dropped) => {
      const isThere = 'path' in dropped && dropped.isTemporary !== true;
      const begun = await writer.beginImport(name, isThere ? dropped.path : '', ports.who, clock.now());
      if (!begun.ok) return begun;
      const id = begun.value;
      show(id, { phase: 'reading', bytes: 'bytes' in dropped ? dropped.bytes.length : 0, bytesRead: 0 });
      const read = readings.read(id, name, dropped).catch((error: unknown) => {
        unexpected(error);
        const failure = failureFromSqlite(error, reader.name);
        if (!isStopped())
          return failed(id, failure ?? { kind: 'unexpected', words: error instanceof Error ? error.name : 'unknown' });
      });
      inBackground(read.then(() => lookAt(id)));
      return ok({ id });
    },

    recount,
    open: summaries.open,
    list: summaries.list,
    summary,
    otherOf: ({ id, sha256 }) => reads.otherOf(sha256, id),

    ...orders,
    ...createContents({ held, reader, review, sightings, summaries }),

    readAgain: async (id, choice, dropRepairs) => {
      const file = summaries.get(id);
      if (file?.phase !== 'review') return fail(GONE);
      const read = await track(readings.readAgain(file, choice, dropRepairs));
      review.moved();
      if (read.ok) {
        sightings.forget(id);
        lookAt(id);
      }
      return read.ok ? summary(id) : read;
    },

    accept: async (id) => {
      const file = summaries.get(id);
      if (file?.phase !== 'review') return fail(GONE);
      const asks = file.reading?.asks ?? [];
      if (asks.length > 0) return fail({ kind: 'reading-unsure', name: file.name, asks });
      return track(acceptNow(id));
    },

    cancel: async (id) => {
      const phase = summaries.get(id)?.phase;
      if (phase !== 'reading' && phase !== 'review') return fail(GONE);
      const stopped = readings.stop(id);
      if (stopped?.isAgain === true) {
        show(id, null);
        return ok(undefined);
      }
      if (phase === 'review') return aside.putAside(id);
      // It is given up from this moment on; the rest is tidying up.
      show(id, { phase: 'cancelled' });
      inBackground(giveUp(id));
      return ok(undefined);
    },

    resume: aside.resume,
    discard: aside.discard,

    withdraw: async (id, undo) => {
      if (summaries.get(id)?.phase !== 'accepted') return fail(GONE);
      const withdrawn = await track(writer.withdrawImport(id, undo, clock.now()));
      ports.queued();
      recount();
      changed();
      return withdrawn;
    },

    repair: (id, record, draft, undo) =>
      amend(
        id,
        () => review.repair(id, record, draft, undo),
        () => writer.repairHeld(id, record, draft, undo, clock.now()),
      ),
    fixAll: (id, key, fix, undo) =>
      amend(
        id,
        () => review.fixAll(id, key, fix, undo),
        () => writer.fixHeld(id, key, fix, undo, clock.now()),
      ),
    holdUnknown: (id, isHeld, undo) =>
      amend(
        id,
        () => review.holdUnknown(id, isHeld, undo),
        async () => fail(GONE),
      ),
    undo: (id, undo) =>
      amend(
        id,
        () => review.undo(id, undo),
        () => writer.undoHeld(id, undo, clock.now()),
      ),

    release: async (id) => {
      const released = await track(writer.releaseHeld(id));
      changed();
      return released;
    },

    ...createExports(summaries, lists, held),

    settled,
    stop: () => {
      sightings.stopAll();
      return stop(stagers.stop);
    },
  };
}
