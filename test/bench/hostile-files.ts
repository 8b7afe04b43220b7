// Workbooks that were made, or came about, to take all memory or time, each written by a process of its own, because making some of
// them takes more memory than reading them may: node test/bench/hostile-files.ts NAME PATH
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BookSheet, book, HEADER, orderRow, textCell } from '../support/make-book.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
function order(n: number): string {
  return orderRow(n, textCell(`A${n}`, `R${String(n).padStart(7, '0')}`));
}

function sheetOf(count: number, row: (n: number) => string): BookSheet {
  return { rows: HEADER + Array.from({ length: count }, (_, n) => row(n + 2)).join('') };
}

function bookOf(sheet: BookSheet): Buffer {
  return book({ sheets: [sheet], isPacked: true });
}

/** A workbook whose sheet is this, to the letter. */
function rawBook(xml: string): Buffer {
  return book({ sheets: [{ rows: '' }], parts: { 'xl/worksheets/sheet1.xml': xml }, isPacked: true });
}

const HOSTILE: Readonly<Record<string, () => Buffer>> = {
  'an ordinary one, 100,000 rows': () => bookOf(sheetOf(100_000, order)),
  'a stray cell in XFD of each of 100,000 rows': () =>
    bookOf(sheetOf(100_000, (n) => order(n).replace('</row>', `<c r="XFD${n}"><v>1</v></c></row>`))),
  'a row 2147483647': () => bookOf({ rows: `${HEADER}${order(2147483647)}` }),
  '290 MB of spaces in a cell': () =>
    rawBook(
      `<worksheet xmlns="${MAIN}"><sheetData><row><c t="inlineStr"><is><t>${' '.repeat(290 * 1024 ** 2)}</t></is></c></row></sheetData></worksheet>`,
    ),
  '290 MB of spaces between rows': () =>
    rawBook(`<worksheet xmlns="${MAIN}"><sheetData>${HEADER}${' '.repeat(290 * 1024 ** 2)}</sheetData></worksheet>`),
  '290 MB of shared text': () =>
    book({ sheets: [{ rows: HEADER }], strings: `<si><t>${'x'.repeat(30_000)}</t></si>`.repeat(10_000), isPacked: true }),
  'an attribute of 2 MB': () =>
    rawBook(`<worksheet xmlns="${MAIN}"><sheetData><row spans="${'1'.repeat(2 * 1024 ** 2)}"/></sheetData></worksheet>`),
  '1,048,576 formatted empty rows with a prefix': () =>
    rawBook(
      `<x:worksheet xmlns:x="${MAIN}"><x:sheetData>${Array.from({ length: 1_048_576 }, (_, n) => `<x:row r="${n + 1}" s="1"><x:c r="A${n + 1}" s="0"/><x:c r="B${n + 1}" s="0"/></x:row>`).join('')}</x:sheetData></x:worksheet>`,
    ),
  '400 rows, then 200,000 empty ones': () => bookOf({ rows: sheetOf(400, order).rows + '<row/>'.repeat(200_000) }),
  '200 MB of empty elements': () =>
    rawBook(
      `<worksheet xmlns="${MAIN}"><sheetData>${'<row/>'.repeat(1_000_000)}</sheetData>${'<a/>'.repeat(50_000_000)}</worksheet>`,
    ),
  'elements inside one another without end': () => rawBook('<a>'.repeat(1_000_000)),
  'a comment of 290 MB': () => rawBook(`<worksheet><!--${'<'.repeat(290 * 1024 ** 2)}`),
  'a bomb of 1 GB': () => rawBook(`<worksheet xmlns="${MAIN}">${'<a></a>'.repeat(75_000_000)}`),
};

/** What they are called. */
export const HOSTILE_NAMES: readonly string[] = Object.keys(HOSTILE);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, path] = process.argv.slice(2) as [string, string];
  writeFileSync(path, (HOSTILE[name] as () => Buffer)());
}
