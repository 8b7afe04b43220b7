// One booking from all sides: what BRP has, what can be changed, where a change stands, and the result that comes of it.
import { Button } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { BookingEdit } from '../../shared/booking-edit.ts';
import type { ListedBooking } from '../../shared/booking-view.ts';
import { brpWording } from '../../shared/brp-wording.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { useQuery, useSnapshot } from '../link/courier.tsx';
import { useSettings } from '../link/settings.tsx';
import { BookingChangePart } from './change.tsx';
import { changedFields } from './draft.ts';
import { EveryField } from './every-field.tsx';
import { BookingForm } from './form.tsx';
import type { Drafted } from './kept-drafts.ts';
import { useBookingView } from './kept-view.tsx';
import { BookingReport } from './report.tsx';
import { FIELD_LABELS, shortDay, timesHere, timesOf } from './words.ts';
import '../outbox/detail.css';

/** Where the keyboard goes when a row is opened by key. */
export const BOOKING_PANE_ID = 'booking-details';

interface PaneProps {
  readonly ask: BookingAsk;
  readonly id: number;
  readonly edits: readonly BookingEdit[];
  readonly close: () => void;
}

/** The side pane; it follows the row that is open. */
export function BookingPane({ ask, id, edits, close }: PaneProps): ReactNode {
  const { value, failure } = useQuery('bookings.one', { ask, id });
  // Open ones come first, then what was settled lately.
  const edit = edits.find(({ booking }) => booking.id === id);
  const title = value?.booking.product?.name ?? '';
  const { environment } = useSnapshot();
  const { settings } = useSettings();
  const { drafts } = useBookingView();
  const drafted = drafts.get(id);
  return (
    <aside id={BOOKING_PANE_ID} className="pane" aria-label="Booking details" tabIndex={-1}>
      <header className="pane-head">
        <h2 title={title}>{title}</h2>
        <Button appearance="subtle" size="small" icon={<Dismiss20Regular />} aria-label="Close details" onClick={close} />
      </header>
      <div className="pane-scroll">
        {failure !== null && (
          <p className="pane-part">
            {failure.kind === 'gone' ? 'This booking is not in the list any more.' : brpWording(failure).what}
          </p>
        )}
        {failure !== null && drafted !== undefined && <TypedWords drafted={drafted} />}
        {value !== null && <Facts row={value} />}
        {value !== null && <EveryField booking={value.booking} />}
        {edit !== undefined && <BookingChangePart edit={edit} />}
        {value !== null && (
          <>
            <BookingReport row={value} />
            <section className="pane-part" aria-label="Change">
              <h3>Change in BRP</h3>
              {settings.brp[environment].level === 1 ? (
                <p className="quiet">
                  An API key of level 1 only reads bookings. What a key may do is set under Settings; a key of level 2 or 3
                  changes them too.
                </p>
              ) : (
                <BookingForm booking={value.booking} ask={ask} edit={edit} />
              )}
            </section>
          </>
        )}
      </div>
    </aside>
  );
}

/** What was typed into a booking that is not there any more: it can still be read and copied. */
function TypedWords({ drafted: { draft, booking } }: { readonly drafted: Drafted }): ReactNode {
  const { keepDraft } = useBookingView();
  return (
    <section className="pane-part" aria-label="What you typed">
      <h3>What you typed and did not save</h3>
      <dl className="pane-facts">
        {changedFields(draft, booking).map((field) => (
          <div key={field} className="booking-fact">
            <dt>{FIELD_LABELS[field]}</dt>
            <dd>{draft[field]}</dd>
          </div>
        ))}
      </dl>
      <div className="pane-actions">
        <Button onClick={() => keepDraft(booking.id, null)}>Forget it</Button>
      </div>
    </section>
  );
}

function Facts({ row: { booking } }: { readonly row: ListedBooking }): ReactNode {
  const { order, businessunit, resources, participants, start, product, id } = booking;
  const facts: readonly (readonly [string, string])[] = [
    ['When', `${shortDay(start.date)}, ${timesOf(booking)} (Stockholm time)`],
    ['Here', timesHere(booking)],
    ['Order', order === null ? '' : `${order.number}${order.preliminary ? ', preliminary' : ''}`],
    ['Facility', businessunit?.name ?? ''],
    ['Resources', resources.map(({ name, type }) => (type === '' ? name : `${name} (${type})`)).join(', ')],
    ['Participants', participants.map(({ firstname, lastname }) => `${firstname} ${lastname}`.trim()).join(', ')],
    ['Product', [product?.name, product?.number].filter((part) => part !== undefined && part !== '').join(', ')],
    ['Booking', String(id)],
  ];
  return (
    <section className="pane-part">
      <dl className="pane-facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name} className="booking-fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
