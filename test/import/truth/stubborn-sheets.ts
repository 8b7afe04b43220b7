// Sheets after reports that came late: hidden columns, and parts that are not where they should be.
import { type BookSpec, book, booked, HEADER, HEADER_ROW, NAME, n, result, row, SERIAL, t } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

function xlsx(name: string, report: string, spec: BookSpec, truth: readonly TruthRow[], rest: Partial<Case> = {}): Case {
  return { name, report, file: 'results.xlsx', bytes: book(spec), truth, ...rest };
}
const refs = (cells: readonly string[]): string => cells.map((cell, at) => result(at + 2, cell)).join('');
const inSheet = (from: RegExp | string, to: string) => (parts: readonly (readonly [string, string | Buffer])[]) =>
  parts.map(([name, content]) => [name, name.endsWith('sheet1.xml') ? String(content).replace(from, to) : content] as const);
const ONE = [booked('0001')];
const UNSURE: Partial<Case> = { may: ['queued', 'held', 'remarked'] };

export const STUBBORN_SHEETS: readonly Case[] = [
  xlsx(
    'a hidden column that is not read',
    'godot-resources-as-sheets-plugin #80: hidden columns get imported',
    {
      header: false,
      rows: row(1, [...HEADER.split(',').map(t), t('note')]) + row(2, [t('0001'), t('Booked'), n(SERIAL, 2), t(NAME), t('x')]),
      change: inSheet('<sheetData>', '<cols><col min="5" max="5" width="9" hidden="1"/></cols><sheetData>'),
    },
    ONE,
  ),
  xlsx(
    'a hidden column that is read',
    'godot-resources-as-sheets-plugin #80: hidden columns get imported',
    {
      rows: refs([t('0001')]),
      change: inSheet('<sheetData>', '<cols><col min="3" max="4" width="0" hidden="true"/></cols><sheetData>'),
    },
    ONE,
    { may: ['asked'], names: /hidden/ },
  ),
  xlsx(
    'a column of no width that is read',
    'SheetJS #2658: No hidden attribute in row properties',
    {
      rows: refs([t('0001')]),
      change: inSheet('<sheetData>', '<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>'),
    },
    ONE,
    { may: ['asked', 'remarked'], names: /hidden/ },
  ),
  xlsx(
    'a wrong range of the sheet',
    'calamine #330: attributes that are missing',
    { rows: refs([t('0001')]), change: inSheet('<sheetData>', '<dimension ref="A1:A1"/><sheetData>') },
    ONE,
  ),
  xlsx(
    'cells in another order than their addresses',
    'office-open-xml-viewer #851: addresses that are not in sequence',
    {
      rows: `<row r="2"><c r="D2" t="inlineStr"><is><t>${NAME}</t></is></c><c r="A2" t="inlineStr"><is><t>0001</t></is></c><c r="C2" s="2"><v>${SERIAL}</v></c><c r="B2" t="inlineStr"><is><t>Booked</t></is></c></row>`,
    },
    ONE,
    { may: ['queued', 'held', 'refused'], names: /./ },
  ),
  xlsx(
    'two cells of one address',
    'own, after addresses that come twice',
    {
      rows: `<row r="2"><c r="A2" t="inlineStr"><is><t>0001</t></is></c><c r="A2" t="inlineStr"><is><t>0009</t></is></c><c r="B2" t="inlineStr"><is><t>Booked</t></is></c><c r="C2" s="2"><v>${SERIAL}</v></c><c r="D2" t="inlineStr"><is><t>${NAME}</t></is></c></row>`,
    },
    [],
    { may: ['held', 'refused', 'remarked', 'asked'], names: /./ },
  ),
  xlsx(
    'two rows of one number',
    'own, after numbers that come twice',
    { rows: result(2, t('0001')) + result(2, t('0002')) },
    [booked('0001'), booked('0002')],
    { may: ['queued', 'held', 'refused', 'remarked'], names: /./ },
  ),
  xlsx(
    'blanks around a number',
    'own, after numbers of other writers',
    { rows: refs(['<c><v> 123 </v></c>']) },
    [booked('123')],
    UNSURE,
  ),
  xlsx('a number that is no number', 'own, after numbers of other writers', { rows: refs(['<c><v>12,5</v></c>']) }, [], {
    may: ['held', 'refused', 'remarked'],
    names: /./,
  }),
  xlsx(
    'a sheet in UTF-16',
    'own, after parts in another encoding',
    {
      rows: refs([t('0001')]),
      change: (parts) =>
        parts.map(([name, content]) =>
          name.endsWith('sheet1.xml')
            ? ([name, Buffer.from(`\uFEFF${String(content).replace('UTF-8', 'UTF-16')}`, 'utf16le')] as const)
            : ([name, content] as const),
        ),
    },
    ONE,
    { may: ['queued', 'refused'], names: /./ },
  ),
  xlsx(
    'a sheet that is hidden from everybody, beside one that is not',
    'SheetJS #2486: visibility',
    {
      rows: refs([t('0001')]),
      sheets: [{ name: 'Old', attributes: 'state="veryHidden"', rows: HEADER_ROW + result(2, t('0002')) }],
    },
    ONE,
    { may: ['queued', 'asked'], names: /sheet/ },
  ),
  xlsx(
    'a day as a text in the order of another country',
    'nextcloud/tables #1446: recognition of date formats',
    { rows: result(2, t('0001'), t(NAME), t('04/28/2025')) + result(3, t('0002')) },
    [booked('0001'), booked('0002')],
    { may: ['asked', 'held', 'queued'], names: /date/ },
  ),
  xlsx(
    'a time alone',
    'OpenRefine #491: 14:00:00 as a date',
    { formats: ['hh:mm:ss'], rows: result(2, t('0001'), t(NAME), n(0.583333, 3)) },
    [],
    { may: ['held'], names: /date/ },
  ),
  xlsx(
    'a column called Column at the end',
    'OpenRefine #491: blank columns',
    {
      header: false,
      rows: row(1, [...HEADER.split(',').map(t), t('Column1')]) + row(2, [t('0001'), t('Booked'), n(SERIAL, 2), t(NAME)]),
    },
    ONE,
  ),
];
