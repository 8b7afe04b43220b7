// Files on their way in, in a real Chromium: several at once, large ones, folders, and what comes back after they were queued.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browserOrReason } from '../support/chromium.ts';
import { csv, HEADER, ref } from './rows.ts';
import { dropFile, dropFiles, dropPath, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('files in the window', () => {
  const opened = freshWindows(found as Browser);

  const rowOf = (text: string): Locator => opened().page.getByRole('row').filter({ hasText: text });
  const button = (name: string | RegExp): Locator => opened().page.getByRole('button', { name });
  const title = (name: string): Promise<void> => opened().page.getByRole('heading', { name }).waitFor();

  /** What is queued stays unsent until it is sent by hand. */
  async function pause(): Promise<void> {
    await button('Pause').click();
    await opened().page.getByRole('menuitem', { name: 'Until I resume' }).click();
    await opened().page.getByText('Paused').first().waitFor();
  }

  it('saves the failed rows, and takes them back repaired so that nothing stays held', async () => {
    const { page } = opened();
    await dropFile(page, 'monday.csv', csv(`${ref(1)},Booked,2026-02-30,Emma Clarke`, `${ref(2)},Booked,2026-12-02,Li Fang`));
    await button('Queue 1 result').click();
    await title('1 row is held back');
    const [saved] = await Promise.all([page.waitForEvent('download'), button('Save 1 row that needs you').click()]);
    const text = readFileSync(await saved.path(), 'utf8');
    expect(text).toContain('is not a day in the calendar');
    await dropFile(page, saved.suggestedFilename(), text.replace('2026-02-30', '2026-02-28'));
    await title(saved.suggestedFilename());
    await button('Queue 1 result').click();
    await page.getByText('of 1 result confirmed by BasicPSF').waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Problems').click();
    await page.getByText('Nothing needs you.').waitFor();
  });

  it('withdraws what is unsent of a file, and takes that back', async () => {
    const { page } = opened();
    await pause();
    await dropFile(page, 'early.csv', csv(...[1, 2, 3].map((n) => `${ref(n)},Booked,2026-12-0${n},Li Fang`)));
    await button('Queue 3 results').click();
    await button('Withdraw 3 unsent rows').click();
    await page.getByText('3 withdrawn or discarded').waitFor();
    await button('Undo').click();
    await button('Withdraw 3 unsent rows').waitFor();
    await button('Send now').click();
    await page.getByText('3 of 3 results confirmed by BasicPSF').waitFor();
    expect(await button(/^Withdraw/).count()).toBe(0);
  });

  it('counts repaired rows among the results of their file, and says when it is too late to take a repair back', async () => {
    const { page } = opened();
    await pause();
    await dropFile(page, 'repaired.csv', csv(`${ref(1)},Booked,2026-12-01,Li Fang`, `${ref(2)},booked,2026-12-02,Li Fang`));
    await button('Queue 1 result').click();
    await button('Fix 1 → Booked').click();
    await page.getByText('0 of 2 results confirmed by BasicPSF').waitFor();
    await button('Send now').click();
    await page.getByText('2 of 2 results confirmed by BasicPSF').waitFor();
    await button('Undo').click();
    await page.getByText('This can no longer be taken back').waitFor();
  });

  it('says that this very file was imported before', async () => {
    const { page } = opened();
    const text = csv(`${ref(1)},Booked,2026-12-01,Li Fang`);
    await dropFile(page, 'once.csv', text);
    await button('Queue 1 result').click();
    await page.getByText('1 of 1 result confirmed by BasicPSF').waitFor();
    await dropFile(page, 'twice.csv', text);
    await title('twice.csv');
    await page.getByText('You imported this very file').waitFor();
    expect(await button('Nothing to queue').isDisabled()).toBe(true);
  });

  it('stops reading a large file as soon as a person says so', async () => {
    const { page } = opened();
    const rows = Array.from({ length: 600_000 }, (_, n) => `ORD-2025-${n},Booked,2026-12-01,Zhang Wei`);
    const folder = mkdtempSync(join(tmpdir(), 'booking-courier-large-'));
    try {
      writeFileSync(join(folder, 'large.csv'), [HEADER, ...rows].join('\n'));
      await page.getByLabel('Choose CSV files').setInputFiles(join(folder, 'large.csv'));
      await button('Cancel').click();
      await title('This file was not imported.');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Outbox').click();
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Imports').click();
    await rowOf('large.csv').getByText('Not imported').waitFor();
  });

  it('says which file changed while it was read', async () => {
    const { page } = opened();
    const folder = mkdtempSync(join(tmpdir(), 'booking-courier-changing-'));
    try {
      const path = join(folder, 'growing.csv');
      writeFileSync(path, csv(`${ref(1)},Booked,2026-12-01,Li Fang`));
      await page.route('**/files?*', (route) => {
        appendFileSync(path, `\n${ref(2)},Booked,2026-12-02,Li Fang`);
        return route.continue();
      });
      await page.getByLabel('Choose CSV files').setInputFiles(path);
      await page.getByText('"growing.csv" could not be read: it changed while it was read.').waitFor();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are taken wherever the hand lets go, also on a part of the page that it has only just come to', async () => {
    const { page } = opened();
    // What is not taken here is not asked again before the hand moves on: the browser then refuses the drop by itself.
    const taken = await page.getByRole('button', { name: 'Browse…' }).evaluate((button) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['a'], 'a.csv'));
      const event = new DragEvent('dragenter', { dataTransfer, bubbles: true, cancelable: true });
      button.dispatchEvent(event);
      return event.defaultPrevented;
    });
    expect(taken).toBe(true);
    await page.getByText('Drop to check the file').waitFor();
  });

  it('takes several files at once, and leads from one to the next', async () => {
    const { page } = opened();
    await dropFiles(page, [
      ['one.csv', csv(`${ref(1)},Booked,2026-12-01,Li Fang`)],
      ['two.csv', '<!doctype html><html><body>Sign in</body></html>'],
      ['three.csv', csv(`${ref(3)},Booked,2026-12-03,Li Fang`)],
    ]);
    await title('one.csv');
    const files = page.getByRole('navigation', { name: '3 files open' });
    await files.getByRole('link', { name: /two\.csv.*Could not be read/ }).waitFor();
    await button('Queue 1 result').click();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Next file: three.csv');
    await page.keyboard.press('Enter');
    await title('three.csv');
    // Who works without a mouse goes on from the name of the file.
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await button('Put aside three.csv').click();
    await title('This file was put aside.');
  });

  it('opens the files of a dropped folder, one level deep', async () => {
    const { page } = opened();
    const folder = mkdtempSync(join(tmpdir(), 'booking-courier-folder-'));
    try {
      writeFileSync(join(folder, 'a.csv'), csv(`${ref(1)},Booked,2026-12-01,Li Fang`));
      writeFileSync(join(folder, 'b.csv'), csv(`${ref(2)},Booked,2026-12-02,Li Fang`));
      writeFileSync(join(folder, '~$b.csv'), 'the mark of an open file');
      writeFileSync(join(folder, 'notes.docx'), 'not meant');
      await dropPath(page, folder);
      await title('a.csv');
      await page
        .getByRole('navigation', { name: '2 files open' })
        .getByRole('link', { name: /b\.csv/ })
        .waitFor();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('watches a folder that a person names, and queues its clean files by themselves', async () => {
    const { page } = opened();
    const folder = mkdtempSync(join(tmpdir(), 'booking-courier-watched-'));
    try {
      await page.getByRole('navigation', { name: 'Pages' }).getByText('Settings').click();
      await page.getByLabel('Folder', { exact: true }).fill(folder);
      await page.keyboard.press('Enter');
      await page.getByRole('switch', { name: 'Queue clean files by themselves' }).click();
      await page.getByRole('switch', { name: 'Watch this folder' }).click();
      await page.getByText(`Watching ${folder}.`).waitFor();
      writeFileSync(join(folder, 'fresh.csv'), csv(`${ref(1)},Booked,2026-12-01,Li Fang`));
      await page.getByRole('navigation', { name: 'Pages' }).getByText('Outbox').click();
      await rowOf(ref(1)).getByText('Delivered').waitFor();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
