// The folder of staging files: one for each import, another one when it is read anew, and the bytes of files that lie
// nowhere else. Made before a file is read, gone once it is accepted or put aside.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Log } from '../../base/ports.ts';
import { failureFromSqlite } from '../../base/sqlite.ts';

/** Bytes that lie nowhere else: in memory, or in a file that is ours to take. */
export type Loose = { readonly bytes: Uint8Array } | { readonly path: string };

export interface StagedFiles {
  /** The staging file that counts. */
  readonly pathOf: (id: number) => string;
  readonly pathAt: (id: number, staging: number) => string;
  /** Makes an empty one, number `staging`, that only its owner can read; answers with its path. */
  readonly create: (id: number, staging: number) => Result<string>;
  readonly exists: (id: number) => boolean;
  /** Keeps bytes that lie nowhere else until the review ends, so that they can be read again; answers with their path. */
  readonly keep: (id: number, loose: Loose) => Promise<Result<string>>;
  readonly keptPath: (id: number) => string;
  /** Removes everything of an import. */
  readonly remove: (id: number) => Promise<void>;
  /** Removes all staging files of an import but the one that counts. */
  readonly removeOthers: (id: number) => Promise<void>;
  /** Removes everything but what counts of these imports. */
  readonly keepOnly: (ids: readonly number[]) => Promise<void>;
}

/** Files in `folder`, which is created when it is needed and holds nothing else; `stagingOf` says which staging file counts. */
export function createStagedFiles(folder: string, stagingOf: (id: number) => number, log: Log): StagedFiles {
  const nameOf = (id: number, staging: number): string => (staging === 0 ? `${id}.sqlite` : `${id}-${staging}.sqlite`);
  const pathOf = (id: number): string => join(folder, nameOf(id, stagingOf(id)));
  const keptName = (id: number): string => `${id}.bytes`;

  async function removeAll(isGone: (name: string) => boolean): Promise<void> {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      if (!isGone(name)) continue;
      try {
        // Giving back a large file can take its time; nobody waits for it on the thread that answers the window.
        await rm(join(folder, name), { force: true });
      } catch (error) {
        // Somebody looks at it right now; the next start clears it.
        log('warning', 'a staging file could not be removed', { error: String(error) });
      }
    }
  }

  function failureAt(error: unknown, path: string): Result<never> {
    const failure = failureFromSqlite(error, path);
    if (failure === null) throw error;
    return fail(failure);
  }

  const isOf = (id: number, name: string): boolean => /^\d+/.exec(name)?.[0] === String(id);
  const staging = (name: string): string => name.replace(/-journal$/, '');

  return {
    pathOf,
    pathAt: (id, staging) => join(folder, nameOf(id, staging)),
    create: (id, staging) => {
      const path = join(folder, nameOf(id, staging));
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(path, '', { mode: 0o600 });
        return ok(path);
      } catch (error) {
        return failureAt(error, path);
      }
    },
    exists: (id) => existsSync(pathOf(id)),
    keep: async (id, loose) => {
      const path = join(folder, keptName(id));
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if ('bytes' in loose) await writeFile(path, loose.bytes, { mode: 0o600 });
        else {
          await rename(loose.path, path).catch(() => copyFile(loose.path, path));
          await chmod(path, 0o600);
        }
        return ok(path);
      } catch (error) {
        return failureAt(error, path);
      }
    },
    keptPath: (id) => join(folder, keptName(id)),
    remove: (id) => removeAll((name) => isOf(id, name)),
    removeOthers: async (id) => {
      const counts = nameOf(id, stagingOf(id));
      await removeAll((name) => isOf(id, name) && name !== keptName(id) && staging(name) !== counts);
    },
    keepOnly: async (ids) => {
      const kept = new Set(ids.flatMap((id) => [nameOf(id, stagingOf(id)), keptName(id)]));
      await removeAll((name) => !kept.has(staging(name)));
    },
  };
}
