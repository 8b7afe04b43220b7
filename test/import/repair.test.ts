// Repairs in a file in review: one row, all that need the same, and their undo; the totals are exact after each of them.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openScratch } from '../../main/base/sqlite.ts';
import type { RowPage } from '../../main/import/stage/staged-rows.ts';
import { MARK_COLUMN } from '../../main/outbox/marked-rows.ts';
import type { RepairGroup, StagedRow, Totals } from '../../shared/import.ts';
import { desk, rowsOf } from '../support/desks.ts';
import { booked } from '../support/make.ts';
import { csv, csvOf, type Desk, manyRows, must } from '../support/make-imports.ts';

function totalsOf({ imports }: Desk, id: number): Totals {
  return must(imports.summary(id)).totals;
}

const shape = (group: RepairGroup): unknown[] => [group.field, group.rule, group.found, group.fix, group.count, group.isError];

describe('problems', () => {
  it('are grouped by the repair they need: what holds rows back first, the largest first, then the remarks', async () => {
    const at = await desk();
    const { id } = await at.drop(
      csv(
        'ORD-1,booked,2025-04-28,A',
        'ORD-2,booked,2025-04-28,B',
        'ORD-3,BOOKED,2025-04-28,C',
        'ORD-4,Booked,2025-02-30,D',
        'ORD-5,Booked,2025-02-31,E',
        'ORD-6,Booked,2025-02-31,F',
        'ORD-7,Booked,,G',
        'ORD-8,Unavailable,2025-04-28,',
      ),
    );
    const groups = must(await at.imports.problems(id));
    expect(groups.map(shape)).toEqual([
      ['bookingDate', 'date', null, null, 3, true],
      ['bookingResult', 'word', 'booked', 'Booked', 2, true],
      ['bookingResult', 'word', 'BOOKED', 'Booked', 1, true],
      ['bookingDate', 'required', '', null, 1, true],
      ['bookingDate', 'cleared', '2025-04-28', null, 1, false],
    ]);
    expect(groups[0]?.sample).toEqual({ record: 5, found: '2025-02-30' });
    for (const group of groups) {
      const { rows } = must(await at.imports.rows(id, { verdicts: [], group }, 0, 50));
      expect(rows).toHaveLength(group.count);
      expect(rows[0]?.record).toBe(group.sample.record);
    }
  });

  it('of a column of nothing but different words are a few groups, and every row is in exactly one', async () => {
    const at = await desk();
    const rows = Array.from({ length: 3000 }, (_, n) => `ORD-${n},word ${n < 300 ? n % 30 : n},2025-04-28,A`);
    const { id } = await at.drop(csvOf(rows));
    const groups = must(await at.imports.problems(id));
    expect(groups).toHaveLength(21);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(3000);
    const seen = new Set<number>();
    for (const group of groups) {
      for (let after: number | null = 0; after !== null; ) {
        const page: RowPage = must(await at.imports.rows(id, { verdicts: ['invalid'], group }, after, 500));
        for (const { record } of page.rows) {
          expect(seen.has(record)).toBe(false);
          seen.add(record);
        }
        after = page.next;
      }
    }
    expect(seen.size).toBe(3000);
  });

  it('are gone from the groups once they are repaired, and there again when that is taken back', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,booked,2025-04-28,A', 'ORD-2,booked,2025-02-30,B'));
    const groups = must(await at.imports.problems(id));
    const [group] = groups as [RepairGroup];
    expect(must(await at.imports.fixAll(id, group, null, 'fix'))).toBe(2);
    expect(must(await at.imports.problems(id)).map(shape)).toEqual([['bookingDate', 'date', '2025-02-30', null, 1, true]]);
    expect(totalsOf(at, id)).toMatchObject({ new: 1, invalid: 1 });
    expect(must(await at.imports.undo(id, 'fix'))).toBe(2);
    expect(must(await at.imports.problems(id))).toEqual(groups);
    expect(must(await at.imports.undo(id, 'fix'))).toBe(0);
  });
});

describe('a repair', () => {
  it('leaves what only the reading could find, until that cell is repaired or the row confirmed as it is', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,booked,2025-04-28,Wei,Zhang', 'ORD-2,booked,2025-04-28,Wei,Zhang'));
    const rules = async (record: number): Promise<string[]> =>
      (await rowsOf(at, id)).find((row) => row.record === record)?.problems.map(({ rule }) => rule) ?? [];
    const [word] = must(await at.imports.problems(id)).filter(({ rule }) => rule === 'word') as [RepairGroup];
    must(await at.imports.fixAll(id, word, 'Booked', 'fix'));
    expect([await rules(2), await rules(3)]).toEqual([['extra-cells'], ['extra-cells']]);
    expect(totalsOf(at, id).invalid).toBe(2);
    must(await at.imports.repair(id, 2, booked('ORD-1', 'Wei'), 'confirmed'));
    must(await at.imports.repair(id, 3, booked('ORD-2', 'Wei, Zhang'), 'repaired'));
    expect([await rules(2), await rules(3)]).toEqual([[], []]);
    expect(totalsOf(at, id)).toMatchObject({ new: 2, invalid: 0 });
    expect(must(at.imports.summary(id)).repaired).toBe(2);
  });

  it('is taken back in the order people do: the last first, and an earlier one only where nothing came after it', async () => {
    const at = await desk();
    const { id } = await at.drop(csv('ORD-1,booked,2025-04-28,A', 'ORD-2,booked,2025-04-28,B'));
    const atFirst = await rowsOf(at, id);
    const [group] = must(await at.imports.problems(id)) as [RepairGroup];
    must(await at.imports.fixAll(id, group, 'Booked', 'all'));
    const between = await rowsOf(at, id);
    must(await at.imports.repair(id, 2, booked('ORD-2', 'C'), 'one'));
    expect(totalsOf(at, id)).toMatchObject({ new: 1, duplicate: 1 });
    expect(must(await at.imports.undo(id, 'all'))).toBe(1);
    expect(must(await at.imports.undo(id, 'one'))).toBe(1);
    expect((await rowsOf(at, id))[0]).toEqual(between[0]);
    expect(must(await at.imports.undo(id, 'all'))).toBe(1);
    expect(await rowsOf(at, id)).toEqual(atFirst);
    expect(must(at.imports.summary(id)).repaired).toBe(0);
    expect(await at.imports.undo(99, 'all')).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });

  it('of any kind, in any order, keeps totals and verdicts as a reading of the repaired file would have them', async () => {
    const at = await desk();
    const refs = ['A', 'B', 'C', ''];
    const values = fc.constantFrom(
      'Booked,2025-04-28,Li',
      'Booked,2025-04-29,Li',
      'booked,2025-04-28,Li',
      'Unavailable,,',
      'Unavailable,x,',
      'Booked,,Li',
    );
    const row = fc.tuple(fc.constantFrom(...refs), values).map((cells) => cells.join(','));
    const act = fc.record({ kind: fc.constantFrom('repair', 'repair', 'fix', 'undo'), pick: fc.nat({ max: 99 }), row });
    const earlier = await at.drop(csv('A,Booked,2025-04-28,Li', 'B,Unavailable,,'));
    must(await at.imports.accept(earlier.id));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), fc.array(act, { maxLength: 8 }), async (rows, acts) => {
        const { id } = await at.drop(csvOf(rows));
        const repaired = new Set<number>();
        for (const [n, { kind, pick, row: other }] of acts.entries()) {
          const [internalOrderRef = '', bookingResult = '', bookingDate = '', inspectorName = ''] = other.split(',');
          const groups = must(await at.imports.problems(id));
          const group = groups[pick % Math.max(1, groups.length)];
          if (kind === 'repair') {
            const draft = { internalOrderRef, bookingResult, bookingDate, inspectorName };
            must(await at.imports.repair(id, 2 + (pick % rows.length), draft, `undo-${n}`));
            repaired.add(2 + (pick % rows.length));
          } else if (kind === 'fix' && group !== undefined) {
            for (const { record } of await rowsOf(at, id)) repaired.add(record);
            must(await at.imports.fixAll(id, group, pick % 2 === 0 ? group.fix : '2025-04-28', `undo-${n}`));
          } else if (kind === 'undo') must(await at.imports.undo(id, `undo-${pick % Math.max(1, n)}`));
          const staged = await rowsOf(at, id);
          const again = await at.drop(
            csvOf(staged.map((one) => [one.internalOrderRef, one.bookingResult, one.bookingDate, one.inspectorName].join(','))),
          );
          const reread = await rowsOf(at, again.id);
          // A date that was cleared before stays cleared, and nothing is said about it any more.
          const said = (list: StagedRow[]): string[] => list.map(({ internalOrderRef: ref, verdict }) => `${ref} ${verdict}`);
          // Read anew, a row before an invalid one of its order is held; here a person has confirmed it by repairing it, and those
          // before it gave way to it.
          const isConfirmed = ({ record, internalOrderRef: ref }: StagedRow): boolean =>
            staged.some((one) => one.internalOrderRef === ref && one.record >= record && repaired.has(one.record));
          const [now, anew] = [said(staged), said(reread)];
          const others = staged.filter((_, place) => now[place] !== anew[place]);
          if (others.some((one) => one.verdict === 'invalid' || !isConfirmed(one))) throw new Error(`${now} instead of ${anew}`);
          if (others.length > 0) {
            must(await at.imports.cancel(again.id));
            continue;
          }
          const { warned: _warned, ...totals } = totalsOf(at, id);
          const warned = staged.filter(({ verdict, problems }) => problems.length > 0 && /^(new|changed)$/.test(verdict)).length;
          expect({ ...totals, warned }).toEqual({ ...again.totals, warned: _warned });
          must(await at.imports.cancel(again.id));
        }
        must(await at.imports.cancel(id));
        await at.imports.settled();
      }),
      { numRuns: 60 },
    );
  }, 900_000);

  it('of one row or a hundred thousand of a million touches only those and their orders', async () => {
    const at = await desk();
    const rows = manyRows(1_000_000);
    for (let n = 0; n < rows.length; n += 10) rows[n] = `ORD-${String(n).padStart(7, '0')},booked,2025-04-28,Zhang Wei`;
    const { id, totals } = await at.drop(csvOf(rows));
    expect(totals).toMatchObject({ records: 1_000_000, new: 900_000, invalid: 100_000 });
    const [group, ...others] = must(await at.imports.problems(id)) as [RepairGroup];
    expect([group.count, others.length]).toEqual([100_000, 0]);
    must(await at.imports.repair(id, 2, booked('ORD-0000001'), 'one'));
    expect(totalsOf(at, id)).toMatchObject({ new: 900_000, duplicate: 1, invalid: 99_999 });
    expect(must(await at.imports.fixAll(id, group, group.fix, 'all'))).toBe(99_999);
    expect(totalsOf(at, id)).toMatchObject({ new: 999_999, duplicate: 1, invalid: 0 });
    const store = openScratch(join(at.folder, `${id}.sqlite`), { readonly: true });
    const counted = store.prepare('select verdict, count(*) as n from row group by verdict order by verdict').all();
    store.close();
    expect(counted).toEqual([
      { verdict: 'duplicate', n: 1 },
      { verdict: 'new', n: 999_999 },
    ]);
    expect(must(await at.imports.undo(id, 'all'))).toBe(99_999);
    expect(totalsOf(at, id)).toMatchObject({ new: 900_000, duplicate: 1, invalid: 99_999 });
  }, 900_000);
});

describe('the name of the column of marks', () => {
  it('is no word that means one of the four columns', async () => {
    const at = await desk();
    const file = {
      bytes: Buffer.from(
        `internalOrderRef,bookingResult,bookingDate,inspectorName,${MARK_COLUMN},reason\nORD-1,Unavailable,,,x,y\n`,
      ),
    };
    expect((await at.drop(file)).totals).toMatchObject({ records: 1, new: 1, invalid: 0 });
  });
});
