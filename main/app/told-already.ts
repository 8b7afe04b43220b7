// The question before a result made by hand changes what BasicPSF was told of its order, as a file's row has it in its review.
import type { BookingResult } from '../../shared/booking-result.ts';
import type { Failure } from '../../shared/failure.ts';
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
  return { kind: 'order-told', seq, internalOrderRef, isDelivered: state === 'delivered', told, wanted };
}
