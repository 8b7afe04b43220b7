// What took the place of a result that was replaced, named and linked.
import { Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { moment } from '../../shared/moments.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { stateWord } from '../../shared/wording.ts';
import { useSnapshot } from '../link/courier.tsx';

interface ReplacedByProps {
  /** Null where that is not known: a file with a corrected row, of another order perhaps. */
  readonly item: OutboxItem | null;
  readonly show: (seq: number) => void;
}

export function ReplacedBy({ item, show }: ReplacedByProps): ReactNode {
  const { now } = useSnapshot();
  if (item === null) return <p className="pane-why">A corrected row of another file took its place.</p>;
  return (
    <p className="pane-why">
      Replaced by{' '}
      <Link as="button" inline onClick={() => show(item.seq)}>
        {[item.internalOrderRef, valuesOf(item)].join(', ')}
      </Link>
      {`, ${stateWord(item.state).toLowerCase()}${item.state === 'delivered' ? ` ${moment(item.changedAt, now)}` : ''}.`}
    </p>
  );
}

/** What a result says, in one line. */
export function valuesOf({
  bookingDate,
  bookingResult,
  inspectorName,
}: Pick<OutboxItem, 'bookingDate' | 'bookingResult' | 'inspectorName'>): string {
  return [bookingResult, bookingDate, inspectorName].filter((part) => part !== '').join(', ');
}
