// The receipt of an accepted file as a spreadsheet: every queued row with its state, every held row with its reason.
// Its header carries the names of the API page, so that rows repaired in Excel can be dropped back.
import { setImmediate } from 'node:timers/promises';
import type { StagedRow } from '../../shared/import.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { groupSentence, problemSentence, stateWord } from '../../shared/wording.ts';
import type { Lists } from '../outbox/lists.ts';
import { CSV_START, csvLine } from './export.ts';
import type { ImportReads } from './imports.ts';

const HEADER = ['row', 'internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName', 'state', 'reason'];
const PAGE = 500;

function valuesOf(row: OutboxItem | StagedRow): string[] {
  return [String(row.record ?? ''), row.internalOrderRef, row.bookingResult, row.bookingDate, row.inspectorName];
}

function reasonOf({ state, cause, internalOrderRef, words }: OutboxItem): string {
  return cause === '' ? '' : groupSentence({ state, cause, count: 1, sample: { internalOrderRef, words } }).what;
}

/** Writes the receipt of one file: queued rows in the order they were queued, then those that are still held. */
export async function receiptCsv(id: number, lists: Pick<Lists, 'list'>, reads: Pick<ImportReads, 'heldRows'>): Promise<string> {
  const pages: string[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<Lists['list']> = lists.list({ states: [], importId: id }, before, PAGE);
    pages.push(
      page.items
        .map((item) => csvLine([...valuesOf(item), stateWord(item.state), reasonOf(item)]))
        .reverse()
        .join(''),
    );
    before = page.next;
    await setImmediate();
  }
  pages.reverse();
  for (let after = 0; ; ) {
    const rows = reads.heldRows(id, after, PAGE);
    pages.push(rows.map((row) => csvLine([...valuesOf(row), 'Held back', row.problems.map(problemSentence).join(' ')])).join(''));
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.record;
    await setImmediate();
  }
  return `${CSV_START}${csvLine(HEADER)}${pages.join('')}`;
}
