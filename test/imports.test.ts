// The architecture as a test: who may import whom (README, "Who may import whom"), and who alone may touch what.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

const ALLOWED: Record<string, readonly string[]> = {
  shared: ['shared', 'zod'],
  'main/base': ['main/base', 'shared'],
  'main/credentials': ['main/credentials', 'main/base', 'shared'],
  'main/outbox': ['main/outbox', 'main/base', 'shared'],
  'main/import': ['main/import', 'main/outbox', 'main/base', 'shared'],
  'main/push': ['main/push', 'main/outbox', 'main/base', 'shared'],
  'main/bookings': ['main/bookings', 'main/base', 'shared'],
  'main/practice': ['main/practice', 'shared'],
  'main/desktop': ['main/desktop', 'main/base', 'shared'],
  main: [
    'main',
    'main/base',
    'main/credentials',
    'main/outbox',
    'main/import',
    'main/push',
    'main/bookings',
    'main/practice',
    'shared',
  ],
  'main/electron': ['main/electron', 'main', 'main/base', 'main/credentials', 'main/desktop', 'main/practice', 'shared'],
  'main/browser': ['main/browser', 'main', 'main/base', 'main/credentials', 'main/practice', 'shared'],
  'main/command-line': ['main/command-line', 'main', 'main/base', 'main/credentials', 'main/practice', 'shared'],
  renderer: ['renderer', 'shared'],
};

/** Packages that only one place may know. */
const FENCED: Record<string, (file: string) => boolean> = {
  electron: (file) => file.startsWith('main/electron/'),
  keytar: (file) => file === 'main/credentials/keychain.ts',
  'better-sqlite3': (file) => file.startsWith('main/base/'),
  'iconv-lite': (file) => file === 'main/import/decode.ts' || file === 'main/import/encodings.ts',
  'read-excel-file': (file) => file === 'main/import/workbook.ts',
  'electron-updater': (file) => file === 'main/electron/updates.ts',
  saxes: (file) => file === 'main/bookings/brp-xml.ts',
  react: (file) => file.startsWith('renderer/'),
  'react-dom': (file) => file.startsWith('renderer/'),
  'node:https': (file) => file === 'main/base/http.ts',
  'node:worker_threads': (file) => file === 'main/base/thread.ts',
};

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name));
}

const files = ['shared', 'main', 'renderer'].flatMap(sources);

function areaOf(file: string): string {
  const folder = dirname(file).replaceAll('\\', '/');
  if (folder.startsWith('renderer')) return 'renderer';
  return folder in ALLOWED ? folder : (folder.split('/').slice(0, 2).join('/') as string);
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

describe('who may import whom', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(40);
  });

  for (const file of files) {
    it(`${file} imports only what its place may know`, () => {
      const area = areaOf(file);
      expect(ALLOWED, `no rule for ${area}`).toHaveProperty([area]);
      for (const specifier of importsOf(file)) {
        if (specifier.startsWith('.')) {
          const target = relative(ROOT, resolve(ROOT, dirname(file), specifier)).replaceAll('\\', '/');
          if (target.endsWith('.css') || target.endsWith('.svg') || target === 'package.json') continue;
          expect(ALLOWED[area], `${file} imports ${target}`).toContain(areaOf(target));
          continue;
        }
        const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] as string);
        if (area === 'shared') expect(ALLOWED.shared, `${file} imports ${name}`).toContain(name);
        const fence = FENCED[specifier] ?? FENCED[name];
        if (fence !== undefined) expect(fence(file), `${file} imports ${name}`).toBe(true);
        if (area === 'renderer') expect(name.startsWith('node:'), `${file} imports ${name}`).toBe(false);
      }
    });
  }

  it('keeps global fetch out of the app: HTTP goes through main/base/http', () => {
    const offenders = files.filter(
      (file) =>
        file.startsWith('main/') &&
        !file.startsWith('main/practice/') &&
        /(?<![.\w])fetch\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(offenders).toEqual([]);
  });

  it('keeps wall time and timers behind the Clock port', () => {
    const hosts = /^main\/(base\/ports|practice|browser|command-line|electron|start)/;
    const offenders = files.filter(
      (file) =>
        file.startsWith('main/') &&
        !hosts.test(file) &&
        /\bDate\.now\(|\bsetTimeout\(|\bsetInterval\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(offenders).toEqual([]);
  });
});
