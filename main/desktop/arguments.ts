// What the program was started with: files to bring in, and the few words that tray, jump list and autostart use.
// Arguments come from anywhere, also from a second start of somebody else's making, so what is not known is left alone.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
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
}

const MAX_FILES = 200;

/** What Windows starts the program with for a click on a notification that an earlier run left behind. */
const OLD_NOTIFICATION = /^type=(?:click|action|reply)(?:&|$)/;

/** Reads the arguments behind the program's own name, given in the folder `cwd`. */
export function wishesFrom(args: readonly string[], cwd: string): Wishes {
  let home: string | null = null;
  let isHidden = false;
  let command: ShellCommand | null = null;
  const files: string[] = [];
  for (let n = 0; n < args.length; n += 1) {
    const arg = args[n] as string;
    const [flag, value] = arg.split(/=(.*)/s) as [string, string | undefined];
    if (flag === '--home') {
      const folder = value ?? args[n + 1];
      if (value === undefined) n += 1;
      if (folder !== undefined && folder !== '') home = resolve(cwd, folder);
    } else if (arg === '--hidden') isHidden = true;
    else if (arg.startsWith('-')) command = commandFromArgument(arg) ?? command;
    else if (OLD_NOTIFICATION.test(arg)) command = { command: 'problems' };
    else {
      const path = pathFrom(arg);
      if (isFilePath(path) && files.length < MAX_FILES) files.push(resolve(cwd, path));
    }
  }
  return { home, isHidden, command, files };
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

const SecondStart = z.object({ args: z.array(z.string().max(32_000)).max(1_000), cwd: z.string().max(32_000) });

/** What a second start hands over, so that it arrives as it was typed. */
export function secondStart(args: readonly string[], cwd: string): z.infer<typeof SecondStart> {
  return { args: [...args], cwd };
}

/** The wishes of a second start; of none at all when what came over makes no sense. */
export function wishesFromSecondStart(handedOver: unknown): Wishes {
  const { data } = SecondStart.safeParse(handedOver);
  return data === undefined ? wishesFrom([], '/') : wishesFrom(data.args, data.cwd);
}

const COMMAND_LINE = ['push', 'retry', 'status', 'export', 'bookings', 'help', '--help', '-h'];

/** Whether the program was started as a command line: then no window is opened. */
export function isCommandLine(args: readonly string[]): boolean {
  return COMMAND_LINE.includes(args[0] ?? '');
}
