// One push: everything that is due, batch after batch, inside one session that is closed in every exit.
// What to learn from each answer is decided here; pipeline.ts keeps claims and outcomes on disk meanwhile.
import { randomUUID } from 'node:crypto';
import { nextStep, reach } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Guarded } from '../base/guard.ts';
import type { Connection } from '../base/http.ts';
import type { Account, Clock, Log } from '../base/ports.ts';
import type { Remote } from '../base/thread.ts';
import type { ClaimVerbs, Outcome, Settlement } from '../outbox/claims.ts';
import type { Lists } from '../outbox/lists.ts';
import { retryAfterMs } from '../outbox/retry.ts';
import { createBasicPsf } from './basicpsf.ts';
import { afterPassing, afterRefusal, type Packed, type UrlLimit } from './batches.ts';
import { createLookFirst, type LookUpJob } from './look-first.ts';
import { type Board, createPipeline } from './pipeline.ts';
import { createQueue } from './queue.ts';
import type { Verdicts } from './reply.ts';
import { createSession, onlyDeletesOnce } from './session.ts';
import { aboutOne, verdictOn } from './verdict-on.ts';

export interface PushPorts {
  readonly connect: (baseUrl: string) => Connection;
  readonly lists: Pick<Lists, 'fresh' | 'returning' | 'resting' | 'sentBefore'>;
  readonly writer: Pick<Remote<Guarded<ClaimVerbs>>, 'turn' | 'release' | 'recover'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface PushJob {
  readonly baseUrl: string;
  readonly database: string;
  readonly account: () => Promise<Result<Account>>;
  /** What was learned about this server's URLs, and where new knowledge goes. */
  readonly limit: UrlLimit;
  readonly ceilingBytes: number;
  readonly learned: (limit: UrlLimit) => void;
  /** How orders are looked up before old results go out; null lets them go as they are. */
  readonly lookUp: LookUpJob | null;
  /** Time online so far, ms. */
  readonly onlineMs: () => number;
  /** Asked before each batch; true ends the push after the batch under way. */
  readonly shouldStop: () => boolean;
  /** Aborted when the program must end within seconds: the call under way is dropped, and its batch is possibly sent. */
  readonly hurry?: AbortSignal | undefined;
  /** Called after each batch with the number of results that are done with for this push. */
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

/** Pushes once. Never throws for what a network or a server can do. */
export async function pushOutbox(ports: PushPorts, job: PushJob): Promise<PushOutcome> {
  const { clock, log } = ports;
  const connection = ports.connect(job.baseUrl);
  const isHurried = (): boolean => job.hurry?.aborted === true;
  const calls = onlyDeletesOnce(isHurried, connection);
  const basicPsf = createBasicPsf(calls, job.baseUrl, job.database, clock);
  const session = createSession(basicPsf, job.account, log, isHurried);
  const startedAt = clock.now();
  const queue = createQueue(ports.lists, startedAt);
  const pushId = randomUUID();
  const pipeline = createPipeline({
    writer: ports.writer,
    clock,
    bootId: pushId,
    take: () => queue.next(limit.bytes - basicPsf.bareUrlBytes),
    putBack: queue.giveBack,
    fits: ({ batch, urlBytes }) => urlBytes <= limit.bytes || batch.length <= 1,
    urlBytesOf,
  });
  const first = createLookFirst({ basicPsf, sentBefore: ports.lists.sentBefore, clock, log }, job.lookUp);
  const tally = { delivered: 0, refused: 0 };
  const unconfirmed = new Set<number>();
  let limit = job.limit;
  let inARow = 0;
  /** Whether the script answered any call of this push. */
  let wasAnswered = false;
  let signInTrouble: Failure | null = null;

  function urlBytesOf(batch: readonly Packed[]): number {
    return batch.reduce((bytes, { encoded }) => bytes + encoded.length + 3, basicPsf.bareUrlBytes - 3);
  }

  /** Signing in failed on the way, whatever it ran into: the script did not run. */
  function notSent(failure: Failure): Result<Verdicts> {
    signInTrouble = failure;
    return fail(failure);
  }

  /** The longest URL that this server may still turn out to take. */
  function longestUrlBytes(): number {
    return Math.max(limit.bytes, Math.min(job.ceilingBytes, (limit.refused ?? Number.POSITIVE_INFINITY) - 1));
  }

  async function send({ batch, urlBytes }: Board): Promise<Result<Verdicts>> {
    if (batch.length === 0) return ok(new Map());
    if (batch.length === 1 && urlBytes > longestUrlBytes())
      return fail({ kind: 'row-too-long', urlBytes, maxUrlBytes: longestUrlBytes() });
    for (;;) {
      const token = await session.token();
      if (!token.ok) return notSent(token.failure);
      const answered = aboutOne(await basicPsf.pushResults(token.value, batch), batch.length, urlBytes, wasAnswered);
      if (answered.ok) {
        const { verdicts, scriptError } = answered.value;
        if (scriptError !== '0') log('warning', 'the script reported an error beside its results', { scriptError });
        return ok(verdicts);
      }
      const { kind } = answered.failure;
      if (kind === 'cut-off' && isHurried()) return fail({ kind: 'stopped-midway' });
      if (kind !== 'session-lost' && kind !== 'session-cut') return answered;
      // A session that was lost before the script ran is renewed once and the batch sent again; a cut one may have run it.
      const renewed = await session.lost();
      if (kind === 'session-cut' || !renewed.ok || retryAfterMs(answered.failure) !== null) return answered;
    }
  }

  /** What of a batch is to be sent after BasicPSF was looked at. */
  async function looked(board: Board): Promise<{ rest: Board; settled: readonly Outcome[] }> {
    if (isHurried()) return { rest: board, settled: [] };
    const { toSend, settled } = await first.look(board.batch, session.token);
    if (settled.length === 0) return { rest: board, settled };
    return { rest: { ...board, batch: toSend, urlBytes: urlBytesOf(toSend) }, settled };
  }

  /** Learns from a batch, queues what is tried `again` at once, and says what ends the push, if anything. */
  function digest({ batch, urlBytes }: Board, sent: Result<Verdicts>): { trouble: Failure | null; again: boolean } {
    if (sent.ok) {
      if (batch.length > 0) {
        inARow = 0;
        wasAnswered = true;
        queue.joinResting();
        learn(afterPassing(limit, urlBytes, job.ceilingBytes));
      }
      return { trouble: null, again: false };
    }
    const { failure } = sent;
    const several = batch.length > 1;
    const asksForPatience = retryAfterMs(failure) !== null;
    if (signInTrouble !== null) return { trouble: signInTrouble, again: false };
    if (failure.kind === 'row-too-long') return { trouble: null, again: false };
    if (failure.kind === 'url-too-long') {
      learn(afterRefusal(limit, urlBytes));
      if (asksForPatience) return { trouble: failure, again: false };
      if (several) queue.giveBack(batch);
      return { trouble: null, again: several };
    }
    // Even a short URL was turned away like a long one, so what was learned in this push was not about length.
    if (failure.kind === 'address-refused') learn(job.limit);
    inARow += 1;
    if (asksForPatience) return { trouble: failure, again: false };
    const ofThisBatch = nextStep(failure) === 'retry' && reach(failure) === 'unknown' && failure.kind !== 'timed-out';
    if (!ofThisBatch || inARow >= SICK_AFTER) return { trouble: failure, again: false };
    // Something in this batch, or just bad luck: halves tell, in at most two calls for each time it can be halved.
    if (several) queue.split(batch);
    return { trouble: null, again: several };
  }

  function learn(next: UrlLimit): void {
    if (next.bytes !== limit.bytes || next.proven !== limit.proven || next.refused !== limit.refused) job.learned(next);
    limit = next;
  }

  function settlementOf(board: Board, sent: Result<Verdicts>, settled: readonly Outcome[]): Settlement {
    const told = board.batch.map(({ due }) => ({ seq: due.seq, failure: verdictOn(due.internalOrderRef, board, sent) }));
    const outcomes: readonly Outcome[] = [...told, ...settled];
    for (const one of outcomes) {
      if ('until' in one) continue;
      const { seq, failure } = one;
      if (failure === null) tally.delivered += 1;
      else if (reach(failure) === 'verdict') tally.refused += 1;
      if (failure === null || reach(failure) === 'verdict') unconfirmed.delete(seq);
      else if (reach(failure) === 'unknown') unconfirmed.add(seq);
    }
    return { batchId: board.batchId, now: clock.now(), monotonic: clock.monotonic(), onlineMs: job.onlineMs(), outcomes };
  }

  async function run(): Promise<Failure | null> {
    for (let board = await pipeline.next(); board !== null; board = await pipeline.next()) {
      const { rest, settled } = await looked(board);
      const sentAt = clock.monotonic();
      const sent = await send(rest);
      first.sent(rest.batch);
      pipeline.ended(settlementOf(rest, sent, settled), clock.monotonic() - sentAt);
      const { trouble, again } = digest(rest, sent);
      job.progress(again ? settled.length : board.batch.length);
      if (trouble !== null || job.shouldStop()) return trouble;
    }
    return null;
  }

  function outcome(trouble: Failure | null): PushOutcome {
    return { ...tally, unconfirmed: unconfirmed.size, trouble };
  }

  async function all(): Promise<PushOutcome> {
    // A push that could not write what came of its batches, because the disk was full, left them on board.
    const recovered = await ports.writer.recover(pushId, startedAt, clock.monotonic());
    if (!recovered.ok) return outcome(recovered.failure);
    if (queue.isEmpty()) return outcome(null);
    const signedIn = await session.token();
    if (!signedIn.ok) return outcome(signedIn.failure);
    let trouble: Failure | null;
    try {
      trouble = await run();
    } finally {
      await pipeline.close();
    }
    return outcome(trouble ?? pipeline.failure());
  }

  job.hurry?.addEventListener('abort', connection.close, { once: true });
  let unclosed: Failure | null = null;
  let came: PushOutcome;
  try {
    came = await all();
  } finally {
    unclosed = await session.close();
    job.hurry?.removeEventListener('abort', connection.close);
    connection.close();
  }
  // Patience that was asked for at the very end counts as any other.
  return came.trouble === null && unclosed !== null && retryAfterMs(unclosed) !== null ? { ...came, trouble: unclosed } : came;
}
