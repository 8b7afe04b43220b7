// What happened, for each failure, in one sentence a coordinator understands. It names the facts of the failure and no others.
import { askedToWait, lookUpRefused, signInTrouble, tlsReason, turnedAwayBy } from './connection-words.ts';
import type { Failure } from './failure.ts';
import { counted, duration, fieldName, megabytes, megabytesAtMost, quoted, said } from './phrases.ts';
import type { Ask } from './reading.ts';

const UNREACHABLE: Record<Extract<Failure, { kind: 'unreachable' }>['why'], string> = {
  name: 'this network does not know the name',
  refused: 'nothing answers at this address',
  'no-route': 'there is no way to it from this network',
  'connect-timeout': 'it did not answer in time',
  reset: 'the connection was closed at once',
};

const UNREADABLE: Record<Extract<Failure, { kind: 'file-unreadable' }>['why'], string> = {
  missing: 'it is no longer there',
  locked: 'another program has it open',
  denied: 'you may not read it',
  folder: 'it is a folder',
  changed: 'it changed while it was read',
  failed: 'the disk reported an error',
};

const LOOKS_LIKE: Record<Extract<Failure, { kind: 'not-csv' }>['looksLike'], string> = {
  xls: 'a workbook in an old Excel format',
  xlsb: 'an Excel binary workbook (.xlsb)',
  ods: 'an OpenDocument spreadsheet (.ods)',
  fods: 'a flat OpenDocument spreadsheet (.fods)',
  numbers: 'a Numbers spreadsheet',
  dif: 'a spreadsheet in the DIF format',
  slk: 'a spreadsheet in the SYLK format (.slk)',
  rtf: 'a text document (.rtf)',
  encrypted: 'a workbook that needs a password',
  html: 'a web page',
  pdf: 'a PDF',
  document: 'a document of another program',
  zip: 'a ZIP archive',
  'utf-32': 'a text in UTF-32, which hardly any program reads',
  binary: 'a file without text',
};

const WORKBOOK: Record<Extract<Failure, { kind: 'workbook-unreadable' }>['why'], string> = {
  damaged: 'it is damaged',
  'no-sheet': 'none of its sheets has rows that can be read',
  'too-large': 'it is too large',
  'too-many-rows': 'one of its sheets has more than 200,000 rows',
};

const NOT_MEANT: Record<Extract<Failure, { kind: 'not-meant' }>['what'], string> = {
  'owner-file': 'only the mark that another program has a file open',
  unfinished: 'a file that another program has not finished',
  shortcut: 'only a shortcut to something else',
  'system-file': 'a file of the system',
};

const UNSURE: Record<Ask, string> = {
  sheet: 'more than one of its sheets may be meant',
  hidden: 'it has hidden rows or columns, which may or may not belong',
  encoding: 'its letters fit several encodings',
  columns: 'it is not clear which column is which',
  dates: 'its dates may be day-month or month-day',
  'swapped-dates': 'a spreadsheet may have taken days for months in its dates',
};

const STANDS: Record<Extract<Failure, { kind: 'settings-unreadable' }>['stands'], string> = {
  'last-good': 'a copy of the last settings that could be read is shown instead, and nothing is sent until you confirm it',
  nothing: 'nothing is sent until this is settled',
};

function place({ line, column }: { readonly line: number; readonly column: number }): string {
  return line === 0 ? '' : ` (line ${line}, column ${column})`;
}

/** What is not clear about a file, as a part of a sentence. */
export function unsureWords(ask: Ask): string {
  return UNSURE[ask];
}

/** The failure in one sentence. */
export function whatHappened(failure: Failure): string {
  switch (failure.kind) {
    case 'offline':
      return 'This computer has no network.';
    case 'unreachable':
      return `${failure.host} cannot be reached: ${UNREACHABLE[failure.why]}.`;
    case 'tls-refused':
      return `There is no secure connection to ${failure.host}${tlsReason(failure.why)}.`;
    case 'redirected':
      return `The server sent us on to another address${failure.to === '' ? '' : `, ${quoted(failure.to)}`}, and we did not follow (status ${failure.status}).`;
    case 'url-too-long':
      return `The server takes fewer results at once than we sent (${failure.urlBytes} characters, status ${failure.status}).`;
    case 'row-too-long':
      return `The result is too long to send: ${failure.urlBytes} characters, and ${failure.maxUrlBytes} fit.`;
    case 'busy':
      return `BasicPSF is busy (status ${failure.status})${askedToWait(failure.retryAfterMs)}.`;
    case 'forbidden':
      return `The server does not let us in (status ${failure.status}).`;
    case 'turned-away':
      return turnedAwayBy(failure);
    case 'credentials-missing':
      return 'No BasicPSF account is set up for this environment.';
    case 'credentials-refused':
      return 'BasicPSF refused the account or its password.';
    case 'login-throttled':
      return 'BasicPSF refuses to sign us in for now, after too many attempts.';
    case 'sign-in-failed':
      return `${signInTrouble(failure)}${askedToWait(failure.retryAfterMs)}; nothing was sent.`;
    case 'session-lost':
      return 'BasicPSF signed us out before anything was sent.';
    case 'keychain-failed':
      return `The keychain of this computer cannot be used${said(failure.words)}.`;
    case 'server-full':
      return `BasicPSF has no free place for another sign-in (code ${failure.code})${askedToWait(failure.retryAfterMs)}.`;
    case 'host-not-ready':
      return `The server of BasicPSF takes no requests just now (code ${failure.code})${askedToWait(failure.retryAfterMs)}.`;
    case 'database-closed':
      return `The BasicPSF database is closed, or our account may not open it (code ${failure.code})${askedToWait(failure.retryAfterMs)}.`;
    case 'script-missing':
      return `BasicPSF does not have the script "CLIV Booking Results Batch" (code ${failure.code}).`;
    case 'address-refused':
      return `The web server in front of BasicPSF does not take the address of the BasicPSF script "CLIV Booking Results Batch" (status ${failure.status}): its name or the length of the address may be the reason.`;
    case 'layout-missing':
      return 'BasicPSF does not have the layout "QC_Booking", or our account may not use it.';
    case 'quota-exceeded':
      return 'BasicPSF has used up the yearly amount of data its licence allows.';
    case 'request-refused':
      return `BasicPSF did not accept what we asked (code ${failure.code})${said(failure.words)}.`;
    case 'wrong-server':
      return `Something answered at this address, but it is not BasicPSF (status ${failure.status}).`;
    case 'timed-out':
      return `BasicPSF did not answer within ${duration(failure.afterMs)}; it may have taken the results.`;
    case 'cut-off':
      return 'The connection broke before BasicPSF answered; it may have taken the results.';
    case 'gateway':
      return `BasicPSF did not answer behind its web server (status ${failure.status})${askedToWait(failure.retryAfterMs)}.`;
    case 'session-cut':
      return 'BasicPSF signed us out in the middle; it may have taken some of the results.';
    case 'answer-too-large':
      return `BasicPSF's answer was larger than ${megabytesAtMost(failure.maxBytes)}, so it was not read.`;
    case 'answer-unusable':
      return `BasicPSF's answer could not be understood${said(failure.why)}.`;
    case 'answer-missing-order':
      return "BasicPSF's answer does not name this order.";
    case 'filemaker-error':
      return `BasicPSF reported an error (code ${failure.code})${said(failure.words)}.`;
    case 'stopped-midway':
      return 'Booking Courier was stopped while the results were on their way.';
    case 'look-up-refused':
      return lookUpRefused(failure);
    case 'look-up-off':
      return 'Looking orders up in BasicPSF is switched off for this environment.';
    case 'mostly-refused':
      return 'Nearly everything of this file was refused for one reason, so the rest of it was not sent.';
    case 'told-elsewhere':
      return 'BasicPSF holds another result for this order, confirmed after this one was accepted here; it was not overwritten.';
    case 'order-not-found':
      return `BasicPSF does not know this order${said(failure.words)}.`;
    case 'value-refused':
      return `BasicPSF did not accept a value of this result${said(failure.words)}.`;
    case 'order-refused':
      return `BasicPSF refused the result${said(failure.words)}.`;
    case 'brp-refused':
      return `BRP refused what we asked (${failure.code === '' ? `status ${failure.status}` : `code ${failure.code}`})${said(failure.words)}.`;
    case 'other-brp':
      return `This change was made for the bookings of ${failure.server}, and BRP has another address now, so it was not sent.`;
    case 'text-unwritable':
      return `The text was not sent, because BRP could not keep it as it is: ${failure.why}.`;
    case 'storage-full':
      return 'The disk of this computer is full.';
    case 'storage-read-only':
      return `Booking Courier cannot write to its folder ${failure.path}.`;
    case 'storage-damaged':
      return `The outbox was damaged and was put aside as ${failure.keptAs}.`;
    case 'storage-missing':
      return `The outbox ${failure.path} has gone.`;
    case 'restored-from-backup':
      return 'The outbox was restored from a backup; what was sent after that backup is not known here.';
    case 'storage-newer':
      return `The outbox was written by a newer Booking Courier (version ${failure.found}; this one reads up to ${failure.known}).`;
    case 'storage-failed':
      return `The outbox could not be read or written${said(failure.words)}.`;
    case 'home-in-use':
      return `Another Booking Courier is already open on the folder ${failure.path}.`;
    case 'settings-unreadable':
      return `The settings file ${failure.path} cannot be read${place(failure)}: ${failure.why}; ${STANDS[failure.stands]}.`;
    case 'settings-invalid':
      return `In ${failure.path}, ${failure.names.map(quoted).join(', ')} cannot be understood${failure.stops ? '; nothing is sent until this is settled' : ', and the usual value stands in'}.`;
    case 'variable-refused':
      return failure.what === 'certificates'
        ? `${failure.name} is set on this computer and is not followed: certificates are always checked.`
        : `${failure.name} on this computer lets others read what is sent to BasicPSF and BRP.`;
    case 'production-unsaid':
      return 'The settings say Production, which is live data.';
    case 'practice-unsaid':
      return 'This is Practice, where nothing reaches BasicPSF; without a person at the keyboard it has to be asked for.';
    case 'file-unreadable':
      return `${quoted(failure.name)} could not be read: ${UNREADABLE[failure.why]}.`;
    case 'file-empty':
      return `${quoted(failure.name)} is empty.`;
    case 'file-too-large':
      return `${quoted(failure.name)} has ${megabytes(failure.bytes)}; at most ${megabytesAtMost(failure.maxBytes)} can be read.`;
    case 'not-csv':
      return `${quoted(failure.name)} is ${LOOKS_LIKE[failure.looksLike]}, which cannot be read.`;
    case 'workbook-unreadable':
      return `The workbook ${quoted(failure.name)} could not be read: ${WORKBOOK[failure.why]}${failure.words === undefined ? '' : `, because ${failure.words}`}.`;
    case 'not-meant':
      return `${quoted(failure.name)} is ${NOT_MEANT[failure.what]}.`;
    case 'encoding-unknown':
      return `The letters in line ${failure.line} of ${quoted(failure.name)} cannot be read.`;
    case 'columns-missing':
      return `${quoted(failure.name)} lacks ${columns(failure.missing)}; found ${columns(failure.found)}.`;
    case 'record-too-long':
      return `Line ${failure.line} of ${quoted(failure.name)} does not end where it should.`;
    case 'theirs-undecided':
      return `${counted(failure.count, 'order')} of ${quoted(failure.name)} ${failure.count === 1 ? 'carries' : 'carry'} a confirmed result that this machine did not send; nothing was queued.`;
    case 'reading-unsure':
      return `${quoted(failure.name)} can be read in more than one way: ${failure.asks.map((ask) => UNSURE[ask]).join('; ')}.`;
    case 'repairs-at-stake':
      return `Read this way, ${counted(failure.count, 'repaired row')} of ${quoted(failure.name)} would lose ${failure.count === 1 ? 'its repair' : 'their repairs'}.`;
    case 'folder-empty':
      return `The folder ${quoted(failure.name)} holds no CSV file and no workbook.`;
    case 'too-many-files':
      return `The folder ${quoted(failure.name)} holds ${failure.count} files; at most ${failure.maxCount} can be opened at once.`;
    case 'import-cancelled':
      return `${quoted(failure.name)} was put aside; nothing of it was queued.`;
    case 'too-late':
      return 'This can no longer be taken back: it is on its way, or something newer is in its place.';
    case 'order-told':
      return `BasicPSF ${failure.isDelivered ? 'was told' : 'is about to be told'} ${failure.told} for order ${failure.internalOrderRef}; this would change it to ${failure.wanted}.${andOthers(failure.others)}`;
    case 'gone':
      return `This ${failure.what} is no longer there.`;
    case 'input-refused':
      return `This could not be done as entered${said(failure.why)}.`;
    case 'result-invalid':
      return `The ${fieldName(failure.field)} is not right${said(failure.why)}.`;
    case 'unexpected':
      return `Something unexpected happened${said(failure.words)}.`;
  }
}

function andOthers(count: number): string {
  return count === 0 ? '' : ` It would change ${count} other ${count === 1 ? 'order' : 'orders'} too.`;
}

function columns(names: readonly string[]): string {
  if (names.length === 0) return 'no columns';
  return `the ${names.length === 1 ? 'column' : 'columns'} ${names.map(quoted).join(', ')}`;
}
