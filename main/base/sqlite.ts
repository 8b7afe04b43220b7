// What everybody who works with SQLite shares: its types, what its errors mean, and files that may be lost without harm.
import BetterSqlite3 from 'better-sqlite3';
import type { Failure } from '../../shared/failure.ts';

export type Store = BetterSqlite3.Database;
export type Statement<Values extends unknown[] = unknown[], Row = unknown> = BetterSqlite3.Statement<Values, Row>;

/** The failure behind an error that SQLite threw, or null when it is a bug of ours. Source: sqlite.org "Result Codes". */
export function failureFromSqlite(error: unknown, path: string): Failure | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_FULL') || code === 'SQLITE_IOERR_SHMSIZE' || code === 'ENOSPC') return { kind: 'storage-full' };
  if (
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN') ||
    code === 'EACCES' ||
    code === 'EROFS' ||
    code === 'EPERM'
  )
    return { kind: 'storage-read-only', path };
  if (
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_BUSY') ||
    code.startsWith('SQLITE_CORRUPT') ||
    code === 'SQLITE_NOTADB'
  )
    return { kind: 'storage-failed', words: code };
  return null;
}

/** Whether SQLite says that what it read is no sound database. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  const code = String(error.code);
  // The header names a format that no SQLite ever had.
  const isNoFormat = code === 'SQLITE_ERROR' && error.message === 'unsupported file format';
  return isNoFormat || code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** A whole database in memory, to be looked at. */
export function openCopy(bytes: Buffer): Store {
  return new BetterSqlite3(bytes);
}

/** A plain database file of the given shape that may be lost without harm, such as the staged rows of a file in review. */
export function openScratch(path: string, options: { readonly readonly?: boolean } = {}): Store {
  const store = new BetterSqlite3(path, options.readonly ? { readonly: true, fileMustExist: true } : {});
  store.pragma('busy_timeout = 10000');
  store.pragma('temp_store = memory');
  return store;
}
