// The product, started on a desktop as a person starts it. playwright looks at its page over the port that Chromium itself
// offers; it clicks nothing and types nothing.
import type { ChildProcess } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Desktop } from './desktop.ts';
import type { Form, Product } from './product.ts';
import { PATIENCE_MS, until } from './until.ts';

export interface ProgramWishes {
  readonly form?: Form;
  readonly home: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder it is started in. */
  readonly cwd?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Program {
  readonly child: ChildProcess;
  /** Its page; waits for it. */
  readonly page: () => Promise<Page>;
  /** What the page has said to the console, and what it has thrown. */
  readonly console: readonly string[];
  /** What the program has written, Chromium's own remarks among it. */
  readonly said: () => string;
  readonly ended: Promise<Ended>;
  /** Evaluates an expression in Electron's main process, where `electron` is known; not in a package, which lets nobody in. */
  // biome-ignore lint/suspicious/noExplicitAny: a plain value, looked at by who asked
  readonly main: (expression: string) => Promise<any>;
  /** Ends it at once, where a test has not seen to it. */
  readonly kill: () => Promise<void>;
}

/** Asks Node's own inspector at `address` one question. */
async function inspect(address: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(address);
  await new Promise((open, failed) => {
    socket.onopen = open;
    socket.onerror = failed;
  });
  const answer = new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(String(data));
  });
  const asked = `(async () => { const electron = process.getBuiltinModule?.('electron') ?? require('electron'); return (${expression}); })()`;
  const params = { expression: asked, awaitPromise: true, returnByValue: true, includeCommandLineAPI: true };
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
  const { result, error } = JSON.parse(await answer);
  socket.close();
  if (error !== undefined || result.exceptionDetails !== undefined)
    throw new Error(error?.message ?? result.exceptionDetails.exception?.description);
  return result.result.value;
}

/** Starts the product with `home`. */
export function startProgram(desktop: Desktop, product: Product, wishes: ProgramWishes): Program {
  const { form = 'unpackaged', home, args = [], ...outside } = wishes;
  const [program, ...before] = product[form];
  const asked = form === 'unpackaged' ? ['--inspect=0', ...before] : before;
  const child = desktop.start(program, [...asked, '--remote-debugging-port=0', '--home', home, ...args], outside);
  child.stdin?.end();
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes) => {
      text += bytes;
    });
  const ended = new Promise<Ended>((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const heard: string[] = [];
  let browser: Browser | null = null;
  let seen: Page | null = null;

  async function addressOf(which: RegExp): Promise<string> {
    await until(`${which} of ${text}`, () => isOver || which.test(text));
    const address = which.exec(text)?.[1];
    if (address === undefined) throw new Error(`it ended before it was open: ${text}`);
    return address;
  }

  async function page(): Promise<Page> {
    if (seen !== null) return seen;
    const address = await addressOf(/DevTools listening on (ws:\S+)/);
    // Its defaults would save files by themselves and make every page light.
    browser = await chromium.connectOverCDP(address, { noDefaults: true });
    const context = browser.contexts()[0];
    seen = await until('its page', () => context?.pages()[0]);
    seen.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
    seen.on('pageerror', (error) => heard.push(`thrown: ${error.message}`));
    seen.setDefaultTimeout(PATIENCE_MS);
    await seen.getByRole('navigation').first().waitFor();
    return seen;
  }

  return {
    child,
    page,
    console: heard,
    said: () => text,
    ended,
    main: async (expression) => inspect(await addressOf(/Debugger listening on (ws:\S+)/), expression),
    kill: async () => {
      if (!isOver && child.pid !== undefined) {
        // With its helpers, which are of its group.
        process.kill(-child.pid, 'SIGKILL');
        await ended;
      }
      await browser?.close().catch(() => {});
    },
  };
}
