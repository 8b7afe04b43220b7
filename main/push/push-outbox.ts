// One push: everything that is due, batch after batch, inside one session that is closed in every exit.
// While a batch is under way the outcome of the last one is written and the next one is claimed, in one commit.
import { randomUUID } from 'node:crypto';
import { type Failure, nextStep, reach } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Guarded } from '../base/guard.ts';
import type { Connection } from '../base/http.ts';
import type { Account, Clock, Log } from '../base/ports.ts';
import type { Remote } from '../base/thread.ts';
import type { Lists } from '../outbox/lists.ts';
import type { OutboxVerbs, Settlement } from '../outbox/outbox.ts';
import { createBasicPsf } from './basicpsf.ts';
import { afterPassing, afterRefusal, type Packed, type UrlLimit } from './batches.ts';
import { createQueue } from './queue.ts';
import type { Verdicts } from './reply.ts';
import { createSession } from './session.ts';

export interface PushPorts {
  readonly connect: (baseUrl: string) => Connection;
  readonly lists: Pick<Lists, 'fresh' | 'returning'>;
  readonly writer: Pick<Remote<Guarded<OutboxVerbs>>, 'turn' | 'release'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface PushJob {
  readonly baseUrl: string;
  readonly database: string;
  readonly account: () => Promise<Result<Account>>;
  readonly bootId: string;
  /** What was learned about this server's URLs, and where new knowledge goes. */
  readonly limit: UrlLimit;
  readonly ceilingBytes: number;
  readonly learned: (limit: UrlLimit) => void;
  /** Time online so far, ms. */
  readonly onlineMs: () => number;
  /** Asked before each batch; true ends the push after the batch under way. */
  readonly shouldStop: () => boolean;
  /** Called after each batch with the number of results settled by it. */
  readonly progress: (settled: number) => void;
}

export interface PushOutcome {
  readonly delivered: number;
  readonly refused: number;
  readonly unconfirmed: number;
  /** What ended the push before everything was sent; null when it came to its end. */
  readonly trouble: Failure | null;
}

/** Batches in a row without any known outcome: then it is not one result but the server. */
const SICK_AFTER = 5;

interface Board {
  readonly batchId: string;
  readonly batch: readonly Packed[];
  readonly urlBytes: number;
}

/** Pushes once. Never throws for what a network or a server can do. */
export async function pushOutbox(ports: PushPorts, job: PushJob): Promise<PushOutcome> {
  const { clock, log, writer } = ports;
  const connection = ports.connect(job.baseUrl);
  const basicPsf = createBasicPsf(connection, job.baseUrl, job.database, clock);
  const session = createSession(basicPsf, job.account, log);
  const queue = createQueue(ports.lists, clock.now());
  const tally = { delivered: 0, refused: 0, unconfirmed: 0 };
  let limit = job.limit;
  let inARow = 0;

  function nextBoard(): Board | null {
    const batch = queue.next(limit.bytes - basicPsf.bareUrlBytes);
    if (batch.length === 0) return null;
    return { batchId: randomUUID(), batch, urlBytes: urlBytesOf(basicPsf.bareUrlBytes, batch) };
  }

  /** Writes the last outcome and claims the next batch; results that were taken by somebody meanwhile drop out. */
  async function turn(ended: Settlement | null, next: Board | null): Promise<Result<Board | null>> {
    if (ended === null && next === null) return ok(null);
    const claim =
      next === null
        ? null
        : {
            batchId: next.batchId,
            bootId: job.bootId,
            seqs: next.batch.map(({ due }) => due.seq),
            urlBytes: next.urlBytes,
            now: clock.now(),
          };
    const taken = await writer.turn(ended, claim);
    if (!taken.ok) return taken;
    if (next === null || taken.value.length === next.batch.length) return ok(next);
    const kept = new Set(taken.value);
    const batch = next.batch.filter(({ due }) => kept.has(due.seq));
    return ok({ ...next, batch, urlBytes: urlBytesOf(basicPsf.bareUrlBytes, batch) });
  }

  async function send({ batch, urlBytes }: Board): Promise<Result<Verdicts>> {
    if (batch.length === 0) return ok(new Map());
    if (urlBytes > limit.bytes && batch.length === 1) {
      return fail({ kind: 'row-too-long', urlBytes, maxUrlBytes: limit.bytes });
    }
    const token = await session.token();
    if (!token.ok) return token;
    const answered = await basicPsf.pushResults(token.value, batch);
    if (answered.ok) {
      const { verdicts, scriptError } = answered.value;
      if (scriptError !== '0') log('warning', 'the script reported an error beside its results', { scriptError });
      return ok(verdicts);
    }
    if (answered.failure.kind !== 'session-lost' && answered.failure.kind !== 'session-cut') return answered;
    const renewed = session.lost(token.value);
    if (answered.failure.kind === 'session-cut' || !renewed.ok) return answered;
    const again = await session.token();
    if (!again.ok) return again;
    const resent = await basicPsf.pushResults(again.value, batch);
    return resent.ok ? ok(resent.value.verdicts) : resent;
  }

  /** Learns from a batch, queues what should be tried again at once, and says what ends the push, if anything. */
  function digest({ batch, urlBytes }: Board, sent: Result<Verdicts>): Failure | null {
    if (sent.ok) {
      inARow = 0;
      const next = afterPassing(limit, urlBytes, job.ceilingBytes);
      if (batch.length > 0) learn(next);
      return null;
    }
    const { failure } = sent;
    if (failure.kind === 'row-too-long') return null;
    if (failure.kind === 'url-too-long') {
      learn(afterRefusal(limit, urlBytes));
      if (batch.length > 1) queue.giveBack(batch);
      return null;
    }
    inARow += 1;
    if (nextStep(failure) !== 'retry' || failure.kind === 'unreachable' || failure.kind === 'timed-out') return failure;
    if (reach(failure) !== 'unknown' || inARow >= SICK_AFTER) return failure;
    // Something in this batch, or just bad luck: halves tell, in at most two calls for each time it can be halved.
    if (batch.length > 1) queue.split(batch);
    return null;
  }

  function learn(next: UrlLimit): void {
    if (next.bytes !== limit.bytes || next.proven !== limit.proven || next.refused !== limit.refused) job.learned(next);
    limit = next;
  }

  function settlementOf(board: Board, sent: Result<Verdicts>): Settlement {
    const outcomes = board.batch.map(({ due }) => ({ seq: due.seq, failure: verdictOn(due.internalOrderRef, board, sent) }));
    for (const { failure } of outcomes) {
      if (failure === null) tally.delivered += 1;
      else if (reach(failure) === 'verdict') tally.refused += 1;
      else if (reach(failure) === 'unknown') tally.unconfirmed += 1;
    }
    return { batchId: board.batchId, now: clock.now(), onlineMs: job.onlineMs(), outcomes };
  }

  try {
    const first = nextBoard();
    if (first === null) return { ...tally, trouble: null };
    const signedIn = await session.token();
    if (!signedIn.ok) return { ...tally, trouble: signedIn.failure };
    const claimed = await turn(null, first);
    if (!claimed.ok) return { ...tally, trouble: claimed.failure };
    let board = claimed.value;
    let ended: Settlement | null = null;
    while (board !== null) {
      const sending = send(board);
      const ahead = job.shouldStop() ? null : nextBoard();
      const [sent, turned]: [Result<Verdicts>, Result<Board | null>] = await Promise.all([sending, turn(ended, ahead)]);
      ended = settlementOf(board, sent);
      const trouble = turned.ok ? digest(board, sent) : turned.failure;
      job.progress(board.batch.length);
      let next: Board | null = turned.ok ? turned.value : null;
      if (next !== null && (trouble !== null || job.shouldStop() || (next.urlBytes > limit.bytes && next.batch.length > 1))) {
        // Claimed a moment too early: it has not been sent and does not count as an attempt.
        await writer.release(next.batchId, clock.now());
        queue.giveBack(next.batch);
        next = null;
      }
      if (trouble !== null || next === null) {
        const turnedAgain: Result<Board | null> = await turn(ended, trouble === null && !job.shouldStop() ? nextBoard() : null);
        ended = null;
        if (trouble !== null) return { ...tally, trouble };
        if (!turnedAgain.ok) return { ...tally, trouble: turnedAgain.failure };
        next = turnedAgain.value;
      }
      board = next;
    }
    return { ...tally, trouble: null };
  } finally {
    await session.close();
    connection.close();
  }
}

function urlBytesOf(bareUrlBytes: number, batch: readonly Packed[]): number {
  return batch.reduce((bytes, { encoded }) => bytes + encoded.length + 3, bareUrlBytes - 3);
}

/** What one order's result learns from its batch. A URL with a single result that is too long is that result's own fault. */
function verdictOn(ref: string, board: Board, sent: Result<Verdicts>): Failure | null {
  if (sent.ok) {
    const verdict = sent.value.get(ref);
    return verdict === undefined ? { kind: 'answer-missing-order' } : verdict;
  }
  if (sent.failure.kind === 'url-too-long' && board.batch.length === 1) {
    return { kind: 'row-too-long', urlBytes: board.urlBytes, maxUrlBytes: board.urlBytes - 1 };
  }
  return sent.failure;
}
