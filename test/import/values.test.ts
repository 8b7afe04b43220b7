// What a cell says, where it is easily mistaken: references that only look alike, days and months, other calendars, quotes,
// and the earlier rows of an order whose later row cannot be used.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { codeValue, nameValue } from '../../main/import/check/cells.ts';
import { NAMES } from '../fixtures/names.ts';
import { stageBytes, stageText } from '../support/make-stage.ts';

const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';

function reported(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../fixtures/csv-reported', name));
}

function ofDates(...dates: string[]) {
  return stageText([HEADER, ...dates.map((date, at) => `R-${100 + at},Booked,${date},A B`)].join('\n'));
}

function ofRefs(...refs: string[]) {
  return stageText([HEADER, ...refs.map((ref) => `${ref},Booked,2025-04-28,A B`)].join('\n'));
}

describe('an order reference', () => {
  it('that is equal to the eye is one order', async () => {
    const { rows } = await stageBytes(reported('17-invisible-refs.csv'));
    expect(new Set(rows.map(({ ref }) => ref))).toEqual(new Set(['0001']));
    const others = ['٠٠٠١', '०००१', '０００１', '\u28000001', '00\u{e0041}01', '000\u00ad1', '0001\u3164', '𝟎𝟎𝟎𝟏'];
    expect(new Set((await ofRefs(...others)).rows.map(({ ref }) => ref))).toEqual(new Set(['0001']));
    const dashes = await ofRefs('A‐1', 'A–1', 'A−1', 'A﹣1', 'A⸺1');
    expect(new Set(dashes.rows.map(({ ref }) => ref))).toEqual(new Set(['A-1']));
  });

  it('keeps what the eye sees: raised digits and circles are not digits', async () => {
    const { rows } = await ofRefs('1000²', '①');
    expect(rows.map(({ ref }) => ref)).toEqual(['1000²', '①']);
  });

  it.each([
    ['mixed-scripts', ['ОRD-1', 'ORD-2']],
    ['fifteen-digits', ['1234567890123450000', '1234567890123456']],
    ['letter-case', ['ORD-1', 'ord-1', 'ORD-2']],
  ])('gets a remark: %s', async (rule, refs) => {
    const { rows, reading, totals } = await ofRefs(...refs);
    const remarked = rows.filter(({ problems }) => problems.includes(rule));
    expect(remarked.length).toBe(rule === 'letter-case' ? 2 : 1);
    expect(reading.notes.find(({ kind }) => kind === rule)?.count).toBe(remarked.length);
    expect(totals).toMatchObject({ warned: remarked.length, invalid: 0 });
  });
});

describe('a name', () => {
  it('is sent without invisible letters, and the row says so; joiners stay where a script needs them', async () => {
    const text = `${HEADER}\nR-1,Booked,2025-04-28,Zhang\u202e W\u200dei\nR-2,Booked,2025-04-28,علی\u200cرضا\n`;
    const { rows } = await stageText(text);
    expect(rows.map(({ inspector }) => inspector)).toEqual(['Zhang Wei', 'علی\u200cرضا']);
    expect(rows.map(({ problems }) => problems.includes('invisible-letters'))).toEqual([true, false]);
  });
});

describe('a date', () => {
  it('with another mark does not settle what comes first in the rest', async () => {
    expect((await ofDates('28.04.2025', '04/05/2025')).reading.asks).toEqual(['dates']);
    expect((await ofDates('28/04/2025', '04/05/2025')).reading.asks).toEqual([]);
  });

  it('beside texts that a spreadsheet left alone is asked about, and both answers are what they say', async () => {
    const text = [HEADER, 'R-1,Booked,2025-06-05,A B', 'R-2,Booked,05/13/2025,A B', 'R-3,Booked,2025-07-05,A B'].join('\n');
    const { reading } = await stageText(text);
    expect(reading).toMatchObject({ asks: ['swapped-dates'], swappable: ['2025-06-05', '2025-07-05'] });
    const swapped = await stageText(text, { choice: { swappedDates: true } });
    expect(swapped.rows.map(({ date }) => date)).toEqual(['2025-05-06', '2025-05-13', '2025-05-07']);
    expect(swapped.reading.asks).toEqual([]);
    const kept = await stageText(text, { choice: { swappedDates: false } });
    expect(kept.rows.map(({ date }) => date)).toEqual(['2025-06-05', '2025-05-13', '2025-07-05']);
  });

  it('has the month that its name says in full, or none', async () => {
    const dates = ['28 marras 2025', '28 huhtikuuta 2025', '28-apr-2025', '28 april 2025', '28 Marsch 2025', '28 listopad 2025'];
    const { rows } = await ofDates(...dates);
    expect(rows.map(({ date, verdict }) => `${date} ${verdict}`)).toEqual([
      '2025-11-28 new',
      '2025-04-28 new',
      '2025-04-28 new',
      '2025-04-28 new',
      '28 Marsch 2025 invalid',
      '28 listopad 2025 invalid',
    ]);
  });

  it.each([
    ['2568-04-28', '2025-04-28'],
    ['28/04/2568', '2025-04-28'],
    ['114/04/28', '2025-04-28'],
    ['民國114年4月28日', '2025-04-28'],
    ['2052-04-28', null],
    ['1925-04-28', null],
  ])('in a year far away is held, with the day of our calendar where it is of another one: %s', async (date, fix) => {
    const { rows } = await ofDates(date);
    expect(rows[0]?.verdict).toBe('invalid');
    expect(JSON.parse(rows[0]?.problems ?? '')).toMatchObject([{ rule: 'date-year', fix }]);
  });
});

describe('quotes', () => {
  it('of another kind around every cell are quotes', async () => {
    const { rows, reading } = await stageBytes(reported('50-single-quote.csv'));
    expect(rows.map(({ ref, inspector, verdict }) => [ref, inspector, verdict])).toEqual([
      ['0001', 'Åsa Berg', 'new'],
      ['0002', "Mary O'Brien", 'new'],
      ['0003', '', 'new'],
    ]);
    expect(reading.notes).toContainEqual({ kind: 'single-quotes', count: 1, sample: "''" });
    for (const [open, close] of ['“”', '„“', '«»', '””', '‘’'].map((pair) => [...pair] as [string, string])) {
      const line = (cells: string[]): string => cells.map((cell) => `${open}${cell}${close}`).join(',');
      const text = [line(HEADER.split(',')), line(['0001', 'Booked', '2025-04-28', 'Berg, Åsa'])].join('\n');
      expect((await stageText(text)).rows.map(({ ref, inspector }) => [ref, inspector])).toEqual([['0001', 'Berg, Åsa']]);
    }
  });

  it('never come off by half', async () => {
    expect((await ofRefs("'0001'", "'0002", '“0003”')).rows.map(({ ref }) => ref)).toEqual(['0001', '0002', '0003']);
  });

  it('that a backslash keeps inside a cell stay there', async () => {
    const { rows, reading } = await stageText(`${HEADER}\n"R-1","Booked","2025-04-28","Anna \\"Nick\\" Berg, B"\n`);
    expect(rows[0]).toMatchObject({ inspector: 'Anna "Nick" Berg, B', verdict: 'new' });
    expect(reading.notes).toContainEqual({ kind: 'backslash-escapes', count: 2, sample: '' });
  });

  it('or none: a formula is no value', async () => {
    const { rows } = await stageText(`${HEADER}\n=A1,Booked,2025-04-28,"=CONCATENATE(A1;B1)"\n`);
    expect(rows[0]?.problems.match(/"formula"/g)).toHaveLength(2);
  });
});

describe('a cell of a million blanks', () => {
  // Work that grew with the square of its length would never come to an end.
  it.each(['\u200B', ' ', '\u00A0'])('is looked at once from end to end (%j)', (blank) => {
    const inside = `a${blank.repeat(1_000_000)}b`;
    expect(codeValue(inside, () => {})).toMatch(/^a.*b$/s);
    expect(nameValue(inside, () => {})).toMatch(/^a.*b$/s);
    const around = `${blank.repeat(1_000_000)}a`;
    expect([codeValue(around, () => {}), nameValue(around, () => {})]).toEqual(['a', 'a']);
  });
});

describe('an order with a later row that cannot be used', () => {
  it('is held as a whole until a person decides', async () => {
    const text = `${HEADER}\nR-1,Booked,2025-04-28,A B\nR-2,Booked,2025-04-28,A B\nR-1,Booked,2025-02-30,A B\n`;
    const { rows, reading, totals } = await stageText(text);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['invalid', 'new', 'invalid']);
    expect(reading.notes).toContainEqual({ kind: 'later-row-invalid', count: 1, sample: 'R-1' });
    expect(totals).toMatchObject({ records: 3, new: 1, invalid: 2, duplicate: 0 });
  });
});

describe('a table that somebody saved', () => {
  it('in any encoding, with any separator and quotes, comes back as it was, or something is asked or held', async () => {
    const encodings = [
      'utf8',
      'utf16le',
      'windows-1252',
      'windows-1250',
      'windows-1251',
      'GB18030',
      'Shift_JIS',
      'EUC-KR',
      'KOI8-R',
    ];
    const row = fc.record({
      ref: fc.stringMatching(/^[A-Z]{2}-[1-9]\d{3}$/),
      name: fc.constantFrom(...Object.values(NAMES).flat()),
      date: fc.constantFrom('2025-04-28', '2025-05-06', '2025-12-31'),
    });
    const file = fc.record({
      rows: fc.uniqueArray(row, { selector: ({ ref }) => ref, minLength: 1, maxLength: 20 }),
      encoding: fc.constantFrom(...encodings),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      quote: fc.constantFrom('', '"', "'"),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, encoding, delimiter, quote }) => {
        const written = rows.filter(({ name }) => iconv.decode(iconv.encode(name, encoding), encoding) === name);
        if (written.length === 0) return;
        const lines = [HEADER.split(','), ...written.map(({ ref, name, date }) => [ref, 'Booked', date, name])];
        const text = lines.map((cells) => cells.map((cell) => `${quote}${cell}${quote}`).join(delimiter)).join('\r\n');
        const staged = await stageBytes(iconv.encode(text, encoding, { addBOM: encoding === 'utf16le' }));
        if (staged.reading.asks.length > 0) return;
        staged.rows.forEach(({ ref, date, inspector, verdict }, at) => {
          const { ref: was, date: day, name } = written[at] as (typeof written)[0];
          if (verdict !== 'invalid') expect([ref, date, inspector]).toEqual([was, day, name.normalize('NFC')]);
        });
      }),
      { numRuns: 60 },
    );
  });
});
