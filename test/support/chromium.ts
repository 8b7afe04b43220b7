// A real Chromium: the one that is installed on this machine, else the one that comes inside a package.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
];

async function tryLaunch(options: Parameters<typeof chromium.launch>[0]): Promise<Browser | string> {
  try {
    return await chromium.launch({ headless: true, ...options });
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
}

let launched: Promise<Browser | string> | null = null;

async function launch(): Promise<Browser | string> {
  const reasons: string[] = [];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  for (const executablePath of INSTALLED.filter(existsSync)) {
    const browser = await tryLaunch({ executablePath, args: [...QUIET, ...asRoot] });
    if (typeof browser !== 'string') return browser;
    reasons.push(browser);
  }
  for (const channel of ['chrome', 'msedge']) {
    const browser = await tryLaunch({ channel, args: QUIET });
    if (typeof browser !== 'string') return browser;
  }
  if (process.platform === 'linux') {
    // Its own list of arguments is for one-shot functions: a single process, and web security off. Neither is wanted here.
    const packaged = (await import('@sparticuz/chromium')).default;
    const browser = await tryLaunch({
      executablePath: await packaged.executablePath(),
      args: [...QUIET, '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    if (typeof browser !== 'string') return browser;
    reasons.push(browser);
  }
  return `no Chromium could be started here: ${reasons.join('; ') || 'none is installed'}`;
}

/** The browser, started once per test file; or the reason why there is none. */
export function browserOrReason(): Promise<Browser | string> {
  launched ??= launch();
  return launched;
}
