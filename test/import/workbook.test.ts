// Excel workbooks: what Excel shows is what is staged, and what is not certain is asked or held back with the address of its cell.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_WORKBOOK_ROWS } from '../../main/import/read/sheet.ts';
import { MAX_WORKBOOK_BYTES } from '../../main/import/read/workbook.ts';
import { openArchive } from '../../main/import/read/zip.ts';
import { problemSentence } from '../../shared/cell-words.ts';
import type { Problem } from '../../shared/import.ts';
import { workbook } from '../fixtures/csv/workbook.ts';
import { seededRandom } from '../support/make.ts';
import { type BookSheet, book, HEADER, orderRow, textCell, textRow } from '../support/make-book.ts';
import { failureOf, type StagedBytes, type StageOptions, stageBytes } from '../support/make-stage.ts';
import { pack } from '../support/zip.ts';

const TITLES = ['Order', 'Result', 'Date', 'Inspector'];

function fixture(name: string): Buffer {
  return readFileSync(new URL(`../fixtures/workbooks/${name}`, import.meta.url));
}

/** A workbook of one sheet whose orders have these cells as their references, from row 2 on. */
function refs(cells: readonly string[], more: Partial<Parameters<typeof book>[0]> = {}): Buffer {
  return book({ sheets: [{ rows: HEADER + cells.map((cell, n) => orderRow(n + 2, cell)).join('') }], ...more });
}

function values({ rows }: StagedBytes): string[] {
  return rows.map(({ ref, result, date, inspector }) => [ref, result, date, inspector].filter((cell) => cell !== '').join(' '));
}

function reasons({ rows }: StagedBytes): string[] {
  return rows.flatMap(({ problems }) => (problems === '' ? [] : (JSON.parse(problems) as Problem[]).map(problemSentence)));
}

async function refsOf(bytes: Buffer, options: StageOptions = {}): Promise<string[]> {
  return (await stageBytes(bytes, options)).rows.map(({ ref }) => ref);
}

describe('a workbook', () => {
  it('has days that are the same in every time zone, numbers as they are written, and empty rows where they are', async () => {
    const rows = [
      ['QC results'],
      [],
      TITLES,
      ['1001', 'Booked', '2025-03-30', 'Åsa Lindström'],
      [],
      ['1002', 'Booked', '2025-10-26 23:59', '王秀英'],
    ];
    const { reading, rows: staged } = await stageBytes(workbook([{ name: 'Blad1', rows }]), { name: 'book.xlsx' });
    expect(staged.map(({ record, ref, date, inspector }) => [record, ref, date, inspector])).toEqual([
      [4, '1001', '2025-03-30', 'Åsa Lindström'],
      [6, '1002', '2025-10-26', '王秀英'],
    ]);
    expect(reading.reading.headerRow).toBe(3);
    expect(reading.notes.map(({ kind, count }) => `${kind} ${count}`).sort()).toEqual([
      'dates-converted 1',
      'empty-rows 2',
      'sheet 1',
      'times-dropped 1',
      'title-rows 1',
    ]);
  });

  it('has numbers as Excel shows them, however another program wrote them down', async () => {
    const read = await stageBytes(fixture('70-poi-numbers.xlsx'));
    expect(read.rows.map(({ ref }) => ref)).toEqual(['12345', '12345678', '123456789012', '4577', '900719925474090']);
    // General shows eleven digits; what is longer is for a person to compare.
    expect(reasons(read)).toHaveLength(2);
    expect(reasons(read)[0]).toContain('in cell A4');
    expect(read.totals.warned).toBe(2);
  });

  it('has numbers in the format of their cell, for references and names alike', async () => {
    expect(await refsOf(fixture('99-neg-section.xlsx'))).toEqual(['00001234', '000000-1235']);
    const formats = [
      '0000-0000',
      '00000000;-00000000',
      '[$-41D]00000000',
      '[Blue]00000',
      '00000000;@',
      '"ORD-"0000',
      '@',
      '0%',
      '\\P000',
    ];
    const shown = ['0000-1234', '00001234', '00001234', '01234', '00001234', 'ORD-1234', '1234', '123400%', 'P1234'];
    const cells = formats.map((_, n) => `<c r="A${n + 2}" s="${n}"><v>1234</v></c>`);
    expect(await refsOf(refs(cells, { formats }))).toEqual(shown);
    const names = formats.map(
      (_, n) =>
        `<row r="${n + 2}">${textCell(`A${n + 2}`, `R${n}`)}${textCell(`B${n + 2}`, 'Booked')}${textCell(`C${n + 2}`, '2025-04-28')}<c r="D${n + 2}" s="${n}"><v>1234</v></c></row>`,
    );
    const named = await stageBytes(book({ sheets: [{ rows: HEADER + names.join('') }], formats }));
    expect(named.rows.map(({ inspector }) => inspector)).toEqual(shown);
  });

  it('keeps fifteen digits of a number, as Excel does', async () => {
    const cells = [
      '<c r="A2" s="0"><v>0.30000000000000004</v></c>',
      '<c r="A3" s="1"><v>12345678901234567</v></c>',
      '<c r="A4" s="0"><v>1234.56789012345</v></c>',
    ];
    const read = await stageBytes(refs(cells, { formats: ['General', '0;-0'] }));
    expect(read.rows.map(({ ref }) => ref)).toEqual(['0.3', '12345678901234600', '1234.56789']);
    expect(reasons(read).some((reason) => reason.includes('in cell A3'))).toBe(true);
  });

  it('has the days that Excel shows, in both calendars and in every format of a date', async () => {
    const formats = ['yyyy-mm-dd', '14', '[$-41D]d mmmm yyyy;@', 'dd/mm/yyyy', 'd-mmm', '22', 'General', '30', '57'];
    const dated = (serial: number): string =>
      HEADER +
      formats
        .map(
          (_, n) =>
            `<row r="${n + 2}">${textCell(`A${n + 2}`, `R${n}`)}${textCell(`B${n + 2}`, 'Booked')}<c r="C${n + 2}" s="${n}"><v>${serial}</v></c>${textCell(`D${n + 2}`, 'Bo')}</row>`,
        )
        .join('');
    const from1900 = await stageBytes(book({ sheets: [{ rows: dated(45775) }], formats }));
    expect(new Set(from1900.rows.map(({ date }) => date))).toEqual(new Set(['2025-04-28']));
    for (const is of ['1', 'true']) {
      const from1904 = await stageBytes(book({ sheets: [{ rows: dated(44313) }], formats, properties: `date1904="${is}"` }));
      expect(new Set(from1904.rows.map(({ date }) => date))).toEqual(new Set(['2025-04-28']));
    }
    expect(values(await stageBytes(fixture('73b-1904-true.xlsx')))).toEqual(['A1 Booked 2025-04-28 Åsa Berg']);
    const iso = `${HEADER}<row r="2">${textCell('A2', 'R')}${textCell('B2', 'Booked')}<c r="C2" t="d"><v>2025-04-28T00:00:00</v></c>${textCell('D2', 'Bo')}</row>`;
    expect(values(await stageBytes(book({ sheets: [{ rows: iso }] })))).toEqual(['R Booked 2025-04-28 Bo']);
  });

  it('with a month and no day, or a day that was never one, holds the row back', async () => {
    const rows = ['17', 'yyyy-mm-dd', 'yyyy-mm-dd'].map(
      (_, n) =>
        `<row r="${n + 2}">${textCell(`A${n + 2}`, `R${n}`)}${textCell(`B${n + 2}`, 'Booked')}<c r="C${n + 2}" s="${n}"><v>${[45775, 60, -3][n]}</v></c>${textCell(`D${n + 2}`, 'Bo')}</row>`,
    );
    const { rows: staged } = await stageBytes(
      book({ sheets: [{ rows: HEADER + rows.join('') }], formats: ['17', 'yyyy-mm-dd', 'yyyy-mm-dd'] }),
    );
    expect(staged.map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid', 'invalid']);
  });

  it('whose reference is a date leaves a remark, because Excel makes dates of texts', async () => {
    const read = await stageBytes(refs(['<c r="A2" s="0"><v>45689</v></c>'], { formats: ['d-mmm'] }));
    expect(read.rows.map(({ ref }) => ref)).toEqual(['1-Feb']);
    expect(reasons(read)).toContain(
      'The order reference in cell A2 is the date "2025-02-01" in Excel, which turns texts such as "1-2" into one; check it.',
    );
  });

  it('has every letter of its texts: runs, escapes, comments, CDATA, letters beyond the first plane, but no pronunciation', async () => {
    const strings = [
      '<si><r><t>Å</t></r><r><rPr/><t xml:space="preserve">sa </t></r><r><t>Berg</t></r></si>',
      '<si><t>&#134071;野 &#x1F600;</t></si>',
      '<si><t>Åsa<!-- x --> Berg</t></si>',
      '<si><t><![CDATA[Bo & Ek]]></t></si>',
      '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr/></si>',
      '<si><t>under_x005F_score</t></si>',
    ];
    const rows = strings.map(
      (_, n) =>
        `<row>${textCell(`A${n + 2}`, `R${n}`)}<c t="inlineStr"><is><t>Booked</t></is></c><c t="inlineStr"><is><t>2025-04-28</t></is></c><c t="s"><v>${n}</v></c></row>`,
    );
    const { rows: staged } = await stageBytes(book({ sheets: [{ rows: HEADER + rows.join('') }], strings: strings.join('') }));
    expect(staged.map(({ inspector }) => inspector)).toEqual([
      'Åsa Berg',
      '𠮷野 😀',
      'Åsa Berg',
      'Bo & Ek',
      '東京',
      'under_score',
    ]);
  });

  it('is read by the namespaces of its parts, whatever their prefix, strict or not, in UTF-16, and by the lists that name them', async () => {
    expect(values(await stageBytes(fixture('77-prefix-x.xlsx')))).toEqual([
      '0001 Booked 2025-04-28 Åsa Berg',
      '0007 Booked 2025-04-28 Åsa Berg',
    ]);
    const sheets = [{ rows: HEADER + orderRow(2, textCell('A2', '0042')) }];
    const plain = await stageBytes(book({ sheets }));
    const strict = await stageBytes(book({ sheets, isStrict: true, isPacked: true }));
    expect(values(strict)).toEqual(values(plain));
    const xml = `<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheets[0]?.rows}</sheetData></worksheet>`;
    const wide = await stageBytes(
      book({ sheets, parts: { 'xl/worksheets/sheet1.xml': Buffer.from(`\uFEFF${xml}`, 'utf16le') } }),
    );
    expect(values(wide)).toEqual(values(plain));
  });

  it('with formulas that nobody calculated, errors, or TRUE and FALSE, holds their rows back with the address of the cell', async () => {
    const cells = [
      '<c r="A2"><f>B9&amp;C9</f></c>',
      '<c r="A3"><f>A1</f><v></v></c>',
      '<c r="A4" t="e"><v>#REF!</v></c>',
      '<c r="A5" t="b"><v>1</v></c>',
      '<c r="A6" t="str"><f>A1</f><v>OK-1</v></c>',
    ];
    const read = await stageBytes(refs(cells));
    expect(read.rows.map(({ ref, verdict }) => `${ref} ${verdict}`)).toEqual([
      '=B9&C9 invalid',
      '=A1 invalid',
      '#REF! invalid',
      'TRUE invalid',
      'OK-1 new',
    ]);
    expect(reasons(read).map((reason) => /in cell (\w+)/.exec(reason)?.[1])).toEqual(['A2', 'A3', 'A4', 'A5']);
    // What Excel calculates anew when it opens the file is not what stands in it.
    const stale = await stageBytes(
      refs(['<c r="A2"><f>A9</f><v>0</v></c>', textCell('A3', 'R')], { calculation: 'fullCalcOnLoad="1"' }),
    );
    expect(stale.rows.map(({ verdict }) => verdict)).toEqual(['invalid', 'new']);
  });

  it('with dates as texts has their order found out like any other file', async () => {
    const rows = [TITLES, ['1', 'Booked', '04/03/2025', 'Li Fang'], ['2', 'Booked', '04/28/2025', 'Li Fang']];
    const { reading, rows: staged } = await stageBytes(workbook([{ name: 'Sheet1', rows }]));
    expect(reading.reading.dateOrder).toBe('month-day-year');
    expect(staged.map(({ date }) => date)).toEqual(['2025-04-03', '2025-04-28']);
  });

  it('with cells far to the right, or thousands of empty rows, is read without them', async () => {
    const stray = await stageBytes(fixture('91b-stray-cell-2000-rows.xlsx'));
    expect(stray.totals).toMatchObject({ records: 2000, new: 2000 });
    expect(stray.reading.notes).toContainEqual({ kind: 'far-cells', count: 1, sample: 'XFD1' });
    expect(stray.reading.titles).toHaveLength(4);
    const empty = Array.from({ length: 5000 }, (_, n) => `<row r="${n + 3}"><c r="A${n + 3}" s="0"/></row>`).join('');
    const { totals, reading } = await stageBytes(book({ sheets: [{ rows: HEADER + orderRow(2, textCell('A2', 'R')) + empty }] }));
    expect(totals.records).toBe(1);
    expect(reading.notes.map(({ kind }) => kind)).toEqual(['sheet']);
  });
});

describe('what is hidden in a workbook', () => {
  it('is asked about once, and left out when it does not belong', async () => {
    const asked = await stageBytes(fixture('82-hidden-rows-cols.xlsx'));
    expect(asked.reading.asks).toEqual(['hidden']);
    expect(asked.reading.notes).toContainEqual({ kind: 'hidden-rows', count: 1, sample: '3' });
    const kept = await stageBytes(fixture('82-hidden-rows-cols.xlsx'), { choice: { hidden: 'keep' } });
    expect([kept.reading.asks, kept.totals.records]).toEqual([[], 3]);
    const shown = await stageBytes(fixture('82-hidden-rows-cols.xlsx'), { choice: { hidden: 'skip' } });
    expect([shown.reading.asks, shown.rows.map(({ ref }) => ref)]).toEqual([[], ['0001', '0003']]);
    expect(shown.reading.hiddenSkipped).toBe(true);
  });

  it('is asked about when it is a column that is read, and not when it is any other', async () => {
    const sheet = (column: number): BookSheet => ({
      before: `<cols><col min="${column}" max="${column}" hidden="1"/></cols>`,
      rows:
        textRow(1, ['Order', 'Result', 'Date', 'Inspector', 'Remark']) + textRow(2, ['R1', 'Booked', '2025-04-28', 'Bo', 'x']),
    });
    expect((await stageBytes(book({ sheets: [sheet(4)] }))).reading.asks).toEqual(['hidden']);
    expect((await stageBytes(book({ sheets: [sheet(5)] }))).reading.asks).toEqual([]);
  });
});

describe('a workbook of several sheets', () => {
  const results = (ref: string): string => HEADER + orderRow(2, textCell('A2', ref));

  it('is asked about when more than one holds results, with their names and rows', async () => {
    const bytes = book({
      sheets: [
        { name: 'March', rows: results('M') },
        { name: 'April', rows: results('A') + orderRow(3, textCell('A3', 'A3')) },
      ],
    });
    const { reading } = await stageBytes(bytes);
    expect(reading.asks).toEqual(['sheet']);
    expect(reading.sheets.map(({ name, rows, isRead }) => [name, rows, isRead])).toEqual([
      ['March', 1, true],
      ['April', 2, false],
    ]);
    const april = await stageBytes(bytes, { choice: { sheet: 'April' } });
    expect([april.reading.asks, april.rows.map(({ ref }) => ref)]).toEqual([[], ['A', 'A3']]);
  });

  it('is asked about when the one shown last is not the first', async () => {
    const { reading } = await stageBytes(fixture('83b-active-second.xlsx'));
    expect(reading.asks).toEqual(['sheet']);
    expect(reading.sheets).toEqual([
      { name: 'March', rows: 1, isHidden: false, isActive: false, isRead: true },
      { name: 'April', rows: 1, isHidden: false, isActive: true, isRead: false },
    ]);
  });

  it('has its results found behind a chart, a page of words, or an empty sheet', async () => {
    const words = { name: 'Read me', rows: textRow(1, ['How to fill in this workbook']) };
    for (const first of [words, { rows: '' }, { rows: '', kind: 'chartsheet' as const }]) {
      const { reading, rows } = await stageBytes(book({ sheets: [first, { name: 'Results', rows: results('R') }] }));
      expect([reading.asks, rows.map(({ ref }) => ref)]).toEqual([[], ['R']]);
      expect(reading.notes).toContainEqual({ kind: 'sheet', count: 1, sample: 'Results' });
    }
  });

  it('whose only results are hidden is asked about, and one without any is refused', async () => {
    const hidden = await stageBytes(
      book({ sheets: [{ rows: textRow(1, ['Cover', 'page']) }, { name: 'Data', state: 'hidden', rows: results('H') }] }),
    );
    expect([hidden.reading.asks, hidden.reading.sheets[1]?.isHidden]).toEqual([['sheet'], true]);
    expect(await failureOf(book({ sheets: [{ rows: '' }, { rows: '' }] }))).toMatchObject({ why: 'no-sheet' });
    expect(await failureOf(workbook([{ name: 'A', rows: [] }]))).toMatchObject({ kind: 'workbook-unreadable', why: 'no-sheet' });
  });
});

describe('a workbook that cannot be read', () => {
  it.each<[string, Buffer]>([
    ['xlsb', fixture('sheetjs-xlsb.xlsb')],
    ['ods', pack(new Map([['mimetype', Buffer.from('application/vnd.oasis.opendocument.spreadsheet')]]))],
    ['document', pack(new Map([['mimetype', Buffer.from('application/vnd.oasis.opendocument.text')]]))],
    ['document', pack(new Map([['word/document.xml', Buffer.from('<a/>')]]))],
    ['numbers', pack(new Map([['Index/Document.iwa', Buffer.from('x')]]))],
    ['zip', pack(new Map([['monday.csv', Buffer.from('a,b')]]))],
    [
      'fods',
      Buffer.from(
        '<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
      ),
    ],
    ['slk', Buffer.from('ID;PWXL;N;E\r\nP;PGeneral\r\n')],
    ['dif', Buffer.from('TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n')],
    ['rtf', Buffer.from('{\\rtf1\\ansi order}')],
  ])('because it is another kind of file says which: %s', async (looksLike, bytes) => {
    expect(await failureOf(bytes)).toEqual({ kind: 'not-csv', name: 'results.csv', looksLike });
  });

  it('with a row that no sheet can have says so', async () => {
    expect(await failureOf(fixture('90-big-row-number.xlsx'))).toMatchObject({
      why: 'damaged',
      words: expect.stringContaining('2147483647'),
    });
  });

  it('with more rows or bytes than can be read is refused', async () => {
    const rows = Array.from({ length: MAX_WORKBOOK_ROWS + 1 }, () => '<row><c><v>1</v></c></row>').join('');
    expect(await failureOf(book({ sheets: [{ rows }] }))).toMatchObject({ why: 'too-many-rows' });
    const large = Buffer.alloc(MAX_WORKBOOK_BYTES + 1);
    refs([textCell('A2', 'R')]).copy(large);
    expect(await failureOf(large)).toMatchObject({ kind: 'workbook-unreadable', why: 'too-large' });
  });

  it.each([
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'],
    [
      'a text longer than Excel can write',
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="inlineStr"><is><t>${' '.repeat(3_000_000)}`,
    ],
    ['a comment without end', `<worksheet><!-- ${'<'.repeat(3_000_000)}`],
    ['elements without end', '<worksheet>'.repeat(1000)],
  ])('for %s is refused', async (_, xml) => {
    const bytes = book({ sheets: [{ rows: '' }], parts: { 'xl/worksheets/sheet1.xml': xml }, isPacked: true });
    expect(await failureOf(bytes)).toMatchObject({ kind: 'workbook-unreadable' });
  });

  it('because it is cut off anywhere, or has any byte changed, is refused or read the same', async () => {
    const bytes = workbook([{ name: 'A', rows: [TITLES, ['1001', 'Booked', '2025-04-28', 'Li Fang']] }]);
    const whole = await stageBytes(bytes);
    const random = seededRandom(5);
    for (let n = 0; n < 150; n += 1) {
      const damaged = Buffer.from(bytes);
      const at = Math.floor(random() * bytes.length);
      damaged[at] = (damaged[at] as number) ^ (1 + Math.floor(random() * 255));
      for (const broken of [damaged, bytes.subarray(0, at)]) {
        const failure = await failureOf(broken);
        if (failure === null) expect((await stageBytes(broken)).rows).toEqual(whole.rows);
      }
    }
  });
});

describe('an archive', () => {
  async function contentOf(bytes: Buffer, maxBytes: number): Promise<string> {
    const archive = await openArchive(bytes, maxBytes);
    const pieces: Buffer[] = [];
    for (const name of archive.names) for await (const piece of archive.read(name)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  }

  it('comes out as it went in, packed or not, under names without their case', async () => {
    const files = new Map([
      ['XL\\Workbook.xml', Buffer.from('<a/>')],
      ['å/b.xml', Buffer.from('b')],
    ]);
    for (const isPacked of [false, true]) expect(await contentOf(pack(files, isPacked), 100)).toBe('<a/>b');
    expect([...(await openArchive(pack(files), 100)).names]).toEqual(['xl/workbook.xml', 'å/b.xml']);
  });

  it('never unpacks to more than is allowed, whatever it claims, and counts all of it together', async () => {
    const bomb = pack(new Map([['a', Buffer.alloc(5_000_000)]]), true);
    expect(bomb.length).toBeLessThan(10_000);
    await expect(contentOf(bomb, 4_999_999)).rejects.toMatchObject({ why: 'too-large' });
    expect(await contentOf(bomb, 5_000_000)).toHaveLength(5_000_000);
    const two = new Map([
      ['a', Buffer.alloc(60)],
      ['b', Buffer.alloc(60)],
    ]);
    await expect(contentOf(pack(two), 100)).rejects.toMatchObject({ why: 'too-large' });
  });

  it('whose sizes are a lie, or that has two files of one name, is refused', async () => {
    const liar = pack(new Map([['a', Buffer.from('hello '.repeat(100))]]), true);
    const entry = liar.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    liar.writeUInt32LE(10, entry + 24);
    await expect(contentOf(liar, 1000)).rejects.toMatchObject({ why: 'damaged' });
    const twice = pack(
      new Map([
        ['a.xml', Buffer.from('1')],
        ['A.XML', Buffer.from('2')],
      ]),
    );
    await expect(contentOf(twice, 1000)).rejects.toMatchObject({ why: 'damaged' });
  });
});
