// The calls of BRP's API: list service bookings, modify one. One function per call, nothing decided here.
// API page "servicebookings". Levels 1 and 2 sign in with HTTP Basic; level 3 sends no account and names a person instead.
import type { BrpSettings } from '../../shared/booking-settings.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { BookingAsk, BookingChange, ServiceBooking } from '../../shared/service-booking.ts';
import { addDays, countDays } from '../../shared/stockholm-time.ts';
import type { Connection, HttpRequest } from '../base/http.ts';
import type { Account, Clock, Network } from '../base/ports.ts';
import { type Scrub, treeFromAnswer } from './brp-answer.ts';
import { bookingsFromBrp, type ReadBookings } from './from-brp.ts';

const TIMEOUT_MS = 30_000;
/** BRP documents no limit; its own lists span 14 days, and its successor refuses more. */
export const SLICE_DAYS = 14;
const PATH = '/servicebookings';
const ACCEPT = { xml: 'application/xml', json: 'application/json' } as const;

/** BRP wants a person named with a level 3 key; without one it could only guess whose bookings are meant. */
const NOBODY: Failure = { kind: 'input-refused', why: 'a level 3 key needs a person ID under Settings' };

/** What is needed to be let in. A level 3 key has no account. */
export interface BrpAccess {
  readonly apikey: string;
  readonly account: Account | null;
}

/** The bookings of whom, on which days (both included), of which business units (empty is all). */
export interface ListAsk {
  readonly ask: BookingAsk;
  readonly from: string;
  readonly to: string;
  readonly facilities: readonly number[];
}

export interface Brp {
  /** Asked in slices and a day wider on both sides, because BRP does not say whether its limits are included. By start. */
  readonly listServiceBookings: (ask: ListAsk) => Promise<Result<ReadBookings>>;
  /** One booking by its day, give or take one, and its id. */
  readonly findServiceBooking: (ask: BookingAsk, day: string, id: number) => Promise<Result<ServiceBooking>>;
  /** Sends only the fields in `change`; answers the booking as BRP returned it, or null when it returned none. */
  readonly modifyServiceBooking: (id: number, change: BookingChange) => Promise<Result<ServiceBooking | null>>;
}

/** The API at the other end of `connection`. */
export function createBrp(connection: Connection, settings: BrpSettings, access: BrpAccess, clock: Clock): Brp {
  const { level, personid, format } = settings;
  const basic =
    level === 3 || access.account === null
      ? null
      : Buffer.from(`${access.account.username}:${access.account.password}`, 'utf8').toString('base64');
  const isNobody = level === 3 && personid === null;
  const scrub = scrubber([access.apikey, access.account?.password ?? '', basic ?? '']);

  function query(filters: Readonly<Record<string, string | number | undefined>>): string {
    const all = { apikey: access.apikey, personid: level === 3 ? (personid ?? undefined) : undefined, ...filters };
    const pairs = Object.entries(all).filter(([, value]) => value !== undefined && value !== '');
    return pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  }

  async function call(request: Omit<HttpRequest, 'timeoutMs'>): Promise<Result<{ tree: unknown; isEmpty: boolean }>> {
    const authorization: Record<string, string> = basic === null ? {} : { Authorization: `Basic ${basic}` };
    const headers = { 'Cache-Control': 'no-store', ...request.headers, ...authorization };
    const answered = await connection.request({ ...request, headers, timeoutMs: TIMEOUT_MS });
    if (!answered.ok) return answered;
    const { status, text } = answered.value;
    if (status >= 200 && status < 300 && text.trim() === '') return ok({ tree: null, isEmpty: true });
    const tree = treeFromAnswer(answered.value, clock.now(), scrub);
    return tree.ok ? ok({ tree: tree.value, isEmpty: false }) : tree;
  }

  /** Everything that BRP answers for these days and the one before and after. A too large answer is asked for in halves. */
  async function wide({ ask, from, to, facilities }: ListAsk): Promise<Result<ReadBookings>> {
    const filters = query({
      startdate: addDays(from, -1),
      enddate: addDays(to, 1),
      businessunitids: facilities.join(','),
      resourceid: ask.mode === 'resource' ? ask.resourceId : undefined,
      showallocated: ask.mode === 'shifts' ? 'true' : undefined,
      orderid: ask.mode === 'order' ? ask.orderId : undefined,
    });
    const answered = await call({ method: 'GET', path: `${PATH}.${format}?${filters}`, headers: { Accept: ACCEPT[format] } });
    if (answered.ok)
      return answered.value.isEmpty ? fail<Failure>({ kind: 'answer-unusable', why: 'it was empty' }) : read(answered.value.tree);
    const days = countDays(from, to);
    if (answered.failure.kind !== 'answer-too-large' || days === 1) return answered;
    const middle = addDays(from, Math.floor(days / 2) - 1);
    const first = await wide({ ask, from, to: middle, facilities });
    if (!first.ok) return first;
    const second = await wide({ ask, from: addDays(middle, 1), to, facilities });
    return second.ok ? ok(joined([first.value, second.value])) : second;
  }

  return {
    listServiceBookings: async ({ ask, from, to, facilities }) => {
      if (isNobody && (ask.mode === 'mine' || ask.mode === 'shifts')) return fail(NOBODY);
      const slices: ReadBookings[] = [];
      for (let start = from; start <= to; start = addDays(start, SLICE_DAYS)) {
        const days = Math.min(SLICE_DAYS, countDays(start, to));
        const slice = await wide({ ask, from: start, to: addDays(start, days - 1), facilities });
        if (!slice.ok) return slice;
        slices.push(slice.value);
      }
      const { bookings, unreadable } = joined(slices);
      const inside = bookings.filter(({ start }) => start.date >= from && start.date <= to);
      return ok({ bookings: inside.toSorted((a, b) => a.start.timestamp - b.start.timestamp || a.id - b.id), unreadable });
    },

    findServiceBooking: async (ask, day, id) => {
      const listed = await wide({ ask, from: day, to: day, facilities: [] });
      if (!listed.ok) return listed;
      const found = listed.value.bookings.find((booking) => booking.id === id);
      return found === undefined ? fail<Failure>({ kind: 'gone', what: 'booking' }) : ok(found);
    },

    modifyServiceBooking: async (id, change) => {
      if (isNobody) return fail(NOBODY);
      const answered = await call({
        method: 'PUT',
        path: `${PATH}.json?${query({})}`,
        headers: { Accept: ACCEPT.json, 'Content-Type': 'application/json' },
        body: asciiJson({ id, ...change }),
      });
      if (!answered.ok) return answered;
      return ok(bookingsFromBrp(answered.value.tree)?.bookings.find((booking) => booking.id === id) ?? null);
    },
  };
}

function read(tree: unknown): Result<ReadBookings> {
  const found = bookingsFromBrp(tree);
  if (found === null) return fail({ kind: 'answer-unusable', why: 'it has no list of bookings' });
  if (found.bookings.length === 0 && found.unreadable > 0)
    return fail({ kind: 'answer-unusable', why: 'none of its bookings can be read' });
  return ok(found);
}

/** A booking that came with two slices is one booking; the later answer counts. */
function joined(slices: readonly ReadBookings[]): ReadBookings {
  const byId = new Map(slices.flatMap(({ bookings }) => bookings.map((booking) => [booking.id, booking] as const)));
  return { bookings: [...byId.values()], unreadable: slices.reduce((sum, slice) => sum + slice.unreadable, 0) };
}

/** JSON in ASCII: without a charset some servers would take the bytes of an "å" for two letters. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** BRP may quote the request in its own words, and the request carries secrets. */
function scrubber(secrets: readonly string[]): Scrub {
  const forms = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return (words) => forms.reduce((text, form) => text.replaceAll(form, '[removed]'), words);
}

export interface BrpPorts {
  readonly clock: Clock;
  readonly network: Pick<Network, 'isOnline'>;
  readonly connect: (baseUrl: string) => Connection;
  readonly settings: () => BrpSettings;
  /** What the vault holds for this environment; `credentials-missing` when it holds nothing. */
  readonly access: () => Promise<Result<BrpAccess>>;
}

/** On whose behalf, where, and of which business units lists are asked. Never the key or the password. */
function ownerOf({ baseUrl, level, personid, facilities }: BrpSettings, account: Account | null): string {
  const { hostname, pathname } = new URL(baseUrl);
  const who = level === 3 ? `person ${personid}` : (account?.username ?? '');
  return JSON.stringify([hostname, pathname.replace(/\/+$/, ''), who, facilities.toSorted((a, b) => a - b)]);
}

/** Opens BRP for some calls and closes it again. Says first what is missing, without asking the network. */
export async function withBrp<T>(ports: BrpPorts, work: (brp: Brp, owner: string) => Promise<Result<T>>): Promise<Result<T>> {
  const settings = ports.settings();
  if (settings.baseUrl === '') return fail({ kind: 'credentials-missing' });
  const access = await ports.access();
  if (!access.ok) return access;
  const { apikey, account } = access.value;
  if (apikey === '' || (settings.level !== 3 && (account?.username ?? '') === '')) return fail({ kind: 'credentials-missing' });
  if (!ports.network.isOnline()) return fail({ kind: 'offline' });
  const connection = ports.connect(settings.baseUrl.replace(/\/+$/, ''));
  try {
    return await work(createBrp(connection, settings, access.value, ports.clock), ownerOf(settings, account));
  } finally {
    connection.close();
  }
}
