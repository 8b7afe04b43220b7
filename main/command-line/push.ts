// push and retry: files into the outbox, then one pass over what is due, or several with `--wait`.
// Nothing of any file is queued when one of them cannot be read.
import { accessSync, constants, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallInput, CallName, CallOutput } from '../../shared/calls.ts';
import { type Failure, nextStep } from '../../shared/failure.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { App } from '../app/app.ts';
import type { PushReport } from '../app/push-once.ts';
import { type Clock, pause } from '../base/ports.ts';
import type { Request } from './arguments.ts';
import { fileReport, type RunReport } from './report.ts';

const PAGE = 500;
const LEAST_WAIT_MS = 100;

export interface Ran {
  readonly report: RunReport;
  /** What stands in the way of the rest, if anything does. */
  readonly trouble: Failure | null;
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

/** Reads every file; on the first that cannot be read, or not for certain, all of them are put aside again. */
async function stage(app: App, paths: readonly string[]): Promise<Result<readonly number[]>> {
  const ids: number[] = [];
  let failure: Failure | null = null;
  for (const path of paths) {
    const opened = await app.openFile(basename(path), { path });
    if (opened.ok) ids.push(opened.value.id);
    else failure ??= opened.failure;
  }
  await app.settled();
  for (const id of ids) {
    const summary = await ask(app, 'import.get', { id });
    if (!summary.ok) failure ??= summary.failure;
    else if (summary.value.phase !== 'review')
      failure ??= summary.value.failure ?? { kind: 'import-cancelled', name: summary.value.name };
    else failure ??= whyUnsure(summary.value);
  }
  if (failure === null) return ok(ids);
  for (const id of ids) await ask(app, 'import.cancel', { id });
  return fail(failure);
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

/** Queues the files, if there are any, and sends what is due. */
export async function runPush(app: App, request: Request, clock: Clock): Promise<Result<Ran>> {
  const staged = await stage(app, request.files);
  if (!staged.ok) return staged;
  const before = await refusedBefore(app, staged.value);
  if (!before.ok) return before;
  const accepted: ImportSummary[] = [];
  for (const id of staged.value) {
    const summary = await ask(app, 'import.accept', { id });
    if (!summary.ok) return summary;
    accepted.push(summary.value);
  }
  const passes = await send(app, request, clock);
  const refused = await refusedOrders(app);
  if (!refused.ok) return refused;
  const last = passes.at(-1) as PushReport;
  const concerned = new Set([...passes.flatMap((pass) => pass.refused.map((order) => order.internalOrderRef)), ...before.value]);
  return ok({
    trouble: last.trouble,
    report: {
      environment: app.snapshot().environment,
      files: accepted.map(fileReport),
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
