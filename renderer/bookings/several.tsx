// What can be done with the bookings that are ticked.
import { Button } from '@fluentui/react-components';
import { CalendarAdd16Regular, CheckmarkCircle16Regular, Dismiss16Regular, DismissCircle16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { MOST_AT_ONCE } from '../../shared/booking-several.ts';
import { counted } from '../../shared/numbers.ts';
import type { BookingAsk } from '../../shared/service-booking.ts';
import { CalendarDialog } from './calendar-dialog.tsx';
import { ReportSeveral } from './report-several.tsx';

interface SeveralProps {
  readonly ask: BookingAsk;
  readonly ids: readonly number[];
  readonly clear: () => void;
}

export function SeveralBar({ ask, ids, clear }: SeveralProps): ReactNode {
  const [open, setOpen] = useState<'Booked' | 'Unavailable' | 'calendar' | null>(null);
  const isTooMany = ids.length > MOST_AT_ONCE;
  const close = (): void => setOpen(null);
  return (
    <section className="booking-several" aria-label="Selected bookings">
      <strong>{counted(ids.length, 'booking')} selected</strong>
      <Button size="small" icon={<CheckmarkCircle16Regular />} disabled={isTooMany} onClick={() => setOpen('Booked')}>
        Report as Booked…
      </Button>
      <Button size="small" icon={<DismissCircle16Regular />} disabled={isTooMany} onClick={() => setOpen('Unavailable')}>
        Report as Unavailable…
      </Button>
      <Button size="small" icon={<CalendarAdd16Regular />} disabled={isTooMany} onClick={() => setOpen('calendar')}>
        Calendar file…
      </Button>
      {isTooMany && <span className="booking-wrong">At most {MOST_AT_ONCE} at once.</span>}
      <Button
        size="small"
        appearance="subtle"
        icon={<Dismiss16Regular />}
        aria-label="Select none"
        title="Select none"
        onClick={clear}
      />
      {(open === 'Booked' || open === 'Unavailable') && (
        <ReportSeveral ask={ask} ids={ids} word={open} close={close} done={clear} />
      )}
      {open === 'calendar' && <CalendarDialog ask={ask} ids={ids} close={close} />}
    </section>
  );
}
