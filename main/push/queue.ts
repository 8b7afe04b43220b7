// What one push has still to send, in the order it goes out: halves of a batch in which something is wrong first,
// then results whose moment has come, then fresh ones. It reads ahead just far enough to fill the next URL well.
import type { Due, Lists } from '../outbox/lists.ts';
import { ALONE_AFTER_UNKNOWNS } from '../outbox/retry.ts';
import { encodeResult, LOOK_AHEAD, type Packed, takeBatch } from './batches.ts';

export interface Queue {
  /** Whether nothing at all is due. */
  readonly isEmpty: () => boolean;
  /** The results of the next batch, or none when everything was handed out. `roomBytes` is left for results in the URL. */
  readonly next: (roomBytes: number) => Packed[];
  /** Gives results back that were not sent after all; they go first. */
  readonly giveBack: (batch: readonly Packed[]) => void;
  /** The server answered well: what it or the way to it had failed before comes along now, whenever it is due. */
  readonly joinResting: () => void;
  /** Queues a batch as two halves, three results one by one, behind halves that are queued already. */
  readonly split: (batch: readonly Packed[]) => void;
}

const PAGE = 400;
/** Each try at a server in trouble leaves one batch of them, so there are never very many. */
const MOST_RESTING = 20_000;

/** A queue over what is due at `now`. */
export function createQueue(lists: Pick<Lists, 'fresh' | 'returning' | 'resting'>, now: number): Queue {
  const pool: Packed[] = [];
  const halves: (readonly Packed[])[] = [];
  const loners: Packed[] = [];
  const met = new Set<number>();
  let afterSeq = 0;
  let moreReturning = true;
  let moreFresh = true;
  let hasJoined = false;
  let isJoining = false;

  function add(found: readonly Due[]): void {
    for (const due of found) {
      // One that fails alone may end the push, so it goes when all others have gone.
      const place = due.unknowns >= ALONE_AFTER_UNKNOWNS ? loners : pool;
      place.push({ due, encoded: encodeResult(due) });
    }
  }

  function refill(): void {
    while (pool.length < LOOK_AHEAD && moreReturning) {
      const found = lists.returning(now, PAGE).filter(({ seq }) => !met.has(seq));
      for (const { seq } of found) met.add(seq);
      add(found);
      moreReturning = found.length > 0;
    }
    while (pool.length < LOOK_AHEAD && moreFresh) {
      const found = lists.fresh(afterSeq, PAGE);
      afterSeq = found.at(-1)?.seq ?? afterSeq;
      add(found.filter(({ seq }) => !met.has(seq)));
      moreFresh = found.length === PAGE;
    }
    if (pool.length < LOOK_AHEAD && isJoining) {
      isJoining = false;
      add(lists.resting(now, MOST_RESTING).filter(({ seq }) => !met.has(seq)));
    }
  }

  return {
    isEmpty: () => {
      refill();
      return pool.length === 0 && halves.length === 0 && loners.length === 0;
    },
    next: (roomBytes) => {
      const half = halves.shift();
      if (half !== undefined) return [...half];
      refill();
      return pool.length > 0 ? takeBatch(pool, roomBytes) : loners.splice(0, 1);
    },
    joinResting: () => {
      isJoining ||= !hasJoined;
      hasJoined = true;
    },
    giveBack: (batch) => void pool.unshift(...batch),
    split: (batch) => {
      if (batch.length <= 3) {
        halves.push(...batch.map((one) => [one]));
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      halves.push(batch.slice(0, middle), batch.slice(middle));
    },
  };
}
