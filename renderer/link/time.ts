// The only timers of the window.

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
