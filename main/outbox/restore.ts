// Brings a backup back into an outbox that had to start anew, and counts everything from scratch.
// What was on its way at the time of the backup may have been delivered or overtaken since, so it waits for a person.
import { rmSync } from 'node:fs';
import { backupOnOffer, newestBackup, settleLoss } from '../base/backups.ts';
import { unpackTo } from '../base/packed.ts';
import { openScratch, type Store } from '../base/sqlite.ts';
import { migrate } from '../base/store.ts';
import { OVERTAKEN } from './same-order.ts';

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

/** The verb that brings back the backup on offer for the database at `path`; answers how many results came back. */
export function createRestore(store: Store, path: string) {
  return {
    restoreBackup: (now: number): number => {
      const offer = backupOnOffer(path);
      const backup = offer ?? newestBackup(path);
      if (backup === null) return 0;
      const copy = `${path}.restore`;
      try {
        unpackTo(backup.file, copy);
        const old = openScratch(copy);
        const readable = migrate(old);
        old.close();
        if (!readable.ok) return 0;
        store.prepare('attach ? as old').run(copy);
        try {
          const count = store.transaction(() => bringBack(store, now)).immediate();
          if (offer !== null) rmSync(offer.file, { force: true });
          settleLoss(path);
          return count;
        } finally {
          store.exec('detach old');
        }
      } finally {
        rmSync(copy, { force: true });
      }
    },
  };
}

/** Only what is missing comes back, so that it harms nothing to be asked twice. */
function bringBack(store: Store, now: number): number {
  store.exec(`
    create temp table returning_item as select seq from old.outbox_item where seq not in (select seq from main.outbox_item);
    create temp table returning_import as select id from old.import where id not in (select id from main.import);`);
  const count = store.prepare('select count(*) from temp.returning_item').pluck().get() as number;
  for (const table of [
    'outbox_item',
    'batch',
    'receipt',
    'held_elsewhere',
    'import',
    'held_row',
    'delivered_hour',
    'booking_edit',
    'booking_reference',
    'remembered_columns',
  ]) {
    store.exec(`insert or ignore into main.${table} select * from old.${table}`);
  }
  // A result that was overtaken stays so; what was on its way, or on board, may have arrived since. Nothing goes out by itself.
  store
    .prepare(
      `update outbox_item set due_at = null, aboard = null, changed_at = :now,
         cause = case when ${OVERTAKEN} or (state = 'refused' and aboard is null) then cause else 'restored-from-backup' end,
         state = case when ${OVERTAKEN} then 'superseded' when state = 'refused' and aboard is null then 'refused' else 'parked' end
       where state in ('waiting', 'unconfirmed', 'refused', 'parked') and seq in (select seq from temp.returning_item)`,
    )
    .run({ now });
  // For the same reason none of them takes the place of a newer one that is withdrawn later.
  store.exec(`update outbox_item set was = '' where was <> '' and seq in (select seq from temp.returning_item)`);
  store.exec(`
    update import set phase = 'failed' where phase in ('reading', 'review', 'accepting') and id in (select id from temp.returning_import);
    drop table temp.returning_item;
    drop table temp.returning_import;
    delete from tally;`);
  const insert = store.prepare('insert into tally values (:import_id, :state, :cause, :n)');
  for (const row of recount(store)) insert.run(row);
  store.exec(`insert into outbox_search (outbox_search) values ('delete-all'); delete from meta where key = 'searchIndexedTo'`);
  return count;
}
