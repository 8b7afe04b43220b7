// The one window: sandboxed, isolated, and unable to go anywhere or to ask for any permission.
import { BrowserWindow, type Session, type WebPreferences } from 'electron';
import { PAGE } from './page.ts';

/** What the page runs with; a plain value, so that a test can look at it. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };
}

/** Refuses every permission, asked for or checked. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Makes the window without loading its page; it shows itself once it has something to show. */
export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1120,
    height: 760,
    minWidth: 800,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    title: 'Booking Courier',
    webPreferences: webPreferences(preload),
  });
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads our page, the only one it ever shows. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(PAGE);
}
