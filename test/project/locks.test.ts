// What `npm ci` installs, read from the lock files: the same set on every system, and no script that nobody decided about.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..');

interface Locked {
  /** The real name of a package that is installed under another. */
  readonly name?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
  readonly gypfile?: boolean;
}

function read<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(ROOT, ...path), 'utf8')) as T;
}

function lockedIn(folder: string): Readonly<Record<string, Locked>> {
  return read<{ packages: Record<string, Locked> }>(folder, 'package-lock.json').packages;
}

/** Where Node finds `name` from a package at `path`: beside it or anywhere above it. */
function isFound(locked: Readonly<Record<string, Locked>>, path: string, name: string): boolean {
  for (let at = path; ; at = at.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in locked) return true;
    if (at === '') return false;
  }
}

describe.each(['.', 'test/bench'])('the lock file in %s', (folder) => {
  const locked = lockedIn(folder);

  it('holds what every package needs on every system', () => {
    const missing = Object.entries(locked).flatMap(([path, { dependencies = {}, optionalDependencies = {} }]) =>
      [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]
        .filter((name) => !isFound(locked, path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no place that packages were fetched from', () => {
    expect(readFileSync(join(ROOT, folder, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });
});

describe('install scripts', () => {
  const locked = lockedIn('.');

  /** Whether a package runs something when it is installed; npm runs node-gyp by itself where there is a binding.gyp. */
  function runsSomething([path, { hasInstallScript }]: [string, Locked]): boolean {
    if (hasInstallScript === true) return true;
    if (path === '' || !existsSync(join(ROOT, path, 'package.json'))) return false;
    const { gypfile, scripts = {} } = read<Manifest>(path, 'package.json');
    if (['preinstall', 'install', 'postinstall'].some((name) => name in scripts)) return true;
    return gypfile !== false && existsSync(join(ROOT, path, 'binding.gyp'));
  }

  it('are each allowed or denied, by the real name of their package, and no other is named', () => {
    const names = Object.entries(locked)
      .filter(runsSomething)
      .map(([path, { name }]) => name ?? path.replace(/^.*node_modules\//, ''));
    const { allowScripts = {} } = read<Manifest>('package.json');
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(names)].sort());
  });
});
