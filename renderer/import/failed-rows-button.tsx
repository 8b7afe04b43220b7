// Saves what came to nothing of a file as a spreadsheet, to be repaired there and dropped back.
import { Button } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import { counted, number } from '../../shared/numbers.ts';
import { needYouOf } from '../../shared/totals.ts';
import { useAct } from '../link/courier.tsx';
import { saveText } from '../link/save-text.ts';
import { SteadyWords } from '../link/steady-words.tsx';
import { queuedOf } from './confirmed-bar.tsx';

/** How the rows come back. */
export const BRING_BACK =
  'Or save the rows that need you, repair them in Excel, and drop that file here: each row finds its place again.';

function saving(count: number): string {
  return `Save ${counted(count, 'row that needs', 'rows that need')} you`;
}

export function FailedRowsButton({ file }: { readonly file: ImportSummary }): ReactNode {
  const act = useAct();
  return (
    <Button
      icon={<ArrowDownload16Regular />}
      title={`${number(file.held)} held back and ${number(file.needYou)} refused or stopped, as a CSV file for Excel with the reason beside each row`}
      onClick={async () => {
        const rows = await act('import.failedRows', { id: file.id });
        if (rows !== null) saveText(rows);
      }}
    >
      <SteadyWords words={saving(needYouOf(file))} widest={saving(Math.max(2, file.held + queuedOf(file)))} />
    </Button>
  );
}
