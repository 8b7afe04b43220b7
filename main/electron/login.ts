// Starting with the desktop: Electron's own call on Windows and macOS, a file on Linux. Always hidden, in the tray.
import type { App } from 'electron';
import { ok } from '../../shared/result.ts';
import type { Desktop } from '../base/ports.ts';
import { inWindowsLine } from '../desktop/arguments.ts';
import { autostartFolder, hasAutostart, setAutostart } from '../desktop/autostart.ts';

type StartAtLogin = Pick<Desktop, 'startsAtLogin' | 'startAtLogin'>;

/** How this program, started with `own` arguments, is started by the system when the person signs in. */
export function startAtLogin(app: App, own: readonly string[], platform: NodeJS.Platform = process.platform): StartAtLogin {
  const args = [...own, '--hidden'];
  if (platform === 'linux') {
    const folder = autostartFolder();
    // An AppImage runs from a folder that is gone after it ended; the file itself is what can be started again.
    const program = process.env.APPIMAGE ?? process.execPath;
    return { startsAtLogin: () => hasAutostart(folder), startAtLogin: (on) => setAutostart(folder, on, program, args) };
  }
  // Electron joins them to a line as they are.
  const login =
    platform === 'win32'
      ? { path: inWindowsLine(process.execPath), args: args.map(inWindowsLine) }
      : { path: process.execPath, args };
  return {
    startsAtLogin: () => {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(login);
      // Set, but switched off in the Task Manager, is off.
      return openAtLogin && (platform !== 'win32' || executableWillLaunchAtLogin);
    },
    startAtLogin: (on) => {
      app.setLoginItemSettings({ ...login, openAtLogin: on });
      return ok(undefined);
    },
  };
}
