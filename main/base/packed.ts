// Backups as gzip files. What is packed away takes the place of the plain file only when it is whole and on the disk, with the
// moment of the backup as its own; any gunzip reads it.
import { createReadStream, createWriteStream, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, gunzipSync } from 'node:zlib';
import { copyWhole, syncFolder, writeWhole } from './durable.ts';

export const PACKED = '.gz';

export function isPacked(file: string): boolean {
  return file.endsWith(PACKED);
}

/** Packs a file piece by piece, away from the thread that asks. Throws as node:fs does, and leaves the plain file then. */
export async function pack(file: string): Promise<void> {
  const fresh = `${file}${PACKED}.new`;
  const { atime, mtime } = statSync(file);
  try {
    // The fastest level: a database shrinks by it almost as much as by the best one.
    const packing = createGzip({ level: constants.Z_BEST_SPEED });
    await pipeline(createReadStream(file), packing, createWriteStream(fresh, { mode: 0o600, flush: true }));
    utimesSync(fresh, atime, mtime);
    renameSync(fresh, file + PACKED);
  } finally {
    rmSync(fresh, { force: true });
  }
  syncFolder(dirname(file));
  rmSync(file, { force: true });
}

/** What was packed, whole. Throws an error of zlib (`Z_…`) where it is cut or damaged. */
export function unpack(file: string): Buffer {
  return gunzipSync(readFileSync(file));
}

/** Lays the plain content of a file at `target`, whether it is packed or not, and on the disk. */
export function unpackTo(file: string, target: string): void {
  if (isPacked(file)) writeWhole(target, unpack(file));
  else copyWhole(file, target);
}
