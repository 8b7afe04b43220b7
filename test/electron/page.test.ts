// The built page in a real Chromium, with the built shell behind it: files and policy from the shell's own protocol, calls
// and snapshots through the built preload. Only the address differs, because no browser knows a scheme of ours.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleCsv } from '../../main/practice/orders.ts';
import { browserOrReason } from '../support/chromium.ts';
import { temporaryFolder } from '../support/make.ts';
import { startShell, type TestShell, withBuiltShell } from './run-shell.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);
const ADDRESS = 'https://courier.test/';

/** What the page sees of the preload, tied to the shell in its process. `window.hear` takes snapshots in. */
const BRIDGE = `
  const listeners = new Set();
  globalThis.hear = (snapshot) => { for (const listener of listeners) listener(snapshot); };
  globalThis.courier = {
    call: (name, input) => globalThis.toShell('call', { name, input }),
    onSnapshot: (listener) => {
      listeners.add(listener);
      void globalThis.toShell('call', { name: 'snapshot.get', input: {} }).then((reply) => listener(reply.value));
      return () => listeners.delete(listener);
    },
    openFiles: async (files) =>
      globalThis.toShell('openFiles', await Promise.all([...files].map(async (file) => ({ name: file.name, text: await file.text() })))),
  };`;

describe.skipIf(typeof found === 'string')('the page in the shell', () => {
  const browser = found as Browser;
  withBuiltShell();
  afterAll(() => browser.close());

  async function open(shell: TestShell, folder: string): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1120, height: 760 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.route(`${ADDRESS}**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const { status, headers, body } = await shell.ask('requestBytes', `app://courier${pathname}`);
      await route.fulfill({ status, headers, body: Buffer.from(body, 'base64') });
    });
    await page.exposeFunction('toShell', (deed: string, input: unknown) =>
      deed === 'openFiles'
        ? shell.ask(
            deed,
            // Only what lies in the folder has a place; all else the page made.
            (input as { name: string; text: string }[]).map(({ name, text }) =>
              existsSync(join(folder, name)) ? { name, path: join(folder, name) } : { name, text },
            ),
          )
        : shell.ask(deed, input),
    );
    await page.addInitScript(BRIDGE);
    await shell.listen((snapshot) => {
      page.evaluate((news) => (globalThis as unknown as { hear: (s: unknown) => void }).hear(news), snapshot).catch(() => {});
    });
    await page.goto(ADDRESS);
    await page.getByRole('navigation').waitFor();
    return { page, complaints };
  }

  it('lives under its strict policy, and takes a file from the disk to its outcome', async () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'monday.csv'), sampleCsv());
    const shell = await startShell();
    const { page, complaints } = await open(shell, folder);
    await page.getByLabel('Choose CSV files').setInputFiles(join(folder, 'monday.csv'));
    await page.getByRole('heading', { name: 'monday.csv' }).waitFor();
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await page
      .getByText(/9 of 11|9 confirmed/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
    const reached = await page.evaluate(async () => {
      const tries = [fetch('https://example.org/'), fetch('/index.html')];
      return (await Promise.allSettled(tries)).map(({ status }) => status);
    });
    expect(reached).toEqual(['rejected', 'rejected']);
  });

  it('takes what it made itself: the sample by click and by drag, and more pasted rows than a call holds', async () => {
    const shell = await startShell();
    const { page, complaints } = await open(shell, temporaryFolder());
    await page.getByRole('button', { name: 'Use the sample file' }).click();
    await page.getByRole('heading', { name: 'sample.csv' }).waitFor();
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('application/x-booking-courier-sample', '1');
      dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    });
    await expect.poll(async () => (await shell.call('import.list', {})).value.imports.length).toBe(2);
    const rows = ['internalOrderRef,bookingResult,bookingDate,inspectorName'];
    for (let n = 0; n < 40_000; n += 1) rows.push(`ORD-2026-${n},Booked,2025-04-28,Åsa Öberg`);
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
    }, rows.join('\n'));
    await page.getByRole('button', { name: 'Queue 40,000 results' }).waitFor();
    expect((await shell.call('import.list', {})).value.imports).toMatchObject([
      { name: 'Pasted rows.csv', failure: null },
      { name: 'sample.csv', failure: null },
      { name: 'sample.csv', failure: null },
    ]);
    expect(complaints).toEqual([]);
  });

  it('asks once whether to start with the computer, and keeps the answer', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'monday.csv'), sampleCsv());
    const shell = await startShell({ args: [join(folder, 'monday.csv')] });
    await shell.until(({ window }) => window.url.endsWith('#/imports/1'));
    const { page } = await open(shell, folder);
    await page.getByRole('navigation').getByText('Imports').click();
    await page.getByText('monday.csv').first().dblclick();
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await page.getByRole('navigation').getByText('Outbox').click();
    await page.getByText('Start Booking Courier when you sign in to this computer?').waitFor();
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByText('Start Booking Courier when you sign in').waitFor({ state: 'detached' });
    await page.getByRole('navigation').getByText('Settings').click();
    await expect.poll(() => page.getByRole('switch', { name: /^Start when I sign in/ }).isChecked()).toBe(true);
  });

  it('sets what the desktop shows, and shows diagnostics before they are saved', async () => {
    const shell = await startShell();
    const { page, complaints } = await open(shell, temporaryFolder());
    await page.getByRole('navigation').getByText('Settings').click();
    await page.getByRole('checkbox', { name: /^Good news/ }).click();
    await page.getByRole('switch', { name: /^Keep running when the window is closed/ }).click();
    await expect
      .poll(async () => (await shell.call('settings.get', {})).value)
      .toMatchObject({ closeToTray: false, notifications: { actionNeeded: true, delayed: true, info: true } });
    await page.getByRole('button', { name: 'Open the folder' }).click();
    await shell.until(({ told }) => told.some(({ what, args }) => what === 'openPath' && args[0] === shell.home));
    await page.getByRole('button', { name: 'Save diagnostics…' }).click();
    const shown = await page.getByRole('textbox', { name: /^This is all that is saved/ }).inputValue();
    expect(shown).toContain('Booking Courier diagnostics');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(/^booking-courier-diagnostics-.*\.txt$/);
    expect(complaints).toEqual([]);
  });
});
