// Writing that outlives a power cut: what is written is on the disk before it takes its name, and the folder knows the name.
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Puts the names in a folder on the disk. Windows has no such thing, and some file systems refuse it. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The name is there all the same, only not yet certain to outlive a power cut.
  }
}

/**
 * Makes a folder and whatever is missing above it, for its owner alone, each of them known to the one above before this returns.
 * One by one: made together, Node says of a closed disk that something is not there. Throws as node:fs does.
 */
export function makeFolder(path: string): void {
  const above = dirname(path);
  if (above !== path && !existsSync(path)) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    throw error;
  }
  syncFolder(above);
}

/** Writes a whole file in place of `path`, readable by its owner alone: a reader finds the old one or the new one. Throws as node:fs does. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  put(path, (fresh) => {
    const file = openSync(fresh, 'w', 0o600);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

/** Copies a whole file to `path`, as `writeWhole` writes one, without holding it in memory. */
export function copyWhole(from: string, path: string): void {
  put(path, (fresh) => {
    copyFileSync(from, fresh);
    const file = openSync(fresh, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

/** Gives what `write` leaves on the disk under another name the name that it is for. */
function put(path: string, write: (fresh: string) => void): void {
  const fresh = `${path}.new`;
  try {
    write(fresh);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}
