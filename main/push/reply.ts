// What an answer of BasicPSF means. HTTP 200 says only that the call ran; a result counts as delivered when the script's
// own answer names that very order with "OK". Codes: Claris "Error codes"; HTTP: Claris "Error responses".
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type HttpAnswer, retryAfter } from '../base/http.ts';

const Envelope = z.object({
  response: z.object({ token: z.string(), scriptResult: z.string(), scriptError: z.coerce.string() }).partial().catch({}),
  messages: z.array(z.object({ code: z.coerce.string(), message: z.coerce.string().catch('') })).min(1),
});

/** The part of FileMaker's envelope that is ours. */
export type Answer = z.infer<typeof Envelope>['response'];

const Count = z.coerce.number().int().nonnegative();
const Summary = z.object({
  processed: Count,
  succeeded: Count,
  failed: Count,
  results: z.array(z.object({ internalOrderRef: z.coerce.string(), status: z.string(), error: z.coerce.string().optional() })),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Which call was answered: the same status means another thing at another place. */
export type CallKind = 'login' | 'script' | 'logout';

type FromCode = (code: string, words: string) => Failure;
const serverFull: FromCode = (code) => ({ kind: 'server-full', code });
const requestRefused: FromCode = (code, words) => ({ kind: 'request-refused', code, words });

const CODES: Readonly<Record<string, FromCode>> = {
  10: requestRefused,
  104: (code) => ({ kind: 'script-missing', code }),
  105: () => ({ kind: 'layout-missing' }),
  112: () => ({ kind: 'session-cut' }),
  212: () => ({ kind: 'credentials-refused' }),
  214: () => ({ kind: 'login-throttled' }),
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
  1638: serverFull,
  1701: serverFull,
};

// A URL this short is refused for another reason than its length.
const SURELY_SHORT_BYTES = 500;

/** Reads FileMaker's envelope, or says what kind of failure the answer is. `urlBytes` is the length of the URL that was asked. */
export function answerFrom(call: CallKind, answer: HttpAnswer, urlBytes: number, now: number): Result<Answer> {
  const { status, text } = answer;
  const envelope = Envelope.safeParse(parsed(text.replace(/^\uFEFF/, '')));
  if (envelope.success) {
    const { code, message } = envelope.data.messages[0] as { code: string; message: string };
    if (code === '0' && status < 300) return ok(envelope.data.response);
    const known = CODES[code];
    if (known !== undefined) return fail(known(code, message));
    if (status === 404 && call === 'script') return fail({ kind: 'script-missing', code });
    if (status === 401) return fail({ kind: 'credentials-refused' });
    if (status >= 400 && status < 500) return fail({ kind: 'request-refused', code, words: message });
    return fail({ kind: 'filemaker-error', code, words: message });
  }

  // Not FileMaker itself but a web server, a proxy or a firewall in front of it.
  const patience = retryAfter(answer, now);
  const asked = patience === undefined ? {} : { retryAfterMs: patience };
  if (status === 429) return fail({ kind: 'busy', status, ...asked });
  if (status === 502 || status === 503 || status === 504) return fail({ kind: 'gateway', status, ...asked });
  const aboutTheUrl = status === 414 || status === 431 || status === 413 || status === 400 || status === 404;
  if (call === 'script' && aboutTheUrl && urlBytes > SURELY_SHORT_BYTES) return fail({ kind: 'url-too-long', status, urlBytes });
  if (status === 401) return fail({ kind: 'credentials-refused' });
  if (status === 403 || status === 407) return fail({ kind: 'forbidden', status });
  if (status >= 400 && status < 500) return fail({ kind: 'wrong-server', status });
  if (call === 'login' && status < 300) return fail({ kind: 'wrong-server', status });
  return fail({ kind: 'answer-unusable', why: `HTTP ${status} without FileMaker's answer` });
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
    verdicts.set(ref, verdictFrom(result.status, result.error ?? ''));
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
