// Opens the real window: the browser host as a program of its own on a fresh home, and a page of a real Chromium on it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach } from 'vitest';

const HOST = resolve(import.meta.dirname, '../../main/browser/index.ts');

export interface Host {
  readonly url: string;
  readonly home: string;
  /** Ends the program as a person would, and keeps the home. */
  readonly stop: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Starts the browser host; `home` continues an earlier one. */
export async function startHost(home = mkdtempSync(join(tmpdir(), 'booking-courier-window-'))): Promise<Host> {
  const child: ChildProcess = spawn(process.execPath, [HOST, '--no-open', '--home', home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const url = await new Promise<string>((found, failed) => {
    child.once('exit', (code) => failed(new Error(`the host ended with ${code}`)));
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const match = text.match(/^Booking Courier is running at (http:\/\/127\.0\.0\.1:\d+\/#key=\S+)\n/);
      if (match !== null) found(match[1] as string);
    });
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return {
    url,
    home,
    stop,
    remove: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export interface Opened {
  readonly page: Page;
  /** What the page complained about, which should be nothing. */
  readonly complaints: string[];
}

/** Opens the window in a fresh browser context. */
export async function openWindow(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1120, height: 760 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  await page.getByRole('navigation').waitFor();
  return { page, complaints };
}

/** A window on a fresh home for each test of a file. */
export interface FreshWindow {
  readonly host: Host;
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens one before each test and takes everything away after it; the browser ends with the last. Call it in a `describe`. */
export function freshWindows(browser: Browser): () => FreshWindow {
  let fresh: FreshWindow | null = null;
  beforeEach(async () => {
    const host = await startHost();
    fresh = { host, ...(await openWindow(browser, host.url)) };
  });
  afterEach(async () => {
    await fresh?.page.context().close();
    await fresh?.host.remove();
    fresh = null;
  });
  afterAll(() => browser.close());
  return () => {
    if (fresh === null) throw new Error('there is a window only while a test runs');
    return fresh;
  };
}

/** Drops files on the window as the desktop does, through the page's own drag events. */
export async function dropFiles(
  page: Page,
  files: readonly (readonly [name: string, content: string | Uint8Array])[],
): Promise<void> {
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const [name, base64] of list) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      return data;
    },
    files.map(([name, content]) => [name, Buffer.from(content).toString('base64')] as const),
  );
  for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', event, { dataTransfer: transfer });
}

/** Drops one file. */
export async function dropFile(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  await dropFiles(page, [[name, content]]);
}

/** Drops what lies at a path, a folder too, as only the system can: not with a file made by the page. */
export async function dropPath(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await session.detach();
}
