// BasicPSF as a small loopback server: the Practice environment, and the peer of tests and benchmarks.
// It keeps to FileMaker's Data API to the letter, so that whatever works here is not surprised there.
import { DEFAULT_HELD_FIELDS, type HeldOrder } from '../../shared/held-order.ts';
import type { PracticeAccount } from './basicpsf-calls.ts';
import { type PracticeRecord, practise, recordsFromOrders, type UnknownOrders } from './booking-results-script.ts';
import { createColleague } from './colleague.ts';
import { createExchange, type PracticeKnobs } from './exchange.ts';
import type { PracticeRequest } from './faults.ts';
import { createLoopback } from './loopback.ts';
import { PRACTICE_ORDERS, type PracticeOrder } from './orders.ts';
import { createSessions } from './sessions.ts';

// The knobs decide how long a URL may be, so Node itself must not.
const MAX_HEADER_BYTES = 64 * 1024;

export interface PracticeBasicPsfOptions {
  /** 0, the default, takes any free port. A restart keeps it. */
  readonly port?: number;
  readonly now?: () => number;
  /** Who may sign in; everybody when left out, even without a password. */
  readonly accounts?: readonly PracticeAccount[];
  readonly orders?: readonly PracticeOrder[];
  readonly databases?: readonly string[];
  readonly unknownOrders?: UnknownOrders;
  /** What the first database holds already, so that Practice remembers what it was told before it was started again. */
  readonly remembered?: readonly HeldOrder[];
  /** Whether a colleague on another machine works on the orders of the first database too. */
  readonly colleague?: boolean;
  /** How many requests the ledger remembers at most. */
  readonly maxRequests?: number;
}

export interface PracticeBasicPsf {
  /** Listens on 127.0.0.1. */
  readonly start: () => Promise<{ baseUrl: string }>;
  /** Cuts every connection and forgets the sessions; records and ledger stay. Work that was still delayed is not done. */
  readonly stop: () => Promise<void>;
  readonly knobs: PracticeKnobs;
  /** The records of the first database, by order reference. */
  readonly orders: ReadonlyMap<string, Readonly<PracticeRecord>>;
  readonly ordersOf: (database: string) => ReadonlyMap<string, Readonly<PracticeRecord>>;
  /** Every request, oldest first. */
  readonly requests: PracticeRequest[];
  readonly sessionsOpened: number;
  /** Closed by a logout, as every session should be. */
  readonly sessionsClosed: number;
  /** Ended by idling, by an administrator, or by a restart. */
  readonly sessionsLost: number;
  readonly openSessions: number;
}

/** Creates the server; nothing listens until `start`. */
export function createPracticeBasicPsf(options: PracticeBasicPsfOptions = {}): PracticeBasicPsf {
  const now = options.now ?? Date.now;
  const databases = options.databases ?? ['BasicPSF_Test'];
  const seed = options.orders ?? PRACTICE_ORDERS;
  const records = new Map(databases.map((name) => [name.toLowerCase(), recordsFromOrders(seed)]));
  const recordsOf = (database: string) => records.get(database.toLowerCase());
  const first = recordsOf(databases[0] ?? '') ?? new Map<string, PracticeRecord>();
  for (const { internalOrderRef, ...held } of options.remembered ?? []) {
    const isPractised = options.unknownOrders === 'practised';
    const record = first.get(internalOrderRef) ?? (isPractised ? practise(internalOrderRef, first) : undefined);
    if (record !== undefined) Object.assign(record, held);
  }
  const colleague = options.colleague === true ? createColleague(first, now()) : null;
  const maxRequests = options.maxRequests ?? 10_000;
  const sessions = createSessions(now);
  const requests: PracticeRequest[] = [];
  const knobs: PracticeKnobs = {
    urlLimit: null,
    latencyMs: 0,
    maxSessions: 100,
    unknownOrders: options.unknownOrders ?? 'refused',
    wrongScriptStatus: 404,
    unreadableParam: 'refused',
    refusesCharset: false,
    mayFind: true,
    fieldsOnLayout: Object.values(DEFAULT_HELD_FIELDS),
    copies: 1,
    faults: [],
  };
  const exchange = createExchange({
    knobs,
    sessions,
    accounts: options.accounts ?? null,
    recordsOf,
    now,
    note,
    wrote: (database, refs) => colleague?.look(recordsOf(database) ?? new Map(), refs, now()),
    after: (delayMs, work) => loopback.after(delayMs, work),
  });
  const loopback = createLoopback(options.port ?? 0, exchange, { maxHeaderSize: MAX_HEADER_BYTES });

  function note(entry: PracticeRequest): void {
    if (requests.length >= maxRequests) requests.splice(0, Math.ceil(maxRequests / 2));
    requests.push(entry);
  }

  return {
    start: async () => ({ baseUrl: await loopback.start() }),
    stop: () => {
      sessions.killAll();
      return loopback.stop();
    },
    knobs,
    orders: first,
    ordersOf: (database) => recordsOf(database) ?? new Map(),
    requests,
    get sessionsOpened() {
      return sessions.counts().opened;
    },
    get sessionsClosed() {
      return sessions.counts().closed;
    },
    get sessionsLost() {
      return sessions.counts().lost;
    },
    get openSessions() {
      return sessions.counts().open;
    },
  };
}
