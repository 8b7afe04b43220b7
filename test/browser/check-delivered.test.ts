// "Check delivered" and the look-up of a file's orders in a real Chromium, against a BasicPSF that others work on too: what differs,
// what is left as it is, how far it is, stopping it, and going on.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import type { PracticeRecord } from '../../main/practice/booking-results-script.ts';
import { browserOrReason } from '../support/chromium.ts';
import { seedDelivered } from '../support/delivered.ts';
import { type Gate, startGate } from '../support/gate.ts';
import { booked, orderRef, temporaryFolder } from '../support/make.ts';
import { csv } from './rows.ts';
import { dropFile, type Host, openWindow, startHost } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

describe.skipIf(typeof found === 'string')('what BasicPSF holds, looked at with progress', () => {
  let basicPsf: PracticeBasicPsf;
  let gate: Gate;
  let host: Host;
  let page: Page;
  let complaints: string[];

  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  const text = (words: string | RegExp): Locator => page.getByText(words);

  /** A window in Test that delivered so many results today, and BasicPSF holds them. */
  async function open(deliveredToday: number): Promise<void> {
    const results = Array.from({ length: deliveredToday }, (_, n) => booked(orderRef(n + 1)));
    const home = temporaryFolder();
    seedDelivered(home, 'test', results, Date.now());
    basicPsf = createPracticeBasicPsf({
      orders: Array.from({ length: Math.max(deliveredToday, 300) }, (_, n) => ({ internalOrderRef: orderRef(n + 1) })),
      remembered: results.map((result) => ({ ...result, confirmedAt: Date.now() })),
    });
    gate = await startGate((await basicPsf.start()).baseUrl);
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ environment: 'test', baseUrl: gate.baseUrl }));
    host = await startHost(home);
    const { origin, hash } = new URL(host.url);
    const saved = await fetch(`${origin}/call/account.save`, {
      method: 'POST',
      headers: { 'X-Courier-Key': hash.replace('#key=', '') },
      body: JSON.stringify({ username: 'clerk', password: 'practice-password' }),
    });
    expect(await saved.json()).toMatchObject({ ok: true });
    ({ page, complaints } = await openWindow(found as Browser, host.url));
  }
  /** Somebody on another machine confirms a result now. */
  function change(n: number, inspectorName: string): void {
    const record = basicPsf.orders.get(orderRef(n)) as PracticeRecord;
    Object.assign(record, { inspectorName, confirmedAt: Date.now() });
  }
  async function openCheck(): Promise<Locator> {
    await page
      .getByRole('link', { name: /^Outbox/ })
      .or(button(/^Outbox/))
      .first()
      .click();
    await button('Check delivered').click();
    return page.getByRole('dialog');
  }

  beforeEach(() => {
    complaints = [];
  });
  afterEach(async () => {
    gate.open();
    await page.context().close();
    await host.remove();
    expect([basicPsf.openSessions, basicPsf.sessionsClosed]).toEqual([0, basicPsf.sessionsOpened]);
    await gate.stop();
    await basicPsf.stop();
    expect(complaints).toEqual([]);
  });

  it('lists what was changed and what is gone, sends one again, and lists no more what is left as it is', async () => {
    await open(4);
    change(1, 'Li Fang');
    change(2, 'Emma Clarke');
    (basicPsf.orders as Map<string, PracticeRecord>).delete(orderRef(3));
    const dialog = await openCheck();
    const row = (n: number): Locator => dialog.getByRole('listitem').filter({ hasText: orderRef(n) });
    await dialog.getByRole('button', { name: 'Check', exact: true }).click();
    await dialog.getByText('3 of 4 results are not as delivered.').waitFor();
    await row(1).getByText('Booked, 2025-04-28, Li Fang').waitFor();
    await row(3).getByText('BasicPSF does not know this order any more.').waitFor();
    for (const n of [1, 3])
      await row(n)
        .getByRole('button', { name: /^Leave as it is/ })
        .click();
    await row(1).getByText('Left as it is.').waitFor();
    await row(3).getByText('Left as it is.').waitFor();
    await row(2)
      .getByRole('button', { name: /^Send ours again/ })
      .click();
    await row(2).getByText('Queued again.').waitFor();
    await dialog.getByRole('button', { name: 'Check again' }).click();
    await dialog.getByText(/2 results differ as you left them\./).waitFor();
    change(1, 'Erik Sjöberg');
    await dialog.getByRole('button', { name: 'Check again' }).click();
    await row(1).getByText('Erik Sjöberg').waitFor();
    await dialog.getByText(/1 result differs as you left it\./).waitFor();
    await row(1)
      .getByRole('button', { name: /^Leave as it is/ })
      .click();
    await row(1)
      .getByRole('button', { name: /^Take back/ })
      .click();
    await row(1)
      .getByRole('button', { name: /^Leave as it is/ })
      .waitFor();
  }, 120_000);

  it('says how far it is with more than 5,000, is stopped, and goes on with the rest', async () => {
    await open(5150);
    change(1, 'Li Fang');
    change(5150, 'Emma Clarke');
    gate.hold(12);
    const dialog = await openCheck();
    await dialog.getByRole('button', { name: 'Check', exact: true }).click();
    await dialog.getByText(/^1.200 of 5.000 compared…$/).waitFor();
    await dialog.getByRole('button', { name: 'Stop' }).click();
    gate.open();
    await dialog.getByText(/^1.300 results were compared, 3.850 older results were not\./).waitFor();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: orderRef(5150) })
      .waitFor();
    await dialog.getByRole('button', { name: 'Compare the rest' }).click();
    await dialog.getByText(/^2 of 5.150 results are not as delivered\./).waitFor();
    await dialog.getByRole('listitem').filter({ hasText: 'Li Fang' }).waitFor();
    await dialog.getByRole('button', { name: 'Check again' }).click();
    await dialog.getByText(/^5.000 results were compared, 150 older results were not\./).waitFor();
  }, 120_000);

  it('says how far the orders of a file are looked up, stops, and looks up the rest', async () => {
    await open(0);
    gate.hold(1);
    await dropFile(page, 'a.csv', csv(...Array.from({ length: 300 }, (_, n) => `${orderRef(n + 1)},Booked,2026-12-01,Li Fang`)));
    await text('Looking up 300 orders in BasicPSF: 100 done.').waitFor();
    await button('Stop looking up').click();
    gate.open();
    await text('200 of 300 orders looked up in BasicPSF.').waitFor();
    await button('Queue 300 to Test').waitFor();
    await button('Look up the rest').click();
    await text('300 orders looked up in BasicPSF.').waitFor();
  }, 120_000);
});
