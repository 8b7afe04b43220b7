// "Check delivered results": what was delivered since a day, beside what BasicPSF holds now, and what a person does about each
// difference. It only compares; nothing is sent that was not asked for.
import { Button, Field, Input, ProgressBar } from '@fluentui/react-components';
import { CheckmarkStarburst16Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { moment } from '../../shared/moments.ts';
import { counted, number } from '../../shared/numbers.ts';
import type { Difference, OrderCheck } from '../../shared/order-check.ts';
import { wording } from '../../shared/wording.ts';
import { useAct, useCourier, useSnapshot } from '../link/courier.tsx';
import { every } from '../link/time.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';
import './check-delivered.css';
import { useOverwriteQuestion } from './overwrite-question.tsx';
import { valuesOf } from './replaced-by.tsx';

type Standing =
  | { readonly is: 'asked' }
  | { readonly is: 'looking' }
  | { readonly is: 'compared'; readonly check: OrderCheck }
  | { readonly is: 'failed'; readonly failure: Failure };

const POLL_MS = 500;

/** The button, and the dialog behind it. */
export function CheckDelivered(): ReactNode {
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button icon={<CheckmarkStarburst16Regular />} title="Check delivered results" onClick={() => open(true)}>
        Check delivered
      </Button>
      {isOpen && <CheckDialog close={() => open(false)} />}
    </>
  );
}

function CheckDialog({ close }: { readonly close: () => void }): ReactNode {
  const courier = useCourier();
  const act = useAct();
  const [standing, stand] = useState<Standing>({ is: 'asked' });
  const [since, setSince] = useState('');
  const stop = (): void => void act('order.stopCheck', {});

  async function check(): Promise<void> {
    stand({ is: 'looking' });
    const from = since === '' ? null : new Date(`${since}T00:00:00`).getTime();
    const reply = await courier.call('order.check', { since: from === null || Number.isNaN(from) ? null : from });
    stand(reply.ok ? { is: 'compared', check: reply.value } : { is: 'failed', failure: reply.failure });
  }

  function leave(): void {
    if (standing.is === 'looking') stop();
    close();
  }

  return (
    <TitledDialog
      isOpen
      close={leave}
      title="Check delivered results"
      className="check-dialog"
      actions={
        <>
          {standing.is === 'looking' ? (
            <Button onClick={stop}>Stop</Button>
          ) : (
            <Button appearance="primary" onClick={() => void check()}>
              {standing.is === 'asked' ? 'Check' : 'Check again'}
            </Button>
          )}
          <Button onClick={leave}>Close</Button>
        </>
      }
    >
      <p>Compares what was delivered with what BasicPSF holds now. Nothing is changed.</p>
      <Field label="Delivered since" hint="Left empty: today.">
        <Input type="date" value={since} disabled={standing.is === 'looking'} onChange={(_, { value }) => setSince(value)} />
      </Field>
      <div aria-live="polite">
        {standing.is === 'looking' && <Looking />}
        {standing.is === 'failed' && (
          <p>
            Nothing could be compared. {wording(standing.failure).what} {wording(standing.failure).todo}
          </p>
        )}
        {standing.is === 'compared' && <Compared key={standing.check.at} check={standing.check} />}
      </div>
    </TitledDialog>
  );
}

function Looking(): ReactNode {
  const courier = useCourier();
  const [done, setDone] = useState(0);
  useEffect(
    () =>
      every(POLL_MS, () => {
        void courier.call('order.checking', {}).then((reply) => reply.ok && setDone(reply.value.done ?? 0));
      }),
    [courier],
  );
  return (
    <>
      <ProgressBar aria-label="Comparing" />
      <p className="quiet numeric">{number(done)} compared…</p>
    </>
  );
}

function Compared({ check }: { readonly check: OrderCheck }): ReactNode {
  const { now } = useSnapshot();
  const { at, checked, differences, left } = check;
  const [settled, settle] = useState<ReadonlyMap<number, string>>(new Map());
  const rest = left > 0 ? ` ${counted(left, 'older result was', 'older results were')} not compared.` : '';
  const found =
    checked === 0
      ? 'Nothing was delivered in that time.'
      : differences.length === 0
        ? `BasicPSF holds ${checked === 1 ? 'it' : `all ${number(checked)}`} as delivered.`
        : `${number(differences.length)} of ${counted(checked, 'result')} ${differences.length === 1 ? 'is' : 'are'} not as delivered.`;
  return (
    <>
      <p>
        <strong>{found}</strong>
        {rest} <time className="quiet numeric">{moment(at, now)}</time>
      </p>
      {differences.length > 0 && (
        <ul className="check-list" aria-label="Results that are not as delivered">
          {differences.map((one) => (
            <Row
              key={one.seq}
              difference={one}
              settled={settled.get(one.seq) ?? ''}
              settle={(words) => settle((known) => new Map(known).set(one.seq, words))}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface RowProps {
  readonly difference: Difference;
  /** What a person did about it, in words; empty while it is open. */
  readonly settled: string;
  readonly settle: (words: string) => void;
}

function Row({ difference, settled, settle }: RowProps): ReactNode {
  const courier = useCourier();
  const { now } = useSnapshot();
  const { handIn, question } = useOverwriteQuestion();
  const { held, internalOrderRef, ours, seq, deliveredAt } = difference;

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
            onClick={() => settle('Left as it is.')}
            aria-label={`Leave as it is: ${internalOrderRef}`}
          >
            Leave as it is
          </Button>
        </div>
      ) : (
        <span className="quiet">{settled}</span>
      )}
    </li>
  );
}
