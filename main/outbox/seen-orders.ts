// What BasicPSF was seen to hold for the orders of a staged file, kept with the file so that a restart keeps the answers.
// The rule it keeps: what this machine told or still has to tell after the look counts more than what was seen.
import type { HeldOrder } from '../../shared/held-order.ts';
import type { Theirs } from '../../shared/seen-orders.ts';
import type { Store } from '../base/sqlite.ts';
import { letAskToldBefore, TOLD_BEFORE } from './told-before.ts';

const TABLE = `
  create table if not exists staged.seen (
    ref text primary key,
    known integer not null,
    result text not null,
    date text not null,
    inspector text not null,
    confirmed_at integer,
    at integer not null,
    decides integer not null default 0,
    theirs integer not null default 0,
    choice text not null default ''
  ) strict, without rowid;`;

/** A result of the order of `s` that is still on its way, or was delivered after the look. */
const SINCE = `exists (select 1 from outbox_item o where o.ref = s.ref
  and (o.state in ('waiting', 'sending', 'unconfirmed', 'refused', 'parked') or (o.state = 'delivered' and o.changed_at > s.at)))`;
/** This machine sent what is held, or may have, and delivered nothing newer. */
const OURS = `exists (select 1 from outbox_item o where o.ref = s.ref
  and o.result = s.result and o.date = s.date and o.inspector = s.inspector
  and (o.state in ('delivered', 'sending', 'unconfirmed') or o.unknowns > 0 or o.maybe_twice = 1)
  and not exists (select 1 from outbox_item n where n.ref = o.ref and n.seq > o.seq and n.state = 'delivered'))`;
/** What was delivered after the look is newer than what was seen. */
const TOLD_SINCE = `exists (select 1 from outbox_item o where o.ref = s.ref and o.state = 'delivered' and o.changed_at > s.at)`;
/** The row of the file that speaks for the order says something else, and would be queued. */
const OVERWRITES = `exists (select 1 from staged.row r where r.ref = s.ref and r.verdict in ('new', 'changed')
  and not (r.result = s.result and r.date = s.date and r.inspector = s.inspector))`;

/** What the valid row `r` would change by what was seen; null where that does not decide. */
export const SEEN_VERDICT = `(select case when s.result = '' then 'new'
    when s.result = r.result and s.date = r.date and s.inspector = r.inspector then 'unchanged' else 'changed' end
  from staged.seen s where s.ref = r.ref and s.decides = 1)`;

/** Rows that are not queued, because a person chose to keep what another machine sent. */
export const KEPT = `(select 1 from staged.seen s where s.ref = row.ref and s.theirs = 1 and s.choice = 'keep')`;

/** One order that was looked up. */
export interface Sighting {
  readonly internalOrderRef: string;
  /** Null: BasicPSF does not know it. */
  readonly held: HeldOrder | null;
}

/** The sightings of the file that is attached to `store` at the time of a call, inside a transaction of the caller. */
export function createSeenOrders(store: Store) {
  letAskToldBefore(store);

  function isThere(): boolean {
    return store.prepare(`select 1 from staged.sqlite_master where name = 'seen'`).get() !== undefined;
  }

  return {
    isThere,

    note: (sightings: readonly Sighting[], at: number): void => {
      store.exec(TABLE);
      store.exec('create index if not exists staged.row_by_ref on row (ref)');
      const put = store.prepare(`
        insert into staged.seen (ref, known, result, date, inspector, confirmed_at, at)
        values (:ref, :known, :result, :date, :inspector, :confirmedAt, :at)
        on conflict do update set known = excluded.known, result = excluded.result, date = excluded.date,
          inspector = excluded.inspector, at = excluded.at, confirmed_at = excluded.confirmed_at,
          -- What was chosen was chosen about exactly that result.
          choice = iif(confirmed_at is excluded.confirmed_at, choice, '')`);
      for (const { internalOrderRef, held } of sightings) {
        put.run({
          ref: internalOrderRef,
          known: held === null ? 0 : 1,
          result: held?.bookingResult ?? '',
          date: held?.bookingDate ?? '',
          inspector: held?.inspectorName ?? '',
          confirmedAt: held?.confirmedAt ?? null,
          at,
        });
      }
    },

    /** Where what was seen decides; to be settled before rows are compared. */
    settleDecides: (): void => void store.exec(`update staged.seen as s set decides = known and not ${SINCE}`),

    /** Which orders carry a result of another machine that a row would overwrite; to be settled once rows are compared. */
    settleTheirs: (): void =>
      void store.exec(
        `update staged.seen as s set theirs = confirmed_at is not null and result <> '' and not ${TOLD_SINCE} and not ${OURS} and ${OVERWRITES} and not ${TOLD_BEFORE}
         where known = 1`,
      ),

    /** A person chose, for all such orders that are there now. */
    choose: (choice: 'keep' | 'send'): void =>
      void store.prepare('update staged.seen set choice = ? where theirs = 1').run(choice),

    theirs: (): Theirs =>
      store
        .prepare<unknown[], Theirs>(
          `select count(*) as count, count(*) filter (where choice = '') as open, count(*) filter (where choice = 'keep') as kept,
             max(confirmed_at) as confirmedAt, coalesce(min(ref), '') as sample from staged.seen where theirs = 1`,
        )
        .get() as Theirs,

    unknown: (): number =>
      store
        .prepare<unknown[], number>(
          `select count(*) from staged.seen s where known = 0
             and exists (select 1 from staged.row r where r.ref = s.ref and r.verdict in ('new', 'changed', 'unchanged'))`,
        )
        .pluck()
        .get() as number,
  };
}

export type SeenOrders = ReturnType<typeof createSeenOrders>;
