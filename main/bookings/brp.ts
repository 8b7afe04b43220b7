// The calls of BRP's API: list service bookings, modify one. One function per call, nothing decided here.
// API page "servicebookings". With an account, HTTP Basic is sent at every level; a level 3 key names a person besides.
import type { BrpSettings } from '../../shared/booking-settings.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { BookingAsk, BookingChange, ServiceBooking } from '../../shared/service-booking.ts';
import { type Connection, type HttpRequest, MAX_ANSWER_BYTES } from '../base/http.ts';
import type { Account, Clock, Network } from '../base/ports.ts';
import { scrubFailure } from '../base/secrets.ts';
import { treeFromAnswer } from './brp-answer.ts';
import { bookingsFromBrp, type ReadBookings } from './from-brp.ts';
import { lettersOf, whyUnwritable } from './letters.ts';
import { type Owner, ownerOf } from './owner.ts';
import { createWindows, type ListedWindow } from './windows.ts';

const TIMEOUT_MS = 30_000;
const PATH = '/servicebookings';
const ACCEPT = { xml: 'application/xml', json: 'application/json' } as const;

/** BRP wants a person named with a level 3 key; without one it could only guess whose bookings are meant. */
const NOBODY: Failure = { kind: 'input-refused', why: 'a level 3 key needs a person ID under Settings' };

/** What is needed to be let in. Only a level 3 key may do without an account. */
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
  readonly listServiceBookings: (ask: ListAsk) => Promise<Result<ListedWindow>>;
  /** One booking by its day, give or take one, and its id. */
  readonly findServiceBooking: (ask: BookingAsk, day: string, id: number) => Promise<Result<ServiceBooking>>;
  /** Sends only the fields in `change`, and no text that BRP could not hold as it is; answers the booking as BRP returned it, or null when it returned none. */
  readonly modifyServiceBooking: (id: number, change: BookingChange) => Promise<Result<ServiceBooking | null>>;
}

/** The API at the other end of `connection`. `knownFacilities` are those met so far. */
export function createBrp(
  connection: Connection,
  settings: BrpSettings,
  access: BrpAccess,
  { clock, knownFacilities = () => [] }: Pick<BrpPorts, 'clock' | 'knownFacilities'>,
): Brp {
  const { level, personid, format } = settings;
  const basic =
    (access.account?.username ?? '') === ''
      ? null
      : Buffer.from(`${access.account?.username}:${access.account?.password}`, 'utf8').toString('base64');
  const isNobody = level === 3 && personid === null;

  /** The charset that BRP last wrote in: what it has no letter for would be lost there. */
  let charset = 'utf-8';

  function query(withPerson: boolean, filters: Readonly<Record<string, string | number | undefined>> = {}): string {
    const person = level === 3 && withPerson ? (personid ?? undefined) : undefined;
    const all = { apikey: access.apikey, personid: person, ...filters };
    const pairs = Object.entries(all).filter(([, value]) => value !== undefined && value !== '');
    return pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  }

  async function call(request: Omit<HttpRequest, 'timeoutMs'>): Promise<Result<{ tree: unknown; isEmpty: boolean }>> {
    const authorization: Record<string, string> = basic === null ? {} : { Authorization: `Basic ${basic}` };
    const headers = { 'Cache-Control': 'no-store', ...request.headers, ...authorization };
    const answered = await connection.request({ ...request, headers, timeoutMs: TIMEOUT_MS });
    if (!answered.ok) return fail(scrubFailure(answered.failure));
    const { status, text } = answered.value;
    const isGood = status >= 200 && status < 300;
    if (isGood && text.trim() === '') return ok({ tree: null, isEmpty: true });
    const letters = lettersOf(answered.value);
    // What a status says by itself needs no letters.
    if (isGood && !letters.ok) return letters;
    if (letters.ok && isGood) charset = letters.value.charset;
    const readable = letters.ok ? { ...answered.value, text: letters.value.text } : answered.value;
    const tree = treeFromAnswer(readable, clock.now());
    return tree.ok ? ok({ tree: tree.value, isEmpty: false }) : fail(scrubFailure(tree.failure));
  }

  function windowsOf(ask: BookingAsk) {
    return createWindows(async (startdate, enddate, facilities) => {
      const filters = query(namesPerson(ask), {
        startdate,
        enddate,
        businessunitids: facilities.join(','),
        resourceid: ask.resourceId,
        showallocated: ask.mode === 'shifts' ? 'true' : undefined,
        orderid: ask.orderId,
      });
      const answered = await call({ method: 'GET', path: `${PATH}.${format}?${filters}`, headers: { Accept: ACCEPT[format] } });
      if (!answered.ok) return answered;
      return answered.value.isEmpty ? fail<Failure>({ kind: 'answer-unusable', why: 'it was empty' }) : read(answered.value.tree);
    }, knownFacilities);
  }

  /** The page leaves open whether a resource's list wants a person beside it. */
  function namesPerson({ mode, resourceId }: BookingAsk): boolean {
    return mode === 'shifts' || resourceId === undefined || settings.personidWithResource;
  }

  return {
    listServiceBookings: async ({ ask, from, to, facilities }) => {
      if (isNobody && (ask.mode === 'shifts' || ask.resourceId === undefined)) return fail(NOBODY);
      return windowsOf(ask).list(from, to, facilities);
    },

    findServiceBooking: async (ask, day, id) => {
      if (isNobody && (ask.mode === 'shifts' || ask.resourceId === undefined)) return fail(NOBODY);
      const listed = await windowsOf(ask).around(day);
      if (!listed.ok) return listed;
      const found = listed.value.bookings.find((booking) => booking.id === id);
      if (found !== undefined) return ok(found);
      return listed.value.missing.length > 0
        ? fail<Failure>({ kind: 'answer-too-large', maxBytes: MAX_ANSWER_BYTES })
        : fail<Failure>({ kind: 'gone', what: 'booking' });
    },

    modifyServiceBooking: async (id, change) => {
      if (isNobody) return fail(NOBODY);
      const unwritable = whyUnwritable(change, charset);
      if (unwritable !== null) return fail({ kind: 'text-unwritable', ...unwritable });
      const answered = await call({
        method: 'PUT',
        path: `${PATH}.json?${query(true)}`,
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

/** JSON in ASCII: without a charset some servers would take the bytes of an "å" for two letters. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export interface BrpPorts {
  readonly clock: Clock;
  readonly network: Pick<Network, 'isOnline'>;
  readonly connect: (baseUrl: string) => Connection;
  readonly settings: () => BrpSettings;
  /** What the vault holds for this environment; `credentials-missing` when it holds nothing. */
  readonly access: () => Promise<Result<BrpAccess>>;
  /** What the server is called where its address is another one at every start. */
  readonly server?: string;
  /** The business units met so far; none when left out. */
  readonly knownFacilities?: () => readonly number[];
}

/** Whose bookings are asked for as things are set now. */
export async function ownerNow({ settings, access, server }: Pick<BrpPorts, 'settings' | 'access' | 'server'>): Promise<Owner> {
  const kept = await access();
  return ownerOf(settings(), kept.ok ? kept.value.account : undefined, server);
}

/** Opens BRP for some calls and closes it again. Says first what is missing, without asking the network. */
export async function withBrp<T>(ports: BrpPorts, work: (brp: Brp, owner: Owner) => Promise<Result<T>>): Promise<Result<T>> {
  const settings = ports.settings();
  if (settings.baseUrl === '') return fail({ kind: 'credentials-missing' });
  const access = await ports.access();
  if (!access.ok) return access;
  const { apikey, account } = access.value;
  if (apikey === '' || (settings.level !== 3 && (account?.username ?? '') === '')) return fail({ kind: 'credentials-missing' });
  if (!ports.network.isOnline()) return fail({ kind: 'offline' });
  const connection = ports.connect(settings.baseUrl.replace(/\/+$/, ''));
  try {
    return await work(createBrp(connection, settings, access.value, ports), ownerOf(settings, account, ports.server));
  } finally {
    connection.close();
  }
}
