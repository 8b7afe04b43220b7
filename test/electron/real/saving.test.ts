// What the program hands over as a file: the dialog has a name and a title of ours, and the file is on the disk with the very
// bytes, at the place that was chosen.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleCsv } from '../../../main/practice/orders.ts';
import { asked, onDesktop, queue, type Scene } from './suite.ts';
import { until } from './until.ts';

onDesktop('what is saved', {}, (scene) => {
  /** Saves by `button`; answers the bytes and how the dialog was titled. */
  async function save({ hand, home }: Scene, button: Locator): Promise<string> {
    const path = join(home(), 'saved here.txt');
    await hand.click(button);
    const title = await hand.answerFileDialog(path);
    await until('the file', () => existsSync(path) && readFileSync(path).length > 0);
    expect.soft(title).not.toMatch(/blob:|:\/\/|[0-9a-f]{8}-/);
    return readFileSync(path, 'utf8');
  }

  test('is the sample, the receipt, the failed rows and the refused orders, as they are', async () => {
    const { start, hand, file, picture } = scene();
    const page = await start().page();
    const sample = page.getByRole('button', { name: 'Save the sample' });
    await hand.click(sample);
    await until('the dialog', hand.dialog);
    await picture('save dialog');
    await hand.press('Escape');
    await until('its end', () => hand.dialog() === null);
    expect(await save(scene(), sample)).toBe((await asked(page, 'import.sample')).text);
    // A second start brings a file in while this one runs.
    const second = start({ home: await dataFolder(page), args: [file('day.csv', sampleCsv())] });
    expect(await second.ended).toEqual({ code: 0, signal: null });
    await queue(scene(), page);
    await page
      .getByText(/9 of 11/)
      .first()
      .waitFor();
    const receipt = await save(scene(), page.getByRole('button', { name: 'Save receipt' }));
    expect(receipt).toBe((await asked(page, 'import.receipt', { id: 1 })).text);
    expect(receipt).toContain('day.csv');
    const failed = await save(scene(), page.getByRole('button', { name: /^Save \d+ rows? that needs? you$/ }));
    expect(failed).toBe((await asked(page, 'import.failedRows', { id: 1 })).text);
    expect(failed).toContain('ORD-2025-00108');
    await hand.click(page.getByRole('link', { name: /^Problems/ }));
    const exported = await save(scene(), page.getByRole('button', { name: /^Export \d+/ }).first());
    expect(exported).toMatch(/ORD-2025-00(999|117)/);
  });

  test('is the list of bookings, and the diagnostics', async () => {
    const { start, hand } = scene();
    const page = await start().page();
    await hand.click(page.getByRole('link', { name: 'Bookings' }));
    const exporting = page.getByRole('button', { name: 'Export' });
    await until('a list', async () => exporting.isEnabled());
    const bookings = await save(scene(), exporting);
    expect(bookings.split('\n').length).toBeGreaterThan(2);
    await hand.click(page.getByRole('link', { name: 'Settings' }));
    await hand.click(page.getByRole('button', { name: 'Save diagnostics…' }));
    const shown = await page.getByRole('dialog').getByRole('textbox').inputValue();
    const diagnostics = await save(scene(), page.getByRole('dialog').getByRole('button', { name: 'Save' }));
    expect(diagnostics).toBe(shown);
  });
});

async function dataFolder(page: Page): Promise<string> {
  return (await asked(page, 'snapshot.get')).dataFolder;
}
