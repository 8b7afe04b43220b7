// What is kept of BRP's lists: a window at a time, with its age, its news, its search, and pages that reach far.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryStore, openReader, openStore } from '../../main/base/store.ts';
import { createBookingLists } from '../../main/bookings/booking-lists.ts';
import { createBookings } from '../../main/bookings/bookings.ts';
import { ownerFromText, serverOf } from '../../main/bookings/owner.ts';
import { searchTextOf } from '../../main/bookings/search-text.ts';
import type { PracticeBooking } from '../../main/practice/brp-bookings.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';
import { BookingFilter, MAX_WINDOW_DAYS } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { temporaryFolder } from '../support/make.ts';
import { booking, filter, makeDesk, NOW, startBrp, TODAY, valueIn } from '../support/make-bookings.ts';

const OWNER = { server: 'brp.example.com/api', who: 'emma', facilities: [] };
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
        owner: OWNER,
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

  it('marks what is new and what changed, and remembers what it brought', () => {
    const { keep, lists } = makeKept();
    keep([booking(1)]);
    const { at } = keep([booking(1, TODAY, { internalmessage: 'x' }), booking(2)]);
    expect(lists.page(filter(), 0, 10)).toMatchObject([
      { booking: { id: 1 }, news: 'changed' },
      { booking: { id: 2 }, news: 'added' },
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
    expect(keep([booking(7)], { owner: { ...OWNER, who: 'somebody else' } })).toMatchObject({ added: [], changed: [], gone: [] });
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
    verbs.keepBooking(booking(1, TODAY, { internalmessage: 'ours' }), ['internalmessage'], askedAt + 1);
    expect(keep([booking(1)], { askedAt, now: askedAt + 2 })).toMatchObject({ changed: [], gone: [2] });
    expect(lists.booking({ mode: 'mine' }, 1)?.internalmessage).toBe('ours');
    expect(lists.page(filter(), 0, 1)[0], 'our own change is no news').toMatchObject({ news: null });
  });
});

describe('what moved', () => {
  const TEN = { ...booking(1).start, datetime: `${TODAY} 10:00`, time: '10:00' };
  const told = (lists: ReturnType<typeof createBookingLists>) =>
    lists.changes({ mode: 'mine' }).map(({ kind, booking: { id }, differences }) => ({ kind, id, differences }));

  it('stays through refreshes that bring nothing, with the booking, from what and to what, until a person took note of it', () => {
    const { keep, lists, verbs } = makeKept();
    keep([booking(1), booking(2), booking(3)]);
    const moved = [booking(1, TODAY, { start: TEN }), booking(3), booking(4)];
    keep(moved);
    keep(moved);
    const all = [
      { kind: 'added', id: 4, differences: [] },
      { kind: 'gone', id: 2, differences: [] },
      { kind: 'changed', id: 1, differences: [{ field: 'when', from: `${TODAY} 15:00–16:00`, to: `${TODAY} 10:00–16:00` }] },
    ];
    expect(told(lists)).toEqual(expect.arrayContaining(all));
    expect(lists.outline(filter()).changes).toEqual({ added: 1, changed: 1, gone: 1 });
    verbs.noteChanges(lists.changes({ mode: 'mine' }).map(({ id }) => id));
    expect(told(lists)).toEqual([]);
    expect(lists.page(filter(), 0, 10).map(({ news }) => news)).toEqual([null, null, null]);
  });

  it('is told from what was last taken note of, over several changes, and not at all once it is as it was', () => {
    const { keep, lists } = makeKept();
    keep([booking(1)]);
    keep([booking(1, TODAY, { internalmessage: 'a' })]);
    keep([booking(1, TODAY, { internalmessage: 'b' })]);
    expect(told(lists)).toEqual([{ kind: 'changed', id: 1, differences: [{ field: 'internalmessage', from: '', to: 'b' }] }]);
    keep([booking(1)]);
    expect(told(lists)).toEqual([]);
  });

  it('tells of one that went after it had come, and of one that went from these days and came back on others', () => {
    const { keep, lists } = makeKept();
    keep([booking(2)]);
    keep([booking(1), booking(2)]);
    keep([booking(2)]);
    expect(told(lists)).toEqual([{ kind: 'gone', id: 1, differences: [] }]);
    keep([booking(1, TOMORROW), booking(5, TOMORROW)], { from: TOMORROW, to: TOMORROW });
    expect(told(lists), 'the other day was never listed before').toMatchObject([
      { kind: 'changed', id: 1, differences: [{ field: 'when' }] },
    ]);
  });

  it('counts no difference that nobody can read', () => {
    const { keep, lists } = makeKept();
    keep([booking(1)]);
    expect(keep([booking(1, TODAY, { product: { id: 99, name: 'Conference room 60 min', number: '2301' } })]).changed).toEqual(
      [],
    );
    expect(told(lists)).toEqual([]);
    expect(lists.booking({ mode: 'mine' }, 1)?.product?.id).toBe(99);
  });

  it("tells of a colleague's change that was met while our own was sent, and not of our own", () => {
    const { keep, lists, verbs } = makeKept();
    keep([booking(1)]);
    verbs.keepBooking(booking(1, TODAY, { internalmessage: 'ours', start: TEN }), ['internalmessage'], NOW + 1);
    expect(told(lists)).toMatchObject([{ kind: 'changed', id: 1, differences: [{ field: 'when' }] }]);
    keep([booking(1, TODAY, { internalmessage: 'ours', start: TEN, externalmessage: 'theirs' })]);
    expect(told(lists)[0]?.differences.map(({ field }) => field)).toEqual(['when', 'externalmessage']);
  });

  it('is taken note of in every list that tells the same', () => {
    const { keep, lists, verbs } = makeKept();
    for (const list of ['mine', 'shifts']) keep([booking(1)], { list });
    for (const list of ['mine', 'shifts']) keep([], { list });
    verbs.noteChanges(lists.changes({ mode: 'shifts' }).map(({ id }) => id));
    expect(told(lists)).toEqual([]);
  });

  it('survives a restart', () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const first = valueIn(openStore(path, NOW)).store;
    const verbs = createBookings(first);
    const window = {
      list: 'mine',
      owner: OWNER,
      from: TODAY,
      to: TODAY,
      unreadable: 0,
      missing: [],
      facilities: [],
      askedAt: NOW,
      now: NOW,
    };
    verbs.keepWindow({ ...window, bookings: [booking(1)] });
    verbs.keepWindow({ ...window, bookings: [], askedAt: NOW + 1 });
    first.close();
    const reader = openReader(path);
    expect(told(createBookingLists(reader))).toEqual([{ kind: 'gone', id: 1, differences: [] }]);
    reader.close();
  });
});

describe('another BRP', () => {
  const other = { ...OWNER, server: 'brp.example.com:8443/api' };

  it('has none of the bookings, changes, resources and order references of the one before; the port counts too', () => {
    const { keep, ids, lists, verbs } = makeKept();
    verbs.adoptOwner(OWNER);
    verbs.noteReference('301', 'ORD-1');
    keep([booking(1), booking(2)]);
    keep([booking(1)]);
    verbs.adoptOwner(other);
    expect(ids()).toEqual([]);
    expect(lists.outline(filter())).toMatchObject({ asOf: null, news: null, changes: { gone: 0 } });
    expect(lists.choices()).toEqual({ facilities: [], resources: [] });
    expect(lists.referenceOf('301')).toBeNull();
    verbs.adoptOwner(OWNER);
    expect(lists.referenceOf('301'), 'the address was only mistyped').toBe('ORD-1');
  });

  it('has none of another person, and a person who is not known just now loses nothing', () => {
    const { keep, ids, verbs } = makeKept();
    verbs.adoptOwner(OWNER);
    keep([booking(1)]);
    verbs.adoptOwner({ ...OWNER, who: null });
    expect(ids()).toEqual([1]);
    verbs.adoptOwner({ ...OWNER, who: 'li' });
    expect(ids()).toEqual([]);
  });

  it('leaves what moved in place where only the facilities that are set are others', () => {
    const { keep, ids, lists, verbs } = makeKept();
    verbs.adoptOwner(OWNER);
    keep([booking(1), booking(2)]);
    keep([booking(1)]);
    verbs.adoptOwner({ ...OWNER, facilities: [11] });
    expect(ids()).toEqual([]);
    expect(lists.changes({ mode: 'mine' })).toMatchObject([{ kind: 'gone' }]);
  });

  it('keeps what an earlier version has listed of the same one', () => {
    expect(ownerFromText(JSON.stringify(['brp.example.com', '/api', 'emma', []]))).toEqual(OWNER);
    expect(serverOf('https://BRP.example.com:443/api/')).toBe('brp.example.com/api');
  });
});

describe('the age of a list', () => {
  it('is that of its oldest day, and unknown while a day was never asked', () => {
    const { keep, lists } = makeKept();
    expect(lists.outline(filter())).toMatchObject({ total: 0, days: [], asOf: null, news: null });
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
      owner: OWNER,
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
    expect(lists.outline(filter(TOMORROW))).toMatchObject({ total: 0, days: [], asOf: null, news: null });
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
    expect(lists.orders('301')).toEqual([{ number: '301', id: 401 }]);
    expect(lists.orders('nothing')).toEqual([]);
    expect(lists.orders('30'), 'a beginning is enough').toContainEqual({ number: '301', id: 401 });
    expect(lists.orders('%'), 'and no pattern').toEqual([]);
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

describe('a list', () => {
  const emma = { id: 21, name: 'Emma Clarke', type: 'Personal', isemployee: true, employee: { id: 41, name: 'Emma Clarke' } };
  const named = (id: number, lastname: string, more: Partial<ServiceBooking> = {}) =>
    booking(id, TODAY, { participants: [{ id, personid: null, firstname: '', lastname }], ...more });

  it('is narrowed to one inspector, and ordered within a day by what was chosen', () => {
    const { keep, ids } = makeKept();
    keep([named(1, 'Berg', { resources: [emma] }), named(2, 'adler'), named(3, 'Clarke', { resources: [emma] })]);
    expect(ids({ ...filter(), inspector: 21 })).toEqual([1, 3]);
    expect(ids({ ...filter(), sort: 'participant' })).toEqual([2, 1, 3]);
    expect(ids({ ...filter(), sort: 'order' })).toEqual([1, 2, 3]);
  });

  it('finds an order by how its number begins, in whatever case', () => {
    const { keep, lists } = makeKept();
    keep([booking(1, TODAY, { order: { id: 9, number: 'ORD-2025-00120', preliminary: false } })]);
    expect(lists.orders('ord-2025')).toEqual([{ number: 'ORD-2025-00120', id: 9 }]);
    expect(lists.orders('2025')).toEqual([]);
  });
});
