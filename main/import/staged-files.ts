// The folder of staging files, one for each import: made before a file is read, gone once it is accepted or put aside.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Log } from '../base/ports.ts';
import { failureFromSqlite } from '../base/store.ts';

export interface StagedFiles {
  readonly pathOf: (id: number) => string;
  /** Makes an empty one that only its owner can read; answers with its path. */
  readonly create: (id: number) => Result<string>;
  readonly exists: (id: number) => boolean;
  readonly remove: (id: number) => void;
  /** Removes all but those of these imports. */
  readonly keepOnly: (ids: readonly number[]) => void;
}

/** Staging files in `folder`, which is created when it is needed and holds nothing else. */
export function createStagedFiles(folder: string, log: Log): StagedFiles {
  const nameOf = (id: number): string => `${id}.sqlite`;

  function remove(name: string): void {
    try {
      rmSync(join(folder, name), { force: true });
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
    remove: (id) => {
      for (const suffix of ['', '-journal']) remove(`${nameOf(id)}${suffix}`);
    },
    keepOnly: (ids) => {
      if (!existsSync(folder)) return;
      const kept = new Set(ids.map(nameOf));
      for (const name of readdirSync(folder)) if (!kept.has(name.replace(/-journal$/, ''))) remove(name);
    },
  };
}
