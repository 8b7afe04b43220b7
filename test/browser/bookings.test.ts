// Service bookings in a real Chromium, over the real app, a BRP and a BasicPSF on loopback that the test can turn and look into.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScratch } from '../../main/base/sqlite.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { createPracticeBrp, PRACTICE_API_KEYS, PRACTICE_BRP_ACCOUNT, type PracticeBrp } from '../../main/practice/brp.ts';
import type { PracticeBooking } from '../../main/practice/brp-bookings.ts';
import type { CallInput, CallName } from '../../shared/calls.ts';
import { addDays, stockholmToday } from '../../shared/stockholm-time.ts';
import { weekNumber } from '../../shared/weeks.ts';
import { browserOrReason } from '../support/chromium.ts';
import { type Host, type Opened, openWindow, startHost } from './window.ts';

const found = await browserOrReason();
if (typeof found === 'string') console.log(`skipped: ${found}`);

const ACCOUNT = { username: 'courier', password: 'practice-password' };

describe.skipIf(typeof found === 'string')('the bookings', () => {
  const browser = found as Browser;
  let brp: PracticeBrp;
  let basicPsf: PracticeBasicPsf;
  let host: Host;
  let opened: Opened;

  beforeEach(async () => {
    brp = createPracticeBrp();
    basicPsf = createPracticeBasicPsf({ accounts: [ACCOUNT] });
    const home = mkdtempSync(join(tmpdir(), 'booking-courier-bookings-'));
    const reach = { baseUrl: (await brp.start()).baseUrl, level: 2 };
    const settings = {
      environment: 'test',
      baseUrl: (await basicPsf.start()).baseUrl,
      brp: { practice: {}, test: reach, production: {} },
    };
    writeFileSync(join(home, 'settings.json'), JSON.stringify(settings));
    host = await startHost(home);
    opened = await openWindow(browser, host.url);
    await saveAccounts(opened.page);
    await toBookings(opened.page);
  });
  afterEach(async () => {
    // Where there is a keychain, nothing stays in it.
    await call(opened.page, 'brp.forget', {});
    await call(opened.page, 'account.forget', {});
    await opened.page.context().close();
    await host.remove();
    await brp.stop();
    await basicPsf.stop();
  });
  afterAll(() => browser.close());

  /** A call that the page makes as the window itself does. */
  function call<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<unknown> {
    return page.evaluate(
      async ([path, body]) => {
        const headers = { 'X-Courier-Key': sessionStorage.getItem('courier-key') ?? '', 'Content-Type': 'application/json' };
        return (await fetch(`./call/${path}`, { method: 'POST', headers, body: body as string })).json();
      },
      [name, JSON.stringify(input)],
    );
  }
  /** The computer of a test has no keychain, so each run is told its accounts anew. */
  async function saveAccounts(page: Page): Promise<void> {
    expect(await call(page, 'brp.save', { apikey: PRACTICE_API_KEYS[2], ...PRACTICE_BRP_ACCOUNT })).toMatchObject({ ok: true });
    expect(await call(page, 'account.save', ACCOUNT)).toMatchObject({ ok: true });
  }
  async function toBookings(page: Page): Promise<void> {
    await page.getByRole('navigation').getByText('Bookings').click();
    await page.getByText(/as of/).waitFor();
  }

  /** The bookings of the logged-on person within the next week, in the order of the list. */
  function mine(): PracticeBooking[] {
    const today = stockholmToday(Date.now());
    return brp.bookings
      .filter(({ booking, customer, isAnonymous }) => customer === 41 && !isAnonymous && booking.start.date >= today)
      .toSorted((a, b) => a.booking.start.timestamp - b.booking.start.timestamp || a.booking.id - b.booking.id);
  }
  const rows = (): Locator => opened.page.getByRole('row').filter({ has: opened.page.locator('.time:not([role=columnheader])') });
  const pane = (): Locator => opened.page.getByRole('complementary', { name: 'Booking details' });

  /** Opens the first booking of the list in the pane. */
  async function openFirst(): Promise<PracticeBooking> {
    await rows().first().click();
    const id = Number(await pane().locator('dt:text-is("Booking") + dd').textContent());
    return brp.bookings.find(({ booking }) => booking.id === id) as PracticeBooking;
  }

  it('stand under their days, with the times of Stockholm', async () => {
    const { page, complaints } = opened;
    await page.getByRole('columnheader', { name: 'Stockholm time' }).waitFor();
    await page.getByText(/^Today, /).waitFor();
    const [first] = mine();
    await rows()
      .first()
      .getByText(first?.booking.start.time ?? '', { exact: false })
      .waitFor();
    expect(complaints).toEqual([]);
  });

  it('show the times of Stockholm wherever the computer stands', async () => {
    const shanghai = await openWindow(browser, host.url, { timezoneId: 'Asia/Shanghai' });
    await toBookings(shanghai.page);
    const [first] = mine();
    await shanghai.page.getByText(`${first?.booking.start.time}–${first?.booking.end?.time}`).first().waitFor();
    // What that is on the clock of this computer stands beside it.
    const hour = new Date((first?.booking.start.timestamp ?? 0) * 1000).toLocaleTimeString('en-GB', {
      timeZone: 'Asia/Shanghai',
      hour: '2-digit',
      minute: '2-digit',
    });
    await shanghai.page.locator('.booking-here').first().getByText(hour).waitFor();
    await shanghai.page.context().close();
  });

  it('are found by facility and by any words, and the filter is kept over a restart', async () => {
    const { page } = opened;
    await rows().first().waitFor();
    const before = await rows().count();
    await page.getByRole('button', { name: /^Facilities/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Hamnen' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => rows().locator('.facility').filter({ hasNotText: 'Hamnen' }).count()).toBe(0);
    await expect.poll(() => rows().count()).toBeLessThan(before);
    const order = (await rows().first().locator('.order').textContent()) ?? '';
    await page.keyboard.press('Control+f');
    await page.keyboard.type(order);
    await expect.poll(() => rows().locator('.order').filter({ hasNotText: order }).count()).toBe(0);
    await page.getByLabel('Search bookings').fill('nothing has these words');
    await page.getByText('No booking matches.').waitFor();

    await page.context().close();
    await host.stop();
    host = await startHost(host.home);
    opened = await openWindow(browser, host.url);
    await opened.page.getByRole('navigation').getByText('Bookings').click();
    await opened.page.getByRole('button', { name: 'Facilities: Hamnen' }).waitFor();
    // No account is known yet, and the last list is readable all the same.
    await expect.poll(() => rows().count()).toBeGreaterThan(0);
  });

  it('are marked when the list is older than a day', async () => {
    await opened.page.context().close();
    await host.stop();
    const store = openScratch(join(host.home, 'test', 'outbox.sqlite'));
    store.exec('update booking_day set as_of = as_of - 90000000');
    store.close();
    host = await startHost(host.home);
    opened = await openWindow(browser, host.url);
    await opened.page.getByRole('navigation').getByText('Bookings').click();
    await opened.page.getByText('more than a day old').waitFor();
    await opened.page.getByText('BRP is not set up for this environment yet.').waitFor();
    await saveAccounts(opened.page);
    await opened.page.getByText('more than a day old').waitFor({ state: 'detached' });
  });

  it('are there in Practice without any account, whole resources too', async () => {
    const practice = await startHost();
    const { page } = await openWindow(browser, practice.url);
    await toBookings(page);
    await page.getByText(/^Today, /).waitFor();
    await page.getByLabel('Whose').selectOption('resource');
    await page.getByText('Which resource?').waitFor();
    await page.getByLabel('Resource').selectOption({ label: 'Zhang Wei' });
    const resources = page.locator('.grid-row .resources');
    await expect.poll(() => resources.count()).toBeGreaterThan(0);
    await expect.poll(() => resources.filter({ hasNotText: 'Zhang Wei' }).count()).toBe(0);
    await page.context().close();
    await practice.remove();
  });

  it('are narrowed by shifts, a resource and an order together, as BRP is asked', async () => {
    const { page, complaints } = opened;
    await call(page, 'brp.change', { level: 3, personid: 42 });
    await call(page, 'brp.save', { apikey: PRACTICE_API_KEYS[3] });
    await page.reload();
    await toBookings(page);
    await page.getByLabel('Whose').selectOption('shifts');
    await expect.poll(() => brp.requests.at(-1)?.filters).toMatchObject({ showallocated: 'true' });
    // The list of before stays in sight until the new one is there.
    let shown = 0;
    await expect
      .poll(
        async () => {
          const before = shown;
          shown = await rows().count();
          return shown > 0 && shown === before;
        },
        { interval: 500 },
      )
      .toBe(true);
    const number = (await rows().first().locator('.order').textContent()) ?? '';
    await page.getByLabel('Resource').selectOption({ label: 'Zhang Wei' });
    await page.getByLabel('Order number', { exact: true }).fill(number);
    await page.keyboard.press('Enter');
    const order = brp.bookings.find(({ booking }) => booking.order?.number === number)?.booking.order?.id;
    const combined = { showallocated: 'true', resourceid: '22', orderid: String(order), personid: '42' };
    await expect.poll(() => brp.requests.at(-1)?.filters).toMatchObject(combined);
    await expect.poll(() => rows().count()).toBeLessThan(shown);
    expect(await rows().locator('.order').filter({ hasNotText: number }).count()).toBe(0);
    // An order left empty is any, and what was chosen is gone with whom it was chosen for.
    await page.getByLabel('Order number', { exact: true }).fill('');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows().count()).toBe(shown);
    await page.getByLabel('Whose').selectOption('mine');
    await page.getByLabel('Whose').selectOption('shifts');
    expect(await page.getByLabel('Resource').inputValue()).toBe('');
    expect(complaints).toEqual([]);
  });

  it('are found by an order number that was met before', async () => {
    const { page } = opened;
    await rows().first().waitFor();
    const number = mine()[0]?.booking.order?.number ?? '';
    await page.getByLabel('Whose').selectOption('order');
    await page.getByText('Which order?').waitFor();
    await page.getByLabel('Order number', { exact: true }).fill('nobody knows it');
    await page.keyboard.press('Enter');
    await page.getByText('No booking met so far has order nobody knows it.').waitFor();
    // Nothing that was typed is cut.
    await page.getByLabel('Order number', { exact: true }).fill('x'.repeat(150));
    expect(await page.getByLabel('Order number', { exact: true }).inputValue()).toHaveLength(150);
    // How it begins is enough, in whatever case, and those that begin so are offered.
    await page.getByLabel('Order number', { exact: true }).fill(number.toLowerCase().slice(0, -1));
    await page.keyboard.press('Enter');
    await page.getByText('Several begin so:').waitFor();
    await page.getByLabel('Order number', { exact: true }).fill(number.toLowerCase());
    await page.keyboard.press('Enter');
    await expect.poll(() => rows().count()).toBeGreaterThan(0);
    await expect.poll(() => rows().locator('.order').filter({ hasNotText: number }).count()).toBe(0);
  });

  it('say what a refresh brought', async () => {
    const { page } = opened;
    const [first, second] = mine();
    if (first === undefined || second === undefined) throw new Error('too few bookings');
    first.booking.internalmessage = 'Gate code has changed';
    brp.bookings.splice(brp.bookings.indexOf(second), 1);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText(/as of \d\d:\d\d: 1 changed, 1 gone/).waitFor();
    await rows().first().getByText('changed').waitFor();
    // A refresh that brings nothing, a reload and a restart of the program wipe nothing of it.
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.reload();
    await page.getByRole('button', { name: '1 changed, 1 gone' }).click();
    const moved = page.getByRole('region', { name: 'What moved in BRP' });
    await moved
      .getByRole('listitem')
      .filter({ hasText: 'gone' })
      .getByText(second.booking.order?.number ?? '')
      .waitFor();
    await moved.getByText('→ Gate code has changed').waitFor();
    for (const form of ['Day', 'Week']) {
      await page.getByRole('tab', { name: form }).click();
      await page.locator('.plan-entry').getByText('changed', { exact: true }).first().waitFor();
    }
    await moved.getByRole('button', { name: 'Take note of all' }).click();
    await moved.waitFor({ state: 'detached' });
    await page.getByText('1 changed, 1 gone').waitFor({ state: 'detached' });
    await page.locator('.plan-entry').getByText('changed', { exact: true }).first().waitFor({ state: 'detached' });
  });

  it('of another BRP are never taken for these, and the other way round', async () => {
    const { page } = opened;
    await rows().first().waitFor();
    const other = createPracticeBrp({ count: 3 });
    const { baseUrl } = await other.start();
    for (const one of other.bookings) one.booking.internalmessage = 'of the other BRP';
    await other.stop();
    await call(page, 'brp.change', { baseUrl });
    await page.getByText('These days were not listed yet.').waitFor();
    expect(await rows().count()).toBe(0);
  });

  it('are changed, and BRP says what it kept', async () => {
    const kept = await openFirst();
    await pane().getByLabel('Internal message').fill('Bring the samples');
    await pane().getByText('Not saved yet').waitFor();
    await pane().getByRole('button', { name: 'Cancel' }).click();
    expect(await pane().getByLabel('Internal message').inputValue()).toBe(kept.booking.internalmessage);
    await pane().getByLabel('Internal message').fill('Bring the samples');
    await pane().getByRole('button', { name: 'Save to BRP' }).click();
    await pane().getByText('BRP has the internal message as you entered it.').waitFor();
    expect(kept.booking.internalmessage).toBe('Bring the samples');
    expect(brp.requests.findLast(({ kind }) => kind === 'modify')?.body).toBe(
      JSON.stringify({ id: kept.booking.id, internalmessage: 'Bring the samples' }),
    );
  });

  it('keep what was typed while another booking is looked at', async () => {
    await openFirst();
    await pane().getByLabel('Message to the customer').fill('Half a sentence');
    await rows().nth(1).click();
    await rows().first().getByText('Not saved').waitFor();
    await rows().first().click();
    await expect.poll(() => pane().getByLabel('Message to the customer').inputValue()).toBe('Half a sentence');
  });

  it('keep what was typed over a reload, and while another filter lists other bookings', async () => {
    const { page } = opened;
    await openFirst();
    await pane().getByLabel('Message to the customer').fill('Half a sentence');
    await page.reload();
    await toBookings(page);
    await rows().first().getByText('Not saved').waitFor({ state: 'attached' });
    await openFirst();
    await expect.poll(() => pane().getByLabel('Message to the customer').inputValue()).toBe('Half a sentence');
    await page.getByLabel('Whose').selectOption('shifts');
    await page.getByLabel('Days').selectOption('today');
    await expect.poll(() => brp.requests.at(-1)?.filters).toMatchObject({ showallocated: 'true' });
    await expect.poll(() => pane().getByLabel('Message to the customer').inputValue()).toBe('Half a sentence');
    expect(await pane().getByText('not in the list any more').count()).toBe(0);
  });

  it('take no person out of a booking without a word: a name typed over them is asked about', async () => {
    const { page } = opened;
    const withPerson = mine().find(({ booking }) => booking.participants[0]?.personid != null);
    if (withPerson === undefined) throw new Error('nobody is booked');
    const [participant] = withPerson.booking.participants;
    await page.getByLabel('Search bookings').fill(withPerson.booking.order?.number ?? '');
    await expect.poll(() => rows().count()).toBeLessThan(mine().length);
    await rows()
      .filter({ hasText: `${withPerson.booking.start.time}–` })
      .first()
      .click();
    await pane().getByLabel('First name').fill('Somebody');
    await pane().getByText(`This is person ${participant?.personid} in BRP.`).waitFor();
    expect(await pane().getByRole('button', { name: 'Save to BRP' }).isDisabled()).toBe(true);
    await pane().getByLabel(`Take person ${participant?.personid} out of this booking`).check();
    await pane().getByRole('button', { name: 'Save to BRP' }).click();
    await pane().getByText('none: the name takes the place of the person').waitFor();
    await expect.poll(() => withPerson.booking.participants[0]).toMatchObject({ personid: null, firstname: 'Somebody' });
  });

  it('are only read with a key of level 1', async () => {
    const { page } = opened;
    await call(page, 'brp.change', { level: 1 });
    await call(page, 'brp.save', { apikey: PRACTICE_API_KEYS[1] });
    await page.reload();
    await toBookings(page);
    await openFirst();
    await pane().getByText('An API key of level 1 only reads bookings.').waitFor();
    expect(await pane().getByRole('button', { name: 'Save to BRP' }).count()).toBe(0);
    const booking = mine()[0]?.booking;
    if (booking === undefined) throw new Error('nothing is booked');
    const refused = await call(page, 'bookings.edit', { booking, ask: {}, change: { internalmessage: 'x' } });
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'input-refused' } });
  });

  it('do not take what BRP could not', async () => {
    await openFirst();
    await pane().getByLabel('Person ID').fill('twelve');
    await pane().getByText('Write a whole number.').waitFor();
    expect(await pane().getByRole('button', { name: 'Save to BRP' }).isDisabled()).toBe(true);
  });

  it('show a conflict field by field, and send what was chosen', async () => {
    const kept = await openFirst();
    await pane().getByLabel('Internal message').fill('Mine');
    await pane().getByLabel('Message to the customer').fill('Also mine');
    kept.booking.internalmessage = 'Theirs';
    kept.booking.externalmessage = 'Also theirs';
    await pane().getByRole('button', { name: 'Save to BRP' }).click();
    await pane().getByText('Somebody else changed').waitFor();
    // It counts as a problem, and the problem leads back to it.
    await opened.page.getByRole('navigation').getByText('Problems').click();
    await opened.page.getByRole('listitem').filter({ hasText: 'Somebody else changed' }).getByRole('button').first().click();
    expect(await pane().getByRole('button', { name: 'Settle' }).isDisabled()).toBe(true);
    await pane().getByRole('radio', { name: 'Send mine: Mine' }).click();
    await pane().getByRole('radio', { name: "Keep BRP's: Also theirs" }).click();
    await pane().getByRole('button', { name: 'Settle' }).click();
    await pane().getByText('BRP has the internal message as you entered it.').waitFor();
    expect(kept.booking).toMatchObject({ internalmessage: 'Mine', externalmessage: 'Also theirs' });
  });

  it('are changed while BRP is away, in sight, over a restart, and delivered later', async () => {
    const kept = await openFirst();
    await brp.stop();
    await pane().getByLabel('Internal message').fill('Written on the train');
    await pane().getByRole('button', { name: 'Save to BRP' }).click();
    await pane().getByText('The change is kept here and not yet in BRP.').waitFor();
    await rows().first().getByText('Change queued').waitFor({ state: 'attached' });

    await opened.page.context().close();
    await host.stop();
    host = await startHost(host.home);
    opened = await openWindow(browser, host.url);
    await opened.page.getByRole('link', { name: 'Bookings 1 queued' }).waitFor();
    await brp.start();
    await saveAccounts(opened.page);
    await expect.poll(() => kept.booking.internalmessage, { timeout: 20_000 }).toBe('Written on the train');
    await opened.page.getByRole('link', { name: 'Bookings', exact: true }).waitFor();
  });

  it('say so when BRP refuses a change, among the problems too', async () => {
    const { page } = opened;
    brp.knobs.keysAreReadOnly = true;
    await openFirst();
    await pane().getByLabel('Internal message').fill('Not allowed');
    await pane().getByRole('button', { name: 'Save to BRP' }).click();
    await pane().getByText('The change was not made; it is kept here until you take it back.').waitFor();
    await rows().first().getByText('Refused by BRP').waitFor({ state: 'attached' });
    await page.getByRole('navigation').getByText('Problems').click();
    await page.getByText('1 change of a booking waits').waitFor();
  });

  it('become results: reported as Booked, confirmed, delivered, and shown at the booking', async () => {
    const { page } = opened;
    const chosen = rows().filter({ hasText: 'inspection' }).first();
    await chosen.click();
    const id = Number(await pane().locator('dt:text-is("Booking") + dd').textContent());
    const { booking } = brp.bookings.find((one) => one.booking.id === id) as PracticeBooking;
    await pane().getByRole('button', { name: 'Report as Booked' }).click();
    const form = pane().getByRole('form', { name: 'Report result' });
    expect(await form.getByLabel('Order').inputValue()).toBe(booking.order?.number);
    expect(await form.getByLabel('Date').inputValue()).toBe(booking.start.date);
    expect(await form.getByLabel('Inspector').inputValue()).toBe(booking.resources.find((one) => one.isemployee)?.name);
    await form.getByLabel('Order').fill('ORD-2025-00140');
    await form.getByRole('button', { name: 'Queue result' }).click();
    await pane().getByRole('region', { name: 'Result for BasicPSF' }).getByText('Delivered').waitFor();
    await chosen.getByText('Delivered').waitFor({ state: 'attached' });
    await pane().getByRole('button', { name: 'ORD-2025-00140' }).click();
    await page.getByRole('complementary', { name: 'Result details' }).getByText('a booking').waitFor();
    expect(basicPsf.requests.length).toBeGreaterThan(0);
  });

  it('are reported several at once after one look, and are then not among those that are not reported', async () => {
    const { page, complaints } = opened;
    await rows().first().waitFor();
    await page.getByRole('button', { name: 'Not reported yet' }).click();
    const plain = rows().filter({ hasText: 'inspection' }).filter({ hasNotText: 'preliminary' });
    const orders: string[] = [];
    for (const n of [0, 1]) {
      orders.push((await plain.nth(n).locator('.order').textContent()) ?? '');
      await plain.nth(n).getByRole('checkbox').click();
    }
    const several = page.getByRole('region', { name: 'Selected bookings' });
    await several.getByText('2 bookings selected').waitFor();
    await several.getByRole('button', { name: 'Report as Booked…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report 2 bookings as Booked' });
    await dialog.getByRole('button', { name: /^Queue [12] result/ }).waitFor();
    for (const box of await dialog.getByRole('checkbox').all()) await box.check();
    await dialog.getByRole('button', { name: 'Queue 2 results' }).click();
    await several.waitFor({ state: 'detached' });
    for (const order of orders) await expect.poll(() => rows().filter({ hasText: order }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('go into a calendar with what and when alone, unless more is chosen; Ctrl+A takes the list and not the page', async () => {
    const { page } = opened;
    await rows().first().waitFor();
    await page.locator('body').press('Control+a');
    const several = page.getByRole('region', { name: 'Selected bookings' });
    await several.getByText(`${await rows().count()} bookings selected`).waitFor();
    expect(await page.evaluate(() => String(getSelection()))).toBe('');
    await several.getByRole('button', { name: 'Calendar file…' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^bookings-\d{4}-\d\d-\d\d\.ics$/);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('BEGIN:VEVENT');
    expect(text).not.toContain('DESCRIPTION');
  });

  it('are printed as a table of their own, with nothing of the window', async () => {
    const { page } = opened;
    await rows().first().waitFor();
    // What the paper would have, at the moment of printing.
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', '');
    });
    await page.getByRole('tab', { name: 'Day' }).click();
    await page.getByRole('region', { name: 'Day by resource' }).waitFor();
    await page.getByRole('button', { name: 'Print' }).click();
    await page.locator('body[data-printed]').waitFor({ state: 'attached' });
    await page.emulateMedia({ media: 'print' });
    const today = stockholmToday(Date.now());
    const booked = mine().filter(({ booking }) => booking.start.date === today);
    expect(await page.locator('.print-page tbody tr:visible').count()).toBe(booked.length);
    for (const { booking } of booked) await page.locator('.print-page').getByText(`${booking.start.time}–`).first().waitFor();
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.locator('.print-page').waitFor({ state: 'detached' });
  });

  it('have the columns and the order that were chosen', async () => {
    const { page } = opened;
    await rows().first().waitFor();
    await page.getByRole('button', { name: 'Columns and order' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Product' }).click();
    await page.getByRole('menuitemradio', { name: 'Order' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Product' }).waitFor({ state: 'detached' });
    await page.getByRole('columnheader', { name: 'Resources' }).waitFor();
    const days = await page.locator('.grid-row').evaluateAll((all) => {
      const groups: string[][] = [];
      for (const row of all.toSorted((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))) {
        const order = row.querySelector('.order')?.textContent;
        if (row.querySelector('.booking-day') !== null) groups.push([]);
        else if (order != null) groups.at(-1)?.push(order);
      }
      return groups;
    });
    for (const numbers of days) expect(numbers).toEqual(numbers.toSorted());
    await page.getByLabel('Inspector').selectOption({ label: 'Zhang Wei' });
    await expect.poll(() => rows().locator('.resources').filter({ hasNotText: 'Zhang Wei' }).count()).toBe(0);
  });

  it('stand by resource, for a day and for a week', async () => {
    const { page } = opened;
    const [first] = mine();
    await page.getByRole('tab', { name: 'Week' }).click();
    await page.getByRole('rowheader').first().waitFor();
    await page
      .getByRole('button', { name: new RegExp(`^${first?.booking.start.time}`) })
      .first()
      .click();
    await pane().waitFor();
    await page.getByRole('tab', { name: 'Day' }).click();
    await page.getByRole('region', { name: 'Day by resource' }).getByText('Stockholm time').waitFor();
    // A day or a week further on is asked of BRP, whatever days the agenda lists.
    const asked = brp.requests.length;
    for (let n = 0; n < 9; n += 1) await page.getByRole('button', { name: 'Next day' }).click();
    const far = addDays(stockholmToday(Date.now()), 9);
    await expect.poll(() => brp.requests.at(-1)?.filters.startdate).toBe(addDays(far, -1));
    expect(brp.requests.length).toBeGreaterThan(asked);
    await page.getByRole('tab', { name: 'Week' }).click();
    await page.getByRole('heading', { name: `Week ${weekNumber(far)}, Mon` }).waitFor();
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByRole('columnheader', { name: /^Mon / }).waitFor();
    await page.getByRole('columnheader', { name: /^Sun / }).waitFor();
    // Arrow keys go from chip to chip, Enter opens one, Esc goes back to it.
    await page.locator('.plan-entry').first().focus();
    await page.keyboard.press('ArrowDown');
    const topOf = (one: Element): number => one.getBoundingClientRect().top;
    const top = await page.locator('.plan-entry').first().evaluate(topOf);
    expect(await page.locator('.plan-entry:focus').evaluate(topOf)).toBeGreaterThan(top);
    await page.locator('.plan-entry:focus').evaluate((one) => one.setAttribute('data-marked', ''));
    await page.keyboard.press('Enter');
    await pane().waitFor();
    await page.keyboard.press('Escape');
    await pane().waitFor({ state: 'detached' });
    await page.locator('.plan-entry[data-marked]:focus').waitFor();
  });

  it('are asked of BRP with F5', async () => {
    const { page } = opened;
    await rows().first().waitFor();
    const asked = brp.requests.length;
    await page.keyboard.press('F5');
    await expect.poll(() => brp.requests.length).toBe(asked + 1);
  });

  it('redden the day that is wrong, and only that', async () => {
    const { page } = opened;
    await page.getByLabel('Days').selectOption('range');
    await page.getByLabel('Last day', { exact: true }).fill('2020-01-01');
    await page.getByText('The last day is before the first.').waitFor();
    expect(await page.getByLabel('Last day', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('First day', { exact: true }).getAttribute('aria-invalid')).toBe('false');
  });

  it('go to a spreadsheet', async () => {
    const { page } = opened;
    const [first] = mine();
    if (first !== undefined) first.booking.internalmessage = '=1+1';
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText(/1 changed/).waitFor();
    await page.context().grantPermissions(['clipboard-read']);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText(/\d+ bookings copied\./).waitFor({ state: 'attached' });
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("\t'=1+1");
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^bookings-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  });

  it('need settings that are right: each fault has its sentence', async () => {
    const { page } = opened;
    await page.getByRole('navigation').getByText('Settings').click();
    await page.getByRole('button', { name: 'Test BRP connection' }).click();
    await page.getByText('All well: BRP answered').waitFor();
    await page.getByLabel('API key', { exact: true }).fill('not a key');
    await page.getByRole('button', { name: 'Test BRP connection' }).click();
    await page.getByText('Check the API key').waitFor();
    // What the test said of that key says nothing of the next one.
    await page.getByLabel('API key', { exact: true }).fill('another key');
    await page.getByText('Check the API key').waitFor({ state: 'detached' });
  });

  it('forget no key without a question, and say where it is kept', async () => {
    const { page } = opened;
    await page.getByRole('navigation').getByText('Settings').click();
    const forget = page.getByRole('button', { name: 'Forget key and account…' });
    await forget.click();
    const question = page.getByRole('dialog', { name: 'Forget the API key and the account of BRP?' });
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => forget.evaluate((button) => button === document.activeElement)).toBe(true);
    await forget.click();
    await question.getByRole('button', { name: 'Forget', exact: true }).click();
    await page.getByText('No API key and no account are kept yet.').waitFor();
  });
});
