// The next step for each failure, in one sentence a coordinator understands: what the program does by itself,
// or what a person can do. Empty where there is nothing to say.
import type { FailureKind } from './failure.ts';

const KEPT = 'Nothing to do: the results are kept and sent again by themselves.';
const KEPT_AND_TRIED = 'The results are kept and tried again by themselves.';
const SENT_AGAIN = 'Nothing to do: what BasicPSF has not confirmed is sent again and marked as possibly sent twice.';
const GUEST_NETWORK = 'On a guest network, sign in to it in a browser; otherwise check the address under Settings, Advanced.';
const ASK_PPS = 'Ask the PPS integration team';
const TELL_IT = 'Show this to your IT support';

/** One sentence per failure, without its facts, so that it also fits a group of results. */
export const WHAT_TO_DO: Readonly<Record<FailureKind, string>> = {
  offline: 'Nothing to do: the results are kept and sent when the network is back.',
  unreachable: 'The results are kept and sent again by themselves; if it lasts, ask your IT support about the network.',
  'tls-refused': `${TELL_IT}; the results are kept and tried again by themselves. A filter on this network may be the reason.`,
  redirected: `${KEPT_AND_TRIED} ${GUEST_NETWORK}`,
  'url-too-long': 'Nothing to do: smaller groups are sent from now on.',
  'row-too-long': 'Shorten the inspector name or the order reference and send the result again.',
  busy: KEPT,
  forbidden: `${ASK_PPS} whether your account may use the BasicPSF Data API.`,
  'turned-away': `${KEPT_AND_TRIED} On a guest network, sign in to it in a browser; if it lasts, ask your IT support.`,
  'credentials-missing': 'Enter the BasicPSF account under Settings; the results are kept until then.',
  'credentials-refused': 'Enter the account and its password again under Settings; nothing is sent until then.',
  'login-throttled': 'Wait some minutes, check the password under Settings, then choose Send now.',
  'sign-in-failed': KEPT,
  'session-lost':
    'Nothing to do: we sign in again by ourselves; if it lasts, ask the PPS integration team whether this account may stay signed in.',
  'keychain-failed': 'Unlock the keychain of this computer, or enter the password again for this run.',
  'server-full': KEPT,
  'host-not-ready': KEPT,
  'database-closed': 'The results are kept and sent again by themselves; if it lasts, ask the PPS integration team to open it.',
  'script-missing': `${ASK_PPS} to check the name of the BasicPSF script "CLIV Booking Results Batch"; the results are kept.`,
  'address-refused': `${KEPT_AND_TRIED} If it lasts, ask the PPS integration team to check the name of the BasicPSF script "CLIV Booking Results Batch".`,
  'layout-missing': `${ASK_PPS} to check the BasicPSF layout "QC_Booking" and the rights of your account; the results are kept.`,
  'quota-exceeded': `${ASK_PPS} to raise the yearly limit of the BasicPSF server; the results are kept.`,
  'request-refused': `${TELL_IT} or to the PPS integration team; the results are kept.`,
  'wrong-server': `${KEPT_AND_TRIED} ${GUEST_NETWORK}`,
  'timed-out': SENT_AGAIN,
  'cut-off': SENT_AGAIN,
  gateway: SENT_AGAIN,
  'session-cut': SENT_AGAIN,
  'answer-too-large': SENT_AGAIN,
  'answer-unusable': SENT_AGAIN,
  'answer-missing-order': SENT_AGAIN,
  'filemaker-error': SENT_AGAIN,
  'stopped-midway': SENT_AGAIN,
  'look-up-refused': `Results are delivered all the same. ${ASK_PPS} to let this account find on the layout "QC_Booking"; the names of the fields are under Settings, Advanced.`,
  'look-up-off': 'Switch it on under Settings, Advanced.',
  'told-elsewhere': 'Compare the two, then keep theirs or send ours.',
  'order-not-found': 'It may not be entered yet; check the reference, or ask the PPS integration team.',
  'value-refused': 'Edit the result and send it again.',
  'order-refused': 'Try again later, or ask the PPS integration team about the order.',
  'brp-refused': 'Correct what BRP names and try again, or ask whoever looks after BRP.',
  'storage-full': 'Free some space on this computer; nothing that was queued is lost.',
  'storage-read-only': 'Ask your IT support for the right to write to this folder.',
  'storage-damaged': 'Restore the newest backup, then import again the files that came after it.',
  'storage-missing':
    'Restore the newest backup, then import again the files that came after it. If Booking Courier is open, start it again first.',
  'restored-from-backup':
    'Compare with BasicPSF, then send again what it does not have, and import files that came after the backup.',
  'storage-newer': 'Install the newest version of Booking Courier.',
  'storage-failed': 'Start Booking Courier again; if it happens again, show this to your IT support.',
  'home-in-use': 'Use the window that is already open, or close it first.',
  'settings-unreadable':
    'Repair the file there and start again, or go on with the settings that are shown; a copy of the file is kept.',
  'settings-invalid': 'Correct them in the file or under Settings; a copy of the file is kept before it is changed.',
  'variable-refused': 'Ask your IT support to remove it.',
  'practice-unsaid': 'Repeat it with --environment practice to try it out, or with the environment that is meant.',
  'production-unsaid': 'Repeat the command with --environment production.',
  'file-unreadable': 'Check that the file is there, closed in other programs and yours to read, then drop it again.',
  'file-empty': 'Check the export and drop the file again.',
  'file-too-large': 'Split the file into smaller ones and drop them one after the other.',
  'not-csv': 'Open it in the program it belongs to, save the rows as "CSV UTF-8 (comma delimited)" and drop that file.',
  'workbook-unreadable': 'Open it in Excel, save the sheet as "CSV UTF-8 (comma delimited)" and drop that file.',
  'not-meant': 'Drop the file itself, once other programs have finished with it.',
  'encoding-unknown': 'Save it as "CSV UTF-8 (comma delimited)" and drop it again.',
  'columns-missing': 'Check that it is the right file, with one row for each order, and drop it again.',
  'record-too-long': 'Look for a quotation mark without its partner near that line, repair it and drop the file again.',
  'import-cancelled': '',
  'theirs-undecided': 'Open the file under Imports, and keep theirs or send ours.',
  'reading-unsure':
    'Open the file in the window of Booking Courier and choose; a file saved as "CSV UTF-8" with dates such as 2025-04-28 leaves no doubt.',
  'repairs-at-stake': 'Say whether to read it anew all the same; those rows then have to be repaired again.',
  'folder-empty': 'Drop the files themselves, or a folder that holds them directly.',
  'too-many-files': 'Drop fewer of them at a time.',
  'too-late': 'Look at the result in the outbox; a newer one for the same order replaces it.',
  'order-told': 'Say whether to change it; until then it stays as it is.',
  gone: 'Look at the list again; it is up to date now.',
  'text-unwritable': 'Change the text and save it again.',
  'input-refused': 'Correct what you entered and try again.',
  'result-invalid': 'Correct it and try again.',
  unexpected: 'Try again; if it happens again, send the diagnostics from Settings to your IT support.',
};
