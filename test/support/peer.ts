// BasicPSF in this very process: Practice's own calls, script and faults behind a connection without sockets, on the test's clock.
// A thousand schedules take seconds, and none waits.
import { type Connection, type HttpAnswer, type HttpRequest, MAX_ANSWER_BYTES } from '../../main/base/http.ts';
import { type CallContext, prepare } from '../../main/practice/basicpsf-calls.ts';
import { type Route, routeFrom } from '../../main/practice/basicpsf-routes.ts';
import { batchFromParam, emptyRecord, type PracticeRecord } from '../../main/practice/booking-results-script.ts';
import {
  answerFromFault,
  type Fault,
  type FaultRule,
  isProcessed,
  type PracticeRequest,
  spoil,
  takeFault,
} from '../../main/practice/faults.ts';
import { type Answer, scriptAnswer } from '../../main/practice/filemaker-answers.ts';
import { createSessions, type Sessions } from '../../main/practice/sessions.ts';
import { pageForLongUrl, type UrlLimit as ServerLimit } from '../../main/practice/web-server-pages.ts';
import type { BookingResultDraft } from '../../shared/booking-result.ts';
import { DEFAULT_HELD_FIELDS } from '../../shared/held-order.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { HandClock } from './make.ts';

/** The one database of this server. */
export const DATABASE = 'BasicPSF_Test';

/** One result as it was written to its record. */
export interface Written {
  readonly ref: string;
  readonly inspectorName: string;
  /** By the server's clock. */
  readonly at: number;
}

export interface Peer {
  readonly connect: (baseUrl: string) => Connection;
  readonly orders: Map<string, PracticeRecord>;
  readonly sessions: Sessions;
  readonly requests: PracticeRequest[];
  /** Every write to a record, in the order in which they happened. */
  readonly written: Written[];
  /** Every result of every script call that arrived, whatever came of it. */
  readonly tried: Written[];
  /** Every result that an answer which reached the client named with OK, as `ref/inspectorName`. */
  readonly told: Set<string>;
  /** Tokens that a client has and neither tried to close nor lost to the server. */
  readonly heldTokens: Set<string>;
  readonly knobs: { down: boolean; faults: FaultRule[]; urlLimit: ServerLimit | null; maxSessions: number; mayFind: boolean };
  readonly calls: (kind: PracticeRequest['kind']) => PracticeRequest[];
  /** Does at once what was delayed: the server's time went on while the client slept. */
  readonly catchUp: () => void;
  /** The client died: nothing that is under way reaches it any more. */
  readonly forgetClient: () => void;
}

/** A server that knows these orders. */
export function createPeer(clock: HandClock, refs: readonly string[]): Peer {
  const orders = new Map(refs.map((ref) => [ref, emptyRecord(null)]));
  const sessions = createSessions(clock.now);
  const requests: PracticeRequest[] = [];
  const written: Written[] = [];
  const tried: Written[] = [];
  const told = new Set<string>();
  const heldTokens = new Set<string>();
  const delayed = new Set<() => void>();
  let lives = 1;
  const knobs: Peer['knobs'] = { down: false, faults: [], urlLimit: null, maxSessions: 100, mayFind: true };

  /** Does the work of a call now; the writes of its script are noted. */
  function work(prepared: ReturnType<typeof prepare>, batch: readonly BookingResultDraft[], fault: Fault | null): Answer {
    const before = new Map(batch.map(({ internalOrderRef: ref }) => [ref, orders.get(ref)?.writes ?? 0]));
    const done = typeof prepared === 'function' ? prepared() : prepared;
    for (const { internalOrderRef: ref, inspectorName } of batch) {
      if ((orders.get(ref)?.writes ?? 0) > (before.get(ref) ?? 0)) written.push({ ref, inspectorName, at: clock.now() });
    }
    // A huge answer is not built, only refused: see received.
    return 'scriptResult' in done ? scriptAnswer(spoil(done, fault?.kind === 'huge-body' ? null : fault)) : done;
  }

  function noteTold(answer: HttpAnswer, batch: readonly BookingResultDraft[]): void {
    for (const { internalOrderRef: ref, inspectorName } of batch) {
      if (answer.text.includes(`\\"internalOrderRef\\":\\"${ref}\\",\\"status\\":\\"OK\\"`)) told.add(`${ref}/${inspectorName}`);
    }
  }

  function later(delayMs: number, then: () => void): void {
    if (delayMs === 0) {
      then();
      return;
    }
    const once = (): void => {
      if (delayed.delete(once)) then();
    };
    delayed.add(once);
    clock.after(delayMs, once);
  }

  function connect(): Connection {
    const underWay = new Set<() => void>();

    function request(wanted: HttpRequest): Promise<Result<HttpAnswer>> {
      return new Promise((resolve) => {
        const route = routeFrom(wanted.method, wanted.path);
        const life = lives;
        heldTokens.delete(route.token);
        if (knobs.down) return resolve(fail({ kind: 'unreachable', host: 'basicpsf', why: 'refused' }));
        const cut = (): void => settle(fail({ kind: 'cut-off' }));
        const cancel = clock.after(wanted.timeoutMs, () => settle(fail({ kind: 'timed-out', afterMs: wanted.timeoutMs })));
        function settle(result: Result<HttpAnswer>): void {
          underWay.delete(cut);
          cancel();
          resolve(result);
        }
        underWay.add(cut);
        arrive(wanted, route, (answer, fault, batch) => {
          if (!underWay.has(cut) || life !== lives) return;
          const result = received(answer, fault, clock.now());
          if (result.ok) noteTold(result.value, batch);
          const token = result.ok ? result.value.headers['x-fm-data-access-token'] : undefined;
          if (token !== undefined) heldTokens.add(token);
          settle(result);
        });
      });
    }
    return {
      request,
      close: () => {
        for (const cut of underWay) cut();
      },
    };
  }

  function arrive(
    wanted: HttpRequest,
    route: Route,
    reply: (answer: Answer | null, fault: Fault | null, batch: BookingResultDraft[]) => void,
  ): void {
    const authorization = wanted.headers.Authorization;
    const bearer = authorization?.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : '';
    const session = sessions.use(route.kind === 'logout' ? route.token : bearer);
    if (session === null) heldTokens.delete(bearer);
    const batch = route.param === null ? [] : (batchFromParam(route.param) ?? []);
    const entry: PracticeRequest = {
      at: clock.now(),
      method: wanted.method,
      kind: route.kind,
      database: route.database,
      urlBytes: wanted.path.length,
      contentType: wanted.headers['Content-Type'] ?? '',
      refs: batch.map(({ internalOrderRef }) => internalOrderRef),
      sessionId: session?.id ?? null,
      status: 0,
    };
    requests.push(entry);
    for (const { internalOrderRef: ref, inspectorName } of batch) tried.push({ ref, inspectorName, at: entry.at });
    const answered: typeof reply = (answer, fault, batch) => {
      entry.status = answer?.status ?? 0;
      reply(answer, fault, batch);
    };
    const page = knobs.urlLimit && pageForLongUrl(knobs.urlLimit, wanted.path);
    const fault = page ? null : takeFault(knobs.faults, entry);
    if (session && (fault?.kind === 'session-killed' || (fault?.kind === 'filemaker' && fault.code === '112'))) {
      sessions.kill(session.token);
      heldTokens.delete(session.token);
    }
    if (page || (fault && !isProcessed(fault))) {
      answered(page ?? answerFromFault(fault as Fault), fault, batch);
      return;
    }
    const context: CallContext = {
      sessions,
      accounts: null,
      recordsOf: (database) => (database === DATABASE ? orders : undefined),
      now: clock.now,
      maxSessions: knobs.maxSessions,
      unknownOrders: 'refused',
      wrongScriptStatus: 404,
      unreadableParam: 'refused',
      refusesCharset: false,
      mayFind: knobs.mayFind,
      fieldsOnLayout: Object.values(DEFAULT_HELD_FIELDS),
      copies: 1,
    };
    const prepared = prepare(
      { route, authorization, contentType: entry.contentType, body: wanted.body ?? '', session, batch },
      context,
    );
    const delayMs = fault?.kind === 'delay' ? fault.ms : 0;
    const carryOut = (): Answer => {
      const real = work(prepared, batch, fault);
      return (fault && answerFromFault(fault)) ?? real;
    };
    // A client that has given up meanwhile does not stop the work: FileMaker would not notice either.
    if (fault?.kind === 'delay' && !fault.after) later(delayMs, () => answered(carryOut(), fault, batch));
    else {
      const answer = carryOut();
      later(delayMs, () => answered(answer, fault, batch));
    }
  }

  return {
    connect,
    orders,
    sessions,
    requests,
    written,
    tried,
    told,
    heldTokens,
    knobs,
    forgetClient: () => {
      lives += 1;
      heldTokens.clear();
    },
    catchUp: () => {
      for (const once of [...delayed]) once();
    },
    calls: (kind) => requests.filter((request) => request.kind === kind),
  };
}

/** What the HTTP client makes of an answer. */
function received(answer: Answer | null, fault: Fault | null, at: number): Result<HttpAnswer> {
  if (answer === null || fault?.kind === 'reset') return fail({ kind: 'cut-off' });
  if (fault?.kind === 'huge-body' && fault.bytes > MAX_ANSWER_BYTES)
    return fail({ kind: 'answer-too-large', maxBytes: MAX_ANSWER_BYTES });
  if (answer.status >= 300 && answer.status < 400) return fail({ kind: 'redirected', status: answer.status, to: '' });
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return ok({ status: answer.status, headers: { ...headers, date: new Date(at).toUTCString() }, text: answer.body });
}
