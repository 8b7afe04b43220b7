// The only HTTP client. It never retries, never follows a redirect, and always says whether anything may have reached
// the server: a BasicPSF call is a GET that writes, so "failed" alone would be too little.
// node:http instead of fetch: measured 1.6 times as many calls a second, and it tells a refused connection from a cut one.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { getCACertificates } from 'node:tls';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { decodedBody } from './encoded-body.ts';
import { type Clock, systemClock } from './ports.ts';
import { learnSecrets } from './secrets.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** No answer of either API comes near this. */
export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, percent-encoded, starting with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** The same before it was read as UTF-8, for whoever has to decode otherwise; left out where nothing travelled. */
  readonly bytes?: Uint8Array;
}

/** One server, one connection kept alive, one request at a time. */
export interface Connection {
  readonly request: (request: HttpRequest) => Promise<Result<HttpAnswer>>;
  /** Drops the connection; a request under way ends as cut off. */
  readonly close: () => void;
}

/** Certificates of the operating system count too: offices inspect TLS with certificates of their own. */
let trusted: string[] | undefined;
function trustedCertificates(): string[] {
  trusted ??= [...getCACertificates('default'), ...getCACertificates('system')];
  return trusted;
}

/** Said with every connection: left out, variables and options of Node would decide it. */
const CHECKED = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

function isLoopback(host: string): boolean {
  return host === '127.0.0.1' || host === 'localhost' || host === '[::1]';
}

/** Prepares a connection to the server of `baseUrl`; nothing is opened before the first request. */
export function connect(baseUrl: string, clock: Clock = systemClock): Connection {
  const base = new URL(baseUrl);
  const secure = base.protocol === 'https:';
  const host = base.hostname;
  const common = { keepAlive: true, maxSockets: 1, scheduling: 'fifo' as const };
  // A proxy of the office is honoured, but never for this very machine.
  const proxy = isLoopback(host) ? {} : { proxyEnv: process.env };
  const agent = secure
    ? new HttpsAgent({ ...common, ...proxy, ...CHECKED, ca: trustedCertificates() })
    : new HttpAgent({ ...common, ...proxy });
  const open = secure ? httpsRequest : httpRequest;
  const prefix = base.pathname.replace(/\/$/, '');

  return {
    close: () => agent.destroy(),
    request: (wanted) =>
      new Promise((resolve) => {
        let connected = false;
        let failure: Failure | null = null;
        learnSecrets(wanted);
        const outgoing: ClientRequest = open({
          agent,
          ...(secure ? CHECKED : {}),
          insecureHTTPParser: false,
          host: host.replace(/^\[|\]$/g, ''),
          port: base.port === '' ? undefined : Number(base.port),
          method: wanted.method,
          path: prefix + wanted.path,
          headers: {
            ...wanted.headers,
            ...(wanted.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(wanted.body)) }),
          },
        });

        const cancelConnect = clock.after(CONNECT_TIMEOUT_MS, () => {
          if (!connected) end({ kind: 'unreachable', host, why: 'connect-timeout' });
        });
        const cancelTimeout = clock.after(wanted.timeoutMs, () =>
          end(
            connected ? { kind: 'timed-out', afterMs: wanted.timeoutMs } : { kind: 'unreachable', host, why: 'connect-timeout' },
          ),
        );
        function settle(result: Result<HttpAnswer>): void {
          cancelConnect();
          cancelTimeout();
          resolve(result);
        }
        function end(why: Failure): void {
          failure ??= why;
          outgoing.destroy();
          settle(fail(failure));
        }

        outgoing.on('socket', (socket) => {
          if (!socket.connecting) connected = true;
          else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true));
        });
        outgoing.on('error', (error) => settle(fail(failure ?? failureFromError(error, host, connected))));
        outgoing.on('response', (incoming) =>
          read(incoming, { host: base.host, now: clock.now }, end, (answer) => settle(answer)),
        );
        outgoing.end(wanted.body);
      }),
  };
}

function read(
  incoming: IncomingMessage,
  { host, now }: { readonly host: string; readonly now: () => number },
  end: (why: Failure) => void,
  done: (answer: Result<HttpAnswer>) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) end(TOO_LARGE);
    else chunks.push(chunk);
  });
  incoming.on('error', () => end({ kind: 'cut-off' }));
  incoming.on('end', () => {
    if (!incoming.complete) return end({ kind: 'cut-off' });
    done(answerFrom(incoming, Buffer.concat(chunks), host, now()));
  });
}

const TOO_LARGE: Failure = { kind: 'answer-too-large', maxBytes: MAX_ANSWER_BYTES };

function answerFrom(incoming: IncomingMessage, sent: Buffer, host: string, now: number): Result<HttpAnswer> {
  const status = incoming.statusCode ?? 0;
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const patience = retryAfter({ headers }, now);
  const asked = patience === undefined ? {} : { retryAfterMs: patience };
  if (status >= 300 && status < 400) return fail({ kind: 'redirected', status, to: hostOf(headers.location, host), ...asked });
  const body = decodedBody(sent, headers['content-encoding'], MAX_ANSWER_BYTES);
  // What a status says by itself needs no body.
  const isGood = status >= 200 && status < 300;
  if (body === 'too-large' && isGood) return fail(TOO_LARGE);
  if (body === 'unreadable' && isGood)
    return fail({ kind: 'answer-unusable', why: 'it was compressed in a way that cannot be read', ...asked });
  const bytes = typeof body === 'string' ? Buffer.alloc(0) : body;
  return ok({ status, headers, text: bytes.toString('utf8'), bytes });
}

/** Only the host: the rest of an address may carry secrets. An address without one leads on within `host` itself. */
function hostOf(location: string | undefined, host: string): string {
  const base = `https://${host}`;
  return location !== undefined && URL.canParse(location, base) ? new URL(location, base).host : '';
}

const UNREACHABLE: Record<string, Extract<Failure, { kind: 'unreachable' }>['why']> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'connect-timeout',
};

/** Codes of OpenSSL's verification and of Node's TLS, also those without one of its words in them. */
const OF_TLS = /CERT|TLS|SSL|SIGNED|EPROTO|ALTNAME|VERIFY|CRL|ISSUER|HOSTNAME_MISMATCH|^INVALID_(CA|PURPOSE)$|PATH_LENGTH/;

function failureFromError(error: Error, host: string, connected: boolean): Failure {
  if (connected) return { kind: 'cut-off' };
  const code = 'code' in error ? String(error.code) : '';
  const inner =
    error instanceof AggregateError && error.errors[0] instanceof Error && 'code' in error.errors[0]
      ? String(error.errors[0].code)
      : code;
  const why = UNREACHABLE[code] ?? UNREACHABLE[inner];
  if (why !== undefined) return { kind: 'unreachable', host, why };
  // The tunnel through the office's proxy did not come about, so nothing went into it.
  if (code === 'ERR_PROXY_TUNNEL')
    return { kind: 'turned-away', status: 'statusCode' in error ? Number(error.statusCode) || 0 : 0, by: 'proxy' };
  if (OF_TLS.test(code)) return { kind: 'tls-refused', host, why: code };
  return { kind: 'unreachable', host, why: 'reset' };
}

/** No longer patience is granted. */
export const MAX_RETRY_AFTER_MS = 6 * 3_600_000;

/**
 * The patience an answer asks for in `Retry-After` (seconds or an HTTP date), in ms and at most six hours; undefined when it
 * asks for none. A date is measured from the server's own `Date`, because clocks differ.
 */
export function retryAfter({ headers }: Pick<HttpAnswer, 'headers'>, now: number): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(MAX_RETRY_AFTER_MS, Number(value) * 1000);
  const at = httpDate(value);
  if (at === null) return undefined;
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(0, at - (httpDate(headers.date ?? '') ?? now)));
}

/** One of the three forms of an HTTP date, all in GMT; the oldest does not say so. Null for anything else. */
export function httpDate(text: string): number | null {
  // All three start with a weekday; Date.parse would make a date of nearly anything.
  if (!/^[A-Z][a-z]{2}/.test(text)) return null;
  const at = Date.parse(/GMT\s*$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : at;
}
