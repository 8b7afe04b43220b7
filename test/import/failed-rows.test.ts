// The failed rows of a file, out as a spreadsheet and back: lossless for any text, settled where they came from, never twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recount } from '../../main/outbox/restore.ts';
import type { ImportSummary, StagedRow } from '../../shared/import.ts';
import { desk, rowsOf } from '../support/desks.ts';
import { booked } from '../support/make.ts';
import { csv, type Desk, HEADER, must } from '../support/make-imports.ts';

async function accepted(at: Desk, source: { bytes: Uint8Array }, name = 'monday.csv'): Promise<ImportSummary> {
  const { id } = await at.drop(source, name);
  return must(await at.imports.accept(id));
}

async function failedRows({ imports }: Desk, id: number): Promise<string> {
  return must(await imports.failedRows(id)).text;
}

/** Lets BasicPSF refuse the newest result of an order. */
async function refuse({ writer, lists }: Desk, ref: string): Promise<void> {
  const { seq } = lists.newestOf(ref) as { seq: number };
  const failure = { kind: 'value-refused', words: 'Invalid inspector' } as const;
  const now = 0;
  must(await writer.turn([], [{ batchId: `b-${seq}`, bootId: 'boot', seqs: [seq], urlBytes: 100, now, monotonic: now }]));
  must(await writer.turn([{ batchId: `b-${seq}`, now, monotonic: now, onlineMs: 0, outcomes: [{ seq, failure }] }], []));
}

function expectSound({ reader }: Desk): void {
  const line = (row: ReturnType<typeof recount>[number]): string => `${row.import_id} ${row.state} ${row.cause} ${row.n}`;
  const tally = reader.prepare<unknown[], ReturnType<typeof recount>[number]>('select * from tally where n <> 0').all();
  expect(tally.map(line).sort()).toEqual(recount(reader).map(line).sort());
}

describe('failed rows', () => {
  it('are those held back and those refused, in the order of the file, each with its row, its mark and its reason', async () => {
    const at = await desk();
    const { id } = await accepted(
      at,
      csv('ORD-1,Booked,2025-02-30,Zhang Wei', 'ORD-2,Booked,2025-04-28,Li Fang', 'ORD-3,Unavailable,,', 'ORD-4,Booked,,=Wei'),
    );
    await refuse(at, 'ORD-2');
    const { name, text } = must(await at.imports.failedRows(id));
    expect(name).toBe('monday failed rows.csv');
    const mark = `import ${id} row \\d+ [0-9a-f]{6}`;
    expect(text.split('\r\n')).toEqual([
      `\uFEFF${HEADER},row,held row,reason`,
      expect.stringMatching(new RegExp(`^ORD-1,Booked,2025-02-30,Zhang Wei,2,${mark},.*not a day in the calendar`)),
      expect.stringMatching(new RegExp(`^ORD-2,Booked,2025-04-28,Li Fang,3,${mark},.*Invalid inspector`)),
      expect.stringMatching(new RegExp(`^ORD-4,Booked,,'=Wei,5,${mark},.*missing`)),
      '',
    ]);
    const [review] = [await at.drop(csv('ORD-9,booked,,'))];
    expect(await at.imports.failedRows(review.id)).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });

  it('that are repaired and dropped back are queued, and are not held any more where they came from', async () => {
    const at = await desk();
    const first = await accepted(at, csv('ORD-1,Booked,2025-02-30,Zhang Wei', 'ORD-2,Booked,,Li Fang', 'ORD-3,booked,,'));
    const text = await failedRows(at, first.id);
    const repaired = text.replace('2025-02-30', '2025-02-28').replace('ORD-2,Booked,,', 'ORD-2,Booked,2025-04-29,');
    const second = await at.drop({ bytes: Buffer.from(repaired) }, 'failed rows.csv');
    expect(second.totals).toMatchObject({ records: 3, new: 2, invalid: 1 });
    // Nothing is settled before the file is accepted.
    expect(must(at.imports.summary(first.id)).held).toBe(3);
    must(await at.imports.accept(second.id));
    expect(must(at.imports.summary(first.id)).held).toBe(0);
    // What is still wrong is held once, in the newer file.
    expect((await rowsOf(at, second.id)).map(({ internalOrderRef }) => internalOrderRef)).toEqual(['ORD-3']);
    expect(at.lists.tally()).toMatchObject({ waiting: 2, held: 1 });
    expectSound(at);
  });

  it('that were refused are replaced by the repaired ones, whatever order they name now', async () => {
    const at = await desk();
    const first = await accepted(at, csv('ORD-1,Booked,2025-04-28,Zhang Wei', 'ORD-2,Booked,2025-04-28,Zhang Wei'));
    await refuse(at, 'ORD-1');
    await refuse(at, 'ORD-2');
    const text = await failedRows(at, first.id);
    const repaired = text.replace('ORD-1,Booked,2025-04-28,Zhang Wei', 'ORD-1-B,Booked,2025-04-28,Zhang Wei');
    await accepted(at, { bytes: Buffer.from(repaired) });
    expect(at.lists.tally()).toMatchObject({ waiting: 1, superseded: 1, refused: 1 });
    // The one that says the same as before was not repaired, and stays refused.
    expect(at.lists.list({ states: ['refused'] }).items).toMatchObject([{ internalOrderRef: 'ORD-2' }]);
    expectSound(at);
  });

  it('keep references and days that a spreadsheet would save as others', async () => {
    const at = await desk();
    const codes = ['00123', '123456789012', '12E5', '3-4', '2025-04'];
    const first = await accepted(at, csv(...codes.map((code) => `="${code}",Booked,28/04/25,`), '12345,Booked,2025-02-30,A'));
    const text = await failedRows(at, first.id);
    const lines = text.split('\r\n').slice(1, -1);
    expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual([
      ...codes.map((code) => [`'${code}`, 'Booked', "'28/04/25"]),
      ['12345', 'Booked', '2025-02-30'],
    ]);
    const again = await at.drop({ bytes: Buffer.from(text) }, 'failed rows.csv');
    expect((await rowsOf(at, again.id)).map((row) => [row.internalOrderRef, row.bookingDate])).toEqual([
      ...codes.map((code) => [code, '28/04/25']),
      ['12345', '2025-02-30'],
    ]);
  });

  it.each([
    ['of another row, made up by dragging', (mark: string) => mark.replace(/row \d+/, 'row 3')],
    ['of another file', (mark: string) => mark.replace(/import \d+/, 'import 7')],
    ['cut short', (mark: string) => mark.slice(0, -1)],
  ])('settle nothing when their mark is one %s', async (_, change) => {
    const at = await desk();
    const first = await accepted(at, csv('ORD-1,Booked,2025-02-30,Zhang Wei', 'ORD-2,Booked,2025-02-30,Li Fang'));
    const text = await failedRows(at, first.id);
    const [header, row = ''] = text.split('\r\n');
    const again = row.replace(/import \d+ row \d+ [0-9a-f]{6}/, change).replace('2025-02-30', '2025-02-28');
    await accepted(at, { bytes: Buffer.from(`${header}\r\n${again}\r\n`) });
    expect(must(at.imports.summary(first.id)).held).toBe(2);
    expect(at.lists.tally()).toMatchObject({ waiting: 1, held: 2 });
    expectSound(at);
  });

  it('settle nothing when one mark is there twice, so that no row is lost', async () => {
    const at = await desk();
    const first = await accepted(at, csv('ORD-1,Booked,2025-02-30,Zhang Wei', 'ORD-2,Booked,2025-02-30,Li Fang'));
    const [header, row = ''] = (await failedRows(at, first.id)).split('\r\n');
    const good = row.replace('2025-02-30', '2025-02-28');
    await accepted(at, { bytes: Buffer.from([header, good, good.replace('ORD-1', 'ORD-5'), ''].join('\r\n')) });
    expect(must(at.imports.summary(first.id)).held).toBe(2);
  });

  it('come back exactly as they were, whatever is in their cells', async () => {
    const at = await desk();
    const cell = fc
      .oneof(
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.string({
          unit: fc.constantFrom(
            '"',
            "'",
            ',',
            ';',
            '\t',
            '\r',
            '\n',
            '=',
            '+',
            '-',
            '@',
            '|',
            ' ',
            'a',
            '1',
            '＝',
            '\u00a0',
            '\u200b',
          ),
          maxLength: 8,
        }),
        fc.constantFrom('="00123"', "''=1", 'sep=;', '1.23E+11', '#REF!', '28/04/2025', '45306', '2025年4月28日', '__proto__'),
      )
      // One that ends in a quotation mark may be a pair around a reference, which is taken off as a whole.
      .filter((text) => !/['"“”„‟«»‘’‚][\s\u200b]*$/u.test(text) || text === '="00123"');
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
        const lines = rows.map(([ref, , date, inspector], n) =>
          [`R${n}${ref}`, 'nonsense', date, inspector].map(quoted).join(','),
        );
        // With its mark, because a handful of strange letters without one is a question about the encoding.
        const text = `\uFEFF${HEADER}\n${[...lines, 'ORD-1,Unavailable,,'].join('\n')}\n`;
        const first = await accepted(at, { bytes: Buffer.from(text) });
        const held = await rowsOf(at, first.id);
        expect(held).toHaveLength(rows.length);
        const again = await at.drop({ bytes: Buffer.from(await failedRows(at, first.id)) }, 'failed rows.csv');
        const values = (list: StagedRow[]): string[][] =>
          list.map((row) => [row.internalOrderRef, row.bookingResult, row.bookingDate, row.inspectorName]);
        expect(values(await rowsOf(at, again.id))).toEqual(values(held));
        must(await at.imports.cancel(again.id));
        must(await at.imports.release(first.id));
        await at.imports.settled();
      }),
      { numRuns: 150 },
    );
  });
});

describe('a held row', () => {
  it('that comes again with a later file is held once, by the newest; another row stays where it was', async () => {
    const at = await desk();
    const ids: number[] = [];
    for (const text of ['ORD-1,Booked,soon,Li', 'ORD-1,Booked,soon,Li', 'ORD-1,Booked,later,Li']) {
      const { id } = await at.drop(csv(text, 'ORD-2,Maybe,,'));
      must(await at.imports.accept(id));
      ids.push(id);
    }
    const heldBy = await Promise.all(
      ids.map(async (id) => (await rowsOf(at, id)).map(({ bookingDate, record }) => [record, bookingDate])),
    );
    expect(heldBy).toEqual([
      [],
      [[2, 'soon']],
      [
        [2, 'later'],
        [3, ''],
      ],
    ]);
    expect(at.lists.tally()).toMatchObject({ held: 3 });
    expectSound(at);
  });

  it('that was repaired can be taken back for as long as it is unsent', async () => {
    const at = await desk();
    const older = await accepted(at, csv('ORD-1,Booked,2025-04-01,Li Fang'));
    const { id } = await accepted(at, csv('ORD-1,Booked,2025-02-30,Zhang Wei', 'ORD-2,Booked,2025-02-30,Zhang Wei'));
    const held = await rowsOf(at, id);
    must(await at.imports.repair(id, 2, booked('ORD-1'), 'first'));
    must(await at.imports.repair(id, 3, booked('ORD-2', ''), 'second'));
    expect(at.lists.tally()).toMatchObject({ waiting: 1, superseded: 1, held: 1 });
    expect(must(await at.imports.undo(id, 'first'))).toBe(1);
    expect(must(await at.imports.undo(id, 'second'))).toBe(1);
    expect(await rowsOf(at, id)).toEqual(held);
    // What the repair had replaced is waiting again.
    expect(at.lists.tally()).toMatchObject({ waiting: 1, superseded: 0, held: 2, discarded: 1 });
    expect(at.lists.tally(older.id).waiting).toBe(1);
    expectSound(at);

    must(await at.imports.repair(id, 2, booked('ORD-1'), 'third'));
    const { seq } = at.lists.newestOf('ORD-1') as { seq: number };
    must(await at.writer.turn([], [{ batchId: 'b', bootId: 'boot', seqs: [seq], urlBytes: 100, now: 0, monotonic: 0 }]));
    expect(must(await at.imports.undo(id, 'third'))).toBe(0);
    expect(must(at.imports.summary(id)).held).toBe(1);
    expectSound(at);
  });

  it('is repaired with all that need the same, and they are taken back together, but for what was repaired since', async () => {
    const at = await desk();
    const { id } = await accepted(
      at,
      csv(
        'ORD-1,booked,2025-04-28,A',
        'ORD-2,booked,2025-04-28,B',
        'ORD-3,booked,,C',
        'ORD-4,Bokad,2025-04-28,D',
        'ORD-5,x,2025-04-28,E',
      ),
    );
    const groups = must(await at.imports.problems(id));
    expect(groups).toMatchObject([
      { field: 'bookingResult', rule: 'word', found: 'booked', fix: 'Booked', count: 3, fixable: 3, isError: true },
      { field: 'bookingResult', rule: 'word', found: 'Bokad', fix: 'Booked', count: 1 },
      { field: 'bookingResult', rule: 'word', found: 'x', fix: null, count: 1, fixable: 0 },
    ]);
    const [group] = groups as [(typeof groups)[number]];
    expect(must(await at.imports.rows(id, { verdicts: [], group }, 0, 10)).rows.map(({ record }) => record)).toEqual([2, 3, 4]);
    const before = await rowsOf(at, id);
    expect(must(await at.imports.fixAll(id, group, group.fix, 'fix'))).toBe(3);
    expect(at.lists.tally(id)).toMatchObject({ waiting: 2, held: 3 });
    expect((await rowsOf(at, id))[0]).toMatchObject({ record: 4, bookingResult: 'Booked', problems: [{ rule: 'required' }] });
    must(await at.imports.repair(id, 4, { ...booked('ORD-3'), bookingDate: 'soon' }, 'later'));
    expect(must(await at.imports.undo(id, 'fix'))).toBe(2);
    expect(must(await at.imports.undo(id, 'later'))).toBe(1);
    expect(must(await at.imports.undo(id, 'fix'))).toBe(1);
    expect(await rowsOf(at, id)).toEqual(before);
    expectSound(at);
  });
});
