// A receipt per file, newest first; a row opens the file's own page.
import { Button, ProgressBar } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import { SampleButton } from '../files/sample-button.tsx';
import { useFiles } from '../files/ways-in.ts';
import { useCourier, useSnapshot } from '../link/courier.tsx';
import { Grid } from '../list/grid.tsx';
import type { Column } from '../list/grid-row.tsx';
import { useTakeUp } from './aside.tsx';
import { ConfirmedBar, queuedOf } from './confirmed-bar.tsx';
import { openStanding } from './tabs.tsx';
import './imports-page.css';
import { moment } from '../../shared/moments.ts';
import { number } from '../../shared/numbers.ts';
import { needYouOf, needYouWords } from '../../shared/totals.ts';
import { go } from '../link/route.ts';
import type { KeysetSource } from '../list/keyset-list.ts';
import { useKeysetList } from '../list/use-keyset-list.ts';
import { ImportMenu } from '../outbox/tools.tsx';

/** What is to be said of a file in one line. */
function standing(file: ImportSummary): string {
  switch (file.phase) {
    case 'reading':
    case 'review':
    case 'accepting':
    case 'failed':
    case 'aside':
    case 'cancelled':
      return openStanding(file);
    case 'accepted': {
      const parts = [`${number(file.delivered)} of ${number(queuedOf(file))} confirmed`];
      const need = needYouOf(file);
      if (need > 0) parts.push(needYouWords(need));
      if (file.discarded > 0) parts.push(`${number(file.discarded)} withdrawn or discarded`);
      return queuedOf(file) === 0 && parts.length === 1 ? 'Nothing new in it' : parts.join(' · ');
    }
  }
}

function When({ file }: { readonly file: ImportSummary }): ReactNode {
  return moment(file.acceptedAt ?? file.startedAt, useSnapshot().now);
}

/** How it stands, and the way to go on with a file that was put aside. */
function Standing({ file }: { readonly file: ImportSummary }): ReactNode {
  const takeUp = useTakeUp();
  return (
    <>
      <span title={standing(file)}>{standing(file)}</span>
      {file.phase === 'aside' && (
        <Button size="small" onClick={() => void takeUp(file.id)}>
          Take up again
        </Button>
      )}
    </>
  );
}

/** How far a file has come. */
function HowFar({ file }: { readonly file: ImportSummary }): ReactNode {
  if (file.phase === 'accepted' && queuedOf(file) > 0) return <ConfirmedBar file={file} />;
  if (file.phase !== 'reading') return null;
  return <ProgressBar aria-label={`Reading ${file.name}`} value={file.bytesRead} max={Math.max(1, file.bytes)} />;
}

const COLUMNS: readonly Column<ImportSummary>[] = [
  { id: 'file', title: 'File', cell: (file) => <span title={file.name}>{file.name}</span> },
  { id: 'when', title: 'When', cell: (file) => <When file={file} /> },
  { id: 'who', title: 'Who', cell: (file) => file.by },
  { id: 'rows', title: 'Rows', cell: (file) => number(file.totals.records) },
  {
    id: 'bar',
    title: 'Confirmed',
    cell: (file) => <HowFar file={file} />,
  },
  { id: 'standing', title: 'Standing', cell: (file) => <Standing file={file} /> },
];

const labelOf = (file: ImportSummary): string => file.name;

export function ImportsPage(): ReactNode {
  const courier = useCourier();
  const files = useFiles();
  const { environment } = useSnapshot();
  const list = useKeysetList<ImportSummary>(
    `imports ${environment}`,
    (): KeysetSource<ImportSummary> => ({
      positionOf: (file) => -file.id,
      end: 0,
      read: async (after, limit) => {
        const before = after === null ? {} : { before: Math.max(1, -after) };
        const reply = await courier.call('import.list', { limit: Math.min(200, limit), ...before });
        if (!reply.ok) return null;
        return { rows: reply.value.imports, next: reply.value.next === null ? null : -reply.value.next };
      },
    }),
    null,
  );
  return (
    <div className="page">
      <div className="imports-head">
        <h1 className="page-title">Imports</h1>
        <ImportMenu />
      </div>
      <div className="imports-list">
        <Grid
          label="Imports"
          list={list}
          columns={COLUMNS}
          layout="var(--imports-columns)"
          rowHeight={32}
          labelOf={labelOf}
          onOpen={(file) => go({ page: 'import', id: file.id })}
          empty={
            <div className="empty">
              <h2>No file was imported yet</h2>
              <p>
                Each file gets a receipt here: who brought it, when, how many rows, and how many BasicPSF has confirmed so far.
              </p>
              <div className="empty-actions">
                <Button appearance="primary" onClick={files.browse}>
                  Browse…
                </Button>
                <SampleButton />
              </div>
            </div>
          }
        />
      </div>
    </div>
  );
}
