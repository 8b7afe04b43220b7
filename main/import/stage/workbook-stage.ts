// The bytes of an Excel workbook to staged rows: its first visible sheet, as a table of texts. Real dates are certain days.
import type { Failure } from '../../../shared/failure.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { isBlank } from '../read/csv.ts';
import { MAX_WORKBOOK_BYTES, readWorkbook } from '../read/workbook.ts';
import { type Again, type FileOrder, type FileStage, openRows, type Plan, type Understood } from './file-rows.ts';
import type { Staging } from './staging.ts';

const HEAD_RECORDS = 50;
const ROWS_PER_TRANSACTION = 10_000;

/** Starts a pass over a workbook by what is known of it. */
export function createWorkbookStage(order: FileOrder, plan: Plan, staging: Staging): FileStage {
  const { name } = order;
  const pieces: Buffer[] = [];
  let bytes = 0;

  function stageRows(
    { records, sheet, others }: { records: string[][]; sheet: string; others: number },
    shouldStop: () => boolean,
  ): Result<Understood | Again> {
    const head = records.map((cells, index) => ({ row: index + 1, cells })).filter(({ cells }) => !isBlank(cells));
    if (head.length === 0) return fail({ kind: 'workbook-unreadable', name, why: 'no-sheet' });
    const opened = openRows(head.slice(0, HEAD_RECORDS), 'comma', order, plan, staging);
    if (!opened.ok) return opened;
    const { notes, take, end } = opened.value;
    notes.add('sheet', sheet);
    if (others > 0) notes.add('other-sheets', '', others);
    for (let start = 0; start < records.length; start += ROWS_PER_TRANSACTION) {
      if (shouldStop()) return fail({ kind: 'import-cancelled', name });
      staging.begin();
      records.slice(start, start + ROWS_PER_TRANSACTION).forEach((cells, at) => {
        take(cells, start + at + 1, start + at + 1, 1);
      });
      staging.commit();
    }
    staging.begin();
    const understood = end({ encoding: 'UTF-8', isCertain: true, encodings: [] }, shouldStop);
    staging.commit();
    return understood;
  }

  return {
    take: (piece): Failure | null => {
      bytes += piece.length;
      if (bytes > MAX_WORKBOOK_BYTES) return { kind: 'workbook-unreadable', name, why: 'too-large' };
      pieces.push(Buffer.from(piece));
      return null;
    },
    expectTimes: () => {},
    end: async (shouldStop) => {
      const book = await readWorkbook(Buffer.concat(pieces));
      return book.ok ? stageRows(book.value, shouldStop) : fail({ kind: 'workbook-unreadable', name, why: book.failure });
    },
  };
}
