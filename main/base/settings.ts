// The settings file of a home. A file that is there and cannot be read is never taken for none: the last good copy stands in,
// what is wrong is said, and nothing is written over it before a copy of it was kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { defaultSettings, Settings } from '../../shared/settings.ts';
import { makeFolder, writeWhole } from './durable.ts';
import { isSteering, type ReadSettings, readSettings } from './settings-text.ts';
import { failureFromSqlite } from './sqlite.ts';

/** What is wrong with a settings file. */
export type SettingsTrouble = Extract<Failure, { kind: 'settings-unreadable' | 'settings-invalid' }>;

export interface SettingsFile {
  readonly read: () => Settings;
  /** What is wrong with the file, until a person has changed it or gone on with what is shown. */
  readonly trouble: () => SettingsTrouble | null;
  /** The same when nothing may be sent because of it: where results go is not known. */
  readonly mustNotSend: () => SettingsTrouble | null;
  /** Changes some settings; what comes back is on disk. */
  readonly change: (change: Partial<Settings>) => Result<Settings>;
  /** A person goes on with the settings as they are shown. */
  readonly accept: () => Result<Settings>;
}

/** The names that say where results go and cannot be understood, without those that this run was told otherwise. */
export function openQuestions(
  { names }: Extract<SettingsTrouble, { kind: 'settings-invalid' }>,
  told: { readonly environment?: string | undefined; readonly baseUrl?: string | undefined },
): string[] {
  const said = [told.environment === undefined ? '' : 'environment', told.baseUrl === undefined ? '' : 'baseUrl'];
  return names.filter((name) => isSteering(name) && !said.includes(name));
}

/** Where the last settings are kept that could be read. */
export function lastGoodOf(path: string): string {
  return path.replace(/\.json$/, '.last-good.json');
}

function bytesOf(path: string): { bytes: Uint8Array | null; why: string } {
  try {
    return { bytes: readFileSync(path), why: '' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { bytes: null, why: '' };
    const why =
      code === 'EISDIR'
        ? 'it is a folder'
        : code === 'EACCES' || code === 'EPERM'
          ? 'you may not read it'
          : `the disk says ${code}`;
    return { bytes: null, why };
  }
}

/** What a settings file says, with its trouble; `null` settings when it says nothing that could be used. */
export function checkSettings(path: string): { readonly found: ReadSettings | null; readonly trouble: SettingsTrouble | null } {
  const { bytes, why } = bytesOf(path);
  if (bytes === null) {
    if (why === '') return { found: null, trouble: null };
    return { found: null, trouble: { kind: 'settings-unreadable', path, line: 0, column: 0, why, stands: 'nothing' } };
  }
  const found = readSettings(bytes);
  if ('why' in found) return { found: null, trouble: { kind: 'settings-unreadable', path, ...found, stands: 'nothing' } };
  return { found, trouble: invalid(path, found.wrong) };
}

function invalid(path: string, wrong: ReadonlyMap<string, unknown>): SettingsTrouble | null {
  const names = [...wrong.keys()];
  return names.length === 0 ? null : { kind: 'settings-invalid', path, names, stops: names.some(isSteering) };
}

/** Opens `settings.json` in `home`. `now` names the copies that are kept of a file before it is written over; epoch ms. */
export function openSettings(home: string, now: () => number = Date.now): SettingsFile {
  const path = join(home, 'settings.json');
  const good = lastGoodOf(path);
  let { found, trouble } = checkSettings(path);
  let seen = bytesOf(path).bytes;
  const before = checkSettings(good);
  if (found === null && before.found !== null) {
    const why = 'it is missing, though it was here before';
    trouble = { ...(trouble?.kind === 'settings-unreadable' ? trouble : unreadable(path, why)), stands: 'last-good' };
  }
  // A value that cannot be understood is not guessed where the last good copy knows it.
  let current = found?.settings ?? before.found?.settings ?? defaultSettings();
  let wrong = new Map(found?.wrong ?? []);
  if (found !== null && wrong.has('environment') && before.found !== null)
    current = { ...current, environment: before.found.settings.environment };
  // Where results go is settled by a person alone, never by the next change of something else.
  if (found === null && trouble?.kind === 'settings-unreadable')
    wrong = new Map(['environment', 'baseUrl'].map((name) => [name, null]));
  if (found !== null && trouble === null) keepGood();

  function keepGood(): void {
    const text = textOf(current, new Map());
    if (bytesOf(good).bytes?.toString() === Buffer.from(text).toString()) return;
    try {
      writeWhole(good, text);
    } catch {
      // On a full or read-only disk the copy stays as it was; the settings themselves are there.
    }
  }

  /** Writes `next`; what could not be understood stays as it stands until somebody says it anew. */
  function write(next: Settings, still: Map<string, unknown>): Result<Settings> {
    try {
      makeFolder(home);
      const there = bytesOf(path);
      const isOurs = there.bytes === null || (seen !== null && Buffer.compare(there.bytes, seen) === 0);
      if (there.bytes !== null && (trouble !== null || !isOurs)) {
        writeWhole(`${path}.kept-${new Date(now()).toISOString().replaceAll(':', '-').slice(0, 19)}`, there.bytes);
      }
      writeWhole(path, textOf(next, still));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const failure = failureFromSqlite(error, path);
      if (failure === null && !/^E[A-Z]+$/.test(code)) throw error;
      return fail(failure ?? { kind: 'storage-failed', words: `${path}: ${code}` });
    }
    seen = bytesOf(path).bytes;
    current = next;
    wrong = still;
    trouble = invalid(path, still);
    if (trouble === null) keepGood();
    return ok(current);
  }

  return {
    read: () => current,
    trouble: () => trouble,
    mustNotSend: () => {
      if (trouble === null) return null;
      // A copy of the last settings is only a guess at what the file says now, so a person confirms it first.
      return trouble.kind === 'settings-unreadable' || trouble.stops ? trouble : null;
    },
    change: (change) => {
      const next = Settings.safeParse({ ...current, ...change });
      if (!next.success)
        return fail<Failure>({ kind: 'input-refused', why: next.error.issues.map((issue) => issue.path.join('.')).join(', ') });
      return write(next.data, new Map([...wrong].filter(([name]) => !Object.hasOwn(change, name.split('.')[0] ?? ''))));
    },
    accept: () => write(current, new Map()),
  };
}

function unreadable(path: string, why: string): Extract<SettingsTrouble, { kind: 'settings-unreadable' }> {
  return { kind: 'settings-unreadable', path, line: 0, column: 0, why, stands: 'nothing' };
}

/** The settings as they are written, each value that was not understood in its old place. */
function textOf(settings: Settings, wrong: ReadonlyMap<string, unknown>): string {
  const tree: Record<string, unknown> = structuredClone(settings);
  for (const [name, value] of wrong) {
    const path = name.split('.');
    const above = path.slice(0, -1).reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], tree);
    if (typeof above === 'object' && above !== null) (above as Record<string, unknown>)[path.at(-1) as string] = value;
  }
  return `${JSON.stringify(tree, null, 2)}\n`;
}
