// Any file at all: whatever is in it, every record is accounted for, nothing crashes, and no value is queued that the file does
// not hold at that place. csv-parse reads the same text beside us. Files in memory, because each of many thousands is synced.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import type { Staged } from '../../main/import/stage/stage.ts';
import { BookingResult } from '../../shared/booking-result.ts';
import type { Encoding } from '../../shared/encodings.ts';
import type { NoteKind } from '../../shared/reading.ts';
import type { Result } from '../../shared/result.ts';
import { QUIRKS } from '../fixtures/csv/quirks.ts';
import { seededRandom } from '../support/make.ts';
import { type Row, rowsAt, stageAt } from '../support/make-stage.ts';

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'booking-courier-test-'));
const path = join(folder, 'staged.sqlite');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MARKS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

/** The records of a text as csv-parse sees them; null when a quote is never closed. */
function peerRecords(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED') return null;
    throw error;
  }
}

/** The cells of a record; those inside it when it stands as a whole in one pair of quotation marks. */
function cellsOf(record: string[], delimiter: string): string[] {
  const inside = record.length === 1 ? peerRecords(record[0] as string, delimiter) : null;
  const [only] = inside ?? [];
  return inside?.length === 1 && only !== undefined && only.length >= 4 ? only : record;
}

function noted({ reading }: Staged, kind: NoteKind): number {
  return reading.notes.find((note) => note.kind === kind)?.count ?? 0;
}

/** Decodes as a whole what was staged in pieces, without the line that only tells the separator. */
function textOf(bytes: Buffer, staged: Staged): string {
  const whole = iconv.decode(bytes, staged.reading.reading.encoding).replace(/^\uFEFF/, '');
  let end = whole.length;
  while (noted(staged, 'nul-padding') > 0 && '\0\x1a'.includes(whole.charAt(end - 1)) && end > 0) end -= 1;
  const text = whole.slice(0, end);
  return noted(staged, 'separator-line') === 0 ? text : text.replace(/^.*?(?:\r\n|\r|\n|$)/, '');
}

/** With the digits of every script as ours: each script has its ten in a row, from zero on. */
function plainDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    let [code, value] = [digit.codePointAt(0) as number, 0];
    for (; /\p{Nd}/u.test(String.fromCodePoint(code - 1)); code -= 1) value += 1;
    return String(value % 10);
  });
}

/** A cell without all that may be cleaned off it. */
function loose(cell: string): string {
  return plainDigits(cell)
    .normalize('NFKC')
    .replace(/^\s*="(.*)"\s*$/, '$1')
    .replace(/["'“”„‟«»‘’‚\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
}

/** With all the dashes of a word processor as hyphens. */
function hyphened(cell: string): string {
  return cell.replace(/\p{Dash}/gu, '-');
}

/** Whether a day can be what a cell says: its year and day are among the numbers of the cell, or it is a number of Excel's. */
function saysDay(cell: string, date: string): boolean {
  const numbers = (plainDigits(cell).normalize('NFKC').match(/\d+/g) ?? []).map(Number);
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const serial = Date.parse(date) / 86_400_000 + 25_569;
  const isNamed = /\p{L}{3}/u.test(cell) || numbers.includes(month);
  return (
    numbers.includes(serial) ||
    numbers.includes(Number(date.replaceAll('-', ''))) ||
    (numbers.includes(year) && numbers.includes(day) && isNamed)
  );
}

/** Every record of the file is one staged row, or it is the header, a title or empty. */
function expectAccounted(staged: Staged, rows: readonly Row[], records: readonly string[][]): void {
  const { totals } = staged;
  const header = staged.reading.reading.headerRow === 0 ? 0 : 1;
  expect(totals.records + header + noted(staged, 'title-rows') + noted(staged, 'empty-rows')).toBe(records.length);
  expect(totals.new + totals.changed + totals.unchanged + totals.duplicate + totals.invalid).toBe(totals.records);
  const count = (wanted: string): number => rows.filter(({ verdict }) => verdict === wanted).length;
  expect([rows.length, count('new'), count('duplicate'), count('invalid')]).toEqual([
    totals.records,
    totals.new,
    totals.duplicate,
    totals.invalid,
  ]);
}

/** Every row that would be queued says what the file says in that row, and every other one says why it is held. */
function expectUndamaged(staged: Staged, rows: readonly Row[], records: readonly string[][]): void {
  const { columns, delimiter } = staged.reading.reading;
  for (const row of rows) {
    if (row.verdict === 'invalid') {
      expect(row.problems).not.toBe('');
      continue;
    }
    const cells = cellsOf(records[row.record - 1] as string[], MARKS[delimiter]);
    const cell = (column: number | null): string => cells[column ?? -1] ?? '';
    expect(hyphened(loose(cell(columns.internalOrderRef)))).toBe(hyphened(loose(row.ref)));
    expect(loose(cell(columns.bookingResult))).toBe(row.result);
    if (row.result === 'Unavailable') continue;
    expect(loose(cell(columns.inspectorName))).toBe(loose(row.inspector));
    expect(`${row.ref}${row.inspector}`).not.toContain('\uFFFD');
    expect(saysDay(cell(columns.bookingDate), row.date), `${cell(columns.bookingDate)} → ${row.date}`).toBe(true);
    const draft = { internalOrderRef: row.ref, bookingResult: row.result, bookingDate: row.date, inspectorName: row.inspector };
    expect(BookingResult.safeParse(draft).success).toBe(true);
  }
}

function expectHonest(bytes: Buffer, staged: Result<Staged>): void {
  if (!staged.ok) return;
  if (noted(staged.value, 'sheet') > 0) return;
  // Quoting that csv-parse does not know has tests of its own.
  if (noted(staged.value, 'single-quotes') + noted(staged.value, 'backslash-escapes') > 0) return;
  const records = peerRecords(textOf(bytes, staged.value), MARKS[staged.value.reading.reading.delimiter]);
  expect(records).not.toBeNull();
  const rows = rowsAt(path);
  expectAccounted(staged.value, rows, records ?? []);
  expectUndamaged(staged.value, rows, records ?? []);
}

const CELLS = [
  '',
  ' ',
  '\u3000',
  'ORD-1',
  'ORD-2',
  'ORD-3',
  '00012',
  '123',
  '="00123"',
  "'7",
  '1.2E+11',
  '#REF!',
  'Booked',
  'Unavailable',
  'booked',
  'bokad',
  '2025-04-28',
  '28/04/2025',
  '04/28/2025',
  '03/04/2025',
  '3.4.2025',
  '45775',
  '28/04/25',
  '2025-02-30',
  'Zhang Wei',
  'Åsa',
  '王秀英',
  'Ｗｅｉ',
  '"a\nb"',
  '"x, y; z"',
  '5" pipe',
  'x\u200By',
  '=1+1',
  '__proto__',
];
const HEADERS = [
  ['internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName'],
  ['Order', 'Result', 'Date', 'Name', 'Note'],
  ['订单号', '预订结果', '预订日期', '检验员'],
  ['Ordernummer', 'Datum', 'Inspektör', 'Resultat'],
  ['a', 'b', 'Date', 'Date'],
];
const GOOD = ['ORD-1', 'ORD-2', 'ORD-3', 'ORD-4', 'ORD-5'];
const ENCODED: readonly Encoding[] = ['UTF-8', 'UTF-8', 'UTF-16LE', 'GB18030', 'windows-1252', 'Big5'];

/** A file of some shape, with whatever comes to mind in its cells. */
function randomFile(random: () => number): Buffer {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const some = (most: number): number => Math.floor(random() * (most + 1));
  const delimiter = pick([',', ',', ';', '\t', '|']);
  const header = pick(HEADERS);
  const lines: string[] = [];
  if (random() < 0.1) lines.push(`sep=${delimiter}`);
  for (let n = random() < 0.2 ? some(3) : 0; n > 0; n -= 1)
    lines.push(pick(['QC results', `Week 18${delimiter}`, '', delimiter]));
  if (random() < 0.9) lines.push(header.join(delimiter));
  for (let n = some(14); n > 0; n -= 1) {
    if (random() < 0.1) lines.push(pick(['', ' ', delimiter.repeat(4)]));
    else if (random() < 0.4) lines.push([pick(GOOD), 'Booked', '2025-04-28', 'Li Fang'].join(delimiter));
    else lines.push(Array.from({ length: some(6) }, () => pick(CELLS)).join(delimiter));
  }
  const text = lines.join(pick(['\n', '\r\n', '\r'])) + pick(['', '\n', '\n\n']);
  const encoding = pick(ENCODED);
  return iconv.encode(random() < 0.3 ? `\uFEFF${text}` : text, encoding);
}

/** The bytes of a quirk with some of them changed, cut out, doubled or put elsewhere. */
function mutated(random: () => number, seeds: readonly Buffer[]): Buffer {
  const below = (length: number): number => Math.floor(random() * length);
  let bytes = Buffer.from(seeds[below(seeds.length)] as Buffer);
  for (let n = 1 + below(6); n > 0 && bytes.length > 0; n -= 1) {
    const at = below(bytes.length);
    const end = Math.min(bytes.length, at + 1 + below(40));
    const other = seeds[below(seeds.length)] as Buffer;
    const act = below(6);
    if (act === 0) bytes[at] = below(256);
    else if (act === 1) bytes[at] = Buffer.from('",;\t|\r\n\'=0 \0')[below(13)] as number;
    else if (act === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    else if (act === 3) bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    else if (act === 4) bytes = Buffer.from(bytes.subarray(0, at));
    else
      bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(below(other.length + 1)).subarray(0, 80), bytes.subarray(at)]);
  }
  return bytes;
}

describe('any file', () => {
  it.each(Array.from({ length: 10 }, (_, n) => n))(
    'has as many rows as are queued, held, skipped and doubled: thousand %i',
    async (chunk) => {
      const random = seededRandom(1000 + chunk);
      for (let n = 0; n < 1000; n += 1) {
        const bytes = randomFile(random);
        expectHonest(bytes, await stageAt(path, { bytes }));
      }
    },
    60_000,
  );

  const seeds = Object.values(QUIRKS).map(({ bytes }) => bytes);
  it.each(Array.from({ length: 20 }, (_, n) => n))(
    'that was damaged is read or refused, and nothing of it is damaged in silence: thousand %i',
    async (chunk) => {
      const random = seededRandom(2000 + chunk);
      for (let n = 0; n < 1000; n += 1) {
        const bytes = mutated(random, seeds);
        expectHonest(bytes, await stageAt(path, { bytes }));
      }
    },
    60_000,
  );
});
