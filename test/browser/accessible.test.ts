// Every page, dialog and menu is looked at by axe-core, light and dark, without an exception.
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sampleCsv } from '../../main/practice/orders.ts';
import { axeFaults } from '../support/axe.ts';
import { browserOrReason } from '../support/chromium.ts';
import { csv, ref } from './rows.ts';
import { dropFile, dropFiles, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('what people who do not see or point are given', () => {
  const fresh = freshWindows(found as Browser);
  const button = (name: string | RegExp) => fresh().page.getByRole('button', { name });
  const dialog = (name: string | RegExp) => fresh().page.getByRole('dialog', { name });
  const menu = () => fresh().page.getByRole('menu');
  const goTo = (name: string) => fresh().page.getByRole('navigation', { name: 'Pages' }).getByText(name).click();

  /** Looks at what is shown now; `what` names it in the list of faults. */
  async function look(what: string, faults: string[]): Promise<void> {
    faults.push(...(await axeFaults(fresh().page)).map((fault) => `${what}, ${fault}`));
  }
  /** A menu is opened, looked at, and closed again. */
  async function lookAtMenu(name: string | RegExp, faults: string[]): Promise<void> {
    await button(name).first().click();
    await menu().waitFor();
    await look(`menu ${name}`, faults);
    await fresh().page.keyboard.press('Escape');
    await menu().waitFor({ state: 'detached' });
  }
  /** A dialog is opened, looked at, and left with Esc. */
  async function lookAtDialog(title: string | RegExp, open: () => Promise<void>, faults: string[]): Promise<void> {
    await open();
    await dialog(title).waitFor();
    await look(`dialog ${title}`, faults);
    await fresh().page.keyboard.press('Escape');
    await dialog(title).waitFor({ state: 'detached' });
    // What lay beneath it can be heard again.
    await fresh().page.waitForFunction(() => document.querySelector('nav')?.closest('[aria-hidden=true]') === null);
  }

  it('is without fault on every page before anything came in', async () => {
    const { page, complaints } = fresh();
    const faults: string[] = [];
    await page.getByRole('heading', { name: 'Welcome to Booking Courier' }).waitFor();
    await look('welcome', faults);
    for (const name of ['Problems', 'Imports', 'Bookings', 'Help', 'What is new', 'Settings']) {
      await goTo(name);
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      if (name === 'Bookings') await page.getByText(/as of/).waitFor();
      await look(name, faults);
    }
    await page.getByRole('radio', { name: /^Production/ }).click();
    await look('Production chosen', faults);
    await lookAtDialog('Switch to Production?', () => button('Switch to Production…').click(), faults);
    await lookAtDialog(/Diagnostics/, () => button(/diagnostics/i).click(), faults);
    await lookAtDialog('Keyboard shortcuts', () => page.keyboard.press('?'), faults);
    await goTo('Imports');
    await lookAtMenu('Import', faults);
    await lookAtDialog(
      'Paste rows',
      async () => {
        await button('Import').click();
        await page.getByRole('menuitem', { name: 'Paste…' }).click();
      },
      faults,
    );
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('can be passed by: the first thing that Tab comes to leads to the page', async () => {
    const { page } = fresh();
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Go to the page');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    // What comes next is in the page, past the navigation.
    await page.waitForFunction(() => document.activeElement?.closest('main') !== null);
  });

  it('is without fault in the bookings', async () => {
    const { page } = fresh();
    const faults: string[] = [];
    await goTo('Bookings');
    await page.getByText(/as of/).waitFor();
    await page.getByText(/^Today, /).waitFor();
    await lookAtMenu(/^Facilities/, faults);
    const rows = page.getByRole('row').filter({ has: page.locator('.time:not([role=columnheader])') });
    await rows.first().click();
    const pane = page.getByRole('complementary', { name: 'Booking details' });
    await pane.getByLabel('Internal message').fill('Bring the samples');
    await pane.getByText('Not saved yet').waitFor();
    await look('a booking', faults);
    await pane.getByRole('button', { name: 'Cancel' }).click();
    await pane.getByRole('button', { name: 'Report as Booked' }).click();
    await pane.getByRole('form').first().waitFor();
    await look('reporting a booking', faults);
    for (const form of ['Day', 'Week']) {
      await page.getByRole('tab', { name: form }).click();
      await page.locator('.plan').waitFor();
      await look(`bookings by ${form}`, faults);
    }
    expect(faults).toEqual([]);
  });

  it('is without fault while a file is reviewed', async () => {
    const { page } = fresh();
    const faults: string[] = [];
    await dropFile(page, 'sample.csv', sampleCsv());
    await button('Queue 11 results').waitFor();
    await look('review', faults);
    await lookAtMenu(/^Columns?|^Encoding|^Letters/, faults);
    const grid = page.getByRole('grid');
    await grid.getByRole('row').nth(1).click();
    await page.locator('.repair').waitFor();
    await look('a row in repair', faults);
    await page.keyboard.press('Escape');
    await lookAtDialog('Which column is which', () => button('columns').click(), faults);
    await page.keyboard.press('Escape');
    await button('Put aside').first().click();
    await page
      .getByRole('heading', { name: 'This file was put aside.' })
      .or(page.getByRole('tab', { name: /^All/ }))
      .first()
      .waitFor();
    await goTo('Imports');
    await button('Take up again').waitFor();
    await look('imports', faults);
    await page.getByRole('row').filter({ hasText: 'sample.csv' }).getByText('sample.csv').click();
    await page.getByRole('heading', { name: 'This file was put aside.' }).waitFor();
    await look('a file put aside', faults);
    await lookAtDialog(/^Discard sample/, () => button('Discard it…').click(), faults);
    const dates = csv(`${ref(1)},Booked,03/04/2026,Zhang Wei`, `${ref(2)},Booked,05/06/2026,Zhang Wei`);
    await dropFiles(page, [
      ['dates.csv', dates],
      ['page.csv', '<!doctype html><html><body>Sign in</body></html>'],
      ['word.csv', csv(`${ref(3)},Bokked,2026-12-01,Zhang Wei`, `${ref(4)},maybe,2026-12-01,Zhang Wei`)],
    ]);
    await page.getByRole('heading', { name: 'What comes first in the dates, the day or the month?' }).waitFor();
    await look('a question', faults);
    await page
      .getByRole('navigation', { name: /files? open/ })
      .getByText('page.csv')
      .click();
    await page
      .getByText(/web page/i)
      .first()
      .waitFor();
    await look('a file that could not be read', faults);
    await page
      .getByRole('navigation', { name: /files? open/ })
      .getByText('word.csv')
      .click();
    await page.getByText('Bokked').first().waitFor();
    await look('words', faults);
    await lookAtMenu(/^Set (it|these)/, faults);
    expect(faults).toEqual([]);
  });

  it('is without fault in the outbox, the problems and a receipt', async () => {
    const { page } = fresh();
    const faults: string[] = [];
    await lookAtMenu('Pause', faults);
    await dropFile(page, 'sample.csv', sampleCsv());
    await button('Queue 11 results').click();
    await page.getByText('9 of 11 results confirmed by BasicPSF').waitFor();
    await look('receipt', faults);
    await lookAtDialog(/^Discard 1 row/, () => button('Discard 1 row').click(), faults);
    await goTo('Problems');
    await page.getByRole('list', { name: /^Problems/ }).waitFor();
    await look('problems', faults);
    await goTo('Outbox');
    await page.getByRole('row').filter({ hasText: 'Refused' }).first().waitFor();
    await look('outbox', faults);
    await lookAtMenu('More', faults);
    await lookAtDialog('Check delivered results', () => button('Check delivered').click(), faults);
    await page.getByRole('row').filter({ hasText: 'Refused' }).first().click();
    await page.getByRole('complementary').getByText('Attempts').waitFor();
    await look('a result', faults);
    await button('Edit and resend').click();
    await page.getByRole('form', { name: 'Edit result' }).waitFor();
    await look('editing a result', faults);
    await page.getByRole('textbox', { name: 'Order' }).fill(ref(1));
    await lookAtDialog(/^Change order/, () => button('Resend').click(), faults);
    await page.keyboard.press('Escape');
    await page.getByRole('row').filter({ hasText: 'Refused' }).first().focus();
    await page.keyboard.press('Control+a');
    await page.getByText('All 11 of this list').waitFor();
    await look('results that are chosen', faults);
    expect(faults).toEqual([]);
  });
});
