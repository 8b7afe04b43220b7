// Cells, shared strings and texts of workbooks, out of raw parts.
import { type BookSpec, book, booked, NAME, n, result, SERIAL, t } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

function xlsx(name: string, report: string, spec: BookSpec, truth: readonly TruthRow[], rest: Partial<Case> = {}): Case {
  return { name, report, file: 'results.xlsx', bytes: book(spec), truth, ...rest };
}
/** References as these cells, in rows of their own. */
const refs = (cells: readonly string[]): string => cells.map((cell, at) => result(at + 2, cell)).join('');
const ONE = [booked('0001')];
const shared = (...items: readonly string[]): string => items.map((item) => `<si>${item}</si>`).join('');
const s = (index: number | string): string => `<c t="s"><v>${index}</v></c>`;

export const WORKBOOK_TEXTS: readonly Case[] = [
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
];
