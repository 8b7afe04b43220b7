// "Check delivered results": what was delivered since a moment, compared with what BasicPSF holds now.
import { setImmediate } from 'node:timers/promises';
import { midnightBefore } from '../../shared/moments.ts';
import type { OrderCheck } from '../../shared/order-check.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Clock } from '../base/ports.ts';
import type { Delivered } from '../outbox/delivered.ts';
import type { LookUpWays } from '../push/look-up.ts';
import { verifyDelivered } from '../push/verify.ts';
import type { Workspace } from '../workspace/workspace.ts';

const PAGE = 1000;

/** A part of what was delivered, and how its comparing goes. */
export interface CheckWanted {
  /** Epoch ms; null is the midnight that began today. */
  readonly since: number | null;
  /** So many results are compared, the newest first. */
  readonly most: number;
  /** Where an earlier check ended. */
  readonly before?: number | undefined;
}

/** Compares what was delivered; `begun` hears how many it will be. */
export async function checkDelivered(
  { lists, lookUps }: Pick<Workspace, 'lists' | 'lookUps'>,
  clock: Pick<Clock, 'now'>,
  wanted: CheckWanted,
  how: LookUpWays & { readonly begun?: (of: number) => void } = {},
): Promise<Result<OrderCheck>> {
  const from = wanted.since ?? midnightBefore(clock.now());
  const all: Delivered[] = [];
  for (let { before } = wanted; ; await setImmediate()) {
    const { items, next } = lists.delivered(from, PAGE, before);
    all.push(...items);
    if (next === null) break;
    before = next;
  }
  const some = all.slice(0, wanted.most);
  how.begun?.(some.length);
  const verified = await verifyDelivered(some, lists.leftAsIs, lookUps, how);
  if (!verified.ok) return verified;
  const { checked, leftAsIs, differences, at } = verified.value;
  const left = all.length - checked;
  // Where nothing at all was compared it goes on where it began.
  const next = left === 0 ? null : (some[checked - 1]?.seq ?? wanted.before ?? Number.MAX_SAFE_INTEGER);
  return ok({ checked, left, next, leftAsIs, differences: [...differences], at });
}
