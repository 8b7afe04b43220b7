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

/** The verb that brings back the backup on offer for the database at `path`; answers how many results came back. */
export function createRestore(store: Store, path: string) {
  return {
    restoreBackup: (now: number): number => {
      const offer = backupOnOffer(path);
      const backup = offer ?? newestBackup(path);
      if (backup === null) return 0;
      const copy = `${path}.restore`;
      rmSync(copy, { force: true });
      copyFileSync(backup.file, copy);
      try {
        const old = openScratch(copy);
        const readable = migrate(old);
        old.close();
        if (!readable.ok) return 0;
        store.prepare('attach ? as old').run(copy);
        try {
          return store.transaction(() => bringBack(store, now)).immediate();
        } finally {
          store.exec('detach old');
        }
      } finally {
        rmSync(copy, { force: true });
        if (offer !== null) takeOfferBack(offer);
      }
    },
  };
}
