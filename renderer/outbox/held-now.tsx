// What BasicPSF itself says of an order at this moment, asked when a person wants to know; nothing else of the pane waits for it.
import { Button, Spinner } from '@fluentui/react-components';
import { ArrowSync16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { BookingResultDraft } from '../../shared/booking-result.ts';
import type { CallOutput } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import type { HeldOrder } from '../../shared/held-order.ts';
import { moment } from '../../shared/moments.ts';
import { wording } from '../../shared/wording.ts';
import { useCourier, useSnapshot } from '../link/courier.tsx';
import './held-now.css';

type Said = CallOutput<'order.held'> | { readonly failure: Failure };

/** A button, and below it what was answered; `told` is the result beside which it is held. */
export function HeldNow({ told }: { readonly told: BookingResultDraft }): ReactNode {
  const courier = useCourier();
  const [said, say] = useState<Said | null>(null);
  const [isAsking, asking] = useState(false);

  async function ask(): Promise<void> {
    asking(true);
    const { internalOrderRef } = told;
    const reply = await courier.call('order.held', { internalOrderRef });
    say(reply.ok ? (reply.value as CallOutput<'order.held'>) : { failure: reply.failure });
    asking(false);
  }

  return (
    <section className="pane-part" aria-label="BasicPSF now" aria-live="polite">
      {said !== null && <Answer said={said} told={told} />}
      <div className="pane-actions">
        <Button
          size="small"
          icon={isAsking ? <Spinner size="extra-tiny" /> : <ArrowSync16Regular />}
          disabledFocusable={isAsking}
          onClick={() => void ask()}
        >
          {said === null ? 'Ask BasicPSF what it holds' : 'Ask again'}
        </Button>
      </div>
    </section>
  );
}

function Answer({ said, told }: { readonly said: Said; readonly told: BookingResultDraft }): ReactNode {
  const { now } = useSnapshot();
  if ('failure' in said) {
    const { what, todo } = wording(said.failure);
    return (
      <p className="pane-why">
        BasicPSF could not be asked. {what} {todo}
      </p>
    );
  }
  const asked = <time className="quiet numeric">{moment(said.at, now)}</time>;
  if (said.held === null) {
    return (
      <p className="pane-why">
        <strong>BasicPSF says now: it does not know this order.</strong> {asked}
      </p>
    );
  }
  return <Held held={said.held} told={told} asked={asked} />;
}

const PARTS = [
  ['bookingResult', 'Result'],
  ['bookingDate', 'Date'],
  ['inspectorName', 'Inspector'],
] as const;

/** The three values of an order, with those marked that are not what was told. */
export function Held(props: {
  readonly held: HeldOrder;
  readonly told: Omit<BookingResultDraft, 'internalOrderRef'>;
  /** When that was, drawn. */
  readonly asked: ReactNode;
  /** Who says so, and when. */
  readonly said?: string;
}): ReactNode {
  const { held, told, asked, said = 'BasicPSF says now' } = props;
  const { now } = useSnapshot();
  if (held.bookingResult === '' && held.confirmedAt === null) {
    return (
      <p className="pane-why">
        <strong>{said}: no result yet.</strong> {asked}
      </p>
    );
  }
  const isSame = PARTS.every(([field]) => held[field] === told[field]);
  return (
    <>
      <p>
        <strong>
          {said}: {isSame ? 'the same.' : 'something else.'}
        </strong>{' '}
        {asked}
      </p>
      <dl className="pane-facts">
        {PARTS.filter(([field]) => held[field] !== '' || told[field] !== '').map(([field, name]) => (
          <Part key={field} name={name} value={held[field]} differs={held[field] !== told[field]} />
        ))}
        <dt>Confirmed</dt>
        <dd className="numeric">{held.confirmedAt === null ? 'no time' : moment(held.confirmedAt, now)}</dd>
      </dl>
    </>
  );
}

function Part({ name, value, differs }: { readonly name: string; readonly value: string; readonly differs: boolean }): ReactNode {
  const shown = value === '' ? 'none' : value;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {differs ? (
          <mark className="held-differs">
            {shown}
            <span className="out-of-sight"> (differs)</span>
          </mark>
        ) : (
          shown
        )}
      </dd>
    </>
  );
}
