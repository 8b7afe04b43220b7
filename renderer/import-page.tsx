// One file from its first byte to its last confirmed row: being read, to be checked, being queued, queued, or failed.
import { Button, Link, ProgressBar } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ImportSummary } from '../shared/import.ts';
import { wording } from '../shared/wording.ts';
import { useAct, useQuery, useSnapshot } from './courier.tsx';
import { useFiles } from './files.tsx';
import './import-page.css';
import { moment } from '../shared/moments.ts';
import { counted, fileSize } from '../shared/numbers.ts';
import { ImportReceipt } from './import-receipt.tsx';
import { ImportReview } from './import-review.tsx';
import { go } from './route.ts';

export function ImportPage({ id }: { readonly id: number }): ReactNode {
  const { openImports } = useSnapshot();
  const kept = useQuery('import.get', { id });
  // The snapshot is newer while the file is open; afterwards only the query knows it.
  const file = openImports.find((one) => one.id === id) ?? kept.value;
  if (file === null) {
    if (kept.failure === null) return <div className="page" />;
    return (
      <div className="page">
        <div className="empty">
          <h2>This file is no longer here.</h2>
          <p>{wording(kept.failure).what}</p>
          <div className="empty-actions">
            <Button onClick={() => go({ page: 'imports' })}>Show all imports</Button>
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className="page">
      <Head file={file} />
      <Phase file={file} />
    </div>
  );
}

function Head({ file }: { readonly file: ImportSummary }): ReactNode {
  const { now, openImports } = useSnapshot();
  const others = openImports.filter((other) => other.id !== file.id && other.phase === 'review');
  const facts = [
    file.encoding === '' ? '' : `${file.encoding}, ${file.delimiter}`,
    file.totals.records > 0 ? counted(file.totals.records, 'row') : '',
    fileSize(file.bytes),
    `dropped ${moment(file.startedAt, now)}${file.by === '' ? '' : ` by ${file.by}`}`,
  ];
  return (
    <header className="import-head">
      <div>
        <h1 className="page-title" title={file.name}>
          {file.name}
        </h1>
        <p className="quiet numeric">{facts.filter((fact) => fact !== '').join(' · ')}</p>
      </div>
      {others.length > 0 && (
        <p className="import-others">
          Also to be checked:{' '}
          {others.slice(0, 3).map((other, n) => (
            <span key={other.id}>
              {n > 0 && ', '}
              <Link as="button" inline onClick={() => go({ page: 'import', id: other.id })}>
                {other.name}
              </Link>
            </span>
          ))}
          {others.length > 3 && ` and ${others.length - 3} more`}
        </p>
      )}
    </header>
  );
}

function Phase({ file }: { readonly file: ImportSummary }): ReactNode {
  switch (file.phase) {
    case 'reading':
      return <Reading file={file} />;
    case 'review':
    case 'accepting':
      return <ImportReview file={file} />;
    case 'accepted':
      return <ImportReceipt file={file} />;
    case 'failed':
    case 'cancelled':
      return <Ended file={file} />;
  }
}

function Reading({ file }: { readonly file: ImportSummary }): ReactNode {
  const act = useAct();
  return (
    <section className="import-reading" aria-label="Reading the file">
      <p className="numeric" role="status">
        Reading {fileSize(file.bytesRead)} of {fileSize(file.bytes)}
        {file.totals.records > 0 && `, ${counted(file.totals.records, 'row')} so far`}
      </p>
      <ProgressBar aria-label={`Reading ${file.name}`} thickness="large" value={file.bytesRead} max={Math.max(1, file.bytes)} />
      <div>
        <Button onClick={() => void act('import.cancel', { id: file.id })}>Cancel</Button>
      </div>
    </section>
  );
}

function Ended({ file }: { readonly file: ImportSummary }): ReactNode {
  const files = useFiles();
  const { what, todo } =
    file.failure === null ? { what: 'This file was put aside.', todo: 'Nothing of it was queued.' } : wording(file.failure);
  return (
    <div className="empty">
      <h2>{what}</h2>
      {todo !== '' && <p>{todo}</p>}
      <div className="empty-actions">
        <Button appearance="primary" onClick={files.browse}>
          Choose a file…
        </Button>
        <Button onClick={() => go({ page: 'imports' })}>Show all imports</Button>
      </div>
    </div>
  );
}
