// Everything of the desktop around the app: window, tray, notifications, sleep and the end. What each of them shows or
// does is decided in main/desktop; here it is only wired.
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, powerMonitor, protocol, session, shell } from 'electron';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { App } from '../app/app-ports.ts';
import { logOf, openOnThisMachine } from '../app/on-this-machine.ts';
import { defaultHome, openHome } from '../base/home.ts';
import { systemClock } from '../base/ports.ts';
import type { Wishes } from '../desktop/arguments.ts';
import { keptWindow } from '../desktop/bounds.ts';
import { closingOf, trayNotice } from '../desktop/closing.ts';
import { createReloads, PAGE_GIVEN_UP } from '../desktop/reloads.ts';
import { awaitTrayHost } from '../desktop/tray-host.ts';
import { isIdle, updateNotice } from '../desktop/update-rule.ts';
import { bringIn, chooseFolder } from './bring-in.ts';
import { type Ending, endAfter } from './ending.ts';
import { denyNetwork, denyPermissions, guardPages, watchPage } from './guards.ts';
import { connectWindow } from './ipc.ts';
import { startAtLogin } from './login.ts';
import { setMenu } from './menu.ts';
import { servePage } from './page.ts';
import { appIcon } from './pictures.ts';
import { createPresence } from './presence.ts';
import { offerToSave } from './save.ts';
import { startUpdates } from './updates.ts';
import { bringUp, createWindow, loadPage, putAway, rememberPlace } from './window.ts';

export interface Shell {
  /** Does what a start of the program asks for; with nothing asked, shows the window. */
  readonly obey: (wishes: Wishes) => void;
}

/** What shows tray icons starts when the person signs in, as we do, and may come after us. */
const LOGIN_TRAY_MS = 10_000;

/** Opens the app in `path` and puts it on the desktop. Fails with what kept the app from opening. */
export async function openShell(path: string, isHidden: boolean): Promise<Result<Shell>> {
  const home = openHome(path);
  if (!home.ok) return home;
  home.value.announce({ program: 'window', url: '' });
  const log = logOf(path);
  // What starts this very program in this very home.
  const own = [...(app.isPackaged ? [] : [app.getAppPath()]), ...(path === defaultHome() ? [] : ['--home', path])];
  const hasTray = await awaitTrayHost(systemClock, isHidden ? LOGIN_TRAY_MS : 0);
  const opened = await openOnThisMachine(home.value, log, {
    hasTray,
    chooseFolder,
    showFolder: (folder) => void shell.openPath(folder),
    ...startAtLogin(app, own),
  });
  if (!opened.ok) {
    home.value.close();
    return fail(opened.failure);
  }
  const courier = opened.value;

  servePage(protocol, join(app.getAppPath(), 'dist', 'renderer'));
  guardPages(app);
  denyPermissions(session.defaultSession);
  denyNetwork(session.defaultSession);
  offerToSave(session.defaultSession, (sentence) => dialog.showErrorBox('Booking Courier', sentence));
  setMenu(process.platform);
  const window = createWindow({
    preload: join(import.meta.dirname, 'preload.cjs'),
    devTools: !app.isPackaged,
    icon: appIcon(process.platform),
    kept: keptWindow(path),
    isHidden: isHidden && hasTray,
  });
  rememberPlace(window, path);
  connectWindow(courier, window);
  const presence = createPresence(courier, window, { clock: systemClock, log, hasTray, own });
  const updates = await startUpdates({
    isIdle: () => isIdle(courier.snapshot()),
    log,
    quit: () => app.quit(),
    end: () => app.exit(0),
    onReady: (version) => presence.notice(updateNotice(version), () => updates.restartNow()),
  });
  const finish = async (): Promise<void> => {
    if (!window.isDestroyed()) window.hide();
    presence.finish();
    await courier.stop();
    home.value.close();
  };
  const ending = endAfter(app, systemClock, own, finish, () => updates.installAtEnd());
  // A page can close its window without anybody being asked; all that hangs on it is made anew by a new start.
  window.on('closed', () => {
    if (ending.isUnderWay()) return;
    log('error', 'the page has closed its window');
    ending.comeBack([]);
    app.quit();
  });
  closeInto(courier, window, ending, () => presence.notice(trayNotice(process.platform)));
  app.on('activate', () => bringUp(window));
  powerMonitor.on('resume', () => courier.woke());
  // Held up until we have finished; the event is not in Electron's types.
  powerMonitor.on('shutdown', ((event: Electron.Event) => {
    event.preventDefault();
    app.quit();
  }) as () => void);
  window.on('session-end', () => app.quit());
  const mayReload = createReloads(systemClock);
  function bringBack(load: () => void): void {
    if (mayReload()) load();
    else presence.notice(PAGE_GIVEN_UP);
  }
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log('error', 'the page has gone', { reason });
    if (reason !== 'clean-exit') bringBack(() => window.reload());
  });
  await loadPage(window);
  watchPage(window.webContents, (why) => {
    log('error', 'the window did not show the page', { why });
    bringBack(() => void loadPage(window));
  });
  return ok({
    obey: ({ files, command, isHidden: isQuiet }) => {
      if (ending.isUnderWay()) return ending.comeBack(files);
      if (files.length > 0) void bringIn(courier, window, files);
      // The system starts it at sign-in, where somebody may have started it already.
      else if (command === null && isQuiet) return;
      else presence.run(command ?? { command: 'open' });
    },
  });
}

/** What the X does: usually the window goes into the tray, which is said once. */
function closeInto(courier: App, window: BrowserWindow, ending: Ending, sayOnce: () => void): void {
  window.on('close', (event) => {
    const { closeToTray, closeNoticeSeen } = courier.settings();
    const { desktop } = courier.snapshot();
    const closing = closingOf({ isEnding: ending.isUnderWay(), hasTray: desktop?.hasTray ?? false, closeToTray });
    if (closing === 'close') return;
    event.preventDefault();
    if (closing === 'quit') return app.quit();
    if (closing === 'minimise') return window.minimize();
    putAway(window);
    if (!closeNoticeSeen) {
      sayOnce();
      void courier.serve('settings.change', { closeNoticeSeen: true });
    }
  });
}
