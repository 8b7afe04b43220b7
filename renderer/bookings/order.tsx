// The filter by order: BRP lists orders by an id that nobody knows, so the number is looked up among the bookings met so far.
import { Input } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useAct } from '../link/courier.tsx';
import { useBookingView } from './kept-view.tsx';

/** `isOptional` where the order only narrows what is listed: left empty, it is any. */
export function OrderNumber({ isOptional }: { readonly isOptional: boolean }): ReactNode {
  const { view, setView } = useBookingView();
  const act = useAct();
  const [text, setText] = useState(view.order?.number ?? '');
  const [unknown, setUnknown] = useState('');

  async function look(): Promise<void> {
    const sought = text.trim();
    if (isOptional && sought === '' && view.order !== null) setView({ order: null });
    if (sought === '') setUnknown('');
    if (sought === '' || sought === view.order?.number) return;
    const found = await act('bookings.orderId', { number: sought });
    if (found === null) return;
    setUnknown(found.orderId === null ? sought : '');
    if (found.orderId !== null) setView({ order: { number: sought, id: found.orderId } });
  }
  return (
    <>
      <Input
        aria-label="Order number"
        placeholder={isOptional ? 'Any order' : 'Order number'}
        className="booking-order"
        value={text}
        maxLength={100}
        onChange={(_, data) => setText(data.value)}
        onBlur={() => void look()}
        onKeyDown={(event) => event.key === 'Enter' && void look()}
      />
      {unknown !== '' && (
        <span role="alert" className="booking-wrong">
          No booking met so far has order {unknown}. List the days it may be on first.
        </span>
      )}
    </>
  );
}
