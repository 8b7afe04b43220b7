// Finds a secret in somebody else's text, in every form that headers, addresses, JSON, XML and HTML give it, also in mixtures
// and split over lines. The text is read back step by step to what was meant, and each step remembers where it stood; so the
// work grows with the length of the text and not with the ways in which a letter can be written.

/** Shorter ones are looked for as they are: their Base64, or what is left without signs, would be found anywhere. */
const LEAST_ENCODED = 6;
/** Nobody escapes an escape more often. */
const MOST_STEPS = 6;

/** A text as its bytes in small letters, one char a byte, and where in the source each of them began and ended. */
interface Reading {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function bytesOf(letters: string): string {
  return Buffer.from(letters.toLowerCase()).toString('latin1');
}

function readingOf(source: string): Reading {
  const parts: string[] = [];
  const [starts, ends]: [number[], number[]] = [[], []];
  let at = 0;
  for (const char of source) {
    const bytes = char < '\u0080' ? char.toLowerCase() : bytesOf(char);
    parts.push(bytes);
    for (let n = 0; n < bytes.length; n += 1) {
      starts.push(at);
      ends.push(at + char.length);
    }
    at += char.length;
  }
  return { text: parts.join(''), starts, ends };
}

/** The same with every match of `what` replaced; what takes its place stood where it stood. */
function rewritten(reading: Reading, what: RegExp, by: (match: RegExpMatchArray) => string): Reading {
  const parts: string[] = [];
  const [starts, ends]: [number[], number[]] = [[], []];
  let kept = 0;
  function keepUntil(until: number): void {
    parts.push(reading.text.slice(kept, until));
    for (let n = kept; n < until; n += 1) {
      starts.push(reading.starts[n] as number);
      ends.push(reading.ends[n] as number);
    }
  }
  for (const match of reading.text.matchAll(what)) {
    keepUntil(match.index);
    kept = match.index + match[0].length;
    const instead = by(match);
    parts.push(instead);
    for (let n = 0; n < instead.length; n += 1) {
      starts.push(reading.starts[match.index] as number);
      ends.push(reading.ends[kept - 1] as number);
    }
  }
  if (kept === 0) return reading;
  keepUntil(reading.text.length);
  return { text: parts.join(''), starts, ends };
}

const BLANKS = /[\t-\r ]+/g;
/** What line ends, forms and the two alphabets of Base64 add or change. */
const SIGNS = /[\\+=_-]/g;
const ESCAPES =
  /\\+u(d[89ab][\da-f]{2})\\+u(d[c-f][\da-f]{2})|\\+u([\da-f]{4})|\\+x([\da-f]{2})|\\+[nrt]|%(?:25)*([\da-f]{2})|&#0*(\d{1,7});|&#x0*([\da-f]{1,6});|&(amp|lt|gt|quot|apos);/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function letterOf(code: number): string {
  return code > 0x10ffff ? '' : bytesOf(String.fromCodePoint(code));
}

function meant([, high, low, unit, byte, percent, decimal, hex, name]: RegExpMatchArray): string {
  if (high !== undefined && low !== undefined)
    return letterOf(0x10000 + ((Number.parseInt(high, 16) & 0x3ff) << 10) + (Number.parseInt(low, 16) & 0x3ff));
  if (unit !== undefined) return letterOf(Number.parseInt(unit, 16));
  if (byte !== undefined) return letterOf(Number.parseInt(byte, 16));
  // The bytes of one letter may stand on two lines, so each is read by itself.
  if (percent !== undefined)
    return String.fromCharCode(Number.parseInt(percent, 16)).replace(/[A-Z]/, (char) => char.toLowerCase());
  if (decimal !== undefined) return letterOf(Number(decimal));
  if (hex !== undefined) return letterOf(Number.parseInt(hex, 16));
  return name === undefined ? '' : (NAMED[name] ?? '');
}

/** A text read ever further, from as it stands to where nothing more is escaped; each without blanks and signs. */
function readings(source: string): Reading[] {
  const all: Reading[] = [];
  let reading = rewritten(readingOf(source), BLANKS, () => '');
  for (let step = 0; step < MOST_STEPS; step += 1) {
    all.push(rewritten(reading, SIGNS, ([sign]) => (sign === '_' ? '/' : '')));
    const next = rewritten(rewritten(reading, ESCAPES, meant), BLANKS, () => '');
    if (next === reading || next.text === reading.text) break;
    reading = next;
  }
  return all;
}

/** The middle of the Base64 of any text that holds `secret`: its three alignments, without the letters its neighbours share. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

/** How a secret stands in an address, a form and JSON, each of which may be put into Base64 as a whole. */
function spellings(secret: string): string[] {
  // A secret may hold half a letter, of which no address can be made.
  const whole = secret.toWellFormed();
  const form = new URLSearchParams({ '': whole }).toString().slice(1);
  return [secret, encodeURIComponent(whole), form, JSON.stringify(secret).slice(1, -1)];
}

/** What a secret is looked for by. */
export interface Sought {
  /** As it is, where too little is left of it without signs. */
  readonly literal: string | null;
  readonly forms: readonly string[];
}

/** Makes a secret ready to be looked for. */
export function soughtFrom(secret: string): Sought {
  const own = readings(secret).map(({ text }) => text);
  if ((own[0] ?? '').length < Math.min(secret.length, LEAST_ENCODED)) return { literal: secret, forms: [] };
  if (secret.length < LEAST_ENCODED) return { literal: null, forms: [...new Set(own)].filter((form) => form !== '') };
  const bytes = Buffer.from(secret);
  // UTF-8 that was read as Latin-1 and written again, and the encodings that hold the whole text.
  const encoded = [bytes.toString('latin1'), bytes.toString('hex'), ...spellings(secret).flatMap(inBase64)];
  const forms = [...own, ...encoded.map((form) => readings(form)[0]?.text ?? '')];
  return { literal: null, forms: [...new Set(forms)].filter((form) => form.length >= LEAST_ENCODED) };
}

/** `source` with `instead` in place of everything that is sought, as far as to `until`, which parts nothing that is sought. */
export function withoutQuotations(
  source: string,
  sought: readonly Sought[],
  instead: string,
  until: number = source.length,
): string {
  const ranges: [number, number][] = [];
  for (const { literal } of sought) {
    if (literal === null) continue;
    for (let at = source.indexOf(literal); at !== -1; at = source.indexOf(literal, at + literal.length))
      ranges.push([at, at + literal.length]);
  }
  const forms = sought.flatMap((each) => each.forms);
  for (const { text, starts, ends } of forms.length === 0 ? [] : readings(source)) {
    for (const form of forms) {
      for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length))
        ranges.push([starts[at] as number, ends[at + form.length - 1] as number]);
    }
  }
  if (ranges.length === 0) return source.slice(0, until);
  ranges.sort(([a], [b]) => a - b);
  let clean = '';
  let done = 0;
  for (const [from, to] of ranges) {
    if (from >= until) break;
    if (from >= done) clean += source.slice(done, from) + instead;
    done = Math.max(done, to);
  }
  return clean + source.slice(done, until);
}
