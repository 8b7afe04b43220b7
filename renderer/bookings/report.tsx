// From a booking to a result: a form filled in from the booking, which a person looks over before it is queued.
import { Button, Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, DismissCircle16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { inspectorOf, type ListedBooking } from '../../shared/booking-view.ts';
import { stateWord } from '../../shared/wording.ts';
import { useCourier, useQuery } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { useOverwriteQuestion } from '../outbox/overwrite-question.tsx';
import { ResultForm } from '../outbox/result-form.tsx';
import { StateMark } from '../outbox/state-mark.tsx';
import { useOutboxView } from '../outbox/view.tsx';

type Word = 'Booked' | 'Unavailable';

export function BookingReport({ row }: { readonly row: ListedBooking }): ReactNode {
  const [word, setWord] = useState<Word | null>(null);
  const { startView } = useOutboxView();
  const { reported } = row;
  return (
    <section className="pane-part" aria-label="Result for BasicPSF">
      <h3>Result for BasicPSF</h3>
      {reported !== null && (
        <p className="booking-reported">
          <StateMark state={reported.state} />
          <Link
            as="button"
            onClick={() => {
              startView({ open: { seq: reported.seq, edit: false } });
              go({ page: 'outbox' });
            }}
          >
            {reported.internalOrderRef}
          </Link>
        </p>
      )}
      {word === null ? (
        <div className="pane-actions">
          <Button icon={<CheckmarkCircle16Regular />} onClick={() => setWord('Booked')}>
            Report as Booked
          </Button>
          <Button icon={<DismissCircle16Regular />} onClick={() => setWord('Unavailable')}>
            Report as Unavailable
          </Button>
        </div>
      ) : (
        <ReportForm key={word} row={row} word={word} close={() => setWord(null)} />
      )}
    </section>
  );
}

function ReportForm({
  row,
  word,
  close,
}: {
  readonly row: ListedBooking;
  readonly word: Word;
  readonly close: () => void;
}): ReactNode {
  const courier = useCourier();
  const { handIn, question } = useOverwriteQuestion();
  const { booking } = row;
  const orderNumber = booking.order?.number ?? '';
  const reference = useQuery('bookings.reference', { orderNumber });
  if (reference.value === null) return null;
  const known = reference.value.internalOrderRef;
  const hint =
    known === null
      ? `BRP's own order number is ${orderNumber === '' ? 'missing' : 'filled in'}. Check that it is the order in BasicPSF.`
      : `Order ${orderNumber} of BRP was reported under this reference before.`;
  const { reported } = row;
  const cautions = [
    word === 'Booked' && booking.order?.preliminary
      ? 'The order of this booking is preliminary in BRP: it may still be cancelled or changed.'
      : '',
    reported !== null && !['refused', 'superseded'].includes(reported.state)
      ? `Order ${reported.internalOrderRef} has a result already: ${stateWord(reported.state).toLowerCase()}. Another one takes its place.`
      : '',
  ].filter((caution) => caution !== '');
  return (
    <>
      {question}
      {cautions.map((caution) => (
        <MessageBar key={caution} intent="warning" layout="multiline">
          <MessageBarBody>{caution}</MessageBarBody>
        </MessageBar>
      ))}
      <ResultForm
        start={{
          internalOrderRef: known ?? orderNumber,
          bookingResult: word,
          bookingDate: booking.start.date,
          inspectorName: inspectorOf(booking),
        }}
        label="Report result"
        orderHint={hint}
        submit="Queue result"
        onSubmit={async (result) => {
          const queued = await handIn((over) => courier.call('outbox.report', { orderNumber, result, over }));
          if (queued !== null) close();
        }}
        onCancel={close}
      />
    </>
  );
}
