// What BasicPSF itself holds for the orders of a file in review: how far looking them up is, and the question about results that
// another machine sent.
import { Button, Link, ProgressBar } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, Info16Regular, QuestionCircle24Regular } from '@fluentui/react-icons';
import { type ReactNode, useId, useState } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import { momentWords } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import type { SeenOrders } from '../../shared/seen-orders.ts';
import { seenWords, theirsWords } from '../../shared/seen-words.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import './seen-orders.css';

interface TheirsProps {
  readonly file: ImportSummary;
  readonly isShown: boolean;
  /** Shows the rows that it is about, and only them. */
  readonly onShow: (isShown: boolean) => void;
}

/** The question about results of other machines, or what was answered to it; nothing where there are none. */
export function TheirsQuestion({ file, isShown, onShow }: TheirsProps): ReactNode {
  const act = useAct();
  const title = useId();
  const { now } = useSnapshot();
  const [isBusy, busy] = useState(false);
  const { id, orders } = file;
  if (orders === null || orders.theirs.count === 0) return null;
  const { confirmedAt, count, kept, open } = orders.theirs;

  async function choose(choice: 'keep' | 'send'): Promise<void> {
    busy(true);
    await act('import.chooseTheirs', { id, choice });
    busy(false);
  }

  const show = (
    <Button size="small" appearance="subtle" aria-pressed={isShown} onClick={() => onShow(!isShown)}>
      {isShown ? 'Show all' : 'Show them'}
    </Button>
  );
  if (open === 0) {
    const isKept = kept > 0;
    const what = isKept
      ? `${counted(kept, 'order stays', 'orders stay')} as BasicPSF has ${kept === 1 ? 'it' : 'them'}; ${kept === 1 ? 'its row is' : 'their rows are'} not queued.`
      : `${counted(count, 'result')} of another machine will be overwritten.`;
    return (
      <p className="seen-line">
        <CheckmarkCircle16Regular />
        <span>{what}</span>
        <Link as="button" onClick={() => void choose(isKept ? 'send' : 'keep')}>
          {isKept ? 'Send ours instead' : 'Keep theirs instead'}
        </Link>
        {show}
      </p>
    );
  }
  return (
    <section className="question" aria-labelledby={title} data-next-focus="">
      <QuestionCircle24Regular className="question-icon" aria-hidden="true" />
      <div className="question-words">
        <h2 id={title}>{theirsWords(count, confirmedAt === null ? '' : momentWords(confirmedAt, now))}</h2>
        <p>Which counts? Nothing can be queued before you have answered. {show}</p>
      </div>
      <div className="question-answer">
        <button type="button" className="question-choice" aria-disabled={isBusy} onClick={() => void choose('keep')}>
          <span className="question-choice-name">Keep theirs</span>
          <span className="quiet">{counted(count, 'row')} of this file will not be queued.</span>
        </button>
        <button type="button" className="question-choice" aria-disabled={isBusy} onClick={() => void choose('send')}>
          <span className="question-choice-name">Send ours</span>
          <span className="quiet">What stands in BasicPSF will be overwritten.</span>
        </button>
      </div>
    </section>
  );
}

/** One quiet line: how far looking up is, or why it is not whole. */
export function SeenLine({ id, orders }: { readonly id: number; readonly orders: SeenOrders | null }): ReactNode {
  const act = useAct();
  const words = orders === null ? '' : seenWords(orders);
  if (orders === null || words === '') return null;
  const { done, of, state } = orders;
  const ask = (wanted: boolean): void => void act('import.lookUp', { id, wanted });
  return (
    <p className="seen-line quiet">
      <Info16Regular />
      <span className="numeric">{words}</span>
      {state === 'looking' && (
        <>
          <ProgressBar className="seen-progress" aria-label="Looking orders up" value={done} max={Math.max(of, 1)} />
          <Link as="button" onClick={() => ask(false)}>
            Stop looking up
          </Link>
        </>
      )}
      {(state === 'many' || state === 'part' || state === 'failed') && (
        <Link as="button" onClick={() => ask(true)}>
          {state === 'many' ? 'Look them up' : state === 'part' ? 'Look up the rest' : 'Try again'}
        </Link>
      )}
    </p>
  );
}
