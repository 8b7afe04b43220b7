// The watched folder: files that appear in it and hold still are imported; clean ones are queued if a person said so, the
// others wait for review. What was queued moves to "done", what could not be read stays with a report beside it. The folder
// is looked into by the clock, because a network share tells nobody when it changes.
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { mayHoldResults } from '../../../shared/file-names.ts';
import type { ImportSummary } from '../../../shared/import.ts';
import type { WatchedSettings, WatchedStatus } from '../../../shared/watched-folder.ts';
import type { Guarded } from '../../base/guard.ts';
import { type Clock, type Log, pause } from '../../base/ports.ts';
import type { Store } from '../../base/sqlite.ts';
import type { Remote } from '../../base/thread.ts';
import { notMeant } from '../read/source.ts';
import type { Imports } from '../review/import-ports.ts';
import { momentOf, moveToDone, writeReport } from './put-away.ts';
import { createWatchedReads, type FileMoment, type TakenFile, type WatchedVerbs } from './watched-files.ts';

export interface WatchedPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly reader: Store;
  readonly writer: Remote<Guarded<WatchedVerbs>>;
  readonly imports: Pick<Imports, 'start' | 'summary' | 'accept' | 'otherOf'>;
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
/** Files looked at in one go; the next look goes on where this one ended. */
const MOST_LOOKED_AT = 100;
/** Files out of the folder that are being read, and that are open at all, at one time. */
const MOST_READING = 50;
const MOST_OPEN = 200;
const MOST_TOLD = 20;

function isWanted(name: string): boolean {
  return mayHoldResults(name) && notMeant(name) === null;
}

/** Whether nothing about a file in review is for a person to say. */
function isClean(file: ImportSummary, imports: WatchedPorts['imports']): boolean {
  const { reading, sameAs, totals } = file;
  if (reading === null || reading.asks.length > 0 || totals.invalid + totals.warned > 0) return false;
  // When most dates of a file lie far off, no single row has a remark.
  return !reading.notes.some(({ kind }) => kind === 'dates-far') && sameAs === null && imports.otherOf(file) === null;
}

/** Watches the folder of the settings until it is stopped. */
export function createWatchedFolder(ports: WatchedPorts): WatchedFolder {
  const { clock, imports, log, settings, writer } = ports;
  const reads = createWatchedReads(ports.reader);
  const still = new Map<string, FileMoment & { readonly since: number }>();
  const notMoved = new Set<string>();
  let state: WatchedStatus['state'] = 'off';
  let lastAt: number | null = null;
  let waiting = 0;
  let goesOnAfter = '';
  let isStopped = false;
  let looking: Promise<void> | null = null;
  let cancelNext = (): void => {};

  function show(next: { state?: WatchedStatus['state']; waiting?: number }): void {
    const isNews = (next.state ?? state) !== state || (next.waiting ?? waiting) !== waiting;
    state = next.state ?? state;
    waiting = next.waiting ?? waiting;
    if (isNews) ports.changed();
  }

  function isOurs(folder: string, path: string): boolean {
    return dirname(path) === folder;
  }

  /** Goes on with a file that was taken up. */
  async function follow(taken: TakenFile, acceptClean: boolean): Promise<void> {
    const { path, importId } = taken;
    const found = imports.summary(importId);
    if (!found.ok) return void (await writer.settleWatched(path, importId));
    const file = found.value;
    if (file.phase === 'review' && acceptClean && isClean(file, imports)) await imports.accept(importId);
    const now = imports.summary(importId);
    if (!now.ok) return;
    const { phase, failure } = now.value;
    const moment = await momentOf(path);
    const isSame = moment !== null && moment.size === taken.size && moment.modifiedAt === taken.modifiedAt;
    if (phase === 'accepted') {
      try {
        if (isSame) await moveToDone(path);
        notMoved.delete(path);
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
      if (failure !== null && isSame) await writeReport(path, failure);
      await writer.settleWatched(path, importId);
    } else if (phase === 'cancelled') await writer.settleWatched(path, importId);
  }

  /** The next files in the order of their names, and from the first again. */
  function someOf(names: string[]): string[] {
    names.sort();
    const at = names.findIndex((name) => name > goesOnAfter);
    const from = at === -1 ? 0 : at;
    const some = [...names.slice(from), ...names.slice(0, from)].slice(0, MOST_LOOKED_AT);
    goesOnAfter = some.length < names.length ? (some.at(-1) ?? '') : '';
    return some;
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
    if (!on || folder === '') return show({ state: 'off', waiting: 0 });
    let names: string[];
    try {
      names = (await readdir(folder)).filter(isWanted);
    } catch {
      return show({ state: 'unreachable' });
    }
    for (const taken of reads.open()) {
      if (isStopped) return;
      if (isOurs(folder, taken.path)) await follow(taken, acceptClean);
    }
    const open = reads.open().filter(({ path }) => isOurs(folder, path));
    const inReview = open.filter(({ phase }) => phase === 'review').length;
    let free = Math.min(MOST_READING - (open.length - inReview), MOST_OPEN - open.length);
    const there = new Set(names);
    for (const path of still.keys()) if (!isOurs(folder, path) || !there.has(basename(path))) still.delete(path);
    for (const name of someOf(names)) {
      if (isStopped || free <= 0) break;
      if (await takeUp(join(folder, name))) free -= 1;
    }
    lastAt = clock.now();
    show({ state: 'watching', waiting: inReview });
  }

  /** One look at a time; one that hangs is waited for, and shows. */
  function lookSoon(delayMs: number): void {
    cancelNext();
    if (isStopped) return;
    cancelNext = clock.after(delayMs, () => {
      const isDone = new AbortController();
      void pause(clock, PATIENCE_MS, isDone.signal).then(() => {
        if (!isDone.signal.aborted && state === 'watching') show({ state: 'unreachable' });
      });
      looking = look()
        .catch((error: unknown) => {
          if (!isStopped) log('error', 'a look into the watched folder failed', { error: String(error) });
        })
        .finally(() => {
          isDone.abort();
          looking = null;
          const { on } = settings();
          if (on || state !== 'off') lookSoon(on ? LOOK_EVERY_MS : 0);
        });
    });
  }

  lookSoon(settings().on ? LOOK_EVERY_MS : 0);

  return {
    status: () => ({
      state,
      folder: settings().folder,
      lastAt,
      waiting,
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
