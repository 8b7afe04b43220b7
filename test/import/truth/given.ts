// Files that are kept in test/fixtures/import, and what each must come in as.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { booked } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'import');

function given(file: string, report: string, truth: readonly TruthRow[], rest: Partial<Case> = {}): Case {
  return { name: file, file, report, bytes: readFileSync(join(FOLDER, file)), truth, ...rest };
}

const ASA = 'Åsa Berg';

export const GIVEN: readonly Case[] = [
  given('04-nul-in-cell.csv', 'jpmckinney/fastcsv #13: Allow null / zero bytes in CSVs', [booked('0001', 'A B')], {
    may: ['held'],
    names: /control-character/,
  }),
  given(
    '17-invisible-refs.csv',
    'SheetJS #2620: a "ZERO WIDTH NO-BREAK SPACE" at the beginning',
    [booked('0001', 'A B', '2025-04-20')],
    { may: ['queued', 'held', 'remarked'] },
  ),
  given(
    '50-single-quote.csv',
    'OpenRefine #653 and its kin: another quote than the double one',
    [booked('0001', ASA), booked('0002', "Mary O'Brien"), ['0003', 'Unavailable', '', '']],
    { may: ['queued', 'remarked', 'asked'] },
  ),
  given(
    '70-poi-numbers.xlsx',
    'ExcelDataReader #506: Leading 0, numbers as Apache POI writes them',
    [
      booked('12345', ASA),
      booked('12345678', ASA),
      booked('123456789012', ASA),
      booked('4577', ASA),
      booked('900719925474090', ASA),
    ],
    { may: ['queued', 'held', 'remarked'] },
  ),
  given('73b-1904-true.xlsx', 'exceljs #219: 1904 Dates', [booked('A1', ASA)]),
  given('77-prefix-x.xlsx', 'read-excel-file #92: sheets whose elements have the prefix x', [
    booked('0001', ASA),
    booked('0007', ASA),
  ]),
  given('82-hidden-rows-cols.xlsx', 'SheetJS #2486: Row info about visibility is missing', [], {
    may: ['asked'],
    names: /hidden/i,
  }),
  given('83b-active-second.xlsx', 'SheetJS #1565 and its kin: another sheet than the first is the one that is shown', [], {
    may: ['asked'],
    names: /April|sheet/,
  }),
  given('90-big-row-number.xlsx', 'office-open-xml-viewer #851: row numbers that are not in sequence', [booked('0009', ASA)], {
    may: ['queued', 'remarked', 'refused'],
    names: /./,
  }),
  given(
    '91b-stray-cell-2000-rows.xlsx',
    'exceljs #163: cells far outside what the row says',
    Array.from({ length: 2000 }, (_, at) => booked(`R${String(at + 2).padStart(6, '0')}`, 'Åsa')),
    { may: ['queued', 'remarked'] },
  ),
  given('98-swap-silent.xlsx', 'submersion #1828: swaps day and month when the day is 12 or less', [], {
    may: ['asked'],
    names: /swapped-dates/,
  }),
  given('99-neg-section.xlsx', 'readxl #389: Leading zeros trimmed, custom formats', [
    booked('00001234', ASA),
    booked('000000-1235', ASA),
  ]),
  given('e01-1254-one.csv', 'charlock_holmes #19: other code pages detected as ISO-8859-1', [booked('R0', 'Ayşe Yılmaz')], {
    may: ['asked', 'queued'],
    names: /Ayşe Yılmaz/,
  }),
  given('e05-1251-even.csv', 'charlock_holmes #19: Detecting Windows-1251 file as ISO-8859-1', [], {
    may: ['asked'],
    names: /Петров/,
  }),
  given('e28-partial-moji.csv', 'league/csv #558: some rows have characters encoded in Windows-1252', [booked('R3', 'O’Brien')], {
    may: ['held'],
    names: /damaged-letters/,
  }),
  given('sheetjs-xlsb.xlsb', 'SheetJS #135: Corrupted zip, of what is no damaged file', [], {
    may: ['refused'],
    names: /xlsb|binary/i,
  }),
];
