// The client of BRP over real HTTP: every filter, slices, levels, every fault as one failure, and no secret in any of them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { BrpAccess } from '../../main/bookings/brp.ts';
import { withBrp } from '../../main/bookings/brp.ts';
import { testBrpConnection } from '../../main/bookings/connection-test.ts';
import { type BrpFault, PRACTICE_API_KEYS, PRACTICE_BRP_ACCOUNT } from '../../main/practice/brp.ts';
import type { BrpSettings } from '../../shared/booking-settings.ts';
import { missingWords } from '../../shared/brp-wording.ts';
import { BookingAsk, BookingChange, listOf, type ServiceBooking } from '../../shared/service-booking.ts';
import { addDays, countDays } from '../../shared/stockholm-time.ts';
import {
  closeAfterwards,
  type Desk,
  failureIn,
  filter,
  makeDesk,
  NOW,
  startBrp,
  TODAY,
  valueIn,
} from '../support/make-bookings.ts';

const LEVEL_3: { settings: Partial<BrpSettings>; access: Partial<BrpAccess> } = {
  settings: { level: 3, personid: 41 },
  access: { apikey: PRACTICE_API_KEYS[3], account: PRACTICE_BRP_ACCOUNT },
};

function listFrom(
  desk: Desk,
  from: string,
  to: string,
  ask: { mode: 'mine' | 'shifts' | 'resource' | 'order'; resourceId?: number; orderId?: number } = { mode: 'mine' },
) {
  return withBrp({ ...desk.ports, knownFacilities: () => desk.lists.choices().facilities.map(({ id }) => id) }, (brp) =>
    brp.listServiceBookings({ ask, from, to, facilities: desk.turn.settings.facilities }),
  );
}

function ids(bookings: readonly ServiceBooking[]): number[] {
  return bookings.map(({ id }) => id);
}

describe('listing', () => {
  it('sends every filter of the API page, with Basic and without personid for levels 1 and 2', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, settings: { facilities: [11, 14], personid: 41 } });
    valueIn(await listFrom(desk, TODAY, addDays(TODAY, 6)));
    valueIn(await listFrom(desk, TODAY, TODAY, { mode: 'shifts' }));
    valueIn(await listFrom(desk, TODAY, TODAY, { mode: 'order', orderId: 490 }));
    const window = { startdate: addDays(TODAY, -1), enddate: addDays(TODAY, 1), businessunitids: '11,14' };
    expect(brp.requests).toMatchObject([{ format: 'xml' }, { format: 'xml' }, { format: 'xml' }]);
    expect(brp.requests.map(({ filters }) => filters)).toEqual([
      { ...window, enddate: addDays(TODAY, 7) },
      { ...window, showallocated: 'true' },
      { ...window, orderid: '490' },
    ]);
    expect(brp.requests.every(({ hasKey, hasBasic }) => hasKey && hasBasic)).toBe(true);
  });

  it('names a person with a level 3 key, and lists a resource', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, ...LEVEL_3 });
    const hall = valueIn(await listFrom(desk, TODAY, addDays(TODAY, 13), { mode: 'resource', resourceId: 7 }));
    expect(hall.bookings.length).toBeGreaterThan(0);
    expect(hall.bookings.every(({ resources }) => resources.some(({ id }) => id === 7))).toBe(true);
    expect(brp.requests[0]).toMatchObject({ hasBasic: true, filters: { personid: '41', resourceid: '7' } });
  });

  it.each([1, 2, 3] as const)(
    'signs in at level %i when there is an account, and a level 3 key may do without',
    async (level) => {
      const brp = await startBrp();
      brp.knobs.level3NeedsAccount = true;
      const settings = { level, personid: level === 3 ? 41 : null };
      const desk = makeDesk({ baseUrl: brp.baseUrl, settings, access: { apikey: PRACTICE_API_KEYS[level] } });
      valueIn(await listFrom(desk, TODAY, TODAY));
      desk.turn.access = { apikey: PRACTICE_API_KEYS[level], account: null };
      const without = await listFrom(desk, TODAY, TODAY);
      expect(failureIn(without).kind).toBe(level === 3 ? 'credentials-refused' : 'credentials-missing');
      brp.knobs.level3NeedsAccount = false;
      if (level === 3) valueIn(await listFrom(desk, TODAY, TODAY));
      expect(brp.requests.map(({ hasBasic }) => hasBasic)).toEqual(level === 3 ? [true, false, false] : [true]);
    },
  );

  it.each([true, false])("names the person on a resource's list when that is chosen: %s", async (personidWithResource) => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, ...LEVEL_3, settings: { level: 3, personid: 41, personidWithResource } });
    const { bookings } = valueIn(await listFrom(desk, TODAY, addDays(TODAY, 6), { mode: 'resource', resourceId: 7 }));
    expect(bookings.length).toBeGreaterThan(0);
    valueIn(await listFrom(desk, TODAY, TODAY));
    valueIn(await listFrom(desk, TODAY, TODAY, { mode: 'shifts', resourceId: 7 }));
    expect(brp.requests.map(({ filters }) => filters.personid)).toEqual([personidWithResource ? '41' : undefined, '41', '41']);
  });

  it('combines resource, order and shifts as the page does', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, ...LEVEL_3 });
    const shift = brp.bookings.find(({ booking }) => booking.resources.some(({ employee }) => employee?.id === 41))
      ?.booking as ServiceBooking;
    const [resourceId, orderId] = [shift.resources[0]?.id as number, shift.order?.id as number];
    const day = shift.start.date;
    const { bookings } = valueIn(await listFrom(desk, day, day, { mode: 'shifts', resourceId, orderId }));
    expect(ids(bookings)).toContain(shift.id);
    expect(brp.requests[0]?.filters).toMatchObject({
      showallocated: 'true',
      resourceid: String(resourceId),
      orderid: String(orderId),
      personid: '41',
    });
    expect(bookings.every((one) => one.order?.id === orderId && one.resources.some(({ id }) => id === resourceId))).toBe(true);
    expect(BookingAsk.safeParse({ mode: 'mine', resourceId }).success, "a resource's list is everybody's").toBe(false);
    const names = [
      { mode: 'shifts', resourceId: 7, orderId: 5 },
      { mode: 'shifts', resourceId: 7 },
      { mode: 'resource', resourceId: 7 },
      { mode: 'resource', resourceId: 7, orderId: 5 },
      { mode: 'order', orderId: 5 },
      { mode: 'shifts' },
      { mode: 'mine' },
    ] as const;
    expect(new Set(names.map(listOf)).size).toBe(names.length);
  });

  it('asks for the chosen facilities alone, keeps what it knows of the others, and is asked again only when it is old', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    const [from, to] = [TODAY, addDays(TODAY, 6)];
    valueIn(await desk.watch.refresh(filter(from, to)));
    const everything = desk.lists.page(filter(from, to), 0, 500).map(({ booking: { id } }) => id);
    await desk.clock.advance(60_000);
    const there = brp.bookings.filter(({ booking }) => everything.includes(booking.id) && booking.businessunit?.id === 11);
    const gone = there[0]?.booking as ServiceBooking;
    brp.bookings.splice(
      brp.bookings.findIndex(({ booking }) => booking.id === gone.id),
      1,
    );
    const news = valueIn(await desk.watch.refresh(filter(from, to, { facilities: [11] })));
    expect(news).toMatchObject({ gone: [gone.id], added: [], changed: [] });
    expect(brp.requests.map(({ filters: { businessunitids } }) => businessunitids)).toEqual([undefined, '11']);
    expect(desk.lists.page(filter(from, to), 0, 500).map(({ booking: { id } }) => id)).toEqual(
      everything.filter((id) => id !== gone.id),
    );
    const age = (facilities: number[]) => desk.lists.outline(filter(from, to, { facilities })).asOf;
    expect([age([]), age([14]), age([11])]).toEqual([NOW, NOW, NOW + 60_000]);
  });

  it('never asks for more facilities than are set, and narrows by both', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, settings: { facilities: [11, 14] } });
    for (const facilities of [[], [14], [12], [14, 11, 12]])
      valueIn(await desk.watch.refresh(filter(TODAY, TODAY, { facilities })));
    expect(brp.requests.map(({ filters: { businessunitids } }) => businessunitids)).toEqual(['11,14', '14', '11,14', '11,14']);
  });

  describe('of a day that is too large together with its neighbours', () => {
    const HUGE = { kind: 'huge-body', bytes: 6e6 } as const;
    /** A BRP whose answers are too large as `isLarge` says, by the filters. */
    async function large(isLarge: (filters: Readonly<Record<string, string>>) => boolean, exclusive = false) {
      const brp = await startBrp({ count: 300 });
      brp.knobs.datesAreExclusive = exclusive;
      const desk = makeDesk({ baseUrl: brp.baseUrl });
      valueIn(await desk.watch.refresh(filter(addDays(TODAY, -3), addDays(TODAY, 3))));
      brp.requests.length = 0;
      const fault = {
        fault: HUGE,
        get times() {
          return isLarge(brp.requests.at(-1)?.filters ?? {}) ? 1 : 0;
        },
        set times(_: number) {},
      };
      brp.knobs.faults = [fault];
      const expected = brp.bookings.filter(({ booking }) => booking.start.date === TODAY).map(({ booking: { id } }) => id);
      return { brp, desk, expected: expected.toSorted((a, b) => a - b) };
    }
    const sorted = (bookings: readonly ServiceBooking[]) => ids(bookings).toSorted((a, b) => a - b);

    it('asks for the day itself', async () => {
      const { brp, desk, expected } = await large(({ startdate, enddate }) => startdate !== enddate);
      const listed = valueIn(await listFrom(desk, TODAY, TODAY));
      expect(sorted(listed.bookings)).toEqual(expected);
      expect(listed.missing).toEqual([]);
      expect(brp.requests.at(-1)?.filters).toMatchObject({ startdate: TODAY, enddate: TODAY });
    });

    it.each([true, false])(
      'asks by facility where the day itself is too large, or limits are left out (%s)',
      async (exclusive) => {
        const { desk, expected } = await large(
          ({ startdate, enddate, businessunitids }) => businessunitids === undefined && (startdate !== enddate || !exclusive),
          exclusive,
        );
        const listed = valueIn(await listFrom(desk, TODAY, TODAY));
        expect(sorted(listed.bookings)).toEqual(expected);
        expect(listed.missing).toEqual([{ day: TODAY, facility: null }]);
      },
    );

    it('says what is missing, loses nothing that is kept, and says it in words', async () => {
      const { brp, desk } = await large(({ businessunitids }) => businessunitids === undefined || businessunitids === '12');
      const window = filter(TODAY, TODAY);
      const before = desk.lists.page(window, 0, 500).map(({ booking: { id } }) => id);
      expect(before.length).toBeGreaterThan(3);
      const news = valueIn(await desk.watch.refresh(window));
      expect(news).toMatchObject({
        gone: [],
        missing: [
          { day: TODAY, facility: 12 },
          { day: TODAY, facility: null },
        ],
      });
      expect(desk.lists.page(window, 0, 500).map(({ booking: { id } }) => id)).toEqual(before);
      expect(missingWords(desk.lists.outline(window).news?.missing ?? [], desk.lists.choices().facilities)).toBe(
        `Too large to be listed, and so missing here: bookings of Hamnen on ${TODAY}; of facilities not seen before on ${TODAY}.`,
      );
      expect(brp.requests.length).toBeLessThan(12);
    });
  });

  it('does not ask for anybody when a level 3 key has no person', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, ...LEVEL_3, settings: { level: 3 } });
    expect(failureIn(await listFrom(desk, TODAY, TODAY)).kind).toBe('input-refused');
    expect(failureIn(await withBrp(desk.ports, (api) => api.modifyServiceBooking(5001, { internalmessage: 'x' }))).kind).toBe(
      'input-refused',
    );
    expect(brp.requests).toEqual([]);
    valueIn(await listFrom(desk, TODAY, TODAY, { mode: 'resource', resourceId: 7 }));
  });

  it('reads XML and JSON to the same bookings, whichever is asked and whichever way it is wrapped', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    const asXml = valueIn(await listFrom(desk, addDays(TODAY, -4), addDays(TODAY, 15)));
    expect(asXml.bookings.length).toBeGreaterThan(30);
    desk.turn.settings = { ...desk.turn.settings, format: 'json' };
    for (const shape of ['array', 'nested', 'single'] as const) {
      brp.knobs.jsonShape = shape;
      expect(valueIn(await listFrom(desk, addDays(TODAY, -4), addDays(TODAY, 15)))).toEqual(asXml);
    }
    expect(brp.requests.at(-1)?.format).toBe('json');
  });

  it.each([false, true])(
    'lists exactly the days of the window, sorted by start (limits left out: %s)',
    async (datesAreExclusive) => {
      const brp = await startBrp();
      brp.knobs.datesAreExclusive = datesAreExclusive;
      const desk = makeDesk({ baseUrl: brp.baseUrl });
      const [from, to] = [addDays(TODAY, -2), addDays(TODAY, 3)];
      const { bookings } = valueIn(await listFrom(desk, from, to));
      const expected = brp.bookings
        .filter(({ booking, customer }) => customer === 41 && booking.start.date >= from && booking.start.date <= to)
        .map(({ booking }) => booking)
        .toSorted((a, b) => a.start.timestamp - b.start.timestamp || a.id - b.id);
      expect(new Set(bookings.map(({ start }) => start.date))).toEqual(
        new Set([from, to, ...expected.map(({ start }) => start.date)]),
      );
      expect(ids(bookings)).toEqual(ids(expected));
    },
  );

  it('asks in slices of fourteen days, each a day wider on both sides, and has no booking twice', async () => {
    const brp = await startBrp({ count: 400 });
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    const [from, to] = [addDays(TODAY, -10), addDays(TODAY, 24)];
    const { bookings } = valueIn(await listFrom(desk, from, to));
    expect(brp.requests.map(({ filters: { startdate, enddate } }) => [startdate, enddate])).toEqual([
      [addDays(from, -1), addDays(from, 14)],
      [addDays(from, 13), addDays(from, 28)],
      [addDays(from, 27), addDays(to, 1)],
    ]);
    for (const { filters } of brp.requests)
      expect(countDays(filters.startdate ?? '', filters.enddate ?? '')).toBeLessThanOrEqual(16);
    expect(ids(bookings).toSorted((a, b) => a - b)).toEqual(brp.bookings.map(({ booking }) => booking.id));
  });

  it('halves a window whose answer would be too large, down to a single day', async () => {
    const brp = await startBrp({ count: 20_000 });
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    const { bookings } = valueIn(await listFrom(desk, addDays(TODAY, -4), addDays(TODAY, 15)));
    expect(ids(bookings).toSorted((a, b) => a - b)).toEqual(brp.bookings.map(({ booking }) => booking.id));
    expect(brp.requests.length).toBeGreaterThan(4);
    brp.knobs.faults = [{ fault: { kind: 'huge-body', bytes: 6e6 } }];
    expect(failureIn(await listFrom(desk, TODAY, TODAY))).toEqual({ kind: 'answer-too-large', maxBytes: 5 * 1024 * 1024 });
  });

  it('finds one booking by its day even when it moved to the day beside it', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    const moved = brp.bookings.find(({ customer, booking }) => customer === 41 && booking.start.date === addDays(TODAY, 1))
      ?.booking as ServiceBooking;
    const find = (id: number) => withBrp(desk.ports, (api) => api.findServiceBooking({ mode: 'mine' }, TODAY, id));
    expect(valueIn(await find(moved.id))).toEqual(moved);
    expect(failureIn(await find(1))).toEqual({ kind: 'gone', what: 'booking' });
  });
});

describe('modifying', () => {
  it('sends the id and only what is changed, as JSON that needs no charset', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    const modify = (change: BookingChange) => withBrp(desk.ports, (api) => api.modifyServiceBooking(5001, change));
    const answered = valueIn(await modify({ internalmessage: 'Nyckel i låda "3" 🔑', participantfirstname: 'Åsa' }));
    expect(answered).toEqual(brp.bookings[0]?.booking);
    expect(answered?.internalmessage).toBe('Nyckel i låda "3" 🔑');
    expect(brp.requests[0]).toMatchObject({ kind: 'modify', format: 'json', contentType: 'application/json', filters: {} });
    expect(brp.requests[0]?.body).toMatch(/^[\x20-\x7e]*$/);
    expect(Object.keys(JSON.parse(brp.requests[0]?.body ?? '') as object)).toEqual([
      'id',
      'internalmessage',
      'participantfirstname',
    ]);
    for (const form of ['list', 'empty'] as const) {
      brp.knobs.changedAnswer = form;
      expect(valueIn(await modify({ externalmessage: form }))?.externalmessage).toBe(form === 'list' ? 'list' : undefined);
      expect(brp.bookings[0]?.booking.externalmessage).toBe(form);
    }
  });

  it('names the person in the query with a level 3 key', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, ...LEVEL_3 });
    valueIn(await withBrp(desk.ports, (api) => api.modifyServiceBooking(5001, { internalmessage: 'x' })));
    expect(brp.requests[0]).toMatchObject({ filters: { personid: '41' }, hasBasic: true });
  });

  it('has nothing to change without a field, and "anonymous" alone is none', () => {
    expect(BookingChange.safeParse({}).success).toBe(false);
    expect(BookingChange.safeParse({ anonymous: true }).success).toBe(false);
    expect(BookingChange.safeParse({ anonymous: true, internalmessage: '' }).success).toBe(true);
  });
});

describe('what can go wrong', () => {
  it.each<[string, BrpFault, object, RegExp]>([
    [
      'too many requests',
      { kind: 'page', page: 'nginx-429', retryAfter: '90' },
      { kind: 'busy', status: 429, retryAfterMs: 90_000 },
      /BRP is busy.*90 seconds/,
    ],
    [
      'maintenance',
      { kind: 'page', page: 'apache-503', retryAfter: '60' },
      { kind: 'busy', status: 503, retryAfterMs: 60_000 },
      /BRP is busy/,
    ],
    [
      'a broken backend',
      { kind: 'page', page: 'nginx-502' },
      { kind: 'gateway', status: 502 },
      /fault of its own \(status 502\)/,
    ],
    [
      'a sign-in page',
      { kind: 'page', page: 'sign-in-200' },
      { kind: 'wrong-server', status: 200 },
      /not the API of BRP.*address/,
    ],
    ['a wrong path', { kind: 'page', page: 'nginx-404' }, { kind: 'wrong-server', status: 404 }, /not the API of BRP/],
    [
      'another address',
      { kind: 'redirect', to: 'https://login.example/?apikey=practice-key-2' },
      { kind: 'redirected', to: 'login.example' },
      /another address/,
    ],
    ['a cut connection', { kind: 'reset' }, { kind: 'cut-off' }, /connection broke/],
    ['half an answer', { kind: 'reset', processed: true, bodyBytes: 20 }, { kind: 'cut-off' }, /connection broke/],
    [
      'an empty answer',
      { kind: 'answer', answer: { status: 200, headers: {}, body: '' } },
      { kind: 'answer-unusable' },
      /"it was empty"/,
    ],
    [
      '403 without words',
      { kind: 'answer', answer: { status: 403, headers: {}, body: '' } },
      { kind: 'forbidden' },
      /does not let us.*looks after BRP/,
    ],
    [
      'an answer of another API',
      { kind: 'answer', answer: { status: 200, headers: {}, body: '{"ok":true}' } },
      { kind: 'answer-unusable' },
      /no list of bookings/,
    ],
    [
      'unreadable bookings',
      { kind: 'answer', answer: { status: 200, headers: {}, body: '[{"id":"x"}]' } },
      { kind: 'answer-unusable' },
      /none of its bookings/,
    ],
  ])('says plainly what %s means', async (_, fault, expected, sentence) => {
    const { failure, test } = await playFault(fault);
    expect(failure).toMatchObject(expected);
    expect(test.works).toBe(false);
    expect(test.sentence).toMatch(sentence);
  });

  async function playFault(fault: BrpFault) {
    const brp = await startBrp();
    brp.knobs.faults = [{ fault }];
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    return { failure: failureIn(await listFrom(desk, TODAY, TODAY)), test: await testBrpConnection(desk.ports) };
  }

  it('says plainly what is wrong with the key, the account and the set-up', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: `${brp.baseUrl}//` });
    const sentence = async (change: { settings?: Partial<BrpSettings>; access?: Partial<BrpAccess> }) => {
      const before = { ...desk.turn };
      Object.assign(desk.turn, {
        settings: { ...before.settings, ...change.settings },
        access: { ...before.access, ...change.access },
      });
      const answer = await testBrpConnection(desk.ports);
      Object.assign(desk.turn, before);
      return answer;
    };
    expect(await sentence({})).toEqual({
      works: true,
      sentence: expect.stringMatching(/^All well: BRP answered with \d bookings? of today\.$/),
    });
    expect((await sentence({ access: { apikey: 'wrong' } })).sentence).toMatch(/"Invalid API key .*".*Check the API key/);
    expect((await sentence({ access: { account: { username: 'practice', password: 'wrong' } } })).sentence).toMatch(
      /refused the API key, the account or its password/,
    );
    expect((await sentence({ access: { apikey: '' } })).sentence).toMatch(/not set up/);
    expect((await sentence({ access: { account: null } })).sentence).toMatch(/not set up/);
    expect((await sentence({ settings: { baseUrl: '' } })).sentence).toMatch(/not set up/);
    expect((await sentence({ settings: { level: 3 } })).sentence).toMatch(/enter the person ID/);
    expect((await sentence({ settings: { baseUrl: 'http://127.0.0.1:9' } })).sentence).toMatch(/cannot be reached/);
    desk.turn.online = false;
    expect((await sentence({})).sentence).toMatch(/no network/);
  });

  it('gives up a server that never answers, after half a minute by the clock', async () => {
    const brp = await startBrp();
    brp.knobs.faults = [{ fault: { kind: 'delay', ms: 3_600_000 } }];
    const desk = makeDesk({ baseUrl: brp.baseUrl });
    const listing = listFrom(desk, TODAY, TODAY);
    while (brp.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await desk.clock.advance(30_000);
    expect(failureIn(await listing)).toEqual({ kind: 'timed-out', afterMs: 30_000 });
  });

  it('reads no more than 5 MB of an endless answer', async () => {
    let sent = 0;
    const server = createServer((_, response) => {
      const piece = Buffer.alloc(64 * 1024, ' ');
      const more = (): void => {
        while (sent < 50e6 && response.write(piece)) sent += piece.length;
        if (sent < 50e6) response.once('drain', more);
        else response.end();
      };
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closeAfterwards(() => new Promise((resolve) => server.close(resolve)));
    const desk = makeDesk({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    expect(failureIn(await listFrom(desk, TODAY, TODAY)).kind).toBe('answer-too-large');
    expect(sent).toBeLessThan(20e6);
  });
});

describe('secrets', () => {
  it('never appear in a failure or its sentences, even when the server quotes the request', async () => {
    const account = { username: 'practice', password: 'canary pass/word+å' };
    const keys = { 'canary-key-1&': 1, 'canary-key-3&': 3 } as const;
    const brp = await startBrp({ account, keys });
    brp.knobs.quotesQuery = true;
    const canary = /canary|Y2FuYXJ5|cHJhY3RpY2U6/;
    for (const [apikey, level] of Object.entries(keys)) {
      const desk = makeDesk({ baseUrl: brp.baseUrl, settings: { level, personid: 999 }, access: { apikey, account } });
      const failures = [
        failureIn(await listFrom(desk, TODAY, TODAY, { mode: 'resource', resourceId: 4 })),
        failureIn(await withBrp(desk.ports, (api) => api.modifyServiceBooking(1, { internalmessage: 'x' }))),
      ];
      expect(failures[1]).toMatchObject({ kind: 'brp-refused', words: expect.stringContaining('[redacted]') });
      expect(JSON.stringify(failures)).not.toMatch(canary);
      expect((await testBrpConnection(desk.ports)).sentence).not.toMatch(canary);
    }
  });
});
