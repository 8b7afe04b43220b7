// What a check of delivered results found to differ and a person left as it is. The rule it keeps: it is listed no more, until
// BasicPSF holds yet something else; kept as a mark, of which nothing can be read back.
import type { HeldOrder } from '../../shared/held-order.ts';
import type { Store } from '../base/sqlite.ts';
import { preparing, transacted } from '../base/statements.ts';
import { markOfValues } from './told-before.ts';

/** The mark of what BasicPSF holds for an order; null is that it does not know it any more. */
export function markOfHeld(held: HeldOrder | null): number {
  return held === null ? 0 : markOfValues(held, held.confirmedAt);
}

/** Reads the mark that a person left a delivered result at; null where nobody did. */
export function createLeftAsIs(store: Store): (seq: number) => number | null {
  const prepare = preparing(store);
  return (seq) => (prepare('select held from left_as_is where seq = ?').pluck().get(seq) as number | undefined) ?? null;
}

/** The verbs of that choice. For the writer thread. */
export function createLeaving(store: Store) {
  const put = store.prepare('insert or replace into left_as_is values (?, ?)');
  const remove = store.prepare('delete from left_as_is where seq = ?');
  return transacted(store, {
    /** Leaves what BasicPSF holds instead of these delivered results. */
    leaveAsIs: (seen: readonly { readonly seq: number; readonly held: HeldOrder | null }[]): void => {
      for (const { seq, held } of seen) put.run(seq, markOfHeld(held));
    },
    /** Lists them again where they differ. Answers how many were left. */
    listAgain: (seqs: readonly number[]): number => seqs.reduce((sum, seq) => sum + remove.run(seq).changes, 0),
  });
}
