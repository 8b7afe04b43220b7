// The two spreadsheets that come out of an accepted file: its receipt, and its failed rows.
import type { ImportSummary } from '../../../shared/import.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Lists } from '../../outbox/lists.ts';
import { failedRowsCsv } from './failed-rows.ts';
import type { HeldReads } from './held-rows.ts';
import type { Imports } from './import-ports.ts';
import { receiptCsv } from './receipt.ts';
import type { Summaries } from './summaries.ts';

/** Writes them under the name of the file. */
export function createExports(
  summaries: Pick<Summaries, 'get'>,
  lists: Lists,
  held: HeldReads,
): Pick<Imports, 'receipt' | 'failedRows'> {
  async function exported(
    id: number,
    what: string,
    text: (file: ImportSummary) => Promise<string>,
  ): Promise<Result<{ name: string; text: string }>> {
    const found = summaries.get(id);
    if (found?.phase !== 'accepted') return fail({ kind: 'gone', what: 'import' });
    return ok({ name: `${found.name.replace(/\.[a-z]{3,4}$/i, '')} ${what}.csv`, text: await text(found) });
  }

  return {
    receipt: (id) => exported(id, 'receipt', (file) => receiptCsv(file, lists, held)),
    failedRows: (id) => exported(id, 'failed rows', (file) => failedRowsCsv(file, lists, held)),
  };
}
