// The folder of staging files, one for each import: made before a file is read, gone once it is accepted or put aside.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Log } from '../base/ports.ts';
import { failureFromSqlite } from '../base/store.ts';

export interface StagedFiles {
  readonly pathOf: (id: number) => string;
  /** Makes an empty one that only its owner can read; answers with its path. */
  readonly create: (id: number) => Result<string>;
  readonly exists: (id: number) => boolean;
  readonly remove: (id: number) => Promise<void>;
  /** Removes all but those of these imports. */
  readonly keepOnly: (ids: readonly number[]) => Promise<void>;
}

/** Staging files in `folder`, which is created when it is needed and holds nothing else. */
export function createStagedFiles(folder: string, log: Log): StagedFiles {
  const nameOf = (id: number): string => `${id}.sqlite`;

  async function remove(name: string): Promise<void> {
    try {
      // Giving back a large file can take its time; nobody waits for it on the thread that answers the window.
      await rm(join(folder, name), { force: true });
    } catch (error) {
      // Somebody looks at it right now; the next start clears it.
      log('warning', 'a staging file could not be removed', { error: String(error) });
    }
  }

  return {
    pathOf: (id) => join(folder, nameOf(id)),
    create: (id) => {
      const path = join(folder, nameOf(id));
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(path, '', { mode: 0o600 });
        return ok(path);
      } catch (error) {
        const failure = failureFromSqlite(error, path);
        if (failure === null) throw error;
        return fail(failure);
      }
    },
    exists: (id) => existsSync(join(folder, nameOf(id))),
    remove: async (id) => {
      for (const suffix of ['', '-journal']) await remove(`${nameOf(id)}${suffix}`);
    },
    keepOnly: async (ids) => {
      if (!existsSync(folder)) return;
      const kept = new Set(ids.map(nameOf));
      for (const name of readdirSync(folder)) if (!kept.has(name.replace(/-journal$/, ''))) await remove(name);
    },
  };
}
