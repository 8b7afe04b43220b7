// A failure on one line, for places without a window: what happened, then what to do.
import type { Failure } from '../../shared/failure.ts';
import { oneLine } from '../../shared/one-line.ts';
import { wording } from '../../shared/wording.ts';

/** What happened and what to do about it, in one line. */
export function sentenceOf(failure: Failure): string {
  const { what, todo } = wording(failure);
  return oneLine(todo === '' ? what : `${what} ${todo}`);
}
