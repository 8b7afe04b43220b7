// What the tests of the bookings share: bookings, a Practice BRP on loopback, and everything of ours over a real database.
import { afterEach } from 'vitest';
import { guard, inProcess } from '../../main/base/guard.ts';
import { connect } from '../../main/base/http.ts';
import { silentLog } from '../../main/base/ports.ts';
import type { Store } from '../../main/base/sqlite.ts';
import { memoryStore, openStore } from '../../main/base/store.ts';
import { createBookingLists } from '../../main/bookings/booking-lists.ts';
import { createBookings } from '../../main/bookings/bookings.ts';
import type { BrpAccess, BrpPorts } from '../../main/bookings/brp.ts';
import { createEditLists, createEdits } from '../../main/bookings/edits.ts';
import { type BookingWatch, type BookingWatchPorts, createBookingWatch } from '../../main/bookings/watch.ts';
import {
  createPracticeBrp,
  PRACTICE_API_KEYS,
  PRACTICE_BRP_ACCOUNT,
  type PracticeBrp,
  type PracticeBrpOptions,
} from '../../main/practice/brp.ts';
import type { BookingEdit } from '../../shared/booking-edit.ts';
import { BrpSettings } from '../../shared/booking-settings.ts';
import { ok, type Result } from '../../shared/result.ts';
import { BookingFilter, type ServiceBooking } from '../../shared/service-booking.ts';
import { stockholmTimestamp } from '../../shared/stockholm-time.ts';
import { type HandClock, handClock } from './make.ts';

/** 2025-04-28, nine in the morning in Stockholm. */
export const NOW = Date.UTC(2025, 3, 28, 7);
export const TODAY = '2025-04-28';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A booking, plain unless told otherwise. */
export function booking(id: number, date = TODAY, changes: Partial<ServiceBooking> = {}): ServiceBooking {
  const at = (time: string) => ({ timestamp: stockholmTimestamp({ date, time }), datetime: `${date} ${time}`, date, time });
  return {
    id,
    order: { id: 400 + id, number: String(300 + id), preliminary: false },
    businessunit: { id: 11, name: 'Center' },
    start: at('15:00'),
    end: at('16:00'),
    product: { id: 23, name: 'Conference room 60 min', number: '2301' },
    resources: [{ id: 7, name: 'Auditorium', type: 'Lokal', isemployee: false, employee: null }],
    externalmessage: '',
    internalmessage: '',
    participants: [{ id: 22, personid: 23, firstname: 'John', lastname: 'Doe' }],
    ...changes,
  };
}

/** A filter with its defaults. */
export function filter(from = TODAY, to = from, more: Partial<BookingFilter> = {}): BookingFilter {
  return BookingFilter.parse({ from, to, ...more });
}

/** The value, or the failure as an error. */
export function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** The failure, or an error because there is none. */
export function failureIn(result: Result<unknown>) {
  if (result.ok) throw new Error('it did not fail');
  return result.failure;
}

/** A running Practice BRP, stopped after the test. */
export async function startBrp(options: PracticeBrpOptions = {}): Promise<PracticeBrp & { readonly baseUrl: string }> {
  const brp = createPracticeBrp({ now: () => NOW, ...options });
  const { baseUrl } = await brp.start();
  closing.push(() => brp.stop());
  return { ...brp, baseUrl };
}

/** Closes something after the test. */
export function closeAfterwards(close: () => unknown): void {
  closing.push(close);
}

export interface DeskOptions {
  readonly baseUrl: string;
  readonly settings?: Partial<BrpSettings>;
  readonly access?: Partial<BrpAccess>;
  readonly clock?: HandClock;
  /** Keeps it in this file; in memory when left out. */
  readonly path?: string;
  readonly automatic?: boolean;
  readonly connect?: BrpPorts['connect'];
}

/** Everything of ours around one BRP: database, reads, and the watch. What tests turn is in `turn`. */
export function makeDesk({
  baseUrl,
  settings,
  access,
  clock = handClock(NOW),
  path,
  automatic = false,
  ...options
}: DeskOptions) {
  const store: Store = path === undefined ? memoryStore() : valueIn(openStore(path, clock.now())).store;
  const listeners = new Set<() => void>();
  const turn = {
    online: true,
    settings: BrpSettings.parse({ baseUrl, level: 2, ...settings }),
    access: { apikey: PRACTICE_API_KEYS[2] as string, account: PRACTICE_BRP_ACCOUNT, ...access } as BrpAccess,
  };
  const lists = { ...createBookingLists(store), ...createEditLists(store) };
  const verbs = { ...createBookings(store), ...createEdits(store) };
  const changes = { count: 0 };
  const ports: BookingWatchPorts = {
    clock,
    network: {
      isOnline: () => turn.online,
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    connect: options.connect ?? ((url) => connect(url, clock)),
    settings: () => turn.settings,
    access: async () => ok(turn.access),
    writer: inProcess(guard(verbs, path ?? ':memory:')),
    lists,
    knownFacilities: () => lists.choices().facilities.map(({ id }) => id),
    delayMs: (failure, attempts) =>
      'retryAfterMs' in failure && failure.retryAfterMs ? failure.retryAfterMs : 1000 * 2 ** attempts,
    log: silentLog,
    changed: () => (changes.count += 1),
  };
  const watch: BookingWatch = createBookingWatch(ports, automatic);
  closing.push(async () => {
    await watch.stop();
    store.close();
  });
  return {
    clock,
    lists,
    verbs,
    ports,
    watch,
    turn,
    changes,
    /** The network goes or comes back, and everybody hears of it. */
    goOnline: (online: boolean): void => {
      turn.online = online;
      for (const listener of listeners) listener();
    },
    /** The change that is not settled yet, or was settled last. */
    edit: (): BookingEdit => lists.edits()[0] as BookingEdit,
    /** Ends this run as a crash would: nothing is tidied up. */
    crash: async (): Promise<void> => {
      await watch.stop();
      store.close();
      closing.pop();
    },
  };
}

export type Desk = ReturnType<typeof makeDesk>;
