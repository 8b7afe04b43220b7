// Every quirk of a CSV file and what becomes of it: how it is read, what is asked, what is noted, and each row with its problems.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/import.ts';
import type { ReadingChoice } from '../../shared/reading.ts';
import { QUIRKS } from '../fixtures/csv/quirks.ts';
import { failureOf, type Row, stageBytes, stageText } from '../support/make-stage.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/csv-quirks');

interface Outcome {
  /** Encoding, delimiter and the order of day and month. */
  readonly read: string;
  readonly header?: number;
  readonly columns?: string;
  readonly asks?: string;
  readonly notes?: string;
  /** The first ten rows: number, four values, verdict if it is not new, problems, and the fix that is offered. */
  readonly rows: readonly string[];
}

function plain(first: number): string[] {
  return [
    'ORD-2025-00123|Booked|2025-04-28|Zhang Wei',
    'ORD-2025-00124|Booked|2025-04-29|Åsa Lindström',
    'ORD-2025-00125|Unavailable||',
  ].map((row, n) => `${first + n} ${row}`);
}
const PLAIN = plain(2);
const CHINESE = [
  '2 ORD-2025-00123|Booked|2025-04-28|王秀英',
  '3 ORD-2025-00124|Booked|2025-04-29|张伟',
  '4 ORD-2025-00125|Unavailable||',
];

const READ: Readonly<Record<string, Outcome>> = {
  'bom.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: PLAIN,
  },
  'bom-quoted.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: PLAIN,
  },
  'utf8-nobom-sv.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: PLAIN,
  },
  'utf8-nobom-zh.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: CHINESE,
  },
  'utf16le-bom-tab.csv': {
    read: 'UTF-16LE, tab, year-month-day',
    rows: PLAIN,
  },
  'utf16le-nobom.csv': {
    read: 'UTF-16LE, comma, year-month-day',
    rows: PLAIN,
  },
  'utf16be-nobom.csv': {
    read: 'UTF-16BE, comma, year-month-day',
    rows: CHINESE,
  },
  'windows-1252.csv': {
    read: 'windows-1252, comma, year-month-day',
    rows: PLAIN,
  },
  'gb18030.csv': {
    read: 'GB18030, comma, year-month-day',
    rows: CHINESE,
  },
  'big5.csv': {
    read: 'Big5, comma, year-month-day',
    asks: 'encoding',
    rows: [
      '2 ORD-2025-00123|Booked|2025-04-28|王秀英',
      '3 ORD-2025-00124|Booked|2025-04-29|張偉',
      '4 ORD-2025-00125|Unavailable||',
    ],
  },
  'macintosh.csv': {
    read: 'macintosh, comma, year-month-day',
    asks: 'encoding',
    rows: PLAIN,
  },
  'semicolon.csv': {
    read: 'UTF-8, semicolon, year-month-day',
    rows: PLAIN,
  },
  'pipe.csv': {
    read: 'UTF-8, pipe, year-month-day',
    rows: PLAIN,
  },
  'wrapped.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'rows-unwrapped 1',
    rows: ['2 ORD-1|Booked|2025-04-28|Wei, Zhang', '3 ORD-2|Unavailable||', '4 ORD-3,Unavailable||| invalid required'],
  },
  'sep-line.csv': {
    read: 'UTF-8, semicolon, year-month-day',
    notes: 'separator-line 1',
    rows: PLAIN,
  },
  'dates-dmy.csv': {
    read: 'UTF-8, comma, day-month-year',
    notes: 'dates-converted 3',
    rows: ['2 ORD-1|Booked|2025-04-03|Zhang Wei', '3 ORD-2|Booked|2025-04-28|Zhang Wei', '4 ORD-3|Booked|2025-05-01|Zhang Wei'],
  },
  'dates-mdy.csv': {
    read: 'UTF-8, comma, month-day-year',
    notes: 'dates-converted 201',
    rows: [
      '2 ORD-0|Booked|2025-05-01|Zhang Wei',
      '3 ORD-1|Booked|2025-05-02|Zhang Wei',
      '4 ORD-2|Booked|2025-05-03|Zhang Wei',
      '5 ORD-3|Booked|2025-05-04|Zhang Wei',
      '6 ORD-4|Booked|2025-05-05|Zhang Wei',
      '7 ORD-5|Booked|2025-05-06|Zhang Wei',
      '8 ORD-6|Booked|2025-05-07|Zhang Wei',
      '9 ORD-7|Booked|2025-05-08|Zhang Wei',
      '10 ORD-8|Booked|2025-05-09|Zhang Wei',
      '11 ORD-9|Booked|2025-05-01|Zhang Wei',
    ],
  },
  'dates-dots.csv': {
    read: 'UTF-8, comma, day-month-year',
    notes: 'dates-converted 2',
    rows: ['2 ORD-1|Booked|2025-04-03|Zhang Wei', '3 ORD-2|Booked|2025-05-01|Zhang Wei'],
  },
  'dates-ambiguous.csv': {
    read: 'UTF-8, comma, day-month-year',
    asks: 'dates',
    notes: 'dates-converted 2',
    rows: ['2 ORD-1|Booked|2025-04-03|Zhang Wei', '3 ORD-2|Booked|2025-04-05|Zhang Wei'],
  },
  'dates-same.csv': {
    read: 'UTF-8, comma, day-month-year',
    notes: 'dates-converted 2',
    rows: ['2 ORD-1|Booked|2025-04-04|Zhang Wei', '3 ORD-2|Booked|2025-05-05|Zhang Wei'],
  },
  'dates-mixed.csv': {
    read: 'UTF-8, comma, null',
    // Where two people and two machines wrote dates, who knows what the one with the year in front went through.
    asks: 'swapped-dates',
    rows: [
      '2 ORD-1|Booked|28/04/2025|Zhang Wei invalid date-order-mixed (2025-04-28)',
      '3 ORD-2|Booked|04/29/2025|Zhang Wei invalid date-order-mixed (2025-04-29)',
      '4 ORD-3|Booked|03/04/2025|Zhang Wei invalid date-order-mixed',
      '5 ORD-4|Booked|2025-05-02|Zhang Wei',
    ],
  },
  'dates-two-digit.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: [
      '2 ORD-1|Booked|28/04/25|Zhang Wei invalid date-two-digit-year',
      '3 ORD-2|Booked|25-04-28|Zhang Wei invalid date-two-digit-year',
      '4 ORD-3|Booked|28-Apr-25|Zhang Wei invalid date-two-digit-year',
    ],
  },
  'dates-serial.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'dates-converted 2',
    rows: [
      '2 ORD-1|Booked|2025-04-28|Zhang Wei',
      '3 ORD-2|Booked|2025-04-29|Zhang Wei',
      '4 ORD-3|Booked|60|Zhang Wei invalid date',
      '5 ORD-4|Booked|1|Zhang Wei invalid date',
    ],
  },
  'dates-forms.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'dates-converted 8, characters-cleaned 1',
    rows: [
      '2 ORD-1|Booked|2025-04-28|Zhang Wei',
      '3 ORD-2|Booked|2025-04-28|Zhang Wei',
      '4 ORD-3|Booked|2025-04-28|Zhang Wei',
      '5 ORD-4|Booked|2025-04-28|Zhang Wei',
      '6 ORD-5|Booked|2025-04-28|Zhang Wei',
      '7 ORD-6|Booked|2025-04-28|Zhang Wei',
      '8 ORD-7|Booked|2025-05-28|Zhang Wei',
      '9 ORD-8|Booked|Apr 28|2025 invalid date extra-cells',
      '10 ORD-9|Booked|2025-04-28|Zhang Wei',
    ],
  },
  'dates-times.csv': {
    read: 'UTF-8, comma, month-day-year',
    notes: 'dates-converted 4, times-dropped 1',
    rows: [
      '2 ORD-1|Booked|2025-04-28|Zhang Wei',
      '3 ORD-2|Booked|2025-04-28|Zhang Wei',
      '4 ORD-3|Booked|2025-04-28|Zhang Wei',
      '5 ORD-4|Booked|2025-04-28|Zhang Wei',
      '6 ORD-5|Booked|2025-04-27T22:00:00Z|Zhang Wei invalid date',
    ],
  },
  'dates-far.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'dates-far 2',
    rows: [
      '2 ORD-1|Booked|2025-04-28|Zhang Wei',
      '3 ORD-2|Booked|2024-04-28|Zhang Wei date-far',
      '4 ORD-3|Booked|2027-04-28|Zhang Wei date-far',
      '5 ORD-4|Booked|2025-05-02|Zhang Wei',
      '6 ORD-5|Booked|2025-05-03|Zhang Wei',
    ],
  },
  'lost-zeros.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'lost-zeros 1',
    rows: [
      '2 00012340|Unavailable||',
      '3 00012341|Unavailable||',
      '4 00012342|Unavailable||',
      '5 00012343|Unavailable||',
      '6 00012344|Unavailable||',
      '7 12345|Unavailable|| lost-zeros',
    ],
  },
  'scientific.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: [
      '2 1.23E+11|Unavailable|| invalid scientific',
      '3 1,23E+11|Unavailable|| invalid scientific',
      '4 ORD-1E+5|Unavailable||',
    ],
  },
  'formula-text.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'text-formulas 2, apostrophes 1',
    rows: ['2 00123|Unavailable||', '3 00124|Unavailable||', '4 00125|Unavailable||'],
  },
  'spreadsheet-errors.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: [
      '2 #REF!|Unavailable|| invalid spreadsheet-error',
      '3 ORD-2|Booked|########|Zhang Wei invalid spreadsheet-error',
      '4 ORD-3|Booked|2025-04-28|#N/A invalid spreadsheet-error',
    ],
  },
  'unicode-space.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'characters-cleaned 6',
    rows: ['2 ORD-1|Booked|2025-04-28|Zhang Wei', '3 ORD-2|Booked|2025-04-28|王秀英', '4 ORD-3|Unavailable||'],
  },
  'enum-case.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: [
      '2 ORD-1|booked|2025-04-28|Zhang Wei invalid word (Booked)',
      '3 ORD-2|BOOKED|2025-04-28|Zhang Wei invalid word (Booked)',
      '4 ORD-3|ej tillgänglig|| invalid word (Unavailable)',
      '5 ORD-4|已预订|2025-04-28|王秀英 invalid word (Booked)',
      '6 ORD-5|perhaps|| invalid word',
    ],
  },
  'trailing.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'empty-columns 2, empty-rows 3',
    rows: PLAIN,
  },
  'blank-middle.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'empty-rows 2',
    rows: [
      '2 ORD-2025-00123|Booked|2025-04-28|Zhang Wei',
      '5 ORD-2025-00124|Booked|2025-04-29|Åsa Lindström',
      '6 ORD-2025-00125|Unavailable||',
    ],
  },
  'short-rows.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: ['2 ORD-1|Unavailable||', '3 ORD-2|Booked|2025-04-28| invalid required', '4 ORD-3||| invalid required'],
  },
  'long-rows.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: ['2 ORD-1|Booked|2025-04-28|Wei invalid extra-cells', '3 ORD-2|Booked|2025-04-28|Zhang Wei'],
  },
  'dup-headers.csv': {
    read: 'UTF-8, comma, year-month-day',
    asks: 'columns',
    rows: ['2 ORD-1|Booked|2025-04-28|Zhang Wei'],
  },
  'proto.csv': {
    read: 'UTF-8, comma, year-month-day',
    columns: '1,2,3,4',
    rows: ['2 ORD-1|Booked|2025-04-28|Zhang Wei'],
  },
  'noheader.csv': {
    read: 'UTF-8, comma, year-month-day',
    header: 0,
    asks: 'columns',
    rows: plain(1),
  },
  'title-rows.csv': {
    read: 'UTF-8, comma, year-month-day',
    header: 4,
    notes: 'title-rows 2, empty-rows 1',
    rows: plain(5),
  },
  'swedish-header.csv': {
    read: 'UTF-8, semicolon, year-month-day',
    rows: PLAIN,
  },
  'chinese-header.csv': {
    read: 'GB18030, comma, year-month-day',
    rows: CHINESE,
  },
  'half-header.csv': {
    read: 'UTF-8, comma, year-month-day',
    asks: 'columns',
    rows: PLAIN,
  },
  'newline.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: PLAIN,
  },
  'cr-only.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: PLAIN,
  },
  'mixed-ends.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: PLAIN,
  },
  'stray-quote.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'stray-quotes 1',
    rows: PLAIN,
  },
  'swallowed-note.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: ['2 ORD-2025-00123|Booked|2025-04-28|Zhang Wei invalid swallowed-rows', '3 ORD-2025-00125|Unavailable||'],
  },
  'swallowed.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'stray-quotes 1',
    rows: [
      '2 ORD-1|Booked|2025-04-28|"Wei\r\nORD-2,Booked,2025-04-29,"Li Fang" invalid control-character swallowed-rows',
      '3 ORD-3|Unavailable||',
    ],
  },
  'header-only.csv': {
    read: 'UTF-8, comma, year-month-day',
    rows: [],
  },
  'book.xlsx': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'sheet 1',
    rows: PLAIN,
  },
  'xlsx-as-csv.csv': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'sheet 1',
    rows: PLAIN,
  },
  'hidden-sheet.xlsx': {
    read: 'UTF-8, comma, year-month-day',
    notes: 'sheet 1, other-sheets 1',
    rows: PLAIN,
  },
};

const REFUSED: Readonly<Record<string, object>> = {
  'unclosed.csv': { kind: 'record-too-long', line: 3 },
  'one-column.csv': { kind: 'columns-missing' },
  'empty.csv': { kind: 'file-empty' },
  'blank.csv': { kind: 'file-empty' },
  'binary.csv': { kind: 'not-csv', looksLike: 'binary' },
  'page.csv': { kind: 'not-csv', looksLike: 'html' },
  'html.xls': { kind: 'not-csv', looksLike: 'html' },
  'old.xls': { kind: 'not-csv', looksLike: 'xls' },
  'locked.xlsx': { kind: 'not-csv', looksLike: 'encrypted' },
  'letter.pdf.csv': { kind: 'not-csv', looksLike: 'pdf' },
  'archive.csv': { kind: 'not-csv', looksLike: 'zip' },
  'broken.xlsx': { kind: 'workbook-unreadable', why: 'damaged' },
};

function textOf({ record, ref, result, date, inspector, verdict, problems }: Row): string {
  const found: Problem[] = problems === '' ? [] : JSON.parse(problems);
  const marks = found.map(({ rule, fix }) => ` ${rule}${fix === null ? '' : ` (${fix})`}`).join('');
  return `${record} ${[ref, result, date, inspector].join('|')}${verdict === 'new' ? '' : ` ${verdict}`}${marks}`;
}

describe('a quirk', () => {
  it('has a file that is built from its name, and an outcome', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual(Object.keys(QUIRKS).toSorted());
    expect(Object.keys({ ...READ, ...REFUSED }).toSorted()).toEqual(Object.keys(QUIRKS).toSorted());
    for (const [name, { bytes }] of Object.entries(QUIRKS))
      expect(readFileSync(join(FOLDER, name)).equals(bytes), name).toBe(true);
  });

  it.each(Object.entries(READ))(
    'is understood: %s',
    async (name, { asks = '', columns = '0,1,2,3', header = 1, notes = '', read, rows }) => {
      const staged = await stageBytes(QUIRKS[name]?.bytes ?? Buffer.alloc(0), { name });
      const { reading } = staged.reading;
      expect({
        read: [reading.encoding, reading.delimiter, String(reading.dateOrder)].join(', '),
        header: reading.headerRow,
        columns: Object.values(reading.columns).join(),
        asks: staged.reading.asks.join(),
        notes: staged.reading.notes.map(({ kind, count }) => `${kind} ${count}`).join(', '),
        rows: staged.rows.slice(0, 10).map(textOf),
      }).toEqual({ read, header, columns, asks, notes, rows });
    },
  );

  it.each(Object.entries(REFUSED))('is refused with its reason: %s', async (name, failure) => {
    expect(await failureOf(QUIRKS[name]?.bytes ?? Buffer.alloc(0), { name })).toMatchObject({ name, ...failure });
  });
});

describe('what a person chose', () => {
  const read = (name: string, choice: ReadingChoice, remembered = {}): ReturnType<typeof stageBytes> =>
    stageBytes(QUIRKS[name]?.bytes ?? Buffer.alloc(0), { name, choice, remembered });

  it('settles the order of ambiguous dates', async () => {
    const first = await read('dates-ambiguous.csv', { dateOrder: 'month-day-year' });
    expect(first.reading).toMatchObject({ asks: [], chosen: ['dateOrder'], reading: { dateOrder: 'month-day-year' } });
    expect(first.rows.map(({ date }) => date)).toEqual(['2025-03-04', '2025-05-04']);
  });

  it('converts what fits in a column of both orders, and holds back the rest', async () => {
    const { rows } = await read('dates-mixed.csv', { dateOrder: 'day-month-year' });
    expect(rows.map(({ date, verdict }) => `${date} ${verdict}`)).toEqual([
      '2025-04-28 new',
      '04/29/2025 invalid',
      '2025-04-03 new',
      '2025-05-02 new',
    ]);
  });

  it('about the columns is asked for once, and remembered for files with the same header', async () => {
    const columns = { internalOrderRef: 0, bookingResult: 1, bookingDate: 4, inspectorName: 3 };
    const chosen = await read('dup-headers.csv', { columns });
    expect(chosen.reading).toMatchObject({ asks: [], chosen: ['columns'], rememberedColumns: false });
    expect(chosen.rows[0]?.date).toBe('2025-04-30');
    const again = await read('dup-headers.csv', {}, { [chosen.headerFingerprint as string]: columns });
    expect(again.reading).toMatchObject({ asks: [], chosen: [], rememberedColumns: true, reading: { columns } });
    expect(again.rows).toEqual(chosen.rows);
  });

  it('can be another header, no header, or another separator', async () => {
    const without = await read('half-header.csv', { headerRow: 0 });
    expect(without.rows).toHaveLength(4);
    expect(without.reading.titles).toEqual(['Column 1', 'Column 2', 'Column 3', 'Column 4']);
    const second = await read('noheader.csv', { headerRow: 1 });
    expect(second.reading.titles[0]).toBe('ORD-2025-00123');
    expect(second.rows).toHaveLength(2);
    const cut = await stageText('internalOrderRef|bookingResult,bookingDate|inspectorName\nORD-1|Unavailable,|\n', {
      choice: { delimiter: 'pipe' },
    });
    expect(cut.reading.titles).toEqual(['internalOrderRef', 'bookingResult,bookingDate', 'inspectorName']);
  });

  it('may be that there is no such column', async () => {
    const columns = { internalOrderRef: 0, bookingResult: 1, bookingDate: null, inspectorName: null };
    const { reading, rows } = await stageText('Order,Result\nORD-1,Unavailable\nORD-2,Booked\n', { choice: { columns } });
    expect(reading).toMatchObject({ asks: [], reading: { columns } });
    expect(rows.map(({ verdict }) => verdict)).toEqual(['new', 'invalid']);
  });
});
