// What BasicPSF itself holds, in a real Chromium over the real app and Practice: in the review of a file, beside a result, and at will.
import type { Browser, Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browserOrReason } from '../support/chromium.ts';
import { csv, ref } from './rows.ts';
import { dropFile, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')("BasicPSF's own word in the window", () => {
  const opened = freshWindows(found as Browser);
  const button = (name: string | RegExp): Locator => opened().page.getByRole('button', { name });
  const text = (words: string | RegExp): Locator => opened().page.getByText(words);

  it('names unknown orders before they are sent, and holds them or lets them go', async () => {
    const { page, complaints } = opened();
    await dropFile(page, 'a.csv', csv(`${ref(1)},Booked,2026-12-01,Li Fang`, 'ORD-2025-0102,Booked,2026-12-01,Li Fang'));
    await text('BasicPSF does not know the order "ORD-2025-0102"').first().waitFor();
    await text('2 orders looked up in BasicPSF.').waitFor();
    await button('Queue 2 results').waitFor();
    await button('Hold it').click();
    await button('Queue 1 result').waitFor();
    await button('Send all the same').click();
    await button('Queue 2 results').waitFor();
    await page.getByRole('row').filter({ hasText: 'ORD-2025-0102' }).click();
    await page.getByRole('button', { name: 'Use ORD-2025-00102' }).click();
    await page.getByLabel('Order, row 3').press('Enter');
    await text('BasicPSF does not know').first().waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('asks which counts where a colleague confirmed a result, and leaves theirs as it is', async () => {
    const { page, complaints } = opened();
    await dropFile(page, 'a.csv', csv(`${ref(1)},Booked,2026-12-01,Li Fang`, `${ref(21)},Booked,2026-12-01,Li Fang`));
    await page.getByRole('heading', { name: /1 order carries a result confirmed .* that this machine did not send/ }).waitFor();
    expect(await button('Nothing can be queued yet').isDisabled()).toBe(true);
    await button('Show them').click();
    await text('was Emma Clarke').waitFor();
    await button(/Keep theirs/).click();
    await text('1 order stays as BasicPSF has it').waitFor();
    await button('Queue 1 result').click();
    await button('Ask BasicPSF').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('says beside a result what BasicPSF holds now, and checks what was delivered', async () => {
    const { page, complaints } = opened();
    await dropFile(page, 'a.csv', csv(`${ref(1)},Booked,2026-12-01,Li Fang`));
    await button('Queue 1 result').click();
    await page
      .getByRole('link', { name: 'Outbox' })
      .or(page.getByRole('button', { name: 'Outbox' }))
      .first()
      .click();
    const row = page.getByRole('row').filter({ hasText: ref(1) });
    await row.filter({ hasText: 'Delivered' }).click();
    await button('Ask BasicPSF what it holds').click();
    await text('BasicPSF says now: the same.').waitFor();
    await button('Check delivered').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Check', exact: true }).click();
    await text('BasicPSF holds it as delivered.').waitFor();
    expect(complaints).toEqual([]);
  });
});
