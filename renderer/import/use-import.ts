// One file for its page: as new as the snapshot has it, and with the cells that only a query brings. What is asked about a file
// and what it would become always belong together: until both say the same, what was shown last stays.
import { useRef } from 'react';
import type { CallOutput } from '../../shared/calls.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { type Query, useQuery, useSnapshot } from '../link/courier.tsx';

function isSameReading(a: ImportSummary, b: ImportSummary): boolean {
  const what = ({ reading }: ImportSummary): string =>
    JSON.stringify(reading && [reading.reading, reading.asks, reading.chosen, reading.rememberedColumns]);
  return what(a) === what(b);
}

/** The file; null while it is not known, or no longer there. */
export function useImport(id: number): { readonly file: ImportSummary | null; readonly failure: Query<unknown>['failure'] } {
  const { openImports } = useSnapshot();
  const asked: Query<CallOutput<'import.get'>> = useQuery('import.get', { id });
  const last = useRef<ImportSummary | null>(null);
  const open = openImports.find((one) => one.id === id);
  const known = asked.value;
  if (open === undefined) {
    const isSettled = known !== null && !['reading', 'review', 'accepting'].includes(known.phase);
    if (isSettled || last.current === null) last.current = known;
  } else if (open.reading === null) last.current = open;
  else if (known !== null && isSameReading(open, known)) last.current = { ...open, reading: known.reading };
  return { file: last.current, failure: asked.failure };
}
