// The question before a result made by hand changes what BasicPSF was told of its order, as a file's row has it in its review.
import type { BookingResult } from '../../shared/booking-result.ts';
import type { Failure } from '../../shared/failure.ts';
import type { RepairKey } from '../../shared/import.ts';
import { ok, type Result } from '../../shared/result.ts';
import { heldFix } from '../import/review/held-rows.ts';
import type { Imports } from '../import/review/import-ports.ts';
import type { Lists } from '../outbox/lists.ts';

/** `Booked 2025-04-28, Zhang Wei`, or `Unavailable`. */
function valuesOf({ bookingResult, bookingDate, inspectorName }: BookingResult): string {
  return bookingResult === 'Unavailable' ? bookingResult : `${bookingResult} ${bookingDate}, ${inspectorName}`;
}

/**
 * What stands against queueing a result, or null: another result of the order with other values, delivered or on its way,
 * that the person has not seen. `except` is the result that is being corrected, `over` the one that was seen.
 */
export function toldAlready(
  lists: Pick<Lists, 'toldOf'>,
  result: BookingResult,
  except: number | null,
  over: number | null,
): Failure | null {
  const earlier = lists.toldOf(result.internalOrderRef, except);
  if (earlier === null || earlier.seq === over) return null;
  const [told, wanted] = [valuesOf(earlier as BookingResult), valuesOf(result)];
  if (told === wanted) return null;
  const { seq, internalOrderRef, state } = earlier;
  return { kind: 'order-told', seq, internalOrderRef, isDelivered: state === 'delivered', told, wanted, others: 0 };
}

/** So many held rows are compared at a time; between, others have their turn. */
const AT_ONCE = 500;

/**
 * The same for all held rows of a group at once: one of them is named, with how many orders more there are. `over` is the newest
 * result that the person was asked about; what came after it is asked about anew.
 */
export async function toldAlreadyOfHeld(
  { imports, lists }: { readonly imports: Pick<Imports, 'rows'>; readonly lists: Pick<Lists, 'toldOf'> },
  id: number,
  key: RepairKey,
  fix: string | null,
  over: number | null,
): Promise<Result<Failure | null>> {
  let first: Extract<Failure, { kind: 'order-told' }> | null = null;
  let newest = 0;
  const orders = new Set<string>();
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<Imports['rows']>> = await imports.rows(id, { verdicts: [], group: key }, after, AT_ONCE);
    if (!page.ok) return page;
    for (const row of page.value.rows) {
      const result = heldFix(row, key, fix);
      const told = result === null ? null : toldAlready(lists, result, null, null);
      if (told?.kind !== 'order-told' || told.seq <= (over ?? 0)) continue;
      first ??= told;
      newest = Math.max(newest, told.seq);
      orders.add(told.internalOrderRef);
    }
    after = page.value.next;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ok(first === null ? null : { ...first, seq: newest, others: orders.size - 1 });
}
