// The command line: `push`, `retry`, `status`, `export` and `bookings` for scheduled jobs. Results go to standard output,
// explanations to standard error, and the exit code says what a job needs to know.
import { join } from 'node:path';
import { brpWording } from '../../shared/brp-wording.ts';
import type { Failure } from '../../shared/failure.ts';
import { counted } from '../../shared/phrases.ts';
import type { Result } from '../../shared/result.ts';
import type { Environment } from '../../shared/settings.ts';
import { rowsForYou } from '../../shared/totals.ts';
import { environmentName } from '../../shared/wording.ts';
import { createApp } from '../app/app.ts';
import type { App } from '../app/app-ports.ts';
import { sentenceOf } from '../app/sentence.ts';
import { standingWithoutWriting } from '../app/standing-without-writing.ts';
import { type Home, type Occupant, occupantOf, openHome } from '../base/home.ts';
import { createLog } from '../base/log.ts';
import { HURRY_AFTER_MS, onStopSignal, signedInName } from '../base/machine.ts';
import { systemClock } from '../base/ports.ts';
import { redactText } from '../base/redact.ts';
import { checkSettings, openSettings } from '../base/settings.ts';
import { refusedVariables } from '../base/surroundings.ts';
import { withEnvironment } from '../credentials/environment.ts';
import { openVault } from '../credentials/vault.ts';
import { parseRequest, type Request, USAGE } from './arguments.ts';
import { listBookings } from './bookings.ts';
import { exportOutbox, needYouOnTheLine, statusExitCode, statusObject, statusSentences } from './look.ts';
import { runPush, whyUnreadable } from './push.ts';
import { EXIT, exitCode, runSentences } from './report.ts';
import { runVerify, VERIFY_EXIT } from './verify.ts';
import { createVoice, type Notice, noticesFrom } from './voice.ts';
import { whyKept } from './why.ts';
import { whyNot } from './why-not.ts';

const OCCUPANTS: Record<Occupant['program'], string> = {
  window: 'It is open in its own window.',
  browser: 'It is open in a browser.',
  'command-line': 'It is at work on the command line.',
};

/** Opens the app for this run: it sends only when it is told to, and always tries the network. */
async function openApp({ home, environment, baseUrl }: Request, homeLost: Home['lost']): Promise<Result<App>> {
  const log = createLog(join(home, 'logs'), systemClock);
  const { vault, failure } = await openVault(log);
  return createApp({
    home,
    homeLost,
    clock: systemClock,
    network: { isOnline: () => true, onChange: () => () => {} },
    vault: withEnvironment(vault),
    keychainFailure: failure,
    log,
    who: signedInName(),
    surroundings: refusedVariables(),
    environment,
    baseUrl,
    autoPush: false,
  });
}

async function obey(app: App, request: Request): Promise<number> {
  const notices = app.snapshot().notices;
  for (const notice of notices.filter(({ kind }) => kind !== 'variable-refused')) say(sentenceOf(notice));
  sayPractice(app.snapshot().environment);
  if (request.command === 'restore' || request.command === 'dismiss') return settleLoss(app, request.command);
  const code = await answer(app, request, noticesFrom(notices));
  await app.backUp();
  return code !== EXIT.usage && app.snapshot().notices.some(isLoss) ? EXIT.kept : code;
}

function isLoss({ kind }: Failure): boolean {
  return kind === 'storage-damaged' || kind === 'storage-missing';
}

async function settleLoss(app: App, command: 'restore' | 'dismiss'): Promise<number> {
  const loss = app.snapshot().notices.find(isLoss);
  if (loss === undefined) return refuse({ kind: 'gone', what: 'notice of a lost outbox' });
  if (command === 'restore' && 'backupAt' in loss && loss.backupAt === null) return refuse({ kind: 'gone', what: 'backup' });
  const done = await app.serve(command === 'restore' ? 'storage.restore' : 'notices.dismiss', { kind: loss.kind });
  if (!done.ok) return refuse(done.failure);
  const count = command === 'restore' ? (done.value as { count: number }).count : 0;
  const sentence =
    command === 'restore'
      ? `${counted(count, 'result')} brought back. What was on its way waits for a person; see the window or status.`
      : 'Dismissed. What was put aside and its backup are kept in the folder.';
  print(
    {
      [command === 'restore' ? 'restored' : 'dismissed']: command === 'restore' ? count : true,
      notices: noticesFrom(app.snapshot().notices),
    },
    [sentence],
  );
  return app.snapshot().notices.some(isLoss) ? EXIT.kept : EXIT.fine;
}

/** Does what was asked for and prints it; answers the exit code that goes with it. */
async function answer(app: App, request: Request, notices: readonly Notice[]): Promise<number> {
  const { command } = request;
  if (command === 'status') {
    const snapshot = app.snapshot();
    const need = needYouOnTheLine(snapshot);
    print({ ...statusObject(snapshot, need), notices }, statusSentences(snapshot, need));
    if (!isJson) for (const sentence of await whyKept(app, false)) say(sentence);
    return statusExitCode(snapshot);
  }
  if (request.bookings !== null) {
    const listed = await listBookings(app, request, request.bookings, notices);
    if (!listed.ok) return refuse(listed.failure);
    if (listed.value.missing !== '') say(listed.value.missing);
    if (listed.value.trouble === null) return listed.value.exitCode;
    const { what, todo } = brpWording(listed.value.trouble);
    say(todo === '' ? what : `${what} ${todo}`);
    return listed.value.exitCode;
  }
  if (command === 'export') {
    const exported = await exportOutbox(app, request);
    return exported.ok ? EXIT.fine : refuse(exported.failure);
  }
  if (command === 'verify') {
    const verified = await runVerify(app, request);
    if (!verified.ok) return refuse(verified.failure, VERIFY_EXIT.unseen);
    print({ ...verified.value.object, notices }, verified.value.sentences);
    return verified.value.exitCode;
  }
  const ran = await runPush(app, request, systemClock);
  if (!ran.ok) return refuse(ran.failure);
  const { report, trouble } = ran.value;
  if (trouble?.kind === 'reading-unsure') {
    const sentence = sentenceOf(trouble);
    if (request.json) print({ failure: { kind: trouble.kind, sentence }, ...report, notices }, []);
    say(sentence);
    return EXIT.usage;
  }
  print({ ...report, notices }, runSentences(report));
  if (trouble !== null) say(sentenceOf(trouble));
  for (const sentence of await whyKept(app, trouble !== null)) say(sentence);
  if (trouble?.kind === 'credentials-missing') {
    say('A job without a keychain gives the account in BOOKING_COURIER_BASICPSF_USERNAME and BOOKING_COURIER_BASICPSF_PASSWORD.');
  }
  // Where the outbox cannot be read, nobody knows what waits in it.
  return trouble?.kind.startsWith('storage-') ? EXIT.kept : exitCode(report);
}

function sayPractice(environment: Environment): void {
  if (environment === 'practice') say('This is Practice: nothing reaches BasicPSF or BRP.');
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
    if (isJson) printFailure('input-refused', parsed.why);
    say(parsed.why);
    console.error(`\n${USAGE}`);
    return EXIT.usage;
  }
  const { request } = parsed;
  for (const notice of refusedVariables()) say(sentenceOf(notice));
  if (request.command === 'settings') return checkedSettings(request);
  for (const file of request.files) {
    const unreadable = whyUnreadable(file);
    if (unreadable !== null) return refuse(unreadable);
  }
  const home = openHome(request.home);
  if (!home.ok) {
    const occupant = home.failure.kind === 'home-in-use' ? occupantOf(request.home) : null;
    if (occupant !== null) say(OCCUPANTS[occupant.program]);
    return lookOnly(request, home.failure);
  }
  home.value.announce({ program: 'command-line', url: '' });
  try {
    const why = whyNot(request);
    if (why !== null) return refuse(why);
    const app = await openApp(request, home.value.lost);
    if (!app.ok) return lookOnly(request, app.failure);
    return await workUntilStopped(app.value, request);
  } finally {
    home.value.close();
  }
}

/** On a disk that cannot be written, how things stand can still be said. */
function lookOnly(request: Request, failure: Failure): number {
  if (request.command !== 'status' || (failure.kind !== 'storage-read-only' && failure.kind !== 'storage-full'))
    return refuse(failure);
  const why = whyNot(request);
  if (why !== null) return refuse(why);
  const environment = request.environment ?? openSettings(request.home).read().environment;
  const standing = standingWithoutWriting(request.home, environment, systemClock.now());
  if (standing === null) return refuse(failure);
  say(sentenceOf(failure));
  sayPractice(environment);
  // The disk that is full or closed to us is one thing more that needs somebody.
  const need = rowsForYou(standing.counts) + 1;
  print({ ...statusObject(standing, need), notices: noticesFrom([failure]) }, statusSentences(standing, need));
  return statusExitCode(standing);
}

function checkedSettings({ home, files }: Request): number {
  const path = files[0] ?? join(home, 'settings.json');
  const { found, trouble } = checkSettings(path);
  if (trouble !== null) return refuse(trouble);
  if (found === null) return refuse({ kind: 'file-unreadable', name: path, why: 'missing' });
  const { environment, baseUrl } = found.settings;
  print({ path, environment, baseUrl }, [`${path} can be used: ${environmentName(environment)}, ${baseUrl}.`]);
  return EXIT.fine;
}

/** Obeys, or ends after the batch under way when the terminal or the system says stop. */
async function workUntilStopped(app: App, request: Request): Promise<number> {
  let stopped: Promise<number> | null = null;
  const signal = new Promise<number>((resolve) => {
    onStopSignal(() => {
      stopped = app.stop({ hurryAfterMs: HURRY_AFTER_MS }).then(() => {
        say('Stopped. What is not delivered is kept and sent by the next run or by the app.');
        return EXIT.kept;
      });
      resolve(stopped);
    }, EXIT.kept);
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

/** What nobody foresaw is said like everything else: no job can read the inside of a program. */
function unforeseen(error: unknown): number {
  const { message } = error instanceof Error ? error : { message: String(error) };
  return refuse({ kind: 'unexpected', words: redactText(message) }, EXIT.unexpected);
}

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
const args = process.argv.slice(2);
const { isJson, print, printFailure, refuse, say } = createVoice(args.includes('--json'));
process.exitCode = await run(args).catch(unforeseen);
