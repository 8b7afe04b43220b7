// What an outbox must hold after a power cut, whatever the disk made of what was not synced: all that was acknowledged, and of all
// that had left the computer a trace that it may have arrived.
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import type { Random } from '../../main/base/ports.ts';
import { openStore } from '../../main/base/store.ts';
import { createClaims } from '../../main/outbox/claims.ts';
import { createLists } from '../../main/outbox/lists.ts';
import { routeFrom } from '../../main/practice/basicpsf-routes.ts';
import { batchFromParam } from '../../main/practice/booking-results-script.ts';
import { afterCut } from './cut-disk.ts';
import type { DiskCall } from './disk-trace.ts';
import { temporaryFolder } from './make.ts';

const NEVER = Number.MAX_SAFE_INTEGER;

/** The results in a request that left, as `ref/inspector`. */
function keysSent(text: string): string[] {
  const [, method = '', path = ''] = /^([A-Z]+) (\S+) HTTP/.exec(text) ?? [];
  const { param } = routeFrom(method, path);
  const batch = (param === null ? null : batchFromParam(param)) ?? [];
  return batch.map(({ internalOrderRef, inspectorName }) => `${internalOrderRef}/${inspectorName}`);
}

/** Cuts the power when the first `cut` calls had come back, and opens what is left of the outbox. Answers where it lies. */
export function checkCut(
  calls: readonly DiskCall[],
  cut: number,
  where: { readonly root: string; readonly outbox: string; readonly random: Random },
  acknowledged: (said: readonly string[]) => readonly string[],
): string {
  const target = temporaryFolder();
  afterCut(calls, cut, where.root, target, where.random);
  const before = calls.slice(0, cut);
  const said = before.flatMap((call) => (call.kind === 'said' ? call.text.split('\n').filter((line) => line !== '') : []));
  const sent = before.flatMap((call) => (call.kind === 'sent' ? keysSent(call.text) : []));
  const path = join(target, relative(where.root, where.outbox));
  const expected = acknowledged(said);
  if (expected.length > 0) expect(existsSync(path), 'the database of what was acknowledged').toBe(true);
  const opened = openStore(path, Date.now());
  if (!opened.ok) throw new Error(`cut at ${cut}: ${JSON.stringify(opened.failure)}`);
  const { store, damaged } = opened.value;
  try {
    expect(damaged, `cut at ${cut}`).toBeNull();
    expect(store.pragma('integrity_check', { simple: true })).toBe('ok');
    createClaims(store, where.random).recover('after the cut', Date.now(), 0);
    const lists = createLists(store);
    const items = lists.list({ states: [] }, NEVER, 1000).items;
    const seqOf = new Map(items.map((item) => [`${item.internalOrderRef}/${item.inspectorName}`, item.seq]));
    expect(
      expected.filter((key) => !seqOf.has(key)),
      `cut at ${cut}: acknowledged and lost`,
    ).toEqual([]);
    const untold = sent.filter((key) => (lists.detail(seqOf.get(key) ?? 0)?.receipts.length ?? 0) === 0);
    expect(untold, `cut at ${cut}: sent without a trace`).toEqual([]);
  } finally {
    store.close();
  }
  return target;
}
