// A small disk of its own (8 MB), where this machine lets us have one: to be really full, or really closed to us.
import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { temporaryFolder } from './make.ts';

const unmounts: string[] = [];
/** Takes away now what the end of the test would take away. */
export function unmountAll(): void {
  for (const folder of unmounts.splice(0)) execFileSync('umount', ['--lazy', folder]);
}
afterEach(unmountAll);

/** A small disk that is gone after the test; throws where there can be none. */
export function smallDisk(): string {
  const folder = temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'pipe' });
  unmounts.push(folder);
  return folder;
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    smallDisk();
    return true;
  } catch {
    return false;
  } finally {
    unmountAll();
  }
}
/** Whether there are small disks here. */
export const HAS_DISKS = canMount();
const WHY_NONE = 'only the administrator of a Linux machine can make a small disk';
/** Why there are none; null where there are. */
export const NO_DISKS = HAS_DISKS ? null : WHY_NONE;
/** What a test's name says where there are none. */
export const SKIPPED = HAS_DISKS ? '' : ` (skipped: ${WHY_NONE})`;

/** Takes the last byte of a small disk. */
export function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize));
  } catch {
    // Somebody else took the last bytes meanwhile.
  }
}

/** Gives back what `fill` took. */
export function empty(disk: string): void {
  rmSync(join(disk, 'ballast'));
}

/** Makes a small disk read-only; with `false` lets it be written again. */
export function closeToUs(disk: string, isClosed = true): void {
  execFileSync('mount', ['-o', `remount,${isClosed ? 'ro' : 'rw'}`, disk]);
}
