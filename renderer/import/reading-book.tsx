// What the line says of a workbook: its sheets to choose from, and whether what is hidden in it is read.
import type { ReactNode } from 'react';
import { counted } from '../../shared/numbers.ts';
import type { ReadingReport } from '../../shared/reading.ts';
import { Word } from './reading-word.tsx';

export function Book({ report }: { readonly report: ReadingReport }): ReactNode {
  const { asks, chosen, hiddenSkipped: isSkipped, notes, sheets } = report;
  const sheet = notes.find(({ kind }) => kind === 'sheet')?.sample ?? '';
  const isHiding = notes.some(({ kind }) => kind === 'hidden-rows' || kind === 'hidden-columns');
  return (
    <>
      <span className="reading-workbook">Excel workbook</span>
      {sheets.length > 1 && (
        <Word
          name="Sheet"
          words={sheet}
          answers="sheet"
          value={sheet}
          choices={sheets.map(({ name, rows }) => ({
            value: name,
            words: name,
            sample: counted(rows, 'row'),
            choice: { sheet: name },
          }))}
          isChosen={chosen.includes('sheet')}
          isOpen={asks.includes('sheet')}
        />
      )}
      {isHiding && (
        <Word
          name="What is hidden"
          answers="hidden"
          words={isSkipped ? 'without what is hidden' : 'with what is hidden'}
          value={isSkipped ? 'skip' : 'keep'}
          choices={[
            { value: 'keep', words: 'Read everything', choice: { hidden: 'keep' } },
            { value: 'skip', words: 'Only what Excel shows', choice: { hidden: 'skip' } },
          ]}
          isChosen={chosen.includes('hidden')}
          isOpen={asks.includes('hidden')}
        />
      )}
    </>
  );
}
