// Nothing is lost by one key or one click: what was discarded, replaced or put aside is found again and brought back.
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sampleCsv } from '../../main/practice/orders.ts';
import { axeFaults } from '../support/axe.ts';
import { browserOrReason } from '../support/chromium.ts';
import { csv, ref } from './rows.ts';
import { dropFile, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('nothing is lost by accident', () => {
  const fresh = freshWindows(found as Browser);

  const button = (name: string | RegExp) => fresh().page.getByRole('button', { name });
  const rowOf = (order: string) => fresh().page.getByRole('row').filter({ hasText: order });
  const goTo = (name: string) => fresh().page.getByRole('navigation', { name: 'Pages' }).getByText(name).click();

  async function pause(): Promise<void> {
    await button('Pause').click();
    await fresh().page.getByRole('menuitem', { name: 'Until I resume' }).click();
    await button('Resume').waitFor();
  }

  /** The list of what is out of the way, from the menu beside the tabs. */
  async function showTab(name: string): Promise<void> {
    await button('More').click();
    await fresh()
      .page.getByRole('menuitem', { name: new RegExp(`^${name}`) })
      .click();
    await fresh()
      .page.getByRole('tab', { name: new RegExp(`^${name}`) })
      .waitFor();
  }

  it('lists what was discarded, and brings it back after a restart of the window', async () => {
    const { page } = fresh();
    await pause();
    await dropFile(page, 'sample.csv', sampleCsv());
    await button('Queue 11 results').click();
    await goTo('Outbox');
    await rowOf(ref(1)).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await button('Discard 11 results').click();
    await rowOf(ref(1)).getByText('Discarded').waitFor();
    // Nobody remembers the act any more.
    await page.reload();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await showTab('Discarded 11');
    await rowOf(ref(1)).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Bring back' }).click();
    await page.getByRole('tab', { name: 'Discarded 10' }).waitFor();
    await page.getByText('1 result brought back.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('row').nth(2).click();
    await page.keyboard.press('Control+a');
    await button('Bring back 10').click();
    const question = page.getByRole('dialog', { name: 'Bring back 10 results?' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Leave them discarded');
    await question.getByRole('button', { name: 'Bring back 10 results' }).click();
    await page.getByText('10 results brought back.').waitFor();
    await page.getByRole('tab', { name: 'Discarded 0' }).waitFor();
    await page.getByRole('tab', { name: 'Waiting 11' }).waitFor();
  });

  it('names and links what replaced a result', async () => {
    const { page } = fresh();
    await pause();
    await dropFile(page, 'monday.csv', csv(`${ref(1)},Booked,2026-11-28,Zhang Wei`));
    await button('Queue 1 result').click();
    await button('Show results').waitFor();
    await dropFile(page, 'tuesday.csv', csv(`${ref(1)},Booked,2026-11-29,Li Fang`));
    await button('Queue 1 result').click();
    await button('Show results').waitFor();
    await goTo('Outbox');
    await showTab('Replaced 1');
    await rowOf('Zhang Wei').click();
    const pane = page.getByRole('complementary', { name: 'Result details' });
    await pane.getByText('Replaced by').waitFor();
    await pane
      .getByRole('button', { name: `${ref(1)}, Booked, 2026-11-29, Li Fang` })
      .first()
      .click();
    await pane.getByText('Waiting').first().waitFor();
  });

  it('asks before a repair of many held rows changes what BasicPSF was told', async () => {
    const { page } = fresh();
    await dropFile(page, 'monday.csv', csv(`${ref(1)},Booked,2026-11-28,Zhang Wei`, `${ref(2)},Booked,2026-11-28,Li Fang`));
    await button('Queue 2 results').click();
    await page.getByText('2 of 2 results confirmed by BasicPSF').waitFor();
    await dropFile(page, 'tuesday.csv', csv(`${ref(1)},gone,,`, `${ref(2)},gone,,`, `${ref(3)},gone,,`));
    await button('Keep 3 rows for later').click();
    await page.getByRole('heading', { name: '3 rows are held back' }).waitFor();
    const repair = async () => {
      await button('Set these 3 to').click();
      await page.getByRole('menuitem', { name: 'Unavailable' }).click();
    };
    await repair();
    const question = page.getByRole('dialog', { name: 'Change 2 orders?' });
    await question.getByText(/was told Booked 2026-11-28, Zhang Wei.*It would change 1 other order too/).waitFor();
    // On the safe answer.
    await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Keep them as they are');
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: '3 rows are held back' }).waitFor();
    await repair();
    await question.getByRole('button', { name: 'Change them' }).click();
    await page.getByText('3 of 3 results confirmed by BasicPSF').waitFor();
  });

  it('stops a file of which nearly everything is refused, and asks before the rest goes out', async () => {
    const { page } = fresh();
    const rows = Array.from({ length: 4000 }, (_, n) => `NOBODY-KNOWS-${n}-99,Booked,2026-12-01,Zhang Wei`);
    await dropFile(page, 'unknown.csv', csv(...rows));
    await button('Queue 4,000 results').click();
    const bars = page.locator('.app-bars');
    await bars
      .getByText(/Sending of "unknown\.csv" has stopped: all [\d,]+ results were refused because BasicPSF does not know/)
      .waitFor();
    // It is said wherever somebody is, also after the window was opened anew.
    await goTo('Help');
    await page.reload();
    await bars.getByText(/has stopped/).waitFor();
    expect((await axeFaults(page)).filter((fault) => fault.includes('app-bars'))).toEqual([]);
    await bars.getByRole('button', { name: 'Send them all the same' }).click();
    await bars.getByText(/has stopped/).waitFor({ state: 'detached' });
    await goTo('Imports');
    await page.getByText('0 of 4,000 confirmed · 4,000 need you').waitFor();
  });

  it('takes back one act after the other by Ctrl+Z, and says what it took back', async () => {
    const { page } = fresh();
    await pause();
    await dropFile(page, 'sample.csv', sampleCsv());
    await button('Queue 11 results').click();
    await goTo('Outbox');
    for (const order of [ref(1), ref(2)]) {
      await rowOf(order).click();
      await page.getByRole('complementary').getByRole('button', { name: 'Discard' }).click();
      await rowOf(order).getByText('Discarded').waitFor();
    }
    await page.keyboard.press('Control+z');
    await page.getByText('Taken back: 1 result discarded.').waitFor();
    await rowOf(ref(2)).getByText('Waiting').waitFor();
    await rowOf(ref(1)).getByText('Discarded').waitFor();
    await button('Undo one more').click();
    await rowOf(ref(1)).getByText('Waiting').waitFor();
    await button('Undo one more').waitFor({ state: 'detached' });
  });

  it('keeps a file that was put aside with its repairs, until a person discards it in so many words', async () => {
    const { page } = fresh();
    await dropFile(page, 'sample.csv', sampleCsv());
    await button('Queue 11 results').waitFor();
    await rowOf('is not a day in the calendar').press('Enter');
    await page.getByLabel('Date, row').fill('2026-11-30');
    await page.keyboard.press('Enter');
    await button('Queue 12 results').waitFor();
    await button('Put aside').click();
    await page.getByText('sample.csv put aside.').waitFor();
    await goTo('Imports');
    await rowOf('sample.csv').getByText('Put aside with 1 repaired row').waitFor();
    await button('Take up again').click();
    await button('Queue 12 results').waitFor();
    // Aside once more, and back by the key.
    await button('Put aside').click();
    await page.getByText('sample.csv put aside.').waitFor();
    await page.keyboard.press('Control+z');
    await button('Queue 12 results').waitFor();
    await button('Put aside').click();
    await goTo('Imports');
    await rowOf('sample.csv').click();
    await page.getByText('It is kept with 1 repaired row').waitFor();
    await button('Discard it…').click();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Keep it');
    await page.getByRole('dialog').getByRole('button', { name: 'Discard it', exact: true }).click();
    await page.getByText('This file was not imported.').waitFor();
    expect(fresh().complaints).toEqual([]);
  });
});
