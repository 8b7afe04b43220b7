// push and retry: files into the outbox, then one pass over what is due, or several with `--wait`.
// Nothing of any file is queued when one of them cannot be read or asks something. One about which something is uncertain waits
// for a person, because nobody is here to be asked; the others go.
import { accessSync, constants, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallInput, CallName, CallOutput } from '../../shared/calls.ts';
import { nextStep } from '../../shared/consequence.ts';
import type { Doubt } from '../../shared/doubt.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ImportSummary } from '../../shared/import.ts';
import type { ReadingChoice } from '../../shared/reading.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { App } from '../app/app-ports.ts';
import type { PushReport } from '../app/push-once.ts';
import { type Clock, pause } from '../base/ports.ts';
import type { Request } from './arguments.ts';
import { type FileReport, fileReport, type RunReport } from './report.ts';

const PAGE = 500;
const LEAST_WAIT_MS = 100;

export interface Ran {
  readonly report: RunReport;
  /** What stands in the way of the rest, if anything does. */
  readonly trouble: Failure | null;
}

/** A file that was read, and what about it is for a person to say. */
interface StagedFile {
  readonly file: ImportSummary;
  readonly doubts: readonly Doubt[];
}

async function ask<N extends CallName>(app: App, name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> {
  return (await app.serve(name, input)) as Result<CallOutput<N>>;
}

/** Why a path cannot be pushed, or null when it is a file that can be read. */
export function whyUnreadable(path: string): Failure | null {
  const name = basename(path);
  try {
    if (!statSync(path).isFile()) return { kind: 'file-unreadable', name, why: 'folder' };
    accessSync(path, constants.R_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return {
      kind: 'file-unreadable',
      name,
      why: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : code === 'EACCES' ? 'denied' : 'failed',
    };
  }
}

/** What a person has to say about the reading of a file first, or null when it can be read in one way only. */
function whyUnsure({ name, reading }: ImportSummary): Failure | null {
  const asks = reading?.asks ?? [];
  return asks.length === 0 ? null : { kind: 'reading-unsure', name, asks };
}

/** One file as it was read, by what the command says about reading it. */
async function readAs(app: App, id: number, choice: ReadingChoice): Promise<Result<StagedFile>> {
  const read = await ask(app, 'import.get', { id });
  if (!read.ok) return read;
  const { failure, name, phase } = read.value;
  if (phase !== 'review') return fail(failure ?? { kind: 'import-cancelled', name });
  const isChosen = Object.keys(choice).length > 0;
  const file = isChosen ? await ask(app, 'import.reread', { id, choice, dropRepairs: false }) : read;
  if (!file.ok) return file;
  const doubts = await app.doubts(id);
  return doubts.ok ? ok({ file: file.value, doubts: doubts.value }) : doubts;
}

/** Reads every file; on the first that cannot be read all of them are put aside again. */
async function stage(app: App, { files, choice }: Request): Promise<Result<readonly StagedFile[]>> {
  const ids: number[] = [];
  let failure: Failure | null = null;
  for (const path of files) {
    const opened = await app.openFile(basename(path), { path });
    if (opened.ok) ids.push(opened.value.id);
    else failure ??= opened.failure;
  }
  await app.settled();
  const staged: StagedFile[] = [];
  for (const id of ids) {
    const read = await readAs(app, id, choice);
    if (read.ok) staged.push(read.value);
    else failure ??= read.failure;
  }
  if (failure === null) return ok(staged);
  await putAside(app, ids);
  return fail(failure);
}

async function putAside(app: App, ids: readonly number[]): Promise<void> {
  for (const id of ids) await ask(app, 'import.cancel', { id });
}

/** Leaves a file for a person to look at; the same bytes that wait already are not shown twice. */
async function leaveForPerson(app: App, { file }: StagedFile): Promise<void> {
  const isWaiting = app
    .snapshot()
    .openImports.some(({ id, phase, sha256 }) => id !== file.id && phase === 'review' && sha256 === file.sha256);
  if (isWaiting) await putAside(app, [file.id]);
}

/** Orders whose newest result needs a person, with BasicPSF's words. */
async function refusedOrders(app: App): Promise<Result<Map<string, string>>> {
  const orders = new Map<string, string>();
  for (let before: number | null | undefined; before !== null; ) {
    const page = await ask(app, 'outbox.list', {
      filter: { states: ['refused', 'parked'] },
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    });
    if (!page.ok) return page;
    for (const { internalOrderRef, words, cause } of page.value.items) {
      if (!orders.has(internalOrderRef)) orders.set(internalOrderRef, words === '' ? cause : words);
    }
    before = page.value.next;
  }
  return ok(orders);
}

/** Rows of the staged files that say once more what was refused before: nothing is sent for them, and nobody may think it was. */
async function refusedBefore(app: App, ids: readonly number[]): Promise<Result<string[]>> {
  const refused = await refusedOrders(app);
  if (!refused.ok || refused.value.size === 0) return refused.ok ? ok([]) : refused;
  const refs: string[] = [];
  for (const id of ids) {
    for (let after: number | null = 0; after !== null; ) {
      const page: Result<CallOutput<'import.rows'>> = await ask(app, 'import.rows', {
        id,
        verdicts: ['unchanged'],
        after,
        limit: PAGE,
      });
      if (!page.ok) return page;
      refs.push(...page.value.rows.map((row) => row.internalOrderRef).filter((ref) => refused.value.has(ref)));
      after = page.value.next;
    }
  }
  return ok(refs);
}

/** Passes until all is settled, a person must act, or the time is over. */
async function send(app: App, { command, waitMs }: Request, clock: Clock): Promise<readonly PushReport[]> {
  const until = clock.monotonic() + waitMs;
  const passes = [await app.push({ everything: command === 'retry' })];
  for (;;) {
    const { waiting, unconfirmed, trouble } = passes.at(-1) as PushReport;
    const leftMs = until - clock.monotonic();
    if (waiting + unconfirmed === 0 || leftMs <= 0 || (trouble !== null && nextStep(trouble) === 'ask')) return passes;
    const { nextTryAt } = app.snapshot().sync;
    await pause(clock, Math.min(leftMs, Math.max(LEAST_WAIT_MS, (nextTryAt ?? 0) - clock.now())));
    if (clock.monotonic() < until) passes.push(await app.push());
  }
}

/** Whether a file goes without a person having looked at it. What others sent is overwritten by nobody who was not asked. */
function maySend(doubts: readonly Doubt[], acceptRemarks: boolean): boolean {
  return doubts.every(({ kind, weight }) => weight !== 'uncertain' || (acceptRemarks && kind !== 'order'));
}

/** Queues what is certain of the files, or all of them if the command says so; answers how each was taken. */
async function queue(app: App, staged: readonly StagedFile[], acceptRemarks: boolean): Promise<Result<FileReport[]>> {
  const reports: FileReport[] = [];
  for (const one of staged) {
    const { doubts, file } = one;
    const queued = maySend(doubts, acceptRemarks);
    if (queued) {
      const accepted = await ask(app, 'import.accept', { id: file.id });
      if (!accepted.ok) return accepted;
      reports.push(fileReport({ ...accepted.value, reading: file.reading }, doubts, true));
    } else {
      await leaveForPerson(app, one);
      reports.push(fileReport(file, doubts, false));
    }
  }
  return ok(reports);
}

/** What is said about files that were put aside again because one of them asks something. */
function unsureRun(app: App, staged: readonly StagedFile[], trouble: Failure): Ran {
  const { counts, environment } = app.snapshot();
  const files = staged.map(({ file, doubts }) => fileReport(file, doubts, false));
  const { waiting, unconfirmed } = counts;
  return { trouble, report: { environment, files, delivered: 0, refused: [], waiting, unconfirmed } };
}

/** Queues the files, if there are any, and sends what is due. */
export async function runPush(app: App, request: Request, clock: Clock): Promise<Result<Ran>> {
  const staged = await stage(app, request);
  if (!staged.ok) return staged;
  const unsure = staged.value.map(({ file }) => whyUnsure(file)).find((failure) => failure !== null);
  if (unsure !== undefined) {
    await putAside(
      app,
      staged.value.map(({ file }) => file.id),
    );
    return ok(unsureRun(app, staged.value, unsure));
  }
  const mayGo = staged.value.filter(({ doubts }) => maySend(doubts, request.acceptRemarks));
  const before = await refusedBefore(
    app,
    mayGo.map(({ file }) => file.id),
  );
  if (!before.ok) return before;
  const files = await queue(app, staged.value, request.acceptRemarks);
  if (!files.ok) return files;
  const passes = await send(app, request, clock);
  const refused = await refusedOrders(app);
  if (!refused.ok) return refused;
  const last = passes.at(-1) as PushReport;
  const concerned = new Set([...passes.flatMap((pass) => pass.refused.map((order) => order.internalOrderRef)), ...before.value]);
  return ok({
    trouble: last.trouble,
    report: {
      environment: app.snapshot().environment,
      files: files.value,
      delivered: passes.reduce((sum, { delivered }) => sum + delivered, 0),
      refused: [...concerned].flatMap((internalOrderRef) => {
        const error = refused.value.get(internalOrderRef);
        return error === undefined ? [] : [{ internalOrderRef, error }];
      }),
      waiting: last.waiting,
      unconfirmed: last.unconfirmed,
    },
  });
}
