// Starting with the desktop: Electron's own call on Windows and macOS, a file on Linux. Always hidden, in the tray.
import type { App } from 'electron';
import { ok } from '../../shared/result.ts';
import type { Desktop } from '../base/ports.ts';
import { autostartFolder, hasAutostart, setAutostart } from '../desktop/autostart.ts';

type StartAtLogin = Pick<Desktop, 'startsAtLogin' | 'startAtLogin'>;

/** How this program is started by the system when the person signs in. */
export function startAtLogin(app: App, platform: NodeJS.Platform = process.platform): StartAtLogin {
  const args = app.isPackaged ? ['--hidden'] : [app.getAppPath(), '--hidden'];
  if (platform === 'linux') {
    const folder = autostartFolder();
    // An AppImage runs from a folder that is gone after it ended; the file itself is what can be started again.
    const program = process.env.APPIMAGE ?? process.execPath;
    return { startsAtLogin: () => hasAutostart(folder), startAtLogin: (on) => setAutostart(folder, on, program, args) };
  }
  const login = { path: process.execPath, args };
  return {
    startsAtLogin: () => app.getLoginItemSettings(login).openAtLogin,
    startAtLogin: (on) => {
      app.setLoginItemSettings({ ...login, openAtLogin: on });
      return ok(undefined);
    },
  };
}
