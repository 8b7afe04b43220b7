// The command line: `push`, `retry`, `status`, `export` and `bookings` for scheduled jobs. Results go to standard output,
// explanations to standard error, and the exit code says what a job needs to know.
import { join } from 'node:path';
import { brpWording } from '../../shared/brp-wording.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import { type App, createApp } from '../app/app.ts';
import { sentenceOf } from '../app/sentence.ts';
import { type Occupant, occupantOf, openHome } from '../base/home.ts';
import { createLog } from '../base/log.ts';
import { onStopSignal, signedInName } from '../base/machine.ts';
import { systemClock } from '../base/ports.ts';
import { openSettings } from '../base/settings.ts';
import { withEnvironment } from '../credentials/environment.ts';
import { openVault } from '../credentials/vault.ts';
import { parseRequest, type Request, USAGE } from './arguments.ts';
import { listBookings } from './bookings.ts';
import { exportOutbox, statusExitCode, statusObject, statusSentences } from './look.ts';
import { runPush, whyUnreadable } from './push.ts';
import { EXIT, exitCode, runSentences } from './report.ts';

const OCCUPANTS: Record<Occupant['program'], string> = {
  window: 'It is open in its own window.',
  browser: 'It is open in a browser.',
  'command-line': 'It is at work on the command line.',
};

function say(sentence: string): void {
  console.error(sentence);
}

/** Opens the app for this run: it sends only when it is told to, and always tries the network. */
async function openApp({ home, environment, baseUrl }: Request): Promise<Result<App>> {
  const log = createLog(join(home, 'logs'), systemClock);
  const { vault, failure } = await openVault(log);
  return createApp({
    home,
    clock: systemClock,
    network: { isOnline: () => true, onChange: () => () => {} },
    vault: withEnvironment(vault),
    keychainFailure: failure,
    log,
    who: signedInName(),
    environment,
    baseUrl,
    autoPush: false,
  });
}

async function obey(app: App, request: Request): Promise<number> {
  const { command, json } = request;
  if (command === 'status') {
    const snapshot = app.snapshot();
    console.log(json ? JSON.stringify(statusObject(snapshot)) : statusSentences(snapshot).join('\n'));
    return statusExitCode(snapshot);
  }
  if (request.bookings !== null) {
    const listed = await listBookings(app, request, request.bookings);
    if (!listed.ok) return refuse(listed.failure);
    if (listed.value.trouble === null) return EXIT.fine;
    const { what, todo } = brpWording(listed.value.trouble);
    say(todo === '' ? what : `${what} ${todo}`);
    return listed.value.exitCode;
  }
  if (command === 'export') {
    const exported = await exportOutbox(app, request);
    return exported.ok ? EXIT.fine : refuse(exported.failure);
  }
  const ran = await runPush(app, request, systemClock);
  if (!ran.ok) return refuse(ran.failure);
  const { report, trouble } = ran.value;
  if (trouble?.kind === 'reading-unsure') {
    if (json) console.log(JSON.stringify(report));
    return refuse(trouble);
  }
  console.log(json ? JSON.stringify(report) : runSentences(report).join('\n'));
  if (trouble !== null) say(sentenceOf(trouble));
  if (trouble?.kind === 'credentials-missing') {
    say('A job without a keychain gives the account in BOOKING_COURIER_BASICPSF_USERNAME and BOOKING_COURIER_BASICPSF_PASSWORD.');
  }
  return exitCode(report);
}

function refuse(failure: Failure): number {
  say(sentenceOf(failure));
  return EXIT.usage;
}

async function run(args: readonly string[]): Promise<number> {
  // npm runs its scripts in the project's folder; file names are meant from where the person is.
  const { npm_lifecycle_event: script, INIT_CWD: personIn } = process.env;
  const parsed = parseRequest(args, script === 'courier' ? personIn : undefined);
  if (parsed.kind === 'help') {
    console.log(USAGE);
    return EXIT.fine;
  }
  if (parsed.kind === 'wrong') {
    say(`${parsed.why}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const { request } = parsed;
  for (const file of request.files) {
    const unreadable = whyUnreadable(file);
    if (unreadable !== null) return refuse(unreadable);
  }
  const home = openHome(request.home);
  if (!home.ok) {
    const occupant = home.failure.kind === 'home-in-use' ? occupantOf(request.home) : null;
    if (occupant !== null) say(OCCUPANTS[occupant.program]);
    return refuse(home.failure);
  }
  home.value.announce({ program: 'command-line', url: '' });
  try {
    const sends = request.command === 'push' || request.command === 'retry';
    const live = openSettings(request.home).read().environment === 'production';
    if (sends && live && request.environment === undefined) {
      say('The settings say Production, which is live data. Repeat the command with --environment production.');
      return EXIT.usage;
    }
    const app = await openApp(request);
    if (!app.ok) return refuse(app.failure);
    return await workUntilStopped(app.value, request);
  } finally {
    home.value.close();
  }
}

/** Obeys, or ends after the batch under way when the terminal or the system says stop. */
async function workUntilStopped(app: App, request: Request): Promise<number> {
  let stopped: Promise<number> | null = null;
  const signal = new Promise<number>((resolve) => {
    onStopSignal(() => {
      stopped = app.stop().then(() => {
        say('Stopped. What is not delivered is kept and sent by the next run or by the app.');
        return EXIT.kept;
      });
      resolve(stopped);
    });
  });
  const work = obey(app, request).catch((error) => {
    // The work under way loses its database when the app is stopped; that is no bug.
    if (stopped === null) throw error;
    return stopped;
  });
  const code = await Promise.race([work, signal]);
  if (stopped === null) await app.stop();
  return code;
}

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', () => {});
process.exitCode = await run(process.argv.slice(2));
