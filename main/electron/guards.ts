// What no page may do, whoever made it: go anywhere, open anything, ask for permissions, or reach a network.
// Electron's security checklist, points 5, 12, 13 and 14 (electronjs.org/docs/latest/tutorial/security).
import type { App, Session, WebContents } from 'electron';
import { PAGE } from './page.ts';

/** Chromium's number for it. */
const ERR_ABORTED = -3;

/** Refuses every permission, asked for or checked. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** What the page may load: its own files, what it made itself (a file to save), and the developer tools of an unpackaged run. */
const MAY_LOAD = [PAGE, `blob:${PAGE}`, 'data:', 'devtools://'];

/** Lets the page load nothing else, beside the policy that its own headers carry. */
export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !MAY_LOAD.some((start) => url.startsWith(start)) }));
}

function denyLeaving(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Keeps every page that is ever made where it is. */
export function guardPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => denyLeaving(contents));
}

function isPage(url: string): boolean {
  return url.split(/[?#]/)[0] === PAGE;
}

/**
 * Calls `lost` whenever the window has come to show anything but our page: about:blank, which asks no guard beforehand, an
 * address that a script wrote into the bar, or a page that could not be loaded.
 */
export function watchPage(contents: WebContents, lost: (why: string) => void): void {
  contents.on('did-navigate', (_event, url) => {
    if (!isPage(url)) lost('it went elsewhere');
  });
  contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
    if (isMainFrame && !isPage(url)) lost('its address was changed');
  });
  contents.on('did-fail-load', (_event, code, _words, _url, isMainFrame) => {
    // A load that another one took the place of is no failure.
    if (isMainFrame && code !== ERR_ABORTED) lost(`it could not be loaded (${code})`);
  });
}
