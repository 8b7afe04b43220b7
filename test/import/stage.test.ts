// A file to staged rows: every quirk with its outcome, and for any file at all: rows in = rows accounted for.
import { appendFileSync, chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../main/base/ports.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import { createDuplicateFinder } from '../../main/import/check/duplicates.ts';
import { MAX_FILE_BYTES, openFile, PIECE_BYTES, readSource, type Source } from '../../main/import/read/source.ts';
import { type Staged, stageFile } from '../../main/import/stage/stage.ts';
import { isStagedSound } from '../../main/import/stage/staged-rows.ts';
import { createStaging } from '../../main/import/stage/staging.ts';
import { BookingResult } from '../../shared/booking-result.ts';
import { NO_TOTALS, type Problem, type Totals } from '../../shared/import.ts';
import type { Result } from '../../shared/result.ts';
import { atEnd, seededRandom, temporaryFolder } from '../support/make.ts';

const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName\n';
const ORDER = { choice: {}, remembered: {}, osEncoding: 'windows-1252', today: '2025-04-25' } as const;

interface Row {
  readonly record: number;
  readonly line: number;
  readonly ref: string;
  readonly result: string;
  readonly date: string;
  readonly inspector: string;
  readonly verdict: string;
  readonly problems: string;
}

interface StagedFile {
  readonly staged: Result<Staged>;
  readonly path: string;
  readonly rows: () => Row[];
  readonly facts: () => Record<string, string>;
}

async function stage(source: Source, name = 'results.csv', shouldStop = (): boolean => false): Promise<StagedFile> {
  const path = join(temporaryFolder(), 'staged.sqlite');
  const staged = await stageFile({ ...ORDER, name, source, stagedPath: path }, shouldStop, () => {});
  const all = <T>(sql: string): T[] => {
    const store = openScratch(path, { readonly: true });
    try {
      return store.prepare<unknown[], T>(sql).all();
    } finally {
      store.close();
    }
  };
  return {
    staged,
    path,
    rows: () => all<Row>('select * from row order by record'),
    facts: () =>
      Object.fromEntries(all<{ key: string; value: string }>('select * from fact').map(({ key, value }) => [key, value])),
  };
}

function stageText(text: string): Promise<StagedFile> {
  return stage({ bytes: Buffer.from(text) });
}

function fixture(name: string): Promise<StagedFile> {
  return stage({ path: join(import.meta.dirname, '../fixtures/csv', name) }, name);
}

function totalsOf({ staged }: StagedFile): Totals {
  if (!staged.ok) throw new Error(JSON.stringify(staged.failure));
  return staged.value.totals;
}

describe('a file', () => {
  const three = { ...NO_TOTALS, records: 3, new: 3 };
  it.each([
    ['plain.csv', 'UTF-8', 'comma', [2, 3, 4]],
    ['bom.csv', 'UTF-8', 'comma', [2, 3, 4]],
    ['bom-quoted.csv', 'UTF-8', 'comma', [2, 3, 4]],
    ['semicolon.csv', 'UTF-8', 'semicolon', [2, 3, 4]],
    ['utf16le-bom-tab.csv', 'UTF-16LE', 'tab', [2, 3, 4]],
    ['utf16be-bom.csv', 'UTF-16BE', 'comma', [2, 3, 4]],
    ['cr-only.csv', 'UTF-8', 'comma', [2, 3, 4]],
    ['columns-moved.csv', 'UTF-8', 'comma', [2, 3, 4]],
    ['blank-rows.csv', 'UTF-8', 'comma', [4, 6, 8]],
  ])('%s is read whole', async (name, encoding, delimiter, records) => {
    const file = await fixture(name);
    expect(file.staged).toMatchObject({ ok: true, value: { encoding, delimiter, totals: three } });
    expect(file.rows().map(({ record }) => record)).toEqual(records);
    expect(file.rows().map(({ ref, result, date, inspector }) => [ref, result, date, inspector])).toEqual([
      ['ORD-2025-00123', 'Booked', '2025-04-28', 'Zhang Wei'],
      ['ORD-2025-00124', 'Booked', '2025-04-29', 'Åsa Lindström'],
      ['ORD-2025-00125', 'Unavailable', '', ''],
    ]);
    expect(file.facts()).toMatchObject({ 'in-order': 'yes', complete: 'yes' });
    expect(isStagedSound(file.path)).toBe(true);
  });

  it.each([
    ['README.md', { kind: 'columns-missing', found: ['# CSV files as offices make them'] }],
    ['unclosed.csv', { kind: 'record-too-long', line: 3 }],
    ['empty.csv', { kind: 'file-empty' }],
    ['blank.csv', { kind: 'file-empty' }],
    ['xlsx-as-csv.csv', { kind: 'not-csv', looksLike: 'zip' }],
    ['html-as-csv.csv', { kind: 'not-csv', looksLike: 'html' }],
    ['not-there.csv', { kind: 'file-unreadable', why: 'missing' }],
  ])('%s is refused with its reason', async (name, failure) => {
    const file = await fixture(name);
    expect(file.staged).toMatchObject({ ok: false, failure: { name, ...failure } });
    expect(isStagedSound(file.path)).toBe(false);
  });

  it('with a header and nothing else has no rows, which is no fault', async () => {
    expect(totalsOf(await fixture('header-only.csv'))).toEqual(NO_TOTALS);
  });

  it('of a page of blanks, in a cell or around the rows, is read as any other', async () => {
    const page = `a${'\u200B'.repeat(30_000)}b`;
    const cells = [page, `a${' '.repeat(30_000)}b`].map((cell) => `${cell},Booked,${cell},Wei\n`);
    expect(totalsOf(await stageText(HEADER + cells.join('').repeat(5)))).toMatchObject({ records: 10, invalid: 10 });
    expect((await stageText('\r\n'.repeat(200_000))).staged).toMatchObject({ failure: { kind: 'file-empty' } });
  });

  it('is known by the hash of its bytes', async () => {
    const { staged } = await fixture('plain.csv');
    expect(staged).toMatchObject({
      value: { bytes: 178, sha256: '7a15faf5eeab51b227a2e917442070182d17340057d1eafdbbac5e1142378f9d' },
    });
  });

  it('that is a folder, or may not be read, is refused', async () => {
    const folder = temporaryFolder();
    expect((await stage({ path: folder })).staged).toMatchObject({ failure: { kind: 'file-unreadable', why: 'folder' } });
    const closed = join(folder, 'closed.csv');
    writeFileSync(closed, HEADER);
    chmodSync(closed, 0o000);
    const isRoot = process.getuid?.() === 0;
    if (!isRoot)
      expect((await stage({ path: closed })).staged).toMatchObject({ failure: { kind: 'file-unreadable', why: 'denied' } });
  });

  it('that grows or changes while it is read is refused', async () => {
    const path = join(temporaryFolder(), 'growing.csv');
    for (const change of [() => appendFileSync(path, 'x'), () => writeFileSync(path, 'y'.repeat(PIECE_BYTES + 1))]) {
      writeFileSync(path, 'x'.repeat(PIECE_BYTES + 1));
      let pieces = 0;
      const read = await readSource(
        { path },
        'growing.csv',
        () => {
          if (pieces === 0) change();
          pieces += 1;
          return null;
        },
        { clock: systemClock, openFile },
      );
      expect(read).toEqual({ ok: false, failure: { kind: 'file-unreadable', name: 'growing.csv', why: 'changed' } });
    }
  });

  it('that is larger than can be read is refused before a byte of it is', async () => {
    const path = join(temporaryFolder(), 'huge.csv');
    writeFileSync(path, '');
    truncateSync(path, MAX_FILE_BYTES + 1);
    const { staged } = await stage({ path }, 'huge.csv');
    expect(staged).toEqual({
      ok: false,
      failure: { kind: 'file-too-large', name: 'huge.csv', bytes: MAX_FILE_BYTES + 1, maxBytes: MAX_FILE_BYTES },
    });
  });

  it('cannot be staged where nothing can be written, and says so', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'staged.sqlite'));
    const staged = await stageFile(
      { ...ORDER, name: 'a.csv', source: { bytes: Buffer.from(HEADER) }, stagedPath: join(folder, 'staged.sqlite') },
      () => false,
      () => {},
    );
    expect(staged).toMatchObject({ ok: false, failure: { kind: 'storage-read-only' } });
  });

  it('stops at the next piece when it is told to', async () => {
    const text = HEADER + 'ORD-1,Unavailable,,\n'.repeat(100_000);
    let asked = 0;
    const { staged } = await stage({ bytes: Buffer.from(text) }, 'a.csv', () => {
      asked += 1;
      return asked > 2;
    });
    expect(staged).toEqual({ ok: false, failure: { kind: 'import-cancelled', name: 'a.csv' } });
    expect(asked).toBe(3);
  });

  it('in UTF-16 with half a pair far inside is refused with the line of it', async () => {
    const rows = 'ORD-1,Unavailable,,\r\n'.repeat(60_000);
    const text = `\uFEFF${HEADER}${rows}ORD-2,"x\ny\uD800,`;
    const { staged } = await stage({ bytes: Buffer.from(text, 'utf16le') });
    expect(staged).toMatchObject({ failure: { kind: 'encoding-unknown', line: 60_003 } });
  });
});

describe('rows', () => {
  it('that break a rule are kept as they are, with their place and their reasons', async () => {
    const file = await fixture('every-rule.csv');
    expect(totalsOf(file)).toEqual({ records: 12, new: 2, changed: 0, unchanged: 0, duplicate: 0, invalid: 10, warned: 1 });
    const seen = file.rows().map((row) => {
      const problems: Problem[] = row.problems === '' ? [] : JSON.parse(row.problems);
      return [row.record, row.line, row.ref, row.verdict, problems.map(({ field, rule }) => `${field} ${rule}`).join()];
    });
    expect(seen).toEqual([
      // The last row of its order cannot be used, so nobody knows what the order was to be told.
      [2, 2, 'ORD-1', 'invalid', 'internalOrderRef later-row-invalid'],
      [3, 3, '', 'invalid', 'internalOrderRef required'],
      [4, 4, 'ORD-3', 'invalid', 'bookingResult word'],
      [5, 5, 'ORD-4', 'invalid', 'bookingDate date'],
      [6, 6, 'ORD-5', 'invalid', 'bookingDate required'],
      [7, 7, 'ORD-6', 'invalid', 'inspectorName required'],
      [8, 8, 'ORD-7', 'new', 'bookingDate cleared,inspectorName cleared'],
      [9, 9, 'ORD-8', 'invalid', 'inspectorName control-character'],
      [10, 11, 'ORD-9', 'invalid', 'inspectorName extra-cells'],
      [11, 12, 'ORD-10', 'new', ''],
      [12, 13, 'ORD-1', 'invalid', 'internalOrderRef later-row-invalid'],
      [13, 14, 'ORD-1', 'invalid', 'bookingDate date'],
    ]);
    expect(file.rows().find(({ record }) => record === 9)).toMatchObject({ inspector: 'Zhang\nWei' });
    expect(file.rows().find(({ record }) => record === 8)).toMatchObject({ result: 'Unavailable', date: '', inspector: '' });
  });

  it('of an export of ours lose the apostrophe that kept them from being formulas', async () => {
    const file = await stageText(`${HEADER}'-12,Booked,2025-04-28,'=Wei\n`);
    expect(file.rows()).toMatchObject([{ ref: '-12', inspector: '=Wei' }]);
  });

  it('for the same order: the last valid one speaks, each earlier one is a duplicate', async () => {
    const random = seededRandom(7);
    const refs = Array.from({ length: 30_000 }, () => `ORD-${Math.floor(random() * 12_000)}`);
    const file = await stageText(HEADER + refs.map((ref) => `${ref},Unavailable,,\n`).join(''));
    const last = new Map(refs.map((ref, n) => [ref, n + 2]));
    expect(totalsOf(file)).toMatchObject({ new: last.size, duplicate: refs.length - last.size });
    for (const { ref, record, verdict } of file.rows()) expect(verdict).toBe(last.get(ref) === record ? 'new' : 'duplicate');
    expect(file.facts()).toMatchObject({ 'in-order': 'no' });
  });

  it('for different orders whose references share a hash are told apart', () => {
    const path = join(temporaryFolder(), 'staged.sqlite');
    const staging = createStaging(path);
    const finder = createDuplicateFinder((ref) => 1 + (ref.charCodeAt(0) % 2));
    const refs = ['c', 'b', 'a', 'c', 'a', 'b', 'c'];
    staging.begin();
    refs.forEach((internalOrderRef, n) => {
      staging.addGood(n + 1, n + 1, { internalOrderRef, bookingResult: 'Unavailable', bookingDate: '', inspectorName: '' });
      finder.add(internalOrderRef, n + 1);
    });
    staging.commit();
    expect(staging.markDuplicates(finder.pairs, () => false)).toBe(4);
    staging.close();
    const store = openScratch(path, { readonly: true });
    atEnd(() => store.close());
    expect(store.prepare(`select record from row where verdict = 'new' order by record`).pluck().all()).toEqual([5, 6, 7]);
  });

  it('in strictly rising order of reference are known to be', async () => {
    const inOrder = async (...refs: string[]): Promise<string | undefined> =>
      (await stageText(HEADER + refs.map((ref) => `${ref},Unavailable,,\n`).join(''))).facts()['in-order'];
    expect(await inOrder('A-1', 'A-10', 'A-2')).toBe('yes');
    expect(await inOrder('A-1', 'A-1')).toBe('no');
    expect(await inOrder('A-2', 'A-10')).toBe('no');
  });

  it('of any file are accounted for, every one of them', async () => {
    const anyCell = fc.constantFrom(
      '',
      ' ',
      'ORD-1',
      'ORD-2',
      'Booked',
      'Unavailable',
      'booked',
      '2025-04-28',
      '2025-02-30',
      'Zhang Wei',
      '"a\nb"',
      "'=1",
    );
    const anyRow = fc.oneof(
      fc.array(anyCell, { maxLength: 6 }).map((cells) => cells.join(',')),
      fc
        .tuple(
          fc.constantFrom('ORD-1', 'ORD-2', 'ORD-3'),
          fc.constantFrom('Booked,2025-04-28,Li Fang', 'Unavailable,,', 'Unavailable,2025-04-28,'),
        )
        .map((cells) => cells.join(',')),
    );
    const path = join(temporaryFolder(), 'staged.sqlite');
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), async (rows, lineEnd) => {
        writeFileSync(path, '');
        const bytes = Buffer.from([HEADER.trim(), ...rows].join(lineEnd));
        const staged = await stageFile(
          { ...ORDER, name: 'a.csv', source: { bytes }, stagedPath: path },
          () => false,
          () => {},
        );
        if (!staged.ok) throw new Error(JSON.stringify(staged.failure));
        const { totals } = staged.value;
        const records = rows.filter((row) => /[^, ]/.test(row)).length;
        expect(totals.records).toBe(records);
        expect(totals.new + totals.changed + totals.unchanged + totals.duplicate + totals.invalid).toBe(records);
        const store = openScratch(path, { readonly: true });
        const staging = store.prepare<unknown[], Row>('select * from row order by record').all();
        store.close();
        expect(staging).toHaveLength(records);
        const count = (verdict: string): number => staging.filter((row) => row.verdict === verdict).length;
        expect(totals).toMatchObject({ new: count('new'), duplicate: count('duplicate'), invalid: count('invalid') });
        for (const { ref, result, date, inspector, verdict, problems } of staging) {
          const judged = BookingResult.safeParse({
            internalOrderRef: ref,
            bookingResult: result,
            bookingDate: date,
            inspectorName: inspector,
          });
          if (verdict !== 'invalid') expect(judged.success).toBe(true);
          else expect(problems).not.toBe('');
        }
        const queued = staging.filter(({ verdict }) => verdict === 'new');
        expect(new Set(queued.map(({ ref }) => ref)).size).toBe(queued.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a staging file', () => {
  it('that was cut short or damaged is not offered again', async () => {
    const { path } = await stageText(HEADER + Array.from({ length: 2000 }, (_, n) => `ORD-${n},Unavailable,,\n`).join(''));
    expect(isStagedSound(path)).toBe(true);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    expect(isStagedSound(path)).toBe(false);
    writeFileSync(path, Buffer.from(whole).fill(7, whole.length - 3 * 16_384));
    expect(isStagedSound(path)).toBe(false);
    writeFileSync(path, 'nothing of the kind');
    expect(isStagedSound(path)).toBe(false);
    expect(isStagedSound(`${path}.gone`)).toBe(false);
  });
});
