// Every way in which a page could leave its window empty or somewhere else, tried in the page: the page is there, or comes back.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { COURIER } from './hand.ts';
import { FORMS, onDesktop } from './suite.ts';
import { until } from './until.ts';

/** Asked in the page itself: playwright waits for the end of a navigation that was refused. */
async function isShown(): Promise<boolean> {
  const { courier } = globalThis as unknown as { courier?: { call: (...a: unknown[]) => Promise<{ ok: boolean }> } };
  const isOurs = location.href.startsWith('app://courier/') && location.pathname === '/';
  const isDrawn = [...document.querySelectorAll('button')].some(({ textContent }) => textContent === 'Use the sample file');
  return isOurs && isDrawn && (await courier?.call('snapshot.get', {}))?.ok === true;
}

/** Waits for our page, drawn, and answered by the app. */
async function isThere(page: Page, after = 'it was loaded again'): Promise<void> {
  await until(`the page after: ${after}`, () => page.evaluate(isShown).catch(() => false));
}

const GONE_AND_BACK = {
  'the address of nothing': `location.href = 'about:blank'`,
  'nothing, in place of the entry': `location.replace('about:blank')`,
  'an address of its own scheme that is no page': `history.pushState(null, '', '/other')`,
  'an address written over': `history.replaceState(null, '', '/assets/other')`,
  'a link to nothing': `Object.assign(document.createElement('a'), { href: 'about:blank' }).click()`,
};
const NOWHERE = {
  blob: `location.href = URL.createObjectURL(new Blob(['<h1>mine</h1>'], { type: 'text/html' }))`,
  data: `location.href = 'data:text/html,mine'`,
  web: `location.href = 'https://example.org/'`,
  file: `location.href = 'file:///etc/passwd'`,
  'own file': `location.href = '/index.html'`,
  source: `location.href = 'view-source:app://courier/'`,
  script: `location.href = 'javascript:document.write(1)'`,
  window: `void open('about:blank')`,
  'own window': `void open('app://courier/')`,
  target: `Object.assign(document.createElement('a'), { href: '/', target: '_blank' }).click()`,
  form: `{ const f = document.createElement('form'); f.action = '/'; f.method = 'post'; document.body.append(f); f.submit(); f.remove(); }`,
  'form elsewhere': `{ const f = document.createElement('form'); f.action = 'about:blank'; f.target = '_blank'; document.body.append(f); f.submit(); f.remove(); }`,
  reload: `location.hash = '#/outbox'; location.reload()`,
  back: `location.hash = '#/settings'; location.hash = '#/outbox'; history.go(-50); history.back()`,
};

onDesktop('the window', {}, (scene) => {
  test.each(Object.entries(GONE_AND_BACK))('shows its page again after %s, with no way back', async (_what, script) => {
    const program = scene().start();
    const page = await program.page();
    await page.evaluate(script).catch(() => {});
    await isThere(page);
    // There is nothing behind it to go back to.
    await page.evaluate('history.back()').catch(() => {});
    await isThere(page);
    expect(await program.main('electron.BrowserWindow.getAllWindows().length')).toBe(1);
    expect(await program.main('electron.webContents.getAllWebContents().length')).toBe(1);
  });

  test('stays where it is, and alone, whatever else its page asks for', async () => {
    const program = scene().start();
    const page = await program.page();
    for (const [what, script] of Object.entries(NOWHERE)) {
      await page.evaluate(script).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 250));
      await page.evaluate(`location.hash = '#/outbox'`).catch(() => {});
      await isThere(page, what);
    }
    expect(await program.main('electron.webContents.getAllWebContents().length')).toBe(1);
  });

  test('stays where it is under a middle click on a link, a click with keys held, and a link that is dragged onto it', async () => {
    const { start, hand } = scene();
    const program = start();
    const page = await program.page();
    const [x, y] = await hand.point(page.getByRole('link', { name: /^Settings/ }));
    hand.tool('mousemove', x, y, 'sleep', 0.1, 'click', 2);
    for (const key of ['ctrl', 'shift', 'ctrl+shift'])
      hand.tool('mousemove', x, y, 'keydown', key, 'sleep', 0.05, 'click', 1, 'sleep', 0.05, 'keyup', key);
    await hand.drag([x, y], page.getByRole('heading', { name: 'Outbox' }).or(page.locator('main')).first());
    await page.evaluate(`location.hash = '#/outbox'`);
    await isThere(page);
    expect(await program.main('electron.webContents.getAllWebContents().length')).toBe(1);
  });

  test.each(FORMS)('that its page closes comes back with a program that ended as it should: %s', async (form) => {
    const { start, hand, home } = scene();
    const place = home();
    const program = start({ form, home: place });
    const page = await program.page();
    await page.evaluate('close()').catch(() => {});
    expect(await program.ended).toEqual({ code: 0, signal: null });
    const window = await until('the window of the next start', () => hand.window(COURIER));
    process.kill(Number(hand.tool('getwindowpid', window)), 'SIGTERM');
    // What it had open is closed: nothing of it is left.
    await until('its end', () => !existsSync(join(place, 'running.json')));
  });
});
