// What is kept of BRP's lists: a window at a time, with its age, its news, its search, and pages that reach far.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryStore, openReader, openStore } from '../../main/base/store.ts';
import { createBookingLists } from '../../main/bookings/booking-lists.ts';
import { createBookings, searchTextOf } from '../../main/bookings/bookings.ts';
import type { PracticeBooking } from '../../main/practice/brp-bookings.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';
import { BookingFilter, MAX_WINDOW_DAYS } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { temporaryFolder } from '../support/make.ts';
import { booking, filter, makeDesk, NOW, startBrp, TODAY, valueIn } from '../support/make-bookings.ts';

const TOMORROW = addDays(TODAY, 1);

function makeKept() {
  const store = memoryStore();
  const lists = createBookingLists(store);
  const verbs = createBookings(store);
  let now = NOW;
  return {
    lists,
    verbs,
    at: (moment: number) => (now = moment),
    keep: (bookings: ServiceBooking[], window: Partial<Parameters<typeof verbs.keepWindow>[0]> = {}) => {
      now += 60_000;
      return verbs.keepWindow({
        list: 'mine',
        owner: 'practice',
        from: TODAY,
        to: TODAY,
        bookings,
        unreadable: 0,
        missing: [],
        facilities: [],
        askedAt: now,
        now,
        ...window,
      });
    },
    ids: (wanted = filter()) => lists.page(wanted, 0, 100).map((row) => row.booking.id),
  };
}

describe('a refresh', () => {
  it('says what is new, changed and gone by content, and nothing when nothing is', () => {
    const { keep } = makeKept();
    const news = (bookings: ServiceBooking[]) => {
      const { added, changed, gone } = keep(bookings);
      return { added, changed, gone };
    };
    expect(news([booking(1), booking(2), booking(3)]), 'a first look is no news').toEqual({ added: [], changed: [], gone: [] });
    expect(news([booking(1), booking(2), booking(3)])).toEqual({ added: [], changed: [], gone: [] });
    const noted = booking(2, TODAY, { internalmessage: 'Call first' });
    expect(news([booking(1), noted, booking(4), booking(5)])).toEqual({ added: [4, 5], changed: [2], gone: [3] });
    expect(news([])).toEqual({ added: [], changed: [], gone: [1, 2, 4, 5] });
  });

  it('marks what is new and what changed with its moment, and remembers its news', () => {
    const { keep, lists } = makeKept();
    keep([booking(1)]);
    const { at } = keep([booking(1, TODAY, { internalmessage: 'x' }), booking(2)]);
    expect(lists.page(filter(), 0, 10)).toMatchObject([
      { booking: { id: 1 }, addedAt: null, changedAt: at },
      { booking: { id: 2 }, addedAt: at, changedAt: null },
    ]);
    expect(lists.outline(filter()).news).toEqual({ at, added: [2], changed: [1], gone: [], unreadable: 0, missing: [] });
  });

  it('touches only its own days: the rest of the list stays, and a longer window brings no false news', () => {
    const { keep, ids } = makeKept();
    keep([booking(1), booking(2, TOMORROW)], { to: TOMORROW });
    keep([]);
    expect(ids(filter(TODAY, TOMORROW))).toEqual([2]);
    expect(keep([booking(2, TOMORROW), booking(3, addDays(TODAY, 2))], { to: addDays(TODAY, 2) })).toMatchObject({
      added: [],
      changed: [],
      gone: [],
    });
  });

  it('knows a booking that moved to another day as changed', () => {
    const { keep, ids } = makeKept();
    keep([booking(1), booking(2, TOMORROW)], { to: TOMORROW });
    expect(keep([booking(1, TOMORROW), booking(2, TOMORROW)], { to: TOMORROW })).toMatchObject({
      added: [],
      changed: [1],
      gone: [],
    });
    expect(ids(filter(TODAY, TOMORROW))).toEqual([1, 2]);
  });

  it('lets nothing go while entries could not be read', () => {
    const { keep, ids, lists } = makeKept();
    keep([booking(1), booking(2)]);
    expect(keep([booking(1)], { unreadable: 1 })).toMatchObject({ gone: [], unreadable: 1 });
    expect(ids()).toEqual([1, 2]);
    expect(lists.outline(filter()).news?.unreadable).toBe(1);
  });

  it('never mixes lists of different owners, and says nothing of the change between them', () => {
    const { keep, ids } = makeKept();
    keep([booking(1), booking(2, TOMORROW)], { to: TOMORROW });
    expect(keep([booking(7)], { owner: 'somebody else' })).toMatchObject({ added: [], changed: [], gone: [] });
    expect(ids(filter(TODAY, TOMORROW))).toEqual([7]);
  });

  it('keeps each ask apart', () => {
    const { keep, ids } = makeKept();
    keep([booking(1)]);
    keep([booking(1), booking(2)], { list: 'resource 7' });
    keep([booking(3)], { list: 'order 117' });
    expect(ids()).toEqual([1]);
    expect(ids(filter(TODAY, TODAY, { mode: 'resource', resourceId: 7 }))).toEqual([1, 2]);
    expect(ids(filter(TODAY, TODAY, { mode: 'order', orderId: 117 }))).toEqual([3]);
    expect(ids(filter(TODAY, TODAY, { mode: 'shifts' }))).toEqual([]);
  });

  it('does not undo what was read back after it had asked', () => {
    const { keep, verbs, lists } = makeKept();
    const askedAt = NOW + 1000;
    keep([booking(1), booking(2)], { now: NOW, askedAt: NOW });
    verbs.keepBooking(booking(1, TODAY, { internalmessage: 'ours' }), askedAt + 1);
    expect(keep([booking(1)], { askedAt, now: askedAt + 2 })).toMatchObject({ changed: [], gone: [2] });
    expect(lists.booking({ mode: 'mine' }, 1)?.internalmessage).toBe('ours');
    expect(lists.page(filter(), 0, 1)[0], 'our own change is no news').toMatchObject({ addedAt: null, changedAt: null });
  });
});

describe('the age of a list', () => {
  it('is that of its oldest day, and unknown while a day was never asked', () => {
    const { keep, lists } = makeKept();
    expect(lists.outline(filter())).toEqual({ total: 0, days: [], asOf: null, news: null });
    const { at: first } = keep([booking(1)]);
    const { at: second } = keep([booking(2, TOMORROW)], { from: TOMORROW, to: TOMORROW });
    expect(lists.outline(filter()).asOf).toBe(first);
    expect(lists.outline(filter(TOMORROW)).asOf).toBe(second);
    expect(lists.outline(filter(TODAY, TOMORROW)).asOf).toBe(first);
    expect(lists.outline(filter(TODAY, addDays(TODAY, 2)))).toMatchObject({ asOf: null, total: 2 });
  });

  it('survives a restart, as everything else of the list', () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const first = valueIn(openStore(path, NOW)).store;
    createBookings(first).keepWindow({
      list: 'mine',
      owner: 'a',
      from: TODAY,
      to: TODAY,
      bookings: [booking(1, TODAY, { internalmessage: 'åäö' })],
      unreadable: 0,
      missing: [],
      facilities: [],
      askedAt: NOW,
      now: NOW,
    });
    first.close();
    const reader = openReader(path);
    const lists = createBookingLists(reader);
    expect(lists.outline(filter())).toMatchObject({ total: 1, asOf: NOW });
    expect(lists.page(filter(), 0, 10)[0]?.booking).toEqual(booking(1, TODAY, { internalmessage: 'åäö' }));
    reader.close();
  });

  it('ends when it is forgotten, with the bookings of its days', () => {
    const { keep, lists, verbs } = makeKept();
    keep([booking(1)], { now: NOW });
    keep([booking(2, TOMORROW)], { from: TOMORROW, to: TOMORROW, now: NOW + 10 });
    verbs.forgetBookings(NOW + 5);
    expect(lists.outline(filter(TODAY, TOMORROW))).toMatchObject({ total: 1, asOf: null });
    verbs.forgetBookings(NOW + 50);
    expect(lists.outline(filter(TOMORROW))).toEqual({ total: 0, days: [], asOf: null, news: null });
  });
});

describe('filters', () => {
  function searched() {
    const kept = makeKept();
    kept.keep([
      booking(1, TODAY, { product: { id: 1, name: 'Final inspection', number: '3101' } }),
      booking(2, TODAY, { participants: [{ id: 1, personid: null, firstname: 'Åsa', lastname: 'Lindström' }] }),
      booking(3, TODAY, {
        resources: [{ id: 21, name: 'Zhang Wei', type: 'Personal', isemployee: true, employee: { id: 41, name: 'Wei, Zhang' } }],
      }),
      booking(4, TODAY, { internalmessage: 'Call RECEPTION first', businessunit: { id: 12, name: 'Hamnen' } }),
      booking(5, TODAY, { externalmessage: 'samples 100% ready_now', businessunit: null }),
      booking(6, TODAY, { order: { id: 9, number: 'ORD-2025-00117', preliminary: false } }),
    ]);
    return (search: string, facilities: number[] = []) => kept.ids(filter(TODAY, TODAY, { search, facilities }));
  }

  it('search product, participant, resource, messages and order number, in any case', () => {
    const found = searched();
    expect(found('FINAL insp')).toEqual([1]);
    expect(found('3101')).toEqual([1]);
    expect(found('åsa lindström')).toEqual([2]);
    expect(found('LINDSTRÖM')).toEqual([2]);
    expect(found('wei zhang')).toEqual([3]);
    expect(found('reception')).toEqual([4]);
    expect(found('samples')).toEqual([5]);
    expect(found('ord-2025-00117')).toEqual([6]);
    expect(found('auditorium john')).toEqual([1, 4, 5, 6]);
    expect(found('final reception'), 'every word must be found').toEqual([]);
    expect(found('  ')).toHaveLength(6);
  });

  it('take what was typed literally', () => {
    const found = searched();
    for (const search of ['100%', 'ready_now']) expect(found(search)).toEqual([5]);
    for (const search of ['10_%', "'", '"', '*', '--']) expect(found(search)).toEqual([]);
  });

  it('narrow to facilities, together with the search', () => {
    const found = searched();
    expect(found('', [12])).toEqual([4]);
    expect(found('', [11, 12])).toEqual([1, 2, 3, 4, 6]);
    expect(found('auditorium', [12])).toEqual([4]);
  });

  it('count by day what they show', () => {
    const { keep, lists } = makeKept();
    keep([booking(1), booking(2), booking(3, TOMORROW, { internalmessage: 'x y' })], { to: TOMORROW });
    expect(lists.outline(filter(TODAY, TOMORROW))).toMatchObject({
      total: 3,
      days: [
        { day: TODAY, count: 2 },
        { day: TOMORROW, count: 1 },
      ],
    });
    expect(lists.outline(filter(TODAY, TOMORROW, { search: 'x' }))).toMatchObject({
      total: 1,
      days: [{ day: TOMORROW, count: 1 }],
    });
  });

  it('look only for words that can be found in a booking', () => {
    expect(searchTextOf(booking(9))).toBe('conference room 60 min\n2301\njohn doe\nauditorium\n309');
  });

  it('refuse windows that are the wrong way round or too long, and asks that are not whole', () => {
    for (const wrong of [
      { from: TOMORROW, to: TODAY },
      { from: TODAY, to: addDays(TODAY, MAX_WINDOW_DAYS) },
      { from: '2025-02-30', to: TODAY },
      { from: TODAY, to: TODAY, mode: 'resource' },
      { from: TODAY, to: TODAY, mode: 'order' },
    ])
      expect(BookingFilter.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });
});

describe('pickers', () => {
  it('offer the facilities and resources met so far by name, with their newest name, and find an order by its number', () => {
    const { keep, lists } = makeKept();
    const employee = { id: 21, name: 'Zhang Wei', type: 'Personal', isemployee: true, employee: { id: 41, name: 'Zhang Wei' } };
    keep([booking(1), booking(2, TODAY, { businessunit: { id: 12, name: 'Hamnen' }, resources: [employee] })]);
    keep([booking(1, TODAY, { businessunit: { id: 11, name: 'Zentrum' } })]);
    expect(lists.choices()).toEqual({
      facilities: [
        { id: 12, name: 'Hamnen' },
        { id: 11, name: 'Zentrum' },
      ],
      resources: [
        { id: 7, name: 'Auditorium', type: 'Lokal', isemployee: false },
        { id: 21, name: 'Zhang Wei', type: 'Personal', isemployee: true },
      ],
    });
    expect(lists.orderIdOf('301')).toBe(401);
    expect(lists.orderIdOf('nothing')).toBeNull();
  });
});

describe('a long list', () => {
  it('of 20,000 bookings is pulled once, and any page of it is the right one', async () => {
    const brp = await startBrp({ count: 20_000 });
    const desk = makeDesk({ baseUrl: brp.baseUrl, settings: { format: 'json' } });
    const wanted = filter(addDays(TODAY, -4), addDays(TODAY, 15));
    valueIn(await desk.watch.refresh(wanted));
    const { total, days } = desk.lists.outline(wanted);
    expect(total).toBe(20_000);
    expect(days).toHaveLength(20);
    expect(days.every(({ count }) => count === 1000)).toBe(true);
    const all = (brp.bookings as PracticeBooking[])
      .map((one) => one.booking)
      .toSorted((a, b) => a.start.timestamp - b.start.timestamp || a.id - b.id)
      .map(({ id }) => id);
    for (const offset of [0, 999, 10_000, 19_950]) {
      expect(desk.lists.page(wanted, offset, 100).map((row) => row.booking.id)).toEqual(all.slice(offset, offset + 100));
    }
    expect(desk.lists.outline({ ...wanted, search: 'samples' }).total).toBeGreaterThan(1000);
    expect(valueIn(await desk.watch.refresh(wanted))).toMatchObject({ added: [], changed: [], gone: [] });
  });
});
