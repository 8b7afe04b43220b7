// Looks at a page with axe-core, in light and in dark, with every rule it has on by itself and no exception.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What a rule found fault with, one line each: the rule, the place, and what is said of it. */
async function faultsOf(page: Page): Promise<string[]> {
  // Over the debugger, so the page's own policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, failureSummary }) =>
        [id, target.join(' '), html.slice(0, 160), (failureSummary ?? '').replace(/\s+/g, ' ')].join(' | '),
      ),
    );
  });
}

/** Faults of what the page shows now, in light and in dark; the page is light afterwards. */
export async function axeFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction((scheme) => document.documentElement.style.colorScheme === scheme, colorScheme);
    // Colours on their way from one to the other are nobody's.
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
    faults.push(...(await faultsOf(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}
