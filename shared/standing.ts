// How sending stands, in one word or a few, as window and tray both say it. Good only when all is well: nothing that failed,
// nothing that needs a person, and every way out known to be open.
import type { FailureKind } from './failure.ts';
import { moment } from './moments.ts';
import { number } from './numbers.ts';
import type { Snapshot } from './snapshot.ts';
import { needYou, needYouWords } from './totals.ts';

/** good: all is well. busy: sending. wait: nobody need do anything, it goes on by itself. bad: a person is needed. */
export type Tone = 'good' | 'busy' | 'wait' | 'bad';

export interface Standing {
  readonly word: string;
  readonly tone: Tone;
}

/** What a try ends with when the server, or what stands in between, cannot be talked to at all. */
const CANNOT_REACH: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'unreachable',
  'tls-refused',
  'redirected',
  'forbidden',
  'timed-out',
  'cut-off',
  'gateway',
  'wrong-server',
]);
/** What lies with this computer alone. */
const OUR_OWN = /^(?:storage-|unexpected|keychain-)/;

function troubleWord(kind: FailureKind): string {
  if (kind === 'offline') return 'Offline';
  if (CANNOT_REACH.has(kind)) return 'Cannot reach BasicPSF';
  return OUR_OWN.test(kind) ? 'Cannot send' : 'BasicPSF is not ready';
}

/** How sending stands; a time in it is the machine's own, as of `snapshot.now`. */
export function standingOf(snapshot: Snapshot): Standing {
  const { account, bookings, now, sync } = snapshot;
  const need = needYou(snapshot);
  if (sync.phase === 'sending') {
    const { progress } = sync;
    return {
      word: progress === null ? 'Sending' : `Sending ${number(progress.done)} of ${number(progress.total)}`,
      tone: 'busy',
    };
  }
  if (sync.phase === 'paused') {
    return { word: sync.pausedUntil === null ? 'Paused' : `Paused until ${moment(sync.pausedUntil, now)}`, tone: 'wait' };
  }
  if (account.kept === 'missing') return { word: 'No account', tone: 'bad' };
  if (!sync.online || sync.phase === 'offline') return { word: 'Offline', tone: 'wait' };
  if (sync.trouble !== null && sync.phase !== 'blocked') return { word: troubleWord(sync.trouble.kind), tone: 'wait' };
  if (need > 0) return { word: needYouWords(need), tone: 'bad' };
  if (bookings.editTrouble !== null && bookings.edits.queued > 0) return { word: 'Cannot reach BRP', tone: 'wait' };
  return { word: 'Online', tone: 'good' };
}
