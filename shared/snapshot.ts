// All the window and the tray need at a glance: small, whole, and replaced as one piece.
import { z } from 'zod';
import { BookingStatus } from './booking-status.ts';
import { Failure } from './failure.ts';
import { ImportSummary } from './import.ts';
import { Environment } from './settings.ts';
import { StoppedImport } from './stopped-import.ts';
import { WatchedStatus } from './watched-folder.ts';

const count = z.number().int().nonnegative();
const epochMs = z.number().int();

export const Counts = z.object({
  waiting: count,
  sending: count,
  delivered: count,
  refused: count,
  unconfirmed: count,
  parked: count,
  superseded: count,
  discarded: count,
  /** Rows of accepted files that are held back because something in them is wrong. */
  held: count,
});
export type Counts = z.infer<typeof Counts>;

export const SyncPhase = z.enum(['idle', 'sending', 'paused', 'offline', 'blocked', 'waiting']);
/**
 * idle: nothing to send. waiting: something to send, later (`nextTryAt`). blocked: a person must act (`trouble`).
 */
export type SyncPhase = z.infer<typeof SyncPhase>;

export const Snapshot = z.object({
  /** Moves whenever anything listed anywhere may have changed. */
  revision: z.number().int(),
  environment: Environment,
  /** The app's clock, epoch ms, so that a countdown needs no other. */
  now: epochMs,
  counts: Counts,
  deliveredToday: count,
  /** Confirmed results in each of the last 24 hours, oldest first. */
  deliveredByHour: z.array(count).length(24),
  lastDeliveredAt: epochMs.nullable(),
  /** When the oldest result still on its way was accepted. */
  oldestWaitingAt: epochMs.nullable(),
  sync: z.object({
    phase: SyncPhase,
    online: z.boolean(),
    nextTryAt: epochMs.nullable(),
    pausedUntil: epochMs.nullable(),
    /** What stands in the way, if anything does. */
    trouble: Failure.nullable(),
    progress: z.object({ done: count, total: count }).nullable(),
  }),
  account: z.object({
    kept: z.enum(['not-needed', 'keychain', 'this-run-only', 'missing']),
    username: z.string(),
    /** Why the keychain cannot be used, if it cannot. */
    keychain: Failure.nullable(),
  }),
  bookings: BookingStatus,
  /** What the keychain holds for BRP. `username` is empty without an account. */
  brpAccount: z.object({ kept: z.enum(['not-needed', 'keychain', 'this-run-only']), hasKey: z.boolean(), username: z.string() }),
  /** Files being read, waiting for review, or being queued. */
  openImports: z.array(ImportSummary),
  watched: WatchedStatus,
  /** Files of which nearly everything was refused, so that the rest waits for an answer. */
  stoppedImports: z.array(StoppedImport),
  /** Something about this machine that a person must know, such as a damaged outbox put aside. */
  notices: z.array(Failure),
  /** Result of other environments still waiting there. */
  elsewhere: z.array(z.object({ environment: Environment, waiting: count })),
  /** Where everything is kept. */
  dataFolder: z.string(),
  /** Nothing has come in yet: the window says what this is. */
  welcome: z.boolean(),
  /** What the desktop around the window can do; null in a browser and on the command line. */
  desktop: z.object({ hasTray: z.boolean(), startsAtLogin: z.boolean() }).nullable(),
});
export type Snapshot = z.infer<typeof Snapshot>;
