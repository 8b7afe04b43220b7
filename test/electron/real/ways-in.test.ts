// Every way a file gets in, as a person does it: dropped, chosen, pasted, or the program opened with it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { sampleCsv } from '../../../main/practice/orders.ts';
import { bookedLines, csv } from '../../support/open-app.ts';
import { COURIER } from './hand.ts';
import { FORMS, onDesktop, type Scene } from './suite.ts';
import { until } from './until.ts';

const LINES = csv(...bookedLines(3));

/** The page of the file, with everything that was read of it. */
async function review(page: Page, name: string, rows: number): Promise<void> {
  await page.getByRole('heading', { name }).waitFor();
  await page.getByRole('button', { name: new RegExp(`^Queue ${rows} `) }).waitFor();
}

async function middleOf({ hand }: Scene): Promise<readonly [number, number]> {
  const window = await until('the window', () => hand.window(COURIER));
  const { x, y, width, height } = await hand.placeOf(window);
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}

onDesktop('a drop on the window', {}, (scene) => {
  describe.each(FORMS)('%s', (form) => {
    test('brings a file in, with its name as it is', async () => {
      const { start, hand, file } = scene();
      const page = await start({ form }).page();
      const path = file('måndag 星期一 #1 100%.csv', LINES);
      expect(await hand.dropFrom([pathToFileURL(path).href], await middleOf(scene()))).toEqual(['given', 'ended']);
      await review(page, 'måndag 星期一 #1 100%.csv', 3);
    });
  });

  test('says what will happen while the file is over it', async () => {
    const { start, hand, file, desktop, picture } = scene();
    const page = await start().page();
    await desktop.ask('offer.show', [pathToFileURL(file('over.csv', LINES)).href]);
    const [x, y] = await middleOf(scene());
    hand.tool('mousemove', 15, 15, 'sleep', 0.3, 'mousedown', 1, 'sleep', 0.2);
    for (let n = 1; n <= 6; n += 1) hand.tool('mousemove', 15 + ((x - 15) * n) / 6, 15 + ((y - 15) * n) / 6, 'sleep', 0.1);
    for (let n = 0; n < 4; n += 1) hand.tool('mousemove_relative', 3, 2, 'sleep', 0.1);
    await page.getByText('Drop to check the file').waitFor();
    await picture('drag over the window');
    hand.tool('mouseup', 1);
    await review(page, 'over.csv', 3);
    await page.getByText('Drop to check the file').waitFor({ state: 'detached' });
  });

  test('brings in several files, and every file of a folder that can be one', async () => {
    const { start, hand, file } = scene();
    const page = await start().page();
    const folder = join(file('a.csv', LINES), '..');
    for (const name of ['b.csv', 'c.txt']) file(join(folder, name), csv(...bookedLines(2, 'Li Fang', 110)));
    file(join(folder, 'picture.png'), 'no picture');
    const other = file('with space.csv', csv(...bookedLines(1, 'Li Fang', 120)));
    await hand.dropFrom([pathToFileURL(folder).href, pathToFileURL(other).href], await middleOf(scene()));
    await page.getByRole('link', { name: /^Imports 4 open/ }).waitFor();
    await hand.click(page.getByRole('link', { name: /^Imports/ }));
    for (const name of ['a.csv', 'b.csv', 'c.txt', 'with space.csv'])
      await page.getByText(name, { exact: true }).first().waitFor();
  });

  test('of an address of the web changes nothing, and the window stays where it is', async () => {
    const program = scene().start();
    const page = await program.page();
    const address = page.url();
    for (const dropped of ['https://example.org/results.csv', 'javascript:document.title=1'])
      await scene().hand.dropFrom([dropped], await middleOf(scene()));
    expect(page.url()).toBe(address);
    await page.getByRole('button', { name: 'Use the sample file' }).waitFor();
    expect(await program.main('electron.BrowserWindow.getAllWindows().length')).toBe(1);
    expect(program.console).toEqual([]);
  });

  test('of the sample, dragged from the page itself, brings it in', async () => {
    const { start, hand } = scene();
    const page = await start().page();
    await hand.drag(await hand.point(page.getByText('Drag me anywhere')), await middleOf(scene()));
    await page.getByRole('button', { name: 'Queue 11 results' }).waitFor();
  });
});

onDesktop('the file dialog', {}, (scene) => {
  test('opened from the page brings the chosen file in', async () => {
    const { start, hand, file, picture } = scene();
    const page = await start().page();
    const path = file('chosen.csv', LINES);
    await hand.click(page.getByRole('button', { name: 'Browse…' }));
    await until('the dialog', hand.dialog);
    await picture('open dialog');
    await hand.answerFileDialog(path);
    await review(page, 'chosen.csv', 3);
  });

  test('opened from the tray brings the chosen file in, and shows the window', async () => {
    const { start, hand, file, desktop } = scene();
    const page = await start({ args: ['--hidden'] }).page();
    const path = file('chosen.csv', LINES);
    await hand.rightClick(await until('the icon', () => desktop.ask('tray.place')));
    await hand.click(await until('the menu', () => desktop.ask('tray.entryPlace', 'Import')));
    expect(await hand.answerFileDialog(path)).toBe('Choose files of booking results');
    await review(page, 'chosen.csv', 3);
    expect(hand.window(COURIER)).not.toBeNull();
  });
});

onDesktop('a paste', {}, (scene) => {
  async function paste(rows: string): Promise<Page> {
    const { start, hand, desktop } = scene();
    const page = await start().page();
    await desktop.ask('copy', rows);
    // The keyboard is the window's once it was clicked.
    await hand.click(page.getByRole('heading', { name: 'Welcome to Booking Courier' }));
    await hand.press('ctrl+v');
    return page;
  }

  test('brings copied rows in', async () => {
    const page = await paste(LINES.replaceAll(',', '\t'));
    await page.getByRole('button', { name: 'Queue 3 results' }).waitFor();
  });

  test('brings in more rows than fit into one call', async () => {
    const page = await paste(csv(...bookedLines(12_000)));
    await page.getByRole('button', { name: /^Queue 12,000 results$|^Queue 12.000 results$/ }).waitFor();
  });
});

onDesktop('a start with files', {}, (scene) => {
  test.each(FORMS)('brings them in and shows them: %s', async (form) => {
    const { start, file } = scene();
    const page = await start({ form, args: [file('sent to it måndag.csv', LINES)] }).page();
    await review(page, 'sent to it måndag.csv', 3);
  });

  test('leaves an outbox that is in sight, and no welcome, after the next start', async () => {
    const { start, home, file, hand } = scene();
    const place = home();
    const first = start({ home: place, args: [file('first.csv', sampleCsv())] });
    const page = await first.page();
    await hand.click(page.getByRole('button', { name: 'Queue 11 results' }));
    await page
      .getByText(/9 of 11/)
      .first()
      .waitFor();
    first.child.kill('SIGTERM');
    await first.ended;
    const again = await start({ home: place }).page();
    await again.getByText('ORD-2025-00101').waitFor();
    expect(await again.getByRole('heading', { name: 'Welcome to Booking Courier' }).count()).toBe(0);
  });
});
