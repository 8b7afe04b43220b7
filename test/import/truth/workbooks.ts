// Workbooks out of raw parts.
import { type BookSpec, book, booked, csv, DAY, HEADER, HEADER_ROW, NAME, n, result, row, SERIAL, t, zip } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

function xlsx(name: string, report: string, spec: BookSpec, truth: readonly TruthRow[], rest: Partial<Case> = {}): Case {
  return { name, report, file: 'results.xlsx', bytes: book(spec), truth, ...rest };
}
/** References as these cells, in rows of their own. */
const refs = (cells: readonly string[]): string => cells.map((cell, at) => result(at + 2, cell)).join('');
const formatted = (
  name: string,
  report: string,
  code: string,
  value: number | string,
  seen: string,
  rest: Partial<Case> = {},
): Case => xlsx(name, report, { formats: [code], rows: refs([n(value, 3)]) }, [booked(seen)], rest);
const dateIn = (
  name: string,
  report: string,
  code: string,
  value: number | string,
  seen: string,
  rest: Partial<Case> = {},
  workbookPr = '',
): Case =>
  xlsx(
    name,
    report,
    { workbookPr, formats: [code], rows: result(2, t('0001'), t(NAME), n(value, 3)) },
    [booked('0001', NAME, seen)],
    rest,
  );

const ONE = [booked('0001')];
const MAC = '<workbookPr date1904="1"/>';
const shared = (...items: readonly string[]): string => items.map((item) => `<si>${item}</si>`).join('');
const s = (index: number | string): string => `<c t="s"><v>${index}</v></c>`;
const renamed = (from: RegExp, to: string) => (parts: readonly (readonly [string, string | Buffer])[]) =>
  parts.map(([name, content]) => [name.replace(from, to), content] as const);

export const WORKBOOKS: readonly Case[] = [
  formatted('0000000', 'readxl #389: Leading zeros trimmed', '0000000', 123, '0000123'),
  formatted('a hyphen between zeros', 'ExcelDataReader #675: Leading zeros are lost', '0000-0000', 12345, '0001-2345'),
  formatted(
    'a country in front of the format',
    'abap2xlsx #1078: Read cell value with custom format',
    '[$-41D]00000000',
    1234,
    '00001234',
  ),
  formatted('a colour in front of the format', 'SheetJS #2581: formats with leading zeros', '[Blue]00000', 79, '00079'),
  formatted('a text in front', 'SheetJS #1394: z General instead of the format', '&quot;ORD-&quot;0000', 12, 'ORD-0012'),
  formatted('a text behind', 'hughbe/excel-mapper #90: data with formatting', '0000&quot;-A&quot;', 12, '0012-A'),
  formatted('sections', 'SheetJS #2581: several sections', '00000;-00000;&quot;none&quot;', 42, '00042'),
  formatted('zero in a section of its own', 'SheetJS #2581: several sections', '0000;-0000;&quot;none&quot;', 0, 'none', {
    may: ['queued', 'remarked', 'held'],
  }),
  formatted('a section for text', 'ExcelDataReader #506: Leading 0', '00000000;@', 1234, '00001234', {
    may: ['queued', 'remarked', 'held'],
  }),
  formatted('thousands', 'exceljs #2919: numFmt is invalid', '#,##0', 12345, '12,345', { may: ['queued', 'remarked', 'held'] }),
  formatted('###0', 'simplexlsx #63: ###0 as yyyy-mm-dd', '###0', 2312631, '2312631'),
  formatted('a fraction that is not shown', 'xlsx2json #6: values as shown', '0', 12345.4, '12345', {
    may: ['queued', 'remarked', 'held'],
  }),
  formatted('a format that shows nothing', 'xlsx-populate #85: ;;; hides a cell', ';;;', 12345, '', {
    may: ['held'],
    names: /required/,
  }),
  formatted('percent', 'exceljs #2919: format is not applied', '0%', 12, '1200%', { may: ['queued', 'remarked', 'held'] }),
  formatted('currency', 'exceljs #2919: format is not applied', '&quot;$&quot;#,##0', 12345, '$12,345', {
    may: ['queued', 'remarked', 'held'],
  }),
  formatted(
    'scientific format',
    'Laravel-Excel #1126: Import number is Scientific notation',
    '0.00E+00',
    123456789012,
    '1.23E+11',
    { may: ['held', 'remarked'], names: /scientific|shown/ },
  ),
  xlsx(
    'General, more than eleven digits',
    'OfficeDocs-Support #622: long number display',
    { rows: refs([n('123456789012345')]) },
    [booked('123456789012345')],
    { may: ['queued', 'remarked', 'held'] },
  ),
  xlsx(
    'General, more than fifteen digits',
    'OfficeDocs-Support #745: last digits changed to zeros',
    { rows: refs([n('12345678901234500000')]) },
    [],
    { may: ['held', 'remarked'], names: /digits|scientific|shown/ },
  ),
  xlsx('General, as a float', 'simplexlsx #63: 2312631.0', { rows: refs([n('2312631.0')]) }, [booked('2312631')]),
  xlsx(
    'General, 0.1 + 0.2',
    'own, after Excel: numbers of seventeen digits',
    { rows: refs([n('12345.300000000001')]) },
    [booked('12345.3')],
    { may: ['queued', 'remarked', 'held'] },
  ),
  xlsx('a number in a text cell', 'pandas #12186: numbers in cells marked as text', { rows: refs([t('02')]) }, [booked('02')]),
  xlsx('an apostrophe kept by Excel', 'ExcelDataReader #675: text preceded by an apostrophe', { rows: refs([t('0000123456')]) }, [
    booked('0000123456'),
  ]),

  dateIn('yyyy-mm-dd', 'exceljs #113: Dates are not recognized', 'yyyy\\-mm\\-dd', SERIAL, DAY),
  dateIn('dd.mm.yyyy', 'exceljs #2683: Incorrect date format', 'dd.mm.yyyy', SERIAL, DAY),
  dateIn('dd/mm/yyyy', 'SheetJS #721: 42921 for 05/07/2017', 'dd/mm/yyyy', SERIAL + 5, '2025-05-03'),
  dateIn('mm/dd/yyyy', 'SheetJS #126: Date cells', 'mm/dd/yyyy', SERIAL + 5, '2025-05-03'),
  dateIn('a long date', 'SheetJS #392: Read cell which is date type error', '[$-409]d mmmm yyyy', SERIAL, DAY),
  dateIn(
    'a Chinese date',
    'SheetJS #392: a date of another locale',
    'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;',
    SERIAL,
    DAY,
  ),
  dateIn('a weekday in front', 'SheetJS #392: dates in other formats', 'dddd d mmmm yyyy', SERIAL, DAY),
  dateIn('a time with the day', 'SheetJS #1470: loses 1 day', 'yyyy-mm-dd hh:mm', `${SERIAL}.99999`, DAY, {
    may: ['queued', 'remarked', 'held'],
  }),
  dateIn('only the month is shown', 'SheetJS #392: dates in other formats', 'mmm yyyy', SERIAL, DAY, {
    may: ['queued', 'remarked', 'held'],
  }),
  dateIn('General', 'exceljs #1540: 43998 instead of a date', 'General', SERIAL, DAY, {
    may: ['queued', 'remarked', 'held', 'asked'],
  }),
  dateIn('hours', 'PhpSpreadsheet #827: Custom Format not reading properly', '[h]:mm', SERIAL, '', {
    may: ['held'],
    names: /date/,
  }),
  dateIn('1904', 'exceljs #219: 1904 Dates', 'yyyy-mm-dd', SERIAL - 1462, DAY, {}, MAC),
  dateIn(
    '1904, true',
    'SheetJS #175: Verify consistency of 1904 date system flag',
    'yyyy-mm-dd',
    SERIAL - 1462,
    DAY,
    {},
    '<workbookPr date1904="true"/>',
  ),
  dateIn(
    '1904, false',
    'exceljs #1002: Incorrect parsing of 1904 Date format',
    'yyyy-mm-dd',
    SERIAL,
    DAY,
    {},
    '<workbookPr date1904="false"/>',
  ),
  dateIn('1904, 0', 'xlsx-populate #200: Date conversion issues', 'yyyy-mm-dd', SERIAL, DAY, {}, '<workbookPr date1904="0"/>'),
  dateIn(
    '1904 in General',
    'ClosedXML #594: Fix dates based on 1904 system',
    'General',
    SERIAL - 1462,
    DAY,
    { may: ['queued', 'remarked', 'held', 'asked'] },
    MAC,
  ),
  dateIn(
    '1904, a localised format',
    'SheetJS #1821: Date system incompatibility',
    '[$-41D]d mmmm yyyy',
    SERIAL - 1462,
    DAY,
    {},
    MAC,
  ),
  dateIn(
    'a quoted d in a number format',
    'exceljs #2899: Cell value comes as a Date where number should be',
    '0&quot;d&quot;',
    SERIAL,
    '',
    { may: ['held', 'queued', 'remarked'], names: /./ },
  ),
  xlsx(
    'a date that is a text',
    'SheetJS #697: a string read as a date',
    { rows: result(2, t('0001'), t(NAME), t('28.04.2025')) },
    ONE,
    { may: ['queued', 'asked'] },
  ),
  xlsx(
    'a reference that is formatted as a date',
    'exceljs #2899: Date where number should be',
    { rows: refs([n(SERIAL, 2)]) },
    [booked(DAY)],
    { may: ['queued', 'remarked', 'held'], names: /./ },
  ),
  xlsx(
    'an ISO date cell',
    'excel-streaming-reader #36: support ooxml strict format dates',
    { rows: result(2, t('0001'), t(NAME), '<c s="2" t="d"><v>2025-04-28</v></c>') },
    ONE,
  ),
  xlsx(
    'an ISO date cell with a time',
    'excel-streaming-reader #36: strict format dates',
    { rows: result(2, t('0001'), t(NAME), '<c s="2" t="d"><v>2025-04-28T00:00:00</v></c>') },
    ONE,
  ),

  xlsx(
    'cells without an address',
    'exceljs #537: a <c> element is missing an r attribute',
    { rows: `<row r="2">${t('0001')}${t('Booked')}${n(SERIAL, 2)}${t(NAME)}</row>` },
    ONE,
  ),
  xlsx(
    'rows without a number',
    'calamine #330: missing r attributes',
    { rows: `<row>${t('0001')}${t('Booked')}${n(SERIAL, 2)}${t(NAME)}</row>` },
    ONE,
  ),
  xlsx(
    'an address after cells without one',
    'office-open-xml-viewer #851: r re-anchors the column',
    {
      rows: `<row r="2"><c r="A2" t="inlineStr"><is><t>0001</t></is></c>${t('Booked')}<c r="D2" t="inlineStr"><is><t>${NAME}</t></is></c><c r="C2" s="2"><v>${SERIAL}</v></c></row>`,
    },
    ONE,
    { may: ['queued', 'held', 'refused'], names: /./ },
  ),
  xlsx('no spans', 'xlnt #10: rows without spans', { rows: refs([t('0001')]) }, ONE),
  xlsx(
    'a shared string without an index',
    'js-xlsx #40: Skip cells with incorrect link to shared strings',
    { strings: shared('<t>x</t>'), rows: result(2, '<c t="s"/>') + result(3, t('0002')) },
    [booked(''), booked('0002')],
    { may: ['held'], names: /required/ },
  ),
  xlsx(
    'a shared string out of range',
    'xlsx-stream-reader #2: missing Shared string',
    { strings: shared('<t>x</t>'), rows: result(2, s(7)) + result(3, t('0002')) },
    [booked('0002')],
    { may: ['held', 'refused'], names: /./ },
  ),
  xlsx(
    'no part for shared strings',
    'saxlsx #2: Crash during parsing file without sharedStrings',
    { rows: refs([t('0001')]) },
    ONE,
  ),
  xlsx('shared strings that are needed and missing', 'saxlsx #2: no sharedStrings', { rows: refs([s(0)]) }, [], {
    may: ['held', 'refused'],
    names: /./,
  }),
  xlsx(
    'furigana',
    'NanoXLSX #25: Cell.Value is corrupted with furigana',
    {
      strings: shared('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>'),
      rows: result(2, t('0001'), s(0)),
    },
    [booked('0001', '東京')],
  ),
  xlsx(
    'rich text, shared',
    'SheetJS #476: rPh element could be just ignored',
    {
      strings: shared(
        '<r><t xml:space="preserve">Mary </t></r><r><rPr><b/></rPr><t>Hill</t></r><rPh sb="0" eb="1"><t>マ</t></rPh>',
      ),
      rows: result(2, t('0001'), s(0)),
    },
    ONE,
  ),
  xlsx(
    'rich text, inline',
    'ClosedXML #91: Parsing of rich text inside inline string fails',
    { rows: result(2, t('0001'), '<c t="inlineStr"><is><r><t xml:space="preserve">Mary </t></r><r><t>Hill</t></r></is></c>') },
    ONE,
  ),
  xlsx(
    'inlineStr without a text',
    'openxlsx2 #1038: the type inlineStr is set, but the xml is missing',
    { rows: result(2, '<c t="inlineStr"/>') + result(3, t('0002')) },
    [booked(''), booked('0002')],
    { may: ['held'], names: /required/ },
  ),
  xlsx('_x000D_', 'ExcelDataReader #109: multi-line text', { rows: result(2, t('0001'), t('Mary Hill_x000D_')) }, ONE, {
    may: ['queued', 'held'],
    names: /control/,
  }),
  xlsx('_x005F_', 'own, after openpyxl: escaped underscores', { rows: refs([t('A_x005F_x0041_')]) }, [booked('A_x0041_')]),
  xlsx(
    'a letter outside the BMP as an entity',
    'own, after saxes: character references',
    { rows: result(2, t('0001'), t('&#134071; Wei')) },
    [booked('0001', '\u{20BB7} Wei')],
  ),
  xlsx(
    'a comment inside a text',
    'own, after read-excel-file: comments in XML',
    { rows: result(2, t('0001'), '<c t="inlineStr"><is><t>Åsa<!-- x --> Berg</t></is></c>') },
    [booked('0001', 'Åsa Berg')],
  ),
  xlsx('CDATA', 'own, after read-excel-file: CDATA in XML', { rows: result(2, t('0001'), t('<![CDATA[Hill & Co]]>')) }, [
    booked('0001', 'Hill & Co'),
  ]),
  xlsx(
    'entities',
    'own, after read-excel-file: entities in XML',
    { rows: result(2, t('0001'), t('Hill &amp; Co &lt;QC&gt; &#xC5;')) },
    [booked('0001', 'Hill & Co <QC> Å')],
  ),
  xlsx('spaces around a text', 'XlsxWriter #425: blank strings', { rows: refs([t('  0001  ')]) }, ONE),

  xlsx(
    'a hidden row',
    'SheetJS #2486: Row info about visibility is missing',
    { rows: result(2, t('0001')) + result(3, t('0002'), t(NAME), n(SERIAL, 2), ' hidden="1"') },
    [],
    { may: ['asked'], names: /hidden/i },
  ),
  xlsx(
    'a hidden row, true',
    'fastexcel #590: Open Office uses "true" instead of "1"',
    { rows: result(2, t('0001')) + result(3, t('0002'), t(NAME), n(SERIAL, 2), ' hidden="true"') },
    [],
    { may: ['asked'], names: /hidden/i },
  ),
  xlsx(
    'rows of height 0',
    'SheetJS #2658: No hidden attribute in row properties',
    { rows: result(2, t('0001')) + result(3, t('0002'), t(NAME), n(SERIAL, 2), ' ht="0" customHeight="1"') },
    [],
    { may: ['asked'], names: /hidden/i },
  ),
  xlsx(
    'a hidden first sheet',
    'SheetJS #2486: visibility',
    {
      firstAttributes: 'state="hidden"',
      rows: result(2, t('OLD')),
      sheets: [{ name: 'April', rows: HEADER_ROW + result(2, t('0001')) }],
    },
    ONE,
    { may: ['queued', 'asked', 'remarked'] },
  ),
  xlsx(
    'results on the second sheet',
    'Sylvan.Data.Excel #74: multi sheet file',
    { header: false, rows: row(1, [t('Cover page')]), sheets: [{ name: 'April', rows: HEADER_ROW + result(2, t('0001')) }] },
    ONE,
    { may: ['queued', 'asked', 'remarked', 'refused'], names: /./ },
  ),
  xlsx(
    'results on both sheets',
    'own, after pandas: sheet_name=0 reads one of them',
    { rows: result(2, t('0001')), sheets: [{ name: 'May', rows: HEADER_ROW + result(2, t('0002')) }] },
    [],
    { may: ['asked'], names: /May|sheet/ },
  ),
  xlsx(
    'an empty second sheet',
    'own, after Excel: Sheet2 and Sheet3',
    { rows: result(2, t('0001')), sheets: [{ name: 'Sheet2', rows: '' }] },
    ONE,
    { may: ['queued', 'remarked'] },
  ),
  xlsx(
    'merged references',
    'SheetJS #1365: merged cells',
    {
      rows: result(2, t('0001')) + row(3, ['<c/>', t('Booked'), n(SERIAL, 2), t('Bo Ek')]),
      after: '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
    },
    [booked('0001'), booked('0001', 'Bo Ek')],
    { may: ['held', 'asked'], names: /required|merged/ },
  ),
  xlsx(
    'a formula without a value',
    'poi #1259: cached value of a formula cell',
    { rows: refs(['<c><f>A1&amp;B1</f></c>']) },
    [],
    { may: ['held', 'refused'], names: /formula|required/ },
  ),
  xlsx(
    'a formula with a value',
    'poi #1259: cached value of a formula cell',
    { rows: refs(['<c t="str"><f>"00"&amp;"01"</f><v>0001</v></c>']) },
    ONE,
  ),
  xlsx(
    'a formula whose value is empty',
    'office-kit/xlsx #121: empty cached formula value',
    { rows: refs(['<c t="str"><f>X1</f><v/></c>']) },
    [],
    { may: ['held'], names: /required|formula/ },
  ),
  xlsx('an error', 'bilig #426: #REF! displays', { rows: refs(['<c t="e"><v>#REF!</v></c>']) }, [], {
    may: ['held'],
    names: /spreadsheet-error/,
  }),
  xlsx(
    'an error in the name',
    'SheetJS #2490: #N/A as 42',
    { rows: result(2, t('0001'), '<c t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c>') },
    [],
    { may: ['held'], names: /spreadsheet-error/ },
  ),
  xlsx('true as a reference', 'office-kit/xlsx #121: t="b"', { rows: refs(['<c t="b"><v>1</v></c>']) }, [booked('TRUE')], {
    may: ['held', 'remarked'],
    names: /true|formula|required/i,
  }),
  xlsx(
    'a header in row 5',
    'fast-excel #147: start row when import Excel',
    { header: false, rows: row(1, [t('Results of April')]) + row(5, HEADER.split(',').map(t)) + result(6, t('0001')) },
    ONE,
  ),
  xlsx(
    'a total at the end',
    'XLConnect #29: Skipping final total row',
    { rows: result(2, t('0001')) + row(3, [t('Total'), n(1)]) },
    ONE,
    { may: ['held', 'queued'], names: /word|Total/ },
  ),
  xlsx('empty rows between', 'xlsx-stream-reader #2: empty rows', { rows: result(2, t('0001')) + result(900, t('0002')) }, [
    booked('0001'),
    booked('0002'),
  ]),

  xlsx(
    'capital letters in a part name',
    'SheetJS #567: xl/SharedStrings.xml',
    { strings: shared(`<t>${NAME}</t>`), rows: result(2, t('0001'), s(0)), change: renamed(/sharedStrings/, 'SharedStrings') },
    ONE,
    { may: ['queued', 'held', 'refused'], names: /./ },
  ),
  xlsx(
    'backslashes in part names',
    'calamine #530: File not found xl/_rels/workbook.xml.rels',
    { rows: refs([t('0001')]), change: renamed(/\//g, '\\') },
    ONE,
    { may: ['queued', 'refused'], names: /./ },
  ),
  xlsx(
    'a prefix on every element',
    'read-excel-file #92: x:worksheet',
    {
      rows: refs([t('0001')]),
      change: (parts) =>
        parts.map(([name, content]) =>
          /sheet1\.xml$/.test(name)
            ? [
                name,
                String(content)
                  .replace(/<(\/?)(?!\?)/g, '<$1x:')
                  .replace('xmlns=', 'xmlns:x='),
              ]
            : [name, content],
        ),
    },
    ONE,
  ),
  xlsx(
    'strict namespaces',
    'excel-streaming-reader #33: OOXML strict format',
    {
      rows: refs([t('0001')]),
      change: (parts) =>
        parts.map(([name, content]) => [
          name,
          String(content)
            .replaceAll(
              'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
              'http://purl.oclc.org/ooxml/spreadsheetml/main',
            )
            .replaceAll(
              'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
              'http://purl.oclc.org/ooxml/officeDocument/relationships',
            ),
        ]),
    },
    ONE,
  ),
  {
    name: 'a workbook cut in half',
    report: 'ExcelDataReader #450: entries in Central Directory do not correspond',
    file: 'results.xlsx',
    bytes: (() => {
      const whole = book({ rows: refs([t('0001')]) });
      return whole.subarray(0, whole.length / 2);
    })(),
    truth: [],
    may: ['refused'],
    names: /results\.xlsx/,
  },
  {
    name: 'a workbook with something behind it',
    report: 'exceljs #1792: cannot find end of central directory',
    file: 'results.xlsx',
    bytes: Buffer.concat([book({ rows: refs([t('0001')]) }), Buffer.from('\r\n\r\n')]),
    truth: ONE,
    may: ['queued', 'refused'],
    names: /results\.xlsx/,
  },
  {
    name: 'a workbook that is only stored',
    report: 'MiniExcel #272: Custom excel zip',
    file: 'results.xlsx',
    bytes: zip([['xl/x.txt', 'no workbook']], false),
    truth: [],
    may: ['refused'],
    names: /results\.xlsx/,
  },
  {
    name: 'a text called .xlsx',
    report: 'SheetJS #135: Corrupted zip, of a CSV with another name',
    file: 'results.xlsx',
    bytes: csv('0001,Booked,2025-04-28,Mary Hill'),
    truth: ONE,
    may: ['queued', 'refused'],
    names: /./,
  },
  {
    name: 'a web page called .xls',
    report: 'pandas #11994: read_html',
    file: 'results.xls',
    bytes: Buffer.from('<html><table><tr><td>0001</td></tr></table></html>'),
    truth: [],
    may: ['refused'],
    names: /web|HTML/i,
  },
];
