// The other results of the order whose result is open, each a way to it.
import { Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { useSnapshot } from '../link/courier.tsx';
import { stateRemark } from './columns.tsx';
import { valuesOf } from './replaced-by.tsx';
import { StateMark } from './state-mark.tsx';

interface SameOrderProps {
  readonly items: readonly OutboxItem[];
  readonly show: (seq: number) => void;
}

export function SameOrder({ items, show }: SameOrderProps): ReactNode {
  const snapshot = useSnapshot();
  if (items.length === 0) return null;
  return (
    <section className="pane-part">
      <h3>Other results of this order</h3>
      <ul className="attempts">
        {items.map((item) => (
          <li key={item.seq}>
            <div className="attempt-head">
              <Link as="button" onClick={() => show(item.seq)}>
                {valuesOf(item)}
              </Link>
              <StateMark state={item.state} more={stateRemark(item, snapshot)} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
