// What one order's result learns from what came of its whole batch.
import type { Failure } from '../../shared/failure.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Board } from './pipeline.ts';
import type { Verdicts } from './reply.ts';

/** Claris promises as much of a URL, and no web server is known to stop before. */
const SURELY_TAKEN_BYTES = 2000;

/**
 * Where the one result of a URL that every server takes is turned away with 400 or 404, and no other was taken, nothing is left that
 * could be too long: it is the address, as the API page says of 404. What names the length (413, 414, 431) is believed.
 */
export function aboutOne<T>(answered: Result<T>, count: number, urlBytes: number, wasAnswered: boolean): Result<T> {
  if (answered.ok || answered.failure.kind !== 'url-too-long' || count > 1) return answered;
  if (wasAnswered || urlBytes > SURELY_TAKEN_BYTES) return answered;
  const { status, retryAfterMs } = answered.failure;
  if (status !== 400 && status !== 404) return answered;
  return fail({ kind: 'address-refused', status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

/** Null is delivered. A URL with a single result that is too long is that result's own fault. */
export function verdictOn(ref: string, board: Board, sent: Result<Verdicts>): Failure | null {
  if (sent.ok) {
    const verdict = sent.value.get(ref);
    return verdict === undefined ? { kind: 'answer-missing-order' } : verdict;
  }
  if (sent.failure.kind === 'url-too-long' && board.batch.length === 1) {
    return { kind: 'row-too-long', urlBytes: board.urlBytes, maxUrlBytes: board.urlBytes - 1 };
  }
  return sent.failure;
}
