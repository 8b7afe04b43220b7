// Results that wait for a person because BasicPSF holds another one for their order, with both values side by side.
import type { AskedResult } from '../../shared/asked-result.ts';
import type { Store } from '../base/sqlite.ts';
import { preparing } from '../base/statements.ts';

/** A part of them; `next` goes back in as `before`, null means the end was reached. */
export interface AskedPage {
  readonly items: AskedResult[];
  readonly next: number | null;
}

interface Row {
  readonly seq: number;
  readonly ref: string;
  readonly result: string;
  readonly date: string;
  readonly inspector: string;
  readonly heldResult: string;
  readonly heldDate: string;
  readonly heldInspector: string;
  readonly confirmedAt: number | null;
  readonly seenAt: number;
}

function askedFromRow(row: Row): AskedResult {
  const { seq, ref: internalOrderRef, confirmedAt, seenAt } = row;
  return {
    seq,
    ours: { internalOrderRef, bookingResult: row.result, bookingDate: row.date, inspectorName: row.inspector },
    held: {
      internalOrderRef,
      bookingResult: row.heldResult,
      bookingDate: row.heldDate,
      inspectorName: row.heldInspector,
      confirmedAt,
    },
    seenAt,
  };
}

/** Reads the open questions, newest first. */
export function createAsked(store: Store): (limit: number, before?: number) => AskedPage {
  const prepare = preparing(store);
  return (limit, before = Number.MAX_SAFE_INTEGER) => {
    const page = prepare(`
      select seq, ref, o.result, o.date, o.inspector, held.result as heldResult, held.date as heldDate, held.inspector as heldInspector,
        nullif(held.confirmed_at, 0) as confirmedAt, held.seen_at as seenAt
      from outbox_item o join held_elsewhere held using (seq)
      where state = 'parked' and cause = 'told-elsewhere' and seq < ? order by seq desc limit ?`);
    const items = (page.all(before, limit) as Row[]).map(askedFromRow);
    return { items, next: items.length < limit ? null : (items.at(-1)?.seq ?? null) };
  };
}
