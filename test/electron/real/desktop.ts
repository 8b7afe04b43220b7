// A desktop of its own, for one person who is not root: screen, buses, keyring, window manager, and the panel of desktop/.
// `node test/electron/real/desktop.ts COMMAND…` runs a command on one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { makeOwnFolder, type Person, personOfThisRun } from './person.ts';

/** Debian's own, which has the modules that its packages bring; another python3 may come before it in the path. */
const PYTHON = '/usr/bin/python3';
/** A bus that starts nothing by itself; the usual one would start a keyring when somebody asks for it. */
const BARE_BUS = join(import.meta.dirname, 'desktop', 'bare-bus.conf');
export const SCREEN = { width: 1280, height: 900 };

export interface DesktopWishes {
  readonly look?: 'light' | 'dark';
  /** Whether anything shows tray icons. */
  readonly tray?: boolean;
  /** Of a keyring that nobody has made yet the desktop asks for a password when something is to be kept in it. */
  readonly keyring?: 'open' | 'never made' | 'none';
  /** As the desktop names itself; some of what programs do depends on it. */
  readonly name?: string;
}

export interface StartWishes {
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder it is started in. */
  readonly cwd?: string;
}

export interface Desktop {
  readonly person: Person;
  /** All that a program started on it knows of the outside. */
  readonly environment: Readonly<Record<string, string>>;
  /** Asks what is around the program; see desktop/host.py for the questions. Throws what it could not do. */
  // biome-ignore lint/suspicious/noExplicitAny: a plain value, looked at by who asked
  readonly ask: (question: string, ...using: unknown[]) => Promise<any>;
  /** A new folder of the person's. */
  readonly folder: (name: string) => string;
  /** Starts a program on it, as the person. */
  readonly start: (program: string, args: readonly string[], wishes?: StartWishes) => ChildProcess;
  readonly close: () => Promise<void>;
}

async function firstLine(stream: Readable, what: string): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error(`${what} did not start`);
}

/** Puts the desktop up. Throws when one of its parts does not start. */
export async function openDesktop(person: Person, wishes: DesktopWishes = {}): Promise<Desktop> {
  const { look = 'light', tray = true, keyring = 'open', name = 'XFCE' } = wishes;
  const place = mkdtempSync(join(tmpdir(), 'booking-courier-desk-'));
  chmodSync(place, 0o755);
  const own = (folder: string): string => makeOwnFolder(person, join(place, folder));
  const environment: Record<string, string> = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: own('home'),
    XDG_RUNTIME_DIR: own('runtime'),
    XDG_SESSION_TYPE: 'x11',
    XDG_CURRENT_DESKTOP: name,
    LANG: 'C.UTF-8',
    TZ: 'Europe/Stockholm',
    NO_AT_BRIDGE: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    // Where the settings of the toolkit would come from a daemon that is not here.
    GSETTINGS_BACKEND: 'memory',
    GTK_THEME: look === 'dark' ? 'Adwaita:dark' : 'Adwaita',
    DESK_LOOK: look,
  };
  const running: ChildProcess[] = [];
  const start: Desktop['start'] = (program, args, { environment: more = {}, cwd = place } = {}) =>
    spawn(program, args, {
      cwd,
      env: { ...environment, ...more },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      ...person.as,
    });
  function part(program: string, ...args: string[]): ChildProcess {
    const child = start(program, args);
    running.push(child);
    child.on('error', () => {});
    child.stderr?.resume();
    return child;
  }

  // Where whoever opened it is ended, nothing of it stays behind.
  const endAll = (): void => {
    for (const child of running) child.kill('SIGKILL');
  };
  process.once('exit', endAll);
  async function close(): Promise<void> {
    process.off('exit', endAll);
    for (const child of running.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(late);
    }
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    const { width, height } = SCREEN;
    const screen = part('Xvfb', '-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp');
    environment.DISPLAY = `:${await firstLine(screen.stdio[3] as Readable, 'Xvfb')}`;
    for (const bus of ['DBUS_SESSION_BUS_ADDRESS', 'DBUS_SYSTEM_BUS_ADDRESS']) {
      const daemon = part(
        'dbus-daemon',
        keyring === 'none' ? `--config-file=${BARE_BUS}` : '--session',
        '--nofork',
        '--print-address=1',
      );
      environment[bus] = await firstLine(daemon.stdout as Readable, 'dbus-daemon');
    }
    if (keyring !== 'none') {
      const keys = part(
        'gnome-keyring-daemon',
        '--foreground',
        '--components=secrets',
        ...(keyring === 'open' ? ['--unlock'] : []),
      );
      // An empty password; without the line end there would be no collection to keep anything in.
      keys.stdin?.end(keyring === 'open' ? '\n' : '');
    }
    part('openbox', '--sm-disable');
    const sockets = own('sockets');
    async function host(what: 'tray' | 'services'): Promise<void> {
      const child = part(PYTHON, join(import.meta.dirname, 'desktop', 'host.py'), join(sockets, what), what);
      let said = '';
      child.stderr?.on('data', (bytes) => {
        said += bytes;
      });
      const first = await firstLine(child.stdout as Readable, what).catch(() => '');
      if (first !== 'ready') throw new Error(`the ${what} of the desktop did not start: ${said}`);
    }
    await Promise.all([host('services'), ...(tray ? [host('tray')] : [])]);

    const ask: Desktop['ask'] = async (question, ...using) => {
      const connection = connect(join(sockets, question.startsWith('tray.') ? 'tray' : 'services'));
      connection.write(`${JSON.stringify({ do: question, with: using })}\n`);
      const { value, error } = JSON.parse(await firstLine(connection, 'the desktop'));
      if (error !== undefined) throw new Error(`${question}: ${error}`);
      return value;
    };
    return { person, environment, ask, folder: own, start, close };
  } catch (error) {
    await close();
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program = 'env', ...args] = process.argv.slice(2);
  const desktop = await openDesktop(personOfThisRun());
  const child = spawn(program, args, { env: desktop.environment, stdio: 'inherit', ...desktop.person.as });
  child.on('error', (error) => console.error(error.message));
  const [code] = await once(child, 'close');
  await desktop.close();
  process.exitCode = code ?? 1;
}
