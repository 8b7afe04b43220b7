// Joins the parts: one home, one open environment at a time, one contract with the window.

import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Reply } from '../shared/calls.ts';
import type { Failure } from '../shared/failure.ts';
import { ok, type Result } from '../shared/result.ts';
import { ENVIRONMENTS, type Environment, type Settings } from '../shared/settings.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import type { Clock, Desktop, Log, Network, Random, Vault } from './base/ports.ts';
import { openSettings } from './base/settings.ts';
import { openReader, type Store } from './base/store.ts';
import { brpVaultNames } from './booking-desk.ts';
import { diagnose } from './diagnostics.ts';
import { createHandlers } from './handlers.ts';
import { createLists } from './outbox/lists.ts';
import { createServe } from './serve.ts';
import { snapshotFrom } from './snapshot.ts';
import { type ThreadPrograms, threadPrograms } from './threads.ts';
import { openWorkspace, outboxPath, type Workspace } from './workspace.ts';

export interface AppPorts {
  /** The one folder that everything is kept in. */
  readonly home: string;
  readonly clock: Clock;
  readonly random?: Random;
  readonly network: Network;
  readonly vault: Vault;
  /** Why the keychain cannot be used, if it cannot. */
  readonly keychainFailure?: Failure | null;
  readonly log: Log;
  readonly desktop?: Desktop;
  /** Who is signed in on this machine; stands on receipts. */
  readonly who: string;
  /** For this run, instead of what the settings say. */
  readonly environment?: Environment | undefined;
  readonly baseUrl?: string | undefined;
  /** Whether results go out by themselves; the command line says when instead. */
  readonly autoPush?: boolean;
  /** Elsewhere than beside this program. */
  readonly threads?: ThreadPrograms;
}

export type FileSource = { readonly path: string } | { readonly bytes: Uint8Array };

export interface PushReport {
  readonly delivered: number;
  /** Orders that BasicPSF refused in this pass, or that were given up. */
  readonly refused: readonly { readonly internalOrderRef: string; readonly error: string }[];
  /** Results that are still on their way afterwards, whenever they were accepted. */
  readonly waiting: number;
  readonly unconfirmed: number;
  readonly trouble: Failure | null;
}

export interface App {
  /** Answers any call of the window, however malformed. */
  readonly serve: (name: string, input: unknown) => Promise<Reply>;
  /** Calls back at once and after every change; returns the way to stop. */
  readonly subscribe: (listener: (snapshot: Snapshot) => void) => () => void;
  readonly snapshot: () => Snapshot;
  readonly settings: () => Settings;
  readonly openFile: (name: string, source: FileSource) => Promise<Result<{ id: number }>>;
  /** One pass over what is due; `everything` makes all that waits for its next try due first. */
  readonly push: (options?: { everything?: boolean }) => Promise<PushReport>;
  /** Resolves when no opened file is being read any more. */
  readonly settled: () => Promise<void>;
  /** The machine woke up from sleep. */
  readonly woke: () => void;
  /** Finishes the batch under way, closes the BasicPSF session and the database. */
  readonly stop: () => Promise<void>;
}

/** Snapshots come at most so often, in ms; the last one always comes. */
const SNAPSHOT_EVERY_MS = 100;
const REFUSED_PAGE = 500;

/** Opens the home and everything in it. */
export async function createApp(ports: AppPorts): Promise<Result<App>> {
  const { clock, log } = ports;
  const settingsFile = openSettings(ports.home);
  const automatic = ports.autoPush ?? true;
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let revision = 0;
  let cancelAnnouncement: (() => void) | null = null;
  let accountShown: Snapshot['account'] = { kept: 'missing', username: '', keychain: null };
  let brpShown: Snapshot['brpAccount'] = { kept: 'not-needed', hasKey: false, username: '' };
  let elsewhere: Snapshot['elsewhere'] = [];
  let shown: Snapshot | null = null;
  let switching: Promise<unknown> = Promise.resolve();
  let stopped = false;

  function changed(): void {
    if (stopped) return;
    revision += 1;
    cancelAnnouncement ??= clock.after(SNAPSHOT_EVERY_MS, announce);
  }
  function announce(): void {
    cancelAnnouncement = null;
    const news = snapshot();
    for (const listener of listeners) listener(news);
  }

  function open(environment: Environment): Promise<Result<Workspace>> {
    return openWorkspace(environment, {
      home: ports.home,
      clock,
      random: ports.random ?? Math.random,
      network: ports.network,
      vault: ports.vault,
      log,
      who: ports.who,
      settings: settingsFile.read,
      baseUrl: ports.baseUrl,
      automatic,
      threads: ports.threads ?? threadPrograms(),
      changed,
    });
  }

  const opened = await open(ports.environment ?? settingsFile.read().environment);
  if (!opened.ok) return opened;
  let workspace = opened.value;

  /** Looks up, without their secrets, what is kept for BRP. */
  async function lookUpBrp(): Promise<void> {
    const { environment } = workspace;
    brpShown = { kept: 'not-needed', hasKey: true, username: '' };
    if (environment === 'practice') return;
    const names = brpVaultNames(environment);
    const key = await ports.vault.read(names.key);
    const account = await ports.vault.read(names.account);
    const username = account.ok ? (account.value?.username ?? '') : '';
    brpShown = { kept: ports.vault.keeps, hasKey: key.ok && key.value !== null, username };
  }

  /** Looks up, without its secret, which account is kept for the open environment. */
  async function lookUpAccount(): Promise<void> {
    const keychain = ports.keychainFailure ?? null;
    if (workspace.environment === 'practice') accountShown = { kept: 'not-needed', username: '', keychain };
    else {
      const kept = await ports.vault.read(workspace.vaultName);
      const username = kept.ok ? (kept.value?.username ?? '') : '';
      accountShown = {
        kept: username === '' ? 'missing' : ports.vault.keeps,
        username,
        keychain: kept.ok ? keychain : kept.failure,
      };
    }
    await lookUpBrp();
    changed();
  }

  /** Results that wait in environments that are not open: nobody should forget them there. */
  function lookElsewhere(): void {
    elsewhere = [];
    for (const environment of ENVIRONMENTS) {
      const path = outboxPath(ports.home, environment);
      if (environment === workspace.environment || !existsSync(path)) continue;
      let reader: Store | null = null;
      try {
        reader = openReader(path);
        const { waiting, sending, unconfirmed } = createLists(reader).tally();
        const onTheirWay = waiting + sending + unconfirmed;
        if (onTheirWay > 0) elsewhere.push({ environment, waiting: onTheirWay });
      } catch {
        // An outbox that cannot be read says so when its environment is opened.
      } finally {
        reader?.close();
      }
    }
  }

  /** When the disk fails a read, the last good one stays, with what stands in the way. */
  function snapshot(): Snapshot {
    try {
      shown = current();
    } catch (error) {
      if (shown === null || workspace.stumbled(error) === null) throw error;
      shown = { ...shown, revision, now: clock.now(), notices: [...workspace.notices()] };
    }
    return shown;
  }

  function current(): Snapshot {
    const now = clock.now();
    const settings: Settings = settingsFile.read();
    return snapshotFrom({
      revision,
      environment: workspace.environment,
      now,
      counts: workspace.counts(),
      deliveredByHour: workspace.lists.deliveredByHour(now - 25 * 3_600_000),
      lastDeliveredAt: workspace.lastDeliveredAt(),
      oldestWaitingAt: workspace.lists.oldestWaitingAt(),
      sync: workspace.sync.status(),
      passTotal: workspace.passTotal(),
      account: accountShown,
      bookings: workspace.bookings.watch.status(),
      brpAccount: brpShown,
      openImports: workspace.imports.open(),
      notices: workspace.notices(),
      elsewhere,
      dataFolder: ports.home,
      welcome: !settings.welcomeSeen && settings.environment === 'practice',
      desktop:
        ports.desktop === undefined ? null : { hasTray: ports.desktop.hasTray, startsAtLogin: ports.desktop.startsAtLogin() },
    });
  }

  /** One switch after the other: no outbox is ever opened twice. */
  function switchTo(environment: Environment): Promise<Result<void>> {
    const switched = switching.then(() => switchNow(environment));
    switching = switched.catch(() => {});
    return switched;
  }

  /** Opens the next environment before the open one is closed, so that there is one to show at every moment. */
  async function switchNow(environment: Environment): Promise<Result<void>> {
    if (environment === workspace.environment || stopped) return ok(undefined);
    const next = await open(environment);
    if (!next.ok) return next;
    const kept = settingsFile.change({ environment });
    if (!kept.ok) {
      await next.value.stop();
      return kept;
    }
    const previous = workspace;
    workspace = next.value;
    shown = null;
    await previous.stop();
    lookElsewhere();
    await lookUpAccount();
    return ok(undefined);
  }

  lookElsewhere();
  await lookUpAccount();
  const handlers = createHandlers({
    workspace: () => workspace,
    settingsFile,
    vault: ports.vault,
    clock,
    snapshot,
    changed,
    lookUpAccount,
    switchTo,
    desktop: ports.desktop ?? null,
    home: ports.home,
    diagnose: () => diagnose({ home: ports.home, clock, settings: settingsFile.read(), snapshot: snapshot(), workspace }),
  });

  return ok({
    serve: createServe(handlers, log, (error) => workspace.stumbled(error)),
    snapshot,
    settings: settingsFile.read,
    subscribe: (listener) => {
      listeners.add(listener);
      listener(snapshot());
      return () => void listeners.delete(listener);
    },
    openFile: (name, source) => workspace.imports.start(name, source),
    push: async (options = {}) => {
      const { lists, sync, writer } = workspace;
      const startedAt = clock.now();
      if (options.everything === true) await writer.retry({ filter: { states: ['waiting', 'unconfirmed'] } }, startedAt);
      const outcome = await sync.passNow();
      const { waiting, sending, unconfirmed } = lists.tally();
      const refused: { internalOrderRef: string; error: string }[] = [];
      for (let before: number | null | undefined; before !== null; ) {
        const page: ReturnType<typeof lists.list> = lists.list({ states: ['refused', 'parked'] }, before, REFUSED_PAGE);
        for (const { changedAt, internalOrderRef, words, cause } of page.items) {
          if (changedAt >= startedAt) refused.push({ internalOrderRef, error: words === '' ? cause : words });
        }
        before = page.next;
        await setImmediate();
      }
      return {
        delivered: outcome?.delivered ?? 0,
        refused,
        waiting: waiting + sending,
        unconfirmed,
        trouble: sync.status().trouble,
      };
    },
    settled: () => workspace.imports.settled(),
    woke: () => workspace.sync.woke(),
    stop: async () => {
      stopped = true;
      cancelAnnouncement?.();
      listeners.clear();
      await switching;
      await workspace.stop();
    },
  });
}
