// Brings a backup back into an outbox that had to start anew, and counts everything from scratch.
// What was on its way at the time of the backup may have been delivered or overtaken since, so it waits for a person.
import { copyFileSync, rmSync } from 'node:fs';
import { migrate, newestBackup, openScratch, type Store } from '../base/store.ts';

/** Counts the outbox row by row, as the tally should have it: for a restore, and for tests that check the triggers. */
export function recount(store: Store): { import_id: number; state: string; cause: string; n: number }[] {
  return store
    .prepare<unknown[], { import_id: number; state: string; cause: string; n: number }>(
      `select 0 as import_id, state, cause, count(*) as n from outbox_item group by state, cause
       union all select import_id, state, cause, count(*) from outbox_item where import_id is not null group by import_id, state, cause
       union all select 0, 'held', '', count(*) from held_row having count(*) > 0
       union all select import_id, 'held', '', count(*) from held_row group by import_id`,
    )
    .all();
}

/** The verb that restores the newest sound backup of the database at `path`; answers how many results came back. */
export function createRestore(store: Store, path: string) {
  return {
    restoreBackup: (now: number): number => {
      const backup = newestBackup(path);
      if (backup === null) return 0;
      const copy = `${path}.restore`;
      rmSync(copy, { force: true });
      copyFileSync(backup.file, copy);
      const old = openScratch(copy);
      const readable = migrate(old);
      old.close();
      if (!readable.ok) return 0;
      store.prepare('attach ? as old').run(copy);
      try {
        return store.transaction(() => bringBack(store, now)).immediate();
      } finally {
        store.exec('detach old');
        rmSync(copy, { force: true });
      }
    },
  };
}

function bringBack(store: Store, now: number): number {
  const before = store.prepare('select count(*) from outbox_item').pluck().get() as number;
  for (const table of [
    'outbox_item',
    'batch',
    'receipt',
    'import',
    'held_row',
    'delivered_hour',
    'booking_edit',
    'booking_reference',
  ]) {
    store.exec(`insert or ignore into main.${table} select * from old.${table}`);
  }
  store
    .prepare(
      `update outbox_item set aboard = null, cause = 'restored-from-backup', due_at = null, changed_at = ?, state = case
         when exists (select 1 from outbox_item newer where newer.ref = outbox_item.ref and newer.seq > outbox_item.seq and newer.state <> 'discarded')
         then 'superseded' else 'parked' end
       where state in ('waiting', 'unconfirmed') and seq in (select seq from old.outbox_item)`,
    )
    .run(now);
  store.exec(
    `update import set phase = 'failed' where phase in ('reading', 'review', 'accepting') and id in (select id from old.import)`,
  );
  store.exec('delete from tally');
  const insert = store.prepare('insert into tally values (:import_id, :state, :cause, :n)');
  for (const row of recount(store)) insert.run(row);
  store.exec(`insert into outbox_search (outbox_search) values ('delete-all'); delete from meta where key = 'searchIndexedTo'`);
  return (store.prepare('select count(*) from outbox_item').pluck().get() as number) - before;
}
