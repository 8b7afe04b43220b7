// The settings file of a home: read leniently, written whole, so that a half-written or hand-edited file never stops a start.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { defaultSettings, Settings } from '../../shared/settings.ts';
import { failureFromSqlite } from './sqlite.ts';

export interface SettingsFile {
  readonly read: () => Settings;
  /** Changes some settings; what comes back is on disk. */
  readonly change: (change: Partial<Settings>) => Result<Settings>;
}

/** Opens `settings.json` in `home`. A value that cannot be understood falls back to its default, one by one. */
export function openSettings(home: string): SettingsFile {
  const path = join(home, 'settings.json');
  let current = lenient(path);
  return {
    read: () => current,
    change: (change) => {
      const next = Settings.safeParse({ ...current, ...change });
      if (!next.success)
        return fail<Failure>({ kind: 'input-refused', why: next.error.issues.map((issue) => issue.path.join('.')).join(', ') });
      try {
        mkdirSync(home, { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.new`, `${JSON.stringify(next.data, null, 2)}\n`, { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (error) {
        const failure = failureFromSqlite(error, path);
        if (failure === null) throw error;
        return fail(failure);
      }
      current = next.data;
      return ok(current);
    },
  };
}

function lenient(path: string): Settings {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return defaultSettings();
  }
  if (typeof found !== 'object' || found === null) return defaultSettings();
  const kept: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(Settings.shape)) {
    const value = field.safeParse((found as Record<string, unknown>)[key]);
    if (value.success) kept[key] = value.data;
  }
  return Settings.parse(kept);
}
