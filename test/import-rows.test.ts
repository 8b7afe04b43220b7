// One row to a result or to its problems, the header to columns, and cells that a spreadsheet must not calculate.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsFromHeader } from '../main/import/columns.ts';
import { createCsvReader } from '../main/import/csv.ts';
import { csvLine, quoteFormula, unquoteFormula } from '../main/import/export.ts';
import { cellValue, checkRow, draftProblem, extraCellsProblem, trimmedDraft } from '../main/import/rows.ts';
import { BOOKING_RESULT_FIELDS, BookingResult, type BookingResultDraft } from '../shared/booking-result.ts';

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
    [
      'everything at once',
      { internalOrderRef: '', bookingResult: 'BOOKED', bookingDate: '1.4.2025', inspectorName: 'a\tb' },
      ['internalOrderRef required', 'bookingResult word', 'bookingDate date', 'inspectorName control-character'],
    ],
  ])('says so when it has %s', (_, change, problems) => {
    expect(broken(change)).toEqual(problems);
  });

  it('says what was found and what is expected', () => {
    expect(checkRow({ ...GOOD, bookingDate: '2025-02-30' }).problems).toEqual([
      { field: 'bookingDate', rule: 'date', found: '2025-02-30', expected: expect.stringContaining('YYYY-MM-DD') },
    ]);
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
        expect(reasons.length === 0).toBe(accepted.success);
        expect(result).toEqual(accepted.success ? accepted.data : null);
        for (const { found } of problems) expect(found.isWellFormed()).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('with more cells than the header is not cut short in silence', () => {
    const names = ['ref', 'result', 'date', 'name'];
    expect(extraCellsProblem(['ORD-1', 'Booked', '2025-04-28', 'Wei', ' Zhang'], names)).toMatchObject({
      rule: 'extra-cells',
      found: 'Zhang',
    });
    expect(extraCellsProblem(['ORD-1', 'Unavailable', '', '', '', ' '], names)).toBeNull();
  });

  it('that was typed in and is refused names its first problem', () => {
    expect(draftProblem({ ...GOOD, inspectorName: '' })).toMatchObject({ kind: 'result-invalid', field: 'inspectorName' });
  });
});

describe('the header', () => {
  it('may have its names in any order and case, quoted, spaced, after a byte order mark, and among others', () => {
    expect(
      columnsFromHeader(['\uFEFFInspectorName ', 'note', 'BOOKINGDATE', ' internalorderref', 'bookingResult'], 'a.csv'),
    ).toEqual({
      ok: true,
      value: {
        indexOf: { internalOrderRef: 3, bookingResult: 4, bookingDate: 2, inspectorName: 0 },
        names: ['InspectorName', 'note', 'BOOKINGDATE', 'internalorderref', 'bookingResult'],
      },
    });
  });

  it('is refused with the names it lacks and those it has', () => {
    expect(columnsFromHeader(['internalOrderRef', 'result', 'bookingDate'], 'a.csv')).toEqual({
      ok: false,
      failure: {
        kind: 'columns-missing',
        name: 'a.csv',
        missing: ['bookingResult', 'inspectorName'],
        found: ['internalOrderRef', 'result', 'bookingDate'],
      },
    });
  });

  it('is refused when a needed name is there twice, because nobody knows which one counts', () => {
    const twice = columnsFromHeader([...BOOKING_RESULT_FIELDS, 'bookingDate'], 'a.csv');
    expect(twice).toMatchObject({ ok: false, failure: { missing: ['bookingDate'] } });
  });

  it('knows no name that every object has', () => {
    expect(columnsFromHeader(['__proto__', 'constructor', ...BOOKING_RESULT_FIELDS], 'a.csv')).toMatchObject({
      ok: true,
      value: { indexOf: { internalOrderRef: 2 } },
    });
  });
});

describe('a cell for a spreadsheet', () => {
  it.each(['=1+1', '+46', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '＋1', '－1', '＠x', "'=1", "''-1"])(
    'is no formula: %j',
    (cell) => {
      expect(quoteFormula(cell)).toBe(`'${cell}`);
    },
  );

  it.each(['', 'ORD-1', "'quoted'", '1-1', 'a=b', "O'Hara"])('stays as it is when it cannot be one: %j', (cell) => {
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

  it('is read without the space around it and without the apostrophe of an export', () => {
    expect([" '-12 ", ' ORD-1\u00A0', "'quoted'"].map(cellValue)).toEqual(['-12', 'ORD-1', "'quoted'"]);
  });
});
