// Whether a database file that is open is still the one under its name. On Linux and macOS a file can be deleted while it is
// open: everything goes on as if nothing had happened, and all of it is gone when the program ends.
import { statSync } from 'node:fs';

function numberOf(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

/** Watches the database at `path` and its journal; to be called while it is open. Answers false for ever once one of them has gone. */
export function watchPresence(path: string): () => boolean {
  const database = numberOf(path);
  let journal = numberOf(`${path}-wal`);
  let isThere = true;
  // A database in memory has no file to lose.
  if (database === null) return () => true;
  return () => {
    if (!isThere) return false;
    const journalNow = numberOf(`${path}-wal`);
    // The journal appears with the first change and goes with the last connection.
    journal ??= journalNow;
    isThere = numberOf(path) === database && journalNow === journal;
    return isThere;
  };
}
