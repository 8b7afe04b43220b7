// What follows from a failure: what the program does next, and what is known about the orders that were on board.
// Two columns for every kind, so that a new kind of failure cannot forget to say either.
import type { Failure, FailureKind } from './failure.ts';

/** What the program does about it: try again by itself, wait for the server, or ask a person. */
export type NextStep = 'retry' | 'wait' | 'ask';

/**
 * What is known about the orders that were on board: the script did not run (`unsent`),
 * may have run (`unknown`), or BasicPSF answered for this order (`verdict`).
 */
export type Reach = 'unsent' | 'unknown' | 'verdict';

interface Consequence {
  readonly next: NextStep;
  readonly reach: Reach;
}

const CONSEQUENCES: Record<FailureKind, Consequence> = {
  offline: { next: 'wait', reach: 'unsent' },
  unreachable: { next: 'retry', reach: 'unsent' },
  'tls-refused': { next: 'wait', reach: 'unsent' },
  // A network that leads elsewhere may be another one in a minute; only BasicPSF's own word stops for a person.
  redirected: { next: 'wait', reach: 'unsent' },
  'url-too-long': { next: 'retry', reach: 'unsent' },
  'row-too-long': { next: 'ask', reach: 'verdict' },
  busy: { next: 'wait', reach: 'unsent' },
  forbidden: { next: 'ask', reach: 'unsent' },
  'turned-away': { next: 'wait', reach: 'unsent' },
  'credentials-missing': { next: 'ask', reach: 'unsent' },
  'credentials-refused': { next: 'ask', reach: 'unsent' },
  'login-throttled': { next: 'ask', reach: 'unsent' },
  'sign-in-failed': { next: 'wait', reach: 'unsent' },
  'session-lost': { next: 'retry', reach: 'unsent' },
  'keychain-failed': { next: 'ask', reach: 'unsent' },
  'server-full': { next: 'wait', reach: 'unsent' },
  'host-not-ready': { next: 'wait', reach: 'unsent' },
  'database-closed': { next: 'wait', reach: 'unsent' },
  'script-missing': { next: 'ask', reach: 'unsent' },
  'address-refused': { next: 'wait', reach: 'unsent' },
  'layout-missing': { next: 'ask', reach: 'unsent' },
  'quota-exceeded': { next: 'ask', reach: 'unsent' },
  'request-refused': { next: 'ask', reach: 'unsent' },
  'wrong-server': { next: 'wait', reach: 'unsent' },
  'timed-out': { next: 'retry', reach: 'unknown' },
  'cut-off': { next: 'retry', reach: 'unknown' },
  gateway: { next: 'wait', reach: 'unknown' },
  'session-cut': { next: 'retry', reach: 'unknown' },
  'answer-too-large': { next: 'retry', reach: 'unknown' },
  'answer-unusable': { next: 'retry', reach: 'unknown' },
  'answer-missing-order': { next: 'retry', reach: 'unknown' },
  'filemaker-error': { next: 'retry', reach: 'unknown' },
  'stopped-midway': { next: 'retry', reach: 'unknown' },
  'look-up-refused': { next: 'ask', reach: 'unsent' },
  'look-up-off': { next: 'ask', reach: 'unsent' },
  'mostly-refused': { next: 'ask', reach: 'unsent' },
  'told-elsewhere': { next: 'ask', reach: 'unsent' },
  'order-not-found': { next: 'wait', reach: 'verdict' },
  'value-refused': { next: 'ask', reach: 'verdict' },
  'order-refused': { next: 'ask', reach: 'verdict' },
  'brp-refused': { next: 'ask', reach: 'verdict' },
  'other-brp': { next: 'ask', reach: 'unsent' },
  'text-unwritable': { next: 'ask', reach: 'unsent' },
  'storage-full': { next: 'ask', reach: 'unsent' },
  'storage-read-only': { next: 'ask', reach: 'unsent' },
  'storage-damaged': { next: 'ask', reach: 'unsent' },
  'storage-missing': { next: 'ask', reach: 'unsent' },
  'restored-from-backup': { next: 'ask', reach: 'unknown' },
  'storage-newer': { next: 'ask', reach: 'unsent' },
  'storage-failed': { next: 'ask', reach: 'unsent' },
  'home-in-use': { next: 'ask', reach: 'unsent' },
  'settings-unreadable': { next: 'ask', reach: 'unsent' },
  'settings-invalid': { next: 'ask', reach: 'unsent' },
  'variable-refused': { next: 'ask', reach: 'unsent' },
  'practice-unsaid': { next: 'ask', reach: 'unsent' },
  'production-unsaid': { next: 'ask', reach: 'unsent' },
  'file-unreadable': { next: 'ask', reach: 'unsent' },
  'file-empty': { next: 'ask', reach: 'unsent' },
  'file-too-large': { next: 'ask', reach: 'unsent' },
  'not-csv': { next: 'ask', reach: 'unsent' },
  'workbook-unreadable': { next: 'ask', reach: 'unsent' },
  'not-meant': { next: 'ask', reach: 'unsent' },
  'encoding-unknown': { next: 'ask', reach: 'unsent' },
  'columns-missing': { next: 'ask', reach: 'unsent' },
  'record-too-long': { next: 'ask', reach: 'unsent' },
  'import-cancelled': { next: 'ask', reach: 'unsent' },
  'theirs-undecided': { next: 'ask', reach: 'unsent' },
  'reading-unsure': { next: 'ask', reach: 'unsent' },
  'repairs-at-stake': { next: 'ask', reach: 'unsent' },
  'folder-empty': { next: 'ask', reach: 'unsent' },
  'too-many-files': { next: 'ask', reach: 'unsent' },
  'too-late': { next: 'ask', reach: 'unsent' },
  'order-told': { next: 'ask', reach: 'unsent' },
  gone: { next: 'ask', reach: 'unsent' },
  'input-refused': { next: 'ask', reach: 'unsent' },
  'result-invalid': { next: 'ask', reach: 'unsent' },
  unexpected: { next: 'wait', reach: 'unsent' },
};

/** Whether the program retries, waits for the server, or asks a person. */
export function nextStep(failure: Failure): NextStep {
  return CONSEQUENCES[failure.kind].next;
}

/** What this failure says about the orders that were on board. */
export function reach(failure: Failure): Reach {
  return CONSEQUENCES[failure.kind].reach;
}
