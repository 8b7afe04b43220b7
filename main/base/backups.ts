// Backups of a database, and what becomes of a damaged one: put aside, never deleted, with the newest sound backup on offer.
import { existsSync, lstatSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import { makeFolder, syncFolder, writeWhole } from './durable.ts';
import { MIGRATIONS } from './migrations.ts';
import { isPacked, PACKED, pack, unpack, unpackTo } from './packed.ts';
import { failureFromSqlite, openCopy, openScratch, type Store } from './sqlite.ts';

/** Where it is noted that a database turned out damaged. */
export function markOf(path: string): string {
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

/** Puts a damaged file aside; answers what it is called now. */
export function putAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(':', '-').slice(0, 19);
  const keptAs = `${path}.damaged-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, keptAs + suffix);
  }
  rmSync(markOf(path), { force: true });
  return keptAs;
}

const OFFERED = '.backup';
/** Stands beside what was put aside until a person has brought a backup back, or has said that they go on without. */
const UNSETTLED = '.unsettled';

/** Notes that the file was lost, and lays its newest sound backup there, where no later backup takes its place. */
export function offerBackup(path: string, keptAs: string): void {
  writeWhole(keptAs + UNSETTLED, '');
  const backup = newestBackup(path);
  if (backup === null) return;
  unpackTo(backup.file, keptAs + OFFERED);
  utimesSync(keptAs + OFFERED, new Date(), new Date(backup.at));
}

/** What the latest unsettled loss is called, and its backup on offer with its age in epoch ms, if it has one; null when all is settled. */
function unsettled(path: string): { keptAs: string; offer: { file: string; at: number } | null } | null {
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.damaged-`));
  const notes = names.filter((name) => name.endsWith(UNSETTLED) || name.endsWith(OFFERED)).sort();
  const latest = notes.at(-1)?.replace(/\.(?:unsettled|backup)$/, '');
  if (latest === undefined) return null;
  const keptAs = join(dirname(path), latest);
  const at = statSync(keptAs + OFFERED, { throwIfNoEntry: false })?.mtimeMs;
  return { keptAs, offer: at === undefined ? null : { file: keptAs + OFFERED, at: Math.round(at) } };
}

/** The backup that is offered in place of a lost file, the latest if there are several, with its age in epoch ms; or null. */
export function backupOnOffer(path: string): { file: string; at: number } | null {
  return unsettled(path)?.offer ?? null;
}

/** What became of a database file that is not to be had any more. */
export type Loss = Extract<Failure, { kind: 'storage-damaged' | 'storage-missing' }>;

/** What is to be said about a lost file until a person has settled it. */
export function lossOnOffer(path: string): Loss | null {
  const loss = unsettled(path);
  if (loss === null) return null;
  const backupAt = loss.offer?.at ?? null;
  return existsSync(loss.keptAs)
    ? { kind: 'storage-damaged', keptAs: loss.keptAs, backupAt }
    : { kind: 'storage-missing', path, backupAt };
}

/** A person has settled the latest loss. A backup that was not brought back is kept under another name. */
export function settleLoss(path: string): void {
  const loss = unsettled(path);
  if (loss === null) return;
  if (loss.offer !== null) renameSync(loss.offer.file, `${loss.offer.file}.settled`);
  rmSync(loss.keptAs + UNSETTLED, { force: true });
}

const BACKUPS_KEPT = 7;

function backupFolder(path: string): string {
  return join(dirname(path), 'backups');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The backups of a database, newest first. */
export function backups(path: string): { file: string; at: number }[] {
  const folder = backupFolder(path);
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(path)) && (name.endsWith('.backup') || name.endsWith(`.backup${PACKED}`)))
    .map((name) => ({
      file: join(folder, name),
      at: Math.round(statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0),
    }))
    .sort((a, b) => b.at - a.at);
}

/** The newest backup that this program knows and that passes SQLite's own check, or null. */
export function newestBackup(path: string): { file: string; at: number } | null {
  for (const backup of backups(path)) {
    let store: Store | null = null;
    try {
      store = isPacked(backup.file) ? openCopy(unpack(backup.file)) : openScratch(backup.file, { readonly: true });
      // To SQLite an empty file is a sound database.
      const version = store.pragma('user_version', { simple: true }) as number;
      if (version > 0 && version <= MIGRATIONS.length && store.pragma('quick_check(1)', { simple: true }) === 'ok') return backup;
    } catch (error) {
      // One that cannot be read is no backup; an older one may be.
      if (failureFromSqlite(error, backup.file) === null && !isUnpackable(error)) throw error;
    } finally {
      store?.close();
    }
  }
  return null;
}

/** Whether zlib says that what it read was packed by nobody, or not to its end. */
function isUnpackable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** Backups that seem to be of later than the one just made were made while the clock was wrong: from now on they are older. */
function putInOrder(path: string, made: string): void {
  const { mtimeMs } = statSync(made);
  const later = backups(path).filter(({ file, at }) => file !== made && at >= mtimeMs);
  for (const [n, { file }] of later.entries()) utimesSync(file, new Date(), new Date(mtimeMs - 1000 * (n + 1)));
}

/** Writes a whole, compact copy beside the database and keeps the newest seven. */
export function backUpNow(store: Store, path: string, label: string): void {
  const folder = backupFolder(path);
  // Something else of that name is somebody's, so it is moved and not deleted.
  if (!isFolder(folder) && lstatSync(folder, { throwIfNoEntry: false }) !== undefined)
    renameSync(folder, `${folder}.moved-${Math.trunc(lstatSync(folder).mtimeMs)}`);
  makeFolder(folder);
  const file = join(folder, `${basename(path)}.${label}.backup`);
  // Under another name until it is whole: a disk that fills up meanwhile must not leave half a backup in place of a good one.
  rmSync(`${file}.new`, { force: true });
  try {
    store.prepare('vacuum into ?').run(`${file}.new`);
    renameSync(`${file}.new`, file);
    rmSync(file + PACKED, { force: true });
    syncFolder(folder);
  } finally {
    rmSync(`${file}.new`, { force: true });
  }
  putInOrder(path, file);
  for (const old of backups(path).slice(BACKUPS_KEPT)) rmSync(old.file, { force: true });
}

/** Packs what is not packed yet. One that cannot be packed stays as it is. Throws as node:fs does. */
export async function packBackups(path: string): Promise<void> {
  for (const { file } of backups(path)) if (!isPacked(file)) await pack(file);
}
