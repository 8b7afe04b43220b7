// The receipt of a queued file: how many of its results BasicPSF has confirmed so far, and what is left to do.
import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular, List16Regular, Warning16Filled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { ImportSummary } from '../shared/import.ts';
import { moment } from '../shared/moments.ts';
import { counted, number } from '../shared/numbers.ts';
import { ConfirmedBar, queuedOf } from './confirmed-bar.tsx';
import { useAct, useSnapshot } from './courier.tsx';
import { ImportRows } from './import-rows.tsx';
import { useOutboxView } from './outbox-view.tsx';
import { ReleaseButton } from './release-button.tsx';
import { go } from './route.ts';
import { saveText } from './save-text.ts';

export function ImportReceipt({ file }: { readonly file: ImportSummary }): ReactNode {
  const { now } = useSnapshot();
  const act = useAct();
  const { startView } = useOutboxView();
  const { totals } = file;
  const queued = queuedOf(file);
  const left = [
    totals.unchanged > 0 ? `${number(totals.unchanged)} unchanged` : '',
    totals.duplicate > 0 ? `${number(totals.duplicate)} duplicate` : '',
    file.held > 0 ? `${number(file.held)} held back` : '',
  ].filter((part) => part !== '');

  function show(tab: 'all' | 'need-you'): void {
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
            <>
              <strong>{number(file.delivered)}</strong> of {counted(queued, 'result')} confirmed by BasicPSF
            </>
          )}
        </p>
        {queued > 0 && <ConfirmedBar file={file} />}
        <p className="quiet numeric">
          {file.acceptedAt !== null && `Queued ${moment(file.acceptedAt, now)}`}
          {file.by !== '' && ` by ${file.by}`}
          {left.length > 0 && ` · not queued: ${left.join(', ')}`}
        </p>
        <div className="empty-actions">
          {file.needYou > 0 && (
            <Button appearance="primary" icon={<Warning16Filled />} onClick={() => show('need-you')}>
              Show {counted(file.needYou, 'result that needs', 'results that need')} you
            </Button>
          )}
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
        </div>
      </section>
      {file.held > 0 && (
        <>
          <div className="receipt-held">
            <h2>{counted(file.held, 'row is', 'rows are')} held back</h2>
            <p className="quiet">Choose a row and press Enter to repair it; it is queued as soon as it is right.</p>
            <ReleaseButton id={file.id} held={file.held} />
          </div>
          <ImportRows id={file.id} label="Held rows" which="held" total={file.held} tall empty={<div className="empty" />} />
        </>
      )}
    </>
  );
}
