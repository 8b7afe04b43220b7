// The few sums that several parts of the window show, so that they never disagree.
import { nextStep } from '../shared/failure.ts';
import { type ItemState, NEEDS_PERSON, ON_ITS_WAY } from '../shared/outbox-item.ts';
import type { Counts, Snapshot } from '../shared/snapshot.ts';

/** How many results are in these states; in all states when none is named. */
export function countOf(counts: Counts, states: readonly ItemState[]): number {
  const { held: _held, ...byState } = counts;
  const wanted = states.length === 0 ? (Object.keys(byState) as ItemState[]) : states;
  return wanted.reduce((sum, state) => sum + byState[state], 0);
}

/** Results that are not settled yet and need nobody. */
export function onTheirWay(snapshot: Snapshot): number {
  return countOf(snapshot.counts, ON_ITS_WAY);
}

/** Results that need a person. */
export function needYou(snapshot: Snapshot): number {
  return countOf(snapshot.counts, NEEDS_PERSON);
}

/** Whether what stands in the way is for a person to solve. */
export function asksForYou({ sync }: Snapshot): boolean {
  return sync.trouble !== null && (sync.phase === 'blocked' || nextStep(sync.trouble) === 'ask');
}

/** Everything that the Problems page asks a person to do. */
export function problemCount(snapshot: Snapshot): number {
  const keychain = snapshot.account.keychain === null ? 0 : 1;
  return needYou(snapshot) + snapshot.counts.held + snapshot.notices.length + keychain + (asksForYou(snapshot) ? 1 : 0);
}
