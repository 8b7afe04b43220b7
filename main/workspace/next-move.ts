// When to push, when to wait, and how that is called: a pause that holds, a circuit that spares a server in trouble. Pure.
import { nextStep } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SyncPhase } from '../../shared/snapshot.ts';
import { backoffMs } from '../outbox/retry.ts';

const CIRCUIT_AFTER = 5;
const CIRCUIT_BASE_MS = 30_000;
const CIRCUIT_CAP_MS = 10 * 60_000;

/** How long to leave a server alone after so many passes in a row ended in trouble, ms. From the fifth on one probe at a time. */
export function spareMs(troubledPasses: number, random: number): number {
  if (troubledPasses < CIRCUIT_AFTER) return backoffMs(troubledPasses, random);
  return Math.min(CIRCUIT_CAP_MS, CIRCUIT_BASE_MS * 2 ** Math.min(troubledPasses - CIRCUIT_AFTER, 20));
}

/** Whether results go out again only after a person acted. A bug, and a full disk, may be over without anybody telling us. */
export function asksPerson(trouble: Failure | null): boolean {
  if (trouble === null || trouble.kind === 'unexpected' || trouble.kind === 'storage-full') return false;
  return nextStep(trouble) === 'ask';
}

export interface Situation {
  readonly running: boolean;
  readonly online: boolean;
  /** Epoch ms; null is not paused. */
  readonly pausedUntil: number | null;
  readonly trouble: Failure | null;
  /** Not before this moment, because of the trouble. */
  readonly spareUntil: number;
  /** When there is something to send: a moment that may have passed, or null for nothing. */
  readonly workAt: number | null;
}

export type Move = { readonly push: true } | { readonly push: false; readonly until: number | null };

/** Push now, or wait until a moment (null: until something happens). */
export function nextMove(situation: Situation, now: number): Move {
  const { running, online, pausedUntil, trouble, spareUntil, workAt } = situation;
  if (running || !online || workAt === null) return { push: false, until: null };
  if (pausedUntil !== null && pausedUntil > now) return { push: false, until: pausedUntil };
  if (asksPerson(trouble)) return { push: false, until: null };
  const at = Math.max(workAt, spareUntil);
  return at <= now ? { push: true } : { push: false, until: at };
}

/** Whether BasicPSF may be asked about orders unasked: only while nothing stands in the way of sending. */
export function mayLook({ online, trouble }: Pick<Situation, 'online' | 'trouble'>): boolean {
  return online && trouble === null;
}

/** How it stands, as the window calls it; `move` is what comes next when nothing is running. */
export function phaseOf({ running, online, pausedUntil, trouble }: Situation, move: Move, now: number): SyncPhase {
  if (running) return 'sending';
  if (pausedUntil !== null && pausedUntil > now) return 'paused';
  if (!online) return 'offline';
  if (asksPerson(trouble)) return 'blocked';
  return move.push || move.until !== null ? 'waiting' : 'idle';
}

/** When the next pass may begin, epoch ms: what is due, but at least the interval a person has set after the last pass. */
export function workAtFrom(dueAt: number | null, intervalMs: number, endedAt: number, now: number): number | null {
  // A pass that seems to have ended in the future was timed by a clock that has been set back since.
  if (dueAt === null || intervalMs === 0 || endedAt > now) return dueAt;
  return Math.max(dueAt, endedAt + intervalMs);
}
