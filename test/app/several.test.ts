// Several bookings at once: looked over before they are reported, and taken into a calendar with nothing that nobody chose.
import { describe, expect, it } from 'vitest';
import { calendarFrom } from '../../main/app/booking-calendar.ts';
import { isPlain } from '../../shared/booking-several.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';
import { addDays, stockholmTimestamp, stockholmToday } from '../../shared/stockholm-time.ts';
import { booking, TODAY, valueIn } from '../support/make-bookings.ts';
import { openApp, type TestApp } from '../support/open-app.ts';

const today = stockholmToday(Date.now());
const filter = { from: addDays(today, -3), to: addDays(today, 14) };
const ask = { mode: 'mine' as const };

/** Inspections with an order each, none of it preliminary, and none of them twice. */
async function inspections({ call }: TestApp): Promise<ServiceBooking[]> {
  await call('bookings.refresh', { filter });
  const rows = await call('bookings.page', { filter, offset: 0 });
  const seen = new Set<string>();
  return rows
    .map((row) => row.booking)
    .filter(({ order, resources }) => {
      const number = order?.number ?? '';
      if (order?.preliminary || !resources.some(({ isemployee }) => isemployee) || seen.has(number)) return false;
      seen.add(number);
      return true;
    });
}

describe('several bookings as results', () => {
  it('are compared with what their orders were told, and queued together with what a person ticked', async () => {
    const app = await openApp();
    const [one, two, three] = (await inspections(app)) as [ServiceBooking, ServiceBooking, ServiceBooking];
    const told = {
      internalOrderRef: two.order?.number ?? '',
      bookingResult: 'Booked',
      bookingDate: '2020-01-01',
      inspectorName: 'Li Fang',
    };
    const { seq } = await app.call('outbox.report', { orderNumber: told.internalOrderRef, result: told });
    const rows = await app.call('bookings.reportPreview', { ask, ids: [one.id, two.id, three.id, 1], word: 'Booked' });
    expect(
      rows.map(({ id }) => id),
      'one that is gone is left out',
    ).toEqual([one.id, two.id, three.id]);
    expect(rows.map(isPlain)).toEqual([true, false, true]);
    expect(rows[1]).toMatchObject({ told: { seq, isDelivered: false, told: 'Booked 2020-01-01, Li Fang' } });
    const all = rows.map((row) => ({
      orderNumber: row.booking.order?.number ?? '',
      result: row.result,
      over: null as number | null,
    }));
    expect(await app.ask('bookings.report', { rows: all }), 'not without having seen it').toMatchObject({
      ok: false,
      failure: { kind: 'order-told', seq },
    });
    expect(await app.items(), 'all or none').toHaveLength(1);
    const seen = all.map((row, n) => (n === 1 ? { ...row, over: seq } : row));
    expect(await app.call('bookings.report', { rows: seen })).toEqual({ queued: 3 });
    const again = await app.call('bookings.reportPreview', { ask, ids: [one.id, two.id], word: 'Booked' });
    expect(again).toMatchObject([{ isSame: true }, { isSame: true }]);
    // What is reported is not among what is not reported yet.
    const before = await app.call('bookings.page', { filter, offset: 0 });
    const open = await app.call('bookings.page', { filter: { ...filter, unreported: true }, offset: 0 });
    expect(open.length).toBeLessThan(before.length);
    expect(open.filter(({ reported }) => reported !== null)).toEqual([]);
    expect(before.filter(({ reported }) => reported === null).map((row) => row.booking.id)).toEqual(
      open.map((row) => row.booking.id),
    );
  });

  it('say what keeps one of them from being a result, and which of them is not certain yet', async () => {
    const app = await openApp();
    await inspections(app);
    const rows = await app.call('bookings.page', { filter, offset: 0 });
    const room = rows.find((row) => row.booking.resources.every(({ isemployee }) => !isemployee))?.booking;
    const early = rows.find(
      (row) => row.booking.order?.preliminary && row.booking.resources.some(({ isemployee }) => isemployee),
    );
    const ids = [room?.id ?? 0, early?.booking.id ?? 0];
    const [noInspector, preliminary] = await app.call('bookings.reportPreview', { ask, ids, word: 'Booked' });
    expect(noInspector?.problem).not.toBe('');
    expect(preliminary && [preliminary.problem, isPlain(preliminary)]).toEqual(['', false]);
    const [unavailable] = await app.call('bookings.reportPreview', { ask, ids, word: 'Unavailable' });
    expect(unavailable).toMatchObject({
      problem: '',
      result: { bookingResult: 'Unavailable', bookingDate: '', inspectorName: '' },
    });
  });

  it('of one order are named as such', async () => {
    const app = await openApp();
    const [one] = (await inspections(app)) as [ServiceBooking];
    const rows = await app.call('bookings.reportPreview', { ask, ids: [one.id, one.id], word: 'Booked' });
    expect(rows.map(({ isDouble }) => isDouble)).toEqual([false, true]);
  });
});

describe('a calendar file', () => {
  const at = (date: string, time: string) => ({
    timestamp: stockholmTimestamp({ date, time }),
    datetime: `${date} ${time}`,
    date,
    time,
  });
  const secret = { internalmessage: 'Gate code 1234', externalmessage: 'Welcome, all' };

  function linesOf(bookings: ServiceBooking[], parts: Parameters<typeof calendarFrom>[1] = []): string {
    const { text } = valueIn(calendarFrom(bookings, parts, 'brp.example.com'));
    expect(
      text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75),
      'lines are folded',
    ).toBe(true);
    return text.replace(/\r\n[ \t]/g, '');
  }

  it('has the right moments on both sides of a change of the clocks', () => {
    // Summer time began on 2025-03-30 at two and ended on 2025-10-26 at three.
    const text = linesOf([
      booking(1, TODAY, { start: at('2025-03-29', '09:00'), end: at('2025-03-29', '10:00') }),
      booking(2, TODAY, { start: at('2025-03-30', '09:00'), end: at('2025-03-30', '10:00') }),
      booking(3, TODAY, { start: at('2025-10-25', '23:30'), end: at('2025-10-26', '04:00') }),
    ]);
    expect(text.match(/^DTSTART.*$/gm)).toEqual([
      'DTSTART:20250329T080000Z',
      'DTSTART:20250330T070000Z',
      'DTSTART:20251025T213000Z',
    ]);
    expect(text.match(/^DTEND.*$/gm)).toEqual(['DTEND:20250329T090000Z', 'DTEND:20250330T080000Z', 'DTEND:20251026T030000Z']);
  });

  it('has what and when, and of the rest only what was chosen', () => {
    const text = linesOf([booking(1, TODAY, secret)]);
    expect(text).toContain('SUMMARY:Conference room 60 min');
    for (const word of ['John', 'Doe', '1234', 'Welcome', '301', 'Auditorium', 'Center', 'DESCRIPTION', 'LOCATION'])
      expect(text, word).not.toContain(word);
    const all = linesOf([booking(1, TODAY, secret)], ['place', 'order', 'participants', 'internalmessage']);
    for (const word of ['LOCATION:Center\\, Auditorium', 'Order 301', 'John Doe', 'Gate code 1234']) expect(all).toContain(word);
    expect(all, 'what the customer reads is never in it').not.toContain('Welcome');
  });

  it('keeps each booking the same entry, and one that is preliminary tentative', () => {
    const text = linesOf([
      booking(1, TODAY, { order: { id: 1, number: '1', preliminary: true } }),
      booking(2, TODAY, { end: null }),
    ]);
    expect(text.match(/^UID.*$/gm)).toEqual(['UID:booking-1@brp.example.com', 'UID:booking-2@brp.example.com']);
    expect(text.match(/^STATUS.*$/gm)).toEqual(['STATUS:TENTATIVE', 'STATUS:CONFIRMED']);
  });
});
