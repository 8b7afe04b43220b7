// Ties the agenda to the window's life: one list per filter, read anew when the snapshot moves. While the list of another filter
// is read, the former stays on screen.
import { useEffect, useMemo, useReducer, useState } from 'react';
import type { BookingFilter, BookingOutline } from '../../shared/service-booking.ts';
import { useCourier, useQuery, useSnapshot } from '../link/courier.tsx';
import { type AgendaList, createAgendaList } from './list.ts';

interface Agenda {
  readonly list: AgendaList;
  /** How old it is and what is new; null before the first answer to this very filter. */
  readonly outline: BookingOutline | null;
}

/** The bookings that `filter` finds; null finds none. */
export function useAgenda(filter: BookingFilter | null): Agenda {
  const courier = useCourier();
  const { environment } = useSnapshot();
  const key = JSON.stringify([environment, filter]);
  const list = useMemo(() => {
    const [, asked] = JSON.parse(key) as [string, BookingFilter | null];
    return createAgendaList(async (offset, limit) => {
      if (asked === null) return [];
      const reply = await courier.call('bookings.page', { filter: asked, offset, limit });
      return reply.ok ? reply.value : null;
    });
  }, [key, courier]);
  const { value, current } = useQuery('bookings.outline', filter === null ? null : { filter });
  const outline = current ? value : null;
  const [shown, show] = useState(list);
  const [, redraw] = useReducer((n: number) => n + 1, 0);

  useEffect(
    () =>
      list.subscribe(() => {
        show(() => list);
        redraw();
      }),
    [list],
  );
  useEffect(() => {
    if (outline !== null) list.setOutline(outline);
  }, [list, outline]);
  return { list: filter === null ? list : shown, outline };
}
