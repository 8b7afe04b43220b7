// An import in a real Chromium, over the real app and the Practice BasicPSF: files as offices save them, what is asked about
// them, and what is repaired in them.
import iconv from 'iconv-lite';
import type { Browser, Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browserOrReason } from '../support/chromium.ts';
import { book, HEADER as HEADER_ROW, textRow } from '../support/make-book.ts';
import { csv, ref } from './rows.ts';
import { dropFile, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('an import in the window', () => {
  const opened = freshWindows(found as Browser);

  const rowOf = (text: string): Locator => opened().page.getByRole('row').filter({ hasText: text });
  const button = (name: string | RegExp): Locator => opened().page.getByRole('button', { name });
  const title = (name: string): Promise<void> => opened().page.getByRole('heading', { name }).waitFor();

  it('reads a GB18030 file, says so, and reads it anew in the encoding that a person chooses', async () => {
    const { page, complaints } = opened();
    const names = ['张伟', '李娜', '王芳', '刘洋', '陈静'];
    const text = csv(...names.map((name, n) => `${ref(n + 1)},Booked,2026-12-0${n + 1},${name}`));
    await dropFile(page, 'guangzhou.csv', iconv.encode(text, 'gb18030'));
    await rowOf('张伟').waitFor();
    await button('Encoding: GB18030').click();
    // The names as they would read in another encoding stand beside it.
    const other = page.getByRole('menuitemradio', { name: /Big5/ });
    expect(await other.textContent()).toContain(iconv.decode(iconv.encode('张伟', 'gb18030'), 'big5'));
    await page.getByRole('menuitemradio', { name: /windows-1252/ }).click();
    await button('Encoding: windows-1252, chosen by you').waitFor();
    await rowOf(iconv.decode(iconv.encode('张伟', 'gb18030'), 'windows-1252')).waitFor();
    await button('Encoding: windows-1252, chosen by you').click();
    await page.getByRole('menuitemradio', { name: /GB18030/ }).click();
    await rowOf('张伟').waitFor();
    await button('Queue 5 results').waitFor();
    expect(complaints).toEqual([]);
  });

  it('asks how the letters are read where nobody can know, and queues nothing before', async () => {
    const { page } = opened();
    await dropFile(page, 'one-name.csv', iconv.encode(csv(`${ref(1)},Booked,2026-12-01,Åsa`), 'macintosh'));
    await title('Which of these reads the names rightly?');
    expect(await button('Nothing can be queued yet').isDisabled()).toBe(true);
    await page
      .getByRole('button', { name: /macintosh/ })
      .filter({ hasText: 'Åsa' })
      .click();
    await button('Queue 1 result').waitFor();
    await rowOf('Åsa').waitFor();
  });

  it('warns of all that keeps a file from being queued by itself, and marks the row where a letter may be lost', async () => {
    const { page } = opened();
    const cut = `${ref(1)},Booked,2026-12-01,Mary\nHill\r\n${ref(2)},Booked,2026-12-01,J?rgen Berg\r\n`;
    await dropFile(page, 'cut.csv', `${csv()}\r\n${cut}`);
    const warning = page.getByRole('list', { name: 'How the file was understood' }).locator('li.warn');
    await warning.filter({ hasText: 'seems to be cut in two by a line break inside of a cell, behind "Mary"' }).waitFor();
    await page
      .getByText('1 row has a question mark amid the inspector name, where a letter may be lost: "J?rgen Berg".')
      .waitFor();
    await button(/^All 3/).click();
    await rowOf('J?rgen Berg').getByText('In the inspector name').waitFor();
    await dropFile(
      page,
      'merged.xlsx',
      book({
        sheets: [
          {
            rows: HEADER_ROW + [2, 3].map((row) => textRow(row, [ref(row), 'Booked', '2026-12-01', 'Li Fang'])).join(''),
            after: '<mergeCells count="1"><mergeCell ref="D2:D3"/></mergeCells>',
          },
        ],
      }),
    );
    await warning.filter({ hasText: '1 cell below a merged cell holds something that Excel does not show: D3.' }).waitFor();
  });

  it('asks which sheet of a workbook is meant, then whether what is hidden in it belongs, and reads it as answered', async () => {
    const { page } = opened();
    const order = (row: number, name: string): string => textRow(row, [ref(row), 'Booked', '2026-12-01', name]);
    const sheets = [
      { name: 'March', rows: HEADER_ROW + order(2, 'Emma Clarke') },
      { name: 'April', rows: HEADER_ROW + order(2, 'Li Fang') + order(3, 'Åsa Berg').replace('<row', '<row hidden="1"') },
    ];
    await dropFile(page, 'quarter.xlsx', book({ sheets, view: 'activeTab="1"' }));
    await title('Which sheet of the workbook is meant?');
    expect(await button('Nothing can be queued yet').isDisabled()).toBe(true);
    await button(/March 1 row/).waitFor();
    await button(/April 2 rows, shown last/).click();
    await title('Does what is hidden in Excel belong?');
    await button(/1 hidden row, the last is row 3/).waitFor();
    await button(/No, only what Excel shows/).click();
    await button('Queue 1 result').waitFor();
    await rowOf('Li Fang').waitFor();
    expect(await rowOf('Åsa Berg').count()).toBe(0);
    await button('What is hidden: without what is hidden, chosen by you').click();
    await page.getByRole('menuitemradio', { name: 'Read everything' }).click();
    await rowOf('Åsa Berg').waitFor();
    await button('Sheet: April, chosen by you').waitFor();
  });

  it('asks about dates that can be read both ways, and converts them as answered', async () => {
    const { page } = opened();
    await dropFile(page, 'dates.csv', csv(`${ref(1)},Booked,04/05/2027,Emma Clarke`, `${ref(2)},Booked,06/07/2027,Emma Clarke`));
    await title('What comes first in the dates, the day or the month?');
    await page.getByText('First say what comes first in the dates').waitFor();
    expect(await button('Nothing can be queued yet').isDisabled()).toBe(true);
    await button(/04\/05\/2027 is 4 May 2027/).waitFor();
    await button(/04\/05\/2027 is 5 April 2027/).click();
    await rowOf(ref(1)).getByText('2027-04-05').waitFor();
    await rowOf(ref(2)).getByText('2027-06-07').waitFor();
    await button('Dates: month-day-year, chosen by you').waitFor();
    // The answer took the question with it; the keyboard goes on at what it changed, where a second Enter queues nothing unseen.
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Dates: ') === true);
  });

  it('asks which column is which, and remembers it for the next file with the same header', async () => {
    const { page } = opened();
    const text = (n: number): string => `Nr,Läge,När,Vem,Not\n${ref(n)},Booked,2026-12-01,Erik Sjöberg,ring\n`;
    await dropFile(page, 'week 1.csv', text(1));
    await title('Which column is which?');
    await page.getByRole('combobox', { name: 'Inspector' }).selectOption({ label: 'D: Vem' });
    await page.getByRole('combobox', { name: 'Order' }).selectOption({ label: 'A: Nr' });
    await page.getByRole('combobox', { name: 'Result' }).selectOption({ label: 'B: Läge' });
    await page.getByRole('combobox', { name: 'Date' }).selectOption({ label: 'C: När' });
    await button('Use these columns').click();
    await button('Queue 1 result').click();
    await page.getByText('of 1 result confirmed by BasicPSF').waitFor();
    await dropFile(page, 'week 2.csv', text(2));
    await title('week 2.csv');
    await button('columns as remembered').waitFor();
    await rowOf('Erik Sjöberg').waitFor();
    await button('Queue 1 result').waitFor();
  });

  it('fixes all rows with one cause at once, and takes it back by the bar and by Ctrl+Z', async () => {
    const { page } = opened();
    const rows = [1, 2, 3].map((n) => `${ref(n)},booked,2026-12-0${n},Li Fang`);
    await dropFile(page, 'case.csv', csv(...rows, `${ref(4)},Booked,2026-12-04,Li Fang`));
    await page.getByText('3 rows say "booked" as the result.').waitFor();
    await button('Fix all 3 → Booked').click();
    await button('Queue 4 results').waitFor();
    await button('Undo').click();
    await button('Queue 1 result').waitFor();
    await button('Fix all 3 → Booked').click();
    await button('Queue 4 results').waitFor();
    await page.keyboard.press('Control+z');
    await button('Queue 1 result').waitFor();
  });

  it('shows the rows of one problem only, and all of them again', async () => {
    const { page } = opened();
    await dropFile(
      page,
      'two causes.csv',
      csv(`${ref(1)},booked,2026-12-01,Li Fang`, `${ref(2)},Booked,,Li Fang`, `${ref(3)},Booked,2026-12-03,Li Fang`),
    );
    await button('Show: 1 row has no date.').click();
    await rowOf(ref(1)).waitFor({ state: 'detached' });
    await rowOf(ref(2)).waitFor();
    await button('Show all rows: 1 row has no date.').click();
    await rowOf(ref(3)).waitFor();
  });

  it('repairs one row after the other by keyboard alone, and takes the last repair back', async () => {
    const { page } = opened();
    await dropFile(
      page,
      'repair.csv',
      csv(`${ref(1)},Booked,2026-02-30,Emma Clarke`, `${ref(2)},Booked,2026-12-02,`, `${ref(3)},Booked,2026-12-03,Li Fang`),
    );
    await rowOf(ref(1)).focus();
    await page.keyboard.press('F2');
    await page.getByLabel('Date, row 2').waitFor();
    await page.keyboard.type('2026-02-31');
    await page.keyboard.press('Enter');
    // Checked at once: it is no better, so the row stays open with its new reason.
    await page.getByText('"2026-02-31" is not a day in the calendar.').waitFor();
    await page.keyboard.type('2026-02-28');
    await page.keyboard.press('Enter');
    // What is to be repaired next has the focus.
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Inspector, row 3');
    await page.keyboard.press('Shift+Tab');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Date, row 3');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Åsa Lindström');
    await page.keyboard.press('Enter');
    await button('Queue 3 results').waitFor();
    await button('Undo').click();
    await button('Queue 2 results').waitFor();
    await rowOf(ref(2)).getByText('The inspector name is missing').waitFor();
  });

  it('warns before a new reading would lose repairs, and loses them only when told to', async () => {
    const { page } = opened();
    await dropFile(page, 'repaired.csv', csv(`${ref(1)},booked,2026-12-01,Li Fang`, `${ref(2)},Booked,2026-12-02,Li Fang`));
    await button('Fix 1 → Booked').click();
    await button('Queue 2 results').waitFor();
    await button('Header: header in row 1').click();
    await page.getByRole('menuitemradio', { name: /Row 2/ }).click();
    await page.getByRole('dialog', { name: 'Read the file anew?' }).waitFor();
    await button('Keep it as it is read').click();
    await button('Queue 2 results').waitFor();
    await button('Header: header in row 1').click();
    await page.getByRole('menuitemradio', { name: /Row 2/ }).click();
    await button('Read anew, lose 1 repair').click();
    await button('Header: header in row 2, chosen by you').waitFor();
  });
});
