// Orders whose last row is invalid: held as a whole, by the same rule whether the rows were read or repaired, before the file
// is queued and after it. Nothing older goes out because of what was done to a newer row.
import { describe, expect, it } from 'vitest';
import type { RepairGroup } from '../../shared/import.ts';
import { desk, rowsOf } from '../support/desks.ts';
import { booked } from '../support/make.ts';
import { csv, csvOf, type Desk, must } from '../support/make-imports.ts';

async function verdicts(at: Desk, id: number): Promise<string[]> {
  return (await rowsOf(at, id)).map(({ verdict }) => verdict);
}

const GOOD = 'ORD-1,Booked,2025-04-28,Old';
const BAD = 'ORD-1,Booked,2025-02-30,New';

describe('an order whose last row is invalid', () => {
  it('is held as a whole, released by the repair of that row, and held again when the repair is taken back', async () => {
    const at = await desk();
    const { id } = await at.drop(csv(GOOD, GOOD, BAD));
    const read = await rowsOf(at, id);
    expect(read.map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid', 'invalid']);
    must(await at.imports.repair(id, 4, booked('ORD-1', 'New'), 'one'));
    expect(await verdicts(at, id)).toEqual(['duplicate', 'duplicate', 'new']);
    expect(must(at.imports.summary(id))).toMatchObject({ repaired: 1, totals: { new: 1, duplicate: 2, invalid: 0 } });
    expect(must(await at.imports.undo(id, 'one'))).toBe(1);
    expect(await rowsOf(at, id)).toEqual(read);
  });

  it('is held from the moment when that row becomes invalid, or comes from another order', async () => {
    const at = await desk();
    const { id } = await at.drop(csv(GOOD, 'ORD-1,Booked,2025-04-29,New', 'ORD-2,Booked,soon,C'));
    expect(await verdicts(at, id)).toEqual(['duplicate', 'new', 'invalid']);
    must(await at.imports.repair(id, 3, { ...booked('ORD-1', 'New'), bookingDate: '' }, 'emptied'));
    expect(await verdicts(at, id)).toEqual(['invalid', 'invalid', 'invalid']);
    must(await at.imports.undo(id, 'emptied'));
    expect(await verdicts(at, id)).toEqual(['duplicate', 'new', 'invalid']);
    must(await at.imports.repair(id, 4, { ...booked('ORD-1', 'C'), bookingDate: 'soon' }, 'moved'));
    expect(await verdicts(at, id)).toEqual(['invalid', 'invalid', 'invalid']);
    must(await at.imports.repair(id, 4, { ...booked('ORD-3', 'C'), bookingDate: 'soon' }, 'away'));
    expect(await verdicts(at, id)).toEqual(['duplicate', 'new', 'invalid']);
  });

  it('is held still when an earlier row is given another value, and not when that very row is confirmed', async () => {
    const at = await desk();
    const { id } = await at.drop(csv(GOOD, BAD));
    must(await at.imports.repair(id, 2, booked('ORD-1', 'Other'), 'changed'));
    expect(await verdicts(at, id)).toEqual(['invalid', 'invalid']);
    must(await at.imports.repair(id, 2, booked('ORD-1', 'Other'), 'confirmed'));
    expect(await verdicts(at, id)).toEqual(['new', 'invalid']);
    must(await at.imports.repair(id, 3, { ...booked('ORD-1', 'New'), bookingDate: '2025-02-31' }, 'still wrong'));
    expect(await verdicts(at, id)).toEqual(['new', 'invalid']);
    must(await at.imports.undo(id, 'still wrong'));
    must(await at.imports.undo(id, 'confirmed'));
    expect(await verdicts(at, id)).toEqual(['invalid', 'invalid']);
  });

  it('is released by the repair of many at once, and held again with its undo', async () => {
    const at = await desk();
    const { id } = await at.drop(
      csv(GOOD, 'ORD-2,Booked,2025-04-28,A', 'ORD-1,booked,2025-04-28,B', 'ORD-2,booked,2025-04-28,B'),
    );
    const read = await rowsOf(at, id);
    const [group] = must(await at.imports.problems(id)).filter(({ rule }) => rule === 'word') as [RepairGroup];
    expect(must(await at.imports.fixAll(id, group, group.fix, 'all'))).toBe(2);
    expect(await verdicts(at, id)).toEqual(['duplicate', 'duplicate', 'new', 'new']);
    expect(must(await at.imports.undo(id, 'all'))).toBe(2);
    expect(await rowsOf(at, id)).toEqual(read);
  });

  it('is not meant by an invalid row before a good one, which says what is newest', async () => {
    const at = await desk();
    const { id } = await at.drop(csv(GOOD, BAD, 'ORD-1,Booked,2025-04-29,Newest'));
    expect(await verdicts(at, id)).toEqual(['duplicate', 'invalid', 'new']);
  });
});

describe('after its file was queued, an order with held rows', () => {
  async function accepted(...rows: string[]): Promise<{ at: Desk; id: number }> {
    const at = await desk();
    const { id } = await at.drop(csvOf(rows));
    must(await at.imports.accept(id));
    return { at, id };
  }

  const newest = (at: Desk): string => (at.lists.newestOf('ORD-1') as { inspectorName: string }).inspectorName;

  it('says what its last row says once that is repaired; the earlier ones are settled with it, and all come back', async () => {
    const { at, id } = await accepted(GOOD, BAD);
    const held = await rowsOf(at, id);
    expect(held).toHaveLength(2);
    must(await at.imports.repair(id, 3, booked('ORD-1', 'New'), 'one'));
    expect([newest(at), at.lists.tally(id).held, at.lists.tally(id).waiting]).toEqual(['New', 0, 1]);
    must(await at.imports.undo(id, 'one'));
    expect(await rowsOf(at, id)).toEqual(held);
  });

  it('never says less than its newest row that was queued, whatever is repaired later', async () => {
    const { at, id } = await accepted('ORD-1,booked,2025-04-27,Oldest', BAD);
    must(await at.imports.repair(id, 3, booked('ORD-1', 'New'), 'new'));
    expect(must(await at.imports.repair(id, 2, booked('ORD-1', 'Oldest'), 'old')).verdict).toBe('duplicate');
    expect([newest(at), at.lists.tally(id).held, at.lists.tally(id).waiting]).toEqual(['New', 0, 1]);
    must(await at.imports.undo(id, 'old'));
    expect((await rowsOf(at, id)).map(({ record }) => record)).toEqual([2]);
  });

  it('keeps an earlier row back while the later one is invalid, until that row is confirmed', async () => {
    const { at, id } = await accepted('ORD-1,booked,2025-04-27,Oldest', BAD);
    const { verdict, problems } = must(await at.imports.repair(id, 2, booked('ORD-1', 'Oldest'), 'old'));
    expect([verdict, problems.map(({ rule }) => rule)]).toEqual(['invalid', ['later-row-invalid']]);
    expect(at.lists.tally(id)).toMatchObject({ held: 2, waiting: 0 });
    must(await at.imports.repair(id, 2, booked('ORD-1', 'Oldest'), 'confirmed'));
    expect([newest(at), at.lists.tally(id).held, at.lists.tally(id).waiting]).toEqual(['Oldest', 1, 1]);
    must(await at.imports.repair(id, 3, booked('ORD-1', 'New'), 'new'));
    expect(newest(at)).toBe('New');
  });
});
