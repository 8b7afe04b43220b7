// A dropped file to staged rows, one piece at a time, so that memory does not grow with the file. Every record that is not blank
// becomes one staged row, whatever is wrong with it, and how the file was understood is reported beside the rows.
import { truncateSync } from 'node:fs';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { pause, systemClock } from '../../base/ports.ts';
import { failureFromSqlite } from '../../base/sqlite.ts';
import { looksLike } from '../read/decode.ts';
import {
  notMeant,
  openFile,
  ownerFile,
  type ReadWhole,
  readSource,
  type Source,
  type SourcePorts,
  versionOf,
} from '../read/source.ts';
import { MAX_WORKBOOK_BYTES } from '../read/workbook.ts';
import type { Again, FileOrder, FileStage, Plan, Understood } from './file-rows.ts';
import { createStaging, type Staging } from './staging.ts';
import { createTextStage } from './text-stage.ts';
import { createWorkbookStage } from './workbook-stage.ts';

/** What is to be staged, and where. */
export interface StageOrder extends FileOrder {
  readonly source: Source;
  readonly stagedPath: string;
}

/** What was understood of a file that is staged, whole and on the disk. */
export interface Staged extends Understood, ReadWhole {}

/** Starts anew when a file has to be read more than once. */
export interface StageProgress {
  readonly bytes: number;
  readonly bytesRead: number;
}

/** Whoever saves a file is soon done with it. */
const CHANGED_RETRY_MS = 1000;
const MACHINE: SourcePorts = { clock: systemClock, openFile };

/**
 * Stages a file. Fails when the file is nothing we can read, when the disk is full, or with `import-cancelled` once
 * `shouldStop` says so; the staging file is then worthless. Progress is reported after every piece.
 */
export async function stageFile(
  order: StageOrder,
  shouldStop: () => boolean,
  progress: (progress: StageProgress) => void,
  ports: SourcePorts = MACHINE,
): Promise<Result<Staged>> {
  const what = notMeant(order.name);
  if (what !== null) return fail({ kind: 'not-meant', name: order.name, what });
  const staged = await stageVersion(order, shouldStop, progress, ports);
  const isChanged = !staged.ok && staged.failure.kind === 'file-unreadable' && staged.failure.why === 'changed';
  if (!isChanged) return staged;
  await pause(ports.clock, CHANGED_RETRY_MS);
  truncateSync(order.stagedPath);
  return stageVersion(order, shouldStop, progress, ports);
}

/** Stages one version of a file, in as many passes as it takes to understand it. */
async function stageVersion(
  order: StageOrder,
  shouldStop: () => boolean,
  progress: (progress: StageProgress) => void,
  ports: SourcePorts,
): Promise<Result<Staged>> {
  const version = await versionOf(order.source);
  let plan: Plan = { ranking: null, dateOrder: undefined };
  for (;;) {
    const pass = await stagePass(order, plan, shouldStop, progress, ports);
    if (pass.ok && (await versionOf(order.source)) !== version)
      return fail({ kind: 'file-unreadable', name: order.name, why: 'changed' });
    if (!pass.ok || !('again' in pass.value)) return pass as Result<Staged>;
    plan = { ...plan, ...pass.value.again };
    truncateSync(order.stagedPath);
  }
}

async function stagePass(
  order: StageOrder,
  plan: Plan,
  shouldStop: () => boolean,
  progress: (progress: StageProgress) => void,
  ports: SourcePorts,
): Promise<Result<Staged | Again>> {
  const { name, source, stagedPath } = order;
  let staging: Staging | null = null;
  try {
    staging = createStaging(stagedPath);
    const opened = staging;
    const owner = await ownerFile(source);
    let stage: FileStage | null = null;
    let again: Again | null = null;
    let bytesRead = 0;
    const read = await readSource(
      source,
      name,
      (piece, bytes) => {
        if (shouldStop()) return { kind: 'import-cancelled', name };
        if (stage === null) {
          const kind = looksLike(piece);
          // A large archive is named by its beginning, any other by all that is in it.
          const isLarge = bytes > MAX_WORKBOOK_BYTES;
          if (kind === 'archive' && isLarge && !piece.includes('xl/')) return { kind: 'not-csv', name, looksLike: 'zip' };
          if (kind !== null && kind !== 'archive') return { kind: 'not-csv', name, looksLike: kind };
          stage = kind === 'archive' ? createWorkbookStage(order, plan, opened, bytes) : createTextStage(order, plan, opened);
        }
        const stopped = stage.take(piece);
        if (bytesRead === 0) stage.expectTimes(bytes / piece.length);
        bytesRead += piece.length;
        progress({ bytes, bytesRead });
        if (stopped === null || !('again' in stopped)) return stopped;
        again = stopped;
        return { kind: 'import-cancelled', name };
      },
      ports,
    );
    if (again !== null) return ok(again);
    if (!read.ok) return read;
    const taken = stage as FileStage | null;
    if (taken === null) return fail({ kind: 'file-empty', name });
    const end = await taken.end(shouldStop);
    if (!end.ok || 'again' in end.value) return end as Result<Again>;
    if (owner !== null) end.value.reading.notes.push({ kind: 'open-in-excel', count: 1, sample: owner });
    staging.close();
    staging = null;
    return ok({ ...read.value, ...end.value });
  } catch (error) {
    const failure = failureFromSqlite(error, stagedPath);
    if (failure === null) throw error;
    return fail(failure);
  } finally {
    staging?.abandon();
  }
}
