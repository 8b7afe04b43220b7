// Workbooks after reports that came late: merged cells that hide values, phonetic runs, escapes, formulas of other kinds.
import { type BookSpec, book, booked, HEADER_ROW, NAME, n, result, row, t } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

function xlsx(name: string, report: string, spec: BookSpec, truth: readonly TruthRow[], rest: Partial<Case> = {}): Case {
  return { name, report, file: 'results.xlsx', bytes: book(spec), truth, ...rest };
}
const refs = (cells: readonly string[]): string => cells.map((cell, at) => result(at + 2, cell)).join('');
const shown = (name: string, report: string, code: string, value: number, seen: string, rest: Partial<Case> = {}): Case =>
  xlsx(name, report, { formats: [code], rows: refs([n(value, 3)]) }, [booked(seen)], rest);
const merged = (...ranges: readonly string[]): string =>
  `<mergeCells>${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;

const ONE = [booked('0001')];
const UNSURE: Partial<Case> = { may: ['queued', 'held', 'remarked'] };
const EMPTY = '<c/>';

export const STUBBORN_WORKBOOKS: readonly Case[] = [
  xlsx(
    'a day for two rows',
    'spreadsheet-reader #77: the following cells of merged ones are empty',
    { rows: result(2, t('0001')) + result(3, t('0002'), t(NAME), EMPTY), after: merged('C2:C3') },
    [booked('0001'), booked('0002')],
    { may: ['queued', 'held', 'remarked', 'asked'], names: /bookingDate|required|date/ },
  ),
  xlsx(
    'a value hidden under a merged cell',
    'ExcelDataReader #582: the read data and the displayed data do not match',
    { rows: result(2, t('0001')) + result(3, t('0002')), after: merged('A2:A3') },
    [booked('0001')],
    { may: ['held', 'remarked', 'asked'], names: /./ },
  ),
  xlsx(
    'a name hidden under a merged cell',
    'ExcelDataReader #582: the read data and the displayed data do not match',
    { rows: result(2, t('0001')) + result(3, t('0002'), t('Bo Ek')), after: merged('D2:D3') },
    [booked('0001'), booked('0002')],
    { may: ['held', 'remarked', 'asked'], names: /./ },
  ),
  xlsx(
    'titles below a merged heading',
    'simplexlsx #160: Merged Cells',
    {
      header: false,
      rows:
        row(1, [t('Results of April'), EMPTY, EMPTY, EMPTY]) +
        HEADER_ROW.replaceAll('1"', '2"').replace('r="1"', 'r="2"') +
        result(3, t('0001')),
      after: merged('A1:D1'),
    },
    ONE,
    { may: ['queued', 'asked'] },
  ),
  xlsx(
    'a guide of sounds inside an inline text',
    'agent-os #2242: phonetic guide in the inlineStr branch',
    { rows: result(2, t('0001'), '<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></is></c>') },
    [booked('0001', '東京')],
  ),
  xlsx(
    'a guide of sounds between runs',
    'spreadsheet-parsexlsx #72: incorrect cell values due to phonetic data',
    {
      strings: '<si><r><t>日本</t></r><rPh sb="0" eb="2"><t>ニホン</t></rPh><r><t>太郎</t></r><phoneticPr fontId="1"/></si>',
      rows: result(2, t('0001'), '<c t="s"><v>0</v></c>'),
    },
    [booked('0001', '日本太郎')],
  ),
  xlsx(
    'an escape that was escaped, inline',
    'fesod #991: _xHHHH_ escapes of inline strings',
    { rows: refs([t('P_x005F_xB9f0_C')]) },
    [booked('P_xB9f0_C')],
  ),
  xlsx('what only looks like an escape', 'SheetJS #557: _xd_ is getting escaped', { rows: refs([t('A_xd_1')]) }, [
    booked('A_xd_1'),
  ]),
  xlsx(
    'an escape in a formula’s text',
    'fesod #991: t="str" reached the caller with the raw escape',
    { rows: refs(['<c t="str"><f>A9</f><v>A_x002D_1</v></c>']) },
    [booked('A-1')],
    UNSURE,
  ),
  xlsx(
    'a line break inside a name',
    'spreadsheet-parsexlsx #81: unexpected _x000D_',
    { rows: result(2, t('0001'), t('Mary_x000D_\nHill')) },
    [],
    {
      may: ['held'],
      names: /control/,
    },
  ),
  xlsx('an error as a text', 'ClosedXML #824: cannot read string #N/A', { rows: result(2, t('0001'), t('#N/A')) }, [], {
    may: ['held'],
    names: /#N\/A/,
  }),
  xlsx(
    'an error in the place of a day',
    'ExcelDataReader #329: formula errors read as strings',
    { rows: result(2, t('0001'), t(NAME), '<c t="e"><v>#VALUE!</v></c>') },
    [],
    {
      may: ['held'],
      names: /#VALUE!/,
    },
  ),
  xlsx(
    'a formula that is true',
    'excel-streaming-reader #44: boolean formula results',
    { rows: refs(['<c t="b"><f>1=1</f><v>1</v></c>']) },
    [booked('TRUE')],
    {
      may: ['held', 'remarked'],
      names: /TRUE/,
    },
  ),
  xlsx(
    'a formula whose value begins with zeros',
    'ExcelDataReader #54: cached formula string values',
    { rows: refs(['<c t="str"><f>TEXT(A9,"00000")</f><v>00123</v></c>']) },
    [booked('00123')],
  ),
  xlsx(
    'children of a shared formula without a value',
    'OfficeCLI #391: empty cached strings of shared formulas',
    { rows: result(2, t('0001'), '<c t="str"><f t="shared" si="0"/><v></v></c>') },
    [],
    { may: ['held'], names: /./ },
  ),
  xlsx(
    'a shared string that is 0',
    'fast-excel-reader #10: shared string that equals "0"',
    { strings: '<si><t>0</t></si><si><t/></si>', rows: refs(['<c t="s"><v>0</v></c>']) },
    [booked('0')],
    UNSURE,
  ),
  shown('a number formatted as text', 'teable #1880: strips leading zeros of text fields', '@', 123, '123', UNSURE),
  shown('a percentage', 'own, after cells in percent', '0.00%', 0.12, '12.00%', UNSURE),
  shown('a number in thousands', 'own, after formats that shorten', '0,', 12345, '12', UNSURE),
  shown('a fraction', 'own, after formats that shorten', '# ?/?', 0.5, '1/2', UNSURE),
  shown('a format with a condition', 'SheetJS #2581: several sections', '[&gt;100]00000;000', 42, '042'),
  shown('a format with a condition that is not met', 'SheetJS #2581: several sections', '[&gt;100]00000;000', 4200, '04200'),
  shown('digits beside words', 'own, after telephone numbers', '(000) 000-0000', 1234567890, '(123) 456-7890'),
  shown('a number larger than a cell', 'OfficeDocs-Support #622: long number display', 'General', 1e21, '1E+21', {
    may: ['held', 'remarked'],
    names: /1E\+21/,
  }),
  ...(
    [
      ['the day that never was', 60],
      ['a day before all days', -1],
      ['a day far ahead', 2_958_466],
    ] as const
  ).map(([name, serial]) =>
    xlsx(name, 'own, after the limits of Excel’s calendar', { rows: result(2, t('0001'), t(NAME), n(serial, 2)) }, [], {
      may: ['held'],
      names: /date|######/,
    }),
  ),
];
