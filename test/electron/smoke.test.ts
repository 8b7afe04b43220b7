// The product itself, in the real Electron, where its program is on the machine; elsewhere skipped with the reason.
// `npm start` downloads the program once; on Linux a screen is needed too (`xvfb-run npm test` will do).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildShell } from '../../main/electron/build.ts';
import { sampleCsv } from '../../main/practice/orders.ts';
import { temporaryFolder } from '../support/make.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ELECTRON = join(ROOT, 'node_modules', 'electron');

/** Electron's program, or why it cannot be run here. */
function programOrReason(): { readonly program: string } | { readonly reason: string } {
  const note = join(ELECTRON, 'path.txt');
  const program = existsSync(note) ? join(ELECTRON, 'dist', readFileSync(note, 'utf8')) : '';
  if (!existsSync(program)) return { reason: 'Electron\'s program is not on this machine; "npm start" downloads it' };
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return { reason: 'this machine has no screen' };
  if (process.platform === 'linux' && process.getuid?.() === 0) return { reason: 'the program opens no window for root' };
  return { program };
}

const found = programOrReason();
if ('reason' in found) console.log(`skipped: the real Electron: ${found.reason}`);

describe.skipIf('reason' in found)('the product in the real Electron', { timeout: 120_000 }, () => {
  let running: ElectronApplication | null = null;

  beforeAll(() => buildShell(join(ROOT, 'dist', 'electron')));
  afterEach(async () => {
    await running?.close();
    running = null;
  });

  async function start(home: string, ...args: string[]): Promise<{ app: ElectronApplication; page: Page }> {
    const executablePath = 'program' in found ? found.program : '';
    const app = await _electron.launch({ executablePath, args: [ROOT, '--home', home, ...args] });
    running = app;
    const page = await app.firstWindow();
    await page.getByRole('navigation').waitFor();
    return { app, page };
  }

  it('opens its window on its own page, takes a file, and shows what Practice confirmed', async () => {
    const home = temporaryFolder();
    const { page } = await start(home);
    expect(page.url()).toMatch(/^app:\/\/courier\//);
    const file = join(home, 'monday.csv');
    writeFileSync(file, sampleCsv());
    await page.getByLabel('Choose CSV files').setInputFiles(file);
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await page
      .getByText(/9 of 11|9 confirmed/)
      .first()
      .waitFor();
  });

  it('brings in a file that it was started with, and keeps everything for the next start', async () => {
    const home = temporaryFolder();
    const file = join(home, 'started with.csv');
    writeFileSync(file, sampleCsv());
    const first = await start(home, file);
    await first.page.getByRole('heading', { name: 'started with.csv' }).waitFor();
    await first.page.getByRole('button', { name: 'Queue 11 results' }).click();
    await first.page
      .getByText(/9 of 11|9 confirmed/)
      .first()
      .waitFor();
    const closed = first.app.waitForEvent('close');
    await first.app.evaluate(({ app }) => app.quit()).catch(() => {});
    await closed;
    const { page } = await start(home);
    await page.getByText('ORD-2025-00101').waitFor();
  });

  it('shows a notification and closes into the tray', async () => {
    const { app, page } = await start(temporaryFolder());
    const supported = await app.evaluate(({ Notification }) => Notification.isSupported());
    expect(typeof supported).toBe('boolean');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const window = await app.evaluate(({ BrowserWindow }) => {
      const [one] = BrowserWindow.getAllWindows();
      return { count: BrowserWindow.getAllWindows().length, inSight: one?.isVisible() === true && !one.isMinimized() };
    });
    expect(window).toEqual({ count: 1, inSight: false });
    expect(page.isClosed()).toBe(false);
  });

  it('keeps the page in its sandbox', async () => {
    const { page } = await start(temporaryFolder());
    const seen = await page.evaluate(async () => ({
      node: [typeof globalThis.process, 'require' in globalThis],
      bridge: Object.keys((globalThis as unknown as { courier: object }).courier).sort(),
      network: await fetch('https://example.org/').then(
        () => 'reached',
        () => 'refused',
      ),
    }));
    expect(seen).toEqual({ node: ['undefined', false], bridge: ['call', 'onSnapshot', 'openFiles'], network: 'refused' });
  });
});
