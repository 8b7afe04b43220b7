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
  };
}

export interface WindowWishes {
  readonly preload: string;
  readonly devTools: boolean;
  readonly icon: NativeImage;
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
    icon,
    webPreferences: webPreferences(preload, devTools),
  });
  if (kept?.isMaximized === true && !isHidden) window.maximize();
  if (!isHidden) window.once('ready-to-show', () => window.show());
  return window;
}

/** Keeps where the window is in `home`, whenever it was moved, sized or closed. */
export function rememberPlace(window: BrowserWindow, home: string): void {
  const keep = (): void => keepWindow(home, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  for (const event of ['resized', 'moved', 'close', 'maximize', 'unmaximize'] as const) window.on(event as 'close', keep);
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
  if (window.webContents.getURL() !== target) void window.loadURL(target);
  bringUp(window);
}

/** Loads our page, the only one it ever shows. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(PAGE);
}
