// Looks for updates where the package was made with a feed that can be trusted. electron-updater does the work, and is not
// even loaded without a feed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { followUpdates, type Updates, type UpdateWishes } from '../desktop/follow-updates.ts';
import { whyNoUpdates } from '../desktop/update-rule.ts';

/** Follows the feed that this package was made with; does nothing, and says why in one line, where there is none. */
export async function startUpdates(wishes: UpdateWishes): Promise<Updates> {
  const hasFeed = app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml'));
  const loaded = hasFeed ? await import('electron-updater') : null;
  // The very object that electron-updater will go by; not among its types.
  const found = loaded?.default.autoUpdater as (AppUpdater & { configOnDisk: { value: Promise<unknown> } }) | undefined;
  const why = whyNoUpdates({
    isPackaged: app.isPackaged,
    platform: process.platform,
    isAppImage: process.env.APPIMAGE !== undefined,
    feed: found === undefined ? null : await found.configOnDisk.value,
  });
  if (why === null && found !== undefined) return followUpdates(found, wishes);
  wishes.log('info', 'no updates are looked for', { why });
  return { restartNow: () => false, installAtEnd: wishes.end };
}
