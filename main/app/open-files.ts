// What a person drops or names: a file, or a folder whose files are meant, one level deep.
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mayHoldResults } from '../../shared/file-names.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Dropped } from '../import/read/source.ts';
import { notMeant } from '../import/read/source.ts';
import type { Imports } from '../import/review/import-ports.ts';

/** The imports that were begun; `id` is the first of them. */
export interface Opened {
  readonly id: number;
  readonly ids: readonly number[];
}

const MOST_FILES = 200;

function isWanted(name: string): boolean {
  return mayHoldResults(name) && notMeant(name) === null;
}

/** The files of a folder in the order of their names; null when `path` is none, or cannot be looked into. */
async function filesOf(path: string): Promise<string[] | null> {
  try {
    if (!(await stat(path)).isDirectory()) return null;
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && isWanted(entry.name))
      .map((entry) => entry.name)
      .sort();
  } catch {
    // Reading the file says why.
    return null;
  }
}

/** Starts an import for a file, or for each file of a folder. */
export async function openDropped(imports: Pick<Imports, 'start'>, name: string, dropped: Dropped): Promise<Result<Opened>> {
  const inFolder = 'path' in dropped ? await filesOf(dropped.path) : null;
  if (inFolder === null || !('path' in dropped)) {
    const begun = await imports.start(name, dropped);
    return begun.ok ? ok({ id: begun.value.id, ids: [begun.value.id] }) : begun;
  }
  if (inFolder.length > MOST_FILES) {
    return fail({ kind: 'too-many-files', name: basename(name), count: inFolder.length, maxCount: MOST_FILES });
  }
  const ids: number[] = [];
  for (const file of inFolder) {
    const begun = await imports.start(file, { path: join(dropped.path, file) });
    if (!begun.ok) return begun;
    ids.push(begun.value.id);
  }
  const [id] = ids;
  return id === undefined ? fail({ kind: 'folder-empty', name }) : ok({ id, ids });
}
