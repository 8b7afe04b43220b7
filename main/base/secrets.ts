// The secrets of this run, taken from what is sent, and the one place that takes them out of what others say. A server may
// quote what it was asked, in any form; its words go through here before anybody keeps, shows or prints them.
import type { Failure } from '../../shared/failure.ts';

const GONE = '[redacted]';
/** What was sent longest ago goes first: a session lasts 15 minutes, and accounts and keys are sent again and again. */
const MOST_KEPT = 40;
/** Words are read so far and no further: nobody reads more, and a secret must not be cut in two by the limit. */
const MAX_READ = 16_000;
const MAX_WORDS = 2000;
/** Shorter ones are looked for as they are; their Base64 would be found anywhere. */
const LEAST_ENCODED = 6;

/** A plain word that is also somebody's password stands in bookings for itself; words of a refusal are cleaned of it all the same. */
function isSurelySecret(text: string): boolean {
  return text.length >= 16 || (text.length >= 8 && /[^\p{L}]/u.test(text));
}

const kept = new Map<string, RegExp>();

/** Notes the secrets of a request before it leaves: its account, its session, its API key. */
export function learnSecrets({
  path,
  headers,
}: {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}): void {
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() !== 'authorization') continue;
    const [scheme = '', credentials = ''] = value.split(' ');
    learn(credentials);
    if (scheme.toLowerCase() !== 'basic') continue;
    const account = Buffer.from(credentials, 'base64').toString('utf8');
    learn(account);
    learn(account.slice(account.indexOf(':') + 1));
  }
  const query = path.split('?')[1] ?? '';
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=');
    if (/key|token|password|secret/i.test(name)) learn(unescaped(value));
  }
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function learn(secret: string): void {
  if (secret === '') return;
  const forms = kept.get(secret) ?? new RegExp(formsOf(secret).join('|'), 'giu');
  kept.delete(secret);
  kept.set(secret, forms);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

/** What may stand between two letters of a quotation: a line end, raw, escaped or percent-encoded, and the blanks behind it. */
const BREAK = String.raw`(?:\s|\\+[nrt]|(?:%(?:25)*(?:0[ad9]|20))|=\r?\n|&#(?:10|13);)*`;

/** Only what has a meaning of its own in an expression may have a backslash before it there; any other letter is refused with one. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

/** One character in every form that headers, URLs, JSON, XML and HTML give it, each by itself, so that mixtures are found too. */
function letter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const percent = [...Buffer.from(char)].map((byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`).join('');
  const units = [...Array(char.length).keys()]
    .map((n) => String.raw`\\+u${char.charCodeAt(n).toString(16).padStart(4, '0')}`)
    .join('');
  const forms = [
    String.raw`\\*${literal(char)}`,
    percent,
    units,
    `&#0*${code};`,
    `&#x0*${hex};`,
    String.raw`\\+x${hex.padStart(2, '0')}`,
  ];
  const named: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
    ' ': String.raw`\+`,
  };
  // UTF-8 that was read as Latin-1 and written again.
  if (code > 127) forms.push(literal(Buffer.from(char).toString('latin1')));
  const more = named[char];
  return `(?:${[...forms, ...(more === undefined ? [] : [more])].join('|')})`;
}

function spelled(text: string): string {
  return [...text].map(letter).join(BREAK);
}

/** The middle of the Base64 of any text that holds `secret`: its three alignments, without the letters its neighbours share. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((before * 8) / 6);
    const until = Math.floor(((before + bytes.length) * 8) / 6);
    const middle = text.slice(from, until);
    if (middle.length < LEAST_ENCODED) return [];
    return [spelled(middle), ...(/[+/]/.test(middle) ? [spelled(middle.replaceAll('+', '-').replaceAll('/', '_'))] : [])];
  });
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  if (secret.length < LEAST_ENCODED) return [spelled(secret)];
  return [spelled(secret), ...inBase64(secret), [...bytes.toString('hex')].join(BREAK)];
}

/** A header that was never ours, quoted with its name; and a scheme with what can only be its credentials. */
const HEADER =
  /((?:authorization|x-fm-data-access-token|cookie)["'\\\s]*[:=]["'\\\s]*)(?:(?:basic|bearer|fmid|digest|negotiate)\s+)?[^\s"'\\,;<&]+/gi;
const SCHEME = /\b((?:basic|bearer|fmid|negotiate)(?:\s|%20|\+)+)(?=[\w+/%~.-]*\d)[\w+/=%~.-]{12,}/gi;

/** A text without the secrets that are surely meant, for somebody else's contents that are kept whole. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const [secret, forms] of kept) if (isSurelySecret(secret)) clean = clean.replace(forms, GONE);
  return clean;
}

/** Somebody else's words: without secrets in any form, and no longer than a person reads. */
export function scrubWords(words: string): string {
  // Cleaned further than it is kept, so that no half of a secret stays at the end.
  let clean = words.slice(0, MAX_READ);
  for (const forms of kept.values()) clean = clean.replace(forms, GONE);
  clean = clean.replace(HEADER, `$1${GONE}`).replace(SCHEME, `$1${GONE}`);
  const isCut = words.length > MAX_READ || clean.length > MAX_WORDS;
  return isCut ? `${clean.slice(0, MAX_WORDS)}…` : clean;
}

/** A failure with every word in it scrubbed; its kind and its numbers stay. */
export function scrubFailure<F extends Failure>(failure: F): F {
  const clean = Object.entries(failure).map(([name, value]) => [
    name,
    name === 'kind' || typeof value !== 'string' ? value : scrubWords(value),
  ]);
  return Object.fromEntries(clean) as F;
}
