// What is kept of BRP's lists, in SQL: a window is replaced as a whole, in one transaction, and compared with what was there.
// The rules it keeps: a refresh never undoes what was read back after it had asked, and no two owners' bookings are ever mixed.

import { differencesOf } from '../../shared/booking-differences.ts';
import type { EditField } from '../../shared/booking-edit.ts';
import {
  type BookedResource,
  type BookingNews,
  type MissingPart,
  type ServiceBooking,
  scopeOf,
} from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import type { Store } from '../base/sqlite.ts';
import { createNews, withOurs } from './news.ts';
import { isOfOwner, type Owner, ownerFromText, ownerText } from './owner.ts';
import { searchTextOf } from './search-text.ts';

/** One answer of BRP to be kept: everything of a list between two days, both included. */
export interface KeptWindow {
  readonly list: string;
  /** On whose behalf and where it was asked. Another owner's list is cleared first. */
  readonly owner: Owner;
  readonly from: string;
  readonly to: string;
  readonly bookings: readonly ServiceBooking[];
  /** Entries that could not be understood: while there are any, nothing counts as gone. */
  readonly unreadable: number;
  /** What was too large to be read: nothing of these days counts as gone. */
  readonly missing: readonly MissingPart[];
  /** The business units that were asked for; empty is all of them. Nothing is said about the others. */
  readonly facilities: readonly number[];
  /** When BRP was asked, epoch ms. */
  readonly askedAt: number;
  readonly now: number;
}

// A list and what was asked of it for some business units only.
const OF_LIST = `(list = :list or substr(list, 1, length(:list) + 2) = :list || ' @')`;
function ofScope(table: string): string {
  return `(d.list = ${table}.list or substr(d.list, 1, length(${table}.list) + 2) = ${table}.list || ' @')`;
}

/** All verbs that change the kept lists. Plain synchronous functions for the writer thread, one transaction each. */
export function createBookings(store: Store) {
  const ownerOf = store.prepare<unknown[], string>('select owner from booking_list where list = ?').pluck();
  const clear = ['booking', 'booking_day', 'booking_list'].map((table) => store.prepare(`delete from ${table} where ${OF_LIST}`));
  const insertList = store.prepare('insert into booking_list (list, owner) values (?, ?) on conflict do nothing');
  const insertDay = store.prepare('insert into booking_day values (?, ?, ?) on conflict do update set as_of = excluded.as_of');
  const knownDays = store
    .prepare<unknown[], string>('select day from booking_day where list in (?, ?) and day between ? and ?')
    .pluck();
  const get = store.prepare<unknown[], { body: string; kept_at: number }>(
    'select body, kept_at from booking where list = ? and id = ?',
  );
  const upsert = store.prepare(`
    insert into booking (list, id, day, start, facility, search, kept_at, body)
    values (:list, :id, :day, :start, :facility, :search, :now, :body)
    on conflict do update set day = :day, start = :start, facility = :facility, search = :search, kept_at = :now, body = :body`);
  const within = store.prepare<unknown[], { id: number; day: string; facility: number | null; kept_at: number; body: string }>(
    'select id, day, facility, kept_at, body from booking where list = ? and day between ? and ?',
  );
  const remove = store.prepare('delete from booking where list = ? and id = ?');
  const writeNews = store.prepare('update booking_list set news = ? where list = ?');
  const choose = store.prepare(`
    insert into booking_choice values (?, ?, ?, ?, ?)
    on conflict do update set name = excluded.name, type = excluded.type, isemployee = excluded.isemployee
    where name <> excluded.name or type <> excluded.type or isemployee <> excluded.isemployee`);
  const rowsOf = store.prepare<unknown[], { list: string; body: string }>('select list, body from booking where id = ?');
  const forgetNews = store.prepare(`delete from booking_news where ${OF_LIST}`);
  const forgetOldNews = store.prepare('delete from booking_news where at < ?');
  const news = createNews(store);
  const oldLists = store
    .prepare<unknown[], string>(
      `select list from booking_list l where not exists (select 1 from booking_day d where as_of >= ? and ${ofScope('l')})`,
    )
    .pluck();
  const forgetBookings = store.prepare(
    `delete from booking where exists (select 1 from booking_day d where ${ofScope('booking')} and d.day = booking.day and d.as_of < :before)
      and not exists (select 1 from booking_day d where ${ofScope('booking')} and d.day = booking.day and d.as_of >= :before)`,
  );
  const forgetDays = store.prepare('delete from booking_day where as_of < ?');

  function columns(list: string, booking: ServiceBooking, now: number) {
    const { id, start, businessunit } = booking;
    const search = searchTextOf(booking);
    return {
      list,
      id,
      day: start.date,
      start: start.timestamp,
      facility: businessunit?.id ?? null,
      search,
      body: JSON.stringify(booking),
      now,
    };
  }

  function keepChoices(bookings: readonly ServiceBooking[]): void {
    const facilities = new Map<number, string>();
    const resources = new Map<number, BookedResource>();
    for (const { businessunit, resources: booked } of bookings) {
      if (businessunit?.id != null) facilities.set(businessunit.id, businessunit.name);
      for (const resource of booked) if (resource.id !== null) resources.set(resource.id, resource);
    }
    for (const [id, name] of facilities) choose.run('facility', id, name, '', 0);
    for (const [id, { name, type, isemployee }] of resources) choose.run('resource', id, name, type, isemployee ? 1 : 0);
  }

  function keepWindow({
    list,
    owner,
    from,
    to,
    bookings,
    unreadable,
    missing,
    facilities,
    askedAt,
    now,
  }: KeptWindow): BookingNews {
    const before = ownerOf.get(list);
    if (before !== undefined && before !== ownerText(owner)) clearList(list, isOfOwner(ownerFromText(before), owner, false));
    const scope = scopeOf(list, facilities);
    for (const name of new Set([list, scope])) insertList.run(name, ownerText(owner));
    const known = new Set(knownDays.all(list, scope, from, to));
    const holes = new Set(missing.map(({ day }) => day));
    const brought = {
      at: now,
      added: [] as number[],
      changed: [] as number[],
      gone: [] as number[],
      unreadable,
      missing: [...missing],
    };
    const ids = new Set<number>();
    for (const booking of bookings) {
      const row = get.get(list, booking.id);
      const next = columns(list, booking, now);
      ids.add(booking.id);
      if (row === undefined) {
        const isNews = known.has(booking.start.date);
        // A booking that was gone elsewhere has moved here.
        const isLogged = news.has(list, booking.id);
        if (isNews || isLogged) news.log(list, booking.id, null, booking, now);
        if (isNews) brought.added.push(booking.id);
        upsert.run(next);
      } else if (row.body !== next.body && row.kept_at <= askedAt) {
        const was = JSON.parse(row.body) as ServiceBooking;
        if (differencesOf(was, booking).length > 0) {
          news.log(list, booking.id, was, booking, now);
          brought.changed.push(booking.id);
        }
        upsert.run(next);
      }
    }
    for (const { id, day, facility, kept_at, body } of within.all(list, from, to)) {
      if (ids.has(id) || unreadable > 0 || holes.has(day) || kept_at > askedAt) continue;
      if (facilities.length > 0 && (facility === null || !facilities.includes(facility))) continue;
      news.log(list, id, JSON.parse(body) as ServiceBooking, null, now);
      brought.gone.push(id);
      remove.run(list, id);
    }
    for (let day = from; day <= to; day = addDays(day, 1)) insertDay.run(scope, day, now);
    keepChoices(bookings);
    writeNews.run(JSON.stringify(brought), scope);
    return brought;
  }

  const readServer = store.prepare<unknown[], string>('select server from booking_server').pluck();
  const writeServer = store.prepare(
    'insert into booking_server values (1, ?) on conflict do update set server = excluded.server',
  );
  const allLists = store.prepare<unknown[], { list: string; owner: string }>('select list, owner from booking_list');
  const forgetChoices = store.prepare('delete from booking_choice');
  const adoptReferences = store.prepare(`update booking_reference set server = ? where server = ''`);
  const writeReference = store.prepare(
    `insert into booking_reference values ((select coalesce(max(server), '') from booking_server), ?, ?) on conflict do update set ref = excluded.ref`,
  );

  function clearList(list: string, keepsNews: boolean): void {
    for (const statement of clear) statement.run({ list });
    if (!keepsNews) forgetNews.run({ list });
  }

  function adoptOwner(owner: Owner): void {
    const before = readServer.get();
    for (const { list, owner: text } of allLists.all()) {
      const of = ownerFromText(text);
      if (!isOfOwner(of, owner, true)) clearList(list, isOfOwner(of, owner, false));
    }
    if (before !== undefined && before !== owner.server) forgetChoices.run();
    writeServer.run(owner.server);
    adoptReferences.run(owner.server);
  }

  return {
    /** Notes which order of BasicPSF a person confirmed for the order with this number. */
    noteReference: (number: string, ref: string): void => void writeReference.run(number, ref),

    /** From now on this is whose bookings are kept; those of another server, person or set of facilities are forgotten. */
    adoptOwner: store.transaction(adoptOwner).immediate,

    /** A person has taken note of these changes. */
    noteChanges: store.transaction(news.note).immediate,

    /** Replaces a window of a list. Answers what is new, changed and gone on days that had been listed before. */
    keepWindow: store.transaction(keepWindow).immediate,

    /**
     * Puts what was read back in the place of what is kept, in every list that has the booking. What we wrote ourselves, `ours`,
     * is no news; whatever else is different is.
     */
    keepBooking: store.transaction((booking: ServiceBooking, ours: readonly EditField[], now: number): void => {
      for (const { list, body } of rowsOf.all(booking.id)) {
        news.adopt(list, booking.id, booking, ours);
        const was = withOurs(JSON.parse(body) as ServiceBooking, booking, ours);
        if (differencesOf(was, booking).length > 0) news.log(list, booking.id, was, booking, now);
        upsert.run(columns(list, booking, now));
      }
    }).immediate,

    /** Forgets days that were last listed before `before` (epoch ms), and lists that have no day left. */
    forgetBookings: store.transaction((before: number): void => {
      forgetBookings.run({ before });
      forgetDays.run(before);
      forgetOldNews.run(before);
      for (const list of oldLists.all(before)) for (const statement of clear) statement.run({ list });
    }).immediate,
  };
}

export type BookingVerbs = ReturnType<typeof createBookings>;
