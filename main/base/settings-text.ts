// What a settings file says: its bytes as text, its text as values, and each value that cannot be understood by its name.
// Nothing in here guesses: what is not said has its default, and what is said wrongly is named.

import { defaultSettings, Settings } from '../../shared/settings.ts';
import { type JsonFault, jsonFault } from './json-place.ts';

type Tree = Record<string, unknown>;

export interface ReadSettings {
  readonly settings: Settings;
  /** Names of what cannot be understood, such as `brp.test.level`, with what stands there. */
  readonly wrong: ReadonlyMap<string, unknown>;
}

/** Every way in which an editor or a shell of an office machine saves such a file. Source: Unicode Standard, byte order mark. */
function textOf(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  try {
    if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return decoded('utf-16le', bytes);
    if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && bytes.length > 1))
      return decoded('utf-16be', bytes);
    return decoded('utf-8', bytes);
  } catch {
    return null;
  }
}

function decoded(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

/** Reads the bytes of a settings file: its values, or the place at which it stops being one. */
export function readSettings(bytes: Uint8Array): ReadSettings | JsonFault {
  const text = textOf(bytes);
  if (text === null) return { ...lostLetter(bytes), why: 'its letters are in no encoding of Unicode; save it as UTF-8' };
  if (text.trim() === '') return { line: 1, column: 1, why: 'it is empty' };
  const fault = jsonFault(text);
  if (fault !== null) return fault;
  const said: unknown = JSON.parse(text);
  if (!isTree(said)) return { line: 1, column: 1, why: 'it is no list of names and values in "{ }"' };
  return understood(said);
}

function lostLetter(bytes: Uint8Array): { line: number; column: number } {
  const lines = new TextDecoder().decode(bytes).split('\uFFFD')[0]?.split('\n') ?? [''];
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Defaults where nothing is said; a part that is a list of names is looked into, everything else is taken as it is. */
function laidOver(base: Tree, said: Tree): Tree {
  const result: Tree = { ...base };
  for (const [name, value] of Object.entries(said)) {
    const below = Object.hasOwn(base, name) ? base[name] : undefined;
    Object.defineProperty(result, name, {
      value: isTree(below) && isTree(value) ? laidOver(below, value) : value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return result;
}

function at(tree: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, name) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, name) ? (part as Tree)[name as string] : undefined,
    tree,
  );
}

function put(tree: Tree, path: readonly PropertyKey[], value: unknown): void {
  const above = at(tree, path.slice(0, -1)) as Tree;
  const name = path.at(-1) as string;
  if (value === undefined) delete above[name];
  else above[name] = value;
}

/** The values that can be understood, one by one; the others have their defaults and are named. */
function understood(said: Tree): ReadSettings {
  const defaults = defaultSettings() as unknown as Tree;
  const tree = laidOver(structuredClone(defaults), structuredClone(said));
  const wrong = new Map<string, unknown>();
  for (const name of unknownNames(defaults, said)) {
    wrong.set(name.join('.'), at(said, name));
    put(tree, name, undefined);
  }
  for (;;) {
    const parsed = Settings.safeParse(tree);
    if (parsed.success) return { settings: parsed.data, wrong };
    for (const { path } of parsed.error.issues) {
      // What stands in a list has no default of its own, and what lacks a part is wrong as a whole.
      let place = path;
      while (place.length > 1 && (at(defaults, place) === undefined || same(at(tree, place), at(defaults, place))))
        place = place.slice(0, -1);
      if (!wrong.has(place.join('.'))) wrong.set(place.join('.'), at(said, place));
      put(tree, place, structuredClone(at(defaults, place)));
    }
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Settings of earlier versions, which their files still have. */
const FORMER: ReadonlySet<string> = new Set(['welcomeSeen']);

/** What is written in the file and is no setting: a misspelt name would leave its setting at its default unseen. */
function unknownNames(known: Tree, said: Tree): string[][] {
  return Object.entries(said).flatMap(([name, value]) => {
    if (!Object.hasOwn(known, name)) return name === '$schema' || FORMER.has(name) ? [] : [[name]];
    const below = known[name];
    // Views of bookings have parts that are only there once they are used; they lead nowhere.
    if (name === 'bookingViews' || !isTree(below) || !isTree(value)) return [];
    return unknownNames(below, value).map((rest) => [name, ...rest]);
  });
}

const STEERING = ['environment', 'baseUrl', 'brp'];

/** Whether this value says where results go, or on whose behalf: without it nothing may be sent. */
export function isSteering(name: string): boolean {
  const [first = '', ...rest] = name.split('.');
  if (first === 'brp') return rest.length < 2 || ['baseUrl', 'level', 'personid'].some((known) => isNear(rest[1] ?? '', known));
  return STEERING.some((known) => isNear(first, known));
}

/** Whether two names differ by no more than a slip of the finger. */
function isNear(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase().replace(/[^a-z]/g, ''), b.toLowerCase()];
  let row = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return (row.at(-1) ?? 99) <= (other.length > 3 ? 2 : 0);
}
