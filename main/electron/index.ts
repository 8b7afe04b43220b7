// The desktop shell: one instance, one window, one tray icon around the same app that every host runs. No decisions here.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { app, type BrowserWindow, dialog, powerMonitor, protocol, session } from 'electron';
import { createApp } from '../app.ts';
import { openHome } from '../base/home.ts';
import { createLog } from '../base/log.ts';
import { createNetwork, signedInName } from '../base/machine.ts';
import { systemClock } from '../base/ports.ts';
import { openVault } from '../credentials/vault.ts';
import { sentenceOf } from '../sentence.ts';
import { connectWindow } from './ipc.ts';
import { announceScheme, servePage } from './page.ts';
import { createTray } from './tray.ts';
import { createWindow, denyPermissions, loadPage } from './window.ts';

function wishedHome(): string | undefined {
  const { values } = parseArgs({ args: process.argv.slice(1), options: { home: { type: 'string' } }, strict: false });
  const wished = values.home ?? process.env.BOOKING_COURIER_HOME;
  return typeof wished === 'string' && wished !== '' ? resolve(wished) : undefined;
}

function giveUp(sentence: string): void {
  dialog.showErrorBox('Booking Courier', sentence);
  app.exit(1);
}

function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

async function run(): Promise<void> {
  const path = app.getPath('userData');
  const home = openHome(path);
  if (!home.ok) return giveUp(sentenceOf(home.failure));
  home.value.announce({ program: 'window', url: '' });
  const log = createLog(join(path, 'logs'), systemClock);
  const { vault, failure } = await openVault(log);
  const opened = await createApp({
    home: path,
    clock: systemClock,
    network: createNetwork(systemClock),
    vault,
    keychainFailure: failure,
    log,
    who: signedInName(),
    threads: {
      writer: new URL('./writer-thread.js', import.meta.url),
      stage: new URL('./stage-thread.js', import.meta.url),
    },
  });
  if (!opened.ok) return giveUp(sentenceOf(opened.failure));
  const courier = opened.value;

  servePage(protocol, join(app.getAppPath(), 'dist', 'renderer'));
  denyPermissions(session.defaultSession);
  const window = createWindow(join(import.meta.dirname, 'preload.cjs'));
  connectWindow(courier, window);

  let quitting = false;
  app.on('before-quit', (event) => {
    if (!quitting) {
      event.preventDefault();
      quitting = true;
      void courier.stop().finally(() => {
        home.value.close();
        app.exit(0);
      });
    }
  });
  window.on('close', (event) => {
    // Not every Linux desktop shows tray icons, and a window that cannot be found again is worse than a closed one.
    if (quitting || process.platform === 'linux') return;
    event.preventDefault();
    window.hide();
  });
  app.on('second-instance', () => bringUp(window));
  app.on('activate', () => bringUp(window));
  app.on('window-all-closed', () => app.quit());
  powerMonitor.on('resume', () => courier.woke());
  courier.subscribe(
    createTray({
      open: () => bringUp(window),
      sendNow: () => void courier.serve('sync.sendNow', {}),
      quit: () => app.quit(),
    }),
  );
  await loadPage(window);
}

const home = wishedHome();
if (home !== undefined) app.setPath('userData', home);
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  announceScheme();
  // Not awaited up here: Electron becomes ready only after this file has been evaluated.
  app
    .whenReady()
    .then(run)
    .catch((error) => giveUp(`Booking Courier could not start: ${error instanceof Error ? error.message : String(error)}`));
} else {
  app.quit();
}
