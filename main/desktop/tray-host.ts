// Whether this desktop shows tray icons. Windows and macOS always do; on Linux somebody must have taken the name on the
// session bus under which such icons are shown (StatusNotifierItem specification, freedesktop.org).
import { spawnSync } from 'node:child_process';

const ASK = [
  '--session',
  '--print-reply',
  '--reply-timeout=2000',
  '--dest=org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus.NameHasOwner',
  'string:org.kde.StatusNotifierWatcher',
];
const TIMEOUT_MS = 3_000;

/** Asks the session bus once, at most three seconds; no answer is no. */
export function hasTrayHost(platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'linux') return true;
  const { stdout } = spawnSync('dbus-send', ASK, { encoding: 'utf8', timeout: TIMEOUT_MS, stdio: ['ignore', 'pipe', 'ignore'] });
  return /boolean true/.test(stdout ?? '');
}
