// What narrows the list to a coordinator's work of the moment: whose bookings, and what has no result yet.
import { Select, ToggleButton } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useQuery } from '../link/courier.tsx';
import { useBookingView } from './kept-view.tsx';

/** Every employee met so far among the resources. */
export function Inspector(): ReactNode {
  const { view, setView } = useBookingView();
  const choices = useQuery('bookings.choices', {});
  const inspectors = choices.value?.resources.filter(({ isemployee }) => isemployee) ?? [];
  if (inspectors.length === 0 && view.inspector === null) return null;
  return (
    <Select
      aria-label="Inspector"
      className="booking-select"
      value={view.inspector === null ? '' : String(view.inspector)}
      onChange={(_, data) => setView({ inspector: data.value === '' ? null : Number(data.value) })}
    >
      <option value="">Any inspector</option>
      {inspectors.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

export function Unreported(): ReactNode {
  const { view, setView } = useBookingView();
  return (
    <ToggleButton
      checked={view.unreported}
      title="Only bookings whose order has no result here"
      onClick={() => setView({ unreported: !view.unreported })}
    >
      Not reported yet
    </ToggleButton>
  );
}
