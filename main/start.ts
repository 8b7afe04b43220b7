// `npm start`: builds what is stale, then opens the desktop shell where it can run, else the browser host.
// It belongs to no host and imports none: it is the program that chooses one. Standard output is left to the host.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

createRequire(import.meta.url)('./needs-node-24.cjs');

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WINDOW = join(ROOT, 'dist', 'renderer', 'index.html');
const SHELL = join(ROOT, 'dist', 'electron', 'index.js');
const ELECTRON = join(ROOT, 'node_modules', 'electron');
const LOOK_AFTER_NPM_MS = 1_000;
/** A download that takes longer than this is worth a word. */
const QUIET_MS = 2_000;

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** When anything in `path` last changed, epoch ms; folders count too, so that a removed file is noticed. */
function changedAt(path: string): number {
  const { mtimeMs } = statSync(path);
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' });
  // An editor's own short-lived files may be gone again already.
  const times = entries.map((entry) => statSync(join(path, entry), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(mtimeMs, ...times);
}

function isStale(built: string, folders: readonly string[], files: readonly string[]): boolean {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = [
    ...folders.map((folder) => changedAt(join(ROOT, folder))),
    ...files.map((file) => statSync(join(ROOT, file)).mtimeMs),
  ];
  return sources.some((at) => at > builtAt);
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a building program; what it says goes to standard error. */
async function build(args: readonly string[]): Promise<void> {
  const code = await ended(spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 2, 2] }));
  if (code === 0) return;
  say('Booking Courier could not be built; the reason is above.');
  process.exit(1);
}

/** Builds beside the old window and then takes its place, so that somebody who starts at the same time finds a whole one. */
async function buildWindow(): Promise<void> {
  const begunAt = new Date();
  const folder = dirname(WINDOW);
  const fresh = `${folder}-${process.pid}`;
  await build([
    join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    '--logLevel',
    'warn',
    '--outDir',
    fresh,
    '--emptyOutDir',
  ]);
  // As new as the moment it was begun: what was changed meanwhile makes it stale.
  utimesSync(join(fresh, 'index.html'), begunAt, begunAt);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

async function buildShell(): Promise<void> {
  const begunAt = new Date();
  await build([join(ROOT, 'main', 'electron', 'build.ts')]);
  utimesSync(SHELL, begunAt, begunAt);
}

/** Where Electron's program lies, or null when it was not downloaded yet. */
function electronProgram(): string | null {
  const note = join(ELECTRON, 'path.txt');
  if (!existsSync(note)) return null;
  const program = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(ELECTRON, 'dist'), readFileSync(note, 'utf8'));
  return existsSync(program) ? program : null;
}

/** Electron comes without its program and fetches it once; null when that is impossible here. */
async function fetchElectron(): Promise<string | null> {
  const installer = join(ELECTRON, 'install.js');
  if (!existsSync(installer)) return null;
  const word = setTimeout(() => say('The desktop shell is being downloaded, this once …'), QUIET_MS);
  await ended(spawn(process.execPath, [installer], { cwd: ROOT, stdio: 'ignore' }));
  clearTimeout(word);
  return electronProgram();
}

/** The desktop shell to open, or null and the reason said in one line. */
async function findElectron(): Promise<string | null> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    say('This machine has no screen for the desktop window, so Booking Courier opens for a browser.');
    return null;
  }
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('The desktop window does not open for root, so Booking Courier opens for a browser.');
    return null;
  }
  const program = electronProgram() ?? (await fetchElectron());
  if (program === null) say('The desktop shell could not be downloaded, so Booking Courier opens in the browser.');
  return program;
}

async function openShell(program: string, args: readonly string[]): Promise<never> {
  if (isStale(SHELL, ['main', 'shared'], ['package.json'])) await buildShell();
  const shell = spawn(program, [ROOT, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => shell.kill(signal));
  process.exit(await ended(shell));
}

/** npm starts us through a shell that keeps signals to itself: when that is gone, somebody has ended npm, and means us. */
function endWithNpm(): void {
  const parent = process.ppid;
  if (process.platform === 'win32' || process.env.npm_lifecycle_event === undefined) return;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, LOOK_AFTER_NPM_MS).unref();
}

endWithNpm();
const args = process.argv.slice(2);
const wanted = args.filter((arg) => arg !== '--browser');
if (isStale(WINDOW, ['renderer', 'shared'], ['vite.config.ts', 'package-lock.json'])) {
  await buildWindow();
}
const program = wanted.length < args.length ? null : await findElectron();
if (program !== null) await openShell(program, wanted);
// The host is a program of its own that reads its arguments; running it in here saves starting Node twice.
const host = new URL('./browser/index.ts', import.meta.url);
process.argv = [process.execPath, fileURLToPath(host), ...wanted];
await import(host.href);
