// Every page as it stands on a light and on a dark desktop, kept as a picture for whoever wants to look, without a word of any
// of them to the console; and that the window goes with the desktop when that changes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleCsv } from '../../../main/practice/orders.ts';
import { onDesktop, PICTURES, queue } from './suite.ts';
import { until } from './until.ts';

const today = (): string => new Date().toISOString().slice(0, 10);
const isDark = (page: Page): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);

for (const look of ['light', 'dark'] as const)
  onDesktop(`a ${look} desktop`, { look }, (scene) => {
    test('shows every page, and none of them says a word to the console', async () => {
      const { start, hand, file, desktop, picture } = scene();
      const program = start({ args: ['--hidden'] });
      const page = await program.page();
      expect(await isDark(page)).toBe(look === 'dark');
      async function keep(name: string): Promise<void> {
        // What still moves comes to rest.
        await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null))));
        mkdirSync(PICTURES, { recursive: true });
        writeFileSync(join(PICTURES, `page ${name} ${look}.png`), await page.screenshot());
      }
      const second = start({
        home: ((await page.evaluate(`courier.call('snapshot.get', {})`)) as { value: { dataFolder: string } }).value.dataFolder,
      });
      await second.ended;
      await page.getByRole('heading', { name: 'Welcome to Booking Courier' }).waitFor();
      await keep('1 welcome');
      await hand.dropFrom([`file://${file('results.csv', sampleCsv(today()))}`], [640, 460]);
      await page.getByRole('button', { name: 'Queue 11 results' }).waitFor();
      await keep('2 review');
      await queue(scene(), page);
      await page
        .getByText(/9 of 11/)
        .first()
        .waitFor();
      await keep('3 receipt');
      for (const [name, link] of Object.entries({
        '4 outbox': 'Outbox',
        '5 problems': 'Problems',
        '6 imports': 'Imports',
        '7 bookings': 'Bookings',
        '9 settings': 'Settings',
      })) {
        await hand.click(page.getByRole('link', { name: new RegExp(`^${link}`) }));
        await until(link, () => page.url().toLowerCase().includes(link.toLowerCase()));
        await until('an end of waiting', async () => (await page.getByText(/asking BRP…|Reading…/).count()) === 0);
        await keep(name);
        if (link === 'Bookings') {
          await hand.click(page.getByRole('tab').nth(1));
          await keep('8 bookings of a day');
        }
      }
      await hand.rightClick(await until('the icon', () => desktop.ask('tray.place')));
      await until('the menu', () => desktop.ask('tray.entryPlace', 'Quit'));
      await picture(`tray menu ${look}`);
      await hand.press('Escape');
      expect(program.console).toEqual([]);
    });

    test('is followed when it changes', async () => {
      const { start, desktop } = scene();
      const page = await start().page();
      const other = look === 'dark' ? 'light' : 'dark';
      await desktop.ask('look.change', other);
      await until('the change', async () => (await isDark(page)) === (other === 'dark'));
      await desktop.ask('look.change', look);
      await until('the change back', async () => (await isDark(page)) === (look === 'dark'));
    });
  });
