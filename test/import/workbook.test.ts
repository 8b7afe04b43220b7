// Excel workbooks: the first visible sheet as a person sees it, days that are days everywhere, and limits that no archive gets past.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shownCells } from '../../main/import/read/shown-cells.ts';
import { MAX_WORKBOOK_BYTES, MAX_WORKBOOK_ROWS, readWorkbook } from '../../main/import/read/workbook.ts';
import { pack, unpack } from '../../main/import/read/zip.ts';
import { workbook } from '../fixtures/csv/workbook.ts';
import { seededRandom } from '../support/make.ts';
import { failureOf, stageBytes } from '../support/make-stage.ts';

const HEADER = ['Order', 'Result', 'Date', 'Inspector'];

/** An archive of one file, packed, that claims to have `claimed` bytes. */
function packedArchive(name: string, content: Buffer, claimed = content.length): Buffer {
  const archive = pack(new Map([[name, deflateRawSync(content)]]));
  const central = archive.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  for (const [at, offset] of [
    [0, 8],
    [central, 10],
  ] as const) {
    archive.writeUInt16LE(8, at + offset);
  }
  const real = pack(new Map([[name, content]]));
  const realCentral = real.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  archive.writeUInt32LE(real.readUInt32LE(realCentral + 16), central + 16);
  archive.writeUInt32LE(claimed, central + 24);
  return archive;
}

describe('a workbook', () => {
  it('has days that are the same in every time zone, numbers as they are written, and empty rows where they are', async () => {
    const rows = [
      ['QC results'],
      [],
      HEADER,
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
    expect(reading.notes.map(({ kind, count }) => `${kind} ${count}`)).toEqual([
      'sheet 1',
      'title-rows 1',
      'empty-rows 2',
      'dates-converted 1',
      'times-dropped 1',
    ]);
  });

  it('with numbers that lost digits, or errors of formulas, holds those rows back', async () => {
    const rows = [HEADER, ['1.23E+21', 'Unavailable', '', ''], ['1002', 'Booked', '#REF!', 'Li Fang']];
    const { rows: staged } = await stageBytes(workbook([{ name: 'Sheet1', rows }]));
    expect(staged.map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid']);
  });

  it('with numbers that are filled up with zeros, and with errors of formulas, is read as a person sees it', () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="&quot;ORD-&quot;0000"/>
      <numFmt numFmtId="166" formatCode="0.00"/></numFmts><cellStyleXfs><xf numFmtId="164"/></cellStyleXfs>
      <cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`;
    const cells = (sheet: string): string => shownCells(Buffer.from(sheet), styles).toString();
    const text = (place: string, shown: string): string =>
      `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${shown}</t></is></c>`;
    expect(cells('<c r="A1" s="1"/><c r="B1" s="1"><v>123</v></c>')).toBe(`<c r="A1" s="1"/>${text('B1', '00123')}`);
    expect(cells('<c r="A1" s="2"><f>B1</f><v>12</v></c><c r="B1" t="e"><v>#N/A</v></c>')).toBe(
      text('A1', 'ORD-0012') + text('B1', '#N/A'),
    );
    for (const same of [
      '<c r="A1"><v>7</v></c>',
      '<c r="A1" s="3"><v>7</v></c>',
      '<c s="1"><v>1.5</v></c>',
      '<c s="1" t="s"><v>7</v></c>',
    ])
      expect(cells(same)).toBe(same);
  });

  it('keeps the zeros of its references, and holds back what is an error', async () => {
    const rows = [HEADER, ['123', 'Unavailable', '', ''], ['#REF!', 'Unavailable', '', '']];
    const files = unpack(workbook([{ name: 'Sheet1', rows }]), () => true, 1_000_000);
    if (!files.ok) throw new Error(files.why);
    const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt
      numFmtId="164" formatCode="00000"/></numFmts><cellXfs count="1"><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;
    const { rows: staged } = await stageBytes(pack(new Map([...files.files, ['xl/styles.xml', Buffer.from(styles)]])));
    expect(staged.map(({ ref, verdict }) => [ref, verdict])).toEqual([
      ['00123', 'new'],
      ['#REF!', 'invalid'],
    ]);
  });

  it('with dates as texts has their order found out like any other file', async () => {
    const rows = [HEADER, ['1', 'Booked', '04/03/2025', 'Li Fang'], ['2', 'Booked', '04/28/2025', 'Li Fang']];
    const { reading, rows: staged } = await stageBytes(workbook([{ name: 'Sheet1', rows }]));
    expect(reading.reading.dateOrder).toBe('month-day-year');
    expect(staged.map(({ date }) => date)).toEqual(['2025-04-03', '2025-04-28']);
  });

  it('without a visible sheet, or without rows, is refused', async () => {
    const hidden = workbook([{ name: 'A', rows: [HEADER], state: 'veryHidden' }]);
    expect(await failureOf(hidden)).toMatchObject({ kind: 'workbook-unreadable', why: 'no-sheet' });
    expect(await failureOf(workbook([{ name: 'A', rows: [] }]))).toMatchObject({ kind: 'workbook-unreadable', why: 'no-sheet' });
  });

  it('with more rows or bytes than can be read is refused before it is read', async () => {
    const rows = Array.from({ length: MAX_WORKBOOK_ROWS + 1 }, () => ['1']);
    expect(await readWorkbook(workbook([{ name: 'A', rows }]))).toEqual({ ok: false, failure: 'too-many-rows' });
    const large = Buffer.alloc(MAX_WORKBOOK_BYTES + 1);
    workbook([{ name: 'A', rows: [HEADER] }]).copy(large);
    expect(await failureOf(large)).toMatchObject({ kind: 'workbook-unreadable', why: 'too-large' });
  });

  it('that is cut off anywhere, or has any byte changed, is refused or read the same', async () => {
    const bytes = workbook([{ name: 'A', rows: [HEADER, ['1001', 'Booked', '2025-04-28', 'Li Fang']] }]);
    const whole = await readWorkbook(bytes);
    expect(whole.ok).toBe(true);
    const random = seededRandom(5);
    for (let n = 0; n < 400; n += 1) {
      const damaged = Buffer.from(bytes);
      const at = Math.floor(random() * bytes.length);
      damaged[at] = (damaged[at] as number) ^ (1 + Math.floor(random() * 255));
      for (const broken of [damaged, bytes.subarray(0, at)]) {
        const read = await readWorkbook(broken);
        if (read.ok) expect(read).toEqual(whole);
      }
    }
  });
});

describe('an archive', () => {
  const everything = (): boolean => true;

  it('comes out as it went in, packed or not', () => {
    const files = new Map([
      ['a.xml', Buffer.from('<a/>')],
      ['å/b.xml', Buffer.alloc(0)],
    ]);
    expect(unpack(pack(files), everything, 100)).toEqual({ ok: true, files });
    const text = Buffer.from('hello '.repeat(100));
    expect(unpack(packedArchive('a.xml', text), everything, 600)).toEqual({ ok: true, files: new Map([['a.xml', text]]) });
    expect(unpack(pack(files), (name) => name === 'a.xml', 100)).toMatchObject({
      files: new Map([['a.xml', Buffer.from('<a/>')]]),
    });
  });

  it('never unpacks to more than is allowed, whatever it claims', () => {
    const bomb = packedArchive('a.xml', Buffer.alloc(5_000_000), 10);
    expect(bomb.length).toBeLessThan(10_000);
    expect(unpack(bomb, everything, 4_999_999)).toEqual({ ok: false, why: 'too-large' });
    expect(unpack(bomb, everything, 5_000_000)).toMatchObject({ ok: true });
    const two = pack(
      new Map([
        ['a', Buffer.alloc(60)],
        ['b', Buffer.alloc(60)],
      ]),
    );
    expect(unpack(two, everything, 100)).toEqual({ ok: false, why: 'too-large' });
  });
});
