// Who and what is busy when: resources down, hours of a day or days of a week across. Times are the server's.
import { Button } from '@fluentui/react-components';
import { ChevronLeft16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import type { CSSProperties, ReactNode } from 'react';
import type { ListedBooking } from '../../shared/booking-view.ts';
import type { BookingFilter, ServiceBooking } from '../../shared/service-booking.ts';
import { addDays, stockholmWallTime } from '../../shared/stockholm-time.ts';
import { weekNumber } from '../../shared/weeks.ts';
import './grid.css';
import { counted } from '../../shared/numbers.ts';
import { useNow, useSnapshot } from '../link/courier.tsx';
import { Entry } from './entry.tsx';
import { useBookingView } from './kept-view.tsx';
import { hoursOf, lanesOf, type PlanRow, planOf, spanOf } from './plan.ts';
import { useBookings } from './use-bookings.ts';
import { dayTitle, shortDay, weekTitle } from './words.ts';

/** More than so many lanes or entries are said, not drawn. */
const MOST_LANES = 8;
const MOST_IN_CELL = 5;
const LANE_PX = 42;
/** An hour is never narrower; below that the day is scrolled. */
const LEAST_HOUR_PX = 44;

interface GridProps {
  /** The very days that are drawn: one, or Monday to Sunday. */
  readonly filter: BookingFilter;
  readonly form: 'day' | 'week';
  readonly today: string;
  readonly onOpen: (booking: ServiceBooking, byKey: boolean) => void;
}

export function BookingGrid({ filter, form, today, onOpen }: GridProps): ReactNode {
  const { lookAt } = useBookingView();
  const { from, to } = filter;
  const bookings = useBookings(filter);
  const plan = planOf(bookings?.rows ?? []);
  const step = form === 'day' ? 1 : 7;
  return (
    <section className="plan" aria-label={form === 'day' ? 'Day by resource' : 'Week by resource'}>
      <div className="plan-head">
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronLeft16Regular />}
          aria-label={form === 'day' ? 'Day before' : 'Week before'}
          onClick={() => lookAt(addDays(from, -step))}
        />
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronRight16Regular />}
          aria-label={form === 'day' ? 'Next day' : 'Next week'}
          onClick={() => lookAt(addDays(from, step))}
        />
        <Button size="small" appearance="subtle" disabled={from <= today && today <= to} onClick={() => lookAt(today)}>
          Today
        </Button>
        <h2>
          {form === 'day' ? `${from === today ? 'Today, ' : ''}${shortDay(from)}, week ${weekNumber(from)}` : weekTitle(from, to)}
        </h2>
        <span className="quiet">Stockholm time</span>
        {bookings?.isCut && <span className="booking-wrong">The first {bookings.rows.length} are shown.</span>}
      </div>
      {bookings !== null && plan.length === 0 ? (
        <p className="plan-none quiet">No bookings on {form === 'day' ? 'this day' : 'these days'}.</p>
      ) : form === 'day' ? (
        <DayPlan plan={plan} rows={bookings?.rows ?? []} isToday={from === today} onOpen={onOpen} />
      ) : (
        <WeekPlan plan={plan} from={from} to={to} today={today} onOpen={onOpen} />
      )}
    </section>
  );
}

interface DayPlanProps {
  readonly plan: readonly PlanRow[];
  readonly rows: readonly ListedBooking[];
  readonly isToday: boolean;
  readonly onOpen: (booking: ServiceBooking, byKey: boolean) => void;
}

function DayPlan({ plan, rows, isToday, onOpen }: DayPlanProps): ReactNode {
  const { time } = stockholmWallTime(Math.floor(useSnapshot().now / 1000));
  const { from, to } = hoursOf(rows, isToday ? Number(time.slice(0, 2)) : null);
  const minutes = (to - from) * 60;
  const hours = Array.from({ length: to - from }, (_, n) => from + n);
  return (
    <div className="plan-scroll">
      <div
        className="plan-day"
        style={{ minWidth: 130 + hours.length * LEAST_HOUR_PX, '--plan-hours': hours.length } as CSSProperties}
      >
        {isToday && <NowLine from={from} to={to} />}
        <div className="plan-line plan-hours">
          <div className="plan-name">Resource</div>
          <div className="plan-track">
            {hours.map((hour) => (
              <span key={hour} style={{ left: `${((hour - from) / (to - from)) * 100}%` }}>
                {String(hour).padStart(2, '0')}
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
              <div className="plan-track" style={{ height: most * LANE_PX + 4 }}>
                {own.map((row, n) => {
                  const lane = lanes[n] ?? 0;
                  if (lane >= MOST_LANES) return null;
                  const span = spanOf(row.booking);
                  const left = ((span.from - from * 60) / minutes) * 100;
                  const width = ((span.to - span.from) / minutes) * 100;
                  const style = { left: `${left}%`, width: `calc(${width}% - 2px)`, top: lane * LANE_PX + 3 };
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

/** Where the clocks in Stockholm stand now. */
function NowLine({ from, to }: { readonly from: number; readonly to: number }): ReactNode {
  const { time } = stockholmWallTime(Math.floor(useNow() / 1000));
  const hours = Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60;
  if (hours < from || hours > to) return null;
  const share = (hours - from) / (to - from);
  return (
    <div
      className="plan-now"
      role="img"
      aria-label={`Now: ${time} in Stockholm`}
      title={`${time} in Stockholm`}
      style={{ insetInlineStart: `calc(130px + (100% - 130px) * ${share})` }}
    />
  );
}

interface WeekPlanProps {
  readonly plan: readonly PlanRow[];
  readonly from: string;
  readonly to: string;
  readonly today: string;
  readonly onOpen: (booking: ServiceBooking, byKey: boolean) => void;
}

function WeekPlan({ plan, from, to, today, onOpen }: WeekPlanProps): ReactNode {
  const { setView, lookAt } = useBookingView();
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return (
    <div className="plan-scroll">
      <table className="plan-week" style={{ minWidth: 110 + days.length * 66 }}>
        <thead>
          <tr>
            <th scope="col">Resource</th>
            {days.map((day) => (
              <th key={day} scope="col" className={day === today ? 'today' : ''} title={dayTitle(day, today)}>
                {shortDay(day).replace(/ \D+$/, '')}
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
                          lookAt(day);
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
