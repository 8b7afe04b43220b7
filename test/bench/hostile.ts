// Workbooks that were made, or came about, to take all memory or time: each read once to its end and once until it is told to stop,
// beside the limits that hold for every file.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BookSheet, book, HEADER, orderRow, textCell } from '../support/make-book.ts';
import type { Staging } from './hostile-program.ts';
import { type Finding, inFolder } from './measure.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const MAX_MB = 200;
const MAX_STOP_MS = 200;

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

async function staging(path: string, folder: string, ...more: string[]): Promise<Staging> {
  const child = fork(new URL('./hostile-program.ts', import.meta.url), [path, folder, ...more], { stdio: 'inherit' });
  const [measured] = (await once(child, 'message')) as [Staging];
  await once(child, 'exit');
  return measured;
}

/** Stages each hostile workbook. */
export async function benchHostile(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, make] of Object.entries(HOSTILE)) {
    await inFolder(async (folder) => {
      const path = join(folder, 'hostile.xlsx');
      writeFileSync(path, make());
      const whole = await staging(path, folder);
      const stopped = await staging(path, folder, String(Math.max(1, whole.ms / 2)));
      const stop = stopped.stoppedMs === null ? 'over before' : `${stopped.stoppedMs.toFixed(0)} ms`;
      const isWithin = whole.peakMb < MAX_MB && (stopped.stoppedMs ?? 0) < MAX_STOP_MS;
      const finding: Finding = {
        what: `Workbook: ${name}`,
        anchor: whole.outcome,
        ours: `${(whole.ms / 1000).toFixed(2)} s, peak ${whole.peakMb.toFixed(0)} MB, stops within ${stop}`,
        ratio: isWithin ? 'within' : 'missed',
        aim: `below ${MAX_MB} MB, stops within ${MAX_STOP_MS} ms`,
      };
      console.log(`${finding.what}: ${finding.anchor}; ${finding.ours}: ${finding.ratio}`);
      findings.push(finding);
    });
  }
  return findings;
}
