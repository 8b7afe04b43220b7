// How long results have been waiting for a server that is away, and how many have been confirmed since it was told. Pure.
// A computer without a network counts like a server without one: the results are just as late. Time asleep does not count,
// a pause by a person ends the count, and so does anything that BasicPSF settles; a network that merely flickers does not.
import { counted } from '../../shared/numbers.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { asksForYou, needYou, needYouWords, onTheirWay } from '../../shared/totals.ts';
import { wording } from '../../shared/wording.ts';
import type { Cause } from './alert.ts';
import { causeIn } from './alert-causes.ts';

/** Nobody is told before results have been kept waiting for so long. */
export const LATE_AFTER_MS = 15 * 60_000;
/** While results wait for a server that is away, look at least so often: a longer gap was sleep, and counts as this much. */
export const LOOK_EVERY_MS = 60_000;

export interface Lateness {
  /** On the monotonic clock. */
  readonly lookedAt: number;
  readonly isAway: boolean;
  readonly awayMs: number;
  readonly delivered: number;
  readonly refused: number;
  /** Confirmed since good news were told. */
  readonly confirmed: number;
}

/** How it stands at `now`, on the monotonic clock; `before` is null at the first look. */
export function latenessAfter(before: Lateness | null, snapshot: Snapshot, now: number): Lateness {
  const { delivered, refused } = snapshot.counts;
  const paused = snapshot.sync.phase === 'paused';
  const isAway = !paused && isKeptWaiting(snapshot);
  const first = { lookedAt: now, isAway, awayMs: 0, delivered, refused, confirmed: 0 };
  if (before === null) return first;
  const settled = delivered > before.delivered || refused > before.refused;
  const passed = before.isAway ? Math.min(now - before.lookedAt, LOOK_EVERY_MS) : 0;
  return {
    ...first,
    awayMs: paused || settled || onTheirWay(snapshot) === 0 ? 0 : before.awayMs + passed,
    // Old results are forgotten in between, so only what is added counts.
    confirmed: before.confirmed + Math.max(0, delivered - before.delivered),
  };
}

function isKeptWaiting(snapshot: Snapshot): boolean {
  const { online, phase, trouble } = snapshot.sync;
  return onTheirWay(snapshot) > 0 && !asksForYou(snapshot) && (!online || phase === 'offline' || trouble !== null);
}

/** Results that have waited too long for a server that is away, as a cause; none as long as it is not so. */
export function delayedBy({ isAway, awayMs }: Lateness, snapshot: Snapshot): readonly Cause[] {
  if (!isAway || awayMs < LATE_AFTER_MS) return [];
  const { online, trouble } = snapshot.sync;
  const count = onTheirWay(snapshot);
  const { what, todo } = wording(online && trouble !== null ? trouble : { kind: 'offline' });
  return [
    causeIn(snapshot, {
      name: 'delayed',
      class: 'delayed',
      title: `${counted(count, 'result is', 'results are')} delayed`,
      body: [what, todo],
      again: `${counted(count, 'result still waits', 'results still wait')}.`,
      count,
      route: '#/outbox',
      retry: online ? 'send-now' : null,
    }),
  ];
}

/** When to look again, because results may have waited too long by then; null when it makes no difference. */
export function lateAt({ isAway, awayMs, lookedAt }: Lateness): number | null {
  return isAway && awayMs < LATE_AFTER_MS ? lookedAt + Math.min(LOOK_EVERY_MS, LATE_AFTER_MS - awayMs) : null;
}

/** What keeps good news up: they are taken back when something waits again. */
export function goodNewsId(snapshot: Snapshot): string | null {
  return onTheirWay(snapshot) > 0 ? null : `${snapshot.environment}/confirmed`;
}

/** Good news: all that was waiting has been confirmed. None while something waits, or when nothing was confirmed. */
export function confirmedBy({ confirmed }: Lateness, snapshot: Snapshot): Cause | null {
  if (confirmed === 0 || onTheirWay(snapshot) > 0) return null;
  const open = needYou(snapshot);
  return causeIn(snapshot, {
    name: 'confirmed',
    class: 'info',
    title: `${counted(confirmed, 'result was', 'results were')} confirmed`,
    body: [`Nothing is waiting any more${open === 0 ? '' : `; ${needYouWords(open)}`}.`],
    again: '',
    count: confirmed,
    route: '#/outbox',
  });
}
