// Everything that is read of the kept lists: outlines, pages, one booking, choices. A list is scrolled by position: its outline
// says how many bookings each day has, and any page of it is read by offset over one index.
import type { BookingChanged } from '../../shared/booking-differences.ts';
import type {
  BookingAsk,
  BookingChoices,
  BookingFilter,
  BookingNews,
  BookingOutline,
  BookingRow,
  BookingSort,
  ServiceBooking,
} from '../../shared/service-booking.ts';
import { listOf, scopeOf } from '../../shared/service-booking.ts';
import { countDays } from '../../shared/stockholm-time.ts';
import type { Store } from '../base/sqlite.ts';
import { createNewsLists } from './news.ts';

/** Words beyond these narrow no search further. */
const MAX_WORDS = 8;

// Both filters are lists of values in JSON, so that one statement serves every filter.
const WINDOW = 'list = :list and day between :from and :to';
const FACILITIES = 'facility in (select value from json_each(:facilities))';
const INSPECTOR = `exists (select 1 from json_each(booking.body, '$.resources') r where json_extract(r.value, '$.id') = :inspector)`;
const NUMBER = `json_extract(body, '$.order.number')`;
const SERVER = `(select coalesce(max(server), '') from booking_server)`;
// A result stands under the reference that a person confirmed for the order, else under the order's own number.
const UNREPORTED = `not exists (select 1 from outbox_item o where o.state <> 'discarded' and o.ref =
  coalesce((select ref from booking_reference where server = ${SERVER} and number = ${NUMBER}), ${NUMBER}))`;
const SORTED: Readonly<Record<BookingSort, string>> = {
  time: '',
  product: `json_extract(body, '$.product.name') collate nocase,`,
  participant: `json_extract(body, '$.participants[0].lastname') collate nocase, json_extract(body, '$.participants[0].firstname') collate nocase,`,
  order: `${NUMBER} collate nocase,`,
  facility: `json_extract(body, '$.businessunit.name') collate nocase,`,
};
const MOST_ORDERS = 20;
const WORDS = 'not exists (select 1 from json_each(:words) where instr(search, value) = 0)';

const ROW = `body,
  (select case when n.before = '' then 'added' else 'changed' end from booking_news n
   where n.list = booking.list and n.booking_id = booking.id and n.after <> '') as news,
  (select max(e.id) from booking_edit e where e.booking_id = booking.id and e.state <> 'kept') as editId`;

/** A list, and the business units of it that are meant; none is all. */
type Asked = BookingAsk & { readonly facilities?: readonly number[] };

/** What a search text looks for: each of its words, in lower case. */
function wordsOf(search: string): string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
}

/** Reads of the kept lists; safe on a connection that can only read. */
export function createBookingLists(store: Store) {
  const changes = createNewsLists(store);
  const news = store.prepare<unknown[], string>('select news from booking_list where list = ?').pluck();
  const days = store.prepare<unknown[], { days: number; asOf: number | null }>(
    'select count(*) as days, min(as_of) as asOf from booking_day where list = ? and day between ? and ?',
  );
  const one = store.prepare<unknown[], string>('select body from booking where list = ? and id = ?').pluck();
  const choices = store.prepare<unknown[], { id: number; name: string; type: string; isemployee: number }>(
    'select id, name, type, isemployee from booking_choice where kind = ? order by name, id',
  );
  const orders = store.prepare<unknown[], { number: string; id: number }>(
    `select distinct ${NUMBER} as number, json_extract(body, '$.order.id') as id from booking
     where lower(substr(${NUMBER}, 1, length(:start))) = lower(:start) and id is not null order by length(number), number limit ${MOST_ORDERS}`,
  );
  const reference = store
    .prepare<unknown[], string>(`select ref from booking_reference
       where number = ? and server = ${SERVER}`)
    .pluck();
  const marks = store.prepare<unknown[], Omit<BookingRow, 'booking'> & { body: string }>(
    `select ${ROW} from booking where list = ? and id = ?`,
  );
  const prepared = new Map<string, ReturnType<typeof store.prepare<unknown[], unknown>>>();

  function ask<Row>(select: string, filter: BookingFilter, tail: string, more: Readonly<Record<string, unknown>> = {}): Row[] {
    const words = wordsOf(filter.search);
    const { inspector, unreported } = filter;
    const where = [
      WINDOW,
      ...(filter.facilities.length > 0 ? [FACILITIES] : []),
      ...(inspector === null ? [] : [INSPECTOR]),
      ...(unreported ? [UNREPORTED] : []),
      ...(words.length > 0 ? [WORDS] : []),
    ].join(' and ');
    const sql = `select ${select} where ${where} ${tail}`;
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = store.prepare<unknown[], unknown>(sql);
      prepared.set(sql, statement);
    }
    const { from, to, facilities } = filter;
    return statement.all({
      list: listOf(filter),
      from,
      to,
      ...(facilities.length > 0 ? { facilities: JSON.stringify(facilities) } : {}),
      ...(inspector === null ? {} : { inspector }),
      ...(words.length > 0 ? { words: JSON.stringify(words) } : {}),
      ...more,
    }) as Row[];
  }

  /** The list as a whole, and as it was asked for these business units only. */
  function scopes(of: Asked): string[] {
    return [...new Set([listOf(of), scopeOf(listOf(of), of.facilities ?? [])])];
  }

  function asOf(of: Asked, from: string, to: string): number | null {
    const ages = scopes(of).map((scope) => {
      const known = days.get(scope, from, to);
      return known?.days === countDays(from, to) ? known.asOf : null;
    });
    const whole = ages.filter((age) => age !== null);
    return whole.length === 0 ? null : Math.max(...whole);
  }

  return {
    /** How many bookings each day has, how old the list is, and what its last refresh brought. */
    outline: (filter: BookingFilter): BookingOutline => {
      const counted = ask<{ day: string; count: number }>(
        'day, count(*) as count from booking',
        filter,
        'group by day order by day',
      );
      const last = scopes(filter)
        .flatMap((scope) => news.get(scope) || [])
        .map((text) => JSON.parse(text) as BookingNews)
        .toSorted((a, b) => b.at - a.at);
      return {
        total: counted.reduce((sum, { count }) => sum + count, 0),
        days: counted,
        asOf: asOf(filter, filter.from, filter.to),
        news: last[0] === undefined ? null : { ...last[0], missing: last[0].missing ?? [] },
        changes: changes.changeCounts(listOf(filter)),
      };
    },

    /** The bookings from position `offset` on, by day and start. */
    page: (filter: BookingFilter, offset: number, limit: number): BookingRow[] =>
      ask<Omit<BookingRow, 'booking'> & { body: string }>(
        `${ROW} from booking`,
        filter,
        `order by day, ${SORTED[filter.sort]} start, booking.id limit :limit offset :offset`,
        { limit, offset },
      ).map(({ body, ...row }) => ({ booking: JSON.parse(body) as ServiceBooking, ...row })),

    /** One booking of a list with its marks; null when the list has not got it. */
    row: (of: BookingAsk, id: number): BookingRow | null => {
      const row = marks.get(listOf(of), id);
      if (row === undefined) return null;
      const { body, ...rest } = row;
      return { booking: JSON.parse(body) as ServiceBooking, ...rest };
    },

    /** One booking of a list, as it was last read; null when the list has not got it. */
    booking: (of: BookingAsk, id: number): ServiceBooking | null => {
      const body = one.get(listOf(of), id);
      return body === undefined ? null : (JSON.parse(body) as ServiceBooking);
    },

    /** What nobody has taken note of yet, newest first. */
    changes: (of: BookingAsk): BookingChanged[] => changes.changes(listOf(of)),

    /** Age of the oldest day of a window, epoch ms; null while a day of it was never listed. */
    asOf,

    /** Facilities and resources met so far. */
    choices: (): BookingChoices => ({
      facilities: choices.all('facility').map(({ id, name }) => ({ id, name })),
      resources: choices.all('resource').map((row) => ({ ...row, isemployee: row.isemployee === 1 })),
    }),

    /** Orders of kept bookings whose number begins so, whatever the case: BRP lists orders by id, people know the number. */
    orders: (start: string): { number: string; id: number }[] => (start === '' ? [] : orders.all({ start })),

    /** The order of BasicPSF that a person confirmed for the order with this number, or null. */
    referenceOf: (number: string): string | null => reference.get(number) ?? null,
  };
}

export type BookingLists = ReturnType<typeof createBookingLists>;
