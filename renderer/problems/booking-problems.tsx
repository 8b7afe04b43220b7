// Changes of bookings that need a person: in conflict with BRP, refused by it, or held up as a whole.
import { Button } from '@fluentui/react-components';
import { ArrowClockwise16Regular, CalendarLtr16Regular, Settings16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { type BookingEdit, EDIT_NEEDS_PERSON } from '../../shared/booking-edit.ts';
import { brpWording, editWording } from '../../shared/brp-wording.ts';
import { moment } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import { holdsUpChanges } from '../../shared/totals.ts';
import { useBookingView } from '../bookings/kept-view.tsx';
import { shortDay, timesOf } from '../bookings/words.ts';
import { useAct, useQuery, useSnapshot } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { ProblemEntry } from './problem.tsx';

export function BookingProblems(): ReactNode {
  const snapshot = useSnapshot();
  const { bookings } = snapshot;
  const needed = bookings.edits.conflict + bookings.edits.failed;
  const edits = useQuery('bookings.edits', needed > 0 ? {} : null);
  const { editTrouble } = bookings;
  return (
    <>
      {editTrouble !== null && holdsUpChanges(snapshot) && (
        <ProblemEntry
          tone="bad"
          {...brpWording(editTrouble)}
          facts={`${counted(bookings.edits.queued, 'change of a booking waits', 'changes of bookings wait')}`}
        >
          <Button appearance="primary" icon={<Settings16Regular />} onClick={() => go({ page: 'settings' })}>
            Open Settings
          </Button>
        </ProblemEntry>
      )}
      {needed > 0 &&
        edits.value
          ?.filter(({ state }) => EDIT_NEEDS_PERSON.includes(state))
          .map((edit) => <EditProblem key={edit.id} edit={edit} />)}
    </>
  );
}

function EditProblem({ edit }: { readonly edit: BookingEdit }): ReactNode {
  const { now } = useSnapshot();
  const act = useAct();
  const { setView, open } = useBookingView();
  const { booking, ask, state } = edit;
  const { what, todo } = editWording(edit);
  const name = [booking.product?.name, shortDay(booking.start.date), timesOf(booking)].filter((part) => part !== undefined);

  /** Goes to the list that the booking was found in, and opens it there. */
  function show(): void {
    const { date } = booking.start;
    setView({
      form: 'agenda',
      preset: 'range',
      range: { from: date, to: date },
      mode: ask.mode,
      facilities: [],
      inspector: null,
      unreported: false,
      ...(ask.resourceId === undefined ? {} : { resourceId: ask.resourceId }),
      ...(ask.orderId === undefined ? {} : { order: { number: booking.order?.number ?? '', id: ask.orderId } }),
    });
    open({ id: booking.id, ask });
    go({ page: 'bookings' });
  }
  return (
    <ProblemEntry tone="bad" what={`${name.join(', ')}: ${what}`} todo={todo} facts={`changed here ${moment(edit.madeAt, now)}`}>
      <Button appearance="primary" icon={<CalendarLtr16Regular />} onClick={show}>
        {state === 'conflict' ? 'Settle' : 'Show the booking'}
      </Button>
      {state === 'failed' && (
        <Button icon={<ArrowClockwise16Regular />} onClick={() => void act('bookings.retryEdit', { id: edit.id })}>
          Try again
        </Button>
      )}
    </ProblemEntry>
  );
}
