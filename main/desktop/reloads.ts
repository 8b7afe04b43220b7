// How often a page that has crashed is loaded again: a few times in a row, and not for ever.
import type { Clock } from '../base/ports.ts';

const MOST = 3;
const WITHIN_MS = 60_000;

/** Said when the page is not loaded again. */
export const PAGE_GIVEN_UP = {
  title: 'The window of Booking Courier cannot be shown',
  body: 'It broke several times in a row. Results go on being sent. Quit from the tray and start it again; the log says more.',
} as const;

/** Answers, at each crash, whether to load the page again: at most three times within a minute. */
export function createReloads(clock: Clock): () => boolean {
  let crashes: number[] = [];
  return () => {
    const now = clock.monotonic();
    crashes = [...crashes.filter((at) => now - at < WITHIN_MS), now];
    return crashes.length <= MOST;
  };
}
