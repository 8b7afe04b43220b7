// The architecture as a test: who may import whom (README, "Who may import whom"), and who alone may touch what.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** The rows of the README's table "Who may import whom": an area, and what it may import besides itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  readFileSync(join(ROOT, 'README.md'), 'utf8')
    .split('### Who may import whom')[1]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [areas, allowed] = line.split('|').slice(1, 3) as [string, string];
      const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);
      return names(areas).map((area) => [area, names(allowed)] as const);
    }) ?? [],
);

/** Packages that only one place may know. */
const FENCED: Record<string, (file: string) => boolean> = {
  electron: (file) => file.startsWith('main/electron/'),
  keytar: (file) => file === 'main/credentials/keychain.ts',
  'better-sqlite3': (file) => file.startsWith('main/base/'),
  'iconv-lite': (file) =>
    [
      'main/import/read/decode.ts',
      'main/import/read/encodings.ts',
      'main/import/read/misread.ts',
      'main/bookings/letters.ts',
    ].includes(file),
  numfmt: (file) => file === 'main/import/read/number-formats.ts',
  'electron-updater': (file) => file === 'main/electron/updates.ts',
  saxes: (file) => file === 'main/bookings/brp-xml.ts' || file === 'main/import/read/xml.ts',
  yauzl: (file) => file === 'main/import/read/zip.ts',
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

/** The folder a file lies in is its area. */
function areaOf(file: string): string {
  return dirname(file).replaceAll('\\', '/');
}

interface Imported {
  /** As it is written. */
  readonly specifier: string;
  /** The file it leads to, from the root; null for a package. */
  readonly file: string | null;
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g;

/** What a text that stands as `file` imports; styles, pictures, texts and package.json are no code. */
function importsOf(file: string, text = readFileSync(join(ROOT, file), 'utf8')): Imported[] {
  return [...text.matchAll(IMPORT)]
    .map((match) => (match[1] ?? match[2] ?? match[3]) as string)
    .filter((specifier) => !/\.(?:css|svg|json|md\?raw)$/.test(specifier))
    .map((specifier) => ({
      specifier,
      file: specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)).replaceAll('\\', '/') : null,
    }));
}

/** What of a file's imports its place may not know, each in words. */
function wrongImports(file: string, imports = importsOf(file)): string[] {
  const area = areaOf(file);
  const allowed = ALLOWED[area];
  if (allowed === undefined) return [`${area} has no row in the README's table`];
  return imports.flatMap(({ specifier, file: target }) => {
    if (target !== null) {
      const to = areaOf(target);
      return to === area || allowed.includes(to) ? [] : [`${file} imports ${target}`];
    }
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    const isForeign = area === 'shared' && !allowed.includes(name);
    const isFenced = !(FENCED[specifier] ?? FENCED[name] ?? (() => true))(file);
    const isNode = area.startsWith('renderer') && name.startsWith('node:');
    return isForeign || isFenced || isNode ? [`${file} imports ${specifier}`] : [];
  });
}

/** Files that import each other in a circle, one line a circle. */
function circles(): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const path: string[] = [];
  function visit(file: string): void {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...path.slice(path.indexOf(file)), file].join(' > '));
      return;
    }
    state.set(file, 'open');
    path.push(file);
    for (const { file: target } of importsOf(file)) if (target !== null && files.includes(target)) visit(target);
    path.pop();
    state.set(file, 'done');
  }
  for (const file of files) visit(file);
  return found;
}

describe('who may import whom', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(40);
  });

  for (const file of files) {
    it(`${file} imports only what its place may know`, () => {
      expect(wrongImports(file)).toEqual([]);
    });
  }

  it.each(Object.keys(ALLOWED))(
    '%s: refuses what its row does not name, and its row names nothing it does not import',
    (area) => {
      const others = Object.keys(ALLOWED).filter((other) => other !== area && !ALLOWED[area]?.includes(other));
      for (const other of others) {
        const wrong = relative(area, `${other}/any.ts`).replaceAll('\\', '/');
        const text = `import { any } from '${wrong.startsWith('.') ? wrong : `./${wrong}`}';`;
        expect(wrongImports(`${area}/wrong.ts`, importsOf(`${area}/wrong.ts`, text))).toHaveLength(1);
      }
      const used = new Set(
        files
          .filter((file) => areaOf(file) === area)
          .flatMap((file) => importsOf(file))
          .map(({ specifier, file: target }) => (target === null ? specifier : areaOf(target))),
      );
      for (const allowed of ALLOWED[area] ?? []) expect(used, `${area} does not import ${allowed}`).toContain(allowed);
    },
  );

  it('has no row that is imported by what it imports: the floors stand one above the other', () => {
    const floors = new Map<string, number>();
    function floorOf(area: string, above: readonly string[] = []): number {
      expect(above, `${[...above, area].join(' > ')} is a circle`).not.toContain(area);
      const below = (ALLOWED[area] ?? []).filter((other) => other in ALLOWED);
      const floor = floors.get(area) ?? 1 + Math.max(-1, ...below.map((other) => floorOf(other, [...above, area])));
      floors.set(area, floor);
      return floor;
    }
    for (const area of Object.keys(ALLOWED)) floorOf(area);
  });

  it('has no file that imports, by whatever way, itself', () => {
    expect(circles()).toEqual([]);
  });

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
