// BRP as a small loopback server: the bookings of the Practice environment, and the peer of tests.
// It keeps to the API page "servicebookings"; what the page leaves open is a rule that a test can turn.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PRACTICE_USER, type PracticeBooking, practiceBookings } from './brp-bookings.ts';
import { answerBrpCall, type BrpRules } from './brp-calls.ts';
import { answerFromFault, type Fault } from './faults.ts';
import { createLoopback } from './loopback.ts';
import { send } from './sending.ts';
import { WEB_SERVER_PAGES } from './web-server-pages.ts';

/** The API keys of Practice, by their level. */
export const PRACTICE_API_KEYS = { 1: 'practice-key-1', 2: 'practice-key-2', 3: 'practice-key-3' } as const;
export const PRACTICE_BRP_ACCOUNT = { username: 'practice', password: 'practice-password' } as const;

const ROOT = '/practice/brponline/api/ver2';

/** One request as the ledger keeps it. Never a key or a password. */
export interface BrpRequest {
  readonly at: number;
  readonly kind: 'list' | 'modify' | 'other';
  readonly format: 'xml' | 'json';
  /** The filters, without the key. */
  readonly filters: Readonly<Record<string, string>>;
  readonly hasKey: boolean;
  readonly hasBasic: boolean;
  readonly contentType: string;
  /** What a change named, as it was sent. */
  readonly body: string;
  /** The status that was answered; 0 while there is none, and for ever when the connection was reset. */
  status: number;
}

/** `processed`: the request is carried out first, and only its answer is replaced. A delay comes before the answer, after the work. */
export type BrpFault = Extract<Fault, { kind: 'page' | 'answer' | 'reset' | 'redirect' | 'delay' | 'slow-body' | 'huge-body' }>;

export interface BrpFaultRule {
  readonly fault: BrpFault;
  readonly on?: 'list' | 'modify';
  /** Always when left out; a number is the next so many matching requests, counted down in place. */
  times?: number;
}

/** What a test may turn while the server runs. */
export interface BrpKnobs extends BrpRules {
  latencyMs: number;
  faults: BrpFaultRule[];
}

export interface PracticeBrpOptions {
  readonly port?: number;
  /** Epoch ms. Bookings lie around this day when the server is made. */
  readonly now?: () => number;
  /** So many generated bookings instead of the seeded ones. */
  readonly count?: number;
  readonly account?: { readonly username: string; readonly password: string };
  readonly keys?: Readonly<Record<string, 1 | 2 | 3>>;
}

export interface PracticeBrp {
  /** Listens on 127.0.0.1; `baseUrl` has a path of its own, as every customer's has. */
  readonly start: () => Promise<{ baseUrl: string }>;
  readonly stop: () => Promise<void>;
  readonly knobs: BrpKnobs;
  /** The bookings themselves: a test may change them behind everybody's back. */
  readonly bookings: PracticeBooking[];
  readonly requests: BrpRequest[];
  /** Whom a level 3 key may act for. */
  readonly personid: number;
}

/** Creates the server; nothing listens until `start`. */
export function createPracticeBrp(options: PracticeBrpOptions = {}): PracticeBrp {
  const now = options.now ?? Date.now;
  const bookings = practiceBookings(now(), options.count);
  const keys =
    options.keys ??
    Object.fromEntries(Object.entries(PRACTICE_API_KEYS).map(([level, key]) => [key, Number(level) as 1 | 2 | 3]));
  const requests: BrpRequest[] = [];
  const knobs: BrpKnobs = {
    latencyMs: 0,
    faults: [],
    datesAreExclusive: false,
    jsonShape: 'array',
    keysAreReadOnly: false,
    ignoresMessages: false,
    changedAnswer: 'booking',
    quotesQuery: false,
    keeps: (text) => text,
    writes: (body) => body,
    letters: { encoding: 'utf8', charset: 'UTF-8', inHeader: true },
    level3NeedsAccount: false,
  };
  const context = { bookings, keys, account: options.account ?? PRACTICE_BRP_ACCOUNT, now, rules: knobs };
  const { start, stop, after } = createLoopback(options.port ?? 0, receive);

  function receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString('utf8')));
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const method = request.method ?? '';
    const format = /^\/servicebookings\.(xml|json)$/.exec(
      url.pathname.startsWith(ROOT) ? url.pathname.slice(ROOT.length) : '',
    )?.[1];
    const kind =
      format === undefined ? 'other' : method === 'GET' ? 'list' : method === 'PUT' && format === 'json' ? 'modify' : 'other';
    const { apikey, ...filters } = Object.fromEntries(url.searchParams);
    const { authorization } = request.headers;
    const entry: BrpRequest = {
      at: now(),
      kind,
      format: format === 'json' ? 'json' : 'xml',
      filters,
      hasKey: apikey !== undefined,
      hasBasic: authorization !== undefined,
      contentType: request.headers['content-type'] ?? '',
      body,
      status: 0,
    };
    requests.push(entry);
    const fault = takeFault(kind);
    const call = { method, format: entry.format, query: url.searchParams, authorization, body };
    const real = isCarriedOut(fault) ? (kind === 'other' ? WEB_SERVER_PAGES['nginx-404'] : answerBrpCall(call, context)) : null;
    after(knobs.latencyMs + (fault?.kind === 'delay' ? fault.ms : 0), () => {
      const padded = fault?.kind === 'huge-body' && real !== null ? { ...real, body: real.body.padEnd(fault.bytes) } : real;
      const what = (fault === null ? null : answerFromFault(fault)) ?? padded;
      if (fault?.kind !== 'reset') entry.status = what?.status ?? 0;
      send(response, what, fault);
    });
  }

  function takeFault(kind: BrpRequest['kind']): BrpFault | null {
    for (const rule of knobs.faults) {
      if ((rule.on !== undefined && rule.on !== kind) || rule.times === 0) continue;
      if (rule.times !== undefined) rule.times -= 1;
      return rule.fault;
    }
    return null;
  }

  return {
    start: async () => ({ baseUrl: `${await start()}${ROOT}` }),
    stop,
    knobs,
    bookings,
    requests,
    personid: PRACTICE_USER,
  };
}

/** Whether the request is carried out: always, when the fault only concerns how its answer travels. */
function isCarriedOut(fault: BrpFault | null): boolean {
  if (fault === null || fault.kind === 'delay' || fault.kind === 'slow-body' || fault.kind === 'huge-body') return true;
  return 'processed' in fault && fault.processed === true;
}
