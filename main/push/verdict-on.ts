// What one order's result learns from what came of its whole batch.
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { Board } from './pipeline.ts';
import type { Verdicts } from './reply.ts';

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
