// All bookings of a few days at once, for a view that has no list to scroll. It stops at a number that nobody can look over.
import { useEffect, useRef, useState } from 'react';
import type { ListedBooking } from '../../shared/booking-view.ts';
import type { BookingFilter } from '../../shared/service-booking.ts';
import { useCourier, useRevision } from '../link/courier.tsx';
import { createCoalescer } from '../link/time.ts';

const PAGE = 500;
const MOST = 2000;
const GAP_MS = 1000;

interface Bookings {
  readonly rows: readonly ListedBooking[];
  /** Whether there are more than these. */
  readonly isCut: boolean;
}

/** What `filter` finds, read again when the snapshot moves; null before the first answer. */
export function useBookings(filter: BookingFilter): Bookings | null {
  const courier = useCourier();
  const revision = useRevision();
  const key = JSON.stringify(filter);
  const [answer, setAnswer] = useState<{ key: string; bookings: Bookings } | null>(null);
  const asker = useRef<() => void>(() => {});

  useEffect(() => {
    let isStopped = false;
    async function read(): Promise<void> {
      const rows: ListedBooking[] = [];
      for (let isMore = true; isMore && rows.length < MOST; ) {
        const reply = await courier.call('bookings.page', {
          filter: JSON.parse(key) as BookingFilter,
          offset: rows.length,
          limit: PAGE,
        });
        if (isStopped || !reply.ok) return;
        rows.push(...reply.value);
        isMore = reply.value.length === PAGE;
      }
      setAnswer({ key, bookings: { rows, isCut: rows.length === MOST } });
    }
    const coalescer = createCoalescer(read, GAP_MS);
    asker.current = coalescer.ask;
    coalescer.ask();
    return () => {
      isStopped = true;
      coalescer.stop();
    };
  }, [courier, key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every move of the revision asks again
  useEffect(() => asker.current(), [revision]);

  return answer?.key === key ? answer.bookings : null;
}
