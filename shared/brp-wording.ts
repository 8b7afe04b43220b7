// Failures on the way to BRP, and changes to bookings, in a coordinator's words. The same failure reads differently
// beside a booking than beside a result: here a list stays readable and a change is looked up again before it is sent.
import type { BookingEdit, EditField } from './booking-edit.ts';
import type { Failure, FailureKind } from './failure.ts';
import { duration, megabytesAtMost, said } from './phrases.ts';
import type { MissingPart } from './service-booking.ts';
import { type Wording, wording } from './wording.ts';

const SHOWN_PARTS = 5;

const READABLE = 'The last list stays readable, and changes are kept and sent when BRP answers again.';
const LOOKED_UP = 'Nothing to do: the list is asked for again, and a change is looked up before it is sent again.';
const ADDRESS = 'Check the address of BRP under Settings; on a guest network, sign in to it in a browser first.';
const ACCOUNT = 'Check the API key, its level, the username and the password of BRP under Settings.';
const RIGHTS = 'Ask whoever looks after BRP whether this API key and account may do it.';

const TODO: Partial<Record<FailureKind, string>> = {
  offline: 'Nothing to do: the last list stays readable, and changes are kept and sent when the network is back.',
  unreachable: `${READABLE} If it lasts, check the address of BRP under Settings, or ask your IT support about the network.`,
  'tls-refused': 'Show this to your IT support: the clock, the certificates or a filter on this network may be the reason.',
  redirected: ADDRESS,
  busy: `Nothing to do: we wait as long as BRP asks. ${READABLE}`,
  forbidden: RIGHTS,
  'credentials-missing': 'Enter the address of BRP, the API key and the account under Settings.',
  'credentials-refused': ACCOUNT,
  'wrong-server': ADDRESS,
  'timed-out': LOOKED_UP,
  'cut-off': LOOKED_UP,
  gateway: READABLE,
  'answer-too-large': 'Ask for fewer days or fewer facilities.',
  'answer-unusable': `Show this to your IT support if it happens again. ${READABLE}`,
  gone: 'It was moved or cancelled in BRP; look at the list again.',
};

/** A failure on the way to BRP in two sentences. */
export function brpWording(failure: Failure): Wording {
  const usual = wording(failure);
  return { what: whatOfBrp(failure) ?? usual.what, todo: todoOfBrp(failure) ?? usual.todo };
}

function whatOfBrp(failure: Failure): string | null {
  switch (failure.kind) {
    case 'busy':
      return `BRP is busy (status ${failure.status})${asked(failure.retryAfterMs)}.`;
    case 'forbidden':
      return `BRP does not let us do this (status ${failure.status}).`;
    case 'credentials-missing':
      return 'BRP is not set up for this environment yet.';
    case 'credentials-refused':
      return 'BRP refused the API key, the account or its password.';
    case 'wrong-server':
      return `Something answered at this address, but it is not the API of BRP (status ${failure.status}).`;
    case 'timed-out':
      return `BRP did not answer within ${duration(failure.afterMs)}.`;
    case 'cut-off':
      return 'The connection broke before BRP answered.';
    case 'gateway':
      return `BRP had a fault of its own (status ${failure.status})${asked(failure.retryAfterMs)}.`;
    case 'answer-too-large':
      return `BRP's answer was larger than ${megabytesAtMost(failure.maxBytes)}, so it was not read.`;
    case 'answer-unusable':
      return `BRP's answer could not be understood${said(failure.why)}.`;
    default:
      return null;
  }
}

function todoOfBrp(failure: Failure): string | null {
  if (failure.kind === 'brp-refused' && failure.status === 401) return ACCOUNT;
  if (failure.kind === 'brp-refused' && failure.status === 403) return RIGHTS;
  return TODO[failure.kind] ?? null;
}

function asked(retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined ? '' : ` and asks us to wait ${duration(retryAfterMs)}`;
}

const FIELDS: Record<EditField, string> = {
  participantfirstname: "the participant's first name",
  participantlastname: "the participant's last name",
  participantid: 'the participant',
  internalmessage: 'the internal message',
  externalmessage: 'the external message',
};

/** A field of a booking as a person calls it. */
export function editFieldName(field: EditField): string {
  return FIELDS[field];
}

/** `a`, `a and b`, `a, b and c`. */
function listed(fields: readonly EditField[]): string {
  const names = fields.map(editFieldName);
  return names.length < 2 ? (names[0] ?? 'nothing') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Where a change stands, and what to do about it. */
export function editWording({ state, failure, conflicts, kept, notKept }: BookingEdit): Wording {
  switch (state) {
    case 'queued': {
      const reason = failure === null ? null : brpWording(failure);
      if (reason !== null && (failure?.kind === 'forbidden' || failure?.kind === 'brp-refused'))
        return { what: `${reason.what} The change was not made; it is kept here until you take it back.`, todo: reason.todo };
      return {
        what: `The change is kept here and not yet in BRP.${reason === null ? '' : ` ${reason.what}`}`,
        todo: reason?.todo ?? '',
      };
    }
    case 'sending':
      return { what: 'The change is being compared with BRP and sent.', todo: '' };
    case 'kept':
      return { what: kept.length === 0 ? 'BRP has the change.' : `BRP has ${listed(kept)} as you entered it.`, todo: '' };
    case 'conflict':
      return {
        what: `Somebody else changed ${listed(conflicts.map(({ field }) => field))} in BRP meanwhile.`,
        todo: 'Choose for each field what BRP shall keep.',
      };
    case 'failed': {
      if (failure !== null) return brpWording(failure);
      const rest = kept.length === 0 ? '' : ` It has ${listed(kept)}.`;
      return {
        what: `BRP took the change but did not keep ${listed(notKept)}.${rest}`,
        todo: 'Enter it in BRP itself, or try again.',
      };
    }
  }
}

/** What of a list was too large to be read, in one sentence; empty when nothing was. */
export function missingWords(
  missing: readonly MissingPart[],
  facilities: readonly { readonly id: number; readonly name: string }[],
): string {
  if (missing.length === 0) return '';
  const parts = missing.map(({ day, facility }) => {
    const name = facilities.find(({ id }) => id === facility)?.name ?? `facility ${facility}`;
    return `${facility === null ? 'facilities not seen before' : name} on ${day}`;
  });
  const more = parts.length > SHOWN_PARTS ? ` and ${parts.length - SHOWN_PARTS} more` : '';
  return `Too large to be listed, and so missing here: bookings of ${parts.slice(0, SHOWN_PARTS).join('; of ')}${more}.`;
}
