// Opens the outbox database and keeps its promises: durable commits, one known schema, and a clear word when it cannot.
import { chmodSync, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { fail, ok, type Result } from '../../shared/result.ts';
import { backUpNow, type Loss, lossOnOffer, markOf, newestBackup, offerBackup, putAside } from './backups.ts';
import { makeFolder } from './durable.ts';
import { MIGRATIONS } from './migrations.ts';
import { failureFromSqlite, isDamage, type Store } from './sqlite.ts';

/** What became of the database file on the way to an open store. */
export interface Opened {
  readonly store: Store;
  /** Set when the file was damaged or gone: where it is kept, and what took its place. */
  readonly damaged: Loss | null;
}

/** better-sqlite3 lowers WAL to `synchronous=NORMAL`, which may lose the last commits on power loss; FULL is set for that reason. */
function prepare(store: Store): void {
  // Heeded only by a file that is still empty, and written anew into any other, which may be damaged; see `letShrink`.
  if (store.pragma('page_count', { simple: true }) === 0) store.pragma('auto_vacuum = incremental');
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

/**
 * Opens the one writing connection. A damaged file is put aside, never deleted, and an empty outbox takes its place,
 * so that the window always opens; its newest sound backup is offered, not used unasked: it may hold results that
 * were overtaken since.
 */
export function openStore(path: string, now: number): Result<Opened> {
  try {
    makeFolder(dirname(path));
    const sound = isLost(path) ? 'damaged' : openSound(path);
    if (sound !== 'damaged') return sound.ok ? ok({ store: sound.value, damaged: lossOnOffer(path) }) : sound;
    const keptAs = putAside(path, now);
    offerBackup(path, keptAs);
    const fresh = openSound(path);
    if (fresh === 'damaged') return fail({ kind: 'storage-failed', words: 'a fresh database is damaged too' });
    if (!fresh.ok) return fresh;
    numberFrom(fresh.value, now);
    return ok({ store: fresh.value, damaged: lossOnOffer(path) });
  } catch (error) {
    const failure = failureFromSqlite(error, path);
    if (failure === null) throw error;
    return fail(failure);
  }
}

function openSound(path: string): Result<Store> | 'damaged' {
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
    if (migrated.ok) {
      // Seconds for a large file, in which nobody would see why nothing opens: that is left to the upkeep.
      if (statSync(path).size <= QUICK_BELOW_BYTES) letShrink(store);
      return ok(store);
    }
    store.close();
    return migrated;
  } catch (error) {
    store?.close();
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}

const INCREMENTAL = 2;

/**
 * Rebuilds a file of a time when free pages could not be given back, once. No step of the schema, because it cannot be part of
 * a transaction. Where there is no room for it the file stays as it is, and the next time tries again.
 */
export function letShrink(store: Store): void {
  if (store.pragma('auto_vacuum', { simple: true }) === INCREMENTAL) return;
  try {
    // On the disk, not in memory: it is a whole copy.
    store.pragma('temp_store = file');
    store.pragma('auto_vacuum = incremental');
    store.exec('vacuum');
    store.pragma('wal_checkpoint(truncate)');
  } catch (error) {
    if (isDamage(error) || failureFromSqlite(error, store.name) === null) throw error;
  } finally {
    store.pragma('temp_store = memory');
  }
}

/** What can be told before it is opened; what takes its place afterwards is new. */
function isLost(path: string): boolean {
  return existsSync(markOf(path)) || isEmptied(path) || isGone(path);
}

/** To SQLite an empty file is a new database; where a backup knows of more, something emptied it. */
function isEmptied(path: string): boolean {
  return existsSync(path) && statSync(path).size === 0 && newestBackup(path) !== null;
}

/** Where backups know of a database that is not there, something took it away; its journal alone cannot be read. */
function isGone(path: string): boolean {
  return !existsSync(path) && (newestBackup(path) !== null || existsSync(`${path}-wal`));
}

// Half a second is too long for a start: larger files are checked with the daily backup, and rebuilt by the upkeep.
const QUICK_BELOW_BYTES = 32 * 1024 * 1024;

/** Its shape first: a check of tables that are not ours would fail in ways of its own. */
function isSound(store: Store, path: string, version: number): boolean {
  if (shapeOf(store) !== shapeAt(version)) return false;
  if (statSync(path).size > QUICK_BELOW_BYTES) return true;
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
