// The problems by cause, as last asked for. They are asked for only when the counts of what needs a person have moved,
// and never more often than causes are collected.
import { NEEDS_PERSON, type ProblemGroup } from '../../shared/outbox-item.ts';
import type { Counts } from '../../shared/snapshot.ts';
import type { Clock } from '../base/ports.ts';
import { COLLECT_MS } from './alert-schedule.ts';

export interface KnownGroups {
  /** Looks whether the counts have moved. */
  readonly see: (counts: Counts) => void;
  /** Groups of states that still hold something. */
  readonly of: (counts: Counts) => readonly ProblemGroup[];
  /** Another outbox is open: nothing is known of it, and an answer under way is not about it. */
  readonly forget: () => void;
}

/** Knows nothing until it has seen counts; `learned` is called after each answer. */
export function createKnownGroups(clock: Clock, ask: () => Promise<readonly ProblemGroup[]>, learned: () => void): KnownGroups {
  let groups: readonly ProblemGroup[] = [];
  let wanted = '';
  let known = '';
  let askedAt = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  let outbox = 0;
  let cancel = (): void => {};

  function askSoon(): void {
    cancel();
    if (wanted === known || isAsking) return;
    const wait = askedAt + COLLECT_MS - clock.monotonic();
    if (wait > 0) cancel = clock.after(wait, askSoon);
    else void askNow();
  }

  async function askNow(): Promise<void> {
    const [asked, of] = [wanted, outbox];
    isAsking = true;
    askedAt = clock.monotonic();
    // What cannot be read just now is asked for again; that the disk is in trouble is a notice of its own.
    const answer = await ask().catch(() => null);
    isAsking = false;
    if (of === outbox && answer !== null) {
      groups = answer.filter(({ state }) => NEEDS_PERSON.includes(state));
      known = asked;
      learned();
    }
    askSoon();
  }

  return {
    see: (counts) => {
      wanted = NEEDS_PERSON.map((state) => counts[state]).join('/');
      // Nothing is known without asking where there is nothing.
      if (NEEDS_PERSON.every((state) => counts[state] === 0)) {
        groups = [];
        known = wanted;
      }
      askSoon();
    },
    of: (counts) => groups.filter(({ state }) => counts[state] > 0),
    forget: () => {
      outbox += 1;
      groups = [];
      wanted = '';
      known = '';
      cancel();
    },
  };
}
