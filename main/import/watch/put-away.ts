// What becomes of the files of a watched folder: moved to "done", never over another one, or left with a report beside them.
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Failure } from '../../../shared/failure.ts';
import { wording } from '../../../shared/wording.ts';
import type { FileMoment } from './watched-files.ts';

const DONE = 'done';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Moves a file into the folder `done` beside it under its own name, or that name and a number; never over another file. */
export async function moveToDone(path: string): Promise<void> {
  const folder = join(dirname(path), DONE);
  const ending = extname(path);
  const name = basename(path, ending);
  await mkdir(folder, { recursive: true });
  for (let n = 1; ; n += 1) {
    const place = join(folder, n === 1 ? `${name}${ending}` : `${name} (${n})${ending}`);
    try {
      // The name is ours from here on, so that moving onto it takes nothing from anybody.
      await (await open(place, 'wx')).close();
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw error;
    }
    try {
      return await rename(path, place);
    } catch (error) {
      await rm(place, { force: true });
      throw error;
    }
  }
}

/** The file as it is right now; null when there is none, or something that is no plain file. */
export async function momentOf(path: string): Promise<FileMoment | null> {
  let there: Stats;
  try {
    there = await lstat(path);
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return null;
  }
  // A link may lead anywhere.
  return there.isFile() ? { path, size: there.size, modifiedAt: Math.trunc(there.mtimeMs) } : null;
}

const REPORT = '.report.txt';

/** Whether a file is one of our reports about another one. */
export function isReport(name: string): boolean {
  return name.toLowerCase().endsWith(REPORT);
}

/** The lines of a report about a file that could not be read: why, and what to do. */
export function failureReport(failure: Failure): string[] {
  const { what, todo } = wording(failure);
  return [what, todo];
}

/** Writes a report beside a file, over an earlier one; into nothing that is no plain file, because a link may lead anywhere. */
export async function writeReport(path: string, lines: readonly string[]): Promise<void> {
  const { O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_WRONLY } = constants;
  const handle = await open(`${path}${REPORT}`, O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) return;
    await handle.truncate();
    await handle.writeFile(lines.map((line) => `${line}\r\n`).join(''));
  } finally {
    await handle.close();
  }
}

/** Takes the report about a file away, now that it is no longer true. */
export async function removeReport(path: string): Promise<void> {
  const there = await momentOf(`${path}${REPORT}`);
  if (there !== null) await rm(there.path, { force: true });
}
