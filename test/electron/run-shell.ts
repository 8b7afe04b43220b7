// The real built shell on the stand-in for `electron`, in a process of its own, for a test to talk to.
import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { buildShell } from '../../main/electron/build.ts';
import { temporaryFolder } from '../support/make.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const START_MS = 30_000;
const WAIT_MS = 25_000;
const LOOK_EVERY_MS = 40;

let bundle = '';
const running = new Set<ChildProcess>();

/** Builds the shell before the tests of a file, and ends whatever of it a test left running. */
export function withBuiltShell(): void {
  beforeAll(async () => {
    const dist = join(ROOT, 'dist');
    mkdirSync(dist, { recursive: true });
    // Inside the project, where the native modules can be found.
    bundle = mkdtempSync(join(dist, 'electron-shell-test-'));
    await buildShell(bundle);
  });
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });
  afterAll(() => rmSync(bundle, { recursive: true, force: true }));
}

/** A folder with a `dbus-send` in it that says whether the desktop shows tray icons. */
function desktopThatSays(hasTray: boolean): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'dbus-send'), `#!/bin/sh\necho '   boolean ${hasTray}'\n`);
  chmodSync(join(folder, 'dbus-send'), 0o755);
  return folder;
}

export interface ShellOptions {
  readonly home?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly hasTray?: boolean;
  /** Where it is started; the project's folder unless said otherwise. */
  readonly cwd?: string;
}

export interface ShellState {
  readonly window: {
    readonly isVisible: boolean;
    readonly isMinimized: boolean;
    readonly isMaximized: boolean;
    readonly isDestroyed: boolean;
    readonly url: string;
    readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    readonly options: { readonly webPreferences: Record<string, unknown> };
    readonly progress: number;
    readonly reloads: number;
    readonly loads: readonly { readonly url: string; readonly status: number }[];
  };
  readonly tray: {
    readonly tip: string;
    readonly menu: readonly string[];
    readonly menusSet: number;
    readonly count: number;
  } | null;
  readonly menu: readonly string[];
  readonly notifications: readonly {
    readonly id?: string;
    readonly title: string;
    readonly body: string;
    readonly state: 'made' | 'shown' | 'closed';
  }[];
  readonly channels: readonly string[];
  readonly told: readonly Told[];
}
export interface Told {
  readonly what: string;
  readonly args: readonly unknown[];
}

export interface TestShell {
  readonly home: string;
  /** Does one of the deeds of driver.ts. */
  // biome-ignore lint/suspicious/noExplicitAny: answers come from another process; each test knows what it asked for
  readonly ask: (deed: string, input?: unknown) => Promise<any>;
  readonly state: () => Promise<ShellState>;
  /** Looks at the state until it is so. */
  readonly until: (isSo: (state: ShellState) => boolean) => Promise<ShellState>;
  /** A call of the page, as the preload makes it. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly call: (name: string, input: unknown) => Promise<any>;
  /** Hands every snapshot that the page is sent to `listener`. */
  readonly listen: (listener: (snapshot: unknown) => void) => Promise<void>;
  /** What it has written to standard output. */
  readonly output: () => string;
  /** Ends it as a system does that gives a program no time. */
  readonly kill: () => Promise<void>;
  /** Resolves when the program has ended by itself. */
  readonly ended: Promise<{ readonly code: number; readonly told: readonly Told[] }>;
}

/** Starts the shell; resolves when its entry has run and, unless it is to end at once, its window is loaded. */
export async function startShell(options: ShellOptions = {}): Promise<TestShell> {
  const home = options.home ?? temporaryFolder();
  const child = fork(
    join(import.meta.dirname, 'driver.ts'),
    [join(bundle, 'index.js'), ...(options.args ?? []), '--home', home],
    {
      execArgv: ['--import', join(import.meta.dirname, 'hooks.ts')],
      cwd: options.cwd ?? ROOT,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        ...process.env,
        PATH: `${desktopThatSays(options.hasTray ?? true)}:${process.env.PATH}`,
        XDG_CONFIG_HOME: join(home, 'config'),
        STAND_IN_APP_PATH: ROOT,
        BOOKING_COURIER_HOME: '',
        ...options.env,
      },
    },
  );
  running.add(child);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let next = 1;
  let hearReady = (): void => {};
  const ready = new Promise<void>((resolve) => (hearReady = resolve));
  let hear: (snapshot: unknown) => void = () => {};
  let last: { code: number; told: readonly Told[] } | null = null;

  child.on(
    'message',
    (message: {
      id?: number;
      value?: unknown;
      error?: string;
      ready?: true;
      exited?: number;
      told?: Told[];
      snapshot?: unknown;
    }) => {
      if (message.snapshot !== undefined) hear(message.snapshot);
      if (message.ready === true) hearReady();
      if (message.exited !== undefined) last = { code: message.exited, told: message.told ?? [] };
      if (message.id === undefined) return;
      const waiting = asked.get(message.id);
      asked.delete(message.id);
      if (message.error === undefined) waiting?.resolve(message.value);
      else waiting?.reject(new Error(message.error));
    },
  );
  const ended = new Promise<{ code: number; told: readonly Told[] }>((resolve) => {
    child.on('exit', (code) => {
      running.delete(child);
      for (const waiting of asked.values()) waiting.reject(new Error('the program ended'));
      hearReady();
      resolve(last ?? { code: code ?? -1, told: [] });
    });
  });

  function ask(deed: string, input?: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = next++;
      asked.set(id, { resolve, reject });
      if (!child.connected) return reject(new Error('the program has ended'));
      child.send({ id, deed, input }, (error) => error !== null && reject(error));
    });
  }
  async function until(isSo: (state: ShellState) => boolean): Promise<ShellState> {
    const stopAt = Date.now() + WAIT_MS;
    for (;;) {
      const state = (await ask('state')) as ShellState;
      if (isSo(state)) return state;
      if (Date.now() > stopAt) throw new Error(`it did not come to that: ${JSON.stringify(state, null, 1)}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
  await ready;
  while (child.exitCode === null && child.connected && !(await ask('isOpen').catch(() => true)))
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  clearTimeout(late);
  return {
    home,
    ask,
    state: () => ask('state') as Promise<ShellState>,
    until,
    call: (name, input) => ask('call', { name, input }),
    listen: async (listener) => {
      hear = listener;
      await ask('listen');
    },
    output: () => output,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}
