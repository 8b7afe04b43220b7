// What this machine told BasicPSF last of orders whose results were forgotten since: enough to know our own word again, and no
// name. The rule it keeps: two numbers an order, of which nothing can be read back.
import { createHash } from 'node:crypto';
import type { HeldOrder } from '../../shared/held-order.ts';
import type { Store } from '../base/sqlite.ts';

type Values = Pick<HeldOrder, 'bookingResult' | 'bookingDate' | 'inspectorName'>;

/** 48 bits, which SQLite and a JavaScript number hold exactly. */
const MARK_BYTES = 6;

/** A number that stands for these texts. */
function markOf(...texts: readonly unknown[]): number {
  return createHash('sha256').update(JSON.stringify(texts)).digest().readUIntBE(0, MARK_BYTES);
}

/** The mark of a result, whatever its order, and of what goes with it. */
export function markOfValues({ bookingResult, bookingDate, inspectorName }: Values, ...more: readonly unknown[]): number {
  return markOf(bookingResult, bookingDate, inspectorName, ...more);
}

/** Reads the mark of what was told last of an order, where that was forgotten; null where nothing is known of it. */
export function createToldBefore(store: Store): (ref: string) => number | null {
  const told = store.prepare<unknown[], number>('select told from told_before where ref = ?').pluck();
  return (ref) => told.get(markOf(ref)) ?? null;
}

/** Notes a delivered result that is about to be forgotten; of one order the newest counts. For the writer thread. */
export function createRemembering(store: Store): (seq: number) => void {
  const delivered = store.prepare<unknown[], Values & { ref: string }>(
    `select ref, result as bookingResult, date as bookingDate, inspector as inspectorName from outbox_item
     where seq = ? and state = 'delivered'`,
  );
  const put = store.prepare(
    'insert into told_before values (?, ?, ?) on conflict do update set told = excluded.told, seq = excluded.seq where excluded.seq > seq',
  );
  return (seq) => {
    const found = delivered.get(seq);
    if (found !== undefined) put.run(markOf(found.ref), markOfValues(found), seq);
  };
}

/** Lets SQL of this connection ask whether `s` (ref, result, date, inspector) is what was told last and forgotten since. */
export function letAskToldBefore(store: Store): void {
  store.function('told_mark', { deterministic: true, varargs: true }, markOf);
}

/** The question itself: nothing else that was delivered of the order is known. */
export const TOLD_BEFORE = `(not exists (select 1 from outbox_item n where n.ref = s.ref and n.state = 'delivered')
  and exists (select 1 from told_before t where t.ref = told_mark(s.ref) and t.told = told_mark(s.result, s.date, s.inspector)))`;
