// One result from all sides: where it stands and why, what to do, every attempt with the server's own words.
import { Button, Link } from '@fluentui/react-components';
import {
  ArrowClockwise16Regular,
  ArrowUndo16Regular,
  Delete16Regular,
  Dismiss20Regular,
  Edit16Regular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { LOOKED_UP, type OutboxDetail, type OutboxItem, type Receipt } from '../../shared/outbox-item.ts';
import { NEEDS_AN_EDIT, triedAgainAt, UNSETTLED } from '../../shared/totals.ts';
import { groupSentence, reasonOf, wording } from '../../shared/wording.ts';
import { useCourier, useQuery, useSnapshot } from '../link/courier.tsx';
import { useBringBack } from './bring-back.tsx';
import { stateRemark } from './columns.tsx';
import './detail.css';
import { moment } from '../../shared/moments.ts';
import { useRetry } from '../link/retry.tsx';
import { go } from '../link/route.ts';
import { useUndo } from '../link/undo.tsx';
import { HeldNow } from './held-now.tsx';
import { useOverwriteQuestion } from './overwrite-question.tsx';
import { ReplacedBy } from './replaced-by.tsx';
import { ResultForm } from './result-form.tsx';
import { SameOrder } from './same-order.tsx';
import { StateMark } from './state-mark.tsx';
import { TheirsOrOurs } from './theirs-or-ours.tsx';

/** Where the keyboard goes when a row is opened by key. */
export const PANE_ID = 'result-details';

interface PaneProps {
  readonly seq: number;
  readonly edit: boolean;
  readonly show: (seq: number, edit?: boolean) => void;
  readonly close: () => void;
}

/** The side pane; it follows the row that is open. */
export function OutboxDetailPane({ seq, edit, show, close }: PaneProps): ReactNode {
  const { value, failure } = useQuery('outbox.detail', { seq });
  const here = value !== null && value.item.seq === seq ? value : null;
  return (
    <aside id={PANE_ID} className="pane" aria-label="Result details" tabIndex={-1}>
      <header className="pane-head">
        <h2 title={value?.item.internalOrderRef}>{value?.item.internalOrderRef ?? ''}</h2>
        <Button appearance="subtle" size="small" icon={<Dismiss20Regular />} aria-label="Close details" onClick={close} />
      </header>
      {failure !== null && here === null && <p className="pane-part">{wording(failure).what}</p>}
      {value !== null && (
        <div className="pane-scroll" data-next-focus="" key={value.item.seq}>
          {edit && here !== null ? <EditPart item={here.item} show={show} /> : <Facts detail={value} show={show} />}
          {!(edit && here !== null) && <HeldNow told={value.item} />}
          <Attempts receipts={value.receipts} />
          <SameOrder items={value.sameOrder} show={show} />
        </div>
      )}
    </aside>
  );
}

function EditPart({ item, show }: { readonly item: OutboxItem; readonly show: PaneProps['show'] }): ReactNode {
  const courier = useCourier();
  const { handIn, question } = useOverwriteQuestion();
  return (
    <section className="pane-part">
      {question}
      <ResultForm
        start={item}
        submit="Resend"
        onSubmit={async (result) => {
          const done = await handIn((over) => courier.call('outbox.resend', { seq: item.seq, result, over }));
          if (done !== null) show(done.seq);
        }}
        onCancel={() => show(item.seq)}
      />
    </section>
  );
}

/** What happened and what to do, in words; nothing for a result that is simply on its way or done. */
function Why({ item }: { readonly item: OutboxItem }): ReactNode {
  if (item.cause === '' || item.state === 'delivered' || item.state === 'superseded' || item.state === 'discarded') return null;
  const { what, todo } = groupSentence({ state: item.state, cause: item.cause, count: 1, sample: item });
  return (
    <p className="pane-why">
      {what} {todo}
    </p>
  );
}

function Facts({ detail, show }: { readonly detail: OutboxDetail; readonly show: PaneProps['show'] }): ReactNode {
  const { item, fileName } = detail;
  const snapshot = useSnapshot();
  const { now } = snapshot;
  const againAt = triedAgainAt(item.dueAt, snapshot);
  const retry = useRetry();
  const { discard } = useUndo();
  const { bringBack, question } = useBringBack();
  const open = UNSETTLED.includes(item.state);
  const edited = NEEDS_AN_EDIT.has(item.cause);
  // What goes out with the next push anyway needs no retry, and a question is answered instead.
  const isAsked = item.cause === 'told-elsewhere';
  const stuck = open && !isAsked && !(item.state === 'waiting' && (item.dueAt ?? 0) <= now);
  const isDiscarded = item.state === 'discarded';
  const canEdit = open || isDiscarded || item.state === 'superseded';
  return (
    <section className="pane-part">
      {question}
      <StateMark
        state={item.state}
        more={item.state === 'refused' || item.state === 'parked' ? '' : stateRemark(item, snapshot)}
      />
      <Why item={item} />
      {againAt !== null && item.state === 'refused' && <p className="pane-why">Next try by itself: {moment(againAt, now)}.</p>}
      {item.maybeSentTwice && (
        <p className="pane-why">Possibly sent twice, with the same values: an earlier attempt had no clear answer.</p>
      )}
      <TheirsOrOurs detail={detail} />
      {item.state === 'superseded' && <ReplacedBy item={detail.replacedBy} show={show} />}
      {canEdit && (
        <div className="pane-actions">
          {stuck && (
            <Button
              {...(edited ? {} : { appearance: 'primary' })}
              icon={<ArrowClockwise16Regular />}
              onClick={() => void retry({ seqs: [item.seq] })}
            >
              Retry
            </Button>
          )}
          {isDiscarded && (
            <Button appearance="primary" icon={<ArrowUndo16Regular />} onClick={() => void bringBack({ seqs: [item.seq] }, 1)}>
              Bring back
            </Button>
          )}
          <Button
            {...(edited && open ? { appearance: 'primary' } : {})}
            icon={<Edit16Regular />}
            onClick={() => show(item.seq, true)}
          >
            Edit and resend
          </Button>
          {open && (
            <Button icon={<Delete16Regular />} onClick={() => void discard({ seqs: [item.seq] })}>
              Discard
            </Button>
          )}
        </div>
      )}
      <dl className="pane-facts">
        <dt>Result</dt>
        <dd>{item.bookingResult}</dd>
        {item.bookingDate !== '' && (
          <>
            <dt>Date</dt>
            <dd>{item.bookingDate}</dd>
          </>
        )}
        {item.inspectorName !== '' && (
          <>
            <dt>Inspector</dt>
            <dd>{item.inspectorName}</dd>
          </>
        )}
        <dt>From</dt>
        <dd>
          <Origin item={item} fileName={fileName} />
        </dd>
      </dl>
    </section>
  );
}

function Origin({ item, fileName }: { readonly item: OutboxItem; readonly fileName: string | null }): ReactNode {
  const { importId } = item;
  const edited = item.origin === 'edit' ? 'edited here' : item.origin === 'booking' ? 'a booking' : '';
  if (importId === null) return edited === '' ? 'this computer' : edited;
  return (
    <>
      <Link as="button" inline onClick={() => go({ page: 'import', id: importId })}>
        {fileName ?? `import ${importId}`}
      </Link>
      {item.record !== null && `, row ${item.record}`}
      {edited !== '' && `, ${edited}`}
    </>
  );
}

const OUTCOMES: Record<Receipt['outcome'], { readonly state: OutboxItem['state']; readonly word: string }> = {
  delivered: { state: 'delivered', word: 'Delivered' },
  refused: { state: 'refused', word: 'Refused' },
  unconfirmed: { state: 'unconfirmed', word: 'No clear answer' },
  'not-sent': { state: 'waiting', word: 'Not sent' },
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Attempts({ receipts }: { readonly receipts: readonly Receipt[] }): ReactNode {
  const { now } = useSnapshot();
  return (
    <section className="pane-part">
      <h3>Attempts</h3>
      {receipts.length === 0 ? (
        <p className="quiet">Not tried yet.</p>
      ) : (
        <ol className="attempts" aria-label="Attempts, newest first">
          {receipts.map((receipt) => (
            <li key={`${receipt.batchId} ${receipt.at}`}>
              <div className="attempt-head">
                <StateMark state={OUTCOMES[receipt.outcome].state} word={OUTCOMES[receipt.outcome].word} />
                <time className="quiet numeric">{moment(receipt.at, now)}</time>
              </div>
              {receipt.outcome === 'delivered' && receipt.cause === LOOKED_UP && (
                <p className="quiet">The answer was lost; confirmed by looking it up.</p>
              )}
              {receipt.outcome !== 'delivered' && reasonOf(receipt.cause) !== '' && (
                <p className="quiet">{capitalised(reasonOf(receipt.cause))}.</p>
              )}
              {receipt.words !== '' && <blockquote aria-label="Server's words">{receipt.words}</blockquote>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
