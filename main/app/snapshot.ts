// Everything the window shows at a glance, folded into one value from the counters and the state of the moment. Pure.
import type { BookingStatus } from '../../shared/booking-status.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { midnightBefore } from '../../shared/moments.ts';
import type { Environment } from '../../shared/settings.ts';
import type { Counts, Snapshot } from '../../shared/snapshot.ts';
import type { WatchedStatus } from '../../shared/watched-folder.ts';
import type { SyncStatus } from '../workspace/sync-ports.ts';

const HOUR_MS = 3_600_000;

export interface Facts {
  readonly revision: number;
  readonly environment: Environment;
  readonly now: number;
  readonly counts: Counts;
  /** Pairs of hour (epoch ms / 3,600,000) and confirmed results, at least of the last 24 hours. */
  readonly deliveredByHour: readonly { readonly hour: number; readonly n: number }[];
  readonly lastDeliveredAt: number | null;
  readonly oldestWaitingAt: number | null;
  readonly sync: SyncStatus;
  /** Results that were due when the pass under way began; null when none is. */
  readonly passTotal: number | null;
  readonly account: Snapshot['account'];
  readonly bookings: BookingStatus;
  readonly brpAccount: Snapshot['brpAccount'];
  readonly openImports: readonly ImportSummary[];
  readonly watched: WatchedStatus;
  readonly stoppedImports: Snapshot['stoppedImports'];
  readonly notices: readonly Failure[];
  readonly elsewhere: Snapshot['elsewhere'];
  readonly dataFolder: string;
  readonly welcome: boolean;
  readonly desktop: Snapshot['desktop'];
}

/** Folds the facts of a moment into what the window and the tray show. */
export function snapshotFrom(facts: Facts): Snapshot {
  const { deliveredByHour, passTotal, sync } = facts;
  const thisHour = Math.floor(facts.now / HOUR_MS);
  const hours = Array.from({ length: 24 }, (_, n) => deliveredByHour.find(({ hour }) => hour === thisHour - 23 + n)?.n ?? 0);
  const sinceMidnight = Math.floor(midnightBefore(facts.now) / HOUR_MS);
  const settled = sync.settledInPass;
  return {
    revision: facts.revision,
    environment: facts.environment,
    now: facts.now,
    counts: facts.counts,
    deliveredToday: deliveredByHour.reduce((sum, { hour, n }) => sum + (hour >= sinceMidnight ? n : 0), 0),
    deliveredByHour: hours,
    lastDeliveredAt: facts.lastDeliveredAt,
    oldestWaitingAt: facts.oldestWaitingAt,
    sync: {
      phase: sync.phase,
      online: sync.online,
      nextTryAt: sync.nextTryAt === null ? null : Math.round(sync.nextTryAt),
      pausedUntil: sync.pausedUntil,
      trouble: sync.trouble,
      progress: settled === null || passTotal === null ? null : { done: Math.min(settled, passTotal), total: passTotal },
    },
    account: facts.account,
    bookings: facts.bookings,
    brpAccount: facts.brpAccount,
    openImports: [...facts.openImports],
    watched: facts.watched,
    stoppedImports: facts.stoppedImports,
    notices: [...facts.notices],
    elsewhere: facts.elsewhere,
    dataFolder: facts.dataFolder,
    welcome: facts.welcome,
    desktop: facts.desktop,
  };
}
