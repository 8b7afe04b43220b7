// Moments and spans as people read them, and the only timers of the window. What time it is, the app says.

/** Calls back after `delayMs`; the answer cancels it. */
export function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}

/** Calls back every `gapMs`; the answer stops it. */
export function every(gapMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, gapMs);
  return () => clearInterval(timer);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** `YYYY-MM-DD` of the machine's own calendar. */
function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `HH:MM`, 24 hours. */
export function clockOf(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `HH:MM` on the day of `now`, else `YYYY-MM-DD HH:MM`. */
export function moment(at: number, now: number): string {
  return dayOf(at) === dayOf(now) ? clockOf(at) : `${dayOf(at)} ${clockOf(at)}`;
}

/** How long is left, such as `0:09`, `1:48` or `2 h 05 min`. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
}

/** The next morning's midnight after `now`, epoch ms. */
export function tomorrow(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

/**
 * Runs `work` at once, or once more after the run under way: never two together, never closer than `gapMs`.
 * Many reasons to look again become one look.
 */
export function createCoalescer(
  work: () => Promise<void>,
  gapMs: number,
): { readonly ask: () => void; readonly stop: () => void } {
  let state: 'idle' | 'busy' | 'again' | 'stopped' = 'idle';
  const isStopped = (): boolean => state === 'stopped';
  let cancel = (): void => {};
  async function run(): Promise<void> {
    state = 'busy';
    await work();
    if (isStopped()) return;
    cancel = after(gapMs, () => {
      if (state === 'again') void run();
      else if (state === 'busy') state = 'idle';
    });
  }
  return {
    ask: () => {
      if (state === 'idle') void run();
      else if (state === 'busy') state = 'again';
    },
    stop: () => {
      state = 'stopped';
      cancel();
    },
  };
}
