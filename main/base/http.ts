// The only HTTP client. It never retries, never follows a redirect, and always says whether anything may have reached
// the server: a BasicPSF call is a GET that writes, so "failed" alone would be too little.
// node:http instead of fetch: measured 1.6 times as many calls a second, and it tells a refused connection from a cut one.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { getCACertificates } from 'node:tls';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type Clock, systemClock } from './ports.ts';

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
    ? new HttpsAgent({ ...common, ...proxy, ca: trustedCertificates() })
    : new HttpAgent({ ...common, ...proxy });
  const open = secure ? httpsRequest : httpRequest;
  const prefix = base.pathname.replace(/\/$/, '');

  return {
    close: () => agent.destroy(),
    request: (wanted) =>
      new Promise((resolve) => {
        let connected = false;
        let failure: Failure | null = null;
        const outgoing: ClientRequest = open({
          agent,
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
        outgoing.on('response', (incoming) => read(incoming, end, (answer) => settle(answer)));
        outgoing.end(wanted.body);
      }),
  };
}

function read(incoming: IncomingMessage, end: (why: Failure) => void, done: (answer: Result<HttpAnswer>) => void): void {
  const status = incoming.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) end({ kind: 'answer-too-large', maxBytes: MAX_ANSWER_BYTES });
    else chunks.push(chunk);
  });
  incoming.on('error', () => end({ kind: 'cut-off' }));
  incoming.on('end', () => {
    if (!incoming.complete) return end({ kind: 'cut-off' });
    if (status >= 300 && status < 400) return done(fail({ kind: 'redirected', status, to: hostOf(incoming.headers.location) }));
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(incoming.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    const body = Buffer.concat(chunks);
    done(ok({ status, headers, text: body.toString('utf8'), bytes: body }));
  });
}

/** Only the host: the rest of an address may carry secrets. */
function hostOf(location: string | undefined): string {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : '';
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

function failureFromError(error: Error, host: string, connected: boolean): Failure {
  if (connected) return { kind: 'cut-off' };
  const code = 'code' in error ? String(error.code) : '';
  const inner =
    error instanceof AggregateError && error.errors[0] instanceof Error && 'code' in error.errors[0]
      ? String(error.errors[0].code)
      : code;
  const why = UNREACHABLE[code] ?? UNREACHABLE[inner];
  if (why !== undefined) return { kind: 'unreachable', host, why };
  if (/CERT|TLS|SSL|SIGNED|EPROTO|ALTNAME|VERIFY/.test(code)) return { kind: 'tls-refused', host, why: code };
  return { kind: 'unreachable', host, why: 'reset' };
}

/** The patience an answer asks for in `Retry-After` (seconds or an HTTP date), in ms; undefined when it asks for none. */
export function retryAfter(answer: HttpAnswer, now: number): number | undefined {
  const value = answer.headers['retry-after'];
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  // All three forms of an HTTP date start with a weekday; Date.parse would make a date of nearly anything.
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
