// "Check delivered results": what was delivered since a day, beside what BasicPSF holds now, and what a person does about each
// difference. It only compares; nothing is sent that was not asked for.
import { Button, Field, Input, ProgressBar } from '@fluentui/react-components';
import { CheckmarkStarburst16Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { moment } from '../../shared/moments.ts';
import { counted, number } from '../../shared/numbers.ts';
import type { OrderCheck } from '../../shared/order-check.ts';
import { wording } from '../../shared/wording.ts';
import { useAct, useCourier, useSnapshot } from '../link/courier.tsx';
import { every } from '../link/time.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';
import './check-delivered.css';
import { DifferenceRow } from './check-delivered-row.tsx';

type Standing =
  | { readonly is: 'asked' }
  | { readonly is: 'looking' }
  | { readonly is: 'compared' }
  | { readonly is: 'failed'; readonly failure: Failure };

const POLL_MS = 500;
/** A person who asks for the rest waits for so many at a time. */
const MOST_OF_THE_REST = 100_000;

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
  /** What was compared so far, in one check or several. */
  const [sofar, setSofar] = useState<OrderCheck | null>(null);
  const [since, setSince] = useState('');
  const stop = (): void => void act('order.stopCheck', {});

  /** Of another time nothing was compared yet. */
  function restart(day: string): void {
    setSince(day);
    setSofar(null);
    stand({ is: 'asked' });
  }

  /** Compares anew, or goes on where `known` ended. */
  async function check(known: OrderCheck | null): Promise<void> {
    stand({ is: 'looking' });
    setSofar(known);
    const from = since === '' ? null : new Date(`${since}T00:00:00`).getTime();
    const reply = await courier.call('order.check', {
      since: from === null || Number.isNaN(from) ? null : from,
      ...(known === null || known.next === null ? {} : { before: known.next, most: MOST_OF_THE_REST }),
    });
    if (reply.ok) setSofar(known === null ? reply.value : bothOf(known, reply.value));
    stand(reply.ok ? { is: 'compared' } : { is: 'failed', failure: reply.failure });
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
            <Button appearance="primary" onClick={() => void check(null)}>
              {standing.is === 'asked' ? 'Check' : 'Check again'}
            </Button>
          )}
          <Button onClick={leave}>Close</Button>
        </>
      }
    >
      <p>Compares what was delivered with what BasicPSF holds now. Nothing is changed.</p>
      <Field label="Delivered since" hint="Left empty: today.">
        <Input type="date" value={since} disabled={standing.is === 'looking'} onChange={(_, { value }) => restart(value)} />
      </Field>
      <div aria-live="polite">
        {standing.is === 'failed' && (
          <p>
            {sofar === null ? 'Nothing could be compared.' : 'The rest could not be compared.'} {wording(standing.failure).what}{' '}
            {wording(standing.failure).todo}
          </p>
        )}
        {sofar !== null && <Compared check={sofar} goOn={standing.is === 'looking' ? null : () => void check(sofar)} />}
        {standing.is === 'looking' && <Looking />}
      </div>
    </TitledDialog>
  );
}

/** A check and the one that went on where it ended. */
function bothOf(first: OrderCheck, rest: OrderCheck): OrderCheck {
  return {
    ...rest,
    checked: first.checked + rest.checked,
    leftAsIs: first.leftAsIs + rest.leftAsIs,
    differences: [...first.differences, ...rest.differences],
  };
}

function Looking(): ReactNode {
  const courier = useCourier();
  const [{ done, of }, set] = useState({ done: 0, of: 0 });
  useEffect(
    () =>
      every(POLL_MS, () => {
        void courier
          .call('order.checking', {})
          .then((reply) => reply.ok && set({ done: reply.value.done ?? 0, of: reply.value.of }));
      }),
    [courier],
  );
  return (
    <div className="check-progress">
      <ProgressBar aria-label="Comparing" {...(of > 0 ? { value: done, max: of } : {})} />
      <p className="quiet numeric">{of > 0 ? `${number(done)} of ${number(of)} compared…` : 'Asking BasicPSF…'}</p>
    </div>
  );
}

function foundWords({ checked, differences, leftAsIs }: OrderCheck): string {
  if (checked === 0) return 'Nothing was delivered in that time.';
  const results = counted(checked, 'result');
  const differing = differences.length;
  if (differing > 0) return `${number(differing)} of ${results} ${differing === 1 ? 'is' : 'are'} not as delivered.`;
  if (leftAsIs > 0) return `${results} compared, nothing new.`;
  return `BasicPSF holds ${checked === 1 ? 'it' : `all ${number(checked)}`} as delivered.`;
}

interface ComparedProps {
  readonly check: OrderCheck;
  /** Compares what is left; null while that is under way. */
  readonly goOn: (() => void) | null;
}

function Compared({ check, goOn }: ComparedProps): ReactNode {
  const { now } = useSnapshot();
  const { at, checked, differences, left, leftAsIs } = check;
  const [settled, settle] = useState<ReadonlyMap<number, string>>(new Map());
  const was =
    leftAsIs > 0
      ? ` ${counted(leftAsIs, 'result differs', 'results differ')} as you left ${leftAsIs === 1 ? 'it' : 'them'}.`
      : '';
  return (
    <>
      <p>
        <strong>{checked === 0 && left > 0 ? 'Nothing was compared yet.' : foundWords(check)}</strong>
        {was} <time className="quiet numeric">{moment(at, now)}</time>
      </p>
      {left > 0 && goOn !== null && (
        <p className="check-rest">
          <span>
            {counted(checked, 'result was', 'results were')} compared, {counted(left, 'older result was', 'older results were')}{' '}
            not.
          </span>
          <Button size="small" onClick={goOn}>
            Compare the rest
          </Button>
        </p>
      )}
      {differences.length > 0 && (
        <ul className="check-list" aria-label="Results that are not as delivered">
          {differences.map((one) => (
            <DifferenceRow
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
