// What the watch over the outbox reads from a timer, where nobody could catch anything: on a disk that fails there is nothing
// to send, until it is better.
import type { Failure } from '../../shared/failure.ts';
import { ITEM_STATES } from '../../shared/outbox-item.ts';
import type { Lists } from '../outbox/lists.ts';

type Reads = Pick<Lists, 'fresh' | 'returning' | 'nextDueAt' | 'tally'>;

const NOTHING_COUNTED = Object.fromEntries([...ITEM_STATES, 'held'].map((state) => [state, 0])) as ReturnType<Lists['tally']>;

/** The same reads, answering with nothing where `stumbled` knows the failure; a bug is still thrown. */
export function unshakenReads(lists: Reads, stumbled: (error: unknown) => Failure | null): Reads {
  function reading<A extends unknown[], T>(read: (...args: A) => T, otherwise: T): (...args: A) => T {
    return (...args) => {
      try {
        return read(...args);
      } catch (error) {
        if (stumbled(error) === null) throw error;
        return otherwise;
      }
    };
  }
  return {
    fresh: reading(lists.fresh, []),
    returning: reading(lists.returning, []),
    nextDueAt: reading(lists.nextDueAt, null),
    tally: reading(lists.tally, NOTHING_COUNTED),
  };
}
