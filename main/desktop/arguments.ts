// What the program was started with: files to bring in, and the few words that tray, jump list and autostart use.
// Arguments come from anywhere, also from a second start of somebody else's making, so what is not known is left alone.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandFromArgument, type ShellCommand } from './commands.ts';

export interface Wishes {
  /** Where to keep everything, instead of the usual place; null is the usual place. */
  readonly home: string | null;
  /** Started by the system when the person signed in: no window yet. */
  readonly isHidden: boolean;
  /** What was asked for beside opening the window. */
  readonly command: ShellCommand | null;
  /** Whole paths of files to bring in. */
  readonly files: readonly string[];
  /** What was asked for lies in the home under this name, because it was too much for a line of arguments. */
  readonly handover: string | null;
}

/** What Windows starts the program with for a click on a notification that an earlier run left behind. */
const OLD_NOTIFICATION = /^type=(?:click|action|reply)(?:&|$)/;

/** Reads the arguments behind the program's own name, given in the folder `cwd`. */
export function wishesFrom(args: readonly string[], cwd: string): Wishes {
  let home: string | null = null;
  let isHidden = false;
  let command: ShellCommand | null = null;
  let handover: string | null = null;
  const files: string[] = [];
  for (let n = 0; n < args.length; n += 1) {
    const arg = args[n] as string;
    const [flag, value] = arg.split(/=(.*)/s) as [string, string | undefined];
    if (flag === '--home') {
      const folder = value ?? args[n + 1];
      if (value === undefined) n += 1;
      if (folder !== undefined && folder !== '') home = resolve(cwd, folder);
    } else if (arg === '--hidden') isHidden = true;
    else if (flag === HANDOVER) handover = value ?? null;
    else if (arg.startsWith('-')) command = commandFromArgument(arg) ?? command;
    else if (OLD_NOTIFICATION.test(arg)) command = { command: 'problems' };
    else {
      const path = pathFrom(arg);
      if (isFilePath(path)) files.push(resolve(cwd, path));
    }
  }
  return { home, isHidden, command, files, handover };
}

const HANDOVER = '--handover';

/** The argument that says where the wishes of a start lie. */
export function handoverArgument(name: string): string {
  return `${HANDOVER}=${name}`;
}

/** Some desktops hand over files as addresses. */
function pathFrom(arg: string): string {
  try {
    return /^file:\/\/\//i.test(arg) ? fileURLToPath(arg) : arg;
  } catch {
    return '';
  }
}

/** Names of devices are no files, however they are written: reading one could wait for ever. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^\\/]*)?$/i;

/** Whether `path` may name a file a person has: no device, no NUL, no address. */
export function isFilePath(path: string): boolean {
  if (path === '' || path.length > 32_000 || path.includes('\0')) return false;
  if (/^[\\/]{2}[.?][\\/]/.test(path) || /^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return false;
  return !DEVICE.test(path.split(/[\\/]/).at(-1) ?? '');
}

/**
 * An argument as a command line of Windows holds it: without the quotes a path would end at its first space, and a backslash
 * before the last of them would make it part of the path (Microsoft, "Parsing C++ command-line arguments").
 */
export function inWindowsLine(arg: string): string {
  return `"${arg.replace(/\\+$/, '$&$&')}"`;
}

/**
 * What a second start asks for, as far as Electron tells it: its arguments in another order, with Chromium's own among them.
 * `own` are those that are no files, such as the folder of the program and the home.
 */
export function wishesFromEvent(argv: readonly string[], cwd: string, own: readonly string[]): Wishes {
  const flags = argv.slice(1).filter((arg) => arg.startsWith('-') && !/^--home(?:=|$)/.test(arg));
  const files = argv.slice(1).filter((arg) => !arg.startsWith('-'));
  const wishes = wishesFrom([...flags, ...files], cwd);
  return { ...wishes, files: wishes.files.filter((path) => !own.some((other) => resolve(cwd, other) === path)) };
}

const COMMAND_LINE = ['push', 'retry', 'status', 'export', 'bookings', 'help', '--help', '-h'];

/** Whether the program was started as a command line: then no window is opened. */
export function isCommandLine(args: readonly string[]): boolean {
  return COMMAND_LINE.includes(args[0] ?? '');
}
