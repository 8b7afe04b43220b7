// What stands above the bookings: in which form they are shown, how old they are, what is new, and what stands in the way.
import {
  Button,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Tab,
  TabList,
} from '@fluentui/react-components';
import { ArrowClockwise16Regular, ArrowExportUp16Regular, Copy16Regular, Print16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { BOOKING_FORMS, type BookingForm } from '../../shared/booking-view.ts';
import { brpWording, missingWords } from '../../shared/brp-wording.ts';
import { moment } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import { type BookingFilter, type BookingOutline, STALE_AFTER_MS } from '../../shared/service-booking.ts';
import { copyText } from '../link/copy-text.ts';
import { useAct, useCourier, useNow, useQuery, useSnapshot } from '../link/courier.tsx';
import { sentinelsOutside } from '../link/heard-sentinels.ts';
import { go } from '../link/route.ts';
import { saveText } from '../link/save-text.ts';
import { CHANGES_ID } from './changes.tsx';
import { useBookingView } from './kept-view.tsx';
import { LookMenu } from './look.tsx';
import { PrintBookings } from './print.tsx';
import { newsWords } from './words.ts';

const FORM_NAMES: Record<BookingForm, string> = { agenda: 'Agenda', day: 'Day', week: 'Week' };

interface AgeProps {
  readonly outline: BookingOutline | null;
  readonly showsChanges: boolean;
  readonly toggleChanges: () => void;
}

function Age({ outline, showsChanges, toggleChanges }: AgeProps): ReactNode {
  const { bookings } = useSnapshot();
  const now = useNow();
  if (outline === null) return null;
  const { asOf, changes, total } = outline;
  const isStale = asOf !== null && now - asOf > STALE_AFTER_MS;
  const moved = newsWords(changes);
  return (
    <p className="booking-age" role="status">
      <strong>{counted(total, 'booking')}</strong>
      {asOf === null ? ' · not listed yet' : ` · as of ${moment(asOf, now)}`}
      {moved !== '' && (
        <>
          {': '}
          <Link as="button" inline aria-expanded={showsChanges} aria-controls={CHANGES_ID} onClick={toggleChanges}>
            {moved}
          </Link>
        </>
      )}
      {isStale && <span className="booking-badge stale">more than a day old</span>}
      {bookings.isRefreshing && ' · asking BRP…'}
    </p>
  );
}

interface HeadProps {
  readonly filter: BookingFilter | null;
  readonly outline: BookingOutline | null;
  readonly showsChanges: boolean;
  readonly toggleChanges: () => void;
}

export function BookingHead({ filter, outline, ...changes }: HeadProps): ReactNode {
  const courier = useCourier();
  const act = useAct();
  const { bookings } = useSnapshot();
  const { view, setView } = useBookingView();
  const [copied, setCopied] = useState('');
  const [isPrinting, setPrinting] = useState(false);

  async function take(form: 'csv' | 'tabs'): Promise<void> {
    if (filter === null) return;
    const file = await act('bookings.export', { filter, form });
    if (file === null) return;
    if (form === 'csv') saveText(file);
    else
      setCopied(copyText(file.text) ? `${counted(outline?.total ?? 0, 'booking')} copied.` : 'The clipboard is not open to us.');
  }

  const isEmpty = filter === null || (outline?.total ?? 0) === 0;
  return (
    <div className="booking-head">
      <h1 className="out-of-sight">Bookings</h1>
      <TabList
        ref={sentinelsOutside}
        size="small"
        aria-label="Form"
        className="booking-forms"
        selectedValue={view.form}
        onTabSelect={(_, data) => setView({ form: data.value as BookingForm })}
      >
        {BOOKING_FORMS.map((form) => (
          <Tab key={form} value={form}>
            {FORM_NAMES[form]}
          </Tab>
        ))}
      </TabList>
      <Age outline={outline} {...changes} />
      <span className="booking-actions">
        <Button
          className="booking-refresh"
          title="Ask BRP now"
          icon={<ArrowClockwise16Regular />}
          disabled={filter === null}
          disabledFocusable={bookings.isRefreshing}
          // How it went is in the snapshot: the age moves, or the reason stands above the list.
          onClick={() => filter !== null && void courier.call('bookings.refresh', { filter })}
        >
          <span className="booking-refresh-word">Refresh</span>
        </Button>
        {view.form === 'agenda' && <LookMenu />}
        <Button
          icon={<Print16Regular />}
          aria-label="Print"
          title="Print the bookings on show"
          disabled={isEmpty}
          onClick={() => setPrinting(true)}
        />
        <Button
          icon={<Copy16Regular />}
          aria-label="Copy"
          title="Copy the list for a spreadsheet"
          disabled={isEmpty}
          onClick={() => void take('tabs')}
        />
        <Button
          icon={<ArrowExportUp16Regular />}
          aria-label="Export"
          title="Save the list as CSV"
          disabled={isEmpty}
          onClick={() => void take('csv')}
        />
        <output className="out-of-sight">{copied}</output>
        {isPrinting && filter !== null && (
          <PrintBookings filter={filter} asOf={outline?.asOf ?? null} done={() => setPrinting(false)} />
        )}
      </span>
    </div>
  );
}

/** Why the list is not fresh, if it is not. */
export function BookingTrouble({ outline }: { readonly outline: BookingOutline | null }): ReactNode {
  const { bookings } = useSnapshot();
  const { refreshTrouble } = bookings;
  const choices = useQuery('bookings.choices', {});
  const unreadable = outline?.news?.unreadable ?? 0;
  const missing = missingWords(outline?.news?.missing ?? [], choices.value?.facilities ?? []);
  const words = refreshTrouble === null ? null : brpWording(refreshTrouble);
  return (
    <>
      {words !== null && (
        <MessageBar intent="warning">
          <MessageBarBody>
            <MessageBarTitle>{words.what}</MessageBarTitle>
            {words.todo}
          </MessageBarBody>
          {words.todo.includes('Settings') && (
            <MessageBarActions>
              <Button onClick={() => go({ page: 'settings' })}>Open Settings</Button>
            </MessageBarActions>
          )}
        </MessageBar>
      )}
      {missing !== '' && (
        <MessageBar intent="warning">
          <MessageBarBody>
            <MessageBarTitle>{missing}</MessageBarTitle>
            Look these up in BRP itself, or choose fewer facilities.
          </MessageBarBody>
        </MessageBar>
      )}
      {unreadable > 0 && (
        <MessageBar intent="warning">
          <MessageBarBody>
            {counted(unreadable, 'entry', 'entries')} of BRP could not be understood and {unreadable === 1 ? 'is' : 'are'} missing
            here.
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
