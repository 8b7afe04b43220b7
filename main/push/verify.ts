// Whether what was delivered still stands: each order's newest delivered result beside what BasicPSF holds now.
// The rule it keeps: it only compares; what differs is for a person.
import { type HeldOrder, saysSame } from '../../shared/held-order.ts';
import type { Difference } from '../../shared/order-check.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Delivered } from '../outbox/delivered.ts';
import { markOfHeld } from '../outbox/left-as-is.ts';
import type { LookUps, LookUpWays } from './look-up.ts';

export interface Verified {
  readonly checked: number;
  /** Differences just as a person left them, which are not listed again. */
  readonly leftAsIs: number;
  readonly differences: readonly Difference[];
  /** When it was looked up, epoch ms. */
  readonly at: number;
}

/** What is different about one order; null when it holds what was delivered. */
export function differenceOf(told: Delivered, held: HeldOrder | 'absent'): Difference | null {
  const { seq, internalOrderRef, deliveredAt, bookingResult, bookingDate, inspectorName } = told;
  const ours = { bookingResult, bookingDate, inspectorName };
  if (held === 'absent') return { seq, internalOrderRef, what: 'gone', ours, deliveredAt, held: null };
  return saysSame(told, held) ? null : { seq, internalOrderRef, what: 'changed', ours, deliveredAt, held };
}

/** Compares what was delivered with what BasicPSF holds; `leftAt` says at which mark a person left a result as it is. */
export async function verifyDelivered(
  delivered: readonly Delivered[],
  leftAt: (seq: number) => number | null,
  lookUps: Pick<LookUps, 'lookUp'>,
  how: LookUpWays,
): Promise<Result<Verified>> {
  const found = await lookUps.lookUp(
    delivered.map(({ internalOrderRef }) => internalOrderRef),
    how,
  );
  if (!found.ok) return found;
  const { orders, at } = found.value;
  // A look that was broken off says nothing of the orders that it did not come to.
  const seen = delivered.filter(({ internalOrderRef }) => orders.has(internalOrderRef));
  const all = seen.flatMap((told) => differenceOf(told, orders.get(told.internalOrderRef) ?? 'absent') ?? []);
  const differences = all.filter(({ seq, held }) => leftAt(seq) !== markOfHeld(held));
  return ok({ checked: seen.length, leftAsIs: all.length - differences.length, differences, at });
}
