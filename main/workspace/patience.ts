// What a server asked for in Retry-After outlives the pass that heard it and the program too: the next run, or the next
// scheduled job, comes back no earlier. Counted by the machine's monotonic time, because the clock may be set in between.
import type { Failure } from '../../shared/failure.ts';
import type { Clock } from '../base/ports.ts';
import type { Meta } from '../outbox/meta.ts';
import { retryAfterMs } from '../outbox/retry.ts';
import { surelyElapsedMs } from '../outbox/settling.ts';

interface Asked {
  readonly baseUrl: string;
  /** Monotonic ms. */
  readonly at: number;
  readonly failure: Failure;
}

export interface Patience {
  /** What the server answered when it asked for patience, with the time that is left of it; null when none is. */
  readonly left: (baseUrl: string) => Failure | null;
  /** Keeps what ended a pass, if it asks for patience; forgets what was kept otherwise. */
  readonly note: (baseUrl: string, trouble: Failure | null) => Promise<void>;
}

/** The patience of one environment, kept in its outbox. */
export function createPatience(
  clock: Pick<Clock, 'monotonic'>,
  meta: Pick<Meta, 'read'>,
  write: (key: string, value: unknown) => Promise<unknown>,
): Patience {
  return {
    left: (baseUrl) => {
      const asked = meta.read<Asked | null>('patience', null);
      if (asked === null || asked.baseUrl !== baseUrl) return null;
      const leftMs = (retryAfterMs(asked.failure) ?? 0) - surelyElapsedMs(asked.at, clock.monotonic());
      return leftMs > 0 ? ({ ...asked.failure, retryAfterMs: Math.ceil(leftMs) } as Failure) : null;
    },
    note: async (baseUrl, trouble) => {
      const asked: Asked | null =
        trouble === null || retryAfterMs(trouble) === null ? null : { baseUrl, at: clock.monotonic(), failure: trouble };
      if (asked !== null || meta.read<Asked | null>('patience', null) !== null) await write('patience', asked);
    },
  };
}
