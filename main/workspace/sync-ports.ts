// What the watch over the outbox needs from its environment, and what it offers.
import type { Failure } from '../../shared/failure.ts';
import type { SyncPhase } from '../../shared/snapshot.ts';
import type { Clock, Network, Random } from '../base/ports.ts';
import type { Lists } from '../outbox/lists.ts';
import type { Meta } from '../outbox/meta.ts';
import type { PushOutcome } from '../push/push-outbox.ts';

export interface PassManner {
  /** Aborted when the program must end within seconds. */
  readonly hurry: AbortSignal;
  /** Also while the server had asked for patience: a person said so, or the network is another one. */
  readonly isUrgent: boolean;
}

export interface SyncPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly lists: Pick<Lists, 'fresh' | 'nextDueAt' | 'returning' | 'tally'>;
  readonly meta: { read: Meta['read']; write: (key: string, value: unknown) => Promise<unknown> };
  /** At least so much time between two passes, ms; 0 sends as soon as something is due. */
  readonly intervalMs: () => number;
  readonly push: (shouldStop: () => boolean, progress: (settled: number) => void, how: PassManner) => Promise<PushOutcome>;
  /** Makes everything due that waits for its next try. */
  readonly hurry: () => Promise<unknown>;
  /** Corrects due moments after the clock was set. */
  readonly clampDue: () => Promise<unknown>;
  /** Something that the window shows has moved. */
  readonly changed: () => void;
  /** A bug ended a pass; it is logged there and tried again like trouble. */
  readonly crashed: (error: unknown) => Failure;
}

export interface SyncStatus {
  readonly phase: SyncPhase;
  readonly online: boolean;
  readonly nextTryAt: number | null;
  readonly pausedUntil: number | null;
  readonly trouble: Failure | null;
  readonly settledInPass: number | null;
}

export interface Sync {
  readonly status: () => SyncStatus;
  /** Something may be due: look. */
  readonly poke: () => void;
  /** One pass over what is due, also while paused. Resolves when it ended. */
  readonly passNow: () => Promise<PushOutcome | null>;
  /** A person wants everything on its way sent now, also while paused (once). */
  readonly sendNow: () => Promise<PushOutcome | null>;
  readonly pause: (until: number | null) => Promise<void>;
  readonly resume: () => Promise<void>;
  /** What stood in the way may be gone: an account was saved, a setting changed. */
  readonly unblock: () => void;
  /** The machine woke up. */
  readonly woke: () => void;
  /** Time online, ms, over all runs: what parking is measured by. */
  readonly onlineMs: () => number;
  /** Ends after the batch under way; with `hurryAfterMs` it is given no longer than that, and counts as possibly sent then. */
  readonly stop: (hurryAfterMs?: number) => Promise<void>;
}
