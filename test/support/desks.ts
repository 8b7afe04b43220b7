// A desk for imports on a home of its own, for tests: opened on a hand-moved clock, and closed after the test.
import { afterEach } from 'vitest';
import type { StagedRow } from '../../shared/import.ts';
import { handClock, temporaryFolder } from './make.ts';
import { type Desk, type DeskOptions, must, openDesk } from './make-imports.ts';

const open: Desk[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Opens a desk; on a home that another one had, it goes on where that one ended. */
export async function desk(home = temporaryFolder(), options: Partial<DeskOptions> = {}): Promise<Desk> {
  const opened = await openDesk(home, { clock: handClock(), ...options });
  open.push(opened);
  return opened;
}

/** Closes a desk before its test ends. */
export async function close(closing: Desk): Promise<void> {
  open.splice(open.indexOf(closing), 1);
  await closing.close();
}

/** The first 500 rows of a file, whatever they are. */
export async function rowsOf({ imports }: Desk, id: number): Promise<StagedRow[]> {
  return must(await imports.rows(id, { verdicts: [], group: null }, 0, 500)).rows;
}
