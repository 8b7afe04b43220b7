// Which parts of bookings go into a calendar file. At first only what and when: a calendar may be read by others.
import { Button, Checkbox } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { CALENDAR_PARTS, type CalendarPart } from '../../shared/booking-several.ts';
import { counted } from '../../shared/numbers.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { useAct } from '../link/courier.tsx';
import { saveText } from '../link/save-text.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';

const NAMES: Record<CalendarPart, string> = {
  place: 'Facility and resources',
  order: 'Order number',
  participants: 'Names of the participants',
  internalmessage: 'Internal message',
};

interface CalendarDialogProps {
  readonly ask: BookingAsk;
  readonly ids: readonly number[];
  readonly close: () => void;
}

export function CalendarDialog({ ask, ids, close }: CalendarDialogProps): ReactNode {
  const act = useAct();
  const [parts, setParts] = useState<readonly CalendarPart[]>([]);

  async function save(): Promise<void> {
    const file = await act('bookings.calendar', { ask, ids: [...ids], parts: [...parts] });
    if (file === null) return;
    saveText(file);
    close();
  }
  return (
    <TitledDialog
      isOpen
      close={close}
      title={`${counted(ids.length, 'booking')} for a calendar`}
      actions={
        <>
          <Button appearance="primary" onClick={() => void save()}>
            Save the file
          </Button>
          <Button onClick={close}>Cancel</Button>
        </>
      }
    >
      <p>The file has the product and the time of each booking. What else shall be in it?</p>
      {CALENDAR_PARTS.map((part) => (
        <div key={part}>
          <Checkbox
            label={NAMES[part]}
            checked={parts.includes(part)}
            onChange={(_, data) =>
              setParts((last) => CALENDAR_PARTS.filter((one) => (one === part ? data.checked === true : last.includes(one))))
            }
          />
        </div>
      ))}
    </TitledDialog>
  );
}
