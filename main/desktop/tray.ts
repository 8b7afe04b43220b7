// The tray as a pure function of the snapshot: its icon, its words, its menu, and what the taskbar shows.
// Needing a person wins over everything, also while results go out: a mark that comes and goes with each batch is not seen.
import { isDeepStrictEqual } from 'node:util';
import { clockOf, moment, tomorrow } from '../../shared/moments.ts';
import { counted, number } from '../../shared/numbers.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { standingOf } from '../../shared/standing.ts';
import { needYou, needYouWords, onTheirWay, refusedAgainAt } from '../../shared/totals.ts';
import { environmentName, reasonOf } from '../../shared/wording.ts';
import type { ShellCommand } from './commands.ts';
import type { TrayState } from './icon.ts';

const MINUTE = 60_000;
/** What Windows shows of a tooltip, in UTF-16 units. */
const MOST_TOOLTIP = 127;

export type TrayItem =
  | { readonly kind: 'separator' }
  /** Something to read; it cannot be chosen. */
  | { readonly kind: 'words'; readonly label: string }
  | { readonly kind: 'command'; readonly label: string; readonly enabled: boolean; readonly command: ShellCommand }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] };

export interface TrayFace {
  readonly state: TrayState;
  /** Two lines, never longer than the 127 characters that Windows shows. */
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
  /** How many things need a person. */
  readonly badge: number;
  /** The badge in words, for those who do not see it; empty without one. */
  readonly badgeText: string;
  /** How far the files being read, else the results being sent, have come: 0 to 1 in hundredths; null when nothing is. */
  readonly progress: number | null;
}

/** Everything around the window that depends on the snapshot. Its clock is `snapshot.now`. */
export function trayFrom(snapshot: Snapshot): TrayFace {
  const badge = needYou(snapshot);
  return {
    state: stateOf(snapshot, badge),
    tooltip: tooltipOf(snapshot, badge),
    menu: menuOf(snapshot, badge),
    badge,
    badgeText: badge === 0 ? '' : needYouWords(badge),
    progress: progressOf(snapshot),
  };
}

/** Which parts are not as they were, so that nothing is drawn twice and no open menu is closed for nothing. */
export function changedParts(before: TrayFace | null, after: TrayFace): readonly (keyof TrayFace)[] {
  const parts = Object.keys(after) as (keyof TrayFace)[];
  return parts.filter((part) => before === null || !isDeepStrictEqual(before[part], after[part]));
}

/**
 * idle: all is well and nothing is on its way. sending: something is on its way. paused: by a person. offline: no network, or
 * no way to the server just now; it is tried again. attention: something needs a person.
 */
function stateOf(snapshot: Snapshot, badge: number): TrayState {
  const { sync, bookings } = snapshot;
  if (badge > 0) return 'attention';
  if (sync.phase === 'paused') return 'paused';
  if (!sync.online || sync.phase === 'offline' || isStuck(snapshot)) return 'offline';
  const { queued, sending } = bookings.edits;
  return sync.phase === 'sending' || onTheirWay(snapshot) + queued + sending > 0 ? 'sending' : 'idle';
}

/** Whether the last try failed. A pass that has settled something has got through, although it has not ended yet. */
function isStuck({ sync, bookings }: Snapshot): boolean {
  const getsThrough = sync.phase === 'sending' && sync.progress !== null && sync.progress.done > 0;
  return (sync.trouble !== null && !getsThrough) || (bookings.editTrouble !== null && bookings.edits.queued > 0);
}

function tooltipOf(snapshot: Snapshot, badge: number): string {
  const { environment, lastDeliveredAt, now, sync } = snapshot;
  const waiting = onTheirWay(snapshot);
  const counts = [waiting > 0 ? `${number(waiting)} waiting` : 'nothing waiting', ...(badge > 0 ? [needYouWords(badge)] : [])];
  const last = lastDeliveredAt === null ? 'nothing delivered yet' : `last delivered ${moment(lastDeliveredAt, now)}`;
  // How far it is moves too often for a tooltip; how many need a person stands in the first line already.
  const standing = sync.phase === 'sending' ? 'Sending' : standingOf(snapshot).word;
  const first = `Booking Courier (${environmentName(environment)}): ${counts.join(', ')}\n`;
  const second = [...(badge > 0 && standing === needYouWords(badge) ? [] : [standing]), last].join(' · ');
  return first.length + second.length <= MOST_TOOLTIP ? first + second : first + standing;
}

/** How it stands, in words. Only our own words, because a menu reads some characters as more than text. */
function statusOf(snapshot: Snapshot, badge: number): string {
  const { bookings } = snapshot;
  const queued = bookings.editTrouble === null ? 0 : bookings.edits.queued;
  return [
    ...(badge > 0 ? [needYouWords(badge)] : []),
    sendingOf(snapshot, badge),
    ...(queued > 0 ? [`${counted(queued, 'change of a booking waits', 'changes of bookings wait')} for BRP`] : []),
  ].join(' · ');
}

function sendingOf(snapshot: Snapshot, badge: number): string {
  const { now, sync } = snapshot;
  const count = onTheirWay(snapshot);
  const wait = count === 0 ? `nothing ${badge > 0 ? 'else ' : ''}is waiting` : counted(count, 'result waits', 'results wait');
  const again = refusedAgainAt(snapshot);
  switch (sync.phase) {
    case 'sending': {
      // In tens: a menu that changes with each result cannot be read, and closes under the pointer on some desktops.
      const share = sync.progress === null || sync.progress.total === 0 ? 0 : sync.progress.done / sync.progress.total;
      return `Sending, ${Math.floor(share * 10) * 10} % done`;
    }
    case 'paused':
      return `Paused${sync.pausedUntil === null ? '' : ` until ${moment(sync.pausedUntil, now)}`}: ${wait}`;
    case 'offline':
      return `Offline: ${count === 0 ? wait : `${counted(count, 'result goes', 'results go')} out when the network is back`}`;
    default: {
      const at = sync.nextTryAt === null || sync.nextTryAt <= now ? '' : `, next try ${moment(sync.nextTryAt, now)}`;
      const next = again === null ? (count === 0 ? '' : at) : `; refused orders are tried again at ${moment(again, now)}`;
      const reason = sync.trouble === null ? '' : reasonOf(sync.trouble.kind);
      const standing =
        snapshot.account.kept === 'missing'
          ? 'No account'
          : reason === ''
            ? ''
            : `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
      // Nobody is told "Online" in the same breath as that something needs them.
      const head = standing === '' ? (badge > 0 ? '' : 'Online: ') : `${standing}: `;
      return `${head}${wait}${next}`;
    }
  }
}

function entry(label: string, command: ShellCommand, enabled = true): TrayItem {
  return { kind: 'command', label, enabled, command };
}

function menuOf(snapshot: Snapshot, badge: number): readonly TrayItem[] {
  const isPaused = snapshot.sync.phase === 'paused';
  return [
    { kind: 'words', label: statusOf(snapshot, badge) },
    { kind: 'separator' },
    entry('Open Booking Courier', { command: 'open' }),
    entry(isPaused ? 'Send now (stays paused)' : 'Send now', { command: 'send-now' }, onTheirWay(snapshot) > 0),
    isPaused ? entry('Resume', { command: 'resume' }) : pauseMenu(snapshot.now),
    { kind: 'separator' },
    entry('Import…', { command: 'import' }),
    entry(badge === 0 ? 'Problems' : `Problems (${number(badge)})`, { command: 'problems' }),
    entry('Settings', { command: 'settings' }),
    { kind: 'separator' },
    entry('Quit Booking Courier', { command: 'quit' }),
  ];
}

function pauseMenu(now: number): TrayItem {
  // Whole minutes, so that the menu stays the same for one.
  const minute = now - (now % MINUTE);
  const [soon, later] = [minute + 30 * MINUTE, minute + 120 * MINUTE];
  return {
    kind: 'submenu',
    label: 'Pause',
    items: [
      entry(`30 minutes (until ${clockOf(soon)})`, { command: 'pause', until: soon }),
      entry(`2 hours (until ${clockOf(later)})`, { command: 'pause', until: later }),
      entry('Until tomorrow', { command: 'pause', until: tomorrow(now) }),
      entry('Until I resume', { command: 'pause', until: null }),
    ],
  };
}

function progressOf({ openImports, sync }: Snapshot): number | null {
  const files = openImports.filter(({ phase }) => phase === 'reading' || phase === 'accepting');
  if (files.length > 0) {
    return hundredths(
      files.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
      files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
  }
  return sync.phase === 'sending' && sync.progress !== null ? hundredths(sync.progress.done, sync.progress.total) : null;
}

function hundredths(done: number, total: number): number {
  return total === 0 ? 0 : Math.min(1, Math.floor((done / total) * 100) / 100);
}
