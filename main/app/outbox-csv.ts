// Results as a spreadsheet: what a person hands to the PPS integration team, in the names of the API page.
import { setImmediate } from 'node:timers/promises';
import type { OutboxFilter, OutboxItem } from '../../shared/outbox-item.ts';
import { groupSentence, stateWord } from '../../shared/wording.ts';
import { CSV_START, csvLine } from '../import/check/export.ts';
import type { Lists } from '../outbox/lists.ts';

const HEADER = [
  'internalOrderRef',
  'bookingResult',
  'bookingDate',
  'inspectorName',
  'state',
  'reason',
  'BasicPSF said',
  'changed',
];
const PAGE = 500;

function reasonOf({ state, cause, internalOrderRef, words }: OutboxItem): string {
  return cause === '' ? '' : groupSentence({ state, cause, count: 1, sample: { internalOrderRef, words } }).what;
}

/** Writes every result that matches, newest first. `now` names the file; epoch ms. */
export async function outboxCsv(
  lists: Pick<Lists, 'list'>,
  filter: OutboxFilter,
  now: number,
): Promise<{ name: string; text: string }> {
  const pages = [CSV_START, csvLine(HEADER)];
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<Lists['list']> = lists.list(filter, before, PAGE);
    for (const item of page.items) {
      const { internalOrderRef, bookingResult, bookingDate, inspectorName, state, words, changedAt } = item;
      const changed = new Date(changedAt).toISOString();
      pages.push(
        csvLine([internalOrderRef, bookingResult, bookingDate, inspectorName, stateWord(state), reasonOf(item), words, changed]),
      );
    }
    before = page.next;
    await setImmediate();
  }
  return { name: `results-${new Date(now).toISOString().slice(0, 10)}.csv`, text: pages.join('') };
}
