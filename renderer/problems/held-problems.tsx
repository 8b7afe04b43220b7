// Files of which rows are held back, each with the reason of its first one.
import { Button } from '@fluentui/react-components';
import { Edit16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { problemSentence } from '../../shared/cell-words.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { moment } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import { BRING_BACK, FailedRowsButton } from '../import/failed-rows-button.tsx';
import { ReleaseButton } from '../import/release-button.tsx';
import { useQuery, useSnapshot } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { ProblemEntry } from './problem.tsx';

/** So many of the newest files are looked through; older ones are found on their own page. */
const NEWEST = 200;

export function HeldProblems(): ReactNode {
  const { counts } = useSnapshot();
  const imports = useQuery('import.list', counts.held > 0 ? { limit: NEWEST } : null);
  if (counts.held === 0 || imports.value === null) return null;
  const files = imports.value.imports.filter(({ phase, held }) => phase === 'accepted' && held > 0);
  const older = imports.value.next === null ? 0 : counts.held - files.reduce((sum, { held }) => sum + held, 0);
  return (
    <>
      {files.map((file) => (
        <HeldFile key={file.id} file={file} />
      ))}
      {older > 0 && (
        <ProblemEntry
          tone="wait"
          what={`${counted(older, 'row of an older file is', 'rows of older files are')} held back.`}
          todo="Repair them, and they are queued; or discard them."
        >
          <Button onClick={() => go({ page: 'imports' })}>Show all imports</Button>
        </ProblemEntry>
      )}
    </>
  );
}

function HeldFile({ file }: { readonly file: ImportSummary }): ReactNode {
  const { now } = useSnapshot();
  const first = useQuery('import.rows', { id: file.id, limit: 1 });
  const row = first.value?.rows[0];
  const problem = row?.problems[0];
  const reason = row === undefined || problem === undefined ? '' : ` Row ${row.record}: ${problemSentence(problem)}`;
  const rows = counted(file.held, 'row');
  return (
    <ProblemEntry
      tone="wait"
      what={`${rows} of ${file.name} ${file.held === 1 ? 'is' : 'are'} held back.${reason}`}
      todo={`${file.held === 1 ? 'Repair it here, and it is queued.' : 'Repair them here, and they are queued.'} ${BRING_BACK}`}
      facts={file.acceptedAt === null ? '' : `imported ${moment(file.acceptedAt, now)}`}
    >
      <Button appearance="primary" icon={<Edit16Regular />} onClick={() => go({ page: 'import', id: file.id })}>
        Repair {rows}
      </Button>
      <FailedRowsButton file={file} />
      <ReleaseButton id={file.id} held={file.held} />
    </ProblemEntry>
  );
}
