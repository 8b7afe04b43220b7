// What needs a person right now, one entry per cause, in the words of the Problems page. Pure.
// Held rows are not in here: whoever kept them for later sat before them; the tray goes on counting them.
import { brpWording } from '../../shared/brp-wording.ts';
import type { Failure } from '../../shared/failure.ts';
import { moment } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import type { ProblemGroup } from '../../shared/outbox-item.ts';
import { said } from '../../shared/phrases.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { asksForYou, holdsUpChanges, IN_SETTINGS, keychainTrouble, NEEDS_AN_EDIT, onTheirWay } from '../../shared/totals.ts';
import { environmentName, groupSentence, reasonOf, wording } from '../../shared/wording.ts';
import { type AlertRetry, type AlertRoute, type Cause, cut, MAX_BODY, MAX_TITLE } from './alert.ts';

/** Not to be sent again from a notification: the values must be edited, or compared with BasicPSF, first. */
function needsALook(cause: string): boolean {
  return NEEDS_AN_EDIT.has(cause) || cause === 'restored-from-backup';
}

interface Draft {
  /** Stays the same as long as the cause does. */
  readonly name: string;
  readonly class?: Cause['class'];
  readonly title: string;
  /** What tells it from others like it, where the title does not. */
  readonly because?: string;
  /** Its sentences; empty ones are left out. */
  readonly body: readonly string[];
  readonly again: string;
  readonly count: number;
  readonly route?: AlertRoute;
  readonly retry?: AlertRetry;
}

/** A cause in the environment of the snapshot, which is named unless it is Production. */
export function causeIn({ environment }: Snapshot, draft: Draft): Cause {
  const suffix = environment === 'production' ? '' : ` (${environmentName(environment)})`;
  return {
    id: `${environment}/${draft.name}`,
    class: draft.class ?? 'actionNeeded',
    title: `${cut(draft.title, MAX_TITLE - suffix.length)}${suffix}`,
    brief: cut(draft.because ? `${draft.title}: ${draft.because}` : draft.title, MAX_TITLE),
    body: cut(draft.body.filter((sentence) => sentence !== '').join(' '), MAX_BODY),
    again: draft.again,
    count: draft.count,
    route: draft.route ?? '#/problems',
    retry: draft.retry ?? null,
  };
}

/** Everything that needs a person, most urgent first: what stops everything, then bookings, then results by cause. */
export function causesOf(snapshot: Snapshot, groups: readonly ProblemGroup[]): readonly Cause[] {
  const all = [...standing(snapshot), ...changes(snapshot), ...groups.map((group) => refusal(snapshot, group))];
  // The same failure may stand in the way of sending and be a notice too: that is one cause.
  return all.filter(({ id }, n) => all.findIndex((other) => other.id === id) === n);
}

function standing(snapshot: Snapshot): Cause[] {
  const { trouble } = snapshot.sync;
  const keychain = keychainTrouble(snapshot);
  const waiting = onTheirWay(snapshot);
  return [
    ...(trouble !== null && asksForYou(snapshot) ? [failureCause(snapshot, trouble, waiting)] : []),
    ...snapshot.notices.map((notice) => failureCause(snapshot, notice, 0)),
    ...(keychain === null ? [] : [failureCause(snapshot, keychain, 0)]),
  ];
}

function failureCause(snapshot: Snapshot, failure: Failure, waiting: number): Cause {
  const { what, todo } = wording(failure);
  const waits = waiting === 0 ? '' : counted(waiting, 'result waits', 'results wait');
  const inSettings = IN_SETTINGS.has(failure.kind);
  return causeIn(snapshot, {
    name: `failure/${failure.kind}`,
    title: title(reasonOf(failure.kind) || what),
    body: [waits === '' ? '' : `${waits}.`, todo],
    again: waits === '' ? 'It is still so.' : `It is still so; ${waits} now.`,
    count: waiting,
    route: inSettings ? '#/settings' : '#/problems',
    retry: inSettings || waiting === 0 ? null : 'send-now',
  });
}

/** A sentence as a title: with a capital letter, without a full stop. */
function title(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}

function changes(snapshot: Snapshot): Cause[] {
  const { edits, editTrouble } = snapshot.bookings;
  const causes: Cause[] = [];
  if (editTrouble !== null && holdsUpChanges(snapshot)) {
    const { what, todo } = brpWording(editTrouble);
    const waits = counted(edits.queued, 'change of a booking waits', 'changes of bookings wait');
    causes.push(
      causeIn(snapshot, {
        name: `bookings/${editTrouble.kind}`,
        title: title(what),
        body: [`${waits}.`, todo],
        again: `It is still so; ${waits} now.`,
        count: edits.queued,
        route: '#/settings',
      }),
    );
  }
  if (edits.conflict > 0) {
    causes.push(
      causeIn(snapshot, {
        name: 'bookings/conflict',
        title: `${counted(edits.conflict, 'change of a booking meets', 'changes of bookings meet')} another change`,
        body: ['Somebody else changed the same in BRP meanwhile.', 'Choose for each field what BRP shall keep.'],
        again: `${counted(edits.conflict, 'change is', 'changes are')} still undecided.`,
        count: edits.conflict,
      }),
    );
  }
  if (edits.failed > 0) {
    causes.push(
      causeIn(snapshot, {
        name: 'bookings/failed',
        title: `BRP did not keep ${counted(edits.failed, 'change of a booking', 'changes of bookings')}`,
        body: ['Look at what BRP says, then try again or enter it in BRP itself.'],
        again: `${counted(edits.failed, 'change is', 'changes are')} still not in BRP.`,
        count: edits.failed,
      }),
    );
  }
  return causes;
}

/** Results that were refused or given up for the same reason. */
function refusal(snapshot: Snapshot, group: ProblemGroup): Cause {
  const { state, cause, count } = group;
  return causeIn(snapshot, {
    name: `${state}/${cause}`,
    title: refusalTitle(group),
    because: state === 'parked' ? reasonOf(cause) : '',
    body: [reasonSentence(group), refusalTodo(group, snapshot.now)],
    again: `It is still so; ${counted(count, 'result')} now.`,
    count,
    retry: needsALook(cause) ? null : { filter: { states: [state], cause } },
  });
}

function refusalTitle({ state, cause, count, sample }: ProblemGroup): string {
  const one = count === 1;
  const results = one ? `The result of order ${sample.internalOrderRef}` : counted(count, 'result');
  if (cause === 'order-not-found') {
    return `BasicPSF does not know ${one ? `order ${sample.internalOrderRef}` : counted(count, 'order')}`;
  }
  if (cause === 'value-refused') return `BasicPSF did not accept a value in ${counted(count, 'result')}`;
  if (cause === 'row-too-long') return `${results} ${one ? 'is' : 'are'} too long to send`;
  if (state === 'parked') return `${results} ${one ? 'waits' : 'wait'} for you`;
  return `${results} ${one ? 'was' : 'were'} refused`;
}

/** Why, where the title does not say it: our own reason, else what BasicPSF said about one of them. */
function reasonSentence({ cause, sample }: ProblemGroup): string {
  const reason = reasonOf(cause);
  if (reason !== '') return `${title(reason)}.`;
  const words = said(sample.words);
  // "Record not found" is what the title says already.
  return words === '' || cause === 'order-not-found' ? '' : `BasicPSF says${cut(words, 80)}.`;
}

function refusalTodo(group: ProblemGroup, now: number): string {
  const { dueAt } = group.sample;
  if (group.cause !== 'order-not-found' || dueAt === null) return groupSentence(group).todo;
  const one = group.count === 1;
  // The sample is the newest of them; the others have moments of their own.
  const at =
    dueAt <= now ? 'by ourselves' : one ? `at ${moment(dueAt, now)}` : `by ourselves, the newest at ${moment(dueAt, now)}`;
  return `${one ? 'It' : 'They'} may not be entered yet. We try again ${at}. Check the ${one ? 'reference' : 'references'}, or ask the PPS integration team.`;
}
