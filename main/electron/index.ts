// The desktop shell's first moments: one instance for each home, and what later starts ask of it. No decisions here.
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { sentenceOf } from '../app/sentence.ts';
import { defaultHome, openHome } from '../base/home.ts';
import { systemClock } from '../base/ports.ts';
import { redactText } from '../base/redact.ts';
import { handoverArgument, isCommandLine, type Wishes, wishesFrom, wishesFromEvent } from '../desktop/arguments.ts';
import { clearHandovers, isTooMuch, keepHandover, takeHandover } from '../desktop/handover.ts';
import { announceScheme } from './page.ts';
import { openShell, type Shell } from './shell.ts';

/** What installers and notifications know the program by; the same as in electron-builder.yml. */
const APP_ID = 'com.booking-courier.app';
/** By which Windows finds the program for a click on a notification of an earlier run; without one it changes with each start. */
const TOAST_ACTIVATOR = '{E0FAFE03-D679-4E4E-B670-F8602AD91520}';

const FOR_ROOT = 'Booking Courier opens no window for root: start it as the person who works with it.';
const TOO_MUCH =
  'These files could not be handed over, because nothing can be written to the data folder. Nothing is lost: drop them on the window instead.';

/** What the command line itself ends with when it meets something unexpected. */
const UNEXPECTED_EXIT = 70;

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

/** As `giveUp`, for causes that are known so early that there would be no dialog yet. */
function giveUpOnceReady(sentence: string): void {
  void app.whenReady().then(() => giveUp(sentence));
}

/**
 * Leaves the start to the program that has the lock. Where the lock cannot even be written Electron answers the same, although
 * nothing runs: then the person is told why.
 */
function leaveToTheOther(home: string): void {
  const opened = openHome(home);
  if (opened.ok) opened.value.close();
  if (opened.ok || opened.failure.kind === 'home-in-use') app.quit();
  else giveUpOnceReady(sentenceOf(opened.failure));
}

function wordsOf(error: unknown): string {
  return `Booking Courier met something unexpected and has to end: ${error instanceof Error ? error.message : String(error)}\n\nNothing is lost. Start it again.`;
}

/** Obeys the command line, which lies beside this file, and ends with its exit code. */
async function runCommandLine(args: readonly string[]): Promise<void> {
  process.argv = [process.execPath, 'booking-courier', ...args];
  // Of its own accord Electron would show a window, and a job wait for ever.
  const fail = (error: unknown): void => {
    const words = redactText(error instanceof Error ? error.message : String(error));
    process.stderr.write(`${sentenceOf({ kind: 'unexpected', words })}\n`);
    app.exit(UNEXPECTED_EXIT);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  await import(new URL('./command-line.js', import.meta.url).href);
  // Ending here would cut off what a pipe has not taken yet.
  for (const stream of [process.stdout, process.stderr]) await new Promise((taken) => stream.write('', taken));
  app.exit(Number(process.exitCode ?? 0));
}

/** Starts the program once more, with the name of what it was asked for instead of all of it. */
function startWithLess(home: string, name: string): void {
  const program = app.isPackaged ? [] : [app.getAppPath()];
  app.relaunch({
    args: [...program, '--home', home, handoverArgument(name)],
    execPath: process.env.APPIMAGE ?? process.execPath,
  });
  app.exit(0);
}

function openDesktop(args: readonly string[]): void {
  // The page is never shown outside of its sandbox, which Chromium does not make for root.
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    process.stderr.write(`${FOR_ROOT}\n`);
    app.exit(1);
    return;
  }
  const here = { args, cwd: process.cwd() };
  const given = wishesFrom(args, here.cwd);
  const home = given.home ?? defaultHome();
  const start = takeHandover(home, given.handover) ?? here;
  const wishes = wishesFrom(start.args, start.cwd);
  app.setPath('userData', home);
  // What Chromium keeps for itself stays apart from what we keep.
  app.setPath('sessionData', join(home, 'window'));
  if (process.platform === 'win32') app.setToastActivatorCLSID(TOAST_ACTIVATOR);
  app.setAppUserModelId(APP_ID);
  process.on('uncaughtException', (error) => giveUp(wordsOf(error)));
  const asksForMore = wishes.files.length > 0 || wishes.command !== null;
  const kept = asksForMore || isTooMuch(here) ? keepHandover(home, start) : null;
  if (isTooMuch(here)) {
    if (kept === null) giveUpOnceReady(TOO_MUCH);
    else startWithLess(home, kept);
    return;
  }
  if (!app.requestSingleInstanceLock(kept === null ? {} : { handover: kept })) {
    leaveToTheOther(home);
    return;
  }
  takeHandover(home, kept);
  clearHandovers(home, systemClock.now());

  app.enableSandbox();
  announceScheme();
  app.on('second-instance', (_event, argv, cwd, told) => {
    const handed = takeHandover(home, (told as { handover?: unknown } | null)?.handover);
    wish(handed === null ? wishesFromEvent(argv, cwd, [app.getAppPath(), home]) : wishesFrom(handed.args, handed.cwd));
  });
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
      if (!isHidden || wishes.files.length > 0) shell.obey(wishes);
      for (const asked of early) shell.obey(asked);
    })
    .catch((error) => giveUp(wordsOf(error)));
}

// From the project's folder, the program is Electron itself and our name an argument.
const args = process.argv.slice(app.isPackaged ? 1 : 2);
// Awaited, unlike the desktop: Electron asks for a screen once this file has been evaluated, and a job may have none.
if (isCommandLine(args)) await runCommandLine(args);
else openDesktop(args);
