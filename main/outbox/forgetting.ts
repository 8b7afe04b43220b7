// The upkeep of an outbox: forgetting what was settled long ago, and giving back the room it took. Each step is a short
// transaction of its own. The rule it keeps: what needs a person, or is still to be sent, is never removed, nor is anything else
// of its order, by which is known what it would overtake or bring back.
import type { Store } from '../base/sqlite.ts';
import { letShrink } from '../base/store.ts';
import { createRemembering } from './told-before.ts';

/** Free pages that stay in the file for what comes next: a megabyte. */
const SPARE_PAGES = 256;

/** The verbs of upkeep. Plain synchronous functions for the writer thread. */
export function createForgetting(store: Store) {
  const old = store
    .prepare<unknown[], number>(
      // By seq, where the oldest come first: by an index of states each slice would sort all there is.
      `select seq from outbox_item not indexed
       where state in ('delivered', 'superseded', 'discarded') and aboard is null and changed_at < ?
         and not exists (select 1 from outbox_item other
           where other.ref = outbox_item.ref and (other.aboard is not null or other.state not in ('delivered', 'superseded', 'discarded')))
         and not exists (select 1 from outbox_item corrected
           where corrected.seq = outbox_item.replaced_by and (corrected.aboard is not null or corrected.state not in ('delivered', 'superseded', 'discarded')))
       order by seq limit ?`,
    )
    .pluck();
  const removals = [
    'outbox_item where seq',
    'receipt where seq',
    'discarded where seq',
    'held_elsewhere where seq',
    'left_as_is where seq',
    'outbox_search where rowid',
  ].map((where) => store.prepare(`delete from ${where} = ?`));
  const remember = createRemembering(store);
  const told = store.prepare<unknown[], { seq: number; id: string }>(
    'select seq, batch_id as id from receipt where seq > ? order by seq, batch_id limit ?',
  );
  const restOf = store.prepare<unknown[], string>('select batch_id from receipt where seq = ?').pluck();
  const batches = store.prepare<unknown[], { id: string; startedAt: number }>(
    'select id, started_at as startedAt from batch where id > ? order by id limit ?',
  );
  const isAboard = store.prepare('select 1 from outbox_item where aboard = ?').pluck();
  const removeBatch = store.prepare('delete from batch where id = ?');
  let sweep: { readonly needed: Set<string>; told: number | null; swept: string } | null = null;

  return {
    /** Forgets settled results that are older than `before`, a slice at a time. Returns how many. */
    forget: store.transaction((before: number, limit: number): number => {
      const seqs = old.all(before, limit);
      for (const seq of seqs) {
        remember(seq);
        for (const removal of removals) removal.run(seq);
      }
      return seqs.length;
    }).immediate,

    /**
     * Removes batches begun before `before` that no receipt and no result refers to: first it looks through the receipts, then
     * through the batches, `limit` rows a step. Answers whether there is more to do.
     */
    forgetBatches: store.transaction((before: number, limit: number): boolean => {
      sweep ??= { needed: new Set(), told: 0, swept: '' };
      if (sweep.told !== null) {
        const rows = told.all(sweep.told, limit);
        for (const { id } of rows) sweep.needed.add(id);
        const last = rows.at(-1)?.seq;
        // A step may end between two receipts of one result.
        if (last !== undefined) for (const id of restOf.all(last)) sweep.needed.add(id);
        sweep.told = last ?? null;
        return true;
      }
      const rows = batches.all(sweep.swept, limit);
      for (const { id, startedAt } of rows)
        if (startedAt < before && !sweep.needed.has(id) && isAboard.get(id) === undefined) removeBatch.run(id);
      sweep.swept = rows.at(-1)?.id ?? sweep.swept;
      if (rows.length === limit) return true;
      sweep = null;
      return false;
    }).immediate,

    /** Gives free pages back to the disk, at most `limit` of them. Answers whether there are more. A file that cannot yet is rebuilt first. */
    shrink: (limit: number): boolean => {
      letShrink(store);
      const free = (): number => (store.pragma('freelist_count', { simple: true }) as number) - SPARE_PAGES;
      const before = free();
      if (before <= 0) return false;
      store.pragma(`incremental_vacuum(${Math.min(limit, before)})`);
      const after = free();
      // A file that was not rebuilt yet gives nothing back.
      return after > 0 && after < before;
    },
  };
}

export type ForgettingVerbs = ReturnType<typeof createForgetting>;
