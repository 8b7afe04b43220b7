// Looking orders up: what is asked, how its answer is read, and that a reference is taken literally whatever stands in it.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../main/base/http.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { emptyRecord, type PracticeRecord } from '../../main/practice/booking-results-script.ts';
import { isFound } from '../../main/practice/find-criteria.ts';
import { escapedForFind, findBody, matched, nearBody, recordsFrom } from '../../main/push/find.ts';
import { createLookUps, type LookUps } from '../../main/push/look-up.ts';
import { DEFAULT_HELD_FIELDS, type HeldOrder, LookUpSettings } from '../../shared/held-order.ts';
import { ok } from '../../shared/result.ts';
import { shownIn, wallTimeIn } from '../../shared/wall-time.ts';
import { fixture } from '../support/practice-client.ts';

const MANNER = LookUpSettings.parse({});
const NOW = Date.UTC(2025, 3, 28, 7, 12);

/** Letters that FileMaker gives a meaning, in every mixture, among plain ones. */
const reference = fc.string({
  unit: fc.constantFrom(...'ORD-12 abÅ中', ...'=<>≤≥≠!@#*?"“”„\\~/.…{}:¶', '==', '...', '//', '*"', 'é', '^', '$', '(', '|', ']'),
  minLength: 1,
  maxLength: 12,
});

describe('a reference that is looked up', () => {
  it('is taken literally, whatever operators stand in it', () => {
    fc.assert(
      fc.property(reference, fc.array(reference, { maxLength: 5 }), (wanted, others) => {
        const criterion = `==${escapedForFind(wanted)}`;
        expect(isFound(wanted, criterion)).toBe(true);
        for (const other of others) expect(isFound(other, criterion)).toBe(other.toLowerCase() === wanted.toLowerCase());
      }),
      { numRuns: 3000 },
    );
  });

  it('would find another order without the backslash', () => {
    expect(isFound('ORD-1X', '==ORD-1@')).toBe(true);
    expect(isFound('ORD-1@', '==ORD-1@')).toBe(true);
    expect(isFound('ORD-1X', `==${escapedForFind('ORD-1@')}`)).toBe(false);
    expect(isFound('a...b', '==a...b')).toBe(false);
  });

  it('goes out with a hundred others in one body, with room for doubles and dates in ISO 8601', () => {
    expect(JSON.parse(findBody(['ORD-1', 'A*B'], DEFAULT_HELD_FIELDS))).toEqual({
      query: [{ internalOrderReference: '==ORD-1' }, { internalOrderReference: '==A\\*B' }],
      limit: '102',
      dateformats: 2,
    });
  });

  it('is matched to the letter, because a find knows no capitals; of doubles the one confirmed last speaks', () => {
    const order = (internalOrderRef: string, confirmedAt: number | null): HeldOrder => ({
      internalOrderRef,
      bookingResult: 'Booked',
      bookingDate: '2025-04-28',
      inspectorName: 'Li Fang',
      confirmedAt,
    });
    const orders = matched(
      ['ORD-1', 'ORD-2', 'ORD-3'],
      [order('ord-1', 5), order('ORD-2', 7), order('ORD-2', 9), order('ORD-2', null)],
    );
    expect([...orders]).toEqual([
      ['ORD-1', 'absent'],
      ['ORD-2', order('ORD-2', 9)],
      ['ORD-3', 'absent'],
    ]);
  });

  it('finds its neighbours one character away, and no others', () => {
    const query: Record<string, string>[] = JSON.parse(nearBody('A#12', DEFAULT_HELD_FIELDS)).query;
    const near = (other: string) => query.some((one) => isFound(other, Object.values(one)[0] as string));
    expect(['A#13', 'A#1', 'A#123', 'a#12', 'B#12'].filter(near)).toEqual(['A#13', 'A#1', 'A#123', 'a#12', 'B#12']);
    expect(['A#', 'B#13', 'A#1234', ''].filter(near)).toEqual([]);
  });
});

describe('the answer', () => {
  const answer = (status: number, body: unknown) => ({
    status,
    headers: {},
    text: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const code = (status: number, given: string) => answer(status, { messages: [{ code: given, message: 'Words' }], response: {} });
  const kindOf = (given: ReturnType<typeof answer>) => {
    const read = recordsFrom(given, 1, MANNER, NOW);
    return read.ok
      ? `${read.value.held.length} found`
      : 'why' in read.failure
        ? `${read.failure.kind}: ${read.failure.why}`
        : read.failure.kind;
  };

  it.each([
    ['nothing found, code 401 under HTTP 500', code(500, '401'), '0 found'],
    ['no privilege', code(500, '9'), 'look-up-refused: no-privilege'],
    ['a field that is not on the layout', code(500, '102'), 'look-up-refused: field-missing'],
    ['no layout', code(500, '105'), 'layout-missing'],
    ['a session that is gone', code(401, '952'), 'session-lost'],
    ['a session that was cut', code(500, '112'), 'session-cut'],
    ['another code', code(500, '500'), 'look-up-refused: refused'],
    ['HTTP 401 of a web server', answer(401, '<html>'), 'session-lost'],
    ['a page that does not take POST', answer(405, '<html>'), 'look-up-refused: refused'],
    [
      'a page in its place',
      answer(200, '<html><body>Welcome</body></html>'),
      'answer-unusable: a web page came in its place (status 200)',
    ],
    [
      'no records',
      answer(200, { messages: [{ code: '0', message: 'OK' }], response: {} }),
      'answer-unusable: it has no records in it',
    ],
    ['a busy server', answer(503, '<html>'), 'gateway'],
  ])('of %s says so', (_, given, kind) => expect(kindOf(given)).toBe(kind));

  it('that was recorded for nothing found says nothing found', () => {
    const { status, headers, body } = fixture('15-find-none-500-401');
    expect(recordsFrom({ status, headers, text: body }, 1, MANNER, NOW)).toEqual(ok({ held: [], isWhole: true }));
  });

  it('names the field that its records do not have', () => {
    const fieldData = { internalOrderReference: 'ORD-1', CLIV_Booking_Result: '', bookingDate: '', InspectorName: '' };
    const given = answer(200, { messages: [{ code: '0', message: 'OK' }], response: { data: [{ fieldData }] } });
    const read = recordsFrom(given, 1, MANNER, NOW);
    expect(read).toMatchObject({ ok: false, failure: { kind: 'look-up-refused', field: 'CLIV_Booking_Confirmed_At' } });
  });

  it.each([
    ['2025-04-28T09:12:00', Date.UTC(2025, 3, 28, 7, 12)],
    ['2025-04-28 09:12:00', Date.UTC(2025, 3, 28, 7, 12)],
    ['04/28/2025 09:12:00', Date.UTC(2025, 3, 28, 7, 12)],
    ['2025-04-28T09:12:00Z', Date.UTC(2025, 3, 28, 9, 12)],
    ['2025-04-28T09:12:00+0800', null],
    ['2025-04-28T09:12:00+08:00', Date.UTC(2025, 3, 28, 1, 12)],
    ['2025-01-15T09:12:00', Date.UTC(2025, 0, 15, 8, 12)],
    // The hour that the clocks show twice counts as the later one, the one they skip as what a wall would show.
    ['2025-10-26T02:30:00', Date.UTC(2025, 9, 26, 1, 30)],
    ['', null],
    ['yesterday', null],
  ])('reads the time %j on the clocks of Stockholm', (text, at) => {
    if (text.endsWith('+0800')) expect(wallTimeIn('Europe/Stockholm', text)).not.toBeUndefined();
    else expect(wallTimeIn('Europe/Stockholm', text)).toBe(at);
  });

  it('reads back whatever a clock showed, to the second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000_000_000 }),
        fc.constantFrom('Europe/Stockholm', 'Asia/Shanghai', 'UTC', 'America/New_York'),
        (second, zone) => {
          const shown = shownIn(zone, second * 1000);
          const read = wallTimeIn(zone, shown) as number;
          expect(shownIn(zone, read)).toBe(shown);
          expect([0, 3_600_000]).toContain(read - second * 1000);
        },
      ),
    );
  });
});

describe('looking up over the network', () => {
  let practice: PracticeBasicPsf;
  let lookUps: LookUps;
  const orders = () => practice.orders as Map<string, PracticeRecord>;

  beforeEach(async () => {
    practice = createPracticeBasicPsf({ now: () => NOW });
    const { baseUrl } = await practice.start();
    lookUps = createLookUps({
      connect,
      clock: systemClock,
      log: silentLog,
      baseUrl: () => baseUrl,
      database: 'BasicPSF_Test',
      account: async () => ok({ username: 'practice', password: '' }),
      manner: () => MANNER,
    });
  });
  afterEach(async () => {
    // Whatever happened on the way, what was opened was closed.
    expect([practice.sessionsClosed + practice.sessionsLost, practice.openSessions]).toEqual([practice.sessionsOpened, 0]);
    await practice.stop();
  });

  it('says what is held, what was never told and what is not there, with operators in the references', async () => {
    orders().set('A*B?"=\\//', {
      ...emptyRecord(null),
      bookingResult: 'Booked',
      bookingDate: '2025-04-28',
      inspectorName: 'Åsa Lindström',
      confirmedAt: NOW,
    });
    const found = await lookUps.lookUp(['A*B?"=\\//', 'ORD-2025-00101', 'ord-2025-00102', 'ORD-*']);
    if (!found.ok) throw new Error(found.failure.kind);
    expect(Object.fromEntries(found.value.orders)).toEqual({
      'A*B?"=\\//': {
        internalOrderRef: 'A*B?"=\\//',
        bookingResult: 'Booked',
        bookingDate: '2025-04-28',
        inspectorName: 'Åsa Lindström',
        confirmedAt: NOW,
      },
      'ORD-2025-00101': {
        internalOrderRef: 'ORD-2025-00101',
        bookingResult: '',
        bookingDate: '',
        inspectorName: '',
        confirmedAt: null,
      },
      'ord-2025-00102': 'absent',
      'ORD-*': 'absent',
    });
    expect(practice.sessionsOpened).toBe(1);
  });

  it('goes by hundreds inside one session, with progress, and stops when nobody wants it any more', async () => {
    const references = Array.from({ length: 250 }, (_, n) => `ORD-2025-${String(n).padStart(5, '0')}`);
    const done: number[] = [];
    const found = await lookUps.lookUp(references, { progress: (n) => done.push(n) });
    expect(found.ok && [...found.value.orders.values()].filter((held) => held !== 'absent').length).toBe(40);
    expect([done, practice.sessionsOpened]).toEqual([[100, 200, 250], 1]);

    const cancel = new AbortController();
    const part = await lookUps.lookUp(references, { signal: cancel.signal, progress: () => cancel.abort() });
    expect(part.ok && part.value.orders.size).toBe(100);
  });

  it('asks again in halves where the answer was cut by its limit or its size', async () => {
    practice.knobs.copies = 60;
    const found = await lookUps.lookUp(['ORD-2025-00101', 'ORD-2025-00102', 'ORD-2025-00103']);
    expect(found.ok && [...found.value.orders.values()].map((held) => held !== 'absent')).toEqual([true, true, true]);
    practice.knobs.copies = 200;
    expect(await lookUps.lookUp(['ORD-2025-00101'])).toMatchObject({ ok: false, failure: { kind: 'answer-unusable' } });
    practice.knobs.copies = 1;
    practice.knobs.faults.push({ fault: { kind: 'huge-body', bytes: 6_000_000 }, on: 'find', when: 1 });
    expect(await lookUps.lookUp(['ORD-2025-00101', 'ORD-2025-00102'])).toMatchObject({ ok: true });
  });

  it('renews a session that was lost or cut, once, and closes each', async () => {
    practice.knobs.faults.push({ fault: { kind: 'session-killed' }, on: 'find', when: 1 });
    expect(await lookUps.lookUp(['ORD-2025-00101'])).toMatchObject({ ok: true });
    // A server that says "cut" but keeps the session: it has to be closed all the same.
    const cut = {
      status: 500,
      headers: { 'Content-Type': 'application/json' },
      body: '{"messages":[{"code":"112","message":"Window is missing"}],"response":{}}',
    };
    practice.knobs.maxSessions = 1;
    practice.knobs.faults.push({ fault: { kind: 'answer', answer: cut }, on: 'find', when: 1 });
    expect(await lookUps.lookUp(['ORD-2025-00101'])).toMatchObject({ ok: true });
    expect(practice.sessionsOpened).toBe(4);
  });

  it.each([
    ['no privilege', () => Object.assign(practice.knobs, { mayFind: false }), 'look-up-refused'],
    ['a missing field', () => Object.assign(practice.knobs, { fieldsOnLayout: ['CLIV_Booking_Result'] }), 'look-up-refused'],
    [
      'a missing layout',
      () => void practice.knobs.faults.push({ fault: { kind: 'filemaker', code: '105' }, on: 'find' }),
      'layout-missing',
    ],
    ['a lost session', () => void practice.knobs.faults.push({ fault: { kind: 'session-killed' }, on: 'find' }), 'session-lost'],
    [
      'a page',
      () => void practice.knobs.faults.push({ fault: { kind: 'page', page: 'sign-in-200' }, on: 'find' }),
      'answer-unusable',
    ],
    ['a reset', () => void practice.knobs.faults.push({ fault: { kind: 'reset' }, on: 'find' }), 'cut-off'],
    [
      'a reset in the middle',
      () => void practice.knobs.faults.push({ fault: { kind: 'reset', bodyBytes: 40, processed: true }, on: 'find' }),
      'cut-off',
    ],
  ])('says why not: %s', async (_, break_, kind) => {
    break_();
    expect(await lookUps.lookUp(['ORD-2025-00101'])).toMatchObject({ ok: false, failure: { kind } });
  });

  it('names references that are there, one character away, a wrong digit before a lost one', async () => {
    const asked = ['ORD-2025-0101', 'ORD-2025-O0101', 'something else', 'ord-2025-00101'];
    const near = await lookUps.near(asked);
    const found = near.ok ? asked.map((one) => near.value.get(one)) : [];
    expect(found.slice(0, 3)).toEqual([['ORD-2025-00101'], ['ORD-2025-00101'], []]);
    expect(found[3]?.[0]).toBe('ORD-2025-00101');
  });
});
