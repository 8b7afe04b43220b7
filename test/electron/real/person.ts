// Who sits at the desktop: whoever runs the suite, but never root, for whom Chromium gives up its sandbox.
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Person {
  /** What a child of ours is started with; of nothing where we are that person already. */
  readonly as: { readonly uid: number; readonly gid: number } | Record<string, never>;
  /** Where what was fetched and built is kept; readable by the person. */
  readonly cache: string;
}

/** What every Linux has for programs that should own nothing. */
const UNPRIVILEGED = 'nobody';

function idOf(kind: '-u' | '-g'): number {
  return Number(spawnSync('id', [kind, UNPRIVILEGED], { encoding: 'utf8' }).stdout);
}

/** The person: of root's making an unprivileged user, else whoever we are. */
export function personOfThisRun(): Person {
  const chosen = process.env.BOOKING_COURIER_TEST_CACHE;
  if (process.getuid?.() !== 0) {
    const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
    return { as: {}, cache: chosen || join(caches, 'booking-courier-tests') };
  }
  // Nobody else may look into root's own home.
  return { as: { uid: idOf('-u'), gid: idOf('-g') }, cache: chosen || '/var/cache/booking-courier-tests' };
}

/** Makes a folder that belongs to the person alone. */
export function makeOwnFolder({ as }: Person, path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if ('uid' in as) chownSync(path, as.uid, as.gid);
  return path;
}
