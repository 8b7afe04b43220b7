// Backups of a database, and what becomes of a damaged one: put aside, never deleted, with the newest sound backup on offer.
import {
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
import type { Failure } from '../../shared/failure.ts';
import { failureFromSqlite, openScratch, type Store } from './sqlite.ts';

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

/** Lays the newest sound backup beside the damaged file, where no later backup takes its place until it is brought back. */
export function offerBackup(path: string, keptAs: string): void {
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
