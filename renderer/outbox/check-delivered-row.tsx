// One result that is not as it was delivered: both values, and what a person does about it.
import { Button, Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { moment } from '../../shared/moments.ts';
import type { Difference } from '../../shared/order-check.ts';
import { useAct, useCourier, useSnapshot } from '../link/courier.tsx';
import { useOverwriteQuestion } from './overwrite-question.tsx';
import { valuesOf } from './replaced-by.tsx';

const LEFT = 'Left as it is.';

interface RowProps {
  readonly difference: Difference;
  /** What a person did about it, in words; empty while it is open. */
  readonly settled: string;
  readonly settle: (words: string) => void;
}

/** What was delivered, what BasicPSF holds, and what is done about it. */
export function DifferenceRow({ difference, settled, settle }: RowProps): ReactNode {
  const act = useAct();
  const courier = useCourier();
  const { now } = useSnapshot();
  const { handIn, question } = useOverwriteQuestion();
  const { held, internalOrderRef, ours, seq, deliveredAt } = difference;

  async function leave(): Promise<void> {
    if ((await act('order.leaveAsIs', { seq, held })) !== null) settle(LEFT);
  }
  async function list(): Promise<void> {
    if ((await act('order.listAgain', { seqs: [seq] })) !== null) settle('');
  }
  async function send(): Promise<void> {
    const result = { internalOrderRef, ...ours };
    if ((await handIn((over) => courier.call('outbox.resend', { seq, result, over }))) !== null) settle('Queued again.');
  }

  const confirmed = held?.confirmedAt == null ? '' : `, confirmed ${moment(held.confirmedAt, now)}`;
  return (
    <li>
      {question}
      <div className="check-words">
        <strong>{internalOrderRef}</strong>
        <span>
          Delivered {moment(deliveredAt, now)}: {valuesOf(ours)}
        </span>
        <span>
          {held === null
            ? 'BasicPSF does not know this order any more.'
            : `BasicPSF now: ${valuesOf(held) || 'no result'}${confirmed}`}
        </span>
      </div>
      {settled === '' ? (
        <div className="check-buttons">
          <Button size="small" onClick={() => void send()} aria-label={`Send ours again: ${internalOrderRef}`}>
            Send ours again
          </Button>
          <Button
            size="small"
            appearance="subtle"
            onClick={() => void leave()}
            aria-label={`Leave as it is: ${internalOrderRef}`}
          >
            Leave as it is
          </Button>
        </div>
      ) : (
        <span className="quiet">
          {settled}{' '}
          {settled === LEFT && (
            <Link as="button" inline onClick={() => void list()} aria-label={`Take back: ${internalOrderRef} left as it is`}>
              Take back
            </Link>
          )}
        </span>
      )}
    </li>
  );
}
