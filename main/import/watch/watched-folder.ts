// The watched folder: files that appear in it and hold still are imported; clean ones are queued if a person said so, the
// others wait for review. What was queued moves to "done", what could not be read stays with a report beside it. The folder
// is looked into by the clock, because a network share tells nobody when it changes.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { WatchedSettings, WatchedStatus } from '../../../shared/watched-folder.ts';
import type { Guarded } from '../../base/guard.ts';
import { type Clock, type Log, pause } from '../../base/ports.ts';
import type { Store } from '../../base/sqlite.ts';
import type { Remote } from '../../base/thread.ts';
import type { Imports } from '../review/import-ports.ts';
import { isNoFile, isWanted } from './entries.ts';
import { waitingReport, whyItWaits } from './judge.ts';
import { MOST_LOOKED_AT, nextNames } from './next-names.ts';
import { failureReport, momentOf, moveToDone, removeReport, writeReport } from './put-away.ts';
import { createWatchedReads, type FileMoment, type TakenFile, type WatchedVerbs } from './watched-files.ts';

export interface WatchedPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: Store;
  readonly writer: Remote<Guarded<WatchedVerbs>>;
  readonly imports: Pick<Imports, 'start' | 'summary' | 'accept' | 'cancel' | 'discard' | 'doubts' | 'otherOf'>;
  readonly settings: () => WatchedSettings;
  readonly changed: () => void;
}

export interface WatchedFolder {
  readonly status: () => WatchedStatus;
  /** The settings are others now. */
  readonly changed: () => void;
  /** Resolves when the folder is not being looked into. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const LOOK_EVERY_MS = 2000;
/** A share that does not answer for so long is called unreachable; the look goes on in case it does. */
const PATIENCE_MS = 10_000;
/** While there is more to take up than one look takes. */
const LOOK_AGAIN_MS = 500;
/** Files out of the folder that are being read, and that are open at all, at one time. */
const MOST_READING = 100;
const MOST_OPEN = 200;
const MOST_TOLD = 20;

type Shown = Pick<WatchedStatus, 'state' | 'waiting' | 'left' | 'isFull' | 'notRead'>;
const NOTHING_SHOWN: Shown = { state: 'off', waiting: 0, left: 0, isFull: false, notRead: [] };

/** Watches the folder of the settings until it is stopped. */
export function createWatchedFolder(ports: WatchedPorts): WatchedFolder {
  const { clock, imports, log, settings, writer } = ports;
  const reads = createWatchedReads(ports.reader);
  const still = new Map<string, FileMoment & { readonly since: number }>();
  const notMoved = new Set<string>();
  /** How each file in review stood when it was judged; it is judged again only when it stands otherwise. */
  const judged = new Map<number, string>();
  let shown: Shown = NOTHING_SHOWN;
  let lastAt: number | null = null;
  let goesOnAfter = '';
  let hasMore = false;
  let isStopped = false;
  let looking: Promise<void> | null = null;
  let cancelNext = (): void => {};

  function show(next: Partial<typeof shown>): void {
    const earlier = JSON.stringify(shown);
    shown = { ...shown, ...next };
    if (JSON.stringify(shown) !== earlier) ports.changed();
  }

  /** A report that cannot be written keeps nothing else from being done. */
  async function report(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => log('warning', 'a report could not be written', { error: String(error) }));
  }

  /** Queues a file in review if nothing about it is for a person to say; else says beside it what is. */
  async function judge({ path, importId }: TakenFile, moment: FileMoment | null, isSame: boolean): Promise<void> {
    const found = imports.summary(importId);
    if (!found.ok || found.value.phase !== 'review') return;
    const { reading, sha256, totals } = found.value;
    const isThereTwice = imports.otherOf(found.value) !== null;
    const standing = JSON.stringify([sha256, totals, reading?.asks, reading?.chosen, isThereTwice, isSame]);
    if (judged.get(importId) === standing) return;
    judged.set(importId, standing);
    if (!isSame) {
      // What was read is no longer what lies there: the file is taken up anew, and one that is gone waits for a person.
      if (moment === null) return;
      await imports.cancel(importId);
      // Work on it survives until a person discards it; where nobody did any, there is nothing to take up again.
      if (found.value.repaired === 0 && (reading?.chosen.length ?? 0) === 0) await imports.discard(importId);
      await writer.forgetWatched(path, importId);
      return;
    }
    const doubts = await imports.doubts(importId);
    if (!doubts.ok) return void judged.delete(importId);
    const why = whyItWaits(found.value, doubts.value, isThereTwice);
    if (why.length === 0) await imports.accept(importId);
    else await report(writeReport(path, waitingReport(basename(path), why)));
  }

  function isOurs(folder: string, path: string): boolean {
    return dirname(path) === folder;
  }

  /** Goes on with a file that was taken up. */
  async function follow(taken: TakenFile, acceptClean: boolean): Promise<void> {
    const { path, importId } = taken;
    const found = imports.summary(importId);
    if (!found.ok) return void (await writer.settleWatched(path, importId));
    const moment = await momentOf(path);
    const isSame = moment !== null && moment.size === taken.size && moment.modifiedAt === taken.modifiedAt;
    if (found.value.phase === 'review' && acceptClean) await judge(taken, moment, isSame);
    const now = imports.summary(importId);
    if (!now.ok) return;
    const { phase, failure } = now.value;
    if (phase !== 'review') judged.delete(importId);
    if (phase === 'accepted') {
      try {
        if (isSame) await moveToDone(path);
        notMoved.delete(path);
        await report(removeReport(path));
      } catch (error) {
        if (!notMoved.has(path)) {
          log('warning', 'a queued file could not be moved', { error: String(error) });
          notMoved.add(path);
          ports.changed();
        }
        return;
      }
      await writer.settleWatched(path, importId);
    } else if (phase === 'failed' && failure?.kind === 'import-cancelled') await writer.forgetWatched(path, importId);
    else if (phase === 'failed') {
      if (failure !== null && isSame) await report(writeReport(path, failureReport(failure)));
      await writer.settleWatched(path, importId);
    } else if (phase === 'cancelled' || phase === 'aside') {
      await report(removeReport(path));
      await writer.settleWatched(path, importId);
    }
  }

  /** Imports a file that was the same for long enough; answers whether it did. */
  async function takeUp(path: string): Promise<boolean> {
    const moment = await momentOf(path);
    if (moment === null || reads.isKnown(moment)) {
      still.delete(path);
      return false;
    }
    const before = still.get(path);
    if (before?.size !== moment.size || before.modifiedAt !== moment.modifiedAt) {
      still.set(path, { ...moment, since: clock.monotonic() });
      return false;
    }
    if (clock.monotonic() - before.since < LOOK_EVERY_MS) return false;
    const started = await imports.start(basename(path), { path });
    if (!started.ok) return false;
    still.delete(path);
    await writer.takeWatched(moment, started.value.id);
    return true;
  }

  async function look(): Promise<void> {
    const { on, folder, acceptClean } = settings();
    if (!on || folder === '') return show(NOTHING_SHOWN);
    let names: string[];
    let others: string[];
    try {
      const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => isWanted(name));
      others = entries.filter(isNoFile).map(({ name }) => name);
      names = entries.filter((entry) => !isNoFile(entry)).map(({ name }) => name);
    } catch {
      return show({ state: 'unreachable' });
    }
    for (const one of reads.open()) {
      if (isStopped) return;
      if (isOurs(folder, one.path)) await follow(one, acceptClean);
    }
    const open = reads.open().filter(({ path }) => isOurs(folder, path));
    const inReview = open.filter(({ phase }) => phase === 'review').length;
    let free = Math.min(MOST_READING - (open.length - inReview), MOST_OPEN - open.length);
    let taken = 0;
    const there = new Set(names);
    for (const path of still.keys()) if (!isOurs(folder, path) || !there.has(basename(path))) still.delete(path);
    const next = nextNames(names, new Set([...still.keys()].map((path) => basename(path))), goesOnAfter);
    goesOnAfter = next.after;
    for (const name of next.some) {
      if (isStopped || free <= 0) break;
      if (await takeUp(join(folder, name))) [free, taken] = [free - 1, taken + 1];
    }
    lastAt = clock.now();
    hasMore = names.length > MOST_LOOKED_AT && (taken > 0 || open.length > inReview);
    const left = names.length - open.length - taken;
    show({ state: 'watching', waiting: inReview, left, isFull: inReview >= MOST_OPEN, notRead: others.slice(0, MOST_TOLD) });
  }

  /** One look at a time; one that hangs is waited for, and shows. */
  function lookSoon(delayMs: number): void {
    cancelNext();
    if (isStopped) return;
    cancelNext = clock.after(delayMs, () => {
      const isDone = new AbortController();
      void pause(clock, PATIENCE_MS, isDone.signal).then(() => {
        if (!isDone.signal.aborted && shown.state === 'watching') show({ state: 'unreachable' });
      });
      looking = look()
        .catch((error: unknown) => {
          if (!isStopped) log('error', 'a look into the watched folder failed', { error: String(error) });
        })
        .finally(() => {
          isDone.abort();
          looking = null;
          const { on } = settings();
          if (on || shown.state !== 'off') lookSoon(on ? (hasMore ? LOOK_AGAIN_MS : LOOK_EVERY_MS) : 0);
        });
    });
  }

  lookSoon(settings().on ? LOOK_EVERY_MS : 0);

  return {
    status: () => ({
      ...shown,
      folder: settings().folder,
      lastAt,
      notMoved: [...notMoved].slice(0, MOST_TOLD).map((path) => basename(path)),
    }),
    changed: () => {
      if (looking === null) lookSoon(0);
    },
    settled: async () => void (await looking),
    stop: async () => {
      isStopped = true;
      cancelNext();
      // A share that hangs would keep the program from ending.
      await Promise.race([looking, pause(clock, LOOK_EVERY_MS)]);
    },
  };
}
