// One file from its first byte to its last confirmed row: being read, to be checked, being queued, queued, or failed.
import { Button, ProgressBar } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import { needYouOf, needYouWords } from '../../shared/totals.ts';
import { wording } from '../../shared/wording.ts';
import { useFiles } from '../files/ways-in.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { Aside } from './aside.tsx';
import { queuedOf } from './confirmed-bar.tsx';
import { OpenFiles, openStanding } from './tabs.tsx';
import './page.css';
import { moment } from '../../shared/moments.ts';
import { counted, fileSize, number } from '../../shared/numbers.ts';
import { fileWording } from '../files/wrong-file-words.ts';
import { useSaying } from '../link/live-region.tsx';
import { go } from '../link/route.ts';
import { ImportReceipt } from './receipt.tsx';
import { ImportReview } from './review.tsx';
import { useImport } from './use-import.ts';

export function ImportPage({ id }: { readonly id: number }): ReactNode {
  const { file, failure } = useImport(id);
  if (file === null) {
    if (failure === null) return <div className="page" />;
    return (
      <div className="page">
        <div className="empty">
          <h2>This file is no longer here.</h2>
          <p>{wording(failure).what}</p>
          <div className="empty-actions">
            <Button onClick={() => go({ page: 'imports' })}>Show all imports</Button>
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className="page">
      <OpenFiles current={file.id} />
      <Head file={file} />
      <Phase file={file} />
    </div>
  );
}

/** Where the file is, for those who listen. */
function newsOf(file: ImportSummary): string {
  const { delivered, name, phase } = file;
  if (phase === 'reading') return `Reading ${name}.`;
  if (phase === 'accepted') {
    return `${number(delivered)} of ${counted(queuedOf(file), 'result')} confirmed, ${needYouWords(needYouOf(file))}.`;
  }
  return `${name}. ${openStanding(file)}.`;
}

function Head({ file }: { readonly file: ImportSummary }): ReactNode {
  const { now } = useSnapshot();
  const said = useSaying(newsOf(file));
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever came from another file by keyboard goes on from here.
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, []);
  const facts = [
    file.totals.records > 0 ? counted(file.totals.records, 'row') : '',
    file.bytes > 0 ? fileSize(file.bytes) : '',
    `dropped ${moment(file.startedAt, now)}${file.by === '' ? '' : ` by ${file.by}`}`,
  ];
  return (
    <header className="import-head">
      <h1 ref={title} tabIndex={-1} className="page-title" title={file.path === '' ? file.name : file.path}>
        {file.name}
      </h1>
      <output className="out-of-sight" aria-live="polite">
        {said}
      </output>
      {file.phase !== 'accepted' && <p className="quiet numeric">{facts.filter((fact) => fact !== '').join(' · ')}</p>}
    </header>
  );
}

function Phase({ file }: { readonly file: ImportSummary }): ReactNode {
  switch (file.phase) {
    case 'reading':
      // A file that is read anew stays as it is on screen.
      return file.reading === null ? <Reading file={file} /> : <ImportReview file={file} />;
    case 'review':
    case 'accepting':
      return <ImportReview file={file} />;
    case 'accepted':
      return <ImportReceipt file={file} />;
    case 'aside':
      return <Aside file={file} />;
    case 'failed':
    case 'cancelled':
      return <Ended file={file} />;
  }
}

function Reading({ file }: { readonly file: ImportSummary }): ReactNode {
  const act = useAct();
  return (
    <section className="import-reading" aria-label="Reading the file">
      <p className="numeric">
        {file.bytes === 0 ? 'Opening the file…' : `Reading ${fileSize(file.bytesRead)} of ${fileSize(file.bytes)}`}
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
  const act = useAct();
  /** What stood in the way, such as a lock of Excel, may be gone. */
  async function again(): Promise<void> {
    const begun = await act('import.again', { id: file.id });
    if (begun !== null) go({ page: 'import', id: begun.id });
  }
  const { what, todo } =
    file.failure === null
      ? { what: 'This file was not imported.', todo: 'Nothing of it was queued.' }
      : fileWording(file.failure);
  return (
    <div className="empty">
      <h2>{what}</h2>
      {todo !== '' && <p>{todo}</p>}
      <div className="empty-actions" data-next-focus="">
        {file.path !== '' && (
          <Button appearance="primary" onClick={() => void again()}>
            {file.phase === 'failed' ? 'Try again' : 'Read it again'}
          </Button>
        )}
        <Button {...(file.path === '' ? { appearance: 'primary' } : {})} onClick={files.browse}>
          Choose a file…
        </Button>
        <Button onClick={() => go({ page: 'imports' })}>Show all imports</Button>
      </div>
    </div>
  );
}
