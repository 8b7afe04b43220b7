// The one window: sandboxed, isolated, and in sight where it was last time.
import { BrowserWindow, type NativeImage, screen, type WebPreferences } from 'electron';
import { boundsInSight, FIRST_SIZE, type KeptWindow, keepWindow, LEAST_SIZE } from '../desktop/bounds.ts';
import { PAGE } from './page.ts';

/** What the page runs with; a plain value, so that a test can look at it. */
export function webPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    devTools,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // The pickers of the File System Access API put up a dialog of the system's without asking for a permission first.
    disableBlinkFeatures: 'FileSystemAccessLocal',
  };
}

export interface WindowWishes {
  readonly preload: string;
  readonly devTools: boolean;
  /** Null where the system takes it from the program. */
  readonly icon: NativeImage | null;
  readonly kept: KeptWindow | null;
  /** Made, but not shown before somebody asks for it. */
  readonly isHidden: boolean;
}

/** Makes the window without loading its page; it shows itself once it has something to show. */
export function createWindow({ preload, devTools, icon, kept, isHidden }: WindowWishes): BrowserWindow {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const place = kept === null ? null : boundsInSight(kept.bounds, areas);
  const window = new BrowserWindow({
    ...(place ?? FIRST_SIZE),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    autoHideMenuBar: true,
    title: 'Booking Courier',
    ...(icon === null ? {} : { icon }),
    webPreferences: webPreferences(preload, devTools),
  });
  if (kept?.isMaximized === true) window.once('show', () => window.maximize());
  if (!isHidden) window.once('ready-to-show', () => window.show());
  return window;
}

/** Keeps where the window is in `home`, whenever it was moved or sized (not told on Linux) or goes out of sight. */
export function rememberPlace(window: BrowserWindow, home: string): void {
  const keep = (): void => keepWindow(home, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  for (const event of ['resized', 'moved', 'hide', 'minimize', 'close', 'maximize', 'unmaximize'] as const)
    window.on(event as 'close', keep);
}

/** Puts the window out of sight. */
export function putAway(window: BrowserWindow, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'darwin' && window.isFullScreen()) {
    // Hidden at once, it would leave the screen that it has to itself black.
    window.once('leave-full-screen', () => window.hide());
    window.setFullScreen(false);
  } else window.hide();
}

/** Shows the window, wherever it was, in front. */
export function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Shows the window on one of its pages, such as `#/problems`. */
export function bringUpAt(window: BrowserWindow, route: string): void {
  const target = `${PAGE}${route}`;
  // Only the part behind # differs, so the page stays as it is and hears of it like of a click.
  if (window.webContents.getURL() !== target) void load(window, target);
  bringUp(window);
}

/** Loads our page, the only one it ever shows, with no way back to what was there before. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  await load(window, PAGE);
  window.webContents.navigationHistory.clear();
}

/** Loads `url`; that the person went to another of our pages meanwhile is no failure. */
async function load(window: BrowserWindow, url: string): Promise<void> {
  try {
    await window.loadURL(url);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED')) throw error;
  }
}
