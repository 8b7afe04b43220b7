// The outbox database of one environment, opened twice: for writing in a thread of its own, for reading here.
// What every start needs is read once on the way, so that a file that cannot be used is put aside now and not stumbled over later.
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { backups, lossOnOffer, markDamaged } from '../base/backups.ts';
import type { Log } from '../base/ports.ts';
import { failureFromSqlite, isDamage, type Store } from '../base/sqlite.ts';
import { openReader } from '../base/store.ts';
import { startThread, type Thread } from '../base/thread.ts';
import { createEditLists } from '../bookings/edits.ts';
import { createImportReads } from '../import/review/imports.ts';
import { createLists, type Lists } from '../outbox/lists.ts';
import { createMeta, type Meta } from '../outbox/meta.ts';
import type { WriterThread } from './writer-thread.ts';

export interface Storage {
  readonly writer: Thread<WriterThread>['verbs'];
  readonly reader: Store;
  readonly lists: Lists;
  readonly meta: Meta;
  /** What a person must know about the file. */
  readonly notices: () => readonly Failure[];
  /**
   * The failure behind what a read threw, or null when it is a bug. It is shown from now on, and a file that turned out
   * damaged is put aside at the next start.
   */
  readonly stumbled: (error: unknown) => Failure | null;
  /** The backup was brought back: what was said about the damage no longer holds. */
  readonly mended: () => void;
  /** Looks whether the file is still there; what has gone is said from now on. Answers whether something new is to be said. */
  readonly look: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** Opens the database at `path` with the writer program at `writerThread`; `now` names what has to be put aside. */
export async function openStorage(path: string, writerThread: URL, now: number, log: Log): Promise<Result<Storage>> {
  const opened = await attempt(path, writerThread, now, log);
  if (opened.ok || opened.failure !== DAMAGED) return opened;
  markDamaged(path);
  return attempt(path, writerThread, now, log);
}

const DAMAGED: Failure = { kind: 'storage-failed', words: 'the file is damaged' };

async function attempt(path: string, writerThread: URL, now: number, log: Log): Promise<Result<Storage>> {
  const thread = startThread<WriterThread>(writerThread, { path, now });
  const opening = await thread.verbs.opening();
  if (!opening.ok) {
    await thread.kill();
    return opening;
  }
  let reader: Store | null = null;
  try {
    reader = openReader(path);
    const [lists, meta] = [createLists(reader), createMeta(reader)];
    readOnce(reader, lists, meta, now);
    return ok(storageFrom({ path, log, thread, reader, lists, meta, damaged: opening.value.damaged }));
  } catch (error) {
    reader?.close();
    await thread.verbs.close();
    await thread.stop();
    // What is kept as JSON was written as JSON; if it is none any more, something else wrote over it.
    if (isDamage(error) || error instanceof SyntaxError) return fail(DAMAGED);
    const failure = failureFromSqlite(error, path);
    if (failure === null) throw error;
    return fail(failure);
  }
}

/** Everything that is read at every start and shown at every moment. */
function readOnce(reader: Store, lists: Lists, meta: Meta, now: number): void {
  lists.tally();
  lists.groups();
  lists.deliveredByHour(0);
  lists.oldestWaitingAt();
  lists.fresh(0, 1);
  lists.returning(now, 1);
  lists.nextDueAt(now);
  for (const key of ['pausedUntil', 'onlineMs', 'lastDeliveredAt', 'urlLimits']) meta.read(key, null);
  createImportReads(reader).open();
  const edits = createEditLists(reader);
  edits.edits();
  edits.nextEditDueAt();
}

function storageFrom(parts: {
  readonly path: string;
  readonly log: Log;
  readonly thread: Thread<WriterThread>;
  readonly reader: Store;
  readonly lists: Lists;
  readonly meta: Meta;
  readonly damaged: Failure | null;
}): Storage {
  const { path, log, thread, reader, lists, meta, damaged } = parts;
  let notices: Failure[] = damaged === null ? [] : [damaged];
  return {
    writer: thread.verbs,
    reader,
    lists,
    meta,
    notices: () => notices,
    stumbled: (error) => {
      const failure = failureFromSqlite(error, path);
      if (failure === null || notices.some(({ kind }) => kind === failure.kind)) return failure;
      if (isDamage(error)) markDamaged(path);
      log('error', 'the outbox could not be read', { failure });
      notices = [...notices, failure];
      return failure;
    },
    look: async () => {
      const looked = await thread.verbs.look();
      if (looked.ok || notices.some(({ kind }) => kind === looked.failure.kind)) return false;
      const missing = looked.failure.kind === 'storage-missing';
      log('error', missing ? 'the outbox has gone while it was open' : 'the outbox could not be looked at', {
        failure: looked.failure,
      });
      notices = [
        ...notices,
        missing ? { kind: 'storage-missing', path, backupAt: backups(path)[0]?.at ?? null } : looked.failure,
      ];
      return true;
    },
    mended: () => {
      const still = lossOnOffer(path);
      notices = still === null ? [] : [still];
    },
    close: async () => {
      reader.close();
      await thread.verbs.close();
      await thread.stop();
    },
  };
}
