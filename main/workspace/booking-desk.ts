// The bookings of one environment: its BRP, who is let in, what is kept, and the watch over both. Practice brings a BRP of its own.
import type { BrpSettings } from '../../shared/booking-settings.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Environment, Settings } from '../../shared/settings.ts';
import { connect } from '../base/http.ts';
import type { Clock, Log, Network, Random, Vault } from '../base/ports.ts';
import type { Store } from '../base/sqlite.ts';
import type { Remote } from '../base/thread.ts';
import { type BookingLists, createBookingLists } from '../bookings/booking-lists.ts';
import { type BrpAccess, ownerNow } from '../bookings/brp.ts';
import { testBrpConnection } from '../bookings/connection-test.ts';
import { createEditLists, type EditLists } from '../bookings/edits.ts';
import { type BookingWatch, type BookingWatchPorts, createBookingWatch } from '../bookings/watch.ts';
import { backoffMs, retryAfterMs } from '../outbox/retry.ts';
import { createPracticeBrp, PRACTICE_API_KEYS, PRACTICE_BRP_ACCOUNT } from '../practice/brp.ts';
import type { WriterVerbs } from './writer.ts';

const DAY_MS = 24 * 3_600_000;
/** A settled change is shown for a week; a day that nobody listed for three months is forgotten. */
const KEEP_EDITS_MS = 7 * DAY_MS;
const KEEP_BOOKINGS_MS = 90 * DAY_MS;

/** The two vault entries of an environment: the API key (as a password), and the account of level 1 and 2. */
export function brpVaultNames(environment: Environment): { readonly key: string; readonly account: string } {
  return { key: `BRP key (${environment})`, account: `BRP (${environment})` };
}

export interface BookingDeskPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly vault: Vault;
  readonly log: Log;
  readonly settings: () => Settings;
  /** Why nothing may be asked, where the settings do not say whom; null when they do. */
  readonly mustNotSend: () => Failure | null;
  readonly automatic: boolean;
  readonly changed: () => void;
  readonly reader: Store;
  readonly writer: Remote<WriterVerbs>;
}

/** What a person typed beside what is kept, to try it before it is kept. */
export interface GivenAccess {
  readonly apikey?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

export interface BookingDesk {
  readonly watch: BookingWatch;
  readonly lists: BookingLists & EditLists;
  readonly settings: () => BrpSettings;
  /** Asks BRP once, with what is given in the place of what is kept. */
  readonly test: (given: GivenAccess) => Promise<{ works: boolean; sentence: string }>;
  /** The way to BRP was changed: from now on only what belongs to it is shown, and what waits for it is tried again. */
  readonly changed: () => Promise<void>;
  /** Forgets what is old. */
  readonly upkeep: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Opens the bookings of `environment`. */
export async function openBookingDesk(environment: Environment, ports: BookingDeskPorts): Promise<BookingDesk> {
  const { clock, random, reader, vault, writer } = ports;
  const practice = environment === 'practice' ? createPracticeBrp({ now: clock.now }) : null;
  const practiceUrl = practice === null ? null : (await practice.start()).baseUrl;
  const lists = { ...createBookingLists(reader), ...createEditLists(reader) };

  function settings(): BrpSettings {
    const set = ports.settings().brp[environment];
    if (practice === null || practiceUrl === null) return set;
    return { ...set, baseUrl: practiceUrl, personid: set.personid ?? practice.personid };
  }

  async function access(): Promise<Result<BrpAccess>> {
    const stopped = ports.mustNotSend();
    if (stopped !== null) return fail(stopped);
    if (practice !== null) return ok({ apikey: PRACTICE_API_KEYS[settings().level], account: PRACTICE_BRP_ACCOUNT });
    const names = brpVaultNames(environment);
    const key = await vault.read(names.key);
    if (!key.ok) return key;
    if (key.value === null) return fail({ kind: 'credentials-missing' });
    const account = await vault.read(names.account);
    return account.ok ? ok({ apikey: key.value.password, account: account.value }) : account;
  }

  const watchPorts: BookingWatchPorts = {
    clock,
    log: ports.log,
    changed: ports.changed,
    writer,
    lists,
    network: practice === null ? ports.network : { isOnline: () => true, onChange: () => () => {} },
    connect: (url) => connect(url, clock),
    settings,
    access,
    ...(practice === null ? {} : { server: 'practice' }),
    knownFacilities: () => lists.choices().facilities.map(({ id }) => id),
    delayMs: (failure, attempts) => retryAfterMs(failure) ?? backoffMs(attempts, random()),
  };

  /** What is kept of another server, account or set of facilities is not these bookings. */
  async function adopt(): Promise<void> {
    const owner = await ownerNow(watchPorts);
    if (owner.server !== '') await writer.adoptOwner(owner);
  }
  // The BRP of Practice begins anew with every start, as nobody's.
  if (practice !== null) await writer.adoptOwner({ server: 'practice', who: '', facilities: [] });
  await adopt();
  const watch = createBookingWatch(watchPorts, ports.automatic);

  return {
    watch,
    lists,
    settings,
    test: async ({ apikey, username, password }) => {
      const kept = await access();
      if (!kept.ok && kept.failure.kind !== 'credentials-missing') {
        return testBrpConnection({ ...watchPorts, access: async () => kept });
      }
      const before = kept.ok ? kept.value : { apikey: '', account: null };
      const account = username && password ? { username, password } : before.account;
      return testBrpConnection({ ...watchPorts, access: async () => ok({ apikey: apikey || before.apikey, account }) });
    },
    changed: async () => {
      await adopt();
      await watch.unblock();
    },
    upkeep: async () => {
      await writer.forgetEdits(clock.now() - KEEP_EDITS_MS);
      await writer.forgetBookings(clock.now() - KEEP_BOOKINGS_MS);
    },
    stop: async () => {
      await watch.stop();
      await practice?.stop();
    },
  };
}
