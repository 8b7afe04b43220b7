// What may be written down. Secrets and names are recognised by their place (a key, a header, a query value, a path
// segment), never by their looks; in doubt a text ends early. Both APIs carry secrets and people's names in URLs.
import { withoutSecrets } from './secrets.ts';

const GONE = '[redacted]';
const MAX_TEXT = 2000;
/** Looking through more than this for secrets would cost more than its line in a log is worth. */
const MAX_READ = 20_000;
const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;

const SECRET_WORDS = String.raw`pass(?:word|phrase|code|wd)?|pwd|secret|token|authorization|api[-_ ]?key|cookie|credential|script\.param`;
const PERSON_WORDS = 'inspector|participant|internalmessage|externalmessage';
const SECRET_KEY = new RegExp(`${SECRET_WORDS}|${PERSON_WORDS}`, 'i');

// A name of a secret and then "=" or ":", in plain text, in JSON however often escaped, or percent-encoded.
const NAMED = new RegExp(String.raw`(?:${SECRET_WORDS}|${PERSON_WORDS})[a-z]*(?:["'\\\]\s]|%22|%5C|%20)*(?:[=:]|%3[AD])`, 'gi');
// A query value as an encoder writes it: where it ends is certain, so the text behind it can stay.
const ENCODED_VALUE = /^[\w%.~!*()+'-]*(?=[&#\s"<>,;]|$)/;
// The script parameter is always JSON; anything else behind its name was not encoded and may go on behind a space.
const ENCODED_JSON = /^%7B[\w%.~!*()+'-]*(?=[&#\s"<>,;]|$)/;

const QUERY_VALUE = /([?&][^=&#?\s"<>]*=)[^&#\s"<>]+/g;
const SESSION = /((?:\/|%2F)sessions(?:\/|%2F))[^/?#\s"<>]+/gi;
const USER_INFO = /(:\/\/)[^/?#\s@]+@/g;
const SCHEME = /\b((?:basic|bearer|fmid|digest|negotiate)\s+)[\w+/=.~-]{6,}/gi;

function isInQuery(text: string, nameAt: number, valueAt: number): boolean {
  const before = text.slice(0, nameAt);
  const value = text.startsWith('script.param', nameAt) ? ENCODED_JSON : ENCODED_VALUE;
  return /[?&][^=&#?\s"<>]*$/.test(before) && text[valueAt - 1] === '=' && value.test(text.slice(valueAt));
}

/** Everything behind a secret's name goes, unless it is a query value, whose end can be seen. */
function cutAtSecret(text: string): string {
  for (const match of text.matchAll(NAMED)) {
    const valueAt = match.index + match[0].length;
    if (isInQuery(text, match.index, valueAt)) continue;
    return text.slice(valueAt).trim() === '' ? text : `${text.slice(0, valueAt)}${GONE}`;
  }
  return text;
}

/** A text without secrets: URLs lose query values, session segments and user names; named secrets and what follows them go. */
export function redactText(text: string): string {
  if (text.length > MAX_READ) return `[${text.length} characters]`;
  const shown = cutAtSecret(withoutSecrets(text))
    .replace(USER_INFO, `$1${GONE}@`)
    .replace(SESSION, `$1${GONE}`)
    .replace(QUERY_VALUE, `$1${GONE}`)
    .replace(SCHEME, `$1${GONE}`);
  return shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT)}…` : shown;
}

/** A plain copy of `facts` that may be written down, in the shape JSON can carry. */
export function redact(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactEntries(Object.entries(facts), 0, new Set([facts]));
}

function redactEntries(
  entries: readonly (readonly [string, unknown])[],
  depth: number,
  above: Set<object>,
): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [key, value] of entries.slice(0, MAX_ENTRIES)) {
    safe[redactText(key)] = SECRET_KEY.test(key) && typeof value !== 'boolean' ? GONE : redactValue(value, depth, above);
  }
  return safe;
}

function redactValue(value: unknown, depth: number, above: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value);
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : redactObject(value, depth + 1, above);
    case 'undefined':
      return undefined;
    default:
      return `[${typeof value}]`;
  }
}

function redactObject(value: object, depth: number, above: Set<object>): unknown {
  if (depth > MAX_DEPTH || above.has(value)) return '[…]';
  const within = new Set(above).add(value);
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return redactError(value, depth, within);
  if (value instanceof Map) return redactEntries(pairs(value), depth, within);
  if (value instanceof Set) return redactList([...value], depth, within);
  if (Array.isArray(value)) return redactList(value, depth, within);
  // Headers and other lists of pairs carry their names inside.
  if (Symbol.iterator in value) return redactList([...(value as Iterable<unknown>)], depth, within);
  return redactEntries(Object.entries(value), depth, within);
}

function pairs(map: ReadonlyMap<unknown, unknown>): [string, unknown][] {
  return [...map].map(([key, value]) => [String(key), value]);
}

/** In a flat list such as `rawHeaders`, or in a pair, a secret's name makes the item behind it secret. */
function redactList(list: readonly unknown[], depth: number, above: Set<object>): unknown[] {
  return list.slice(0, MAX_ENTRIES).map((item, at) => {
    const before = list[at - 1];
    return typeof before === 'string' && SECRET_KEY.test(before) ? GONE : redactValue(item, depth, above);
  });
}

function redactError(error: Error, depth: number, above: Set<object>): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const own = Object.entries(error).filter(([key]) => key !== 'stack' && key !== 'message');
  return {
    name: error.name,
    message: redactText(error.message),
    ...redactEntries(own, depth, above),
    ...(error.cause === undefined ? {} : { cause: redactValue(error.cause, depth, above) }),
    frames: frames.slice(0, 12).map((line) => redactText(line.trim())),
  };
}
