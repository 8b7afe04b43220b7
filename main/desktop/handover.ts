// What one start of the program asks of the one that runs already, as a file in the home. Electron's own way is narrow: it
// takes 32 KB in all, drops what is empty, cuts white space off, and a first program that cannot read it is ended
// (github.com/electron/electron/issues/52020). So only the file's name goes that way.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivate } from '../base/home.ts';

const Start = z.object({ args: z.array(z.string()).readonly(), cwd: z.string() });
/** A start as it was made: its arguments behind the program's own name, and the folder that they were given in. */
export type Start = z.infer<typeof Start>;

const NAME = /^[0-9a-f-]{36}$/;
/** Nobody comes back for an older one: the start that wrote it was cut off. */
const STALE_MS = 24 * 3_600_000;

function folderOf(home: string): string {
  return join(home, 'handover');
}

/** Keeps `start` in `home` for its owner's eyes; answers with its name, or null when nothing can be written there. */
export function keepHandover(home: string, start: Start): string | null {
  const name = randomUUID();
  try {
    makePrivate(home);
    mkdirSync(folderOf(home), { recursive: true, mode: 0o700 });
    writeFileSync(join(folderOf(home), name), JSON.stringify(start), { mode: 0o600, flag: 'wx' });
    return name;
  } catch {
    return null;
  }
}

/** Takes what was kept under `name` out of `home`; null when there is nothing that makes sense. */
export function takeHandover(home: string, name: unknown): Start | null {
  if (typeof name !== 'string' || !NAME.test(name)) return null;
  const path = join(folderOf(home), name);
  try {
    const start = Start.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return start.data ?? null;
  } catch {
    return null;
  } finally {
    rmSync(path, { force: true });
  }
}

/** Removes what starts that were cut off have left in `home`. */
export function clearHandovers(home: string, now: number): void {
  try {
    for (const name of readdirSync(folderOf(home))) {
      const path = join(folderOf(home), name);
      if (now - statSync(path).mtimeMs > STALE_MS) rmSync(path, { force: true });
    }
  } catch {
    // There is no such folder yet, or another start has just taken its file.
  }
}

/** A quarter of what Electron's way takes, because what Chromium adds goes with it. */
const MOST_BYTES = 8_000;

/** Whether these arguments would not arrive whole at a program that runs already: it would be ended by them, or lose some. */
export function isTooMuch({ args, cwd }: Start): boolean {
  const bytes = args.reduce((sum, arg) => sum + Buffer.byteLength(arg) + 1, Buffer.byteLength(cwd));
  return bytes > MOST_BYTES || args.some((arg) => arg.trim() === '');
}
