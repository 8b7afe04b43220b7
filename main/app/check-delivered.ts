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

/** Compares at most `most` results, the newest; `since` null is the midnight that began today. */
export async function checkDelivered(
  { lists, lookUps }: Pick<Workspace, 'lists' | 'lookUps'>,
  clock: Pick<Clock, 'now'>,
  { since, most }: { readonly since: number | null; readonly most: number },
  how: LookUpWays = {},
): Promise<Result<OrderCheck>> {
  const from = since ?? midnightBefore(clock.now());
  const all: Delivered[] = [];
  for (let before: number | undefined; ; await setImmediate()) {
    const { items, next } = lists.delivered(from, PAGE, before);
    all.push(...items);
    if (next === null) break;
    before = next;
  }
  const verified = await verifyDelivered(all.slice(0, most), lookUps, how);
  if (!verified.ok) return verified;
  const { checked, differences, at } = verified.value;
  return ok({ checked, left: all.length - checked, differences: [...differences], at });
}
