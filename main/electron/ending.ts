// The end of the program, whoever asks for it: the batch under way is finished, the BasicPSF session closed, then it is gone.
import type { App } from 'electron';
import type { Clock } from '../base/ports.ts';

export interface Ending {
  readonly isUnderWay: () => boolean;
  /** Somebody started the program again meanwhile: once it has ended it comes back, with these files and all earlier ones. */
  readonly comeBack: (files: readonly string[]) => void;
}

/** Two clicks on Quit may be one impatient hand; only a later one means "now". */
const SAME_CLICK_MS = 1_000;

/**
 * Lets `finish` do its work before the program, started with `own`, ends, which `leave` then does. Asked again after a second, it ends at once;
 * nothing is lost by that.
 */
export function endAfter(app: App, clock: Clock, own: readonly string[], finish: () => Promise<void>, leave: () => void): Ending {
  let askedAt: number | null = null;
  let again: readonly string[] | null = null;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (askedAt !== null) {
      if (clock.monotonic() - askedAt > SAME_CLICK_MS) app.exit(0);
      return;
    }
    askedAt = clock.monotonic();
    void finish().finally(() => {
      if (again === null) return leave();
      // What an AppImage runs from is gone by then.
      app.relaunch({ args: [...own, ...again], execPath: process.env.APPIMAGE ?? process.execPath });
      app.exit(0);
    });
  });
  return {
    isUnderWay: () => askedAt !== null,
    comeBack: (files) => {
      again = [...(again ?? []), ...files];
    },
  };
}
