// The Practice BRP keeps to the API page: levels, filters, both forms, the rules of a change. Asked by a client that is not ours.
import { describe, expect, it } from 'vitest';
import { PRACTICE_API_KEYS, type PracticeBrpOptions } from '../../main/practice/brp.ts';
import { PRACTICE_PERSONS, PRACTICE_RESOURCES, type PracticeBooking } from '../../main/practice/brp-bookings.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { startBrp, TODAY } from '../support/make-bookings.ts';
import { type Answer, basic, clientOf } from '../support/practice-client.ts';

const BASIC = { Authorization: basic('practice', 'practice-password') };

async function practice(options: PracticeBrpOptions = {}) {
  const brp = await startBrp(options);
  const { ask } = clientOf(() => Number(new URL(brp.baseUrl).port));
  const root = new URL(brp.baseUrl).pathname;
  return {
    ...brp,
    get: (
      query: string,
      level: 1 | 2 | 3 = 2,
      format = 'json',
      headers: Record<string, string> = level === 3 ? {} : BASIC,
    ): Promise<Answer> => ask({ path: `${root}/servicebookings.${format}?apikey=${PRACTICE_API_KEYS[level]}${query}`, headers }),
    put: (body: unknown, level: 1 | 2 | 3 = 2, query = ''): Promise<Answer> =>
      ask({
        method: 'PUT',
        path: `${root}/servicebookings.json?apikey=${PRACTICE_API_KEYS[level]}${query}`,
        headers: { 'Content-Type': 'application/json', ...(level === 3 ? {} : BASIC) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    ask: (path: string) => ask({ path }),
  };
}

interface Listed {
  readonly id: number;
  readonly businessunit: { id: number };
  readonly order: { id: number; number: string | number };
  readonly start: { timepoint: { date: string } };
  readonly participants: readonly { personid: number | null; firstname: string; lastname: string }[];
  readonly internalmessage: string | null;
  readonly externalmessage: string | null;
}

function list(answer: Answer): Listed[] {
  expect(answer.status).toBe(200);
  return (JSON.parse(answer.body) as { servicebookings: Listed[] }).servicebookings;
}

function error(answer: Answer): { status: number; code: number; message: string } {
  const [first] = (JSON.parse(answer.body) as { errors: { code: number; message: string }[] }).errors;
  return { status: answer.status, code: first?.code ?? 0, message: first?.message ?? '' };
}

function one(answer: Answer): Listed {
  expect(answer.status).toBe(200);
  return (JSON.parse(answer.body) as { servicebooking: Listed }).servicebooking;
}

describe('the seed', () => {
  it('has some sixty bookings around today, three facilities, rooms and employees', async () => {
    const { bookings } = await practice();
    const days = bookings.map(({ booking }) => booking.start.date).toSorted();
    expect(bookings).toHaveLength(60);
    expect(days[0]).toBe(addDays(TODAY, -4));
    expect(days.at(-1)).toBe(addDays(TODAY, 15));
    expect(days).toContain(TODAY);
    expect(new Set(bookings.map(({ booking }) => booking.businessunit?.id)).size).toBe(3);
    expect(PRACTICE_RESOURCES.filter(({ isemployee }) => isemployee)).toHaveLength(5);
    expect(PRACTICE_RESOURCES.filter(({ isemployee }) => !isemployee)).toHaveLength(3);
    for (const shown of ['externalmessage', 'internalmessage'] as const)
      expect(bookings.some(({ booking }) => booking[shown] !== '')).toBe(true);
    expect(bookings.some(({ booking }) => booking.order?.preliminary)).toBe(true);
    expect(bookings.some(({ isAnonymous }) => isAnonymous)).toBe(true);
    for (const day of [TODAY, addDays(TODAY, 1)]) {
      const there = bookings.filter(({ booking }) => booking.start.date === day);
      expect(
        there.some(({ customer }) => customer === 41),
        `the one who is logged on has a booking on ${day}`,
      ).toBe(true);
    }
    expect(
      bookings.some(
        ({ booking }) => booking.start.date === TODAY && booking.resources.some(({ employee }) => employee?.id === 41),
      ),
    ).toBe(true);
  });

  it('can have twenty thousand bookings of the one who is logged on', async () => {
    const { get } = await practice({ count: 20_000 });
    const found = list(await get(`&startdate=${TODAY}&enddate=${TODAY}`));
    expect(found).toHaveLength(1000);
    expect(found[0]?.order.number).toBeTypeOf('number');
  });
});

describe('who may ask', () => {
  it('wants a known key, and an account for levels 1 and 2', async () => {
    const { ask, baseUrl, get } = await practice();
    expect(error(await ask(`${new URL(baseUrl).pathname}/servicebookings.json?apikey=nonsense`))).toMatchObject({
      status: 401,
      code: 1002,
    });
    expect(await get('', 2, 'json', {})).toMatchObject({ status: 401, body: '' });
    expect((await get('', 1, 'json', { Authorization: basic('practice', 'wrong') })).status).toBe(401);
    expect((await get('', 1)).status).toBe(200);
    expect((await ask('/servicebookings.json')).status).toBe(404);
  });

  it('takes personid with level 3 only, and needs it there for anything but a resource', async () => {
    const { get, personid } = await practice();
    expect(error(await get(`&personid=${personid}`, 2))).toMatchObject({ status: 400, code: 1001 });
    expect(error(await get('', 3))).toMatchObject({ status: 400, message: 'Missing parameter, personid' });
    expect(error(await get('&personid=999', 3))).toMatchObject({ status: 400 });
    expect(list(await get(`&personid=${personid}`, 3)).length).toBeGreaterThan(5);
    expect((await get('&resourceid=7', 3)).status).toBe(200);
    expect(error(await get('&resourceid=7', 2))).toMatchObject({ status: 403, code: 1003 });
  });
});

describe('the list', () => {
  it('goes from today for fourteen days unless told otherwise', async () => {
    const days = list(await (await practice()).get('')).map(({ start }) => start.timepoint.date);
    expect(days.every((day) => day >= TODAY && day <= addDays(TODAY, 14))).toBe(true);
    expect(days).toContain(TODAY);
  });

  it('answers the same bookings as XML and as JSON, and its errors too', async () => {
    const { get } = await practice();
    const xml = await get('', 2, 'xml');
    expect(xml.headers['content-type']).toContain('xml');
    expect([...xml.body.matchAll(/<servicebooking><id>(\d+)/g)].map(([, id]) => Number(id))).toEqual(
      list(await get('')).map(({ id }) => id),
    );
    expect((await get('&startdate=soon', 2, 'xml')).body).toContain(
      '<errors><error><code>1001</code><message>Invalid parameter, startdate</message>',
    );
  });

  it('keeps to every filter', async () => {
    const { bookings, get } = await practice();
    const window = `&startdate=${addDays(TODAY, -10)}&enddate=${addDays(TODAY, 30)}`;
    const mine = bookings.filter(({ customer }) => customer === 41).map(({ booking }) => booking);
    expect(list(await get(window)).map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
    expect(list(await get(`${window}&businessunitids=11,14`)).map(({ id }) => id)).toEqual(
      mine.filter(({ businessunit }) => businessunit?.id !== 12).map(({ id }) => id),
    );
    const shifts = bookings.filter(({ booking }) => booking.resources.some(({ employee }) => employee?.id === 41));
    expect(list(await get(`${window}&showallocated=true`)).map(({ id }) => id)).toEqual(shifts.map(({ booking }) => booking.id));
    const hall = bookings.filter(({ booking }) => booking.resources.some(({ id }) => id === 7));
    expect(list(await get(`${window}&resourceid=7`, 3)).map(({ id }) => id)).toEqual(hall.map(({ booking }) => booking.id));
    const orderId = mine[0]?.order?.id;
    expect(list(await get(`${window}&orderid=${orderId}`)).map(({ id }) => id)).toEqual(
      mine.filter(({ order }) => order?.id === orderId).map(({ id }) => id),
    );
    expect(list(await get(`&startdate=${TODAY}&enddate=${TODAY}`)).every(({ start }) => start.timepoint.date === TODAY)).toBe(
      true,
    );
  });

  it('can leave the first and the last day out, and wrap its lists in another way', async () => {
    const { get, knobs } = await practice();
    knobs.datesAreExclusive = true;
    expect(list(await get(`&startdate=${TODAY}&enddate=${TODAY}`))).toEqual([]);
    knobs.jsonShape = 'nested';
    expect(JSON.parse((await get(`&startdate=${TODAY}&enddate=${TODAY}`)).body)).toEqual({ servicebookings: '' });
  });
});

describe('a change', () => {
  it('needs the id of a booking that exists', async () => {
    const { put } = await practice();
    expect(error(await put({ internalmessage: 'x' }))).toMatchObject({ status: 400, message: 'Missing parameter, id' });
    expect(error(await put({ id: 1 }))).toMatchObject({ status: 404 });
    expect(error(await put('nonsense'))).toMatchObject({ status: 400 });
  });

  it('sets what is named and leaves the rest', async () => {
    const { put, bookings } = await practice();
    const { id, externalmessage } = (bookings[3] as PracticeBooking).booking;
    expect(one(await put({ id, internalmessage: 'Nyckel i låda 3' }))).toMatchObject({ id, internalmessage: 'Nyckel i låda 3' });
    expect(bookings[3]?.booking.externalmessage).toBe(externalmessage);
    expect(one(await put({ id, internalmessage: '' })).internalmessage).toBeNull();
  });

  it('prefers the id of a participant to a name', async () => {
    const { put, bookings } = await practice();
    const id = bookings[0]?.booking.id as number;
    const person = PRACTICE_PERSONS[2];
    const named = one(await put({ id, participantfirstname: 'Jane', participantlastname: 'Doe' }));
    expect(named.participants[0]).toMatchObject({ personid: null, firstname: 'Jane', lastname: 'Doe' });
    const chosen = one(await put({ id, participantfirstname: 'Jane', participantid: person?.personid }));
    expect(chosen.participants[0]).toMatchObject(person ?? {});
    expect(error(await put({ id, participantid: 999 }))).toMatchObject({ status: 400, code: 1001 });
  });

  it('needs "anonymous" for an anonymous order', async () => {
    const { put, bookings } = await practice();
    const id = bookings.find(({ isAnonymous }) => isAnonymous)?.booking.id;
    expect(error(await put({ id, internalmessage: 'x' }))).toMatchObject({ status: 400, code: 1005 });
    expect(one(await put({ id, internalmessage: 'x', anonymous: true })).internalmessage).toBe('x');
  });

  it('needs a person with a level 3 key, and can be forbidden to a key', async () => {
    const { put, bookings, knobs, personid } = await practice();
    const id = bookings[0]?.booking.id;
    expect(error(await put({ id, internalmessage: 'x' }, 3))).toMatchObject({ status: 400 });
    expect((await put({ id, internalmessage: 'x' }, 3, `&personid=${personid}`)).status).toBe(200);
    knobs.keysAreReadOnly = true;
    expect(error(await put({ id, internalmessage: 'x' }))).toMatchObject({ status: 403 });
  });

  it('can be an old installation that ignores messages, and answer as a list or with nothing', async () => {
    const { put, bookings, knobs } = await practice();
    const id = bookings[0]?.booking.id;
    knobs.ignoresMessages = true;
    expect(one(await put({ id, internalmessage: 'lost' })).internalmessage).not.toBe('lost');
    knobs.changedAnswer = 'list';
    expect(list(await put({ id, participantlastname: 'Doe' }))).toHaveLength(1);
    knobs.changedAnswer = 'empty';
    expect((await put({ id, participantlastname: 'Roe' })).body).toBe('');
  });
});

describe('the ledger and the faults', () => {
  it('remembers every request without its key and password', async () => {
    const { get, put, bookings, requests } = await practice();
    await get(`&startdate=${TODAY}`);
    await put({ id: bookings[0]?.booking.id, internalmessage: 'x' }, 3, '&personid=41');
    expect(requests).toMatchObject([
      { kind: 'list', format: 'json', filters: { startdate: TODAY }, hasKey: true, hasBasic: true, status: 200 },
      {
        kind: 'modify',
        format: 'json',
        filters: { personid: '41' },
        hasBasic: false,
        contentType: 'application/json',
        status: 200,
      },
    ]);
    expect(JSON.stringify(requests)).not.toMatch(/practice-(key|password)/);
  });

  it('plays a fault so often, before or after the work', async () => {
    const { get, put, bookings, knobs, requests } = await practice();
    knobs.faults = [
      { fault: { kind: 'page', page: 'nginx-429', retryAfter: '7' }, on: 'list', times: 1 },
      { fault: { kind: 'reset', processed: true }, on: 'modify', times: 1 },
      { fault: { kind: 'reset' }, on: 'modify' },
    ];
    expect(await get('')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect((await get('')).status).toBe(200);
    const id = bookings[0]?.booking.id;
    await expect(put({ id, internalmessage: 'arrived' })).rejects.toThrow();
    expect(bookings[0]?.booking.internalmessage).toBe('arrived');
    await expect(put({ id, internalmessage: 'lost' })).rejects.toThrow();
    expect(bookings[0]?.booking.internalmessage).toBe('arrived');
    expect(requests.at(-1)?.status).toBe(0);
  });
});
