// The bookings on show on paper: a table for each day, with the columns that were chosen. The window itself is not printed.
import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { HIDEABLE_COLUMNS, type ListedBooking } from '../../shared/booking-view.ts';
import { moment } from '../../shared/moments.ts';
import type { BookingFilter } from '../../shared/service-booking.ts';
import { weekNumber } from '../../shared/weeks.ts';
import { useSnapshot } from '../link/courier.tsx';
import { CELLS, COLUMN_NAMES } from './columns.tsx';
import { useBookingView } from './kept-view.tsx';
import { useBookings } from './use-bookings.ts';
import { longDay, timesHere, timesOf } from './words.ts';
import './print.css';

interface PrintProps {
  readonly filter: BookingFilter;
  readonly asOf: number | null;
  /** It was printed, or not. */
  readonly done: () => void;
}

function byDay(rows: readonly ListedBooking[]): [string, ListedBooking[]][] {
  const days = new Map<string, ListedBooking[]>();
  for (const row of rows) {
    const { date } = row.booking.start;
    const day = days.get(date) ?? [];
    day.push(row);
    days.set(date, day);
  }
  return [...days];
}

/** Prints as soon as all of it is read. */
export function PrintBookings({ filter, asOf, done }: PrintProps): ReactNode {
  const { now } = useSnapshot();
  const { view } = useBookingView();
  const bookings = useBookings(filter);
  const isRead = bookings !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is read
  useEffect(() => {
    if (!isRead) return;
    addEventListener('afterprint', done, { once: true });
    print();
    return () => removeEventListener('afterprint', done);
  }, [isRead]);
  if (bookings === null) return null;
  const columns = HIDEABLE_COLUMNS.filter((column) => !view.hidden.includes(column));
  return createPortal(
    <div className="print-page">
      <h1>Bookings</h1>
      <p>
        Stockholm time{asOf === null ? '' : `, as of ${moment(asOf, now)}`}
        {bookings.isCut ? `. Only the first ${bookings.rows.length} are here.` : ''}
      </p>
      {byDay(bookings.rows).map(([day, rows]) => (
        <section key={day}>
          <h2>
            {longDay(day)}, week {weekNumber(day)}
          </h2>
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {COLUMN_NAMES[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ booking }) => {
                const here = timesHere(booking);
                return (
                  <tr key={booking.id}>
                    <td>
                      {timesOf(booking)}
                      {here !== '' && ` (${here} here)`}
                    </td>
                    {columns.map((column) => (
                      <td key={column}>
                        {CELLS[column](booking)}
                        {column === 'order' && booking.order?.preliminary && ' (preliminary)'}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      ))}
      {bookings.rows.length === 0 && <p>No bookings on these days.</p>}
    </div>,
    document.body,
  );
}
