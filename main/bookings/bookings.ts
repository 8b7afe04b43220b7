// What is kept of BRP's lists, in SQL: a window is replaced as a whole, in one transaction, and compared with what was there.
// The rule it keeps: a refresh never undoes what was read back after it had asked.
import {
  type BookedResource,
  type BookingNews,
  type MissingPart,
  type ServiceBooking,
  scopeOf,
} from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import type { Store } from '../base/sqlite.ts';

/** One answer of BRP to be kept: everything of a list between two days, both included. */
export interface KeptWindow {
  readonly list: string;
  /** On whose behalf and where it was asked. Another owner's list is cleared first. */
  readonly owner: string;
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

/** What a search looks through: product, participants, resources, messages and order number, in lower case. */
export function searchTextOf({
  product,
  participants,
  resources,
  externalmessage,
  internalmessage,
  order,
}: ServiceBooking): string {
  const texts = [
    product?.name,
    product?.number,
    ...participants.map(({ firstname, lastname }) => `${firstname} ${lastname}`),
    ...resources.flatMap(({ name, employee }) => [name, employee?.name]),
    externalmessage,
    internalmessage,
    order?.number,
  ];
  return texts
    .filter((text) => text !== undefined && text.trim() !== '')
    .join('\n')
    .toLowerCase();
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
    insert into booking (list, id, day, start, facility, search, added_at, changed_at, kept_at, body)
    values (:list, :id, :day, :start, :facility, :search, :addedAt, null, :now, :body)
    on conflict do update set day = :day, start = :start, facility = :facility, search = :search, changed_at = :changedAt, kept_at = :now, body = :body`);
  const within = store.prepare<unknown[], { id: number; day: string; facility: number | null; kept_at: number }>(
    'select id, day, facility, kept_at from booking where list = ? and day between ? and ?',
  );
  const remove = store.prepare('delete from booking where list = ? and id = ?');
  const writeNews = store.prepare('update booking_list set news = ? where list = ?');
  const choose = store.prepare(`
    insert into booking_choice values (?, ?, ?, ?, ?)
    on conflict do update set name = excluded.name, type = excluded.type, isemployee = excluded.isemployee
    where name <> excluded.name or type <> excluded.type or isemployee <> excluded.isemployee`);
  const rowsOf = store.prepare<unknown[], { list: string; changed_at: number | null }>(
    'select list, changed_at from booking where id = ?',
  );
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
    if (before !== undefined && before !== owner) for (const statement of clear) statement.run({ list });
    const scope = scopeOf(list, facilities);
    for (const name of new Set([list, scope])) insertList.run(name, owner);
    const known = new Set(knownDays.all(list, scope, from, to));
    const holes = new Set(missing.map(({ day }) => day));
    const news = {
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
        if (isNews) news.added.push(booking.id);
        upsert.run({ ...next, addedAt: isNews ? now : null, changedAt: null });
      } else if (row.body !== next.body && row.kept_at <= askedAt) {
        news.changed.push(booking.id);
        upsert.run({ ...next, addedAt: null, changedAt: now });
      }
    }
    for (const { id, day, facility, kept_at } of within.all(list, from, to)) {
      if (ids.has(id) || unreadable > 0 || holes.has(day) || kept_at > askedAt) continue;
      if (facilities.length > 0 && (facility === null || !facilities.includes(facility))) continue;
      news.gone.push(id);
      remove.run(list, id);
    }
    for (let day = from; day <= to; day = addDays(day, 1)) insertDay.run(scope, day, now);
    keepChoices(bookings);
    writeNews.run(JSON.stringify(news), scope);
    return news;
  }

  const writeReference = store.prepare(
    'insert into booking_reference values (?, ?) on conflict do update set ref = excluded.ref',
  );

  return {
    /** Notes which order of BasicPSF a person confirmed for the order with this number. */
    noteReference: (number: string, ref: string): void => void writeReference.run(number, ref),

    /** Replaces a window of a list. Answers what is new, changed and gone on days that had been listed before. */
    keepWindow: store.transaction(keepWindow).immediate,

    /** Puts what was read back after a write in the place of what is kept, in every list that has the booking. Our own change is no news. */
    keepBooking: store.transaction((booking: ServiceBooking, now: number): void => {
      for (const { list, changed_at } of rowsOf.all(booking.id)) {
        upsert.run({ ...columns(list, booking, now), addedAt: null, changedAt: changed_at });
      }
    }).immediate,

    /** Forgets days that were last listed before `before` (epoch ms), and lists that have no day left. */
    forgetBookings: store.transaction((before: number): void => {
      forgetBookings.run({ before });
      forgetDays.run(before);
      for (const list of oldLists.all(before)) for (const statement of clear) statement.run({ list });
    }).immediate,
  };
}

export type BookingVerbs = ReturnType<typeof createBookings>;
