// A message on its way: decoded as it is declared, never written back with a lost letter, and compared with what was meant.
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { lettersOf, whyUnwritable } from '../../main/bookings/letters.ts';
import { withMarkupAsText } from '../../main/bookings/message-markup.ts';
import { isSameText, textToSend, whyNoMessage } from '../../shared/booking-text.ts';
import type { BookingAsk, BookingChange } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { type DeskOptions, failureIn, filter, makeDesk, startBrp, TODAY, valueIn } from '../support/make-bookings.ts';

const MINE: BookingAsk = { mode: 'mine' };
const WINDOW = filter(addDays(TODAY, -4), addDays(TODAY, 15));
const LATIN_1 = { encoding: 'latin1', charset: 'ISO-8859-1' } as const;

function answer(text: string, encoding: string, type = 'text/xml') {
  const bytes = iconv.encode(text, encoding);
  return { status: 200, headers: { 'content-type': type }, text: bytes.toString('utf8'), bytes };
}

/** A desk that has listed everything, and a booking of it that can be changed. */
async function open(desk: Partial<DeskOptions> = {}) {
  const brp = await startBrp();
  const theirs = brp.bookings.find(
    ({ booking, customer, isAnonymous }) => customer === 41 && !isAnonymous && booking.participants[0]?.personid != null,
  );
  if (theirs === undefined) throw new Error('no booking to change');
  theirs.booking.internalmessage = 'Våning 3';
  const made = makeDesk({ baseUrl: brp.baseUrl, ...desk });
  const list = async () => {
    valueIn(await made.watch.refresh(WINDOW));
    return made.lists.booking(MINE, theirs.booking.id) ?? theirs.booking;
  };
  const change = async (wanted: BookingChange) => {
    const seen = await list();
    await made.clock.advance(1000);
    return valueIn(await made.watch.submit(seen, MINE, wanted));
  };
  return { ...made, brp, theirs, list, change };
}

describe('an answer', () => {
  const xml = (charset: string) => `<?xml version="1.0" encoding="${charset}"?>\n<a>Våning</a>`;

  it.each([
    ['Content-Type', answer('<a>Våning</a>', 'latin1', 'text/xml;charset=ISO-8859-1')],
    ['a quoted charset', answer('<a>Våning</a>', 'latin1', 'text/xml; Charset="iso-8859-1"')],
    ['the XML declaration', answer(xml('ISO-8859-1'), 'latin1')],
    ['Content-Type against the XML declaration', answer(xml('UTF-8'), 'latin1', 'text/xml;charset=latin1')],
    ['a byte order mark against both', answer(`\uFEFF${xml('ISO-8859-1')}`, 'utf8', 'text/xml;charset=ISO-8859-1')],
    ['UTF-16 with a byte order mark', answer('\uFEFF<a>Våning</a>', 'utf16le')],
    ['nothing, and is UTF-8', answer('<a>Våning</a>', 'utf8')],
    ['Latin-1 in JSON', answer('{"a":"Våning"}', 'latin1', 'application/json;charset=ISO-8859-1')],
    ['Latin-1, but JSON is UTF-8', answer('{"a":"Våning"}', 'utf8', 'application/json;charset=ISO-8859-1')],
    ['GB18030', answer(xml('GB18030'), 'gb18030')],
  ])('is read by %s', (_, given) => {
    expect(valueIn(lettersOf(given)).text).toContain('Våning');
  });

  it('reads the bytes that Latin-1 does not have as Windows does', () => {
    expect(valueIn(lettersOf(answer('5 € – “ja”', 'windows-1252', 'text/xml;charset=iso-8859-1'))).text).toBe('5 € – “ja”');
  });

  it.each([
    ['UTF-8 and is Latin-1', answer('<a>Våning</a>', 'latin1', 'text/xml;charset=UTF-8')],
    ['nothing and is Latin-1', answer('<a>Våning</a>', 'latin1')],
    ['Latin-1 and is UTF-8', answer('<a>Våning</a>', 'utf8', 'text/xml;charset=ISO-8859-1')],
    ['ASCII and is not', answer('<a>Våning</a>', 'latin1', 'text/xml;charset=us-ascii')],
  ])('that declares %s is said, not guessed', (_, given) => {
    expect(failureIn(lettersOf(given))).toMatchObject({ kind: 'answer-unusable', why: expect.stringContaining('charset') });
  });

  it('in a charset that nobody knows is said', () => {
    expect(failureIn(lettersOf(answer('<a/>', 'utf8', 'text/xml;charset=x-unheard-of')))).toMatchObject({
      why: 'it is written in "x-unheard-of", which is not known here',
    });
  });
});

describe('a list of BRP', () => {
  it.each([true, false])('in Latin-1 comes to the window as it was written (said in Content-Type: %s)', async (inHeader) => {
    const desk = await open();
    desk.brp.knobs.letters = { ...LATIN_1, inHeader };
    expect((await desk.list()).internalmessage).toBe('Våning 3');
    const edit = await desk.change({ internalmessage: 'Våning 3, ring först' });
    expect(edit).toMatchObject({ state: 'kept' });
    expect(desk.theirs.booking.internalmessage).toBe('Våning 3, ring först');
  });

  it('whose letters are not what it declares changes nothing here, and nothing is written', async () => {
    const desk = await open();
    const before = await desk.list();
    desk.brp.knobs.letters = { encoding: 'latin1', charset: 'UTF-8', inHeader: true };
    expect(failureIn(await desk.watch.refresh(WINDOW))).toMatchObject({ kind: 'answer-unusable' });
    expect(desk.lists.booking(MINE, before.id)).toEqual(before);
    await desk.watch.submit(before, MINE, { internalmessage: 'Våning 4' });
    expect(desk.theirs.booking.internalmessage).toBe('Våning 3');
    expect(desk.brp.requests.filter(({ kind }) => kind === 'modify')).toEqual([]);
  });
});

describe('a text that BRP could not keep is not sent:', () => {
  it.each([
    ['a lost letter', 'V\uFFFDning', /lost on the way/],
    ['half an emoji', 'a\uD83D', /invisible character.*behind "a"/],
    ['a control character', '\u0001x', /invisible character.*at its beginning/],
    ['a vertical tab of Word', 'a\u000Bb', /invisible character/],
  ])('%s', async (_, internalmessage, why) => {
    const desk = await open();
    const edit = await desk.change({ internalmessage });
    expect(edit).toMatchObject({ state: 'failed', failure: { kind: 'text-unwritable', field: 'internalmessage' } });
    expect(JSON.stringify(edit.failure)).toMatch(new RegExp(why.source.replaceAll('"', '\\\\"')));
    expect(desk.theirs.booking.internalmessage).toBe('Våning 3');
  });

  it('a letter that the charset of its lists has not', async () => {
    const desk = await open();
    desk.brp.knobs.letters = { ...LATIN_1, inHeader: true };
    expect(await desk.change({ internalmessage: 'Fråga 张伟' })).toMatchObject({
      state: 'failed',
      failure: { kind: 'text-unwritable', why: 'BRP writes its lists in windows-1252, which has no "张"' },
    });
    expect(whyUnwritable({ externalmessage: 'Fråga 张伟' }, 'utf-8')).toBeNull();
  });

  it('and does not keep the others from going', async () => {
    const desk = await open();
    await desk.change({ internalmessage: '\uFFFD' });
    expect(desk.watch.status().editTrouble).toBeNull();
  });
});

describe('reading back', () => {
  it.each<[string, (text: string) => string, string]>([
    ['cuts it', (text) => text.slice(0, 10), 'En lång text som inte får plats'],
    ['escapes it', (text) => text.replaceAll('&', '&amp;').replaceAll('å', '&aring;'), 'Prover & etiketter på bordet'],
    ['keeps only Latin-1', (text) => text.replace(/[\u0100-\u{10FFFF}]/gu, '?'), 'Nyckel 🔑'],
    ['joins its lines', (text) => text.replace(/\s*\n\s*/g, ' '), 'rad ett\nrad två'],
    ['takes its accents away', (text) => text.normalize('NFD').replace(/\p{M}/gu, ''), 'Våning'],
  ])('says so when BRP %s', async (_, keeps, internalmessage) => {
    const desk = await open();
    desk.brp.knobs.keeps = keeps;
    expect(await desk.change({ internalmessage })).toMatchObject({ state: 'failed', notKept: ['internalmessage'] });
  });

  it.each<[string, (text: string) => string, string]>([
    ['trims it', (text) => text.trim(), '  Nyckel i låda 3 \n'],
    ['writes its line ends as Windows does', (text) => text.replaceAll('\n', '\r\n'), 'rad ett\nrad två'],
    ['takes its accents apart', (text) => text.normalize('NFD'), 'Våning 2, 한국'],
  ])('knows it again when BRP %s', async (_, keeps, internalmessage) => {
    const desk = await open();
    desk.brp.knobs.keeps = keeps;
    expect(await desk.change({ internalmessage })).toMatchObject({ state: 'kept' });
  });

  it.each([
    'Nyckel 🔑 👩‍🔧',
    '<b>fet</b> & "citat" \'x\'',
    '100 % + 1 = ?',
    '&amp; &#229;',
    '  två\n  rader\t',
    '张伟, 神',
    ']]>',
  ])('has %j exactly as it was typed, in XML and in JSON', async (internalmessage) => {
    for (const format of ['xml', 'json'] as const) {
      const desk = await open({ settings: { format } });
      expect(await desk.change({ internalmessage })).toMatchObject({ state: 'kept' });
      expect(desk.theirs.booking.internalmessage).toBe(internalmessage);
      expect((await desk.list()).internalmessage).toBe(internalmessage);
    }
  });
});

describe('a text', () => {
  it('is sent with the line ends of the one it replaces, and its accents joined', () => {
    expect(textToSend('a\nb', 'x\r\ny')).toBe('a\r\nb');
    expect(textToSend('a\r\nb', 'x\r\ny')).toBe('a\r\nb');
    expect(textToSend('a\nb', 'x\ny')).toBe('a\nb');
    expect(textToSend('Va\u030Aning', '')).toBe('Våning');
    expect(textToSend('\uFA19', ''), 'a letter of its own stays').toBe('\uFA19');
  });

  it('is the same in normal form, and not otherwise', () => {
    expect(isSameText('Va\u030Aning\r\n', 'Våning')).toBe(true);
    expect(isSameText('Våning', 'Vaning')).toBe(false);
  });

  it('may hold whatever a list can carry', () => {
    for (const text of ['å\t\r\n🔑', '\u00A0\u2028\u200D', '']) expect(whyNoMessage(text)).toBe('');
  });
});

describe('markup that a server did not escape', () => {
  it.each([
    ['Call <b>reception</b> first', 'Call <b>reception</b> first'],
    ['Call <reception> first', 'Call <reception> first'],
    ['Samples & labels', 'Samples & labels'],
    ['a &lt; b &amp; c &#229;', 'a < b & c å'],
    ['<![CDATA[a < b </internalmessage>]]> & c', 'a < b </internalmessage> & c'],
    ['line<br>line', 'line<br>line'],
  ])('stays the text of its message: %s', async (inside, expected) => {
    const desk = await open();
    desk.theirs.booking.internalmessage = 'PLACE';
    for (const prefix of ['', 'brp:']) {
      desk.brp.knobs.writes = (body) =>
        body
          .replaceAll(/<(\/?)(?=\w)/g, `<$1${prefix}`)
          .replace('PLACE', () => inside.replace('</internal', `</${prefix}internal`));
      expect((await desk.list()).internalmessage).toBe(expected.replace('</internal', `</${prefix}internal`));
    }
  });

  it('leaves everything else as it is, also what is never closed', () => {
    for (const xml of [
      '<a><b>x</b></a>',
      '<internalmessage/><b/>',
      '<internalmessage>never <b>',
      '<internalmessage><![CDATA[never</internalmessage>',
    ])
      expect(withMarkupAsText(xml)).toBe(xml);
  });
});
