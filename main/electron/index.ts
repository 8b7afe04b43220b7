// The desktop shell's first moments: one instance for each home, and what later starts ask of it. No decisions here.
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { sentenceOf } from '../app/sentence.ts';
import { defaultHome } from '../base/home.ts';
import { isCommandLine, secondStart, type Wishes, wishesFrom, wishesFromSecondStart } from '../desktop/arguments.ts';
import { announceScheme } from './page.ts';
import { openShell, type Shell } from './shell.ts';

/** What installers and notifications know the program by; the same as in electron-builder.yml. */
const APP_ID = 'com.booking-courier.app';
/** By which Windows finds the program for a click on a notification of an earlier run; without one it changes with each start. */
const TOAST_ACTIVATOR = '{E0FAFE03-D679-4E4E-B670-F8602AD91520}';

let shell: Shell | null = null;
/** Asked for before there was a window. */
const early: Wishes[] = [];

function wish(wishes: Wishes): void {
  if (shell === null) early.push(wishes);
  else shell.obey(wishes);
}

function giveUp(sentence: string): void {
  dialog.showErrorBox('Booking Courier', sentence);
  app.exit(1);
}

function wordsOf(error: unknown): string {
  return `Booking Courier met something unexpected and has to end: ${error instanceof Error ? error.message : String(error)}\n\nNothing is lost. Start it again.`;
}

/** Obeys the command line, which lies beside this file, and ends with its exit code. */
async function runCommandLine(args: readonly string[]): Promise<void> {
  process.argv = [process.execPath, 'booking-courier', ...args];
  // Of its own accord Electron would show a window, and a job wait for ever.
  const fail = (error: unknown): void => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    app.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  await import(new URL('./command-line.js', import.meta.url).href);
  // Ending here would cut off what a pipe has not taken yet.
  for (const stream of [process.stdout, process.stderr]) await new Promise((taken) => stream.write('', taken));
  app.exit(Number(process.exitCode ?? 0));
}

function openDesktop(args: readonly string[]): void {
  const wishes = wishesFrom(args, process.cwd());
  const home = wishes.home ?? defaultHome();
  app.setPath('userData', home);
  // What Chromium keeps for itself stays apart from what we keep.
  app.setPath('sessionData', join(home, 'window'));
  if (process.platform === 'win32') app.setToastActivatorCLSID(TOAST_ACTIVATOR);
  app.setAppUserModelId(APP_ID);
  process.on('uncaughtException', (error) => giveUp(wordsOf(error)));
  if (!app.requestSingleInstanceLock(secondStart(args, process.cwd()))) {
    app.quit();
    return;
  }

  app.enableSandbox();
  announceScheme();
  app.on('second-instance', (_event, _args, _cwd, handedOver) => wish(wishesFromSecondStart(handedOver)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    wish({ ...wishesFrom([], '/'), files: [path] });
  });
  // Not awaited: Electron becomes ready only after this file has been evaluated.
  app
    .whenReady()
    .then(async () => {
      // macOS hands over no arguments when it starts programs at login.
      const isHidden = wishes.isHidden || app.getLoginItemSettings().wasOpenedAtLogin === true;
      const opened = await openShell(home, isHidden);
      if (!opened.ok) return giveUp(sentenceOf(opened.failure));
      shell = opened.value;
      if (!isHidden) shell.obey(wishes);
      for (const asked of early) shell.obey(asked);
    })
    .catch((error) => giveUp(wordsOf(error)));
}

// From the project's folder, the program is Electron itself and our name an argument.
const args = process.argv.slice(app.isPackaged ? 1 : 2);
// Awaited, unlike the desktop: Electron asks for a screen once this file has been evaluated, and a job may have none.
if (isCommandLine(args)) await runCommandLine(args);
else openDesktop(args);
