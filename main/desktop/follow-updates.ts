// Follows a feed of updates: looks now and then, downloads, and installs only when asked or when the program ends, never over
// work under way.
import { type Clock, type Log, systemClock } from '../base/ports.ts';
import { mayInstall } from './update-rule.ts';

/** Not at once: the first minutes belong to what was left on its way. */
const FIRST_LOOK_MS = 2 * 60_000;
const LOOK_AGAIN_MS = 6 * 3_600_000;
/** Starting the installer may be refused at first, and is then asked for again with an administrator's rights. */
const ENDS_AFTER_MS = 1_000;
/** macOS fetches the update from this program before it ends it. */
const MAC_ENDS_AFTER_MS = 10_000;

/** What is used of electron-updater. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  allowPrerelease: boolean;
  disableWebInstaller: boolean;
  logger: object | null;
  readonly checkForUpdates: () => Promise<unknown>;
  readonly quitAndInstall: (isSilent: boolean, isForceRunAfter: boolean) => void;
  readonly on: ((name: 'update-downloaded', listener: (update: { readonly version: string }) => void) => unknown) &
    ((name: 'error', listener: (error: Error) => void) => unknown);
}

export interface Updates {
  /** Ends the program, installs the update and starts it again; false when there is none, or work is under way. */
  readonly restartNow: () => boolean;
  /** The last thing of every ordinary end, after the app has stopped: installs what is ready, then ends the program. */
  readonly installAtEnd: () => void;
}

export interface UpdateWishes {
  /** Whether nothing is being sent or imported. */
  readonly isIdle: () => boolean;
  readonly log: Log;
  readonly clock?: Clock;
  /** Asks the program to finish and end, as Quit does. */
  readonly quit: () => void;
  /** Ends the program at once. */
  readonly end: () => void;
  /** Called once an update is on the disk, with its version. */
  readonly onReady?: (version: string) => void;
}

/** Lets `updater` look for updates from now on. */
export function followUpdates(updater: Updater, wishes: UpdateWishes, platform: NodeJS.Platform = process.platform): Updates {
  const { isIdle, log, clock = systemClock, quit, end, onReady } = wishes;
  const isMac = platform === 'darwin';
  let isReady = false;
  let startsAgain = false;
  updater.autoDownload = true;
  // macOS itself installs when the program has ended, whatever ended it; elsewhere that is said below.
  updater.autoInstallOnAppQuit = isMac;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  updater.logger = null;
  updater.on('update-downloaded', ({ version }) => {
    isReady = true;
    log('info', 'an update is ready to be installed', { version });
    onReady?.(version);
  });
  // Without a listener a failed look would end the program.
  updater.on('error', (error) => log('warning', 'updating failed', { words: error.message }));

  const look = (): void => {
    void updater.checkForUpdates().catch(() => {});
    clock.after(LOOK_AGAIN_MS, look);
  };
  clock.after(FIRST_LOOK_MS, look);

  return {
    restartNow: () => {
      if (!mayInstall({ isReady, isIdle: isIdle() })) return false;
      startsAgain = true;
      quit();
      return true;
    },
    installAtEnd: () => {
      if (!isReady || (isMac && !startsAgain)) return end();
      updater.quitAndInstall(true, startsAgain);
      clock.after(isMac ? MAC_ENDS_AFTER_MS : ENDS_AFTER_MS, end);
    },
  };
}
