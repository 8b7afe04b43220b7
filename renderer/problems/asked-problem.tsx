// Results that were not sent because BasicPSF holds something newer, decided about together: how many, what follows, and both
// values of each before anything is decided.
import { Button, ProgressBar } from '@fluentui/react-components';
import { ArrowDownload16Regular, List16Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import type { AskedResult } from '../../shared/asked-result.ts';
import { moment } from '../../shared/moments.ts';
import { counted, number } from '../../shared/numbers.ts';
import { useCourier, useFailures, useSnapshot } from '../link/courier.tsx';
import { TitledDialog } from '../link/titled-dialog.tsx';
import { valuesOf } from '../outbox/replaced-by.tsx';
import { type Choice, useChoice } from '../outbox/theirs-or-ours.tsx';
import { ProblemEntry } from './problem.tsx';
import './asked-problem.css';

const PAGE = 500;
/** So many are shown; the rest is counted, and decided about with them. */
const SHOWN = 200;

interface AskedProps {
  readonly count: number;
  readonly what: string;
  readonly facts: string;
  /** Shows them in the outbox. */
  readonly show: () => void;
  readonly save: () => void;
}

export function AskedProblem({ count, what, facts, show, save }: AskedProps): ReactNode {
  const [choice, choose] = useState<Choice | null>(null);
  const orders = counted(count, 'order');
  return (
    <ProblemEntry
      tone="bad"
      what={what}
      todo={`Which counts? Keep what BasicPSF holds, or send ${count === 1 ? 'our result' : 'our results'} over it.`}
      facts={facts}
    >
      <Button appearance="primary" onClick={() => choose('theirs')}>
        Keep theirs for {orders}
      </Button>
      <Button onClick={() => choose('ours')}>Send ours for {orders}</Button>
      <Button icon={<List16Regular />} onClick={show}>
        Show
      </Button>
      <Button appearance="subtle" icon={<ArrowDownload16Regular />} onClick={save}>
        Export {number(count)} for the PPS integration team
      </Button>
      {choice !== null && <Question choice={choice} close={() => choose(null)} />}
    </ProblemEntry>
  );
}

/** Every open question; null until they are read. What comes while they are looked at is not decided about unseen. */
function useAsked(close: () => void): readonly AskedResult[] | null {
  const courier = useCourier();
  const { report } = useFailures();
  const [asked, setAsked] = useState<readonly AskedResult[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the question is opened
  useEffect(() => {
    let isOpen = true;
    async function read(): Promise<void> {
      const all: AskedResult[] = [];
      for (let before: number | null | undefined; before !== null && isOpen; ) {
        const reply = await courier.call('order.asked', { limit: PAGE, ...(before === undefined ? {} : { before }) });
        if (!reply.ok) {
          report(reply.failure);
          close();
          return;
        }
        all.push(...reply.value.items);
        before = reply.value.next;
      }
      if (isOpen) setAsked(all);
    }
    void read();
    return () => {
      isOpen = false;
    };
  }, []);
  return asked;
}

function Question({ choice, close }: { readonly choice: Choice; readonly close: () => void }): ReactNode {
  const decide = useChoice();
  const asked = useAsked(close);
  const [isDeciding, deciding] = useState(false);
  const count = asked?.length ?? 0;
  const orders = counted(count, 'order');
  const isOurs = choice === 'ours';

  async function go(): Promise<void> {
    deciding(true);
    await decide(choice, asked?.map(({ seq }) => seq) ?? []);
    close();
  }

  const button = (
    <Button
      {...(isOurs ? {} : { appearance: 'primary' })}
      disabledFocusable={isDeciding || count === 0}
      onClick={() => void go()}
    >
      {isOurs ? `Send ours for ${orders}` : `Keep theirs for ${orders}`}
    </Button>
  );
  const cancel = (
    <Button {...(isOurs ? { appearance: 'primary' } : {})} onClick={close}>
      Decide later
    </Button>
  );
  return (
    <TitledDialog
      isOpen
      close={close}
      title={isOurs ? 'Send ours over what BasicPSF holds?' : 'Keep what BasicPSF holds?'}
      className="asked-dialog"
      // The safe answer is the one that the focus begins on.
      actions={
        <>
          {isOurs && cancel}
          {button}
          {!isOurs && cancel}
        </>
      }
    >
      {count > 0 && <p>{isOurs ? oursFollows(count) : theirsFollows(count)}</p>}
      {asked === null ? <ProgressBar aria-label="Reading both results" /> : <Compared asked={asked} />}
    </TitledDialog>
  );
}

function theirsFollows(count: number): string {
  return `Our ${count === 1 ? 'result is' : 'results are'} not sent and ${count === 1 ? 'stays' : 'stay'} in the outbox as replaced. This can be taken back.`;
}

function oursFollows(count: number): string {
  const what = count === 1 ? 'The result' : `The ${number(count)} results`;
  return `${what} that others confirmed will be overwritten in BasicPSF. Once sent, this cannot be taken back. Where somebody confirms something newer before ours arrives, you are asked again.`;
}

function Compared({ asked }: { readonly asked: readonly AskedResult[] }): ReactNode {
  const { now } = useSnapshot();
  if (asked.length === 0) return <p>Nothing is left to decide; it was settled meanwhile.</p>;
  return (
    <div className="asked-list">
      <table>
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">BasicPSF holds</th>
            <th scope="col">Ours</th>
          </tr>
        </thead>
        <tbody>
          {asked.slice(0, SHOWN).map(({ seq, ours, held }) => (
            <tr key={seq}>
              <th scope="row">{ours.internalOrderRef}</th>
              <td>
                {valuesOf(held) || 'no result'}
                {held.confirmedAt !== null && <span className="quiet"> confirmed {moment(held.confirmedAt, now)}</span>}
              </td>
              <td>{valuesOf(ours)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked.length > SHOWN && <p className="quiet">and {number(asked.length - SHOWN)} more.</p>}
    </div>
  );
}
