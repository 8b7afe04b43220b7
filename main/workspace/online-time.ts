// How long results could have gone out, over all runs: what giving up is measured by. Time without a network, in a pause, or
// while a person had to act does not count.
import type { Clock } from '../base/ports.ts';

/** Counts on from `before`, ms. Look at it after whatever changes `isCounting`; the answer is the time until now, ms. */
export function createOnlineTime(clock: Clock, before: number, isCounting: () => boolean): () => number {
  let counted = before;
  let countedAt = clock.monotonic();
  let counting = false;
  return () => {
    const at = clock.monotonic();
    if (counting) counted += at - countedAt;
    countedAt = at;
    counting = isCounting();
    return counted;
  };
}
