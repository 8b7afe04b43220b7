// What the shell does on one system only, on the stand-in for Electron: each part is told which system it is on.
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLog } from '../../main/base/ports.ts';
import type { Alert } from '../../main/desktop/alert.ts';
import { trayFrom } from '../../main/desktop/tray.ts';
import { startAtLogin } from '../../main/electron/login.ts';
import { createNotifier } from '../../main/electron/notify.ts';
import { servePage } from '../../main/electron/page.ts';
import { appIcon } from '../../main/electron/pictures.ts';
import { createTaskbar, createTray } from '../../main/electron/tray.ts';
import { bringUpAt, createWindow, loadPage, putAway } from '../../main/electron/window.ts';
import { snapshotWith } from '../support/make-desktop.ts';
import * as standIn from './stand-in.ts';

vi.mock('electron', () => import('./stand-in.ts'));

/** What the stand-in keeps, as the modules under test see it; the types are Electron's there. */
const { $notifications, $trays, app } = standIn;
const electronApp = app as unknown as Electron.App;

function newWindow(): { window: Electron.BrowserWindow; seen: standIn.BrowserWindow } {
  const icon = appIcon('win32');
  const window = createWindow({ preload: join('/', 'preload.cjs'), devTools: false, icon, kept: null, isHidden: false });
  return { window, seen: window as unknown as standIn.BrowserWindow };
}

beforeEach(() => {
  $notifications.length = 0;
  $trays.length = 0;
});

describe('starting with the computer', () => {
  test('on Windows is a line with the path in quotes, and off where the Task Manager switched it off', () => {
    const login = startAtLogin(electronApp, ['--home', 'D:\\Booking results'], 'win32');
    expect(login.startsAtLogin()).toBe(false);
    login.startAtLogin(true);
    expect(standIn.$told.at(-1)).toEqual({
      what: 'setLoginItemSettings',
      args: [
        {
          path: `"${process.execPath}"`,
          args: ['"--home"', '"D:\\Booking results"', '"--hidden"'],
          openAtLogin: true,
        },
      ],
    });
    expect(login.startsAtLogin()).toBe(true);
    standIn.$switchOffAtLogin();
    expect(login.startsAtLogin()).toBe(false);
  });
});

describe('the icon in the tray', () => {
  test.each([
    ['win32', 1],
    ['linux', 1],
    ['darwin', 0],
  ] as const)('on %s opens the window with a click, where the same click does not open the menu', (platform, opened) => {
    const run = vi.fn();
    vi.spyOn(standIn.nativeImage, 'createFromPath').mockReturnValue(standIn.nativeImage.createEmpty());
    createTray(trayFrom(snapshotWith({})), { run, bringIn: () => {} }, platform);
    $trays[0]?.emit('click');
    expect(run).toHaveBeenCalledTimes(opened);
  });
});

describe('the taskbar of Windows', () => {
  test('shows count and progress again on the new button of a window that was hidden', () => {
    const { window, seen } = newWindow();
    const draw = createTaskbar(electronApp, window, 'win32');
    window.show();
    draw({ ...trayFrom(snapshotWith({})), badge: 3, badgeText: '3 need you', progress: 0.5 });
    window.hide();
    expect([seen.$overlay, seen.$progress]).toEqual([null, -1]);
    window.show();
    expect([seen.$overlay, seen.$progress]).toEqual(['3 need you', 0.5]);
  });
});

describe('the window', () => {
  test('takes its icon from the program, but on Linux', () => {
    expect([appIcon('win32'), appIcon('darwin'), appIcon('linux')?.isEmpty()]).toEqual([null, null, false]);
    expect(newWindow().seen.$options).not.toHaveProperty('icon');
  });

  test('on macOS leaves its own screen before it hides, which would stay black', async () => {
    const { window, seen } = newWindow();
    window.show();
    window.setFullScreen(true);
    putAway(window, 'darwin');
    expect(seen.$state.isVisible).toBe(true);
    await new Promise((resolve) => seen.once('leave-full-screen', resolve));
    expect([seen.$state.isVisible, window.isFullScreen()]).toEqual([false, false]);
    window.show();
    putAway(window, 'darwin');
    expect(seen.$state.isVisible).toBe(false);
  });

  test('may be led elsewhere while it loads', async () => {
    servePage(standIn.protocol as unknown as Electron.Protocol, join(import.meta.dirname, '..', '..', 'shared'));
    const { window, seen } = newWindow();
    const loading = loadPage(window);
    bringUpAt(window, '#/problems');
    await expect(loading).resolves.toBeUndefined();
    await vi.waitUntil(() => seen.$loads.length > 0);
    expect(window.webContents.getURL()).toBe('app://courier/#/problems');
  });
});

describe('a notification on Windows', () => {
  const alert: Alert = {
    id: 'test/failure/login-refused',
    class: 'actionNeeded',
    title: 'Title',
    body: 'Body',
    route: '#/settings',
    retry: null,
    count: 1,
  };
  const click = (id: string): void => standIn.Notification.$activated?.({ type: 'click', arguments: `type=click&tag=${id}` });

  test('that an earlier run left behind opens the problems; one of this run is asked itself', () => {
    const open = vi.fn();
    const notifier = createNotifier({ open, retry: () => {} }, silentLog, 'win32');
    notifier.show(alert);
    notifier.notice({ title: 'Still running', body: 'Body' });
    click(alert.id);
    click('Still running');
    expect(open).not.toHaveBeenCalled();
    $notifications[0]?.emit('click');
    expect(open).toHaveBeenLastCalledWith('#/settings');
    click('test/failure/server-down');
    expect(open).toHaveBeenLastCalledWith('#/problems');
    notifier.withdraw(alert.id);
    click(alert.id);
    expect(open).toHaveBeenCalledTimes(3);
  });
});
