// Confirmed results of the last 24 hours, an hour a bar, with the same in words for those who listen.
import type { ReactNode } from 'react';
import { clockOf } from '../../shared/moments.ts';
import { counted, number } from '../../shared/numbers.ts';
import { useSnapshot } from '../link/courier.tsx';
import './sparkline.css';

const HOUR = 3_600_000;
const BAR = 4;
const GAP = 1;
const HEIGHT = 22;

/** The start of the hour that bar `index` of 24 stands for. */
function hourOf(now: number, index: number): number {
  return Math.floor(now / HOUR) * HOUR - (23 - index) * HOUR;
}

export function Sparkline(): ReactNode {
  const { deliveredByHour, now } = useSnapshot();
  const total = deliveredByHour.reduce((sum, n) => sum + n, 0);
  const most = Math.max(1, ...deliveredByHour);
  const busiest = deliveredByHour.indexOf(most);
  const inWords =
    total === 0
      ? 'Nothing was delivered in the last 24 hours.'
      : `${counted(total, 'result')} delivered in the last 24 hours; most of them, ${number(most)}, in the hour from ${clockOf(hourOf(now, busiest))}.`;
  return (
    <span className="sparkline" title={inWords}>
      <svg
        role="img"
        aria-label={inWords}
        width={24 * (BAR + GAP)}
        height={HEIGHT}
        preserveAspectRatio="none"
        viewBox={`0 0 ${24 * (BAR + GAP)} ${HEIGHT}`}
      >
        {deliveredByHour.map((n, index) => {
          const height = n === 0 ? 1 : Math.max(3, Math.round((n / most) * HEIGHT));
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              key={index}
              className={n === 0 ? 'none' : 'some'}
              x={index * (BAR + GAP)}
              y={HEIGHT - height}
              width={BAR}
              height={height}
              rx={1}
            />
          );
        })}
      </svg>
      <span className="quiet" aria-hidden="true">
        24 h
      </span>
    </span>
  );
}
