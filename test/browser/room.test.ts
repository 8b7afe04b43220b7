// In the smallest window that is promised, nothing of an order's reference is cut, and no word of the navigation.
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browserOrReason } from '../support/chromium.ts';
import { csv } from './rows.ts';
import { dropFile, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('at 800 by 600', () => {
  const fresh = freshWindows(found as Browser);
  const button = (name: string | RegExp) => fresh().page.getByRole('button', { name });

  /** The words that are cut, of what a selector finds. */
  function cutOf(selector: string): Promise<string[]> {
    return fresh().page.evaluate(
      (wanted) =>
        [...document.querySelectorAll(wanted)].flatMap((one) =>
          one.scrollWidth > one.clientWidth ? [one.textContent ?? ''] : [],
        ),
      selector,
    );
  }

  it('references and dates are whole in the review and in the outbox', async () => {
    const { page } = fresh();
    await page.setViewportSize({ width: 800, height: 600 });
    const rows = Array.from(
      { length: 3 },
      (_, n) => `ORD-2026-0999${n}99,Booked,2026-12-0${n + 1},Wolfeschlegelsteinhausen Bergerdorff`,
    );
    await dropFile(page, 'rows.csv', csv(...rows, 'ORD-2026-0999993,Unavailable,,'));
    await button('Queue 4 results').waitFor();
    expect(await cutOf('.import-rows .internalOrderRef .value, .import-rows .bookingDate .value')).toEqual([]);
    // What is cut has had its room taken last: the name, which the whole row says too.
    expect(await cutOf('.import-rows .inspectorName .value')).toHaveLength(3);
    await button('Queue 4 results').click();
    await page.getByText(/of 4 results confirmed/).waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Outbox').click();
    await page.getByRole('row').filter({ hasText: 'ORD-2026-0999299' }).getByText('Refused').waitFor();
    expect(await cutOf('.outbox-list .grid-row .order, .outbox-list .grid-row .date')).toEqual([]);
  });

  it('the navigation keeps its words whatever it counts', async () => {
    const { page } = fresh();
    await dropFile(page, 'rows.csv', csv('ORD-2026-0999990,Booked,2026-02-30,Li Fang'));
    await button('Keep 1 row for later').click();
    await page.getByRole('link', { name: 'Problems 1 need you' }).click();
    for (const width of [800, 1120]) {
      await page.setViewportSize({ width, height: 600 });
      // As wide as a count can be; what it counts is not asked here.
      await page.locator('.navigation-count').evaluateAll((counts) => {
        for (const one of counts) (one.firstChild as Text).data = '999k';
      });
      expect(await cutOf('.navigation-name')).toEqual([]);
    }
  });
});
