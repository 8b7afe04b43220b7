// What BasicPSF itself holds, in a real Chromium over the real app and Practice: in the review of a file, beside a result, and at will.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openScratch } from '../../main/base/sqlite.ts';
import { browserOrReason } from '../support/chromium.ts';
import { temporaryFolder } from '../support/make.ts';
import { csv, ref } from './rows.ts';
import { dropFile, freshWindows, type Host, openWindow, startHost } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

/** A paused window whose results for these orders have waited since the day before yesterday, when a colleague had not been there. */
async function waitingSinceTheDayBefore(...orders: number[]): Promise<{ host: Host }> {
  const home = temporaryFolder();
  const lookUp = (practice: boolean): void =>
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ environment: 'practice', lookUp: { on: { practice } } }));
  lookUp(false);
  const before = await startHost(home);
  const first = await openWindow(found as Browser, before.url);
  await first.page.getByRole('button', { name: 'Pause' }).click();
  await first.page.getByRole('menuitem', { name: 'Until I resume' }).click();
  await dropFile(first.page, 'a.csv', csv(...orders.map((n) => `${ref(n)},Booked,2026-12-01,Li Fang`)));
  await first.page.getByRole('button', { name: `Queue ${orders.length} results` }).click();
  await first.page.getByText(`0 of ${orders.length}`).first().waitFor();
  await first.page.context().close();
  await before.stop();
  const store = openScratch(join(home, 'practice', 'outbox.sqlite'));
  store.exec('update outbox_item set accepted_at = accepted_at - 2 * 86400000');
  store.close();
  lookUp(true);
  return { host: await startHost(home) };
}

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

  it('decides about many such results together, shows both values of each first, and takes it back', async () => {
    const { host } = await waitingSinceTheDayBefore(21, 22, 23);
    const { page, complaints } = await openWindow(found as Browser, host.url);
    const at = (name: string | RegExp): Locator => page.getByRole('button', { name });
    const dialog = page.getByRole('dialog');
    try {
      await at('Send now').click();
      await page
        .getByRole('link', { name: /^Problems/ })
        .or(at(/^Problems/))
        .first()
        .click();
      await page.getByRole('heading', { name: /^BasicPSF holds another result for 3 orders/ }).waitFor();
      await at('Keep theirs for 3 orders').click();
      await dialog
        .getByRole('row')
        .filter({ hasText: ref(22) })
        .filter({ hasText: 'Li Fang' })
        .waitFor();
      await dialog.getByText('Our results are not sent').waitFor();
      await dialog.getByRole('button', { name: 'Keep theirs for 3 orders' }).click();
      await page.getByText("BasicPSF's result stays for 3 orders.").waitFor();
      await at('Undo').click();
      await page.getByText('Taken back').waitFor();
      await at('Send ours for 3 orders').click();
      await dialog.getByText('will be overwritten in BasicPSF').waitFor();
      expect(
        await dialog.getByRole('button', { name: 'Decide later' }).evaluate((button) => button === document.activeElement),
      ).toBe(true);
      await dialog.getByRole('button', { name: 'Send ours for 3 orders' }).click();
      await at('Resume').click();
      await page.getByText('Nothing needs you.').waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await page.context().close();
      await host.remove();
    }
  });

  it('shows both values of a result that waits because a colleague was there since, and does what is chosen', async () => {
    const { host } = await waitingSinceTheDayBefore(21, 22);
    const { page, complaints } = await openWindow(found as Browser, host.url);
    try {
      await page
        .getByRole('link', { name: 'Outbox' })
        .or(page.getByRole('button', { name: 'Outbox' }))
        .first()
        .click();
      await page.getByRole('button', { name: 'Send now' }).click();
      const row = (n: number): Locator => page.getByRole('row').filter({ hasText: ref(n) });
      await row(21).filter({ hasText: 'Stopped' }).click();
      const question = page.getByRole('region', { name: 'Theirs or ours' });
      await question.getByText('BasicPSF holds: something else.').waitFor();
      await question.getByText('Emma Clarke').waitFor();
      await question.getByRole('button', { name: 'Keep theirs' }).click();
      await row(21)
        .filter({ hasText: 'Replaced' })
        .or(page.getByLabel('Result details').getByText('Replaced').first())
        .first()
        .waitFor();
      await row(22).filter({ hasText: 'Stopped' }).click();
      await question.getByRole('button', { name: 'Send ours' }).click();
      await page.getByRole('button', { name: 'Resume' }).click();
      await row(22).filter({ hasText: 'Delivered' }).waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await page.context().close();
      await host.remove();
    }
  });
});
