// The calls of the BasicPSF API: log in, run the batch script, log out. One function per call, nothing decided here.
// API page "Push Booking Results — Batch"; Claris "Log in", "Run a script", "Log out of a database session".
import { z } from 'zod';
import { reach } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Connection, HttpAnswer, HttpRequest } from '../base/http.ts';
import type { Account, Clock } from '../base/ports.ts';
import { learnSecrets, scrubFailure, scrubWords } from '../base/secrets.ts';
import { joinResults, type Packed } from './batches.ts';
import { type Answer, answerFrom, type CallKind, type Verdicts, verdictsFrom, withPatience } from './reply.ts';

const LOGIN_TIMEOUT_MS = 15_000;
const LOGOUT_TIMEOUT_MS = 5_000;
/** A find is over an indexed field; one that takes longer is not worth waiting for. */
const FIND_TIMEOUT_MS = 10_000;
/** The script works through its results one after the other. */
const SCRIPT_TIMEOUT_MS = 30_000;
const SCRIPT_TIMEOUT_PER_RESULT_MS = 500;
const SCRIPT_TIMEOUT_CAP_MS = 120_000;

const LAYOUT = 'QC_Booking';
const SCRIPT = 'CLIV Booking Results Batch';
const HEAD = encodeURIComponent('{"bookingResults":[');
const TAIL = encodeURIComponent(']}');

/**
 * No charset: some FileMaker servers answer 400 to one. No cache may keep or replay a GET that writes. What comes compressed
 * all the same is read too, but an answer that need not be unpacked cannot be damaged by it.
 */
const HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
} as const;

/** One server and database, over one connection. */
export interface BasicPsf {
  /** Opens a session; answers its token. */
  readonly logIn: (account: Account) => Promise<Result<string>>;
  /** Closes a session, within `timeoutMs` or 5 s. One that is gone already (952) is closed. */
  readonly logOut: (token: string, timeoutMs?: number) => Promise<Result<void>>;
  /** Sends the results of one batch and answers BasicPSF's word on each order. */
  readonly pushResults: (token: string, batch: readonly Packed[]) => Promise<Result<{ verdicts: Verdicts; scriptError: string }>>;
  /** The names of the fields on the layout that the script call needs. Reads its description only. Claris "Get layout metadata". */
  readonly layoutFields: (token: string) => Promise<Result<readonly string[]>>;
  /** Performs a find; `body` asks, and the answer is told as it came. Claris "Perform a find request". */
  readonly find: (token: string, body: string) => Promise<Result<HttpAnswer>>;
  /** Length of the URL that carries nothing yet, in bytes. */
  readonly bareUrlBytes: number;
}

/** The API of `database` at the other end of `connection`; `baseUrl` only counts for the length of URLs. */
export function createBasicPsf(connection: Connection, baseUrl: string, database: string, clock: Clock): BasicPsf {
  const root = `/fmi/data/vLatest/databases/${encodeURIComponent(database)}`;
  const scriptPath = `${root}/layouts/${LAYOUT}/script/${encodeURIComponent(SCRIPT)}?script.param=${HEAD}`;
  const originBytes = new URL(baseUrl).href.replace(/\/$/, '').length;

  /** Every failure leaves through here, so that no word of a server does so as it came. */
  function failed(failure: Failure): Result<never> {
    return fail(scrubFailure(failure));
  }

  async function ask(call: CallKind, request: HttpRequest): Promise<Result<{ answer: Answer; raw: HttpAnswer }>> {
    const answered = await connection.request(request);
    if (!answered.ok) return failed(answered.failure);
    const read = answerFrom(call, answered.value, originBytes + request.path.length, clock.now());
    return read.ok ? ok({ answer: read.value, raw: answered.value }) : failed(read.failure);
  }

  return {
    bareUrlBytes: originBytes + scriptPath.length + TAIL.length,

    logIn: async ({ username, password }) => {
      const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
      const request: HttpRequest = {
        method: 'POST',
        path: `${root}/sessions`,
        headers: { ...HEADERS, Authorization: `Basic ${basic}` },
        body: '{}',
        timeoutMs: LOGIN_TIMEOUT_MS,
      };
      const answered = await connection.request(request);
      if (!answered.ok) return failed(signInFailure(answered.failure));
      const { status, headers } = answered.value;
      const read = answerFrom('login', answered.value, originBytes + request.path.length, clock.now());
      // FileMaker Server sends the token in both places, FileMaker Cloud only in the header; an empty place is none.
      const token = (headers['x-fm-data-access-token'] ?? '').trim() || (read.ok ? (read.value.token ?? '') : '');
      // Known before it is sent: the words beside it may name it already.
      if (token !== '') learnSecrets({ path: '', headers: { Authorization: `Bearer ${token}` } });
      // With a token a session is open, and it must be closed, however the body was damaged on its way.
      if (token !== '' && (read.ok || (status < 300 && read.failure.kind === 'wrong-server'))) return ok(token);
      if (!read.ok) return failed(signInFailure(read.failure));
      const without = signInFailure({ kind: 'answer-unusable', why: 'it has no session in it' });
      return failed(withPatience(without, answered.value, clock.now()));
    },

    logOut: async (token, timeoutMs = LOGOUT_TIMEOUT_MS) => {
      const answered = await ask('logout', {
        method: 'DELETE',
        path: `${root}/sessions/${encodeURIComponent(token)}`,
        headers: { ...HEADERS, Authorization: `Bearer ${token}` },
        timeoutMs,
      });
      return answered.ok || answered.failure.kind === 'session-lost' ? ok(undefined) : answered;
    },

    layoutFields: async (token) => {
      const answered = await ask('login', {
        method: 'GET',
        path: `${root}/layouts/${LAYOUT}`,
        headers: { ...HEADERS, Authorization: `Bearer ${token}` },
        timeoutMs: LOGIN_TIMEOUT_MS,
      });
      if (!answered.ok) return answered;
      const named = z.array(z.object({ name: z.string() })).safeParse(answered.value.answer.fieldMetaData);
      return ok(named.success ? named.data.map(({ name }) => name) : []);
    },

    find: async (token, body) => {
      const answered = await connection.request({
        method: 'POST',
        path: `${root}/layouts/${LAYOUT}/_find`,
        headers: { ...HEADERS, Authorization: `Bearer ${token}` },
        body,
        timeoutMs: FIND_TIMEOUT_MS,
      });
      return answered.ok ? answered : fail(scrubFailure(answered.failure));
    },

    pushResults: async (token, batch) => {
      const answered = await ask('script', {
        method: 'GET',
        path: scriptPath + joinResults(batch) + TAIL,
        headers: { ...HEADERS, Authorization: `Bearer ${token}` },
        timeoutMs: Math.min(SCRIPT_TIMEOUT_CAP_MS, SCRIPT_TIMEOUT_MS + SCRIPT_TIMEOUT_PER_RESULT_MS * batch.length),
      });
      if (!answered.ok) return answered;
      const { answer, raw } = answered.value;
      const verdicts = verdictsFrom(
        answer,
        batch.map(({ due }) => due.internalOrderRef),
      );
      if (!verdicts.ok) return failed(withPatience(verdicts.failure, raw, clock.now()));
      const words = [...verdicts.value].map(([ref, word]) => [ref, word === null ? null : scrubFailure(word)] as const);
      return ok({ verdicts: new Map(words), scriptError: scrubWords(answer.scriptError ?? '0') });
    },
  };
}

/** What a sign-in came to: whatever would leave a script's outcome in doubt has sent nothing here. */
function signInFailure(failure: Failure): Failure {
  if (reach(failure) !== 'unknown') return failure;
  const patience = 'retryAfterMs' in failure && failure.retryAfterMs !== undefined ? { retryAfterMs: failure.retryAfterMs } : {};
  switch (failure.kind) {
    case 'timed-out':
    case 'cut-off':
    case 'answer-too-large':
      return { kind: 'sign-in-failed', why: failure.kind, words: '' };
    case 'gateway':
      return { kind: 'sign-in-failed', why: 'gateway', status: failure.status, words: '', ...patience };
    case 'answer-unusable':
      return { kind: 'sign-in-failed', why: 'answer-unusable', words: failure.why, ...patience };
    case 'filemaker-error':
      return { kind: 'sign-in-failed', why: 'filemaker-error', code: failure.code, words: failure.words, ...patience };
    default:
      // A session that is cut while it opens, code 112.
      return { kind: 'sign-in-failed', why: 'cut-off', words: '', ...patience };
  }
}
