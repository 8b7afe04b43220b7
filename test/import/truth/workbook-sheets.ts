// Rows, sheets, formulas and parts of workbooks.
import { type BookSpec, book, booked, csv, HEADER, HEADER_ROW, NAME, n, result, row, SERIAL, t, zip } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

function xlsx(name: string, report: string, spec: BookSpec, truth: readonly TruthRow[], rest: Partial<Case> = {}): Case {
  return { name, report, file: 'results.xlsx', bytes: book(spec), truth, ...rest };
}
/** References as these cells, in rows of their own. */
const refs = (cells: readonly string[]): string => cells.map((cell, at) => result(at + 2, cell)).join('');
const ONE = [booked('0001')];
const shared = (...items: readonly string[]): string => items.map((item) => `<si>${item}</si>`).join('');
const s = (index: number | string): string => `<c t="s"><v>${index}</v></c>`;
const renamed = (from: RegExp, to: string) => (parts: readonly (readonly [string, string | Buffer])[]) =>
  parts.map(([name, content]) => [name.replace(from, to), content] as const);

export const WORKBOOK_SHEETS: readonly Case[] = [
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
