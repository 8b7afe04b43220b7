// Failures, states and groups of results in a coordinator's words: the thing, the reason, the next step.
// No times and no machine's own number format in here; callers put times in.
import { nextStep } from './consequence.ts';
import type { Failure, FailureKind } from './failure.ts';
import type { ItemState, ProblemGroup } from './outbox-item.ts';
import { counted, said } from './phrases.ts';
import type { Environment } from './settings.ts';
import { whatHappened } from './what-happened.ts';
import { WHAT_TO_DO } from './what-to-do.ts';

const NO_BACKUP = 'There is no backup to restore: go on without it, and import the latest files again.';

/** Whether an outbox was lost of which there is no backup. */
function isWithoutBackup(failure: Failure): boolean {
  return 'backupAt' in failure && failure.backupAt === null;
}

/** What happened, and what to do about it; `todo` is empty when nothing is to be done. */
export interface Wording {
  readonly what: string;
  readonly todo: string;
}

/** A failure in two sentences. */
export function wording(failure: Failure): Wording {
  return { what: whatHappened(failure), todo: isWithoutBackup(failure) ? NO_BACKUP : WHAT_TO_DO[failure.kind] };
}

const STATES: Record<ItemState, string> = {
  waiting: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  refused: 'Refused',
  unconfirmed: 'Possibly sent',
  parked: 'Stopped',
  superseded: 'Replaced',
  discarded: 'Discarded',
};

/** The word beside a result's icon. */
export function stateWord(state: ItemState): string {
  return STATES[state];
}

const ENVIRONMENT_NAMES: Record<Environment, string> = { practice: 'Practice', test: 'Test', production: 'Production' };

/** The environment as it is called in the window. */
export function environmentName(environment: Environment): string {
  return ENVIRONMENT_NAMES[environment];
}

/** Failures that concern a file or a form; no result ever carries one as its cause. */
type NotOfAResult =
  | 'variable-refused'
  | 'practice-unsaid'
  | 'look-up-refused'
  | 'look-up-off'
  | 'production-unsaid'
  | 'order-told'
  | 'brp-refused'
  | 'other-brp'
  | 'text-unwritable'
  | 'gone'
  | 'too-late'
  | 'input-refused'
  | 'import-cancelled'
  | 'file-unreadable'
  | 'file-empty'
  | 'file-too-large'
  | 'not-csv'
  | 'workbook-unreadable'
  | 'not-meant'
  | 'encoding-unknown'
  | 'columns-missing'
  | 'record-too-long'
  | 'theirs-undecided'
  | 'reading-unsure'
  | 'repairs-at-stake'
  | 'folder-empty'
  | 'too-many-files';

/** Failures that concern one order; groupSentence has whole sentences for them. */
type Verdict = 'order-not-found' | 'value-refused' | 'order-refused' | 'row-too-long' | 'told-elsewhere';

const BECAUSE: Readonly<Record<Exclude<FailureKind, NotOfAResult | Verdict>, string>> = {
  offline: 'this computer has no network',
  'mostly-refused': 'nearly all of the file was refused',
  unreachable: 'BasicPSF cannot be reached',
  'tls-refused': 'there is no secure connection to BasicPSF',
  redirected: 'the server sent us on to another address',
  'url-too-long': 'the server takes fewer results at once',
  busy: 'BasicPSF is busy',
  forbidden: 'the server does not let us in',
  'turned-away': 'something between us and BasicPSF does not let us through',
  'credentials-missing': 'no BasicPSF account is set up',
  'credentials-refused': 'BasicPSF refused the account or its password',
  'login-throttled': 'BasicPSF refuses to sign us in for now',
  'sign-in-failed': 'the sign-in at BasicPSF failed on the way',
  'session-lost': 'BasicPSF signed us out',
  'keychain-failed': 'the keychain of this computer cannot be used',
  'server-full': 'BasicPSF has no free place for another sign-in',
  'host-not-ready': 'the server of BasicPSF takes no requests just now',
  'database-closed': 'the BasicPSF database is closed to us',
  'script-missing': 'BasicPSF does not have the script "CLIV Booking Results Batch"',
  'address-refused': 'the web server in front of BasicPSF does not take the address that we ask',
  'layout-missing': 'BasicPSF does not have the layout "QC_Booking"',
  'quota-exceeded': 'BasicPSF has used up its yearly amount of data',
  'request-refused': 'BasicPSF did not accept what we asked',
  'wrong-server': 'what answers at the address is not BasicPSF',
  'timed-out': 'BasicPSF did not answer in time',
  'cut-off': 'the connection broke before BasicPSF answered',
  gateway: 'BasicPSF did not answer behind its web server',
  'session-cut': 'BasicPSF signed us out in the middle',
  'answer-too-large': "BasicPSF's answer was too large to read",
  'answer-unusable': "BasicPSF's answer could not be understood",
  'answer-missing-order': "BasicPSF's answer did not name every order",
  'filemaker-error': 'BasicPSF reported an error',
  'stopped-midway': 'Booking Courier was stopped on the way',
  'storage-full': 'the disk of this computer is full',
  'storage-read-only': 'the folder of Booking Courier cannot be written',
  'storage-damaged': 'the outbox was damaged',
  'storage-missing': 'the outbox has gone',
  'settings-unreadable': 'the settings file cannot be read',
  'settings-invalid': 'the settings do not say where results go',
  'restored-from-backup': 'the outbox was restored from a backup',
  'storage-newer': 'the outbox was written by a newer Booking Courier',
  'storage-failed': 'the outbox could not be read or written',
  'home-in-use': 'another Booking Courier is open',
  'result-invalid': 'a value of it is not right',
  unexpected: 'something unexpected happened',
};

/** The reason alone, such as "BasicPSF is busy"; empty for a cause that the server's own words explain better. */
export function reasonOf(cause: string): string {
  return (BECAUSE as Partial<Record<string, string>>)[cause] ?? '';
}

/** What groupSentence needs of a group; a single result fits with a count of 1. */
export type GroupFacts = Pick<ProblemGroup, 'state' | 'cause' | 'count'> & {
  readonly sample: Pick<ProblemGroup['sample'], 'internalOrderRef' | 'words'>;
};

/** Results with the same cause as one problem: what happened to them, and what to do. */
export function groupSentence(group: GroupFacts): Wording {
  const known = verdictSentence(group);
  if (known) return known;
  const reason = reasonOf(group.cause);
  const because = reason === '' ? '' : ` because ${reason}`;
  const todo = (WHAT_TO_DO as Partial<Record<string, string>>)[group.cause] ?? '';
  const one = group.count === 1;
  const results = one ? `The result of order ${group.sample.internalOrderRef}` : counted(group.count, 'result');
  switch (group.state) {
    case 'waiting':
      return { what: `${results} ${one ? 'is' : 'are'} waiting${because}.`, todo };
    case 'unconfirmed':
      return { what: `${results} ${one ? 'was' : 'were'} possibly sent but not confirmed${because}.`, todo };
    case 'parked':
      return { what: `${results} ${one ? 'waits' : 'wait'} for you${because}.`, todo: asksPerson(group.cause) ? todo : GIVEN_UP };
    case 'refused':
      return { what: `${results} ${one ? 'was' : 'were'} refused${because}.`, todo };
    default:
      return { what: `${results} ${one ? 'is' : 'are'} ${stateWord(group.state).toLowerCase()}.`, todo: '' };
  }
}

// A parked result is no longer sent by itself, so "nothing to do" would be wrong for it.
const GIVEN_UP =
  'We have stopped trying by ourselves; solve the reason with your IT support or the PPS integration team, then retry.';

/** Only the kind decides, so a cause without its facts is enough. */
function asksPerson(cause: string): boolean {
  return cause in BECAUSE && nextStep({ kind: cause } as Failure) === 'ask';
}

/** The sentence for a cause that concerns the order itself, whatever state its result is in. */
function verdictSentence({ state, cause, count, sample }: GroupFacts): Wording | null {
  const one = count === 1;
  const orders = one ? `order ${sample.internalOrderRef}` : counted(count, 'order');
  const words = one || sample.words.trim() === '' ? said(sample.words) : `, for example${said(sample.words)}`;
  switch (cause as Verdict) {
    case 'order-not-found': {
      const again = state === 'waiting' ? 'we try again by ourselves' : 'retry once they know it';
      const todo = one
        ? `It may not be entered yet; ${again}. Check the reference, or ask the PPS integration team.`
        : `They may not be entered yet; ${again}. Check the references, or ask the PPS integration team.`;
      return { what: `BasicPSF does not know ${orders}.`, todo };
    }
    case 'told-elsewhere':
      return {
        what: `BasicPSF holds another result for ${orders}, confirmed after ours was accepted; ours ${one ? 'was' : 'were'} not sent over it.`,
        todo: one ? 'Compare the two, then keep theirs or send ours.' : 'Compare them, then keep theirs or send ours.',
      };
    case 'value-refused':
      return {
        what: `BasicPSF did not accept a value in the ${one ? 'result' : 'results'} of ${orders}${words}.`,
        todo: one ? 'Edit the result and send it again.' : 'Edit the results and send them again.',
      };
    case 'order-refused':
      return {
        what: `BasicPSF refused the ${one ? 'result' : 'results'} of ${orders}${words}.`,
        todo: `Retry later, or ask the PPS integration team about the ${one ? 'order' : 'orders'}.`,
      };
    case 'row-too-long':
      return {
        what: `The ${one ? 'result' : 'results'} of ${orders} ${one ? 'is' : 'are'} too long to send.`,
        todo: `Shorten the inspector ${one ? 'name' : 'names'} and send again.`,
      };
    default:
      return null;
  }
}
