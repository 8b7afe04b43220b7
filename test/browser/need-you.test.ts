// What needs a person is one number in every place of the window, and each page has a title of its own.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sampleCsv } from '../../main/practice/orders.ts';
import { browserOrReason } from '../support/chromium.ts';
import { csv } from './rows.ts';
import { dropFile, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('what needs a person', () => {
  const fresh = freshWindows(found as Browser);
  const button = (name: string | RegExp) => fresh().page.getByRole('button', { name });
  const goTo = (name: string) => fresh().page.getByRole('navigation', { name: 'Pages' }).getByText(name).click();

  it('is the same number in the head, the navigation, the status line, the title and the file', async () => {
    const { page, complaints } = fresh();
    await dropFile(page, 'sample.csv', sampleCsv());
    await button('Queue 11 results').click();
    // Two are refused, and the row with a date that does not exist is held back.
    await page.getByText('9 of 11 results confirmed by BasicPSF').waitFor();
    await page.locator('.receipt-rest').getByText('3 need you').waitFor();
    await button('Save 3 rows that need you').waitFor();
    // In a coordinator's words, and a count says what it counts.
    await page.getByText('Fingerprint').waitFor();
    expect(await page.getByText('SHA-256').count()).toBe(0);
    await button(/^Show: 1 row has a date that cannot be used/).click();
    await button(/^Show all rows: /)
      .getByText('Show all rows')
      .waitFor();
    const status = page.getByRole('region', { name: 'Status' });
    await status.getByText('3 need you', { exact: true }).waitFor();
    await page.waitForFunction(() => document.title === '(3) Import · Practice · Booking Courier');
    await page.getByRole('link', { name: 'Problems 3 need you' }).waitFor();
    await goTo('Imports');
    await page.getByText('9 of 11 confirmed · 3 need you').waitFor();
    await goTo('Outbox');
    await page.getByRole('tab', { name: 'Refused or stopped 2' }).waitFor();
    // The head of the outbox leads to what it counts.
    await page.locator('.outbox-summary').getByRole('button', { name: '3 need you' }).click();
    await page.getByRole('heading', { name: 'Problems' }).waitFor();
    await page.waitForFunction(() => document.title === '(3) Problems · Practice · Booking Courier');
    expect(complaints).toEqual([]);
  });

  it('finds help, what is new and the version without a key, and each page has its own title', async () => {
    const { page, complaints } = fresh();
    const link = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true });
    for (const name of ['Outbox', 'Problems', 'Imports', 'Bookings', 'Help', 'What is new', 'Settings']) {
      await link(name).click();
      await page.waitForFunction((title) => document.title === `${title} · Practice · Booking Courier`, name);
      await page.locator('main h1').first().waitFor({ state: 'attached' });
    }
    const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    await page.getByRole('navigation', { name: 'Pages' }).getByText(`Version ${version}`).waitFor();
    await link('What is new').click();
    // The newest changes are those of the file beside the program.
    const [, newest] = /^## (.+)$/m.exec(readFileSync(resolve(import.meta.dirname, '../../CHANGELOG.md'), 'utf8')) ?? [];
    await page.getByRole('heading', { name: newest ?? '', exact: true }).waitFor();
    await page.keyboard.press('F1');
    await page.getByRole('heading', { name: 'What to do when' }).waitFor();
    for (const state of ['Waiting', 'Sending', 'Delivered', 'Refused', 'Possibly sent', 'Stopped', 'Replaced', 'Discarded']) {
      await page.getByRole('term').filter({ hasText: state }).first().waitFor();
    }
    expect(complaints).toEqual([]);
  });

  it('is told what came of a retry, wherever it was asked for', async () => {
    const { page } = fresh();
    const unknown = Array.from({ length: 3 }, (_, n) => `NOBODY-${n}-99,Booked,2026-12-01,Zhang Wei`);
    await dropFile(page, 'unknown.csv', csv(...unknown));
    await button('Queue 3 results').click();
    await page.getByText('0 of 3 results confirmed by BasicPSF').waitFor();
    await page.locator('.receipt-rest').getByText('3 need you').waitFor();
    await goTo('Problems');
    await button('Retry 3 orders').click();
    await page.getByRole('status').getByText('3 results retried: 3 refused again.').waitFor();
    await goTo('Outbox');
    await page.getByRole('row').filter({ hasText: 'NOBODY-1' }).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('status').getByText('1 result retried: 1 refused again.').waitFor();
  });

  it('is tried again by nobody while sending is paused', async () => {
    const { page } = fresh();
    await dropFile(page, 'sample.csv', sampleCsv());
    await button('Queue 11 results').click();
    await page.getByText('9 of 11 results confirmed by BasicPSF').waitFor();
    await goTo('Problems');
    const again = page.getByText(/next try by itself/i);
    await again.first().waitFor();
    await page.getByRole('region', { name: 'Status' }).getByText('refused orders are tried again').waitFor();
    await button('Pause').click();
    await page.getByRole('menuitem', { name: 'Until I resume' }).click();
    await button('Resume').waitFor();
    await again.first().waitFor({ state: 'detached' });
    await goTo('Outbox');
    await page.getByRole('row').filter({ hasText: 'Refused' }).first().click();
    await page.getByRole('complementary').getByText('Refused').first().waitFor();
    expect(await again.count()).toBe(0);
    expect(await page.getByText('next try').count()).toBe(0);
  });
});
