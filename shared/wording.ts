// Failures, states and problems in a coordinator's words: the thing, the reason, the next step.
// No times and no machine's own number format in here; callers put times in.
import { BOOKING_RESULTS, MAX_FIELD_LENGTH } from './booking-result.ts';
import { type Failure, type FailureKind, nextStep } from './failure.ts';
import type { Problem } from './import.ts';
import type { ItemState, ProblemGroup } from './outbox-item.ts';
import { counted, fieldName, quoted, said } from './phrases.ts';
import type { Environment } from './settings.ts';
import { whatHappened } from './what-happened.ts';
import { WHAT_TO_DO } from './what-to-do.ts';

/** What happened, and what to do about it; `todo` is empty when nothing is to be done. */
export interface Wording {
  readonly what: string;
  readonly todo: string;
}

/** A failure in two sentences. */
export function wording(failure: Failure): Wording {
  return { what: whatHappened(failure), todo: WHAT_TO_DO[failure.kind] };
}

const STATES: Record<ItemState, string> = {
  waiting: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  refused: 'Refused',
  unconfirmed: 'Possibly sent',
  parked: 'Needs you',
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

const WORDS = BOOKING_RESULTS.map((word) => `"${word}"`).join(' or ');

/** Why a cell is marked: what was found, and what is expected. */
export function problemSentence({ at, field, found, rule }: Pick<Problem, 'at' | 'field' | 'rule' | 'found'>): string {
  const name = fieldName(field);
  switch (rule) {
    case 'required':
      if (field === 'internalOrderRef') return 'The order reference is missing.';
      if (field === 'bookingResult') return `The result is missing; it must be exactly ${WORDS}.`;
      return `The ${name} is missing; a result "Booked" needs one.`;
    case 'word':
      return `${quoted(found)} must be exactly ${WORDS}.`;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(found)
        ? `${quoted(found)} is not a day in the calendar.`
        : `${quoted(found)} must be written year-month-day, such as 2025-04-28.`;
    case 'too-long':
      return `The ${name} is too long; at most ${MAX_FIELD_LENGTH} characters fit.`;
    case 'control-character':
      return `The ${name} contains a line break or another invisible character, which must be removed.`;
    case 'extra-cells':
      return `The row has more cells than the header; ${quoted(found)} is left over. A text with a comma needs quotation marks.`;
    case 'date-two-digit-year':
      return `${quoted(found)} has a year of two digits; write all four, such as 2025-04-28.`;
    case 'date-order-mixed':
      return `${quoted(found)} may be day-month or month-day, because the column holds both; write it year-month-day, such as 2025-04-28.`;
    case 'date-year':
      return `${quoted(found)} is in a year far from now, or one of another calendar.`;
    case 'formula':
      return `${quoted(found)}${inCell(at)} is a formula without its value; in a workbook, open it in Excel, save it, and drop it again.`;
    case 'later-row-invalid':
      return 'A later row of this order cannot be used; repair that one, or confirm this one.';
    case 'unlikely-value':
      return `${quoted(found)} does not look like ${field === 'inspectorName' ? 'a name' : 'the reference of an order'}; confirm it as it is, or put it right.`;
    case 'mixed-scripts':
      return `${quoted(found)} has letters that only look Latin.`;
    case 'fifteen-digits':
      return `${quoted(found)} may have been rounded to 15 digits by a spreadsheet.`;
    case 'letter-case':
      return `${quoted(found)} is also written with other capitals in this file.`;
    case 'invisible-letters':
      return 'Invisible letters were removed from the name.';
    case 'damaged-letters':
      if (found.includes('\uFFFD'))
        return `Letters of the ${name} ${quoted(found)} are lost; choose another encoding for the file, or write them anew.`;
      return found.includes('?')
        ? `Letters of the ${name} ${quoted(found)} were saved as question marks; write them anew, and save as "CSV UTF-8".`
        : `Letters of the ${name} ${quoted(found)} were read in a wrong encoding and saved so; write them anew.`;
    case 'scientific':
      return `${quoted(found)} was shortened by a spreadsheet, which lost digits of the ${name}; take it from where it came from.`;
    case 'spreadsheet-error':
      return `${quoted(found)} is an error of a spreadsheet${inCell(at)}, not ${articled(name)}.`;
    case 'swallowed-rows':
      return `An opened quotation mark swallowed the rows after this one, up to ${quoted(found)}; repair it in the file and drop it again.`;
    case 'cleared':
      return `${quoted(found)} was removed, because a result "Unavailable" has no ${name}.`;
    case 'date-far':
      return `${quoted(found)} is far from today; check the year.`;
    case 'letters-asked':
      return `In the ${name} ${quoted(found)} a question mark may stand for a lost letter; check it.`;
    case 'true-or-false':
      return `${quoted(found)}${inCell(at)} is what a question came to, not ${articled(name)}.`;
    case 'shown-otherwise':
      return `The ${name} ${quoted(found)}${inCell(at)} may look different in Excel, which shortens long numbers; compare the two.`;
    case 'shown-as-date':
      return `The ${name}${inCell(at)} is the date ${quoted(found)} in Excel, which turns texts such as "1-2" into one; check it.`;
    case 'lost-zeros':
      return `The order reference ${quoted(found)} is shorter than the others; it may have lost its leading zeros.`;
  }
}

/** Where in a workbook; nothing for a text, which has no addresses. */
function inCell(at: string | undefined): string {
  return at === undefined ? '' : ` in cell ${at}`;
}

function articled(name: string): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Failures that concern a file or a form; no result ever carries one as its cause. */
type NotOfAResult =
  | 'variable-refused'
  | 'practice-unsaid'
  | 'production-unsaid'
  | 'order-told'
  | 'brp-refused'
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
  | 'reading-unsure'
  | 'repairs-at-stake'
  | 'folder-empty'
  | 'too-many-files';

/** Failures that concern one order; groupSentence has whole sentences for them. */
type Verdict = 'order-not-found' | 'value-refused' | 'order-refused' | 'row-too-long';

const BECAUSE: Readonly<Record<Exclude<FailureKind, NotOfAResult | Verdict>, string>> = {
  offline: 'this computer has no network',
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
