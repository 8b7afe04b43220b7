// The client of BRP over real HTTP: every filter, slices, levels, every fault as one failure, and no secret in any of them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { BrpAccess } from '../../main/bookings/brp.ts';
import { withBrp } from '../../main/bookings/brp.ts';
import { testBrpConnection } from '../../main/bookings/connection-test.ts';
import { type BrpFault, PRACTICE_API_KEYS, PRACTICE_BRP_ACCOUNT } from '../../main/practice/brp.ts';
import type { BrpSettings } from '../../shared/booking-settings.ts';
import { BookingChange, type ServiceBooking } from '../../shared/service-booking.ts';
import { addDays, countDays } from '../../shared/stockholm-time.ts';
import { closeAfterwards, type Desk, failureIn, makeDesk, startBrp, TODAY, valueIn } from '../support/make-bookings.ts';

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
  return withBrp(desk.ports, (brp) => brp.listServiceBookings({ ask, from, to, facilities: desk.turn.settings.facilities }));
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

  it('names a person instead of an account with a level 3 key, and lists a resource', async () => {
    const brp = await startBrp();
    const desk = makeDesk({ baseUrl: brp.baseUrl, ...LEVEL_3 });
    const hall = valueIn(await listFrom(desk, TODAY, addDays(TODAY, 13), { mode: 'resource', resourceId: 7 }));
    expect(hall.bookings.length).toBeGreaterThan(0);
    expect(hall.bookings.every(({ resources }) => resources.some(({ id }) => id === 7))).toBe(true);
    expect(brp.requests[0]).toMatchObject({ hasBasic: false, filters: { personid: '41', resourceid: '7' } });
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
    expect(brp.requests[0]).toMatchObject({ filters: { personid: '41' }, hasBasic: false });
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
      expect(failures[1]).toMatchObject({ kind: 'brp-refused', words: expect.stringContaining('[removed]') });
      expect(JSON.stringify(failures)).not.toMatch(canary);
      expect((await testBrpConnection(desk.ports)).sentence).not.toMatch(canary);
    }
  });
});
