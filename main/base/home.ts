// The one folder in which everything is kept, and the guard that lets one program at a time work in it.
// The guard is a lock that the operating system drops with its holder, so a crash never leaves it behind. Its file may be deleted
// while it is held, except on Windows: the holder lays it back, and who finds none looks for somebody in the outboxes first.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { makeFolder } from './durable.ts';
import { type Clock, systemClock } from './ports.ts';
import { watchPresence } from './presence.ts';
import { failureFromSqlite, openScratch, type Store } from './sqlite.ts';

const Occupant = z.object({
  program: z.enum(['window', 'browser', 'command-line']),
  /** Where the first one answers, key included; empty when it answers nowhere. */
  url: z.string().max(300).default(''),
});
/** Which program has a home, as it says itself. */
export type Occupant = z.infer<typeof Occupant>;

export interface Home {
  readonly path: string;
  /** Says who is here, for the next one that comes. */
  readonly announce: (occupant: Occupant) => void;
  /** Why nothing may be sent from here any more: the lock was deleted, and another program has taken the home. */
  readonly lost: () => Failure | null;
  /** Lets the next one in. */
  readonly close: () => void;
}

/** The folder that this machine's programs keep their things in, or what `BOOKING_COURIER_HOME` says. */
export function defaultHome(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const chosen = environment.BOOKING_COURIER_HOME;
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return join(programFolder(environment, platform), 'Booking Courier');
}

function programFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return environment.XDG_CONFIG_HOME ?? join(homedir(), '.config');
}

/** A lock that was deleted is noticed within so many ms. */
const LOOK_EVERY_MS = 1_000;

/** Creates the folder if need be and takes it, or says `home-in-use`. */
export function openHome(path: string, clock: Clock = systemClock): Result<Home> {
  try {
    if (isOnNetwork(path))
      return fail({ kind: 'storage-failed', words: `${path} is on another computer; a folder on this one is needed` });
    makePrivate(path);
    if (!existsSync(lockOf(path)) && hasOpenOutbox(path)) return fail({ kind: 'home-in-use', path });
    const lock = takeLock(path);
    if (lock === null) return fail({ kind: 'home-in-use', path });
    rmSync(noteOf(path), { force: true });
    return ok(heldHome(path, lock, clock));
  } catch (error) {
    return fail(failureFromFiles(error, path));
  }
}

/** The home as long as it is held. The lock is looked after all the while. */
function heldHome(path: string, first: Store, clock: Clock): Home {
  let lock = first;
  let isOurs = watchPresence(lockOf(path));
  let isLost = false;
  let cancel = (): void => {};

  function look(): void {
    try {
      if (!isOurs()) layBack();
    } catch {
      // The disk does not answer; the next look may find out.
    }
    if (!isLost) cancel = clock.after(LOOK_EVERY_MS, look);
  }

  function layBack(): void {
    const again = tryLock(lockOf(path));
    isLost = again === null;
    if (again === null || again === 'broken') return;
    lock.close();
    lock = again;
    isOurs = watchPresence(lockOf(path));
  }

  cancel = clock.after(LOOK_EVERY_MS, look);
  return {
    path,
    announce: (occupant) => {
      try {
        writeFileSync(noteOf(path), JSON.stringify(occupant), { mode: 0o600 });
      } catch {
        // On a full disk the next one that comes learns only that somebody is here.
      }
    },
    lost: () => (isLost ? { kind: 'home-in-use', path } : null),
    close: () => {
      cancel();
      // Once it is another program's, so is the note.
      if (!isLost) rmSync(noteOf(path), { force: true });
      lock.close();
    },
  };
}

/** Whether any program has an outbox of this home open. Asked where no lock says it: its file may have been deleted. */
function hasOpenOutbox(path: string): boolean {
  return readdirSync(path)
    .map((name) => join(path, name, 'outbox.sqlite'))
    .some((file) => existsSync(file) && isOpenElsewhere(file));
}

/** Every connection to a database in WAL mode holds a shared lock on its file as long as it is open; an exclusive one fails then. */
function isOpenElsewhere(file: string): boolean {
  let probe: Store | null = null;
  try {
    probe = openScratch(file);
    probe.pragma('busy_timeout = 0');
    probe.pragma('locking_mode = exclusive');
    probe.exec('begin exclusive; rollback');
    return false;
  } catch (error) {
    // What else stands in the way is found when the outbox is opened.
    return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
  } finally {
    probe?.close();
  }
}

/** Who has this home, as far as it said. Believe it only after openHome answered `home-in-use`. */
export function occupantOf(path: string): Occupant | null {
  try {
    return Occupant.parse(JSON.parse(readFileSync(noteOf(path), 'utf8')));
  } catch {
    return null;
  }
}

function noteOf(path: string): string {
  return join(path, 'running.json');
}

/** Creates a folder if need be. One that had something in it was given its rights by somebody; only a new or empty one is closed to others. */
export function makePrivate(path: string): void {
  makeFolder(resolve(path));
  if (process.platform !== 'win32' && readdirSync(path).length === 0) chmodSync(path, 0o700);
}

function lockOf(path: string): string {
  return join(path, 'lock.sqlite');
}

function takeLock(path: string): Store | null {
  const file = lockOf(path);
  // Nobody can hold a lock through a file that is no database, so a broken one is replaced.
  const taken = tryLock(file);
  if (taken !== 'broken') return taken;
  rmSync(file, { force: true });
  const retaken = tryLock(file);
  return retaken === 'broken' ? null : retaken;
}

function tryLock(file: string): Store | null | 'broken' {
  const lock = openScratch(file);
  try {
    lock.pragma('busy_timeout = 0');
    // Nothing is ever written through it, so no journal has to lie beside it.
    lock.pragma('journal_mode = memory');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY')) return null;
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return 'broken';
    throw error;
  }
}

// Numbers of NFS, SMB, CIFS and SMB2 in Linux' statfs(2). SQLite's locks cannot be trusted on any of them.
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);

function isOnNetwork(path: string): boolean {
  if (process.platform === 'win32') return /^[\\/]{2}(?![?.][\\/])|^[\\/]{2}[?.][\\/]UNC[\\/]/i.test(path);
  if (process.platform !== 'linux') return false;
  // Where nothing exists yet, the folder above decides.
  let existing = resolve(path);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  return NETWORK_FILE_SYSTEMS.has(statfsSync(existing).type >>> 0);
}

function failureFromFiles(error: unknown, path: string): Failure {
  const failure = failureFromSqlite(error, path);
  if (failure !== null) return failure;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // ENOTDIR, EEXIST: a file where the folder should be; ENAMETOOLONG, ENOENT: a path that cannot be.
  if (/^E[A-Z]+$/.test(code)) return { kind: 'storage-failed', words: `${path}: ${code}` };
  throw error;
}
