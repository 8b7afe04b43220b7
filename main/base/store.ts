// Opens the outbox database and keeps its promises: durable commits, one known schema, and a clear word when it cannot.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { MIGRATIONS } from './migrations.ts';

export type Store = BetterSqlite3.Database;
export type Statement<Values extends unknown[] = unknown[], Row = unknown> = BetterSqlite3.Statement<Values, Row>;

/** What became of the database file on the way to an open store. */
export interface Opened {
  readonly store: Store;
  /** Set when the file was damaged: where it is kept, and what took its place. */
  readonly damaged: Extract<Failure, { kind: 'storage-damaged' }> | null;
}

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

/** better-sqlite3 lowers WAL to `synchronous=NORMAL`, which may lose the last commits on power loss; FULL is set for that reason. */
function prepare(store: Store): void {
  store.pragma('busy_timeout = 10000');
  store.pragma('journal_mode = wal');
  store.pragma('synchronous = full');
  if (process.platform === 'darwin') store.pragma('fullfsync = on');
  store.pragma('foreign_keys = on');
  store.pragma('trusted_schema = off');
  store.pragma('cell_size_check = on');
  store.pragma('temp_store = memory');
  store.pragma('cache_size = -32768');
}

/** Brings the schema up to date; a database of a newer program is refused untouched. */
export function migrate(store: Store, steps: readonly string[] = MIGRATIONS): Result<void> {
  const found = store.pragma('user_version', { simple: true }) as number;
  if (found > steps.length) return fail({ kind: 'storage-newer', found, known: steps.length });
  for (let version = found; version < steps.length; version += 1) {
    store
      .transaction(() => {
        store.exec(steps[version] as string);
        store.pragma(`user_version = ${version + 1}`);
      })
      .immediate();
  }
  return ok(undefined);
}

/** A database in memory with the full schema, for tests and for trying things. */
export function memoryStore(): Store {
  const store = new BetterSqlite3(':memory:');
  migrate(store);
  return store;
}

/** Opens a second connection that can only read, for the thread that answers the window. */
export function openReader(path: string): Store {
  const store = new BetterSqlite3(path, { readonly: true, fileMustExist: true });
  store.pragma('busy_timeout = 10000');
  store.pragma('cache_size = -16384');
  store.pragma('query_only = on');
  return store;
}

/** A plain database file of the given shape that may be lost without harm, such as the staged rows of a file in review. */
export function openScratch(path: string, options: { readonly readonly?: boolean } = {}): Store {
  const store = new BetterSqlite3(path, options.readonly ? { readonly: true, fileMustExist: true } : {});
  store.pragma('busy_timeout = 10000');
  store.pragma('temp_store = memory');
  return store;
}

/**
 * Opens the one writing connection. A damaged file is put aside, never deleted, and an empty outbox takes its place,
 * so that the window always opens; its newest sound backup is offered, not used unasked: it may hold results that
 * were overtaken since.
 */
export function openStore(path: string, now: number): Result<Opened> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const sound = openSound(path);
    if (sound !== 'damaged') return sound.ok ? ok({ store: sound.value, damaged: damageOnOffer(path) }) : sound;
    const keptAs = putAside(path, now);
    offerBackup(path, keptAs);
    const fresh = openSound(path);
    if (fresh === 'damaged') return fail({ kind: 'storage-failed', words: 'a fresh database is damaged too' });
    if (!fresh.ok) return fresh;
    numberFrom(fresh.value, now);
    return ok({ store: fresh.value, damaged: damageOnOffer(path) ?? { kind: 'storage-damaged', keptAs, backupAt: null } });
  } catch (error) {
    const failure = failureFromSqlite(error, path);
    if (failure === null) throw error;
    return fail(failure);
  }
}

function openSound(path: string): Result<Store> | 'damaged' {
  if (existsSync(markOf(path)) || isEmptied(path)) return 'damaged';
  let store: Store | null = null;
  try {
    store = new BetterSqlite3(path);
    if (process.platform !== 'win32') chmodSync(path, 0o600);
    prepare(store);
    const version = store.pragma('user_version', { simple: true }) as number;
    if (version <= MIGRATIONS.length && !isSound(store, path, version)) {
      store.close();
      return 'damaged';
    }
    if (version > 0 && version < MIGRATIONS.length) backUpNow(store, path, `before-${MIGRATIONS.length}`);
    const migrated = migrate(store);
    if (migrated.ok) return ok(store);
    store.close();
    return migrated;
  } catch (error) {
    store?.close();
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}

/** To SQLite an empty file is a new database; where a backup knows of more, something emptied it. */
function isEmptied(path: string): boolean {
  return existsSync(path) && statSync(path).size === 0 && newestBackup(path) !== null;
}

// A full check of a million rows takes half a second, too long for a start; larger files get it with the daily backup.
const FULL_CHECK_BELOW_BYTES = 32 * 1024 * 1024;

/** Its shape first: a check of tables that are not ours would fail in ways of its own. */
function isSound(store: Store, path: string, version: number): boolean {
  if (shapeOf(store) !== shapeAt(version)) return false;
  if (statSync(path).size > FULL_CHECK_BELOW_BYTES) return true;
  return store.pragma('quick_check(1)', { simple: true }) === 'ok';
}

/** Every table, index and trigger as it was written down. */
function shapeOf(store: Store): string {
  const shape = store.prepare(
    `select type, name, tbl_name, sql from sqlite_schema where name not like 'sqlite%' order by type, name`,
  );
  return JSON.stringify(shape.all());
}

/** The shape that a database of this version has; a file with another one would fail at its first use, or worse, later. */
function shapeAt(version: number): string {
  const store = new BetterSqlite3(':memory:');
  migrate(store, MIGRATIONS.slice(0, version));
  const shape = shapeOf(store);
  store.close();
  return shape;
}

/** Later rows must outrank everything that a backup could bring back, so numbering goes on from the clock. */
function numberFrom(store: Store, now: number): void {
  const write = store.prepare('insert into sqlite_sequence (name, seq) values (?, ?)');
  for (const table of ['outbox_item', 'import']) write.run(table, now);
}

function markOf(path: string): string {
  return `${path}.damaged`;
}

/** Remembers that the file turned out damaged while it was in use; the next start puts it aside. */
export function markDamaged(path: string): void {
  try {
    writeFileSync(markOf(path), '');
  } catch {
    // A disk that takes no mark either; the next use stumbles again.
  }
}

function putAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(':', '-').slice(0, 19);
  const keptAs = `${path}.damaged-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, keptAs + suffix);
  }
  rmSync(markOf(path), { force: true });
  return keptAs;
}

const OFFERED = '.backup';

/** Lays the newest sound backup beside the damaged file, where no later backup takes its place until it is brought back. */
function offerBackup(path: string, keptAs: string): void {
  const backup = newestBackup(path);
  if (backup === null) return;
  copyFileSync(backup.file, keptAs + OFFERED);
  utimesSync(keptAs + OFFERED, new Date(), new Date(backup.at));
}

/** The backup that is offered in place of a damaged file, the latest if there are several, with its age in epoch ms; or null. */
export function backupOnOffer(path: string): { file: string; keptAs: string; at: number } | null {
  const offered = readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${basename(path)}.damaged-`) && name.endsWith(OFFERED))
    .sort()
    .at(-1);
  if (offered === undefined) return null;
  const file = join(dirname(path), offered);
  return { file, keptAs: file.slice(0, -OFFERED.length), at: Math.trunc(statSync(file).mtimeMs) };
}

/** What is to be said about a damaged file as long as its backup was not brought back. */
export function damageOnOffer(path: string): Extract<Failure, { kind: 'storage-damaged' }> | null {
  const offer = backupOnOffer(path);
  return offer === null ? null : { kind: 'storage-damaged', keptAs: offer.keptAs, backupAt: offer.at };
}

const BACKUPS_KEPT = 7;

function backupFolder(path: string): string {
  return join(dirname(path), 'backups');
}

/** The backups of a database, newest first. */
export function backups(path: string): { file: string; at: number }[] {
  const folder = backupFolder(path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(path)) && name.endsWith('.backup'))
    .map((name) => ({ file: join(folder, name), at: Math.trunc(statSync(join(folder, name)).mtimeMs) }))
    .sort((a, b) => b.at - a.at);
}

/** The newest backup that passes SQLite's own check, or null. */
export function newestBackup(path: string): { file: string; at: number } | null {
  for (const backup of backups(path)) {
    let store: Store | null = null;
    try {
      store = openScratch(backup.file, { readonly: true });
      // To SQLite an empty file is a sound database.
      const isBegun = (store.pragma('user_version', { simple: true }) as number) > 0;
      if (isBegun && store.pragma('quick_check(1)', { simple: true }) === 'ok') return backup;
    } catch (error) {
      // One that cannot be read is no backup; an older one may be.
      if (failureFromSqlite(error, backup.file) === null) throw error;
    } finally {
      store?.close();
    }
  }
  return null;
}

/** Writes a whole, compact copy beside the database and keeps the newest seven. */
export function backUpNow(store: Store, path: string, label: string): void {
  const folder = backupFolder(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${basename(path)}.${label}.backup`);
  // Under another name until it is whole: a disk that fills up meanwhile must not leave half a backup in place of a good one.
  rmSync(`${file}.new`, { force: true });
  try {
    store.prepare('vacuum into ?').run(`${file}.new`);
    renameSync(`${file}.new`, file);
  } finally {
    rmSync(`${file}.new`, { force: true });
  }
  for (const old of backups(path).slice(BACKUPS_KEPT)) rmSync(old.file, { force: true });
}
