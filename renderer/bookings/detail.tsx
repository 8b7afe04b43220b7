// One booking from all sides: what BRP has, what can be changed, where a change stands, and the result that comes of it.
import { Button } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { BookingEdit } from '../../shared/booking-edit.ts';
import type { ListedBooking } from '../../shared/booking-view.ts';
import { brpWording } from '../../shared/brp-wording.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { useQuery } from '../link/courier.tsx';
import { BookingChangePart } from './change.tsx';
import { EveryField } from './every-field.tsx';
import { BookingForm } from './form.tsx';
import { BookingReport } from './report.tsx';
import { shortDay, timesOf } from './words.ts';
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
        {value !== null && <Facts row={value} />}
        {value !== null && <EveryField booking={value.booking} />}
        {edit !== undefined && <BookingChangePart edit={edit} />}
        {value !== null && (
          <>
            <BookingReport row={value} />
            <section className="pane-part" aria-label="Change">
              <h3>Change in BRP</h3>
              <BookingForm booking={value.booking} ask={ask} edit={edit} />
            </section>
          </>
        )}
      </div>
    </aside>
  );
}

function Facts({ row: { booking } }: { readonly row: ListedBooking }): ReactNode {
  const { order, businessunit, resources, participants, start, product, id } = booking;
  const facts: readonly (readonly [string, string])[] = [
    ['When', `${shortDay(start.date)}, ${timesOf(booking)} (Stockholm time)`],
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
