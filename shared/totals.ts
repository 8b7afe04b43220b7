// The few sums and sets that window, tray and notifications share, so that they never disagree.
import { nextStep } from './consequence.ts';
import type { Failure, FailureKind } from './failure.ts';
import type { ImportSummary } from './import.ts';
import { number } from './numbers.ts';
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

/** Whether what stands in the way is for a person to solve. */
export function asksForYou({ notices, sync }: Snapshot): boolean {
  // What stands among the notices already is not one thing more.
  if (sync.trouble !== null && notices.some(({ kind }) => kind === sync.trouble?.kind)) return false;
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

/** Rows that only a person can move: results refused or given up, and rows held back. */
export function rowsForYou(counts: Counts): number {
  return countOf(counts, NEEDS_PERSON) + counts.held;
}

/**
 * The one number that "need you" stands for, wherever it is said: everything that the Problems page asks a person to do. That
 * is each row for them, each notice, each change of a booking to look at, and whatever holds up all sending.
 */
export function needYou(snapshot: Snapshot): number {
  const keychain = keychainTrouble(snapshot) === null ? 0 : 1;
  return (
    rowsForYou(snapshot.counts) + snapshot.notices.length + keychain + (asksForYou(snapshot) ? 1 : 0) + bookingProblems(snapshot)
  );
}

/** The settings that a person must confirm before anything is sent; null when they are certain. */
export function unsureSettings({ notices }: Pick<Snapshot, 'notices'>): Failure | null {
  return notices.find((one) => one.kind === 'settings-unreadable' || (one.kind === 'settings-invalid' && one.stops)) ?? null;
}

/** `1 needs you`, `1,204 need you` */
export function needYouWords(count: number): string {
  return `${number(count)} ${count === 1 ? 'needs' : 'need'} you`;
}

/** The part of that number which is of one file. */
export function needYouOf({ held, needYou }: Pick<ImportSummary, 'held' | 'needYou'>): number {
  return held + needYou;
}

/** When something that is due at `dueAt` is really tried by itself, epoch ms; null when never, now, or not while it is paused. */
export function triedAgainAt(dueAt: number | null, { now, sync }: Pick<Snapshot, 'now' | 'sync'>): number | null {
  return dueAt === null || dueAt <= now || sync.phase === 'paused' || sync.phase === 'blocked' ? null : dueAt;
}

/** When results that were refused are tried again by themselves, epoch ms; null when none is, or when others wait too. */
export function refusedAgainAt(snapshot: Snapshot): number | null {
  const { nextTryAt, phase } = snapshot.sync;
  if (nextTryAt === null || phase === 'paused' || phase === 'blocked' || onTheirWay(snapshot) > 0) return null;
  return nextTryAt > snapshot.now && snapshot.counts.refused > 0 ? nextTryAt : null;
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
