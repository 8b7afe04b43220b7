// One row to a result or to its problems, the header to columns, and cells that a spreadsheet must not calculate.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeValue, nameValue } from '../../main/import/check/cells.ts';
import { csvLine, quoteFormula, unquoteFormula } from '../../main/import/check/export.ts';
import {
  checkRow,
  draftProblem,
  extraCellsProblem,
  plainResult,
  swallowedProblem,
  trimmedDraft,
} from '../../main/import/check/rows.ts';
import { createCsvReader } from '../../main/import/read/csv.ts';
import { columnsFromTitles, fingerprintOf } from '../../main/import/read/header.ts';
import { BOOKING_RESULT_FIELDS, BookingResult, type BookingResultDraft } from '../../shared/booking-result.ts';

const GOOD: BookingResultDraft = {
  internalOrderRef: 'ORD-1',
  bookingResult: 'Booked',
  bookingDate: '2025-04-28',
  inspectorName: 'Åsa Lindström',
};

/** The rules that a row breaks, as `field rule`. */
function broken(change: Partial<BookingResultDraft>): string[] {
  const { result, problems } = checkRow({ ...GOOD, ...change });
  expect(result === null).toBe(problems.length > 0);
  return problems.map(({ field, rule }) => `${field} ${rule}`);
}

describe('a question mark in a name', () => {
  it.each([
    ['What?', 'clean'],
    ['Zhang Wei?', 'clean'],
    ['? Wei', 'clean'],
    ['Wei (Fang?)', 'clean'],
    ['J?rgen', 'asked'],
    ['Anna Bj?rk', 'asked'],
    ['V??n', 'asked'],
    ['?sa Berg', 'asked'],
    ['Eva-?ke', 'asked'],
    ['??', 'lost'],
    ['?', 'lost'],
    ['?? Wei', 'lost'],
    ['Wei ???', 'lost'],
  ] as const)('%s is %s', (inspectorName, is) => {
    const { problems, result } = checkRow({
      internalOrderRef: 'ORD-1',
      bookingResult: 'Booked',
      bookingDate: '2025-04-28',
      inspectorName,
    });
    expect(problems.map(({ rule }) => rule)).toEqual({ clean: [], asked: ['letters-asked'], lost: ['damaged-letters'] }[is]);
    // A question is no wall: the row can be queued all the same.
    expect(result === null).toBe(is === 'lost');
  });
});

describe('a row', () => {
  it('is a result when all four values are right', () => {
    expect(checkRow(GOOD)).toEqual({ result: GOOD, problems: [] });
    const unavailable = { internalOrderRef: 'ORD-1', bookingResult: 'Unavailable', bookingDate: '', inspectorName: '' };
    expect(checkRow(unavailable)).toEqual({ result: unavailable, problems: [] });
  });

  it.each([
    ['an order without a reference', { internalOrderRef: '' }, ['internalOrderRef required']],
    ['a word that is no result', { bookingResult: 'booked' }, ['bookingResult word']],
    ['no result', { bookingResult: '' }, ['bookingResult required']],
    ['a booking without a day', { bookingDate: '' }, ['bookingDate required']],
    ['a booking without an inspector', { inspectorName: '' }, ['inspectorName required']],
    ['a day that no year has', { bookingDate: '2025-02-30' }, ['bookingDate date']],
    ['a leap day in a year without one', { bookingDate: '1900-02-29' }, ['bookingDate date']],
    ['a day written another way', { bookingDate: '28/04/2025' }, ['bookingDate date']],
    ['a name that is too long', { inspectorName: 'x'.repeat(201) }, ['inspectorName too-long']],
    ['a line break in a reference', { internalOrderRef: 'ORD\n1' }, ['internalOrderRef control-character']],
    ['a year of two digits', { bookingDate: '28/04/25' }, ['bookingDate date-two-digit-year']],
    ['a reference that a spreadsheet shortened', { internalOrderRef: '1.23E+11' }, ['internalOrderRef scientific']],
    ['the same, in Swedish', { internalOrderRef: '1,23E+11' }, ['internalOrderRef scientific']],
    [
      'an error of a spreadsheet',
      { internalOrderRef: '#REF!', inspectorName: '#N/A' },
      ['internalOrderRef spreadsheet-error', 'inspectorName spreadsheet-error'],
    ],
    [
      'the same, in Swedish',
      { bookingResult: '#VÄRDEFEL!', bookingDate: '########' },
      ['bookingResult spreadsheet-error', 'bookingDate spreadsheet-error'],
    ],
    ['letters that were lost', { inspectorName: 'Linn\uFFFDa' }, ['inspectorName damaged-letters']],
    ['letters that were saved as question marks', { inspectorName: '?? Wei' }, ['inspectorName damaged-letters']],
    [
      'everything at once',
      { internalOrderRef: '', bookingResult: 'BOOKED', bookingDate: '1.4.2025', inspectorName: 'a\tb' },
      ['internalOrderRef required', 'bookingResult word', 'bookingDate date', 'inspectorName control-character'],
    ],
  ])('says so when it has %s', (_, change, problems) => {
    expect(broken(change)).toEqual(problems);
  });

  it.each([
    ['Ã–berg', 'Öberg'],
    ['JÃ¶rgen Ã…kerstrÃ¶m', 'Jörgen Åkerström'],
    ['Ãšna', 'Úna'],
    ['å¼\u00a0ä¼Ÿ', '张伟'],
  ])('offers what a name was before it was read in a wrong encoding and saved so: %s', (inspectorName, fix) => {
    const damaged = { field: 'inspectorName', rule: 'damaged-letters', found: inspectorName, fix };
    expect(checkRow({ ...GOOD, inspectorName }).problems).toMatchObject(fix === null ? [] : [damaged]);
    const { internalOrderRef, bookingResult, bookingDate } = GOOD;
    if (fix !== null) expect(plainResult(internalOrderRef, bookingResult, bookingDate, inspectorName)).toBeNull();
  });

  it('says what was found and what is expected', () => {
    expect(checkRow({ ...GOOD, bookingDate: '2025-02-30' }).problems).toEqual([
      { field: 'bookingDate', rule: 'date', found: '2025-02-30', expected: expect.stringContaining('YYYY-MM-DD'), fix: null },
    ]);
  });

  it.each([
    ['booked', 'Booked'],
    ['BOOKED!', 'Booked'],
    ['not available', 'Unavailable'],
    ['Ej tillgänglig', 'Unavailable'],
    ['bokad', 'Booked'],
    ['已预订', 'Booked'],
    ['不可用', 'Unavailable'],
    ['maybe', null],
  ])('offers what a result word can only mean: %s', (bookingResult, fix) => {
    expect(checkRow({ ...GOOD, bookingResult }).problems).toMatchObject([{ rule: 'word', fix }]);
  });

  it.each([
    ['28/04/2025', '2025-04-28'],
    ['04/28/2025', '2025-04-28'],
    ['4.4.2025', '2025-04-04'],
    ['2025/4/28', '2025-04-28'],
    ['03/04/2025', null],
    ['2025-04-28 14:30', null],
    ['31/02/2025', null],
  ])('offers the only day that a date can mean: %s', (bookingDate, fix) => {
    expect(checkRow({ ...GOOD, bookingDate }).problems).toMatchObject([{ rule: 'date', fix }]);
  });

  it('in a column of both orders says so, and offers only what is certain', () => {
    const problems = (bookingDate: string): unknown => checkRow({ ...GOOD, bookingDate }, true).problems;
    expect(problems('03/04/2025')).toMatchObject([{ rule: 'date-order-mixed', fix: null }]);
    expect(problems('28/04/2025')).toMatchObject([{ rule: 'date-order-mixed', fix: '2025-04-28' }]);
  });

  it('never offers a reference', () => {
    for (const internalOrderRef of ['1.23E+11', '#REF!', 'O\uFFFD', 'a\nb'])
      expect(checkRow({ ...GOOD, internalOrderRef }).problems).toMatchObject([{ fix: null }]);
  });

  it('that swallowed the rows after it because of an open quotation mark is held back', () => {
    const swallowed = ['ORD-1', 'Booked', '2025-04-28', '"Wei\nORD-2,Booked,2025-04-29,"Li Fang"'];
    expect(swallowedProblem(swallowed, ',')).toMatchObject({
      rule: 'swallowed-rows',
      found: 'ORD-2,Booked,2025-04-29,"Li Fang"',
    });
    expect(swallowedProblem(['ORD-1', 'Booked', 'a note, of\ntwo lines, well booked'], ',')).toBeNull();
  });

  it('that is Unavailable loses its day and inspector, and says so', () => {
    const { result, problems } = checkRow({ ...GOOD, bookingResult: 'Unavailable' });
    expect(result).toEqual({ internalOrderRef: 'ORD-1', bookingResult: 'Unavailable', bookingDate: '', inspectorName: '' });
    expect(problems.map(({ field, rule, found }) => [field, rule, found])).toEqual([
      ['bookingDate', 'cleared', '2025-04-28'],
      ['inspectorName', 'cleared', 'Åsa Lindström'],
    ]);
  });

  it('has a problem exactly when BasicPSF would not take it', () => {
    const anyText = fc.oneof(
      fc.constantFrom(
        '',
        'x',
        'Zhang Wei',
        ' x',
        'x ',
        '\u00A0',
        'a\nb',
        'a\u007Fb',
        '\u0085',
        'x'.repeat(200),
        'x'.repeat(201),
        '\uD800',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const anyDate = fc.oneof(
      fc.constantFrom(
        '',
        '2024-02-29',
        '2025-02-29',
        '2025-13-01',
        '2025-00-10',
        '2025-1-1',
        '1899-12-31',
        '2025-04-31',
        '２０２５-04-01',
      ),
      fc
        .date({ min: new Date('1890-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 10)),
      fc.string({ maxLength: 10 }),
    );
    const anyRow = fc.record({
      internalOrderRef: anyText,
      bookingResult: fc.oneof(fc.constantFrom('Booked', 'Unavailable', 'booked', ''), fc.string({ maxLength: 10 })),
      bookingDate: anyDate,
      inspectorName: anyText,
    });
    fc.assert(
      fc.property(anyRow, (draft) => {
        const row = trimmedDraft(draft);
        const { result, problems } = checkRow(row);
        const reasons = problems.filter(({ rule }) => rule !== 'cleared');
        const gone = row.bookingResult === 'Unavailable' ? { bookingDate: '', inspectorName: '' } : {};
        const accepted = BookingResult.safeParse({ ...row, ...gone });
        const isDamaged = reasons.some(({ rule }) => ['damaged-letters', 'spreadsheet-error', 'scientific'].includes(rule));
        if (!isDamaged) expect(reasons.length === 0).toBe(accepted.success);
        expect(result).toEqual(accepted.success && !isDamaged ? accepted.data : null);
        for (const { found } of problems) expect(found.isWellFormed()).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('with more cells than the header is not cut short in silence', () => {
    expect(extraCellsProblem(['ORD-1', 'Booked', '2025-04-28', 'Wei', ' Zhang'], 4)).toMatchObject({
      rule: 'extra-cells',
      found: 'Zhang',
    });
    expect(extraCellsProblem(['ORD-1', 'Unavailable', '', '', '', ' '], 4)).toBeNull();
  });

  it('that was typed in and is refused names its first problem', () => {
    expect(draftProblem({ ...GOOD, inspectorName: '' })).toMatchObject({ kind: 'result-invalid', field: 'inspectorName' });
  });
});

describe('the header', () => {
  it('may have its names in any order and case, quoted, spaced, after a byte order mark, and among others', () => {
    expect(columnsFromTitles(['\uFEFFInspectorName ', 'note', 'BOOKINGDATE', ' internalorderref', 'booking Result'])).toEqual({
      internalOrderRef: 3,
      bookingResult: 4,
      bookingDate: 2,
      inspectorName: 0,
    });
  });

  it.each([
    ['English', ['Order no.', 'Status', 'Inspection date', 'Inspector']],
    ['English in short', ['Ref', 'Result', 'Date', 'Name']],
    ['Swedish', ['Ordernummer', 'Resultat', 'Bokningsdatum', 'Inspektörens namn']],
    ['Chinese', ['订单号', '预订结果', '预订日期', '检验员']],
    ['traditional Chinese', ['訂單編號', '預訂結果', '預訂日期', '檢驗員']],
    ['full-width letters', ['ＯｒｄｅｒＲｅｆ', 'Ｒｅｓｕｌｔ', '日期', '姓名']],
  ])('is understood in %s', (_, titles) => {
    const columns = { internalOrderRef: 0, bookingResult: 1, bookingDate: 2, inspectorName: 3 };
    expect(columnsFromTitles(titles)).toEqual(columns);
  });

  it('lets the name of the API page win over any other title, and decides nothing between two of a kind', () => {
    expect(columnsFromTitles(['Date', 'bookingDate', 'Booking status', 'Result', 'Name', 'namn'])).toMatchObject({
      bookingDate: 1,
      bookingResult: 2,
      inspectorName: null,
    });
    expect(columnsFromTitles([...BOOKING_RESULT_FIELDS, 'bookingDate']).bookingDate).toBeNull();
  });

  it('knows no name that every object has', () => {
    expect(columnsFromTitles(['__proto__', 'constructor', ...BOOKING_RESULT_FIELDS])).toMatchObject({ internalOrderRef: 2 });
  });

  it('has the same fingerprint for the same titles in the same order', () => {
    expect(fingerprintOf(['Order no.', 'Date'])).toBe(fingerprintOf(['ORDER NO', ' date ']));
    expect(fingerprintOf(['Date', 'Order no.'])).not.toBe(fingerprintOf(['Order no.', 'Date']));
    expect(fingerprintOf(['a b', 'c'])).not.toBe(fingerprintOf(['a', 'b c']));
  });
});

describe('a cell for a spreadsheet', () => {
  it.each(['=1+1', '+46', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '＋1', '－1', '＠x', "'=1", "''-1", "'t Hooft"])(
    'is no formula: %j',
    (cell) => {
      expect(quoteFormula(cell)).toBe(`'${cell}`);
    },
  );

  it.each(['', 'ORD-1', '1-1', 'a=b', "O'Hara"])('stays as it is when it cannot be one: %j', (cell) => {
    expect(quoteFormula(cell)).toBe(cell);
  });

  it('comes back through our own import as it was', () => {
    const anyCell = fc.string({
      unit: fc.constantFrom("'", '=', '-', '＠', '\t', '\r', '\n', '"', ',', ';', 'x', '王'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(anyCell, { minLength: 2, maxLength: 6 }), (cells) => {
        const read: string[][] = [];
        const reader = createCsvReader(',', (found) => read.push(found));
        reader.push(csvLine(cells));
        reader.end();
        expect(read).toHaveLength(1);
        for (const cell of read[0] as string[]) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        expect((read[0] as string[]).map(unquoteFormula)).toEqual(cells);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a cell of a file', () => {
  it.each([
    ['ORD-1', 'ORD-1', []],
    [' ORD-1\u00A0', 'ORD-1', []],
    ['="00123"', '00123', ['text-formulas']],
    ['="a""b"', 'a"b', ['text-formulas']],
    ["'00123", '00123', ['apostrophes']],
    ["'-12", '-12', ['apostrophes']],
    ["''-12", "'-12", ['apostrophes']],
    ['\'="00123"', '="00123"', ['apostrophes']],
    ['ＯＲＤ－１２３', 'ORD-123', ['characters-cleaned']],
    ['ORD\u3000１\u200B', 'ORD 1', ['characters-cleaned']],
    ['OR\u00ADD\u20601', 'ORD1', ['characters-cleaned']],
    ['ORD\u20132025\u20111', 'ORD-2025-1', ['characters-cleaned']],
    ['\u200B ORD-1 \u200B', 'ORD-1', []],
    ['A\u030A', 'Å', ['characters-cleaned']],
  ])('that is a reference, %j, is read as %j', (cell, value, kinds) => {
    const noted: string[] = [];
    expect(codeValue(cell, (kind) => noted.push(kind))).toBe(value);
    expect(noted).toEqual(kinds);
  });

  it.each([
    [' Zhang Wei\u3000', 'Zhang Wei'],
    ['A\u030Asa', 'Åsa'],
    ['Ｗｅｉ', 'Ｗｅｉ'],
    ['می\u200Cنا', 'می\u200Cنا'],
    ["'t Hooft", "'t Hooft"],
    ["'=Wei", '=Wei'],
    ["''t Hooft", "'t Hooft"],
    ['="Wei"', 'Wei'],
  ])('that is a name, %j, is read as %j', (cell, value) => {
    expect(nameValue(cell, () => {})).toBe(value);
  });

  it('that is as it should be is judged the same by the short cut', () => {
    const unit = fc.constantFrom(
      'a',
      'Z',
      '0',
      '9',
      ' ',
      '-',
      "'",
      '=',
      '#',
      '!',
      '+',
      'E',
      '.',
      'å',
      'Ã',
      'š',
      '×',
      '王',
      '?',
      '\u0301',
      '\uFFFD',
      '\t',
      '\u200B',
    );
    const anyText = fc.oneof(
      fc.string({ unit, maxLength: 8 }),
      fc.constantFrom('1.5E+11', '#REF!', 'x'.repeat(200), 'x'.repeat(201)),
    );
    const anyWord = fc.constantFrom('Booked', 'Unavailable', 'booked');
    const anyDate = fc.constantFrom('2025-04-28', '2025-02-30', '', '28/04/2025');
    fc.assert(
      fc.property(anyText, anyWord, anyDate, anyText, (ref, word, date, name) => {
        const good = plainResult(ref, word, date, name);
        if (good === null) return;
        const read = {
          internalOrderRef: codeValue(ref, expect.fail),
          bookingResult: word,
          bookingDate: date,
          inspectorName: nameValue(name, expect.fail),
        };
        expect(checkRow(read)).toEqual({ result: good, problems: [] });
      }),
      { numRuns: 20_000 },
    );
    for (const name of ['Åsa Berg', '王秀英']) expect(plainResult('ORD-1', 'Booked', '2025-04-28', name)).not.toBeNull();
  });
});
