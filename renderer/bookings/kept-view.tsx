// How the bookings are looked at, which booking is open, and what was typed into it and not saved yet.
// The view is kept with the settings, drafts over a reload; the rest lives as long as the window.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { BookingView } from '../../shared/booking-view.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { useCourier, useFirstSnapshot } from '../link/courier.tsx';
import { useSettings } from '../link/settings.tsx';
import { type Drafted, type Drafts, keepDrafts, keptDrafts } from './kept-drafts.ts';

/** A booking in the pane, and the list that it was opened from: it stays there whatever is listed next. */
interface Opened {
  readonly id: number;
  readonly ask: BookingAsk;
}

interface Held {
  /** Which BRP of which environment. */
  readonly key: string;
  /** Null until something was changed: then the settings say. */
  readonly view: BookingView | null;
  readonly search: string;
  readonly opened: Opened | null;
  /** The day that the day and the week look at; null is where the chosen days begin. */
  readonly day: string | null;
  readonly drafts: Drafts;
}

interface BookingViewAccess {
  readonly view: BookingView;
  readonly search: string;
  readonly opened: Opened | null;
  readonly day: string | null;
  readonly drafts: Drafts;
  readonly setView: (change: Partial<BookingView>) => void;
  readonly setSearch: (search: string) => void;
  readonly open: (opened: Opened | null) => void;
  readonly lookAt: (day: string | null) => void;
  /** Keeps what was typed for a booking; null forgets it. */
  readonly keepDraft: (id: number, drafted: Drafted | null) => void;
}

const BookingViewContext = createContext<BookingViewAccess | null>(null);

function nothingHeld(key: string): Held {
  return { key, view: null, search: '', opened: null, day: null, drafts: keptDrafts(key) };
}

/** Keeps the view beyond the life of the page. Each environment has its own. */
export function BookingViewProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const courier = useCourier();
  const { settings } = useSettings();
  const environment = useFirstSnapshot()?.environment ?? 'practice';
  const key = `${environment} ${settings.brp[environment].baseUrl}`;
  const fresh = useMemo(() => nothingHeld(key), [key]);
  const [state, setState] = useState(fresh);
  const held = state.key === key ? state : fresh;
  const view = held.view ?? settings.bookingViews[environment];

  const change = useCallback(
    (changed: (last: Held) => Held) => setState((last) => changed(last.key === key ? last : nothingHeld(key))),
    [key],
  );
  const setView = useCallback(
    (changed: Partial<BookingView>) => {
      const next = { ...view, ...changed };
      // Other days begin where they begin.
      const isElsewhere = changed.preset !== undefined || changed.range !== undefined;
      change((last) => ({ ...last, view: next, day: isElsewhere ? null : last.day }));
      void courier.call('bookings.keepView', { view: next });
    },
    [view, change, courier],
  );
  const setSearch = useCallback((search: string) => change((last) => ({ ...last, search })), [change]);
  const open = useCallback((opened: Opened | null) => change((last) => ({ ...last, opened })), [change]);
  const lookAt = useCallback((day: string | null) => change((last) => ({ ...last, day })), [change]);
  const keepDraft = useCallback(
    (id: number, drafted: Drafted | null) =>
      change((last) => {
        const drafts = new Map(last.drafts);
        if (drafted === null) drafts.delete(id);
        else drafts.set(id, drafted);
        keepDrafts(last.key, drafts);
        return { ...last, drafts };
      }),
    [change],
  );
  const { search, opened, day, drafts } = held;
  const access = useMemo(
    () => ({ view, search, opened, day, drafts, setView, setSearch, open, lookAt, keepDraft }),
    [view, search, opened, day, drafts, setView, setSearch, open, lookAt, keepDraft],
  );
  return <BookingViewContext value={access}>{children}</BookingViewContext>;
}

/** The view of the bookings, and the ways to change it. */
export function useBookingView(): BookingViewAccess {
  const access = useContext(BookingViewContext);
  if (access === null) throw new Error('BookingViewProvider is missing');
  return access;
}
