// Joins the parts: one home, one open environment at a time, one contract with the window.
import type { Failure, FailureKind } from '../../shared/failure.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Environment, Settings } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { openQuestions, openSettings, type SettingsTrouble } from '../base/settings.ts';
import { threadPrograms } from '../workspace/threads.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import type { App, AppPorts } from './app-ports.ts';
import { diagnose } from './diagnostics.ts';
import { waitingElsewhere } from './elsewhere.ts';
import { createHandlers } from './handlers.ts';
import { keptAccount, keptBrpAccount } from './kept-accounts.ts';
import { createNews } from './news.ts';
import { openDropped } from './open-files.ts';
import { pushOnce } from './push-once.ts';
import { createServe } from './serve.ts';
import { snapshotFrom } from './snapshot.ts';

/** Whether nothing has come in yet, by whatever way, and none is expected by itself: then the window says what this is. */
function isNew({ environment, counts, imports }: Workspace, { watched }: Settings): boolean {
  if (environment !== 'practice' || watched[environment].on) return false;
  return Object.values(counts()).every((count) => count === 0) && imports.list(undefined, 1).imports.length === 0;
}

/** What the settings do not say does not stop a run that was told it. */
function stopping(trouble: SettingsTrouble | null, { environment, baseUrl }: AppPorts): Failure | null {
  if (trouble?.kind !== 'settings-invalid') return trouble;
  return openQuestions(trouble, { environment, baseUrl }).length === 0 ? null : trouble;
}

/** Opens the home and everything in it. */
export async function createApp(ports: AppPorts): Promise<Result<App>> {
  const { clock, log } = ports;
  const settingsFile = openSettings(ports.home);
  const automatic = ports.autoPush ?? true;
  const news = createNews(clock, () => snapshot());
  const { changed } = news;
  let account: Snapshot['account'] = { kept: 'missing', username: '', keychain: null };
  let brpAccount: Snapshot['brpAccount'] = { kept: 'not-needed', hasKey: false, username: '' };
  let desktop: Snapshot['desktop'] = null;
  let elsewhere: Snapshot['elsewhere'] = [];
  let shown: Snapshot | null = null;
  let switching: Promise<unknown> = Promise.resolve();
  let stopped = false;
  let surroundings = ports.surroundings ?? [];

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
      mustNotSend: () => ports.homeLost?.() ?? stopping(settingsFile.mustNotSend(), ports),
      baseUrl: ports.baseUrl,
      automatic,
      looksUnasked: ports.looksUnasked ?? automatic,
      threads: ports.threads ?? threadPrograms(),
      changed,
    });
  }

  const opened = await open(ports.environment ?? settingsFile.read().environment);
  if (!opened.ok) return opened;
  let workspace = opened.value;

  /** Asks the system, which is too slow to be asked for every snapshot. */
  function lookUpDesktop(): void {
    if (ports.desktop !== undefined) desktop = { hasTray: ports.desktop.hasTray, startsAtLogin: ports.desktop.startsAtLogin() };
    changed();
  }

  /** Looks up what the keychain holds for the open environment. */
  async function lookUpAccount(): Promise<void> {
    const { environment, vaultName } = workspace;
    account = await keptAccount(ports.vault, environment, vaultName, ports.keychainFailure ?? null);
    brpAccount = await keptBrpAccount(ports.vault, environment);
    changed();
  }

  /** When the disk fails a read, the last good one stays, with what stands in the way. */
  function snapshot(): Snapshot {
    try {
      shown = current();
    } catch (error) {
      if (shown === null || workspace.stumbled(error) === null) throw error;
      shown = { ...shown, revision: news.revision(), now: clock.now(), notices: notices() };
    }
    return shown;
  }

  function notices(): Failure[] {
    const trouble = settingsFile.trouble();
    const lost = ports.homeLost?.() ?? null;
    return [...(lost === null ? [] : [lost]), ...(trouble === null ? [] : [trouble]), ...workspace.notices(), ...surroundings];
  }

  /** A person has read a notice and goes on. */
  async function dismiss(kind: FailureKind): Promise<Result<unknown>> {
    surroundings = surroundings.filter((notice) => notice.kind !== kind);
    const isLoss = kind === 'storage-damaged' || kind === 'storage-missing';
    const isSettings = kind === 'settings-unreadable' || kind === 'settings-invalid';
    const done = isLoss ? await workspace.settle() : isSettings ? settingsFile.accept() : ok(undefined);
    if (done.ok && isSettings) workspace.sync.unblock();
    changed();
    return done;
  }

  function current(): Snapshot {
    const now = clock.now();
    const settings: Settings = settingsFile.read();
    return snapshotFrom({
      revision: news.revision(),
      environment: workspace.environment,
      now,
      counts: workspace.counts(),
      deliveredByHour: workspace.lists.deliveredByHour(now - 25 * 3_600_000),
      lastDeliveredAt: workspace.lastDeliveredAt(),
      oldestWaitingAt: workspace.lists.oldestWaitingAt(),
      sync: workspace.sync.status(),
      passTotal: workspace.passTotal(),
      account,
      bookings: workspace.bookings.watch.status(),
      brpAccount,
      openImports: workspace.imports.open(),
      watched: workspace.watched.status(),
      stoppedImports: workspace.lists.stoppedImports(),
      notices: notices(),
      elsewhere,
      dataFolder: ports.home,
      welcome: settingsFile.trouble() === null && isNew(workspace, settings),
      desktop,
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
    if (stopped) return ok(undefined);
    if (environment === workspace.environment) return saidAgain(environment);
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
    elsewhere = waitingElsewhere(ports.home, workspace.environment);
    await lookUpAccount();
    return ok(undefined);
  }

  /** Chosen once more, the open environment is what the settings say, also where they could not be understood. */
  function saidAgain(environment: Environment): Result<void> {
    if (settingsFile.trouble() === null) return ok(undefined);
    const kept = settingsFile.change({ environment });
    if (kept.ok) workspace.sync.unblock();
    changed();
    return kept.ok ? ok(undefined) : kept;
  }

  elsewhere = waitingElsewhere(ports.home, workspace.environment);
  lookUpDesktop();
  await lookUpAccount();
  // One to fall back on from now on, whatever becomes of the disk before anybody looks.
  snapshot();
  const handlers = createHandlers({
    workspace: () => workspace,
    settingsFile,
    vault: ports.vault,
    clock,
    snapshot,
    changed,
    lookUpAccount,
    lookUpDesktop,
    switchTo,
    dismiss,
    desktop: ports.desktop ?? null,
    home: ports.home,
    diagnose: () => diagnose({ home: ports.home, clock, settings: settingsFile.read(), snapshot: snapshot(), workspace }),
  });

  return ok({
    serve: createServe(handlers, log, (error) => workspace.stumbled(error)),
    snapshot,
    settings: settingsFile.read,
    subscribe: news.subscribe,
    openFile: (name, source) => openDropped(workspace.imports, name, source),
    doubts: (id) => workspace.imports.doubts(id),
    push: (options = {}) => pushOnce(workspace, clock, options.everything ?? false),
    backUp: () => workspace.backUp(),
    settled: () => workspace.imports.settled(),
    woke: () => workspace.sync.woke(),
    stop: async ({ hurryAfterMs } = {}) => {
      stopped = true;
      news.stop();
      await switching;
      await workspace.stop(hurryAfterMs);
    },
  });
}
