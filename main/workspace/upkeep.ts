// What keeps an outbox in order while nobody waits for it: a backup a day, forgetting what was delivered long ago, and the
// index that results are searched by.
import { existsSync } from 'node:fs';
import { midnightBefore } from '../../shared/moments.ts';
import type { Result } from '../../shared/result.ts';
import { backups, packBackups } from '../base/backups.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { Storage } from './storage.ts';

const DAY_MS = 24 * 3_600_000;
/** Upkeep waits until the start is over, then runs once an hour when there is something to do. */
const UPKEEP_AFTER_MS = 60_000;
const UPKEEP_EVERY_MS = 3_600_000;
/** A database that was deleted while it is open is noticed within so many ms. */
const LOOK_EVERY_MS = 2_000;
const INDEX_STEP = 2000;
const FORGET_STEP = 200;
const BATCH_STEP = 2000;
const SHRINK_STEP_PAGES = 500;

export interface UpkeepPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** The database file. */
  readonly path: string;
  readonly writer: Pick<Storage['writer'], 'backUp' | 'forget' | 'forgetBatches' | 'shrink' | 'indexSearch'>;
  /** Delivered results are forgotten after so many days; 0 is never. */
  readonly keepDeliveredDays: () => number;
  /** Epoch ms; null when nothing was ever delivered. */
  readonly lastDeliveredAt: () => number | null;
  /** Looks whether the database is still there, and says so where it is not. */
  readonly look: () => Promise<void>;
  /** What else is kept in order with it. */
  readonly others: () => Promise<unknown>;
}

export interface Upkeep {
  /** Something new can be searched for. */
  readonly index: () => void;
  /** Goes on by the clock from now on. */
  readonly start: () => void;
  /** The daily backup, where it is due: for a run that is over before the clock comes to it. */
  readonly backUp: () => Promise<void>;
  readonly stop: () => void;
}

/** Does nothing before it is started or asked to index. */
export function createUpkeep({
  clock,
  log,
  path,
  writer,
  keepDeliveredDays,
  lastDeliveredAt,
  look,
  others,
}: UpkeepPorts): Upkeep {
  let isStopped = false;
  let isIndexing = false;
  let forgottenBefore: number | null = null;
  let cancel = (): void => {};
  let cancelLook = (): void => {};

  function failed(error: unknown): void {
    if (!isStopped) log('error', 'upkeep ended unexpectedly', { error: error instanceof Error ? error.stack : String(error) });
  }

  async function indexSearch(): Promise<void> {
    if (isIndexing) return;
    isIndexing = true;
    try {
      await untilDone(() => writer.indexSearch(INDEX_STEP));
    } finally {
      isIndexing = false;
    }
  }

  async function backUp(): Promise<void> {
    const newest = backups(path)[0];
    // One of the day after tomorrow was made while the clock was wrong.
    if (existsSync(path) && (newest === undefined || Math.abs(clock.now() - newest.at) > DAY_MS)) {
      const backedUp = await writer.backUp(new Date(clock.now()).toISOString().slice(0, 10));
      if (!backedUp.ok) log('warning', 'the outbox could not be backed up', { failure: backedUp.failure.kind });
    }
    await packBackups(path).catch((error) => log('warning', 'a backup could not be packed', { error: String(error) }));
  }

  /** Takes steps, between which others have their turn, as long as there is more to do. */
  async function untilDone(step: () => Promise<Result<boolean>>): Promise<void> {
    for (let more = true; more && !isStopped; ) {
      const taken = await step();
      more = taken.ok && taken.value;
    }
  }

  async function forget(): Promise<void> {
    const days = keepDeliveredDays();
    // Counted from the last delivery where the clock is ahead of it: a clock that is set a year ahead by mistake makes nothing old,
    // and delivers nothing, because no certificate is valid then.
    const before = midnightBefore(Math.min(clock.now(), lastDeliveredAt() ?? 0)) - days * DAY_MS;
    // What is old enough changes at midnight, or when a person says otherwise.
    if (before === forgottenBefore) return;
    for (let more = days > 0; more && !isStopped; ) {
      const gone = await writer.forget(before, FORGET_STEP);
      more = gone.ok && gone.value === FORGET_STEP;
    }
    await untilDone(() => writer.forgetBatches(midnightBefore(clock.now()) - DAY_MS, BATCH_STEP));
    await untilDone(() => writer.shrink(SHRINK_STEP_PAGES));
    forgottenBefore = before;
  }

  function runAfter(delayMs: number): void {
    cancel = clock.after(delayMs, async () => {
      try {
        await backUp();
        await forget();
        await others();
        await indexSearch();
      } catch (error) {
        failed(error);
      }
      if (!isStopped) runAfter(UPKEEP_EVERY_MS);
    });
  }

  function lookAfter(delayMs: number): void {
    cancelLook = clock.after(delayMs, async () => {
      await look().catch(failed);
      if (!isStopped) lookAfter(LOOK_EVERY_MS);
    });
  }

  return {
    index: () => void indexSearch().catch(failed),
    start: () => {
      runAfter(UPKEEP_AFTER_MS);
      lookAfter(LOOK_EVERY_MS);
      void indexSearch().catch(failed);
    },
    backUp: () => backUp().catch(failed),
    stop: () => {
      isStopped = true;
      cancelLook();
      cancel();
    },
  };
}
