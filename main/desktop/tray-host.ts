// Whether this desktop shows tray icons. Windows and macOS always do; on Linux somebody on the session bus must say that they
// are shown (StatusNotifierItem specification, freedesktop.org). Electron asks the same, once, when it makes the icon.
import { spawnSync } from 'node:child_process';
import { type Clock, pause } from '../base/ports.ts';

const ASK = [
  '--session',
  '--print-reply',
  '--reply-timeout=2000',
  '--dest=org.kde.StatusNotifierWatcher',
  '/StatusNotifierWatcher',
  'org.freedesktop.DBus.Properties.Get',
  'string:org.kde.StatusNotifierWatcher',
  'string:IsStatusNotifierHostRegistered',
];
const TIMEOUT_MS = 3_000;
const ASK_AGAIN_MS = 1_000;

/** Asks the session bus once, at most three seconds; no answer is no. */
export function hasTrayHost(platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'linux') return true;
  const { stdout } = spawnSync('dbus-send', ASK, { encoding: 'utf8', timeout: TIMEOUT_MS, stdio: ['ignore', 'pipe', 'ignore'] });
  return /boolean true/.test(stdout ?? '');
}

/** As `hasTrayHost`, but asks again every second for `forMs` before it says no. */
export async function awaitTrayHost(clock: Clock, forMs: number, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const until = clock.monotonic() + forMs;
  while (!hasTrayHost(platform)) {
    if (clock.monotonic() >= until) return false;
    await pause(clock, ASK_AGAIN_MS);
  }
  return true;
}
