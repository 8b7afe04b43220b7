// What this machine knows of a result before it goes out: when it was accepted, what may have arrived already, and what
// BasicPSF was told of its order before. Reads only.
import type { HeldOrder } from '../../shared/held-order.ts';
import type { Store } from '../base/sqlite.ts';
import { SETTLE_MS } from './retry.ts';
import { createToldBefore } from './told-before.ts';

/** Values of a result; the order is the same for all. */
export type Values = Pick<HeldOrder, 'bookingResult' | 'bookingDate' | 'inspectorName'>;

/**
 * An older value that this machine told BasicPSF, and until when its stamp may be of that, epoch ms. Null is whenever: nothing
 * newer of ours was delivered, so whoever holds this value holds our word, and no clock that was set since can make it another's.
 */
export interface Told extends Values {
  readonly until: number | null;
}

/** All moments are epoch ms by this computer. */
export interface SentBefore extends Values {
  readonly seq: number;
  readonly internalOrderRef: string;
  readonly acceptedAt: number;
  /** When it was sent first of the attempts whose outcome is unknown; null when there is none. */
  readonly sentAt: number | null;
  /** When an outcome stayed unknown last. */
  readonly unknownAt: number | null;
  /** The stamp that a person has seen and wants this result sent over, by the server's clock. */
  readonly sentOver: number | null;
  readonly told: readonly Told[];
  /** The mark of what was told last, where that was forgotten since and nothing else is known to be delivered. */
  readonly forgotten: number | null;
}

const VALUES = 'result as bookingResult, date as bookingDate, inspector as inspectorName';

/** Reads what was sent before, for results by their number; `lateness` corrects moments of a clock that was set back since. */
export function createSentBefore(
  store: Store,
  lateness: () => (seq: number) => number,
): (seqs: readonly number[]) => SentBefore[] {
  // A result of an older version of this program has no moment of its own.
  const item = store.prepare<unknown[], Omit<SentBefore, 'told' | 'forgotten'>>(`
    select seq, ref as internalOrderRef, ${VALUES}, sent_over as sentOver,
      coalesce(nullif(accepted_at, 0), (select accepted_at from import where id = import_id), changed_at) as acceptedAt,
      (select min(batch.started_at) from receipt join batch on batch.id = receipt.batch_id
        where receipt.seq = outbox_item.seq and outcome = 'unconfirmed') as sentAt,
      (select max(at) from receipt where receipt.seq = outbox_item.seq and outcome = 'unconfirmed') as unknownAt
    from outbox_item where seq = ?`);
  const lastTold = store
    .prepare<unknown[], number | null>(
      `select max(older.seq) from outbox_item older join receipt told on told.seq = older.seq
       where older.ref = ? and older.seq < ? and outcome = 'delivered'`,
    )
    .pluck();
  const told = store.prepare<unknown[], Told>(`
    select ${VALUES}, case when older.seq >= :last then null
      else max(told.at + case outcome when 'unconfirmed' then ${SETTLE_MS} else 0 end) end as until
    from outbox_item older join receipt told on told.seq = older.seq
    where older.ref = :ref and older.seq < :seq and outcome in ('delivered', 'unconfirmed') group by older.seq`);
  const toldBefore = createToldBefore(store);
  return (seqs) => {
    const lateMs = lateness();
    return seqs.flatMap((seq) => {
      const found = item.get(seq);
      if (found === undefined) return [];
      const { internalOrderRef: ref } = found;
      const last = lastTold.get(ref, seq) ?? null;
      const forgotten = last === null ? toldBefore(ref) : null;
      const acceptedAt = found.acceptedAt - lateMs(seq);
      return [{ ...found, acceptedAt, told: told.all({ ref, seq, last: last ?? 0 }), forgotten }];
    });
  };
}
