// Homes of every earlier shape of the database, with results in every state: opened by today's program with a backup of what was
// before, every result there in its state, and what was on its way arrives.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backups } from '../../main/base/backups.ts';
import { MIGRATIONS } from '../../main/base/migrations.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import { migrate } from '../../main/base/store.ts';
import { temporaryFolder } from '../support/make.ts';
import { openApp } from '../support/open-app.ts';

const MINUTE = 60_000;

/** State and cause of a result, whether it is on board of a batch, and how its attempts ended. */
const RESULTS: readonly [state: string, cause: string, aboard: boolean, outcomes: readonly string[]][] = [
  ['waiting', '', false, []],
  ['waiting', '', true, []],
  ['waiting', 'gateway', false, ['not-sent']],
  ['unconfirmed', 'timed-out', false, ['unconfirmed']],
  ['unconfirmed', 'timed-out', true, ['unconfirmed']],
  ['refused', 'order-not-found', false, ['refused']],
  ['parked', 'cut-off', false, ['unconfirmed', 'not-sent']],
  ['superseded', '', false, []],
  ['discarded', '', false, []],
  ['delivered', '', false, ['unconfirmed', 'delivered']],
];

/** Lays a home of the shape that the database had at `version`. */
function oldHome(version: number): { home: string; path: string } {
  const home = temporaryFolder();
  const path = join(home, 'practice', 'outbox.sqlite');
  mkdirSync(join(home, 'practice'));
  const store = new BetterSqlite3(path);
  store.pragma('journal_mode = wal');
  migrate(store, MIGRATIONS.slice(0, version));
  const at = Date.now() - 60 * MINUTE;
  const item =
    store.prepare(`insert into outbox_item (ref, result, date, inspector, state, cause, attempts, aboard, origin, import_id,
    record, changed_at) values (?, 'Booked', '2025-04-28', 'Li Fang', ?, ?, ?, ?, 'import', 1, ?, ${at})`);
  const receipt = store.prepare(`insert into receipt values (?, ?, ${at} + ?, ?, '', '')`);
  const batch = store.prepare(`insert into batch values (?, 'an earlier run', ${at}, ?, 1, 300, '')`);
  for (const [n, [state, cause, isAboard, outcomes]] of RESULTS.entries()) {
    const id = `batch-${n}`;
    const ref = `ORD-2025-0010${n}`;
    const { lastInsertRowid: seq } = item.run(ref, state, cause, outcomes.length, isAboard ? id : null, n + 2);
    if (isAboard) batch.run(id, null);
    for (const [k, outcome] of outcomes.entries()) {
      batch.run(`${id}-${k}`, at);
      receipt.run(seq, `${id}-${k}`, k, outcome);
    }
    // What was replaced was replaced by one that is delivered.
    if (state === 'superseded') item.run(ref, 'delivered', '', 0, null, n + 20);
    if (state === 'discarded') store.prepare(`insert into discarded values ('undo', ?, 'waiting', '', null)`).run(seq);
  }
  store.exec(`
    insert into import (name, bytes, phase, queued, held, first_seq, last_seq, started_at, accepted_at, totals)
      values ('results.csv', 100, 'accepted', 0, 0, 1, 20, ${at}, ${at},
        '{"records":12,"new":11,"changed":0,"unchanged":0,"duplicate":0,"invalid":1,"warned":0}');
    insert into held_row values (1, 9, 9, 'ORD-2025-00120', 'Booked', '2025-02-30', 'Li Fang', '[]');
    insert into tally select 0, state, cause, count(*) from outbox_item group by 2, 3;
    insert into tally select 1, state, cause, count(*) from outbox_item group by 2, 3;
    insert into tally values (0, 'held', '', 1), (1, 'held', '', 1);
    insert into meta values ('lastDeliveredAt', '${at}')`);
  store.close();
  return { home, path };
}

const statesOf = (path: string): unknown[] => {
  const store = openScratch(path, { readonly: true });
  const rows = store.prepare('select ref, inspector, state, cause from outbox_item order by seq').all();
  store.close();
  return rows;
};

describe('a home of an earlier version of the database', () => {
  const versions = Array.from({ length: MIGRATIONS.length }, (_, n) => n + 1);
  it.each(versions)(
    '%d opens with a backup, loses nothing, and what was on its way arrives',
    { timeout: 60_000 },
    async (version) => {
      const { home, path } = oldHome(version);
      const before = statesOf(path);
      expect(before).toHaveLength(RESULTS.length + 1);
      const { app, call, items, stop } = await openApp({ home });
      expect(app.snapshot().notices).toEqual([]);
      const made = backups(path).filter(({ file }) => file.includes(`before-${MIGRATIONS.length}`));
      expect(made).toHaveLength(version < MIGRATIONS.length ? 1 : 0);
      for (const { file } of made) expect(statesOf(file)).toEqual(before);

      const counts = app.snapshot().counts;
      // What was on board may have arrived.
      expect(counts).toMatchObject({
        waiting: 2,
        sending: 0,
        unconfirmed: 3,
        refused: 1,
        parked: 1,
        superseded: 1,
        discarded: 1,
      });
      expect(counts.delivered).toBe(2);
      const listed = await items();
      expect(listed).toHaveLength(before.length);
      for (const { seq } of listed) await call('outbox.detail', { seq });
      expect((await call('import.list', {})).imports).toHaveLength(1);

      await call('outbox.restore', { undo: 'undo' });
      await call('outbox.retry', { selection: { filter: {} } });
      await app.push({ everything: true });
      await app.push({ everything: true });
      const { waiting, unconfirmed, parked, delivered } = app.snapshot().counts;
      expect({ waiting, unconfirmed, parked, delivered }).toMatchObject({ waiting: 0, parked: 0 });
      expect(delivered + unconfirmed).toBeGreaterThanOrEqual(8);
      await stop();
      expect(statesOf(path)).toHaveLength(before.length);
      const store = openScratch(path, { readonly: true });
      expect(store.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(store.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
      store.close();
    },
  );
});
