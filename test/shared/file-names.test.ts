// Which files of a folder are taken: one list for the window, its dialogs, dropped folders and the watched folder.
import { expect, it } from 'vitest';
import { mayHoldResults } from '../../shared/file-names.ts';

it.each(['monday.csv', 'MONDAY.CSV', 'a.tsv', 'a.tab', 'a.txt', 'a.xlsx', 'a.xlsm'])('%s is taken', (name) => {
  expect(mayHoldResults(name)).toBe(true);
});

it.each(['a.xlsb', 'a.pdf', '.a.csv', '~$a.xlsx', 'a.csv.report.txt', 'csv', 'a.csv.tmp'])('%s is left alone', (name) => {
  expect(mayHoldResults(name)).toBe(false);
});
