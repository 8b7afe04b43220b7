// A file that was read and waits for a person: what each row would become, and one button whose number is a promise.
import { Button, ProgressBar } from '@fluentui/react-components';
import { ErrorCircle16Filled, Info16Regular, Warning16Filled } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { ImportSummary, RowVerdict } from '../shared/import.ts';
import { moment } from '../shared/moments.ts';
import { counted } from '../shared/numbers.ts';
import { useAct, useSnapshot } from './courier.tsx';
import { ImportRows } from './import-rows.tsx';
import { go } from './route.ts';
import { VERDICT_NAMES, VerdictBar } from './verdicts.tsx';

/** What the main button does, and what stands beside it. */
function promise({ totals }: ImportSummary): { readonly button: string; readonly beside: string; readonly can: boolean } {
  const queued = totals.new + totals.changed;
  const kept = totals.invalid > 0 ? `${counted(totals.invalid, 'invalid row is', 'invalid rows are')} kept for later.` : '';
  if (queued > 0) return { button: `Queue ${counted(queued, 'result')}`, beside: kept, can: true };
  if (totals.invalid > 0)
    return { button: `Keep ${counted(totals.invalid, 'row')} for later`, beside: 'Nothing can be queued yet.', can: true };
  const why = totals.records === 0 ? 'The file has no rows.' : 'All rows are known already.';
  return { button: 'Nothing to queue', beside: why, can: false };
}

export function ImportReview({ file }: { readonly file: ImportSummary }): ReactNode {
  const { totals } = file;
  const [verdict, show] = useState<RowVerdict | null>(totals.invalid > 0 ? 'invalid' : null);
  // Once the last row of a part is repaired, an empty list would say nothing.
  const shown = verdict !== null && totals[verdict] === 0 ? null : verdict;
  const tall =
    shown === null
      ? totals.invalid + totals.changed + totals.warned > 0
      : shown === 'invalid' || shown === 'changed' || totals.warned > 0;
  return (
    <>
      <Notes file={file} />
      <VerdictBar totals={totals} shown={shown} onShow={show} />
      <ImportRows
        key={shown ?? 'all'}
        id={file.id}
        label={shown === null ? 'Rows of the file' : `${VERDICT_NAMES[shown].name} rows of the file`}
        which={shown ?? 'all'}
        total={shown === null ? totals.records : totals[shown]}
        tall={tall}
        empty={
          <div className="empty">
            <h2>The file has no rows.</h2>
          </div>
        }
      />
      <Footer file={file} />
    </>
  );
}

/** What is worth knowing before deciding: errors, remarks and hints, each in its own line. */
function Notes({ file }: { readonly file: ImportSummary }): ReactNode {
  const { now } = useSnapshot();
  const { totals, sameAs } = file;
  if (sameAs === null && totals.invalid === 0 && totals.warned === 0) return null;
  return (
    <ul className="import-notes" aria-label="Remarks">
      {sameAs !== null && (
        <li>
          <Info16Regular />
          You imported this very file {sameDay(sameAs.at, now)}. Rows that have not changed since are not queued again.
        </li>
      )}
      {totals.invalid > 0 && (
        <li className="bad">
          <ErrorCircle16Filled />
          {counted(totals.invalid, 'row is', 'rows are')} invalid. Choose one and press Enter to repair it here, or go on without{' '}
          {totals.invalid === 1 ? 'it' : 'them'}.
        </li>
      )}
      {totals.warned > 0 && (
        <li className="warn">
          <Warning16Filled />
          {counted(totals.warned, 'row has', 'rows have')} a remark: what a result "Unavailable" cannot have was removed.
        </li>
      )}
    </ul>
  );
}

function sameDay(at: number, now: number): string {
  const when = moment(at, now);
  return when.length > 5 ? `on ${when}` : `at ${when}`;
}

function Footer({ file }: { readonly file: ImportSummary }): ReactNode {
  const act = useAct();
  const [asked, ask] = useState(false);
  const { button, beside, can } = promise(file);
  const busy = asked || file.phase === 'accepting';

  async function accept(): Promise<void> {
    ask(true);
    await act('import.accept', { id: file.id });
    ask(false);
  }

  async function leave(): Promise<void> {
    if ((await act('import.cancel', { id: file.id })) !== null) go({ page: 'outbox' });
  }

  return (
    <footer className="import-footer">
      {file.phase === 'accepting' && <ProgressBar className="import-accepting" aria-label="Queueing" />}
      <Button appearance="primary" size="large" disabled={!can || busy} onClick={() => void accept()}>
        {button}
      </Button>
      <Button size="large" disabled={busy} onClick={() => void leave()}>
        Do not import
      </Button>
      <span className="quiet numeric" role="status">
        {file.phase === 'accepting' ? `Queueing ${counted(file.totals.new + file.totals.changed, 'result')}…` : beside}
      </span>
    </footer>
  );
}
