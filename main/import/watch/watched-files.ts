// The table `watched_file`: which files of watched folders were taken up, as they were then. It outlives restarts, so that no
// file is taken up twice.
import type { ImportPhase } from '../../../shared/import.ts';
import type { Store } from '../../base/sqlite.ts';
import { transacted } from '../../base/statements.ts';

/** A file at one moment of its life; written to, it is another one. */
export interface FileMoment {
  readonly path: string;
  readonly size: number;
  /** Epoch ms. */
  readonly modifiedAt: number;
}

/** A file that was taken up, with how its import is doing. */
export interface TakenFile extends FileMoment {
  readonly importId: number;
  readonly phase: ImportPhase;
}

/** So many are remembered; a folder that holds more of them has other troubles. */
const MOST_REMEMBERED = 100_000;

/** The verbs that change the table, for the writer thread. */
export function createWatchedVerbs(store: Store) {
  const take = store.prepare(`insert or replace into watched_file values (:path, :size, :modifiedAt, :importId, '')`);
  const settle = store.prepare(`update watched_file set settled = 'yes' where path = ? and import_id = ?`);
  const forget = store.prepare('delete from watched_file where path = ? and import_id = ?');
  const forgetOld = store.prepare(
    `delete from watched_file where settled <> '' and import_id < (
       select import_id from watched_file order by import_id desc limit 1 offset ${MOST_REMEMBERED})`,
  );
  return transacted(store, {
    /** The file is being imported. */
    takeWatched: (file: FileMoment, importId: number): void => {
      take.run({ ...file, importId });
      forgetOld.run();
    },
    /** Nothing more is done with the file. */
    settleWatched: (path: string, importId: number): void => void settle.run(path, importId),
    /** The file is taken up anew. */
    forgetWatched: (path: string, importId: number): void => void forget.run(path, importId),
  });
}

export type WatchedVerbs = ReturnType<typeof createWatchedVerbs>;

/** Reads of the table. */
export function createWatchedReads(store: Store) {
  const known = store.prepare<unknown[], FileMoment>(
    'select path, size, modified_at as modifiedAt from watched_file where path = ?',
  );
  const open = store.prepare<unknown[], TakenFile>(`
    select watched_file.path, size, modified_at as modifiedAt, import_id as importId, phase
    from watched_file join import on import.id = watched_file.import_id where settled = '' order by import_id`);
  return {
    /** Whether the file was taken up already, exactly as it is. */
    isKnown: ({ path, size, modifiedAt }: FileMoment): boolean => {
      const row = known.get(path);
      return row !== undefined && row.size === size && row.modifiedAt === modifiedAt;
    },
    /** Files that something is still to be done with, in the order they were taken up. */
    open: (): TakenFile[] => open.all(),
  };
}
