// Numbers as a spreadsheet shows them: a workbook in many formats and both calendars, cell by cell against what LibreOffice itself
// exports as shown. Left out is where LibreOffice is known to differ from Excel: numbers of twelve digits in General, days before
// March 1900 (Excel counts a leap day that was none), and a point with no digits behind it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { columnName } from '../../main/import/read/sheet.ts';
import { openBook, openWorkbook } from '../../main/import/read/workbook.ts';
import { temporaryFolder } from '../support/make.ts';
import { book } from '../support/make-book.ts';

const FORMATS = [
  'General',
  '0;-0',
  '0.00',
  '#,##0',
  '#,##0.00',
  '0%',
  '0.00%',
  '0.00E+00',
  '# ?/?',
  '@',
  '0000-0000',
  '00000000;-00000000',
  '[$-41D]00000000',
  '[$-409]00000000',
  '[Blue]00000',
  '[Red]-0;[Green]0',
  '00000000;@',
  '"ORD-"0000',
  '\\P\\O 000000',
  '000-00-0000',
  '(000) 000-0000',
  '#####-####',
  '[>=1000]0000"k";[<0]-00;00',
  '_-* 0000_-',
  '0,"K"',
  '00\\.00\\.00',
  '000\\ 000',
  '0;-0;"zero"',
  '[$kr-41D] #,##0',
  '#,##0.00 [$€-407]',
  '0_);\\(0\\)',
  '0" st"',
  'yyyy-mm-dd',
  'dd/mm/yyyy',
  'd-mmm-yy',
  'd-mmm',
  'mmm-yy',
  '[$-41D]d mmmm yyyy;@',
  '[$-409]mmmm d, yyyy',
  '[$-804]yyyy"年"m"月"d"日"',
  'dddd d mmmm yyyy',
  'yyyy-mm-dd hh:mm',
  'yy-mm-dd',
  'h:mm AM/PM',
  'h:mm:ss',
  '[h]:mm:ss',
  '[mm]:ss',
] as const;
const IS_DATE = /[yd]|h:|mm/i;
const NUMBERS = ['0', '7', '123', '1234', '12345.0', '1.2345678E7', '45775', '45775.75', '0.5', '1234.5678', '-42'];
const DAYS = ['12345', '44313', '45775', '45775.75', '45657.25'];
const OFFICE = spawnSync('soffice', ['--version']).status === 0;

/** A row for each format, a cell for each number. */
function everything(is1904: boolean): Buffer {
  const rows = FORMATS.map((code, style) => {
    const numbers = IS_DATE.test(code.replace(/"[^"]*"|\[\$[^\]]*\]|\[(?:Red|Green|Blue)\]|General/g, '')) ? DAYS : NUMBERS;
    const cells = numbers.map((number, place) => `<c r="${columnName(place)}${style + 1}" s="${style}"><v>${number}</v></c>`);
    return `<row r="${style + 1}">${cells.join('')}</row>`;
  });
  return book({ sheets: [{ rows: rows.join('') }], formats: FORMATS, properties: is1904 ? 'date1904="1"' : '' });
}

async function ours(bytes: Buffer): Promise<string[][]> {
  const workbook = await openWorkbook(await openBook(bytes), () => false);
  const rows: string[][] = [];
  const [sheet] = workbook.sheets;
  if (sheet !== undefined) await workbook.read(sheet, false, ({ cells }) => rows.push(cells));
  return rows;
}

/** What LibreOffice shows, by its own export. */
function theirs(folder: string, bytes: Buffer): string[][] {
  mkdirSync(folder);
  writeFileSync(join(folder, 'book.xlsx'), bytes);
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
  const as = 'csv:Text - txt - csv (StarCalc):44,34,76';
  const run = spawnSync('soffice', [profile, '--headless', '--convert-to', as, '--outdir', folder, join(folder, 'book.xlsx')], {
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return parse(readFileSync(join(folder, 'book.csv')), { relax_column_count: true });
}

it.skipIf(!OFFICE)(
  'every number is shown as LibreOffice shows it, in both calendars (skipped where LibreOffice is not installed)',
  async () => {
    for (const is1904 of [false, true]) {
      const bytes = everything(is1904);
      const shown = theirs(join(temporaryFolder(), 'office'), bytes);
      const read = await ours(bytes);
      const different = read.flatMap((cells, row) =>
        cells.flatMap((cell, place) => {
          const other = (shown[row]?.[place] ?? '').trim();
          return cell === other ? [] : [`${FORMATS[row]} ${columnName(place)}${row + 1}: ${cell}, LibreOffice ${other}`];
        }),
      );
      expect(different).toEqual([]);
      expect(read.flat().length).toBeGreaterThan(400);
    }
  },
);
