// One request from arrival to answer: ledger, web server, fault, checks, work, answer, in that order.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Call, type CallContext, prepare } from './basicpsf-calls.ts';
import { type Route, routeFrom } from './basicpsf-routes.ts';
import { batchFromParam, type UnknownOrders } from './booking-results-script.ts';
import {
  answerFromFault,
  type Fault,
  type FaultRule,
  isProcessed,
  type PracticeRequest,
  padded,
  spoil,
  takeFault,
} from './faults.ts';
import { type Answer, scriptAnswer } from './filemaker-answers.ts';
import { send } from './sending.ts';
import { pageForLongUrl, type UrlLimit } from './web-server-pages.ts';

/** What a test may turn while the server runs. */
export interface PracticeKnobs {
  urlLimit: UrlLimit | null;
  /** Before any work and any answer. */
  latencyMs: number;
  maxSessions: number;
  unknownOrders: UnknownOrders;
  /** The API page says 404 for a wrong script name, Claris' rule says 500. */
  wrongScriptStatus: 404 | 500;
  /** A `script.param` that is no JSON: refused with 400 as the API page says, or run, as FileMaker itself would. */
  unreadableParam: 'refused' | 'run';
  /** Whether the account may find on the layout. */
  mayFind: boolean;
  /** What is on the layout, by FileMaker's names. */
  fieldsOnLayout: string[];
  /** How many records each order has. */
  copies: number;
  /** A sign-in whose Content-Type names a charset is refused, as FileMaker 18 did. */
  refusesCharset: boolean;
  /** Tried in order for each request; the first that matches is played. */
  faults: FaultRule[];
}

/** The server around an exchange. */
export interface ExchangeContext extends Omit<CallContext, keyof PracticeKnobs> {
  readonly knobs: PracticeKnobs;
  readonly note: (request: PracticeRequest) => void;
  /** Hears which orders a script call was about, once it was answered. */
  readonly wrote: (database: string, refs: readonly string[]) => void;
  /** Does the work after so many milliseconds, at once when there is nothing to wait for. */
  readonly after: (delayMs: number, work: () => void) => void;
}

interface Exchange {
  readonly response: ServerResponse;
  readonly call: Omit<Call, 'body'>;
  readonly entry: PracticeRequest;
  readonly fault: Fault | null;
}

/** Creates the listener for a node:http server. */
export function createExchange(context: ExchangeContext): (request: IncomingMessage, response: ServerResponse) => void {
  const { knobs, sessions, after } = context;

  function receive(request: IncomingMessage, response: ServerResponse): void {
    const target = request.url ?? '/';
    // By the clock that stamps the records, not by that of the machine around it.
    response.setHeader('Date', new Date(context.now()).toUTCString());
    const call = callFrom(request, routeFrom(request.method ?? '', target));
    const entry: PracticeRequest = {
      at: context.now(),
      method: request.method ?? '',
      kind: call.route.kind,
      database: call.route.database,
      urlBytes: target.length,
      contentType: call.contentType,
      refs: call.batch?.map((result) => result.internalOrderRef) ?? [],
      sessionId: call.session?.id ?? null,
      status: 0,
    };
    context.note(entry);
    const page = knobs.urlLimit && pageForLongUrl(knobs.urlLimit, target);
    if (page) {
      answer({ response, call, entry, fault: null }, page);
      return;
    }
    const exchange = { response, call, entry, fault: takeFault(knobs.faults, entry) };
    if (exchange.fault && !isProcessed(exchange.fault)) after(knobs.latencyMs, () => refuse(exchange));
    else if (call.route.kind === 'login' || call.route.kind === 'find') readText(request, (body) => carryOut(exchange, body));
    else carryOut(exchange, '');
  }

  function callFrom(request: IncomingMessage, route: Route): Omit<Call, 'body'> {
    const { authorization } = request.headers;
    const bearer = authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : '';
    return {
      route,
      authorization,
      contentType: request.headers['content-type'] ?? '',
      session: sessions.use(route.kind === 'logout' ? route.token : bearer),
      batch: route.param === null ? [] : batchFromParam(route.param),
    };
  }

  /** Answers, or resets, without doing anything. */
  function refuse(exchange: Exchange): void {
    const { fault } = exchange;
    if (fault) answer(exchange, answerFromFault(fault));
  }

  function carryOut(exchange: Exchange, body: string): void {
    const { call, fault } = exchange;
    const prepared = prepare({ ...call, body }, { ...context, ...knobs });
    const running = call.route.kind === 'script' ? call.session : null;
    if (running) running.running += 1;
    const delayMs = fault?.kind === 'delay' ? fault.ms : 0;
    const workDelayMs = fault?.kind === 'delay' && !fault.after ? delayMs : 0;
    // A client that has given up meanwhile does not stop the work: FileMaker would not notice either.
    after(knobs.latencyMs + workDelayMs, () => {
      const done = typeof prepared === 'function' ? prepared() : prepared;
      const real = 'scriptResult' in done ? scriptAnswer(spoil(done, fault)) : padded(done, fault);
      if ('scriptResult' in done) context.wrote(call.route.database, exchange.entry.refs);
      after(delayMs - workDelayMs, () => {
        if (running) running.running -= 1;
        const opened = real.headers['X-FM-Data-Access-Token'];
        if (opened !== undefined) exchange.entry.sessionId = sessions.use(opened)?.id ?? null;
        answer(exchange, (fault && answerFromFault(fault)) ?? real);
      });
    });
  }

  /** Null is a reset before any answer. */
  function answer({ response, call, entry, fault }: Exchange, what: Answer | null): void {
    if (fault?.kind === 'session-killed' || (fault?.kind === 'filemaker' && fault.code === '112')) {
      if (call.session) sessions.kill(call.session.token);
    }
    if (fault?.kind !== 'reset') entry.status = what?.status ?? 0;
    send(response, what, fault);
  }

  return receive;
}

/** Reads a small body whole. A connection that ends first is nobody's business any more. */
function readText(request: IncomingMessage, then: (text: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => then(Buffer.concat(chunks).toString('utf8')));
}
