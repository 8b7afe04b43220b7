// While results go out, what a person is about to click stays where it is.
import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browserOrReason } from '../support/chromium.ts';
import { csv, ref } from './rows.ts';
import { dropFile, freshWindows } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

/** Known orders that no colleague works on, then ones that nobody knows, and rows that cannot be used. */
function manyRows(): string {
  const known = Array.from(
    { length: 60 },
    (_, n) => `${ref(1 + (n % 20))},Booked,2026-12-${String(1 + (n % 28)).padStart(2, '0')},Zhang Wei`,
  );
  const unknown = Array.from({ length: 120 }, (_, n) => `NOBODY-KNOWS-${n}-99,Booked,2026-12-01,Zhang Wei`);
  const wrong = Array.from({ length: 4 }, (_, n) => `${ref(50 + n)},Booked,2026-02-30,Zhang Wei`);
  return csv(...known, ...unknown, ...wrong);
}

describe.skipIf(typeof found === 'string')('the receipt', () => {
  const fresh = freshWindows(found as Browser);
  const button = (name: string | RegExp) => fresh().page.getByRole('button', { name });

  it.each([
    [800, 600],
    [1440, 900],
  ])('moves nothing under the pointer while results go out, at %i by %i', async (width, height) => {
    const { page } = fresh();
    await page.setViewportSize({ width, height });
    await button('Pause').click();
    await page.getByRole('menuitem', { name: 'Until I resume' }).click();
    await button('Resume').waitFor();
    await dropFile(page, 'many.csv', manyRows());
    await button(/^Queue /).click();
    await button(/^Withdraw /).waitFor();
    // Chromium itself tells what moved from one frame to the next; how far and how long is not asked.
    await page.evaluate(() => {
      const moved: string[] = [];
      Object.assign(globalThis, { moved });
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { sources: { node: Node | null }[] })[]) {
          for (const { node } of entry.sources) {
            const element = node instanceof Element ? node : node?.parentElement;
            if (element?.closest('.receipt, .receipt-held') != null) moved.push(element.outerHTML.slice(0, 120));
          }
        }
      });
      observer.observe({ type: 'layout-shift', buffered: false });
    });
    await button('Resume').click();
    await button(/^Show \d+ refused or stopped/).waitFor();
    await button('Nothing left to withdraw').waitFor();
    // One frame more, for what the last numbers may have moved.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))));
    expect(await page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved)).toEqual([]);
  });
});
