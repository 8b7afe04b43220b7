// Withdrawing an accepted file as a whole program does it: what files in review say meanwhile, what a restart finds, and a
// program that ends in the middle.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recount } from '../../main/outbox/restore.ts';
import { close, desk } from '../support/desks.ts';
import { booked, temporaryFolder } from '../support/make.ts';
import { csv, csvOf, type Desk, manyRows, must } from '../support/make-imports.ts';

async function accepted(at: Desk, ...rows: string[]): Promise<number> {
  const { id } = await at.drop(csv(...rows));
  must(await at.imports.accept(id));
  return id;
}

function expectSound({ reader }: Desk): void {
  const line = (row: ReturnType<typeof recount>[number]): string => `${row.import_id} ${row.state} ${row.cause} ${row.n}`;
  const tally = reader.prepare<unknown[], ReturnType<typeof recount>[number]>('select * from tally where n <> 0').all();
  expect(tally.map(line).sort()).toEqual(recount(reader).map(line).sort());
}

describe('a file that is withdrawn', () => {
  it('shows in its own receipt, in the file it had replaced, and in what files in review would change', async () => {
    const at = await desk();
    const older = await accepted(at, 'ORD-1,Booked,2025-04-01,A', 'ORD-2,Booked,2025-04-01,A');
    const newer = await accepted(at, 'ORD-1,Booked,2025-04-02,B', 'ORD-3,Booked,2025-04-02,B', 'ORD-4,booked,,');
    const review = await at.drop(csv('ORD-1,Booked,2025-04-02,B', 'ORD-2,Booked,2025-04-01,A', 'ORD-3,Booked,2025-04-02,B'));
    expect(review.totals).toMatchObject({ unchanged: 3 });
    expect(must(at.imports.summary(newer))).toMatchObject({ waiting: 2, discarded: 0 });

    expect(must(await at.imports.withdraw(newer, 'undo'))).toEqual({ count: 2, sent: 0 });
    await at.imports.settled();
    expect(must(at.imports.summary(newer))).toMatchObject({ phase: 'accepted', waiting: 0, discarded: 2, held: 1 });
    expect(must(at.imports.summary(older))).toMatchObject({ waiting: 2 });
    expect(must(at.imports.summary(review.id)).totals).toMatchObject({ changed: 1, unchanged: 1, new: 1 });
    expect(must(await at.imports.receipt(newer)).text).toMatch(/ORD-3,Booked,2025-04-02,B,Discarded/);
    expectSound(at);

    must(await at.writer.restore('undo', 0));
    at.imports.recount();
    await at.imports.settled();
    expect(must(at.imports.summary(newer))).toMatchObject({ waiting: 2, discarded: 0 });
    expect(must(at.imports.summary(review.id)).totals).toMatchObject({ unchanged: 3 });
    expect(await at.imports.withdraw(review.id, 'undo')).toMatchObject({ ok: false, failure: { kind: 'gone' } });
    expectSound(at);
  });

  it('takes along the rows that were repaired since', async () => {
    const at = await desk();
    const id = await accepted(at, 'ORD-1,booked,2025-04-28,A', 'ORD-2,Unavailable,,');
    must(await at.imports.repair(id, 2, booked('ORD-1'), 'repair'));
    expect(must(await at.imports.withdraw(id, 'undo'))).toEqual({ count: 2, sent: 0 });
    expect(at.lists.tally()).toMatchObject({ waiting: 0, discarded: 2, held: 0 });
    expect(at.lists.tally(id).discarded).toBe(2);
    // The repair of a row that was withdrawn is not taken back as well.
    expect(must(await at.imports.undo(id, 'repair'))).toBe(0);
    expectSound(at);
  });

  it('comes back with the newest of its rows for each order, and says how many those are', async () => {
    const at = await desk();
    const id = await accepted(at, 'ORD-1,Unavailable,,', 'ORD-9,booked,2025-04-28,A', 'ORD-2,Unavailable,,');
    must(await at.imports.repair(id, 3, booked('ORD-1'), 'repair'));
    expect(at.lists.tally()).toMatchObject({ waiting: 2, superseded: 1 });
    expect(must(await at.imports.withdraw(id, 'undo'))).toEqual({ count: 2, sent: 0 });
    expect(at.lists.tally()).toMatchObject({ waiting: 0, discarded: 3 });
    expect(must(await at.writer.restore('undo', 0))).toBe(2);
    expect(at.lists.tally()).toMatchObject({ waiting: 2, superseded: 1, discarded: 0 });
    expect(at.lists.newestOf('ORD-1')).toMatchObject({ bookingResult: 'Booked', state: 'waiting' });
    expectSound(at);
  });

  it('can be taken back after a restart', async () => {
    const home = temporaryFolder();
    const before = await desk(home);
    const id = await accepted(before, 'ORD-1,Unavailable,,');
    must(await before.imports.withdraw(id, 'undo'));
    await close(before);
    const at = await desk(home);
    expect(at.lists.tally()).toMatchObject({ waiting: 0, discarded: 1 });
    expect(must(await at.writer.restore('undo', 0))).toBe(1);
    expect(at.lists.tally()).toMatchObject({ waiting: 1, discarded: 0 });
  });
});

describe('a program that ends', () => {
  it.each([0, 20, 60, 200])('%i ms into a withdrawal has withdrawn all of the file, or nothing', async (delayMs) => {
    const home = temporaryFolder();
    const count = 60_000;
    const older = join(home, 'older.csv');
    const newer = join(home, 'newer.csv');
    writeFileSync(older, csvOf(manyRows(count)).bytes);
    writeFileSync(newer, csvOf(manyRows(count).map((row) => `${row} B`)).bytes);
    const child = fork(new URL('../support/import-withdraw-child.ts', import.meta.url), [home, older, newer], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', () => setTimeout(() => child.kill('SIGKILL'), delayMs));
    await once(child, 'exit');
    const at = await desk(home);
    const { waiting, superseded, discarded } = at.lists.tally();
    expect(waiting).toBe(count);
    expect([`${superseded} replaced`, `${discarded} withdrawn`]).toContain(
      `${count} ${discarded > 0 ? 'withdrawn' : 'replaced'}`,
    );
    expect(superseded + discarded).toBe(count);
    expectSound(at);
  });
});
