// Several files at once: where each of them is, in one line above the page of one.
import { Button, ProgressBar } from '@fluentui/react-components';
import { Dismiss16Regular, ErrorCircle16Filled, QuestionCircle16Regular, Warning16Filled } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import { useFiles } from '../files/ways-in.ts';
import { useQuery, useSnapshot } from '../link/courier.tsx';
import { usePutAside } from './aside.tsx';
import './tabs.css';
import { counted, number } from '../../shared/numbers.ts';
import { go, hashOf } from '../link/route.ts';

/** Goes to the next file to be checked after `id`, or to the outbox when that was the last. */
export function goToNext(open: readonly ImportSummary[], id: number): void {
  const next = nextOf(open, id);
  go(next === undefined ? { page: 'outbox' } : { page: 'import', id: next.id });
}

/** The file that is to be checked after this one. */
export function nextOf(open: readonly ImportSummary[], id: number): ImportSummary | undefined {
  const others = open.filter((other) => other.id !== id && other.phase === 'review');
  return others.find((other) => other.id > id) ?? others[0];
}

/** What is to be said of a file that is not queued yet, in one line. */
export function openStanding({ bytes, bytesRead, phase, reading, repaired, totals }: ImportSummary): string {
  const queued = totals.new + totals.changed;
  switch (phase) {
    case 'reading':
      return bytes === 0 ? 'Being read' : `${number(Math.floor((bytesRead / bytes) * 100))} % read`;
    case 'accepting':
      return `Queueing ${number(queued)}`;
    case 'review':
      if ((reading?.asks.length ?? 0) > 0) return 'To be checked: has a question';
      return `To be checked: ${number(queued)} to queue${totals.invalid > 0 ? `, ${number(totals.invalid)} invalid` : ''}`;
    case 'aside':
      return repaired === 0 ? 'Put aside' : `Put aside with ${counted(repaired, 'repaired row')}`;
    case 'cancelled':
      return 'Not imported';
    case 'accepted':
      return 'Queued';
    case 'failed':
      return 'Could not be read';
  }
}

/** The same where there is little room. */
function shortStanding(file: ImportSummary): string {
  return openStanding(file).replace('To be checked: ', '');
}

function Mark({ file }: { readonly file: ImportSummary }): ReactNode {
  if (file.phase === 'failed') return <ErrorCircle16Filled className="bad" aria-hidden="true" />;
  if ((file.reading?.asks.length ?? 0) > 0) return <QuestionCircle16Regular className="warn" aria-hidden="true" />;
  return file.totals.invalid > 0 ? <Warning16Filled className="warn" aria-hidden="true" /> : null;
}

/** Files that are open, and those of the last drop that could not be read. */
export function useOpenFiles(): readonly ImportSummary[] {
  const { openImports } = useSnapshot();
  const { lastDropped } = useFiles();
  const newest = useQuery('import.list', lastDropped.length > 1 ? { limit: 200 } : null);
  const failed = newest.value?.imports.filter(({ id, phase }) => phase === 'failed' && lastDropped.includes(id)) ?? [];
  return [...failed, ...openImports].sort((a, b) => a.id - b.id);
}

/** Nothing while there is only one. `current` is the file whose page this is. */
export function OpenFiles({ current }: { readonly current: number }): ReactNode {
  const putAside = usePutAside();
  const files = useOpenFiles();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (files.length > 1)
      list.current?.querySelector(`[data-file="${current}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current, files.length]);
  if (files.length < 2) return null;
  return (
    <nav className="open-files" aria-label={`${counted(files.length, 'file')} open`}>
      <ul ref={list}>
        {files.map((file) => (
          <li key={file.id} data-file={file.id} className={file.id === current ? 'open-file current' : 'open-file'}>
            <a
              href={hashOf({ page: 'import', id: file.id })}
              aria-current={file.id === current ? 'page' : undefined}
              title={`${file.name}: ${shortStanding(file)}`}
            >
              <Mark file={file} />
              <span className="open-file-name">{file.name}</span>
              <span className="quiet numeric">{shortStanding(file)}</span>
            </a>
            {(file.phase === 'reading' || file.phase === 'review') && (
              <Button
                appearance="transparent"
                size="small"
                icon={<Dismiss16Regular />}
                aria-label={`${file.phase === 'reading' ? 'Cancel' : 'Put aside'} ${file.name}`}
                title={file.phase === 'reading' ? 'Cancel' : 'Put aside; it is kept under Imports'}
                onClick={() => void putAside(file)}
              />
            )}
            {file.phase === 'reading' && (
              <ProgressBar
                className="open-file-progress"
                aria-label={`Reading ${file.name}`}
                value={file.bytesRead}
                max={Math.max(1, file.bytes)}
              />
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
