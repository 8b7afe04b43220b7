// Numbers and days in the cells of workbooks, out of raw parts.
import { type BookSpec, book, booked, DAY, NAME, n, result, SERIAL, t } from './bytes.ts';
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

export const WORKBOOK_VALUES: readonly Case[] = [
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
];
