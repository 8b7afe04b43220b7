// Which environment the window works in can be read at every moment, and Production is never taken for Practice.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sampleCsv } from '../../main/practice/orders.ts';
import { browserOrReason } from '../support/chromium.ts';
import { csv } from './rows.ts';
import { dropFile, freshWindows, openWindow, startHost } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('the environment', () => {
  const fresh = freshWindows(found as Browser);

  const titleOf = (page: ReturnType<typeof fresh>['page']): Promise<string> => page.title();
  async function goTo(name: string): Promise<void> {
    await fresh().page.getByRole('navigation').getByText(name).click();
  }
  async function switchToProduction(): Promise<void> {
    const { page } = fresh();
    await goTo('Settings');
    await page.getByRole('radio', { name: /^Production/ }).click();
    await page.getByRole('button', { name: 'Switch to Production…' }).click();
    const word = page.getByLabel('Type the word Production');
    await word.fill('production');
    await page.getByText('Type it exactly so, with a capital P').waitFor();
    expect(await page.getByRole('button', { name: 'Switch to Production', exact: true }).isEnabled()).toBe(false);
    await word.fill('Prod');
    expect(await page.getByText('Type it exactly so').count()).toBe(0);
    await word.fill('Production');
    await page.getByRole('button', { name: 'Switch to Production', exact: true }).click();
    await page.getByRole('banner').getByText('PRODUCTION: everything goes to live PPS data').waitFor();
  }

  it('is not left by looking at the others with the arrow keys, and Esc gives the focus back', async () => {
    const { page } = fresh();
    await goTo('Settings');
    await page.getByRole('radio', { name: /^Practice/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const enter = page.getByRole('button', { name: 'Switch to Production…' });
    await enter.waitFor();
    await page.getByRole('banner').getByText('PRACTICE: nothing here reaches BasicPSF').waitFor();
    await enter.focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Type the word Production').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Type the word Production').waitFor({ state: 'detached' });
    await expect.poll(() => enter.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Stay in Practice' }).click();
    expect(await page.getByRole('radio', { name: /^Practice/ }).isChecked()).toBe(true);
  });

  it('stands in a band of its own and in the title of every page', async () => {
    const { page } = fresh();
    await page.getByRole('banner').getByText('PRACTICE: nothing here reaches BasicPSF').waitFor();
    await goTo('Imports');
    await expect.poll(() => titleOf(page)).toBe('Imports · Practice · Booking Courier');
    await switchToProduction();
    for (const name of ['Outbox', 'Problems', 'Imports', 'Bookings', 'Settings']) {
      await goTo(name);
      await expect.poll(() => titleOf(page)).toContain(`${name} · Production · Booking Courier`);
    }
  });

  it("takes a person's own file in Practice, by a rule that its first page tells", async () => {
    const { page } = fresh();
    await page
      .getByText('A file of your own works too. Practice knows every order except those that end in 99 and mistyped ones')
      .waitFor();
    const rows = ['PO 7', 'PO 99'].map((order) => `${order},Booked,2026-12-01,Li Fang`);
    await dropFile(page, 'own.csv', csv(...rows));
    await page.getByText('BasicPSF does not know the order "PO 99" of this file.').waitFor();
    await page.getByRole('button', { name: 'Queue 2 results' }).click();
    await page.getByText('1 of 2 results confirmed by BasicPSF').waitFor();
    await goTo('Problems');
    await page.getByText('BasicPSF does not know order PO 99.').waitFor();
  });

  it('offers invented results in Practice only, and names where results go before they are queued', async () => {
    const { page } = fresh();
    await switchToProduction();
    for (const name of ['Outbox', 'Imports']) {
      await goTo(name);
      await page.getByRole('button', { name: 'Browse…' }).first().waitFor();
      expect(await page.getByText(/sample file/i).count()).toBe(0);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Paste…' }).waitFor();
      expect(await page.getByRole('menuitem', { name: /sample/i }).count()).toBe(0);
      await page.keyboard.press('Escape');
    }
    await dropFile(page, 'monday.csv', sampleCsv());
    await page.getByRole('button', { name: 'Queue 11 to Production' }).waitFor();
  });

  it('is not shown as certain where the settings cannot be read, and nothing is sent before a person confirmed them', async () => {
    const { host } = fresh();
    await host.stop();
    writeFileSync(join(host.home, 'settings.json'), '{ "environment": "production", ');
    const again = await startHost(host.home);
    const { page } = await openWindow(found as Browser, again.url);
    try {
      const band = page.getByRole('banner');
      await band.getByText('SETTINGS NOT READ: nothing is sent until you confirm them (PRACTICE is shown)').waitFor();
      expect(await page.getByRole('heading', { name: 'Welcome to Booking Courier' }).count()).toBe(0);
      // The bar says so above every page, which file it is and what stands in for it.
      for (const name of ['Imports', 'Bookings', 'Settings', 'Help', 'Outbox']) {
        await page.getByRole('navigation').getByText(name).click();
        await page
          .locator('.app-bars')
          .getByText(/settings\.json cannot be read/)
          .waitFor();
      }
      await dropFile(page, 'sample.csv', sampleCsv());
      await page.getByRole('button', { name: 'Queue 11 results' }).click();
      await page.getByText('0 of 11 results confirmed').waitFor();
      await page.getByRole('button', { name: 'Send now' }).click();
      // The settings, and the row that is held back.
      await page.getByRole('region', { name: 'Status' }).getByText('2 need you', { exact: true }).waitFor();
      await page.locator('.app-bars').getByRole('button', { name: 'What to do' }).click();
      await page.getByRole('button', { name: 'Use the settings shown' }).click();
      await band.getByText('PRACTICE: nothing here reaches BasicPSF').waitFor();
      await page.getByRole('navigation').getByText('Imports').click();
      await page.getByText('9 of 11 confirmed').waitFor();
      expect(await page.locator('.app-bars').getByText('cannot be read').count()).toBe(0);
    } finally {
      await page.context().close();
      await again.stop();
    }
  });

  it('is never called online where no account is kept, or where the program has ended', async () => {
    const { host, page } = fresh();
    const status = page.getByRole('region', { name: 'Status' });
    await status.getByText('Online').waitFor();
    await switchToProduction();
    await status.getByText('No account').waitFor();
    expect(await status.getByText('Online').count()).toBe(0);
    await host.stop();
    await status.getByText('Not running').waitFor();
  });
});
