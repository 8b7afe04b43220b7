// Bookings through the one door of the app: what is shown, a result made from a booking, and settings that belong to an environment.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../main/base/store.ts';
import { createBookingLists } from '../../main/bookings/booking-lists.ts';
import { createEditLists } from '../../main/bookings/edits.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { createPracticeBrp, PRACTICE_API_KEYS, PRACTICE_BRP_ACCOUNT } from '../../main/practice/brp.ts';
import { createWriterVerbs } from '../../main/workspace/writer.ts';
import { addDays, stockholmToday } from '../../shared/stockholm-time.ts';
import { temporaryFolder } from '../support/make.ts';
import { booking, closeAfterwards, NOW, valueIn } from '../support/make-bookings.ts';
import { openApp, type TestApp } from '../support/open-app.ts';

const today = stockholmToday(Date.now());
const filter = { from: today, to: addDays(today, 6) };

/** The first booking of the list with an inspector. */
async function firstInspection({ call }: TestApp) {
  await call('bookings.refresh', { filter });
  const rows = await call('bookings.page', { filter, offset: 0 });
  const row = rows.find(({ booking }) => booking.resources.some(({ isemployee }) => isemployee));
  if (row === undefined) throw new Error('nothing is booked');
  return row.booking;
}

describe('a result made from a booking', () => {
  it('goes out like a row of a file, marked with its origin, and stands beside every booking of its order', async () => {
    const app = await openApp();
    const booking = await firstInspection(app);
    const orderNumber = booking.order?.number ?? '';
    const result = {
      internalOrderRef: ' ORD-2025-00140 ',
      bookingResult: 'Booked',
      bookingDate: today,
      inspectorName: 'Emma Clarke',
    };
    const { seq } = await app.call('outbox.report', { orderNumber, result });
    expect(await app.app.push()).toMatchObject({ delivered: 1 });
    const reported = { seq, internalOrderRef: 'ORD-2025-00140', state: 'delivered' };
    expect(await app.call('bookings.one', { ask: {}, id: booking.id })).toMatchObject({ reported });
    expect(await app.items()).toMatchObject([{ seq, origin: 'booking', internalOrderRef: 'ORD-2025-00140' }]);
    expect(app.app.snapshot().counts.delivered).toBe(1);
  });

  it('is suggested under the reference that was confirmed for its order before', async () => {
    const app = await openApp();
    expect(await app.call('bookings.reference', { orderNumber: '117' })).toEqual({ internalOrderRef: null });
    const result = {
      internalOrderRef: 'ORD-2025-00130',
      bookingResult: 'Unavailable',
      bookingDate: today,
      inspectorName: 'nobody',
    };
    await app.call('outbox.report', { orderNumber: '117', result });
    expect(await app.call('bookings.reference', { orderNumber: '117' })).toEqual({ internalOrderRef: 'ORD-2025-00130' });
    // An order that is not available has neither date nor inspector.
    expect(await app.items()).toMatchObject([{ bookingResult: 'Unavailable', bookingDate: '', inspectorName: '' }]);
  });

  it('is checked by the rules of BasicPSF', async () => {
    const { ask } = await openApp();
    const result = { internalOrderRef: 'ORD-1', bookingResult: 'Booked', bookingDate: '', inspectorName: 'Li Fang' };
    expect(await ask('outbox.report', { orderNumber: '', result })).toMatchObject({
      ok: false,
      failure: { kind: 'result-invalid', field: 'bookingDate' },
    });
  });

  it('overtakes an older result of its order only for somebody who has seen that one', async () => {
    const app = await openApp();
    const result = { internalOrderRef: 'ORD-2025-00120', bookingResult: 'Booked', bookingDate: today, inspectorName: 'Li Fang' };
    const other = { ...result, inspectorName: 'Zhang Wei' };
    const { seq } = await app.call('outbox.report', { orderNumber: '117', result });
    const asked = {
      ok: false,
      failure: {
        kind: 'order-told',
        seq,
        isDelivered: false,
        told: `Booked ${today}, Li Fang`,
        wanted: `Booked ${today}, Zhang Wei`,
      },
    };
    expect(await app.ask('outbox.report', { orderNumber: '117', result: other })).toMatchObject(asked);
    // Somebody who saw something older has not seen this one.
    expect(await app.ask('outbox.report', { orderNumber: '117', result: other, over: seq + 1 })).toMatchObject(asked);
    expect(await app.items()).toMatchObject([{ state: 'waiting', inspectorName: 'Li Fang' }]);
    await app.call('outbox.report', { orderNumber: '117', result: other, over: seq });
    expect(await app.items()).toMatchObject([
      { state: 'waiting', inspectorName: 'Zhang Wei' },
      { state: 'superseded', inspectorName: 'Li Fang' },
    ]);
    // The same values again change nothing, and ask nothing.
    expect((await app.ask('outbox.report', { orderNumber: '117', result: other })).ok).toBe(true);
  });
});

describe('the bookings of an environment', () => {
  it('are reached with its own address, key and account, and no secret comes out', async () => {
    const brp = createPracticeBrp();
    const { baseUrl } = await brp.start();
    closeAfterwards(() => brp.stop());
    const { app, call, ask } = await openApp({ vault: createSessionVault() });
    await call('environment.switch', { environment: 'test' });
    expect(await ask('bookings.refresh', { filter })).toMatchObject({ failure: { kind: 'credentials-missing' } });
    expect(app.snapshot()).toMatchObject({
      bookings: { refreshTrouble: { kind: 'credentials-missing' } },
      brpAccount: { hasKey: false, username: '' },
    });
    await call('brp.change', { baseUrl });
    await call('brp.save', { apikey: PRACTICE_API_KEYS[2], ...PRACTICE_BRP_ACCOUNT });
    expect(app.snapshot()).toMatchObject({
      brpAccount: { hasKey: true, username: 'practice' },
      bookings: { refreshTrouble: null },
    });
    expect(await call('brp.test', {})).toMatchObject({ works: true });
    expect(await call('brp.test', { apikey: 'not a key' })).toMatchObject({ works: false });
    const { added } = await call('bookings.refresh', { filter });
    expect(added).toEqual([]);
    expect((await call('bookings.outline', { filter })).total).toBeGreaterThan(0);
    const everything = JSON.stringify([app.snapshot(), await call('settings.get', {})]);
    for (const secret of [PRACTICE_API_KEYS[2], PRACTICE_BRP_ACCOUNT.password]) expect(everything).not.toContain(secret);

    await call('brp.forget', {});
    expect(await ask('bookings.refresh', { filter })).toMatchObject({ failure: { kind: 'credentials-missing' } });
    // What was read stays readable.
    expect((await call('bookings.outline', { filter })).total).toBeGreaterThan(0);
    expect((await call('settings.get', {})).brp).toMatchObject({ test: { baseUrl }, production: { baseUrl: '' } });
  });

  it('are looked at as they were last', async () => {
    const { home, call, stop } = await openApp();
    await call('bookings.keepView', { view: { preset: 'tomorrow', facilities: [11] } });
    await stop();
    const again = await openApp({ home });
    expect((await again.call('settings.get', {})).bookingViews).toMatchObject({
      practice: { preset: 'tomorrow', facilities: [11], form: 'agenda' },
      test: { preset: '7-days' },
    });
  });

  it('keep a change that BRP cannot take yet over a restart, and the snapshot counts it', async () => {
    const brp = createPracticeBrp();
    const { baseUrl } = await brp.start();
    closeAfterwards(() => brp.stop());
    const vault = createSessionVault();
    const one = await openApp({ vault });
    await one.call('environment.switch', { environment: 'test' });
    await one.call('brp.change', { baseUrl });
    await one.call('brp.save', { apikey: PRACTICE_API_KEYS[2], ...PRACTICE_BRP_ACCOUNT });
    const booking = await firstInspection(one);
    brp.knobs.faults = [{ fault: { kind: 'page', page: 'nginx-502' } }];
    await one.call('bookings.edit', { booking, ask: {}, change: { internalmessage: 'Ring twice' } });
    expect(one.app.snapshot().bookings.edits).toMatchObject({ queued: 1 });
    await one.stop();
    brp.knobs.faults = [];
    const two = await openApp({ home: one.home, vault, autoPush: true });
    await expect.poll(() => two.app.snapshot().bookings.edits).toMatchObject({ queued: 0, kept: 1 });
    expect(brp.bookings.find((other) => other.booking.id === booking.id)?.booking.internalmessage).toBe('Ring twice');
  });
});

describe('a backup', () => {
  it('brings back changes that were on their way, and confirmed references', () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const { store } = valueIn(openStore(path, NOW));
    const verbs = createWriterVerbs(store, path);
    const kept = valueIn(verbs.addEdit(booking(1), { mode: 'mine' }, { internalmessage: 'Ring twice' }, NOW));
    valueIn(verbs.noteReference('117', 'ORD-2025-00130'));
    valueIn(verbs.backUp('2025-04-28'));
    store.exec('delete from booking_edit; delete from booking_reference');
    valueIn(verbs.restoreBackup(NOW));
    expect(createEditLists(store).edit(kept)).toMatchObject({ state: 'queued', change: { internalmessage: 'Ring twice' } });
    expect(createBookingLists(store).referenceOf('117')).toBe('ORD-2025-00130');
    valueIn(verbs.close());
  });
});

describe('bookings for a spreadsheet', () => {
  it('come as CSV and between tabs, and no cell is a formula', async () => {
    const { call } = await openApp();
    const booking = await firstInspection({ call } as TestApp);
    await call('bookings.edit', { booking, ask: {}, change: { internalmessage: '=1+1\nsecond line', externalmessage: '@sum' } });
    const { name, text } = await call('bookings.export', { filter, form: 'csv' });
    expect(name).toBe(`bookings-${filter.from}-${filter.to}.csv`);
    expect(text).toContain(`"'=1+1\nsecond line"`);
    const tabs = await call('bookings.export', { filter, form: 'tabs' });
    const line = tabs.text.split('\r\n').find((one) => one.startsWith(`${booking.id}\t`));
    expect(line?.split('\t').slice(-2)).toEqual(["'@sum", "'=1+1 second line"]);
  });
});
