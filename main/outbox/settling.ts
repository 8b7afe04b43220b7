// Orders on which the server may still be at work after an unknown outcome, by the machine's monotonic time: wall time may be
// set in between. The rule it keeps: a newer value goes out only when a whole minute has surely passed.
import type { Meta } from './meta.ts';
import { SETTLE_MS } from './retry.ts';

/** An order, the result whose outcome is unknown, and when that was, monotonic ms. */
type Unsettled = readonly [ref: string, seq: number, at: number];

/**
 * How much time has passed at least since the monotonic moment `at`, also over restarts of the program, ms. The count begins
 * anew with the machine: then only the time since is sure.
 */
export function surelyElapsedMs(at: number, monotonic: number): number {
  return monotonic < at ? monotonic : monotonic - at;
}

export interface Settling {
  /** Notes results with an unknown outcome. */
  readonly note: (rows: readonly { readonly ref: string; readonly seq: number }[], monotonic: number) => void;
  /** For how long a result has to wait still because of an older one of its order, ms; null when none has to. */
  readonly held: (monotonic: number) => ((ref: string, seq: number) => number) | null;
}

/** Kept in `meta`, so that a restart does not forget it; what has settled is dropped with the next note. */
export function createSettling(meta: Meta): Settling {
  function current(monotonic: number): Unsettled[] {
    return meta.read<Unsettled[]>('settling', []).filter(([, , at]) => surelyElapsedMs(at, monotonic) < SETTLE_MS);
  }
  return {
    note: (rows, monotonic) => {
      if (rows.length === 0) return;
      meta.write('settling', [...current(monotonic), ...rows.map(({ ref, seq }): Unsettled => [ref, seq, monotonic])]);
    },
    held: (monotonic) => {
      const entries = current(monotonic);
      if (entries.length === 0) return null;
      const byRef = new Map<string, Unsettled[]>();
      for (const entry of entries) byRef.set(entry[0], [...(byRef.get(entry[0]) ?? []), entry]);
      return (ref, seq) => {
        const older = byRef.get(ref)?.filter(([, of]) => of < seq) ?? [];
        return Math.max(0, ...older.map(([, , at]) => SETTLE_MS - surelyElapsedMs(at, monotonic)));
      };
    },
  };
}
