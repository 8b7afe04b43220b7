// The columns of a list of bookings, and the marks that say what is special about one.
import {
  ArrowSyncCircle16Regular,
  Comment16Regular,
  Edit16Regular,
  ErrorCircle16Filled,
  Note16Regular,
  Warning16Filled,
} from '@fluentui/react-icons';
import type { ComponentType, ReactNode } from 'react';
import type { BookingEdit, EditState } from '../../shared/booking-edit.ts';
import { HIDEABLE_COLUMNS, type HideableColumn, type ListedBooking } from '../../shared/booking-view.ts';
import type { ServiceBooking } from '../../shared/service-booking.ts';
import { stateWord } from '../../shared/wording.ts';
import type { Column } from '../list/grid-row.tsx';
import { StateMark } from '../outbox/state-mark.tsx';
import { type AgendaRow, isHeading } from './list.ts';
import { participantOf, timesHere, timesOf } from './words.ts';

interface MarkProps {
  readonly icon: ComponentType;
  readonly word: string;
  readonly title?: string;
  readonly tone?: string;
}

const EDIT_MARKS: Record<EditState, MarkProps> = {
  queued: { icon: ArrowSyncCircle16Regular, word: 'Change queued', tone: 'wait' },
  sending: { icon: ArrowSyncCircle16Regular, word: 'Being sent', tone: 'wait' },
  kept: { icon: ArrowSyncCircle16Regular, word: 'In BRP', tone: '' },
  conflict: { icon: Warning16Filled, word: 'Conflict', tone: 'bad' },
  failed: { icon: ErrorCircle16Filled, word: 'Change failed', tone: 'bad' },
};

/** Whether BRP has said no, so that no further try by itself will change anything. */
export function isRefused({ state, failure }: Pick<BookingEdit, 'state' | 'failure'>): boolean {
  return state === 'queued' && failure !== null && (failure.kind === 'forbidden' || failure.kind === 'brp-refused');
}

/** How an edit that is not settled stands, as icon, word and colour. */
export function editMark(edit: Pick<BookingEdit, 'state' | 'failure'>): MarkProps {
  return isRefused(edit) ? { icon: ErrorCircle16Filled, word: 'Refused by BRP', tone: 'bad' } : EDIT_MARKS[edit.state];
}

/** What nobody has taken note of yet. */
export const NEWS_WORDS = { added: 'new', changed: 'changed', gone: 'gone' } as const;

/** One mark: icon and word; in a narrow list the word is left to the tooltip and to screen readers. */
export function BookingMark({ icon: Icon, word, title, tone = '' }: MarkProps): ReactNode {
  return (
    <span className={`booking-mark ${tone}`} title={title ?? word}>
      <Icon aria-hidden="true" />
      <span className="booking-mark-word">{word}</span>
    </span>
  );
}

/** What a row of the agenda needs beside its booking. */
export interface RowFacts {
  readonly edits: ReadonlyMap<number, BookingEdit>;
  readonly unsaved: (id: number) => boolean;
}

function Marks({ row, facts }: { readonly row: ListedBooking; readonly facts: RowFacts }): ReactNode {
  const { booking, news, editId, reported } = row;
  const edit = editId === null ? undefined : facts.edits.get(editId);
  return (
    <span className="booking-marks">
      {facts.unsaved(booking.id) && <BookingMark icon={Edit16Regular} word="Not saved" tone="wait" />}
      {edit !== undefined && <BookingMark {...editMark(edit)} />}
      {reported !== null && (
        <span title={`Result of ${reported.internalOrderRef}: ${stateWord(reported.state)}`}>
          <StateMark state={reported.state} />
        </span>
      )}
      {news !== null && <span className="booking-badge news">{NEWS_WORDS[news]}</span>}
      {booking.order?.preliminary && <span className="booking-badge">preliminary</span>}
      {booking.internalmessage !== '' && (
        <BookingMark icon={Note16Regular} word="Internal" title={`Internal message: ${booking.internalmessage}`} />
      )}
      {booking.externalmessage !== '' && (
        <BookingMark icon={Comment16Regular} word="Customer" title={`Message to the customer: ${booking.externalmessage}`} />
      )}
    </span>
  );
}

function Times({ booking }: { readonly booking: ServiceBooking }): ReactNode {
  const here = timesHere(booking);
  return (
    <span title={here === '' ? timesOf(booking) : `${timesOf(booking)} in Stockholm, ${here} here`}>
      {timesOf(booking)}
      {here !== '' && <span className="booking-here">{here} here</span>}
    </span>
  );
}

function column(id: string, title: string, cell: (row: ListedBooking) => ReactNode): Column<AgendaRow> {
  return { id, title, cell: (row) => (isHeading(row) ? null : cell(row)) };
}

function text(words: string): ReactNode {
  return <span title={words}>{words}</span>;
}

export const COLUMN_NAMES: Record<HideableColumn, string> = {
  product: 'Product',
  participant: 'Participant',
  resources: 'Resources',
  facility: 'Facility',
  order: 'Order',
};
/** What a cell says of a booking. */
export const CELLS: Record<HideableColumn, (booking: ServiceBooking) => string> = {
  product: ({ product }) => product?.name ?? '',
  participant: participantOf,
  resources: ({ resources }) => resources.map(({ name }) => name).join(', '),
  facility: ({ businessunit }) => businessunit?.name ?? '',
  order: ({ order }) => order?.number ?? '',
};
const WIDTHS: Record<HideableColumn, string> = {
  product: 'minmax(100px, 1.3fr)',
  participant: 'minmax(90px, 1fr)',
  resources: 'minmax(90px, 1fr)',
  facility: '80px',
  order: 'minmax(110px, 0.8fr)',
};

/** The widths where a person has chosen the columns; else the list leaves out by itself what does not fit. */
export function widthsOf(hidden: readonly HideableColumn[]): string {
  const shown = HIDEABLE_COLUMNS.filter((column) => !hidden.includes(column));
  return ['118px', ...shown.map((column) => WIDTHS[column]), 'minmax(100px, 1.2fr)'].join(' ');
}

/** The columns; the times are the server's, and the head says so. */
export function bookingColumns(facts: RowFacts, hidden: readonly HideableColumn[]): readonly Column<AgendaRow>[] {
  return [
    column('time', 'Stockholm time', ({ booking }) => <Times booking={booking} />),
    ...HIDEABLE_COLUMNS.filter((one) => !hidden.includes(one)).map((one) =>
      column(one, COLUMN_NAMES[one], ({ booking }) => text(CELLS[one](booking))),
    ),
    column('marks', 'Marks', (row) => <Marks row={row} facts={facts} />),
  ];
}
