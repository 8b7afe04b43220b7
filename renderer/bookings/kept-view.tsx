// How the bookings are looked at, which booking is open, and what was typed into it and not saved yet.
// The view is kept with the settings; the rest lives as long as the window.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { EditableValues } from '../../shared/booking-edit.ts';
import type { BookingView } from '../../shared/booking-view.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';
import type { Environment } from '../../shared/settings.ts';
import { useCourier, useFirstSnapshot } from '../link/courier.tsx';
import { useSettings } from '../link/settings.tsx';

/** What a form holds: texts, as they were typed. */
export type Draft = Record<keyof EditableValues, string> & { readonly anonymous: boolean };

export interface Drafted {
  /** The booking that the form was begun from. */
  readonly booking: ServiceBooking;
  readonly draft: Draft;
}

interface Held {
  readonly environment: Environment;
  /** Null until something was changed: then the settings say. */
  readonly view: BookingView | null;
  readonly search: string;
  readonly openId: number | null;
  readonly drafts: ReadonlyMap<number, Drafted>;
}

interface BookingViewAccess {
  readonly view: BookingView;
  readonly search: string;
  readonly openId: number | null;
  readonly drafts: ReadonlyMap<number, Drafted>;
  readonly setView: (change: Partial<BookingView>) => void;
  readonly setSearch: (search: string) => void;
  readonly open: (id: number | null) => void;
  /** Keeps what was typed for a booking; null forgets it. */
  readonly keepDraft: (id: number, drafted: Drafted | null) => void;
}

const BookingViewContext = createContext<BookingViewAccess | null>(null);

function nothingHeld(environment: Environment): Held {
  return { environment, view: null, search: '', openId: null, drafts: new Map() };
}

/** Keeps the view beyond the life of the page. Each environment has its own. */
export function BookingViewProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const courier = useCourier();
  const { settings } = useSettings();
  const environment = useFirstSnapshot()?.environment ?? 'practice';
  const [state, setState] = useState<Held>(() => nothingHeld(environment));
  const held = state.environment === environment ? state : nothingHeld(environment);
  const view = held.view ?? settings.bookingViews[environment];

  const change = useCallback(
    (changed: (last: Held) => Held) =>
      setState((last) => changed(last.environment === environment ? last : nothingHeld(environment))),
    [environment],
  );
  const setView = useCallback(
    (changed: Partial<BookingView>) => {
      const next = { ...view, ...changed };
      change((last) => ({ ...last, view: next }));
      void courier.call('bookings.keepView', { view: next });
    },
    [view, change, courier],
  );
  const setSearch = useCallback((search: string) => change((last) => ({ ...last, search })), [change]);
  const open = useCallback((openId: number | null) => change((last) => ({ ...last, openId })), [change]);
  const keepDraft = useCallback(
    (id: number, drafted: Drafted | null) =>
      change((last) => {
        const drafts = new Map(last.drafts);
        if (drafted === null) drafts.delete(id);
        else drafts.set(id, drafted);
        return { ...last, drafts };
      }),
    [change],
  );
  const { search, openId, drafts } = held;
  const access = useMemo(
    () => ({ view, search, openId, drafts, setView, setSearch, open, keepDraft }),
    [view, search, openId, drafts, setView, setSearch, open, keepDraft],
  );
  return <BookingViewContext value={access}>{children}</BookingViewContext>;
}

/** The view of the bookings, and the ways to change it. */
export function useBookingView(): BookingViewAccess {
  const access = useContext(BookingViewContext);
  if (access === null) throw new Error('BookingViewProvider is missing');
  return access;
}
