// Who and what is busy when: resources down, hours of a day or days of a week across. Times are the server's.
import { Button } from '@fluentui/react-components';
import { ChevronLeft16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import { type CSSProperties, type ReactNode, useState } from 'react';
import type { ListedBooking } from '../../shared/booking-view.ts';
import type { BookingFilter, ServiceBooking } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import './grid.css';
import { counted } from '../../shared/numbers.ts';
import { NEWS_WORDS } from './columns.tsx';
import { useBookingView } from './kept-view.tsx';
import { hoursOf, lanesOf, type PlanRow, planOf, spanOf } from './plan.ts';
import { useBookings } from './use-bookings.ts';
import { dayTitle, participantOf, shortDay, timesOf } from './words.ts';

/** More than so many lanes or entries are said, not drawn. */
const MOST_LANES = 8;
const MOST_IN_CELL = 5;
const WEEK = 7;

/** The day itself, or the end of the window that it lies beyond. */
function within(day: string, { from, to }: BookingFilter): string {
  if (day < from) return from;
  return day > to ? to : day;
}

interface GridProps {
  readonly filter: BookingFilter;
  readonly form: 'day' | 'week';
  readonly today: string;
  readonly onOpen: (booking: ServiceBooking) => void;
}

export function BookingGrid({ filter, form, today, onOpen }: GridProps): ReactNode {
  const [chosen, choose] = useState(today);
  const step = form === 'day' ? 1 : WEEK;
  const day = chosen < filter.from || chosen > filter.to ? filter.from : chosen;
  const last = form === 'day' ? day : addDays(day, WEEK - 1);
  const to = within(last, filter);
  const bookings = useBookings({ ...filter, from: day, to });
  const before = within(addDays(day, -step), filter);
  const plan = planOf(bookings?.rows ?? []);
  return (
    <section className="plan" aria-label={form === 'day' ? 'Day by resource' : 'Week by resource'}>
      <div className="plan-head">
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronLeft16Regular />}
          aria-label="Earlier"
          disabled={day <= filter.from}
          onClick={() => choose(before)}
        />
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronRight16Regular />}
          aria-label="Later"
          disabled={addDays(day, step) > filter.to}
          onClick={() => choose(addDays(day, step))}
        />
        <h2>{form === 'day' || day === to ? dayTitle(day, today) : `${shortDay(day)} – ${shortDay(to)}`}</h2>
        <span className="quiet">Stockholm time</span>
        {bookings?.isCut && <span className="booking-wrong">The first {bookings.rows.length} are shown.</span>}
      </div>
      {bookings !== null && plan.length === 0 ? (
        <p className="plan-none quiet">No bookings on {form === 'day' ? 'this day' : 'these days'}.</p>
      ) : form === 'day' ? (
        <DayPlan plan={plan} rows={bookings?.rows ?? []} onOpen={onOpen} />
      ) : (
        <WeekPlan plan={plan} from={day} to={to} today={today} onOpen={onOpen} showDay={choose} />
      )}
    </section>
  );
}

interface EntryProps {
  readonly row: ListedBooking;
  readonly onOpen: (booking: ServiceBooking) => void;
  readonly style?: CSSProperties;
}

function Entry({ row: { booking, news }, onOpen, style }: EntryProps): ReactNode {
  const { opened } = useBookingView();
  const words = [timesOf(booking), booking.product?.name ?? '', participantOf(booking)].filter((part) => part !== '');
  return (
    <button
      type="button"
      className={booking.order?.preliminary ? 'plan-entry preliminary' : 'plan-entry'}
      style={style}
      title={words.join(' · ')}
      aria-current={opened?.id === booking.id || undefined}
      onClick={() => onOpen(booking)}
    >
      {news !== null && <span className="booking-badge news">{NEWS_WORDS[news]}</span>}{' '}
      <span className="numeric">{booking.start.time.slice(0, 5)}</span> {booking.product?.name ?? participantOf(booking)}
    </button>
  );
}

interface DayPlanProps {
  readonly plan: readonly PlanRow[];
  readonly rows: readonly ListedBooking[];
  readonly onOpen: (booking: ServiceBooking) => void;
}

function DayPlan({ plan, rows, onOpen }: DayPlanProps): ReactNode {
  const { from, to } = hoursOf(rows);
  const minutes = (to - from) * 60;
  const hours = Array.from({ length: to - from }, (_, n) => from + n);
  return (
    <div className="plan-scroll">
      <div className="plan-day" style={{ minWidth: 140 + hours.length * 88 }}>
        <div className="plan-line plan-hours">
          <div className="plan-name">Resource</div>
          <div className="plan-track" style={{ '--plan-hours': hours.length } as CSSProperties}>
            {hours.map((hour) => (
              <span key={hour} style={{ left: `${((hour - from) / (to - from)) * 100}%` }}>
                {String(hour).padStart(2, '0')}:00
              </span>
            ))}
          </div>
        </div>
        {plan.map(({ name, rows: own }) => {
          const lanes = lanesOf(own);
          const most = Math.min(MOST_LANES, Math.max(...lanes) + 1);
          const hidden = lanes.filter((lane) => lane >= MOST_LANES).length;
          return (
            <div key={name} className="plan-line">
              <div className="plan-name" title={name}>
                {name === '' ? 'No resource' : name}
                {hidden > 0 && <span className="quiet"> +{hidden} more</span>}
              </div>
              <div className="plan-track" style={{ '--plan-hours': hours.length, height: most * 28 + 4 } as CSSProperties}>
                {own.map((row, n) => {
                  const lane = lanes[n] ?? 0;
                  if (lane >= MOST_LANES) return null;
                  const span = spanOf(row.booking);
                  const left = ((span.from - from * 60) / minutes) * 100;
                  const width = ((span.to - span.from) / minutes) * 100;
                  const style = { left: `${left}%`, width: `calc(${width}% - 2px)`, top: lane * 28 + 3 };
                  return <Entry key={row.booking.id} row={row} onOpen={onOpen} style={style} />;
                })}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface WeekPlanProps {
  readonly plan: readonly PlanRow[];
  readonly from: string;
  readonly to: string;
  readonly today: string;
  readonly onOpen: (booking: ServiceBooking) => void;
  readonly showDay: (day: string) => void;
}

function WeekPlan({ plan, from, to, today, onOpen, showDay }: WeekPlanProps): ReactNode {
  const { setView } = useBookingView();
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return (
    <div className="plan-scroll">
      <table className="plan-week" style={{ minWidth: 130 + days.length * 92 }}>
        <thead>
          <tr>
            <th scope="col">Resource</th>
            {days.map((day) => (
              <th key={day} scope="col" className={day === today ? 'today' : ''}>
                {shortDay(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.map(({ name, rows }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name === '' ? 'No resource' : name}
              </th>
              {days.map((day) => {
                const own = rows.filter(({ booking }) => booking.start.date === day);
                const hidden = own.length - MOST_IN_CELL;
                return (
                  <td key={day} className={day === today ? 'today' : ''}>
                    {own.slice(0, MOST_IN_CELL).map((row) => (
                      <Entry key={row.booking.id} row={row} onOpen={onOpen} />
                    ))}
                    {hidden > 0 && (
                      <button
                        type="button"
                        className="plan-more"
                        onClick={() => {
                          showDay(day);
                          setView({ form: 'day' });
                        }}
                      >
                        {counted(hidden, 'more', 'more')}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
