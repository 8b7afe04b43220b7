// What moved in BRP since somebody last took note of it: which booking, and from what to what. It stays until it is seen.
import { Button, Link } from '@fluentui/react-components';
import { Checkmark16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { BookingChanged, DifferenceField } from '../../shared/booking-differences.ts';
import { moment } from '../../shared/moments.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { useAct, useQuery, useSnapshot } from '../link/courier.tsx';
import { NEWS_WORDS } from './columns.tsx';
import { useBookingView } from './kept-view.tsx';
import { participantOf, shortDay, timesOf } from './words.ts';
import './changes.css';

export const CHANGES_ID = 'booking-changes';

const NAMES: Record<DifferenceField, string> = {
  when: 'When',
  product: 'Product',
  order: 'Order',
  preliminary: 'Preliminary',
  facility: 'Facility',
  resources: 'Resources',
  participants: 'Participants',
  externalmessage: 'Message to the customer',
  internalmessage: 'Internal message',
};

function shown(text: string): string {
  return text === '' ? '(empty)' : text;
}

/** The list of one ask; nothing when all is taken note of. */
export function BookingChanges({ ask }: { readonly ask: BookingAsk }): ReactNode {
  const act = useAct();
  const { value } = useQuery('bookings.changes', { ask });
  const changes = value ?? [];
  const note = (ids: number[]): void => void act('bookings.noteChanges', { ids });
  if (changes.length === 0) return null;
  return (
    <section id={CHANGES_ID} className="booking-changes" aria-label="What moved in BRP">
      <header>
        <h2>What moved in BRP since it was last taken note of</h2>
        <Button size="small" icon={<Checkmark16Regular />} onClick={() => note(changes.map(({ id }) => id))}>
          Take note of all
        </Button>
      </header>
      <ul>
        {changes.map((change) => (
          <Change key={change.id} change={change} ask={ask} note={() => note([change.id])} />
        ))}
      </ul>
    </section>
  );
}

interface ChangeProps {
  readonly change: BookingChanged;
  readonly ask: BookingAsk;
  readonly note: () => void;
}

function Change({ change: { kind, at, booking, differences }, ask, note }: ChangeProps): ReactNode {
  const { now } = useSnapshot();
  const { open } = useBookingView();
  const when = `${shortDay(booking.start.date)} ${timesOf(booking)}`;
  const name = [when, booking.product?.name ?? '', participantOf(booking), booking.order?.number ?? '']
    .filter((part) => part !== '')
    .join(' · ');
  return (
    <li className={kind}>
      <span className="booking-badge news">{NEWS_WORDS[kind]}</span>
      <div>
        {kind === 'gone' ? (
          name
        ) : (
          <Link as="button" onClick={() => open({ id: booking.id, ask })}>
            {name}
          </Link>
        )}
        {kind === 'gone' && (
          <span className="quiet"> Not in BRP's list any more: cancelled, or moved to days that were not listed.</span>
        )}
        {differences.map(({ field, from, to }) => (
          <span key={field} className="booking-difference">
            {NAMES[field]}: <del>{shown(from)}</del> → <ins>{shown(to)}</ins>
          </span>
        ))}
      </div>
      <span className="quiet numeric">{moment(at, now)}</span>
      <Button
        size="small"
        appearance="subtle"
        icon={<Checkmark16Regular />}
        aria-label={`Take note: ${name}`}
        title="Take note"
        onClick={note}
      />
    </li>
  );
}
