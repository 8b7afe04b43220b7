// Several bookings as results: each compared with what its order was told, as the rows of a file are in their review.
import type { BookingResult } from '../../shared/booking-result.ts';
import type { ReportRow } from '../../shared/booking-several.ts';
import { inspectorOf } from '../../shared/booking-view.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { wording } from '../../shared/wording.ts';
import type { BookingLists } from '../bookings/booking-lists.ts';
import { checkRow, draftProblem, trimmedDraft } from '../import/check/rows.ts';
import type { Lists } from '../outbox/lists.ts';
import { toldAlready } from './told-already.ts';

interface Reads {
  readonly bookings: Pick<BookingLists, 'booking' | 'referenceOf'>;
  readonly outbox: Pick<Lists, 'toldOf'>;
}

/** What each of these bookings would queue; one that is not in the list any more is left out. */
export function reportRows(
  { bookings, outbox }: Reads,
  ask: BookingAsk,
  ids: readonly number[],
  word: BookingResult['bookingResult'],
): ReportRow[] {
  const seen = new Set<string>();
  return ids.flatMap((id): ReportRow[] => {
    const booking = bookings.booking(ask, id);
    if (booking === null) return [];
    const number = booking.order?.number ?? '';
    const isBooked = word === 'Booked';
    const draft = trimmedDraft({
      internalOrderRef: bookings.referenceOf(number) ?? number,
      bookingResult: word,
      bookingDate: isBooked ? booking.start.date : '',
      inspectorName: isBooked ? inspectorOf(booking) : '',
    });
    const { result } = checkRow(draft);
    const isDouble = seen.has(draft.internalOrderRef);
    seen.add(draft.internalOrderRef);
    const plain = { id, booking, result: draft, isDouble, told: null, isSame: false };
    if (result === null) return [{ ...plain, problem: wording(draftProblem(draft)).what }];
    const failure = toldAlready(outbox, result, null, null);
    const told = failure?.kind === 'order-told' ? failure : null;
    const isSame = told === null && outbox.toldOf(result.internalOrderRef, null) !== null;
    return [{ ...plain, problem: '', isSame, told }];
  });
}
