// What moved in BRP's lists and nobody has taken note of yet, in SQL. The rule it keeps: an entry stays through refreshes and
// restarts until a person has seen it, and says how the booking was when somebody last took note of it.

import { type BookingChanged, differencesOf } from '../../shared/booking-differences.ts';
import type { EditField } from '../../shared/booking-edit.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';
import type { Store } from '../base/sqlite.ts';

/** More than so many are counted, not read. */
const SHOWN = 500;

type Body = ServiceBooking | null;

interface NewsRow {
  readonly id: number;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

function bookingIn(text: string): Body {
  return text === '' ? null : (JSON.parse(text) as ServiceBooking);
}

function textOf(booking: Body): string {
  return booking === null ? '' : JSON.stringify(booking);
}

/** What there is to say of a booking that nobody took note of since `noted`; null when all is as it was. */
export function merged(noted: { readonly before: Body; readonly after: Body } | null, before: Body, after: Body) {
  const first = noted === null ? before : noted.before;
  // Whoever has seen it come must learn that it went.
  if (first === null && after === null) return before === null ? null : { before, after };
  if (first !== null && after !== null && differencesOf(first, after).length === 0) return null;
  return { before: first, after };
}

/** `before` with what we ourselves have written into `after`: our own change is no news. */
export function withOurs(before: ServiceBooking, after: ServiceBooking, ours: readonly EditField[]): ServiceBooking {
  const isNamed = ours.some((field) => field.startsWith('participant'));
  return {
    ...before,
    ...(ours.includes('internalmessage') ? { internalmessage: after.internalmessage } : {}),
    ...(ours.includes('externalmessage') ? { externalmessage: after.externalmessage } : {}),
    ...(isNamed ? { participants: after.participants } : {}),
  };
}

/** Reads of the news; safe on a connection that can only read. */
export function createNewsLists(store: Store) {
  const rows = store.prepare<unknown[], NewsRow>(
    `select id, at, before, after from booking_news where list = ? order by at desc, id desc limit ${SHOWN}`,
  );
  const counts = store.prepare<unknown[], { added: number; changed: number; gone: number }>(
    `select count(case when before = '' then 1 end) as added, count(case when before <> '' and after <> '' then 1 end) as changed,
       count(case when after = '' then 1 end) as gone from booking_news where list = ?`,
  );
  return {
    /** What nobody has taken note of in a list, newest first. */
    changes: (list: string): BookingChanged[] =>
      rows.all(list).flatMap(({ id, at, before, after }): BookingChanged[] => {
        const [was, is] = [bookingIn(before), bookingIn(after)];
        const booking = is ?? was;
        if (booking === null) return [];
        const kind = was === null ? 'added' : is === null ? 'gone' : 'changed';
        const differences = was !== null && is !== null ? differencesOf(was, is) : [];
        return [{ id, at, kind, booking, differences }];
      }),
    changeCounts: (list: string) => counts.get(list) ?? { added: 0, changed: 0, gone: 0 },
  };
}

/** Verbs that write the news; `log` is called within the transaction of whoever has seen something move. */
export function createNews(store: Store) {
  const get = store.prepare<unknown[], NewsRow>(
    'select id, at, before, after from booking_news where list = ? and booking_id = ?',
  );
  const put = store.prepare(`
    insert into booking_news (list, booking_id, at, before, after) values (:list, :id, :at, :before, :after)
    on conflict do update set at = :at, before = :before, after = :after`);
  const drop = store.prepare('delete from booking_news where list = ? and booking_id = ?');
  const same = store.prepare<unknown[], { booking_id: number; after: string }>(
    'select booking_id, after from booking_news where id = ?',
  );
  // Whoever has seen it in one list has seen it in all of them, as far as it is the same.
  const note = store.prepare('delete from booking_news where booking_id = ? and after = ?');
  return {
    /** Whether something of this booking waits to be taken note of. */
    has: (list: string, id: number): boolean => get.get(list, id) !== undefined,
    /** Notes that a booking of a list is not what it was; null is not there. */
    log: (list: string, id: number, before: Body, after: Body, at: number): void => {
      const kept = get.get(list, id);
      const noted = kept === undefined ? null : { before: bookingIn(kept.before), after: bookingIn(kept.after) };
      const next = merged(noted, before, after);
      if (next === null) drop.run(list, id);
      else put.run({ list, id, at, before: textOf(next.before), after: textOf(next.after) });
    },
    /** What we wrote ourselves is no news in what is told of the booking. */
    adopt: (list: string, id: number, after: ServiceBooking, ours: readonly EditField[]): void => {
      const kept = get.get(list, id);
      if (kept === undefined) return;
      const told = (text: string): string => {
        const was = bookingIn(text);
        return was === null ? '' : textOf(withOurs(was, after, ours));
      };
      put.run({ list, id, at: kept.at, before: told(kept.before), after: told(kept.after) });
    },
    /** A person has taken note of these. */
    note: (ids: readonly number[]): void => {
      for (const id of ids) {
        const row = same.get(id);
        if (row !== undefined) note.run(row.booking_id, row.after);
      }
    },
  };
}
