// The columns of a list of results.
import type { ReactNode } from 'react';
import { moment } from '../../shared/moments.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { triedAgainAt } from '../../shared/totals.ts';
import { reasonOf } from '../../shared/wording.ts';
import { useSnapshot } from '../link/courier.tsx';
import type { Column } from '../list/grid-row.tsx';
import { StateMark } from './state-mark.tsx';

/** What stands behind the state's word: when it was confirmed, when it is tried again, or what the server said. */
export function stateRemark(item: OutboxItem, snapshot: Snapshot): string {
  const { now } = snapshot;
  const dueAt = triedAgainAt(item.dueAt, snapshot);
  const again = dueAt === null ? '' : `next try ${moment(dueAt, now)}`;
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
  const remark = stateRemark(item, useSnapshot());
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
