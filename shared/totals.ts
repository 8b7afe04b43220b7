// The few sums and sets that window, tray and notifications share, so that they never disagree.

import { nextStep } from './consequence.ts';
import type { Failure, FailureKind } from './failure.ts';
import { type ItemState, NEEDS_PERSON, ON_ITS_WAY } from './outbox-item.ts';
import type { Counts, Snapshot } from './snapshot.ts';

/** Only what is not settled can be sent again or taken out. */
export const UNSETTLED: readonly ItemState[] = ['waiting', 'unconfirmed', 'refused', 'parked'];

/** Results with these causes would only be refused again if they were retried as they are. */
export const NEEDS_AN_EDIT: ReadonlySet<string> = new Set<FailureKind>(['value-refused', 'row-too-long']);

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

/** Why the keychain cannot be used, where it would be needed. */
export function keychainTrouble({ account }: Snapshot): Failure | null {
  return account.kept === 'not-needed' ? null : account.keychain;
}

/** Whether changes of bookings cannot go out before a person has acted. */
export function holdsUpChanges({ bookings }: Snapshot): boolean {
  return bookings.editTrouble !== null && nextStep(bookings.editTrouble) === 'ask' && bookings.edits.queued > 0;
}

/** Changes of bookings that a person must look at. */
function bookingProblems(snapshot: Snapshot): number {
  const { edits } = snapshot.bookings;
  return edits.conflict + edits.failed + (holdsUpChanges(snapshot) ? 1 : 0);
}

/** Everything that the Problems page asks a person to do. */
export function problemCount(snapshot: Snapshot): number {
  const keychain = keychainTrouble(snapshot) === null ? 0 : 1;
  const results = needYou(snapshot) + snapshot.counts.held;
  return results + snapshot.notices.length + keychain + (asksForYou(snapshot) ? 1 : 0) + bookingProblems(snapshot);
}

/** What is solved in Settings, and nowhere else. */
export const IN_SETTINGS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'credentials-missing',
  'credentials-refused',
  'keychain-failed',
  'redirected',
  'wrong-server',
  'login-throttled',
]);
