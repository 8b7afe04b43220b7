// Where a text stops being JSON, for a person who wrote it by hand. JSON.parse names a place for some faults and none for
// others, in the words of a programmer; RFC 8259 is short enough to be followed here.

/** The first fault of a text that should be JSON; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

const SPACE = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them inside a text
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
const DEEPEST = 100;

/** The first place at which `text` is no JSON, or says the same thing twice; null when it is JSON. */
export function jsonFault(text: string): JsonFault | null {
  let at = 0;
  let fault: { at: number; why: string } | null = null;

  function wrong(why: string, place = at): false {
    fault ??= { at: place, why };
    return false;
  }
  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return null;
    at = pattern.lastIndex;
    return found[0];
  }
  function skip(): void {
    take(SPACE);
  }
  function value(depth: number): boolean {
    if (depth > DEEPEST) return wrong('it is nested too deeply');
    if (text[at] === '{') return list('}', depth, new Set());
    if (text[at] === '[') return list(']', depth, null);
    if (text[at] === '"') return take(STRING) !== null || wrong('a text begins here and does not end as it should');
    return take(PLAIN) !== null || wrong(at >= text.length ? 'it ends too early' : 'a value was expected here');
  }
  function entry(names: Set<string> | null, depth: number): boolean {
    if (names === null) return value(depth + 1);
    const begun = at;
    const name = take(STRING);
    if (name === null) return wrong('a name in quotation marks was expected here');
    if (names.has(name)) return wrong(`${name} stands here a second time`, begun);
    names.add(name);
    skip();
    if (text[at] !== ':') return wrong('a colon was expected here');
    at += 1;
    skip();
    return value(depth + 1);
  }
  function list(end: '}' | ']', depth: number, names: Set<string> | null): boolean {
    at += 1;
    skip();
    if (text[at] === end) {
      at += 1;
      return true;
    }
    for (;;) {
      if (!entry(names, depth)) return false;
      skip();
      if (text[at] === end) {
        at += 1;
        return true;
      }
      if (at >= text.length) return wrong(`it ends too early; a "${end}" is missing`);
      if (text[at] !== ',') return wrong(`a comma or a "${end}" was expected here`);
      const comma = at;
      at += 1;
      skip();
      if (text[at] === end) return wrong('this comma has nothing behind it', comma);
    }
  }

  skip();
  if (value(0)) {
    skip();
    if (at < text.length) wrong('something stands behind its end');
  }
  return fault === null ? null : placed(text, fault);
}

function placed(text: string, { at, why }: { at: number; why: string }): JsonFault {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, why };
}
