// Writing that outlives a power cut: what is written is on the disk before it takes its name, and the folder knows the name.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
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

/** Makes a folder and whatever is missing above it, each of them known to the one above before this returns. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === first || dirname(made) === made) return;
  }
}

/** Writes a whole file in place of `path`, readable by its owner alone: a reader finds the old one or the new one. Throws as node:fs does. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const fresh = `${path}.new`;
  try {
    const file = openSync(fresh, 'w', 0o600);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}
