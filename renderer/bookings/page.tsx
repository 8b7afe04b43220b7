// Service bookings: an agenda by day, or who and what is busy when. What was read last stays readable without a network.
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { bookingFilterOf, narrowingOf } from '../../shared/booking-view.ts';
import { type BookingFilter, listOf, type ServiceBooking } from '../../shared/service-booking.ts';
import { stockholmToday } from '../../shared/stockholm-time.ts';
import { weekNumber } from '../../shared/weeks.ts';
import { BookingChanges } from './changes.tsx';
import { bookingColumns, type RowFacts, widthsOf } from './columns.tsx';
import { BOOKING_PANE_ID, BookingPane } from './detail.tsx';
import { BookingGrid } from './grid.tsx';
import { BookingHead, BookingTrouble } from './head.tsx';
import { useBookingView } from './kept-view.tsx';
import { type AgendaRow, isHeading } from './list.ts';
import { SeveralBar } from './several.tsx';
import { BookingTools, ShowAllButton } from './tools.tsx';
import { dayTitle, participantOf } from './words.ts';
import './page.css';
import { counted } from '../../shared/numbers.ts';
import { useCourier, useQuery, useSnapshot } from '../link/courier.tsx';
import { after } from '../link/time.ts';
import { useStable } from '../link/use-stable.ts';
import { Grid } from '../list/grid.tsx';
import { ALL_SELECTED, NOTHING_SELECTED, type Selection } from '../list/selection.ts';
import { useAgenda } from './use-agenda.ts';
import { useTicked } from './use-ticked.ts';

const LAYOUT = 'var(--booking-columns)';

function labelOf(row: AgendaRow): string {
  return isHeading(row) ? row.day : (row.booking.product?.name ?? participantOf(row.booking));
}

/** Tells the app which list is on show, so that it keeps it fresh. */
function useShown(filter: BookingFilter | null): void {
  const courier = useCourier();
  // A search only narrows what is kept, and so do these: they ask nobody anew.
  const key = JSON.stringify(
    filter === null ? null : { ...filter, search: '', inspector: null, unreported: false, sort: 'time' },
  );
  const { environment } = useSnapshot();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another environment has to be told as well
  useEffect(() => {
    void courier.call('bookings.show', { filter: JSON.parse(key) as BookingFilter | null });
    return () => void courier.call('bookings.show', { filter: null });
  }, [courier, key, environment]);
}

export function BookingsPage(): ReactNode {
  const { now } = useSnapshot();
  const { view, search, opened, day, drafts, open } = useBookingView();
  const courier = useCourier();
  const openId = opened?.id ?? null;
  const [showsChanges, showChanges] = useState(false);
  const today = stockholmToday(now);
  const key = JSON.stringify(bookingFilterOf(view, search, today, day));
  const filter = useMemo(() => JSON.parse(key) as BookingFilter | null, [key]);
  const { list, outline } = useAgenda(filter);
  const edits = useQuery('bookings.edits', {});
  useShown(filter);

  const columns = useMemo(() => {
    const facts: RowFacts = {
      edits: new Map(edits.value?.map((edit) => [edit.id, edit])),
      unsaved: (id) => drafts.has(id),
    };
    return bookingColumns(facts, view.hidden);
  }, [edits.value, drafts, view.hidden]);
  const [selection, select] = useState<Selection<AgendaRow>>(NOTHING_SELECTED);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is ticked belongs to the list that was on show
  useEffect(() => select(NOTHING_SELECTED), [key]);
  const ticked = useTicked(filter, selection);

  // F5 looks again at everything that is kept; here it asks BRP as well.
  const onKey = useStable((event: KeyboardEvent) => {
    if (event.key === 'F5' && filter !== null) void courier.call('bookings.refresh', { filter });
    // The list's own keys are taken there; elsewhere on the page Ctrl+A means the list as well, and never the page as a text.
    const isAll = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a';
    if (
      !isAll ||
      event.defaultPrevented ||
      event.target instanceof HTMLInputElement ||
      event.target instanceof HTMLTextAreaElement
    )
      return;
    event.preventDefault();
    if (view.form === 'agenda') select(ALL_SELECTED);
  });
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onKey]);

  const body = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement>(null);
  function close(): void {
    open(null);
    const row = body.current?.querySelector<HTMLElement>('.grid-row[tabindex="0"]');
    (row ?? opener.current)?.focus();
  }
  function show({ id }: ServiceBooking, byKey: boolean): void {
    if (filter === null) return;
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    open({ id, ask: askOf(filter) });
    if (byKey) after(0, () => document.getElementById(BOOKING_PANE_ID)?.focus());
  }

  return (
    <div className="page">
      <BookingHead
        filter={filter}
        outline={outline}
        showsChanges={showsChanges}
        toggleChanges={() => showChanges(!showsChanges)}
      />
      <BookingTools />
      <BookingTrouble outline={outline} />
      {filter !== null && view.form === 'agenda' && ticked.length > 0 && (
        <SeveralBar ask={askOf(filter)} ids={ticked} clear={() => select(NOTHING_SELECTED)} />
      )}
      {filter !== null && showsChanges && <BookingChanges ask={askOf(filter)} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the pane from the list and from the pane */}
      <div
        ref={body}
        className={openId === null ? 'booking-body' : 'booking-body with-pane'}
        onKeyDown={(event) => event.key === 'Escape' && openId !== null && close()}
      >
        <div className={view.hidden.length === 0 ? 'booking-list' : 'booking-list own-columns'}>
          {filter === null ? (
            <div className="empty">
              <h2>{view.mode === 'order' ? 'Which order?' : 'Which resource?'}</h2>
              <p>
                {view.mode === 'order'
                  ? 'Enter an order number above. Every order is known that a booking was listed of before.'
                  : 'Choose a resource above. Every resource is known that a booking was listed of before.'}
              </p>
            </div>
          ) : view.form === 'agenda' ? (
            <Grid
              label="Bookings"
              list={list}
              columns={columns}
              layout={view.hidden.length === 0 ? LAYOUT : widthsOf(view.hidden)}
              rowHeight={32}
              labelOf={labelOf}
              whole={(row) =>
                isHeading(row) ? (
                  // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are not seen
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stop is the row
                  <div role="gridcell" aria-colspan={columns.length} className="booking-day">
                    {dayTitle(row.day, today)}{' '}
                    <span className="quiet">
                      week {weekNumber(row.day)} · {counted(row.count, 'booking')}
                    </span>
                  </div>
                ) : null
              }
              onOpen={(row, by) => !isHeading(row) && show(row.booking, by === 'key')}
              onMove={(row) => openId !== null && !isHeading(row) && show(row.booking, false)}
              current={openId}
              selection={selection}
              onSelect={select}
              empty={<NoBookings filter={filter} isKnown={outline !== null && outline.asOf !== null} />}
            />
          ) : (
            <BookingGrid filter={filter} form={view.form} today={today} onOpen={show} />
          )}
        </div>
        {opened !== null && (
          <BookingPane
            key={`${listOf(opened.ask)} ${opened.id}`}
            ask={opened.ask}
            id={opened.id}
            edits={edits.value ?? []}
            close={close}
          />
        )}
      </div>
    </div>
  );
}

function askOf({ mode, resourceId, orderId }: BookingFilter) {
  return { mode, resourceId, orderId };
}

function NoBookings({ filter, isKnown }: { readonly filter: BookingFilter; readonly isKnown: boolean }): ReactNode {
  const { bookings } = useSnapshot();
  const { view } = useBookingView();
  const { resourceId, order } = narrowingOf(view);
  const isOnlyAsked = view.mode === 'mine' || (resourceId === view.resourceId && order === view.order);
  const isNarrowed =
    filter.search !== '' || filter.facilities.length > 0 || filter.inspector !== null || filter.unreported || !isOnlyAsked;
  if (!isKnown) {
    return (
      <div className="empty">
        <h2>{bookings.isRefreshing ? 'Asking BRP…' : 'These days were not listed yet.'}</h2>
        <p>They are asked for as soon as BRP can be reached, and can be read without a network from then on.</p>
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>{isNarrowed ? 'No booking matches.' : 'No bookings on these days.'}</h2>
      <p>
        {isNarrowed
          ? 'The search looks at product, participant, resource, messages and order number, on the days shown.'
          : 'Choose other days above, or somebody else’s bookings.'}
      </p>
      {isNarrowed && (
        <div className="empty-actions">
          <ShowAllButton />
        </div>
      )}
    </div>
  );
}
