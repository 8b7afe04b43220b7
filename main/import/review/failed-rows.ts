// The rows of an accepted file that came to nothing, as a spreadsheet to be repaired and dropped back: those that are held
// back, and those that BasicPSF refused. Each carries the mark of its row, so that nothing stays listed twice.
import { setImmediate } from 'node:timers/promises';
import { BOOKING_RESULT_FIELDS, type BookingResultDraft } from '../../../shared/booking-result.ts';
import { problemSentence } from '../../../shared/cell-words.ts';
import type { ImportSummary } from '../../../shared/import.ts';
import { NEEDS_PERSON } from '../../../shared/outbox-item.ts';
import type { Lists } from '../../outbox/lists.ts';
import { MARK_COLUMN, markOf } from '../../outbox/marked-rows.ts';
import { CSV_START, csvLine } from '../check/export.ts';
import type { HeldReads } from './held-rows.ts';
import { itemReason } from './receipt.ts';

const PAGE = 500;

/** Writes held rows and refused results, in the order of the file. Lossless: dropped back as it is, each row is what it was. */
export async function failedRowsCsv(
  { id, sha256 }: Pick<ImportSummary, 'id' | 'sha256'>,
  lists: Pick<Lists, 'list'>,
  held: HeldReads,
): Promise<string> {
  const lines: { record: number; line: string }[] = [];

  function add(row: BookingResultDraft, record: number, reason: string): void {
    const { internalOrderRef, bookingResult, bookingDate, inspectorName } = row;
    const mark = record === 0 ? '' : markOf({ importId: id, record }, sha256);
    const place = record === 0 ? '' : record;
    const values = [{ code: internalOrderRef }, bookingResult, { code: bookingDate }, inspectorName];
    const line = csvLine([...values, place, mark, reason]);
    lines.push({ record, line });
  }

  for (let after = 0; ; ) {
    const rows = held.heldRows(id, after, PAGE);
    for (const row of rows) add(row, row.record, row.problems.map(problemSentence).join(' '));
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.record;
    await setImmediate();
  }
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<Lists['list']> = lists.list({ states: [...NEEDS_PERSON], importId: id }, before, PAGE);
    for (const item of page.items) add(item, item.record ?? 0, itemReason(item));
    before = page.next;
    await setImmediate();
  }
  lines.sort((a, b) => a.record - b.record);
  return `${CSV_START}${csvLine([...BOOKING_RESULT_FIELDS, 'row', MARK_COLUMN, 'reason'])}${lines.map(({ line }) => line).join('')}`;
}
