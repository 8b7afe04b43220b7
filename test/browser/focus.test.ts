// The keyboard keeps its place: whatever a person does, the focus stays where it came from or goes to what comes next, and
// never falls to the body.
import iconv from 'iconv-lite';
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sampleCsv } from '../../main/practice/orders.ts';
import { browserOrReason } from '../support/chromium.ts';
import { csv, ref } from './rows.ts';
import { dropFile, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('the keyboard', () => {
  const fresh = freshWindows(found as Browser);
  const button = (name: string | RegExp) => fresh().page.getByRole('button', { name });
  const dialog = (name: string | RegExp) => fresh().page.getByRole('dialog', { name });
  const goTo = (name: string) => fresh().page.getByRole('navigation', { name: 'Pages' }).getByText(name).click();

  /** What has the focus, by what it is called, once it has settled: it must be so in the end, and is not asked when. */
  async function expectFocus(what: RegExp): Promise<void> {
    const on = (): Promise<string> =>
      fresh().page.evaluate(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return 'nothing';
        const words =
          at.getAttribute('aria-label') ?? (at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : at.textContent);
        return `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${(words ?? '').trim().replace(/\s+/g, ' ')}`;
      });
    await expect.poll(on).toMatch(what);
  }
  /** Presses Enter on what is called so, as somebody who never touches the mouse. */
  async function enterOn(name: string | RegExp): Promise<void> {
    const one = button(name).first();
    await one.focus();
    await fresh().page.keyboard.press('Enter');
  }

  it('stays with what an answer changed, so that a second Enter commits nothing', async () => {
    const { page } = fresh();
    const rows = csv(`${ref(1)},Booked,03/04/2026,Åsa`, `${ref(2)},Booked,05/06/2026,Åsa`);
    await dropFile(page, 'dates.csv', iconv.encode(rows, 'macintosh'));
    await page.getByRole('heading', { name: 'Which of these reads the names rightly?' }).waitFor();
    await page.locator('.question-choice').filter({ hasText: 'macintosh' }).focus();
    await page.keyboard.press('Enter');
    // The next question is read before it is answered: Enter does nothing to it.
    await page.getByRole('heading', { name: 'What comes first in the dates, the day or the month?' }).waitFor();
    await expectFocus(/^h2 What comes first/);
    await page.keyboard.press('Enter');
    await page
      .locator('.question-choice')
      .filter({ hasText: /^The day/ })
      .focus();
    await page.keyboard.press('Enter');
    await button('Queue 2 results').waitFor();
    // On the word that the answer changed. A second Enter only opens what else it could be.
    await expectFocus(/^button Dates: /);
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await expectFocus(/^button Dates: /);
    await button('Queue 2 results').waitFor();
  });

  it('comes back to the row after a result was discarded in its pane, and after that was taken back', async () => {
    const { page } = fresh();
    await enterOn('Pause');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await button('Resume').waitFor();
    await expectFocus(/^button Resume/);
    await dropFile(page, 'sample.csv', sampleCsv());
    await enterOn('Queue 11 results');
    await page.getByText('0 of 11 results confirmed').waitFor();
    await expectFocus(/^button Show results/);
    await goTo('Outbox');
    const row = page.getByRole('row').filter({ hasText: ref(1) });
    await row.focus();
    await page.keyboard.press('Enter');
    const pane = page.getByRole('complementary', { name: 'Result details' });
    await pane.getByRole('button', { name: 'Discard' }).focus();
    await page.keyboard.press('Enter');
    await pane.getByRole('button', { name: 'Bring back' }).waitFor();
    await expectFocus(/^button (Bring back|Edit and resend)/);
    await enterOn('Undo');
    await pane.getByRole('button', { name: 'Discard' }).waitFor();
    await expectFocus(/^button (Discard|Edit and resend)|^row /);
    await page.keyboard.press('Escape');
    await expectFocus(/^row /);
    // Many at once.
    await row.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await dialog('Discard 11 results?').waitFor();
    await dialog('Discard 11 results?').getByRole('button', { name: 'Discard 11 results' }).focus();
    await page.keyboard.press('Enter');
    await row.getByText('Discarded').waitFor();
    await expectFocus(/^row /);
    await enterOn('Undo');
    await row.getByText('Waiting').waitFor();
    await expectFocus(/^row /);
    await enterOn('Resume');
    await button('Pause').waitFor();
    await expectFocus(/^button Pause/);
  });

  it('goes back to where a dialog was opened', async () => {
    const { page } = fresh();
    await goTo('Settings');
    await enterOn(/diagnostics/i);
    await dialog(/Diagnostics/).waitFor();
    await page.keyboard.press('Escape');
    await expectFocus(/diagnostics/i);
    await button(/diagnostics/i).focus();
    await page.keyboard.press('?');
    await dialog('Keyboard shortcuts').waitFor();
    await page.keyboard.press('Escape');
    await expectFocus(/diagnostics/i);
    await enterOn('Test connection');
    await page
      .getByText(/answers|works|Practice/i)
      .first()
      .waitFor();
    await expectFocus(/^button Test connection/);
    await page.getByRole('radio', { name: /^Practice/ }).focus();
    await page.keyboard.press('ArrowDown');
    await enterOn('Switch to Test');
    await page.getByRole('banner').getByText(/^TEST/).waitFor();
    await expectFocus(/^input Test/);
    await page.keyboard.press('ArrowDown');
    await enterOn('Switch to Production…');
    await dialog('Switch to Production?').waitFor();
    await page.getByLabel('Type the word Production').fill('Production');
    await page.keyboard.press('Enter');
    await page.getByRole('banner').getByText('PRODUCTION').waitFor();
    await expectFocus(/^(radio|input) Production/);
    await page.getByLabel('User name').first().fill('courier');
    await page.getByLabel('Password').first().fill('practice-password');
    await enterOn('Save account');
    await page
      .getByText(/is kept until|is kept in/)
      .first()
      .waitFor();
    await expectFocus(/^button (Save account|Test connection)|^input (User|Pass)/);
    await page.getByRole('radio', { name: /^Practice/ }).focus();
    await page.keyboard.press('Space');
    await enterOn('Switch to Practice');
    await page.getByRole('banner').getByText('PRACTICE').waitFor();
    await expectFocus(/^(radio|input) Practice/);
    await goTo('Imports');
    await button('Import').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Paste…' }).focus();
    await page.keyboard.press('Enter');
    await dialog('Paste rows').waitFor();
    await page.keyboard.press('Escape');
    await expectFocus(/^button Import/);
  });

  it('stays in a booking that was saved, and comes back to it after a result was queued', async () => {
    const { page } = fresh();
    await goTo('Bookings');
    await page.getByText(/^Today, /).waitFor();
    await page
      .getByRole('row')
      .filter({ has: page.locator('.time:not([role=columnheader])') })
      .first()
      .click();
    const pane = page.getByRole('complementary', { name: 'Booking details' });
    await pane.getByLabel('Internal message').fill('Bring the samples');
    await pane.getByRole('button', { name: 'Save to BRP' }).focus();
    await page.keyboard.press('Enter');
    await pane.getByText('BRP has the internal message as you entered it.').waitFor();
    const inPane = () => page.evaluate(() => document.activeElement?.closest('[aria-label="Booking details"]') !== null);
    await expectFocus(/^(?!nothing)/);
    expect(await inPane()).toBe(true);
    await pane.getByRole('button', { name: 'Report as Booked' }).focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'Report result' });
    await form.getByLabel('Order').fill(ref(1));
    await form.getByLabel('Inspector').fill('Zhang Wei');
    await form.getByRole('button', { name: 'Queue result' }).focus();
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });
    await expectFocus(/^(?!nothing)/);
    expect(await inPane()).toBe(true);
  });

  it('goes to the rows that were asked for, and they come into view', async () => {
    const { page } = fresh();
    await page.setViewportSize({ width: 800, height: 600 });
    const wrong = ['maybe', 'perhaps', 'unsure', 'later', 'soon'].map((word, n) => `${ref(n + 1)},${word},2026-12-01,Zhang Wei`);
    await dropFile(page, 'words.csv', csv(...wrong));
    await enterOn(/^Show 2 more problems/);
    await enterOn(/^Show: .*soon/);
    const row = page.getByRole('row').filter({ hasText: 'soon' });
    await row.waitFor();
    await expectFocus(/^row /);
    await expect.poll(() => row.evaluate((one) => one === document.activeElement)).toBe(true);
    // All of it is seen: nothing lies over its middle.
    await expect
      .poll(() =>
        row.evaluate((one) => {
          const { left, top, height } = one.getBoundingClientRect();
          return one.contains(document.elementFromPoint(left + 20, top + height / 2));
        }),
      )
      .toBe(true);
    await dropFile(page, 'sample.csv', sampleCsv());
    await enterOn('Queue 11 results');
    await page.getByText('9 of 11 results confirmed').waitFor();
    await goTo('Problems');
    await enterOn('Show');
    await page.getByRole('grid', { name: 'Results' }).waitFor();
    await expectFocus(/^row /);
  });

  it('goes on after a file was put aside or not imported, and after its columns were looked at', async () => {
    const { page } = fresh();
    await dropFile(page, 'one.csv', csv(`${ref(1)},Booked,2026-12-01,Zhang Wei`));
    await button('Queue 1 result').waitFor();
    await enterOn('columns');
    await dialog('Which column is which').waitFor();
    await page.keyboard.press('Escape');
    await expectFocus(/^button columns/);
    await enterOn('Put aside');
    await page.getByRole('tab', { name: /^All/ }).waitFor();
    await expectFocus(/^(?!nothing)/);
    await goTo('Imports');
    await enterOn('Take up again');
    await button('Queue 1 result').waitFor();
    await expectFocus(/^(?!nothing|button Queue)/);
  });
});
