// What an answer of BasicPSF means. HTTP 200 says only that the call ran; a result counts as delivered when the script's
// own answer names that very order with "OK". Codes: Claris "Error codes"; HTTP: Claris "Error responses".
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type HttpAnswer, retryAfter } from '../base/http.ts';

/** Somebody's words as they came; what is no text is no word. */
const Words = z.string().catch('');
/** FileMaker writes codes and references as text; a number means the same. */
const Text = z.union([z.string(), z.number()]).transform(String);

const Envelope = z.object({
  response: z
    .object({
      token: z.string(),
      scriptResult: z.string(),
      scriptError: Text.catch('0'),
      data: z.unknown(),
      fieldMetaData: z.unknown(),
    })
    .partial()
    .catch({}),
  messages: z.array(z.object({ code: Text, message: Words })).min(1),
});

/** The part of FileMaker's envelope that is ours. */
export type Answer = z.infer<typeof Envelope>['response'];

const Count = z.coerce.number().int().nonnegative();
const Summary = z.object({
  processed: Count,
  succeeded: Count,
  failed: Count,
  results: z.array(z.object({ internalOrderRef: Text, status: z.string(), error: Words })),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Which call was answered: the same status means another thing at another place. */
export type CallKind = 'login' | 'script' | 'find' | 'logout';

/** Whether a call comes with a session and asks for work: a 401 to it speaks of the session, not of the account. */
function comesSignedIn(call: CallKind): boolean {
  return call === 'script' || call === 'find';
}

type FromCode = (code: string, words: string) => Failure;
const serverFull: FromCode = (code) => ({ kind: 'server-full', code });
const hostNotReady: FromCode = (code) => ({ kind: 'host-not-ready', code });
const requestRefused: FromCode = (code, words) => ({ kind: 'request-refused', code, words });
const accountRefused: FromCode = () => ({ kind: 'credentials-refused' });

const CODES: Readonly<Record<string, FromCode>> = {
  10: requestRefused,
  104: (code) => ({ kind: 'script-missing', code }),
  105: () => ({ kind: 'layout-missing' }),
  112: () => ({ kind: 'session-cut' }),
  802: (code) => ({ kind: 'database-closed', code }),
  812: serverFull,
  952: () => ({ kind: 'session-lost' }),
  953: () => ({ kind: 'quota-exceeded' }),
  955: requestRefused,
  956: serverFull,
  957: requestRefused,
  958: requestRefused,
  959: requestRefused,
  960: requestRefused,
  1638: hostNotReady,
  1701: hostNotReady,
};

/** FileMaker's own word on the account: inactive, expired, wrong, unknown, too many attempts, must be changed. */
const ACCOUNT_CODES: Readonly<Record<string, FromCode>> = {
  210: accountRefused,
  211: accountRefused,
  212: accountRefused,
  213: accountRefused,
  214: () => ({ kind: 'login-throttled' }),
  218: accountRefused,
};

// A URL this short is refused for another reason than its length.
const SURELY_SHORT_BYTES = 500;
const ABOUT_THE_URL: ReadonlySet<number> = new Set([400, 404, 413, 414, 431]);
const NOT_NOW: ReadonlySet<number> = new Set([408, 425, 429]);
const GATEWAY: ReadonlySet<number> = new Set([502, 503, 504]);
/** What only a proxy writes beside its answer. */
const PROXY_HEADERS = ['via', 'proxy-authenticate', 'proxy-status', 'proxy-agent', 'proxy-connection', 'x-squid-error'];

/** FileMaker's envelope, or null when a text is none. */
export function envelopeFrom(text: string): z.infer<typeof Envelope> | null {
  const envelope = Envelope.safeParse(parsed(text.replace(/^\uFEFF/, '')));
  return envelope.success ? envelope.data : null;
}

/** Reads FileMaker's envelope, or says what kind of failure the answer is. `urlBytes` is the length of the URL that was asked. */
export function answerFrom(call: CallKind, answer: HttpAnswer, urlBytes: number, now: number): Result<Answer> {
  const envelope = envelopeFrom(answer.text);
  const message = envelope?.messages[0];
  if (envelope !== null && message?.code === '0' && answer.status < 300) return ok(envelope.response);
  const failure = message === undefined ? failureOfFront(call, answer, urlBytes) : failureOfFileMaker(call, answer, message);
  return fail(withPatience(failure, answer, now));
}

/** The failure with the patience that its answer asked for, whatever its body was. */
export function withPatience(failure: Failure, answer: HttpAnswer, now: number): Failure {
  const patience = retryAfter(answer, now);
  return patience === undefined ? failure : ({ ...failure, retryAfterMs: patience } as Failure);
}

function failureOfFileMaker(
  call: CallKind,
  answer: HttpAnswer,
  { code, message }: { readonly code: string; readonly message: string },
): Failure {
  const { status } = answer;
  // A session that a call comes with is lost by whatever words a 401 has; only a sign-in speaks of the account.
  if (comesSignedIn(call) && (status === 401 || code in ACCOUNT_CODES)) return { kind: 'session-lost' };
  const known = CODES[code] ?? ACCOUNT_CODES[code];
  if (known !== undefined) return known(code, message);
  if (NOT_NOW.has(status)) return { kind: 'busy', status };
  if (GATEWAY.has(status)) return { kind: 'gateway', status };
  if (status === 407) return turnedAway(answer);
  if (status === 404 && call === 'script') return { kind: 'script-missing', code };
  if (status >= 400 && status < 500 && status !== 401) return { kind: 'request-refused', code, words: message };
  return { kind: 'filemaker-error', code, words: message };
}

/** Not FileMaker itself but a web server, a proxy or a firewall in front of it. */
function failureOfFront(call: CallKind, answer: HttpAnswer, urlBytes: number): Failure {
  const { status } = answer;
  if (NOT_NOW.has(status)) return { kind: 'busy', status };
  if (GATEWAY.has(status)) return { kind: 'gateway', status };
  if (status === 401 && comesSignedIn(call)) return { kind: 'session-lost' };
  if (status === 401 || status === 403 || status === 407) return turnedAway(answer);
  if (call === 'script' && ABOUT_THE_URL.has(status) && urlBytes > SURELY_SHORT_BYTES)
    return { kind: 'url-too-long', status, urlBytes };
  // After a good sign-in it is BasicPSF's own web server that does not know the address.
  if (status >= 400 && status < 500)
    return comesSignedIn(call) ? { kind: 'address-refused', status } : { kind: 'wrong-server', status };
  if (call === 'login' && status < 300) return { kind: 'wrong-server', status };
  return { kind: 'answer-unusable', why: `${whatCame(answer.text)} (status ${status})` };
}

function turnedAway({ status, headers }: HttpAnswer): Failure {
  const isProxy = status === 407 || PROXY_HEADERS.some((name) => headers[name] !== undefined);
  return { kind: 'turned-away', status, by: isProxy ? 'proxy' : 'server' };
}

function whatCame(text: string): string {
  if (text.trim() === '') return 'it was empty';
  if (/^\s*(<\?xml|<!doctype|<html|<head|<body|<h\d)/i.test(text)) return 'a web page came in its place';
  return parsed(text) === undefined ? 'it was cut short or is no JSON' : 'it has no message of FileMaker';
}

/** BasicPSF's word on each order that was sent: null is delivered. */
export type Verdicts = ReadonlyMap<string, Failure | null>;

/** Matches the script's summary against the orders that were sent; an answer that contradicts itself is no answer. */
export function verdictsFrom(answer: Answer, sent: readonly string[]): Result<Verdicts> {
  const text = answer.scriptResult;
  if (text === undefined || text === '') return fail({ kind: 'answer-unusable', why: 'it returned nothing' });
  // FileMaker's JSON functions answer "?" and a message when they were given something that is not JSON.
  if (text.startsWith('?')) return fail({ kind: 'answer-unusable', why: 'it could not read what it was given' });
  const summary = Summary.safeParse(parsed(text));
  if (!summary.success) return fail({ kind: 'answer-unusable', why: 'it returned something else than a summary' });

  const { processed, succeeded, failed, results } = summary.data;
  const wanted = new Set(sent);
  const verdicts = new Map<string, Failure | null>();
  const twice = new Set<string>();
  let okCount = 0;
  for (const result of results) {
    const ref = result.internalOrderRef;
    if (!wanted.has(ref)) return fail({ kind: 'answer-unusable', why: 'the answer names an order that was not sent' });
    if (verdicts.has(ref)) twice.add(ref);
    if (result.status === 'OK') okCount += 1;
    verdicts.set(ref, verdictFrom(result.status, result.error));
  }
  const missing = sent.filter((ref) => !verdicts.has(ref));
  const errorCount = results.length - okCount;
  const agrees =
    processed === succeeded + failed &&
    within(succeeded, okCount, missing.length) &&
    within(failed, errorCount, missing.length) &&
    within(processed, results.length, missing.length);
  if (!agrees) return fail({ kind: 'answer-unusable', why: 'the counts do not agree with the results' });
  for (const ref of [...missing, ...twice]) verdicts.set(ref, { kind: 'answer-missing-order' });
  return ok(verdicts);
}

function within(count: number, listed: number, missing: number): boolean {
  return count >= listed && count <= listed + missing;
}

function verdictFrom(status: string, words: string): Failure | null {
  if (status === 'OK') return null;
  if (status !== 'Error') return { kind: 'answer-missing-order' };
  if (/not found/i.test(words)) return { kind: 'order-not-found', words };
  if (/invalid/i.test(words)) return { kind: 'value-refused', words };
  return { kind: 'order-refused', words };
}
