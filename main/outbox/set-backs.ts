// When the clock of this computer was set back, results that were accepted before say a moment that is too late, and what somebody
// else confirmed since would look older than it is. The rule it keeps: a result counts as accepted no later than it surely was.
import type { Meta } from './meta.ts';

/** Wall time minus monotonic time never falls by itself: sleep and a new start of the machine let it grow. */
const STEP_MS = 2000;
/** Clocks that are set back more often than this are believed to be set back no more often. */
const MOST = 20;

/** Results up to this one were accepted by a clock that was ahead by so much, ms. */
interface SetBack {
  readonly upTo: number;
  readonly byMs: number;
}

/** Notes how the clock stands, and that it was set back since it was noted last. For the writer thread, at the start of each push. */
export function noteClock(meta: Meta, newest: () => number, now: number, monotonic: number): void {
  const base = Math.round(now - monotonic);
  const known = meta.read<number | null>('clockBase', null);
  if (known !== null && Math.abs(base - known) < STEP_MS) return;
  meta.write('clockBase', base);
  if (known === null || base > known) return;
  const setBack: SetBack = { upTo: newest(), byMs: known - base };
  meta.write('setBacks', [...meta.read<SetBack[]>('setBacks', []), setBack].slice(-MOST));
}

/** How much too late the moment is at which a result says that it was accepted, ms; asked for many results at once. */
export function createLateness(meta: Meta): () => (seq: number) => number {
  return () => {
    const setBacks = meta.read<SetBack[]>('setBacks', []);
    return (seq) => setBacks.reduce((sum, { upTo, byMs }) => (seq <= upTo ? sum + byMs : sum), 0);
  };
}
