// One environment, opened: its outbox, its imports, its server, and what keeps them going. Environments share nothing
// but the settings, so nothing that was queued in one can ever be sent to another.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { DATABASES, type Environment, type Settings } from '../../shared/settings.ts';
import type { Counts } from '../../shared/snapshot.ts';
import { connect } from '../base/http.ts';
import { osEncodingOf } from '../base/machine.ts';
import type { Account, Clock, Log, Network, Random, Vault } from '../base/ports.ts';
import { createImports } from '../import/review/import-file.ts';
import type { Imports } from '../import/review/import-ports.ts';
import { createWatchedFolder, type WatchedFolder } from '../import/watch/watched-folder.ts';
import type { Lists } from '../outbox/lists.ts';
import { createLookUps, type LookUpManner, type LookUps } from '../push/look-up.ts';
import { type BookingDesk, openBookingDesk } from './booking-desk.ts';
import { mayLook } from './next-move.ts';
import { createPasses } from './passes.ts';
import { practiceServer } from './practice-server.ts';
import { openStorage, type Storage } from './storage.ts';
import { createSync } from './sync.ts';
import type { Sync } from './sync-ports.ts';
import type { ThreadPrograms } from './threads.ts';
import { unshakenReads } from './unshaken-reads.ts';
import { createUpkeep } from './upkeep.ts';

export interface WorkspacePorts {
  readonly home: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  readonly vault: Vault;
  readonly log: Log;
  readonly who: string;
  readonly settings: () => Settings;
  /** Why nothing may be sent, where the settings do not say where to; null when they do. */
  readonly mustNotSend: () => Failure | null;
  /** For this run, instead of the one in the settings. */
  readonly baseUrl?: string | undefined;
  readonly automatic: boolean;
  /** Whether the orders of a file are looked up unasked. */
  readonly looksUnasked: boolean;
  /** Where the program of the writer thread and of the import thread lies; the packaged app has them bundled. */
  readonly threads: ThreadPrograms;
  readonly changed: () => void;
}

export interface Workspace {
  readonly environment: Environment;
  readonly baseUrl: () => string;
  readonly database: string;
  readonly lists: Lists;
  readonly imports: Imports;
  readonly watched: WatchedFolder;
  readonly writer: Storage['writer'];
  readonly sync: Sync;
  readonly bookings: BookingDesk;
  /** What BasicPSF itself holds. */
  readonly lookUps: LookUps;
  readonly vaultName: string;
  readonly account: () => Promise<Result<Account>>;
  readonly counts: () => Counts;
  readonly lastDeliveredAt: () => number | null;
  readonly passTotal: () => number | null;
  readonly notices: () => readonly Failure[];
  /** The failure behind what a read of the outbox threw, told in the window from now on; null when it is a bug. */
  readonly stumbled: (error: unknown) => Failure | null;
  readonly restore: () => Promise<Result<number>>;
  /** A person goes on without what was lost; the backup that was offered is kept. */
  readonly settle: () => Promise<Result<void>>;
  /** The daily backup, where it is due. */
  readonly backUp: () => Promise<void>;
  /** Ends after the batch under way; with `hurryAfterMs` it is given no longer than that. */
  readonly stop: (hurryAfterMs?: number) => Promise<void>;
}

/** The vault entry of an environment. */
export function vaultNameOf(environment: Environment): string {
  return `BasicPSF (${environment})`;
}

/** The database file of an environment. */
export function outboxPath(home: string, environment: Environment): string {
  return join(home, environment, 'outbox.sqlite');
}

/** Opens `environment`: storage first, then the built-in server where it is Practice, then the watch over the outbox. */
export async function openWorkspace(environment: Environment, ports: WorkspacePorts): Promise<Result<Workspace>> {
  const { clock, log, settings, vault } = ports;
  const path = outboxPath(ports.home, environment);
  const storage = await openStorage(path, ports.threads.writer, clock.now(), log);
  if (!storage.ok) return storage;
  const { writer, reader, lists, meta, stumbled } = storage.value;
  const recovered = await writer.recover(randomUUID(), clock.now(), clock.monotonic());
  await writer.clampDue(clock.now());
  if (recovered.ok && recovered.value > 0)
    log('info', 'results were on board when the program ended', { count: recovered.value });

  const practice = environment === 'practice' && ports.baseUrl === undefined ? practiceServer(lists) : null;
  const practiceUrl = practice === null ? null : (await practice.start()).baseUrl;
  const baseUrl = (): string => ports.baseUrl ?? practiceUrl ?? settings().baseUrl;
  const database = DATABASES[environment];
  const vaultName = vaultNameOf(environment);

  async function account(): Promise<Result<Account>> {
    const stopped = ports.mustNotSend();
    if (stopped !== null) return fail(stopped);
    if (environment === 'practice') return ok({ username: 'practice', password: '' });
    const kept = await vault.read(vaultName);
    if (!kept.ok) return kept;
    return kept.value === null ? fail({ kind: 'credentials-missing' }) : ok(kept.value);
  }

  const manner = (): LookUpManner | null => (settings().lookUp.on[environment] ? settings().lookUp : null);
  const lookUps = createLookUps({ connect: (url) => connect(url, clock), clock, log, baseUrl, database, account, manner });

  const passes = createPasses({
    clock,
    log,
    lists,
    meta,
    writer,
    settings,
    baseUrl,
    database,
    account,
    manner,
    // Practice has another address each time: what it taught is nothing to keep.
    keepsLimits: practice === null,
    onlineMs: () => Math.round(sync.onlineMs()),
  });
  const sync = createSync(
    {
      clock,
      random: ports.random,
      network: environment === 'practice' ? { isOnline: () => true, onChange: () => () => {} } : ports.network,
      lists: unshakenReads(lists, stumbled),
      meta: { read: meta.read, write: (key, value) => writer.writeMeta(key, value) },
      intervalMs: () => settings().pushIntervalMinutes * 60_000,
      // Also in the middle of a pass: what came between must not wait for its end.
      push: (shouldStop, progress, how) => passes.push(() => shouldStop() || ports.mustNotSend() !== null, progress, how),
      hurry: () => writer.hurry(clock.now()),
      clampDue: () => writer.clampDue(clock.now()),
      changed: ports.changed,
      crashed: (error) => {
        const failure = stumbled(error);
        if (failure !== null) return failure;
        log('error', 'a push ended unexpectedly', { error: error instanceof Error ? error.stack : String(error) });
        return { kind: 'unexpected', words: error instanceof Error ? error.name : 'unknown' };
      },
    },
    ports.automatic,
  );

  const upkeep = createUpkeep({
    clock,
    log,
    path,
    writer,
    keepDeliveredDays: () => settings().keepDeliveredDays,
    lastDeliveredAt: () => meta.read<number | null>('lastDeliveredAt', null),
    look: async () => {
      if (await storage.value.look()) ports.changed();
    },
    others: () => bookings.upkeep(),
  });

  const imports = await createImports({
    folder: join(ports.home, environment, 'imports'),
    stageThread: ports.threads.stage,
    writer,
    reader,
    clock,
    log,
    who: ports.who,
    osEncoding: osEncodingOf(Intl.DateTimeFormat().resolvedOptions().locale),
    changed: ports.changed,
    lookUps: {
      ...lookUps,
      isOn: () => manner() !== null && ports.mustNotSend() === null,
      isFree: () => ports.looksUnasked && mayLook(sync.status()),
    },
    queued: () => {
      sync.poke();
      upkeep.index();
    },
  });

  const watched = createWatchedFolder({
    clock,
    log,
    reader,
    writer,
    imports,
    // A scheduled job takes the files it was given and no others.
    settings: () => ({ ...settings().watched[environment], ...(ports.automatic ? {} : { on: false }) }),
    changed: ports.changed,
  });

  const bookings = await openBookingDesk(environment, { ...ports, reader, writer });

  if (ports.automatic) upkeep.start();
  sync.poke();

  return ok({
    environment,
    baseUrl,
    database,
    lists,
    imports,
    watched,
    writer,
    sync,
    bookings,
    lookUps,
    vaultName,
    account,
    counts: () => lists.tally(),
    lastDeliveredAt: () => meta.read<number | null>('lastDeliveredAt', null),
    passTotal: passes.total,
    notices: storage.value.notices,
    stumbled,
    restore: async () => {
      const restored = await writer.restoreBackup(clock.now());
      if (restored.ok) storage.value.mended();
      upkeep.index();
      return restored;
    },
    settle: async () => {
      const settled = await writer.settleLoss();
      if (settled.ok) storage.value.mended();
      return settled;
    },
    backUp: upkeep.backUp,
    stop: async (hurryAfterMs) => {
      upkeep.stop();
      await watched.stop();
      await sync.stop(hurryAfterMs);
      await imports.stop();
      await bookings.stop();
      await storage.value.close();
      await practice?.stop();
    },
  });
}
