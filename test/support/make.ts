// What the tests of the engine share: results, a clock moved by hand, an outbox of their own, and a push of it.
// The outbox is real SQLite, in memory or in a temporary file; nothing in here stands in for a module of ours.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type Guarded, guard, inProcess } from '../../main/base/guard.ts';
import { connect } from '../../main/base/http.ts';
import { type Clock, type Random, silentLog } from '../../main/base/ports.ts';
import { openScratch, type Store } from '../../main/base/sqlite.ts';
import { memoryStore, openReader, openStore } from '../../main/base/store.ts';
import type { Remote } from '../../main/base/thread.ts';
import { type AcceptanceVerbs, createAcceptance, STAGED_ROWS } from '../../main/outbox/acceptance.ts';
import { type ClaimVerbs, createClaims } from '../../main/outbox/claims.ts';
import { createForgetting, type ForgettingVerbs } from '../../main/outbox/forgetting.ts';
import { createLists, type Lists } from '../../main/outbox/lists.ts';
import { createMeta, type Meta } from '../../main/outbox/meta.ts';
import { createOutbox, type OutboxVerbs } from '../../main/outbox/outbox.ts';
import { createSearchIndex } from '../../main/outbox/search.ts';
import type { VerdictCounts } from '../../main/outbox/verdicts.ts';
import { freshLimit } from '../../main/push/batches.ts';
import { type PushJob, type PushOutcome, type PushPorts, pushOutbox } from '../../main/push/push-outbox.ts';
import type { BookingResult } from '../../shared/booking-result.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ItemState, OutboxItem, Receipt } from '../../shared/outbox-item.ts';
import { ok, type Result } from '../../shared/result.ts';

/** A result that says Booked. */
export function booked(internalOrderRef: string, inspectorName = 'Zhang Wei', bookingDate = '2025-04-28'): BookingResult {
  return { internalOrderRef, bookingResult: 'Booked', bookingDate, inspectorName };
}

/** A result that says Unavailable. */
export function unavailable(internalOrderRef: string): BookingResult {
  return { internalOrderRef, bookingResult: 'Unavailable', bookingDate: '', inspectorName: '' };
}

/** `ORD-00001`, `ORD-00002`, … */
export function orderRef(n: number): string {
  return `ORD-${String(n).padStart(5, '0')}`;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Resolves when everything that needs no timer and no network has come to rest. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits for something that happens over a socket, without a timer. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await rest();
}

export interface HandClock extends Clock {
  /** Moves wall and monotonic time on, calling what falls due on the way. */
  readonly advance: (ms: number) => Promise<void>;
  /** Moves the wall clock alone: it was set, or the machine slept. */
  readonly jump: (ms: number) => void;
}

/** A clock that only the test moves. Starts on a Monday morning. */
export function handClock(start = Date.UTC(2025, 3, 28, 7)): HandClock {
  let wall = start;
  let monotonic = 0;
  const timers = new Set<{ at: number; callback: () => void }>();
  function step(ms: number): void {
    wall += ms;
    monotonic += ms;
  }
  return {
    now: () => wall,
    monotonic: () => monotonic,
    after: (delayMs, callback) => {
      const timer = { at: monotonic + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: async (ms) => {
      const end = monotonic + ms;
      for (await rest(); ; await rest()) {
        let next: { at: number; callback: () => void } | null = null;
        for (const timer of timers) if (timer.at <= end && (next === null || timer.at < next.at)) next = timer;
        if (next === null) break;
        timers.delete(next);
        step(next.at - monotonic);
        next.callback();
      }
      step(end - monotonic);
    },
    jump: (ms) => {
      wall += ms;
    },
  };
}

const leftovers: (() => void)[] = [];
/** Does this when the test has ended, before anything that was asked for earlier. */
export function atEnd(clear: () => void): void {
  leftovers.push(clear);
}
/** Does now what the end of the test would do. */
export function clearLeftovers(): void {
  for (const clear of leftovers.splice(0).reverse()) clear();
}
afterEach(clearLeftovers);

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'booking-courier-test-'));
  leftovers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestOutboxOptions {
  readonly clock?: HandClock;
  readonly random?: Random;
  /** Keeps it in this file, read over a connection of its own; in memory when left out. */
  readonly path?: string;
}

export interface TestOutbox {
  readonly clock: HandClock;
  readonly store: Store;
  readonly verbs: OutboxVerbs & ClaimVerbs & ForgettingVerbs;
  readonly acceptance: AcceptanceVerbs;
  readonly lists: Lists;
  readonly meta: Meta;
  readonly search: ReturnType<typeof createSearchIndex>;
  readonly writer: Remote<Guarded<OutboxVerbs & ClaimVerbs>>;
  /** Stages, compares and accepts results as a dropped file's; `meanwhile` happens between preview and acceptance. */
  readonly importFile: (
    results: readonly BookingResult[],
    meanwhile?: () => void,
  ) => { id: number; totals: VerdictCounts; first: number; staged: string };
  /** Accepts one result beside the files. */
  readonly accept: (result: BookingResult) => number;
  /** Takes results on board of a batch; answers those that were taken. */
  readonly claim: (batchId: string, ...seqs: number[]) => number[];
  /** Settles results of a batch, all with the same outcome; null is delivered. */
  readonly settle: (batchId: string, failure: Failure | null, ...seqs: number[]) => void;
  readonly item: (seq: number) => OutboxItem;
  readonly state: (seq: number) => ItemState;
  readonly receipts: (seq: number) => readonly Receipt[];
  /** Closes early what the end of the test would close. */
  readonly close: () => void;
}

/** An outbox with everything that reads and changes it. */
export function makeOutbox({ clock = handClock(), random = seededRandom(1), path }: TestOutboxOptions = {}): TestOutbox {
  const store: Store = path === undefined ? memoryStore() : opened(path, clock.now());
  const reader = path === undefined ? store : openReader(path);
  function close(): void {
    if (reader !== store) reader.close();
    store.close();
  }
  leftovers.push(close);
  const verbs = { ...createOutbox(store), ...createClaims(store, random), ...createForgetting(store) };
  const acceptance = createAcceptance(store);
  const lists = createLists(reader);
  const item = (seq: number): OutboxItem => lists.get(seq) as OutboxItem;
  let imports = 0;

  function importFile(results: readonly BookingResult[], meanwhile = () => {}): ReturnType<TestOutbox['importFile']> {
    imports += 1;
    const staged = join(temporaryFolder(), 'staged.sqlite');
    const scratch = openScratch(staged);
    scratch.pragma('journal_mode = off');
    scratch.pragma('synchronous = off');
    scratch.exec(STAGED_ROWS);
    const insert = scratch.prepare('insert into row (record, line, ref, result, date, inspector) values (?, ?, ?, ?, ?, ?)');
    scratch.transaction(() => {
      results.forEach((row, n) => {
        insert.run(n + 2, n + 2, row.internalOrderRef, row.bookingResult, row.bookingDate, row.inspectorName);
      });
    })();
    scratch.close();
    const id = Number(
      store
        .prepare(`insert into import (name, bytes, phase, started_at) values (?, 0, 'review', ?)`)
        .run(`results-${imports}.csv`, clock.now()).lastInsertRowid,
    );
    acceptance.compareStaged(staged, 0, '', id);
    meanwhile();
    const accepted = acceptance.acceptStaged(id, staged, 'test', clock.now());
    if (!accepted.ok) throw new Error(accepted.failure.kind);
    const first = store.prepare('select first_seq from import where id = ?').pluck().get(id) as number;
    return { id, totals: accepted.value, first, staged };
  }

  return {
    clock,
    store,
    verbs,
    acceptance,
    lists,
    meta: createMeta(reader),
    search: createSearchIndex(store),
    writer: inProcess(guard(verbs, path ?? ':memory:')),
    importFile,
    close,
    item,
    state: (seq) => item(seq).state,
    receipts: (seq) => lists.detail(seq)?.receipts ?? [],
    accept: (result) => verbs.accept(result, { origin: 'booking', importId: null, record: null }, clock.now()),
    claim: (batchId, ...seqs) =>
      verbs.turn([], [{ batchId, bootId: 'boot-1', seqs, urlBytes: 1000, now: clock.now(), monotonic: clock.monotonic() }])[0] ??
      [],
    settle: (batchId, failure, ...seqs) => {
      const outcomes = seqs.map((seq) => ({ seq, failure }));
      verbs.turn([{ batchId, now: clock.now(), monotonic: clock.monotonic(), onlineMs: clock.monotonic(), outcomes }], []);
    },
  };
}

function opened(path: string, now: number): Store {
  const store = openStore(path, now);
  if (!store.ok) throw new Error(store.failure.kind);
  return store.value.store;
}

/** Pushes an outbox once, over real HTTP unless `ports` say otherwise. */
export function push(
  outbox: TestOutbox,
  baseUrl: string,
  job: Partial<PushJob> = {},
  ports: Partial<PushPorts> = {},
): Promise<PushOutcome> {
  const { clock, lists, writer } = outbox;
  return pushOutbox(
    { connect: (url) => connect(url, clock), lists, writer, clock, log: silentLog, ...ports },
    {
      baseUrl,
      database: 'BasicPSF_Test',
      account: async (): Promise<Result<{ username: string; password: string }>> => ok({ username: 'practice', password: '' }),
      limit: freshLimit(1900),
      ceilingBytes: 8000,
      learned: () => {},
      lookUp: null,
      onlineMs: clock.monotonic,
      shouldStop: () => false,
      progress: () => {},
      ...job,
    },
  );
}
