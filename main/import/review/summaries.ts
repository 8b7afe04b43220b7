// What the window sees of each dropped file: what the database says, and over it what the file is doing right now.
import type { ImportSummary } from '../../../shared/import.ts';
import type { Store } from '../../base/sqlite.ts';
import { createImportReads } from './imports.ts';

/** What a file is doing right now; it is not worth a write to the database ten times a second. */
export type Live = Pick<ImportSummary, 'phase'> & Partial<Pick<ImportSummary, 'bytes' | 'bytesRead'>>;

export interface Summaries {
  readonly get: (id: number) => ImportSummary | null;
  /** Files being read, waiting for review, or being queued; oldest first. */
  readonly open: () => ImportSummary[];
  /** Newest first; `next` goes back in as `before`, null means the end was reached. */
  readonly list: (before: number | undefined, limit: number) => { imports: ImportSummary[]; next: number | null };
  /** Shows what a file is doing; null when the database says it all. */
  readonly show: (id: number, live: Live | null) => void;
}

/** Summaries out of the database that `reader` reads, with `ordersOf` beside them; `changed` is called whenever one moved. */
export function createSummaries(
  reader: Store,
  changed: () => void,
  ordersOf: (id: number) => ImportSummary['orders'],
): Summaries {
  const reads = createImportReads(reader);
  const doing = new Map<number, Live>();

  function merged(summary: ImportSummary): ImportSummary {
    const shown = { ...summary, ...doing.get(summary.id) };
    return shown.phase === 'review' ? { ...shown, orders: ordersOf(summary.id) } : shown;
  }

  return {
    get: (id) => {
      const summary = reads.summary(id);
      return summary === null ? null : merged(summary);
    },
    open: () =>
      reads
        .open()
        .map(merged)
        .filter(({ phase }) => phase !== 'cancelled'),
    list: (before, limit) => {
      const imports = reads.list(before ?? Number.MAX_SAFE_INTEGER, limit).map(merged);
      return { imports, next: imports.length < limit ? null : (imports.at(-1)?.id ?? null) };
    },
    show: (id, live) => {
      if (live === null) doing.delete(id);
      else doing.set(id, live);
      changed();
    },
  };
}
