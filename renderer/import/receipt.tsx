// The receipt of a queued file: how many of its results BasicPSF has confirmed so far, and what is left to do.
import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular, ArrowRight16Regular, List16Regular, Warning16Filled } from '@fluentui/react-icons';
import { type ReactNode, useRef, useState } from 'react';
import type { ImportSummary, RepairKey } from '../../shared/import.ts';
import { counted, number } from '../../shared/numbers.ts';
import { needYouOf, needYouWords } from '../../shared/totals.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { saveText } from '../link/save-text.ts';
import { SteadyWords } from '../link/steady-words.tsx';
import { useOutboxView } from '../outbox/view.tsx';
import { ConfirmedBar, queuedOf } from './confirmed-bar.tsx';
import { BRING_BACK, FailedRowsButton } from './failed-rows-button.tsx';
import { SameFile } from './notes.tsx';
import { ImportProblems, isSameGroup, useRepairGroups } from './problems.tsx';
import { ReceiptFacts } from './receipt-facts.tsx';
import { ReleaseButton } from './release-button.tsx';
import { ImportRows } from './rows.tsx';
import { nextOf } from './tabs.tsx';
import { WithdrawButton } from './withdraw-button.tsx';

/** What became of the rows that are not confirmed. */
function outcome(file: ImportSummary): string {
  const { discarded, waiting } = file;
  const need = needYouOf(file);
  return [
    need > 0 ? needYouWords(need) : '',
    waiting > 0 ? `${number(waiting)} waiting` : '',
    discarded > 0 ? `${number(discarded)} withdrawn or discarded` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export function ImportReceipt({ file }: { readonly file: ImportSummary }): ReactNode {
  const act = useAct();
  const { startView } = useOutboxView();
  const queued = queuedOf(file);
  const rest = outcome(file);
  // What may still be refused has its room from the start: nothing moves under a pointer while results go out.
  const keepsRoom = useRef(false);
  keepsRoom.current ||= file.waiting + file.needYou > 0;
  const refused = (count: number): string => `Show ${number(count)} refused or stopped`;

  function show(tab: 'all' | 'refused'): void {
    startView({ tab, only: { name: `results of ${file.name}`, importId: file.id } });
    go({ page: 'outbox' });
  }

  return (
    <>
      <section className="receipt" aria-label="Receipt">
        <p className="receipt-main numeric">
          {queued === 0 ? (
            'Nothing of this file had to be queued.'
          ) : (
            // In one piece, so that nothing behind a number that grows has to move.
            <strong>{`${number(file.delivered)} of ${counted(queued, 'result')} confirmed by BasicPSF`}</strong>
          )}
        </p>
        {queued > 0 && <p className="receipt-rest quiet numeric">{rest}</p>}
        {queued > 0 && <ConfirmedBar file={file} />}
        <div className="empty-actions" data-next-focus="">
          <NextFile id={file.id} />
          <Button icon={<List16Regular />} disabled={queued === 0} onClick={() => show('all')}>
            Show results
          </Button>
          <Button
            icon={<ArrowDownload16Regular />}
            onClick={async () => {
              const receipt = await act('import.receipt', { id: file.id });
              if (receipt !== null) saveText(receipt);
            }}
          >
            Save receipt
          </Button>
          <WithdrawButton file={file} />
        </div>
        {keepsRoom.current && (
          <div className="empty-actions receipt-needs">
            {file.needYou > 0 && (
              <Button icon={<Warning16Filled />} onClick={() => show('refused')}>
                <SteadyWords words={refused(file.needYou)} widest={refused(queued)} />
              </Button>
            )}
            {file.held === 0 && file.needYou > 0 && <FailedRowsButton file={file} />}
          </div>
        )}
        <ReceiptFacts file={file} />
        {file.sameAs !== null && (
          <ul className="import-notes">
            <SameFile file={file} />
          </ul>
        )}
      </section>
      {file.held > 0 && <Held file={file} />}
    </>
  );
}

/** The way to the file that is to be checked next. */
function NextFile({ id }: { readonly id: number }): ReactNode {
  const { openImports } = useSnapshot();
  const next = nextOf(openImports, id);
  if (next === undefined) return null;
  return (
    <Button
      appearance="primary"
      icon={<ArrowRight16Regular />}
      iconPosition="after"
      onClick={() => go({ page: 'import', id: next.id })}
    >
      Next file: {next.name}
    </Button>
  );
}

/** What was not queued, until it is repaired or discarded. */
function Held({ file }: { readonly file: ImportSummary }): ReactNode {
  const groups = useRepairGroups(file);
  const [wanted, show] = useState<RepairKey | null>(null);
  const group = groups?.find((one) => isSameGroup(wanted, one));
  const shown = group === undefined ? null : wanted;
  return (
    <>
      <div className="receipt-held">
        <div>
          <h2>{counted(file.held, 'row is', 'rows are')} held back</h2>
          <p className="quiet">Repair a row here with Enter, and it is queued. {BRING_BACK}</p>
        </div>
        <div className="receipt-held-buttons">
          <FailedRowsButton file={file} />
          <ReleaseButton id={file.id} held={file.held} />
        </div>
      </div>
      <ImportProblems file={file} groups={groups} shown={shown} onShow={show} />
      <ImportRows
        id={file.id}
        label="Held rows"
        which="held"
        group={shown}
        total={group?.count ?? file.held}
        tall
        empty={<div className="empty" />}
      />
    </>
  );
}
