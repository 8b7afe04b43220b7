// The window in a real Chromium, over the real app and the Practice BasicPSF: what a person does on the first morning.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleCsv } from '../../main/practice/orders.ts';
import { browserOrReason } from '../support/chromium.ts';
import { dropFile, type Host, type Opened, openWindow, startHost } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('the window', () => {
  const browser = found as Browser;
  let host: Host;
  let opened: Opened;

  beforeEach(async () => {
    host = await startHost();
    opened = await openWindow(browser, host.url);
  });
  afterEach(async () => {
    await opened.page.context().close();
    await host.remove();
  });
  afterAll(() => browser.close());

  const rowOf = (ref: string) => opened.page.getByRole('row').filter({ hasText: ref });
  const toOutbox = () => opened.page.getByRole('navigation').getByText('Outbox').click();

  async function queueSample(): Promise<void> {
    const { page } = opened;
    await dropFile(page, 'sample.csv', sampleCsv());
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await page
      .getByText(/9 of 11|9 confirmed/)
      .first()
      .waitFor();
  }

  it('takes a dropped file to an outcome for every row', async () => {
    const { page, complaints } = opened;
    await dropFile(page, 'monday.csv', sampleCsv());
    await page.getByRole('heading', { name: 'monday.csv' }).waitFor();
    await page.getByText('is not a day in the calendar').waitFor();
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await toOutbox();
    await rowOf('ORD-2025-00101').getByText('Delivered').waitFor();
    await rowOf('ORD-2025-00999').getByText('Refused').waitFor();
    await rowOf('ORD-2025-00999').getByText('Record not found').waitFor();
    await rowOf('ORD-2025-00117').getByText('Refused').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'Delivered' }).count()).toBe(9);
    expect(complaints).toEqual([]);
  });

  it('takes a file by the file input as well', async () => {
    const { page } = opened;
    await page
      .getByLabel('Choose CSV files')
      .setInputFiles({ name: 'input.csv', mimeType: 'text/csv', buffer: Buffer.from(sampleCsv()) });
    await page.getByRole('heading', { name: 'input.csv' }).waitFor();
    await page.getByRole('button', { name: 'Queue 11 results' }).waitFor();
  });

  it('repairs an invalid row on the spot, by keyboard alone', async () => {
    const { page } = opened;
    await dropFile(page, 'repair.csv', sampleCsv());
    const row = rowOf('ORD-2025-00108');
    await row.focus();
    await page.keyboard.press('Enter');
    // The wrong cell has the focus, with what is wrong in it selected.
    await page.getByLabel('Date, row 9').waitFor();
    await page.keyboard.type('2025-02-28');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Queue 12 results' }).waitFor();
  });

  it('groups what needs a person by its cause, and says what to do', async () => {
    const { page } = opened;
    await queueSample();
    await page.getByRole('navigation').getByText('Problems').click();
    await page.getByText('BasicPSF does not know order ORD-2025-00999').waitFor();
    await page.getByText('Record is in use by another user').waitFor();
    await page.getByRole('button', { name: 'Retry 1 order' }).first().waitFor();
  });

  it('corrects a refused row, sends it again, and keeps the history', async () => {
    const { page } = opened;
    await queueSample();
    await toOutbox();
    await rowOf('ORD-2025-00999').dblclick();
    const pane = page.getByRole('complementary', { name: 'Result details' });
    await pane.getByText('Record not found').first().waitFor();
    await pane.getByRole('button', { name: 'Edit and resend' }).click();
    await pane.getByLabel('Order').fill('ORD-2025-00120');
    await page.keyboard.press('Enter');
    await rowOf('ORD-2025-00120').getByText('Delivered').waitFor();
    await rowOf('ORD-2025-00999')
      .getByText(/Replaced|Superseded|Overtaken/)
      .waitFor();
  });

  it('asks before a correction changes what another order was told, and starts on the safe answer', async () => {
    const { page, complaints } = opened;
    await queueSample();
    await toOutbox();
    await rowOf('ORD-2025-00999').dblclick();
    const pane = page.getByRole('complementary', { name: 'Result details' });
    async function typeOther(): Promise<void> {
      await pane.getByRole('button', { name: 'Edit and resend' }).click();
      await pane.getByLabel('Order').fill('ORD-2025-00101');
      await page.keyboard.press('Enter');
    }
    await typeOther();
    const question = page.getByRole('dialog', { name: 'Change order ORD-2025-00101?' });
    await question
      .getByText('BasicPSF was told Booked 2025-04-28, Zhang Wei for order ORD-2025-00101; this would change it to Booked')
      .waitFor();
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    // Kept as it is: the order still has its one result, and what was typed is still there.
    expect(await pane.getByLabel('Order').inputValue()).toBe('ORD-2025-00101');
    expect(await rowOf('ORD-2025-00101').count()).toBe(1);
    await pane.getByRole('button', { name: 'Resend' }).click();
    await question.getByRole('button', { name: 'Keep it as it is' }).waitFor();
    // Esc answers the question, and closes nothing beneath it.
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await pane.getByLabel('Order').inputValue()).toBe('ORD-2025-00101');
    await pane.getByRole('button', { name: 'Resend' }).click();
    await question.getByRole('button', { name: 'Change it' }).click();
    // Beside the open pane there is no room for the date.
    await rowOf('ORD-2025-00101').first().getByText('2025-05-08').waitFor({ state: 'attached' });
    await rowOf('ORD-2025-00101').first().getByText('Delivered').waitFor();
    expect(complaints).toEqual([]);
  });

  it('discards with undo', async () => {
    const { page } = opened;
    await queueSample();
    await toOutbox();
    await rowOf('ORD-2025-00117').click();
    await page.keyboard.press('Delete');
    await rowOf('ORD-2025-00117').getByText('Discarded').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowOf('ORD-2025-00117').getByText('Refused').waitFor();
  });

  it('asks before many results are discarded, starts on the safe answer, and takes back by Ctrl+Z long after', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('menuitem', { name: 'Until I resume' }).click();
    await dropFile(page, 'sample.csv', sampleCsv());
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await toOutbox();
    const first = page.getByRole('row').filter({ hasText: 'ORD-2025-00999' });
    await first.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    const question = page.getByRole('dialog', { name: 'Discard 11 results?' });
    await question.getByText('11 waiting. They will not be sent to BasicPSF any more.').waitFor();
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    // What a person decides to keep stays chosen, and the keyboard has a place.
    await page.getByText('All 11 of this list').waitFor();
    await page.waitForFunction(() => document.activeElement !== document.body);
    // So it is where the question came from the button, which gets the keyboard back.
    await page.getByRole('button', { name: 'Discard 11' }).click();
    await question.getByRole('button', { name: 'Keep them' }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByText('All 11 of this list').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Discard 11');
    await page.getByRole('button', { name: 'Discard 11' }).click();
    await question.getByRole('button', { name: 'Discard 11 results' }).click();
    await first.getByText('Discarded').waitFor();
    await page.getByRole('button', { name: /^Close; Ctrl\+Z/ }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
    await first.click();
    // As it arrives with Caps Lock on.
    await page.keyboard.down('Control');
    await page.keyboard.press('Z');
    await page.keyboard.up('Control');
    await first.getByText('Waiting').waitFor();
  });

  it('finds an order by any part of it', async () => {
    const { page } = opened;
    await queueSample();
    await page.keyboard.press('Control+f');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Search order or inspector');
    await page.keyboard.type('00106');
    await rowOf('ORD-2025-00101').waitFor({ state: 'detached' });
    await rowOf('ORD-2025-00106').waitFor();
  });

  it('keeps everything across a restart', async () => {
    await queueSample();
    await opened.page.context().close();
    await host.stop();
    host = await startHost(host.home);
    opened = await openWindow(browser, host.url);
    await toOutbox();
    await rowOf('ORD-2025-00101').getByText('Delivered').waitFor();
  });

  it('holds results while paused, sends once on "Send now", and stays paused', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('menuitem', { name: 'Until I resume' }).click();
    await page.getByText('Paused').first().waitFor();
    await dropFile(page, 'paused.csv', sampleCsv());
    await page.getByRole('button', { name: 'Queue 11 results' }).click();
    await toOutbox();
    await rowOf('ORD-2025-00101').getByText('Waiting').waitFor();
    await page.getByRole('button', { name: 'Send now' }).click();
    await rowOf('ORD-2025-00101').getByText('Delivered').waitFor();
    await page.getByText('Paused').first().waitFor();
  });

  it('says in one sentence what is wrong with a file that is not a CSV', async () => {
    const { page } = opened;
    await dropFile(page, 'page.csv', '<!doctype html><html><body>Sign in</body></html>');
    await page
      .getByText(/web page/i)
      .first()
      .waitFor();
  });
});
