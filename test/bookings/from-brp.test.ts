// Whatever shape BRP answers in, it becomes the same bookings; whatever is no list of bookings becomes a failure.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ANSWER_BYTES } from '../../main/base/http.ts';
import { treeFromAnswer } from '../../main/bookings/brp-answer.ts';
import { bookingsFromBrp, type ReadBookings } from '../../main/bookings/from-brp.ts';
import { bookingsAsJson, bookingsAsXml } from '../../main/practice/brp-answers.ts';
import { timePointAt } from '../../main/practice/brp-bookings.ts';
import type { Failure } from '../../shared/failure.ts';
import { ServiceBooking } from '../../shared/service-booking.ts';
import { booking } from '../support/make-bookings.ts';

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/brp/${name}`, import.meta.url), 'utf8');
}

function answer(text: string, status = 200, headers: Record<string, string> = {}) {
  return treeFromAnswer({ status, headers, text }, 0);
}

function read(text: string): ReadBookings {
  const tree = answer(text);
  const found = tree.ok ? bookingsFromBrp(tree.value) : null;
  if (found === null) throw new Error('no list of bookings');
  return found;
}

function only(text: string): ServiceBooking {
  const { bookings, unreadable } = read(text);
  expect({ count: bookings.length, unreadable }).toEqual({ count: 1, unreadable: 0 });
  return bookings[0] as ServiceBooking;
}

function failure(text: string, status = 200, headers: Record<string, string> = {}): Failure {
  const tree = answer(text, status, headers);
  if (tree.ok) throw new Error('it is no failure');
  return tree.failure;
}

const BOOKING_12: ServiceBooking = {
  id: 12,
  order: { id: 487, number: '300', preliminary: true },
  businessunit: { id: 11, name: 'Center' },
  start: { timestamp: 1102082400, datetime: '2004-12-03 15:00', date: '2004-12-03', time: '15:00' },
  end: { timestamp: 1102086000, datetime: '2004-12-03 16:00', date: '2004-12-03', time: '16:00' },
  product: { id: 23, name: 'Conference room 60 min', number: '2301' },
  resources: [{ id: 7, name: 'Auditorium', type: 'Lokal', isemployee: false, employee: null }],
  externalmessage: 'Extra paper and pencils',
  internalmessage: '',
  participants: [{ id: 22, personid: 23, firstname: 'Test', lastname: 'Person' }],
};

describe('the shapes of a list', () => {
  it.each(['A_array.json', 'B_nested_array.json'])('reads two bookings from %s', (name) => {
    const { bookings, unreadable } = read(fixture(name));
    expect(unreadable).toBe(0);
    expect(bookings[0]).toEqual(BOOKING_12);
    expect(bookings[1]).toEqual({
      ...BOOKING_12,
      id: 13,
      order: null,
      businessunit: null,
      product: null,
      resources: [],
      externalmessage: '',
      participants: [
        { id: 9, personid: null, firstname: '', lastname: '' },
        { id: 10, personid: 24, firstname: 'Anonymous', lastname: '' },
      ],
    });
  });

  it.each(['G_put_single.json', 'H_bare_array.json'])('reads the same booking from %s', (name) => {
    expect(only(fixture(name))).toEqual(BOOKING_12);
  });

  it('reads the same booking when everything is text and nothing is a list', () => {
    expect(only(fixture('C_nested_single_stringly.json'))).toEqual({ ...BOOKING_12, participants: [] });
  });

  it("reads the sample of BRP's own page to the same booking, with its participant, its messages and its placeholder", () => {
    expect(only(fixture('seed-sample.xml'))).toEqual({
      ...BOOKING_12,
      product: { id: null, name: '#se produkter#', number: '' },
      externalmessage: 'Extra paper and pencils will be placed by the chalkboard',
      internalmessage: 'Internal message',
      participants: [{ id: 22, personid: 23, firstname: 'John', lastname: 'Doe' }],
    });
  });

  it.each(['D_empty_array.json', 'E_empty_string.json', 'F_null.json'])('reads no bookings from %s', (name) => {
    expect(read(fixture(name))).toEqual({ bookings: [], unreadable: 0 });
  });

  it.each([
    '<servicebookings/>',
    '<servicebookings>\n</servicebookings>',
    '[]',
    '\uFEFF {"servicebookings":{"servicebooking":""}}',
  ])('reads no bookings from %j', (text) => expect(read(text).bookings).toEqual([]));

  it('reads a list that also says which days it is about, and entries that are wrapped one by one', () => {
    const one = JSON.parse(fixture('G_put_single.json')) as { servicebooking: unknown };
    expect(only(JSON.stringify({ servicebookings: { startdate: '2004-12-03', servicebooking: [one.servicebooking] } }))).toEqual(
      BOOKING_12,
    );
    expect(only(JSON.stringify([one]))).toEqual(BOOKING_12);
  });

  it.each(['{}', 'null', '12', '"sign in"', '{"message":"hello"}', '<activities/>'])(
    'does not take %s for an empty list',
    (text) => {
      const tree = answer(text);
      expect(tree.ok && bookingsFromBrp(tree.value)).toBeNull();
    },
  );

  it('reads a single booking as the root, and names with any prefix', () => {
    const [bare] = JSON.parse(fixture('H_bare_array.json')) as unknown[];
    expect(only(JSON.stringify(bare))).toEqual(BOOKING_12);
    const start = '<start><timepoint><timestamp>1102082400</timestamp></timepoint></start>';
    expect(only(`<servicebooking><id>12</id>${start}</servicebooking>`).start).toEqual(BOOKING_12.start);
    const prefixed = fixture('seed-sample.xml').replaceAll(/<(\/?)(?=[a-z])/g, '<$1brp:');
    expect(only(prefixed.replace('<brp:servicebookings', '<brp:servicebookings xmlns:brp="urn:brp"'))).toEqual(
      only(fixture('seed-sample.xml')),
    );
    const errors = '<b:errors xmlns:b="urn:b"><b:error><b:code>7</b:code><b:message>no</b:message></b:error></b:errors>';
    expect(failure(errors, 400)).toMatchObject({ kind: 'brp-refused', code: '7', words: 'no' });
  });

  it('counts entries without an id or a start instead of losing them silently', () => {
    const text = JSON.stringify({
      servicebookings: [{ id: 1 }, { start: { timepoint: { timestamp: 5 } } }, 'x', JSON.parse(fixture('H_bare_array.json'))[0]],
    });
    expect(read(text)).toEqual({ bookings: [BOOKING_12], unreadable: 3 });
  });

  it('is decided by content: JSON that was asked for as XML is JSON', () => {
    expect(only(`\uFEFF\n  ${fixture('H_bare_array.json')}`)).toEqual(BOOKING_12);
  });
});

describe('values', () => {
  const single = (part: string) =>
    only(
      `<servicebooking><id> 0012 </id><start><timepoint><timestamp>1102082400</timestamp></timepoint></start>${part}</servicebooking>`,
    );

  it.each([' 1e3 ', '0012', 'true', '  two\n lines\t', '&#229;&amp;å', '<![CDATA[a < b]]>'])(
    'leaves a message as it is: %j',
    (text) => {
      const expected = text.replace('&#229;&amp;', 'å&').replace(/<!\[CDATA\[(.*)\]\]>/, '$1');
      expect(single(`<internalmessage>${text}</internalmessage>`).internalmessage).toBe(expected);
      expect(
        only(JSON.stringify([{ id: 12, start: { timepoint: { timestamp: 1102082400 } }, internalmessage: text }]))
          .internalmessage,
      ).toBe(text);
    },
  );

  it('takes a timestamp beyond 1e11 as milliseconds, also as text', () => {
    for (const timestamp of [1102082400, '1102082400', 1102082400000, '1102082400000'])
      expect(only(JSON.stringify([{ id: 12, start: { timepoint: { timestamp } } }])).start).toEqual(BOOKING_12.start);
  });

  it('completes a moment from whichever of its forms there are', () => {
    for (const timepoint of [
      { datetime: '2004-12-03 15:00' },
      { datetime: '2004-12-03T15:00' },
      { date: '2004-12-03', time: '15:00' },
    ])
      expect(only(JSON.stringify([{ id: 12, start: { timepoint } }])).start).toMatchObject({
        timestamp: 1102082400,
        date: '2004-12-03',
        time: '15:00',
      });
    expect(only(JSON.stringify([{ id: 12, start: { timepoint: { date: '2004-12-03' } } }])).start).toMatchObject({
      date: '2004-12-03',
      time: '',
    });
  });

  it("keeps the server's own date and time even where they disagree with the timestamp", () => {
    const timepoint = { timestamp: 1102082400, datetime: '2004-12-03 16:00', date: '2004-12-03', time: '16:00' };
    expect(only(JSON.stringify([{ id: 12, start: { timepoint } }])).start).toEqual(timepoint);
  });

  it('keeps names that are names of the language itself', () => {
    const text =
      '{"servicebookings":[{"id":12,"__proto__":{"internalmessage":"no"},"constructor":1,"start":{"timepoint":{"timestamp":5}}}]}';
    expect(only(text).internalmessage).toBe('');
    expect(
      single('<__proto__><internalmessage>no</internalmessage></__proto__><constructor>x</constructor>').internalmessage,
    ).toBe('');
  });
});

describe('XML and JSON', () => {
  // Every character that XML 1.0 can carry.
  const letter = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...'abcÅÄÖåäö<>&"\' \n\t\r0123456789]-#;') },
    fc
      .integer({ min: 0x20, max: 0x10ffff })
      .filter((code) => !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff)
      .map((code) => String.fromCodePoint(code)),
  );
  const text = fc.oneof(
    fc.constantFrom('', 'true', '1e3', '0012', ' Internal message ', 'null', ']]>', '&#229;'),
    fc.array(letter, { maxLength: 30 }).map((letters) => letters.join('')),
  );
  const id = fc.integer({ min: 0, max: 2 ** 40 });
  const maybeId = fc.option(id);
  const moment = fc
    .tuple(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2037-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    )
    .map(([day, hour, minute]) =>
      timePointAt(day.toISOString().slice(0, 10), `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
    );
  const named = fc.option(fc.record({ id, name: text }));
  const random = fc.record({
    id,
    order: fc.option(
      fc.record({
        id,
        number: fc.oneof(id.map(String), fc.constantFrom('ORD-2025-00101', '0300', '')),
        preliminary: fc.boolean(),
      }),
    ),
    businessunit: named,
    start: moment,
    end: fc.option(moment),
    product: fc.option(fc.record({ id, name: text, number: text })),
    resources: fc.array(fc.record({ id, name: text, type: text, isemployee: fc.boolean(), employee: named }), { maxLength: 3 }),
    externalmessage: text,
    internalmessage: text,
    participants: fc.array(fc.record({ id, personid: maybeId, firstname: text, lastname: text }), { maxLength: 3 }),
  });

  it('read equal, and as they were written, for any bookings', () => {
    fc.assert(
      fc.property(fc.array(random, { maxLength: 4 }), (bookings) => {
        for (const one of bookings) ServiceBooking.parse(one);
        const asXml = read(bookingsAsXml(bookings));
        expect(asXml).toEqual({ bookings, unreadable: 0 });
        for (const shape of ['array', 'nested', 'single'] as const) expect(read(bookingsAsJson(bookings, shape))).toEqual(asXml);
      }),
      { numRuns: 300 },
    );
  });
});

describe('errors', () => {
  const words = 'Invalid parameter, firstname (field=firstname)';
  const xml =
    '<errors><error><code>1001</code><message>Invalid parameter, firstname</message><debuginfo>field=firstname</debuginfo></error></errors>';

  it.each([200, 400, 401, 403, 404, 500])("gives BRP's code and words whatever the status: %i", (status) => {
    for (const text of [fixture('errors_A.json'), fixture('errors_B.json'), xml])
      expect(failure(text, status)).toEqual({ kind: 'brp-refused', status, code: '1001', words });
  });

  it('joins several errors and reads bare words', () => {
    expect(failure('{"errors":[{"code":1,"message":"one"},{"message":"two"}]}', 400)).toMatchObject({
      code: '1',
      words: 'one; two',
    });
    expect(failure('{"errors":["no such thing"]}', 400)).toMatchObject({ code: '', words: 'no such thing' });
  });

  it('takes an empty list of errors beside bookings for none', () => {
    expect(answer('{"errors":[],"servicebookings":[]}').ok).toBe(true);
  });

  it.each<[number, Record<string, string>, Failure]>([
    [401, {}, { kind: 'credentials-refused' }],
    [403, {}, { kind: 'forbidden', status: 403 }],
    [404, {}, { kind: 'wrong-server', status: 404 }],
    [400, {}, { kind: 'brp-refused', status: 400, code: '', words: '' }],
    [429, { 'retry-after': '30' }, { kind: 'busy', status: 429, retryAfterMs: 30_000 }],
    [503, { 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, { kind: 'busy', status: 503, retryAfterMs: 60_000 }],
    [503, {}, { kind: 'busy', status: 503 }],
    [500, {}, { kind: 'gateway', status: 500 }],
    [502, {}, { kind: 'gateway', status: 502 }],
    [504, { 'retry-after': '5' }, { kind: 'gateway', status: 504, retryAfterMs: 5000 }],
    [200, {}, { kind: 'wrong-server', status: 200 }],
  ])('knows status %i with a web page (%j)', (status, headers, expected) => {
    for (const page of ['attack-sign-in.html', 'attack-sign-in-xhtml.xml'])
      expect(failure(fixture(page), status, headers)).toEqual(expected);
    if (status !== 200) expect(failure('', status, headers)).toEqual(expected);
  });
});

describe('hostile answers', () => {
  it.each([
    ['attack-doctype.xml', 'it carries a document type'],
    ['attack-external-entity.xml', 'it carries a document type'],
    ['attack-entity-bomb.xml', 'it carries a document type'],
    ['attack-malformed.xml', 'its XML is broken'],
    ['attack-undefined-entity.xml', 'its XML is broken'],
    ['attack-cut-off.xml', 'its XML is broken'],
  ])('refuses %s', (name, why) => {
    expect(failure(fixture(name))).toEqual({ kind: 'answer-unusable', why });
  });

  it('refuses an empty body, plain words and broken JSON', () => {
    expect(failure(' \n')).toEqual({ kind: 'answer-unusable', why: 'it was empty' });
    for (const text of ['Service unavailable', '{"servicebookings":[', '{"servicebookings":NaN}'])
      expect(failure(text)).toEqual({ kind: 'answer-unusable', why: 'it is not in a form that BRP uses' });
  });

  it('refuses deep nesting and too many parts in either form', () => {
    const tooDeep = { kind: 'answer-unusable', why: 'it is nested too deeply' };
    expect(failure('['.repeat(1_000_000))).toEqual(tooDeep);
    expect(failure('{"a":'.repeat(500_000))).toEqual(tooDeep);
    expect(failure('<a>'.repeat(1_000_000))).toEqual(tooDeep);
    expect(failure(`<servicebookings>${'<a/>'.repeat(1_000_000)}</servicebookings>`)).toEqual({
      kind: 'answer-unusable',
      why: 'it has too many parts',
    });
    expect(failure(`<a>${' '.repeat(MAX_ANSWER_BYTES)}</a>`)).toEqual({ kind: 'answer-unusable', why: 'it is too long' });
    expect(answer(`{"servicebookings":"${'[{\\"'.repeat(1000)}"}`).ok, 'brackets inside a text are no nesting').toBe(true);
  });

  it('refuses each within one second and 100 MB', () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { treeFromAnswer } from ${JSON.stringify(new URL('../../main/bookings/brp-answer.ts', import.meta.url).href)};
      const files = ['doctype.xml', 'external-entity.xml', 'entity-bomb.xml', 'malformed.xml', 'sign-in.html', 'sign-in-xhtml.xml'];
      const attacks = files.map((name) => readFileSync(new URL('attack-' + name, ${JSON.stringify(new URL('../fixtures/brp/', import.meta.url).href)}), 'utf8'));
      attacks.push('['.repeat(5e6), '{"a":'.repeat(1e6), '<a>'.repeat(1.7e6), '<r>' + '<a/>'.repeat(1.25e6) + '</r>', '<r>' + 'x'.repeat(5e6));
      attacks.push('<!DOCTYPE a [' + '<!ENTITY b "c">'.repeat(3e5), '<?a?><!-- -->'.repeat(4e5) + '<!DOCTYPE a>', '<r a="' + 'x'.repeat(5e6));
      const texts = attacks.map((text) => Buffer.from(text).toString());
      let slowest = 0;
      let most = 0;
      for (const text of texts) {
        gc();
        const before = process.memoryUsage.rss();
        const from = performance.now();
        if (treeFromAnswer({ status: 200, headers: {}, text }, 0, (words) => words).ok) throw new Error('taken: ' + text.slice(0, 80));
        slowest = Math.max(slowest, performance.now() - from);
        most = Math.max(most, process.memoryUsage.rss() - before);
      }
      console.log(JSON.stringify({ slowest, mostMb: most / 1e6 }));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { slowest, mostMb } = JSON.parse(stdout) as { slowest: number; mostMb: number };
    expect(slowest).toBeLessThan(1000);
    expect(mostMb).toBeLessThan(100);
  });
});

describe('what is kept of a booking', () => {
  it('is everything: a booking survives being written down and read again', () => {
    const one = booking(5);
    expect(ServiceBooking.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });
});
