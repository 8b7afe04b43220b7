// The filter by order: BRP lists orders by an id that nobody knows, so what is typed is looked up among the bookings met so far.
// A beginning is enough, in whatever case; nothing that was typed is cut.
import { Input, Link } from '@fluentui/react-components';
import { type ReactNode, useId, useState } from 'react';
import { useAct, useQuery } from '../link/courier.tsx';
import { useBookingView } from './kept-view.tsx';

interface Order {
  readonly number: string;
  readonly id: number;
}

const MAX_TYPED = 2000;
/** So many are offered in words; the list below the field has more. */
const OFFERED = 3;

/** `isOptional` where the order only narrows what is listed: left empty, it is any. */
export function OrderNumber({ isOptional }: { readonly isOptional: boolean }): ReactNode {
  const { view, setView } = useBookingView();
  const act = useAct();
  const options = useId();
  const [text, setText] = useState(view.order?.number ?? '');
  const [looked, setLooked] = useState<{ readonly start: string; readonly orders: readonly Order[] } | null>(null);
  const start = text.trim().slice(0, MAX_TYPED);
  const offered = useQuery('bookings.orders', start === '' ? null : { start });

  function choose(order: Order): void {
    setText(order.number);
    setLooked(null);
    if (order.id !== view.order?.id) setView({ order: { number: order.number, id: order.id } });
  }

  async function look(): Promise<void> {
    if (start === '') {
      setLooked(null);
      if (isOptional && view.order !== null) setView({ order: null });
      return;
    }
    if (start === view.order?.number) return;
    const orders = await act('bookings.orders', { start });
    if (orders === null) return;
    const exact = orders.find(({ number }) => number.toLowerCase() === start.toLowerCase());
    const only = exact ?? (orders.length === 1 ? orders[0] : undefined);
    if (only !== undefined) choose(only);
    else setLooked({ start, orders });
  }
  return (
    <>
      <Input
        aria-label="Order number"
        placeholder={isOptional ? 'Any order' : 'Order number'}
        className="booking-order"
        autoComplete="off"
        list={options}
        value={text}
        onChange={(_, data) => {
          setText(data.value);
          setLooked(null);
        }}
        onBlur={() => void look()}
        onKeyDown={(event) => event.key === 'Enter' && void look()}
      />
      <datalist id={options}>
        {offered.current && offered.value?.map(({ id, number }) => <option key={id} value={number} />)}
      </datalist>
      {looked !== null && looked.orders.length === 0 && (
        <span role="alert" className="booking-wrong">
          No booking met so far has order {looked.start}. List the days it may be on first.
        </span>
      )}
      {looked !== null && looked.orders.length > 0 && (
        <span role="status">
          Several begin so:{' '}
          {looked.orders.slice(0, OFFERED).map((order) => (
            <Link key={order.id} as="button" inline className="booking-order-offer" onClick={() => choose(order)}>
              {order.number}
            </Link>
          ))}
          {looked.orders.length > OFFERED && ' and more'}
        </span>
      )}
    </>
  );
}
