// The ids of the bookings that are ticked. "All" is read from the list, as far as anybody acts on them at once.
import { useEffect, useState } from 'react';
import { MOST_AT_ONCE } from '../../shared/booking-several.ts';
import type { BookingFilter } from '../../shared/service-booking.ts';
import { useCourier } from '../link/courier.tsx';
import type { Selection } from '../list/selection.ts';
import { type AgendaRow, isHeading } from './list.ts';

/** In the order of the days; one more than can be acted on says that there are too many. */
export function useTicked(filter: BookingFilter | null, selection: Selection<AgendaRow>): readonly number[] {
  const courier = useCourier();
  const [all, setAll] = useState<readonly number[]>([]);
  const key = selection.all && filter !== null ? JSON.stringify(filter) : null;
  useEffect(() => {
    if (key === null) return;
    let isStopped = false;
    setAll([]);
    const asked = { filter: JSON.parse(key) as BookingFilter, offset: 0, limit: MOST_AT_ONCE + 1 };
    void courier.call('bookings.page', asked).then((reply) => {
      if (!isStopped && reply.ok) setAll(reply.value.map(({ booking }) => booking.id));
    });
    return () => {
      isStopped = true;
    };
  }, [key, courier]);
  if (selection.all) return all;
  return [...selection.rows.values()]
    .flatMap((row) => (isHeading(row) ? [] : [row.booking]))
    .toSorted((a, b) => a.start.timestamp - b.start.timestamp || a.id - b.id)
    .map(({ id }) => id);
}
