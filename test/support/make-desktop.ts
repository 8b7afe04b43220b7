// What the tests of the desktop share: a snapshot in which all is well, changed as a test needs it, and groups of problems.
import type { Alert } from '../../main/desktop/alert.ts';
import { createAlerts } from '../../main/desktop/alerts.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { NO_TOTALS } from '../../shared/import.ts';
import type { ProblemGroup } from '../../shared/outbox-item.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Counts, Snapshot } from '../../shared/snapshot.ts';
import { atEnd, type HandClock, handClock, rest } from './make.ts';

/** Monday morning, 09:00 in Stockholm, where the tests live. */
export const MORNING = Date.UTC(2025, 3, 28, 7);

/** What a test may change of a snapshot, without naming the rest of its parts. */
export interface Changes extends Partial<Omit<Snapshot, 'counts' | 'sync' | 'account' | 'bookings'>> {
  readonly counts?: Partial<Counts>;
  readonly sync?: Partial<Snapshot['sync']>;
  readonly account?: Partial<Snapshot['account']>;
  readonly edits?: Partial<Snapshot['bookings']['edits']>;
  readonly editTrouble?: Failure;
}

/** A snapshot of Production in which nothing waits and nothing is wrong, except for the changes. */
export function snapshotWith({ counts, sync, account, edits, editTrouble, ...rest }: Changes = {}): Snapshot {
  return {
    revision: 1,
    environment: 'production',
    now: MORNING,
    counts: {
      waiting: 0,
      sending: 0,
      delivered: 0,
      refused: 0,
      unconfirmed: 0,
      parked: 0,
      superseded: 0,
      discarded: 0,
      held: 0,
      ...counts,
    },
    deliveredToday: 0,
    deliveredByHour: Array.from({ length: 24 }, () => 0),
    lastDeliveredAt: null,
    oldestWaitingAt: null,
    sync: { phase: 'idle', online: true, nextTryAt: null, pausedUntil: null, trouble: null, progress: null, ...sync },
    account: { kept: 'keychain', username: 'office', keychain: null, ...account },
    bookings: {
      isRefreshing: false,
      isSending: false,
      refreshTrouble: null,
      editTrouble: editTrouble ?? null,
      nextRefreshAt: null,
      edits: { queued: 0, sending: 0, kept: 0, conflict: 0, failed: 0, ...edits },
    },
    brpAccount: { kept: 'keychain', hasKey: true, username: 'office' },
    openImports: [],
    stoppedImports: [],
    notices: [],
    elsewhere: [],
    dataFolder: 'data',
    watched: { state: 'off', folder: '', lastAt: null, waiting: 0, left: 0, isFull: false, notMoved: [], notRead: [] },
    welcome: false,
    desktop: { hasTray: true, startsAtLogin: false },
    ...rest,
  };
}

/** Results with the same cause, refused unless `changes` say otherwise. */
export function group(
  cause: string,
  count: number,
  changes: Partial<Omit<ProblemGroup, 'sample'>> & { readonly words?: string; readonly dueAt?: number } = {},
): ProblemGroup {
  const { words = '', dueAt = null, ...rest } = changes;
  return {
    state: 'refused',
    cause,
    count,
    firstAt: MORNING,
    lastAt: MORNING,
    sample: { internalOrderRef: 'ORD-999', words, dueAt },
    ...rest,
  };
}

/** The counts that go with these groups. */
export function countsOf(groups: readonly ProblemGroup[]): Partial<Counts> {
  const sum = (state: ProblemGroup['state']): number =>
    groups.reduce((total, { state: its, count }) => total + (its === state ? count : 0), 0);
  return { refused: sum('refused'), parked: sum('parked') };
}

/** A file of which so many bytes are read. */
export function fileBeing(phase: ImportSummary['phase'], bytesRead: number, bytes: number): ImportSummary {
  return {
    id: 1,
    name: 'results.csv',
    sha256: '',
    bytes,
    phase,
    bytesRead,
    encoding: 'UTF-8',
    delimiter: 'comma',
    reading: null,
    path: '',
    fileChanged: false,
    repaired: 0,
    waiting: 0,
    discarded: 0,
    totals: NO_TOTALS,
    startedAt: MORNING,
    acceptedAt: null,
    by: 'office',
    delivered: 0,
    needYou: 0,
    held: 0,
    sameAs: null,
    failure: null,
    orders: null,
  };
}

export interface Desk {
  readonly clock: HandClock;
  /** Everything that was shown, oldest first. `at` is ms since the start, on the monotonic clock. */
  readonly shown: (Alert & { readonly at: number })[];
  /** What is on show now, by id. */
  readonly onShow: Map<string, Alert>;
  /** When the groups were asked for, ms since the start. */
  readonly asked: number[];
  /** Sees a snapshot with these changes, and everything that follows from it at once. */
  readonly see: (changes: Changes, ...groups: ProblemGroup[]) => Promise<Snapshot>;
  readonly want: (wants: Partial<Settings['notifications']>) => void;
  /** From now on the groups cannot be read; or can again. */
  readonly failGroups: (fail: boolean) => void;
  readonly stop: () => void;
}

/** A desktop that notes what it is told to show. Good news are off, as in the settings of a first start. */
export function makeDesk(): Desk {
  const clock = handClock(MORNING);
  const shown: Desk['shown'] = [];
  const onShow = new Map<string, Alert>();
  const asked: number[] = [];
  let wants: Settings['notifications'] = { actionNeeded: true, delayed: true, info: false };
  let known: readonly ProblemGroup[] = [];
  let fails = false;
  const alerts = createAlerts({
    clock,
    wants: () => wants,
    groups: async () => {
      asked.push(clock.monotonic());
      if (fails) throw new Error('the disk failed');
      return known;
    },
    show: (alert) => {
      shown.push({ ...alert, at: clock.monotonic() });
      onShow.set(alert.id, alert);
    },
    withdraw: (id) => {
      if (!onShow.delete(id)) throw new Error(`${id} was not on show`);
    },
  });
  atEnd(alerts.stop);
  return {
    clock,
    shown,
    onShow,
    asked,
    see: async (changes, ...groups) => {
      known = groups;
      const snapshot = snapshotWith({ now: clock.now(), ...changes, counts: { ...countsOf(groups), ...changes.counts } });
      alerts.see(snapshot);
      await rest();
      return snapshot;
    },
    want: (changes) => {
      wants = { ...wants, ...changes };
    },
    failGroups: (fail) => {
      fails = fail;
    },
    stop: alerts.stop,
  };
}
