// The receipt of an accepted file as a spreadsheet: who, when, which file and how many on top; below, every queued row with
// what became of it so far, and every held row with its reason. The header carries the names of the API page, so that rows
// repaired in Excel can be dropped back.
import { setImmediate } from 'node:timers/promises';
import { problemSentence } from '../../../shared/cell-words.ts';
import type { ImportSummary, StagedRow } from '../../../shared/import.ts';
import type { OutboxItem } from '../../../shared/outbox-item.ts';
import { groupSentence, stateWord } from '../../../shared/wording.ts';
import type { Lists } from '../../outbox/lists.ts';
import { type Code, CSV_START, csvLine } from '../check/export.ts';
import type { HeldReads } from './held-rows.ts';

const HEADER = ['row', 'internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName', 'state', 'reason', 'changed'];
const PAGE = 500;

function valuesOf(row: OutboxItem | StagedRow): (string | number | Code)[] {
  return [row.record ?? '', { code: row.internalOrderRef }, row.bookingResult, { code: row.bookingDate }, row.inspectorName];
}

/** Why a result is where it is, in a sentence; empty when there is nothing to say. */
export function itemReason({ state, cause, internalOrderRef, words }: OutboxItem): string {
  if (state === 'superseded' && cause === 'told-elsewhere')
    return 'BasicPSF holds another result for this order, which was kept.';
  return cause === '' ? '' : groupSentence({ state, cause, count: 1, sample: { internalOrderRef, words } }).what;
}

function isoTime(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}

/** What was taken, on lines of their own above the table. */
function headLines({ name, path, sha256, by, acceptedAt, totals }: ImportSummary): string {
  const facts: [string, string | number][] = [
    ['Receipt for', path === '' ? name : path],
    ['Fingerprint', sha256],
    ['Queued by', by],
    ['Queued at', isoTime(acceptedAt)],
    ['Rows', totals.records],
    ['Queued', totals.new + totals.changed],
    ['Unchanged', totals.unchanged],
    ['Overtaken by a later row', totals.duplicate],
    ['Held back', totals.invalid],
    ...(totals.kept === undefined ? [] : [['Left as BasicPSF has it', totals.kept] as [string, number]]),
  ];
  return facts.map(csvLine).join('');
}

/** Writes the receipt of one file: queued rows in the order they were queued, then those that are still held. */
export async function receiptCsv(file: ImportSummary, lists: Pick<Lists, 'list'>, held: HeldReads): Promise<string> {
  const pages: string[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<Lists['list']> = lists.list({ states: [], importId: file.id }, before, PAGE);
    pages.push(
      page.items
        .map((item) => csvLine([...valuesOf(item), stateWord(item.state), itemReason(item), isoTime(item.changedAt)]))
        .reverse()
        .join(''),
    );
    before = page.next;
    await setImmediate();
  }
  pages.reverse();
  for (let after = 0; ; ) {
    const rows = held.heldRows(file.id, after, PAGE);
    const reasonOf = (row: StagedRow): string => row.problems.map(problemSentence).join(' ');
    pages.push(rows.map((row) => csvLine([...valuesOf(row), 'Held back', reasonOf(row), isoTime(file.acceptedAt)])).join(''));
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.record;
    await setImmediate();
  }
  return `${CSV_START}${headLines(file)}${csvLine(HEADER)}${pages.join('')}`;
}
