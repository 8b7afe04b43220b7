// Rows that went out of the app in a list of failed rows, and come back repaired: each carries a mark that says which
// held row, or which refused result, it was. That one is settled when the file with the repaired row is accepted.
import { createHash } from 'node:crypto';
import type { Store } from '../base/sqlite.ts';

/** The header of the column that carries the marks. */
export const MARK_COLUMN = 'held row';

interface Place {
  readonly importId: number;
  readonly record: number;
}

const MARK = /^import (\d{1,12}) row (\d{1,12}) ([0-9a-f]{6})$/;

/**
 * The mark of a row. No spreadsheet takes it for a date or a number, and its last part keeps a series that a spreadsheet
 * made up by dragging from standing for rows that nobody meant. `sha256` is that of the file the row came from.
 */
export function markOf({ importId, record }: Place, sha256: string): string {
  const check = createHash('sha256').update(`${sha256}/${importId}/${record}`).digest('hex').slice(0, 6);
  return `import ${importId} row ${record} ${check}`;
}

function placeOf(mark: string): Place | null {
  const found = MARK.exec(mark);
  return found === null ? null : { importId: Number(found[1]), record: Number(found[2]) };
}

/**
 * Settles what the marked rows of the attached file stand for. A mark that is there twice, or that does not fit, settles
 * nothing: then a row stays listed although it was repaired, which is better than the other way round.
 */
export function createMarkedRows(store: Store): (now: number) => void {
  const sha256Of = store.prepare<unknown[], string>('select sha256 from import where id = ? and accepted_at is not null').pluck();
  const settleHeld = store.prepare('delete from held_row where import_id = :importId and record = :record');
  // A corrected result has taken the place of the refused one, whatever order it names now.
  const settleRefused = store.prepare(`
    update outbox_item set was = state, state = 'superseded', due_at = null, changed_at = :now
    where state in ('refused', 'parked') and aboard is null and import_id = :importId and record = :record`);

  return (now) => {
    const marks = store
      .prepare<unknown[], { mark: string; verdict: string }>(
        'select mark, verdict from staged.mark join staged.row using (record) group by mark having count(*) = 1',
      )
      .all();
    for (const { mark, verdict } of marks) {
      const place = placeOf(mark);
      if (place === null || markOf(place, sha256Of.get(place.importId) ?? '') !== mark) continue;
      // The row is queued, held, or accounted for in the new file, so it need not be held in the old one.
      settleHeld.run(place);
      if (verdict === 'new' || verdict === 'changed') settleRefused.run({ ...place, now });
    }
  };
}
