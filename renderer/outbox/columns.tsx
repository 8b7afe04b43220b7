// The columns of a list of results.
import type { ReactNode } from 'react';
import { moment } from '../../shared/moments.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { reasonOf } from '../../shared/wording.ts';
import { useSnapshot } from '../link/courier.tsx';
import type { Column } from '../list/grid-row.tsx';
import { StateMark } from './state-mark.tsx';

/** What stands behind the state's word: when it was confirmed, when it is tried again, or what the server said. */
export function stateRemark(item: OutboxItem, now: number): string {
  const again = item.dueAt !== null && item.dueAt > now ? `next try ${moment(item.dueAt, now)}` : '';
  switch (item.state) {
    case 'delivered':
    case 'superseded':
    case 'discarded':
      return moment(item.changedAt, now);
    case 'refused':
    case 'parked':
      return [item.words || reasonOf(item.cause), again].filter((part) => part !== '').join(' · ');
    case 'unconfirmed':
    case 'waiting':
      return again;
    case 'sending':
      return '';
  }
}

// A row is drawn again when its result changes or the day does, not with every tick of the clock.
function StateCell({ item }: { readonly item: OutboxItem }): ReactNode {
  const { now } = useSnapshot();
  const remark = stateRemark(item, now);
  return (
    <span className="state-cell" title={`${remark}${item.maybeSentTwice ? ' · possibly sent twice' : ''}`}>
      <StateMark state={item.state} more={remark} />
    </span>
  );
}

export const OUTBOX_COLUMNS: readonly Column<OutboxItem>[] = [
  { id: 'order', title: 'Order', cell: (item) => <span title={item.internalOrderRef}>{item.internalOrderRef}</span> },
  { id: 'result', title: 'Result', cell: (item) => item.bookingResult },
  { id: 'date', title: 'Date', cell: (item) => item.bookingDate },
  { id: 'inspector', title: 'Inspector', cell: (item) => <span title={item.inspectorName}>{item.inspectorName}</span> },
  { id: 'state', title: 'State', cell: (item) => <StateCell item={item} /> },
];

/** CSS grid columns; narrow windows leave out what the side pane shows too. */
export const OUTBOX_LAYOUT = 'var(--outbox-columns)';
