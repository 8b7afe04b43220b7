// The secrets of this run, taken from what is sent, and the one place that takes them out of what others say. A server may
// quote what it was asked, in any form; its words go through here before anybody keeps, shows or prints them.
import type { Failure } from '../../shared/failure.ts';
import { type Sought, soughtFrom, withoutQuotations } from './quotations.ts';

const GONE = '[redacted]';
/** What was sent longest ago goes first: a session lasts 15 minutes, and accounts and keys are sent again and again. */
const MOST_KEPT = 40;
/** Words are read so far and no further: nobody reads more. */
const MAX_READ = 16_000;
/** No form of a secret is longer; one that the limit cuts in two lies behind what is kept. */
const LONGEST_FORM = 5000;
const MAX_WORDS = 2000;

/** A plain word that is also somebody's password stands in bookings for itself; words of a refusal are cleaned of it all the same. */
function isSurelySecret(text: string): boolean {
  return text.length >= 16 || (text.length >= 8 && /[^\p{L}]/u.test(text));
}

const kept = new Map<string, Sought>();

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
  const sought = kept.get(secret) ?? soughtFrom(secret);
  kept.delete(secret);
  kept.set(secret, sought);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

/** A header that was never ours, quoted with its name; and a scheme with what can only be its credentials. */
const HEADER =
  /((?:authorization|x-fm-data-access-token|cookie)["'\\\s]*[:=]["'\\\s]*)(?:(?:basic|bearer|fmid|digest|negotiate)\s+)?[^\s"'\\,;<&]+/gi;
const SCHEME = /\b((?:basic|bearer|fmid|negotiate)(?:\s|%20|\+)+)(?=[\w+/%~.-]*\d)[\w+/=%~.-]{12,}/gi;

/** A text without the secrets that are surely meant, for somebody else's contents that are kept whole. */
export function withoutSecrets(text: string): string {
  const sure = [...kept].filter(([secret]) => isSurelySecret(secret)).map(([, sought]) => sought);
  return withoutQuotations(text, sure, GONE);
}

/** Somebody else's words: without secrets in any form, and no longer than a person reads. */
export function scrubWords(words: string): string {
  // Cleaned further than it is kept, so that no half of a secret stays at the end.
  const until = words.length > MAX_READ ? MAX_READ - LONGEST_FORM : words.length;
  const unquoted = withoutQuotations(words.slice(0, MAX_READ), [...kept.values()], GONE, until);
  const clean = unquoted.replace(HEADER, `$1${GONE}`).replace(SCHEME, `$1${GONE}`);
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
