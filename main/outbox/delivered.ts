// The newest delivered result of each order, as far as nothing newer is on its way: what BasicPSF should hold.
import type { Store } from '../base/sqlite.ts';
import type { Values } from './sent-before.ts';

export interface Delivered extends Values {
  readonly seq: number;
  readonly internalOrderRef: string;
  /** Epoch ms. */
  readonly deliveredAt: number;
}

/** A part of them; `next` goes back in as `before`, null means the end was reached. */
export interface DeliveredPage {
  readonly items: Delivered[];
  readonly next: number | null;
}

/**
 * Reads what was delivered since a moment (epoch ms), newest first, `looked` results at a time, so that a long history stalls
 * nobody. Left out is what a newer result of the order replaces, what a person left to others, and what is unsure because a
 * newer one was possibly sent.
 */
export function createDelivered(store: Store): (since: number, looked: number, before?: number) => DeliveredPage {
  const last = store
    .prepare<unknown[], number | null>(
      `select min(seq) from (select seq from outbox_item where state = 'delivered' and seq < ? order by seq desc limit ?)`,
    )
    .pluck();
  const page = store.prepare<unknown[], Delivered>(`
    select seq, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName, changed_at as deliveredAt
    from outbox_item o where state = 'delivered' and seq < :before and seq >= :last and changed_at >= :since
      and not exists (select 1 from outbox_item newer where newer.ref = o.ref and newer.seq > o.seq and (newer.state in ('delivered', 'unconfirmed')
        or newer.aboard is not null or newer.maybe_twice = 1 or newer.cause = 'told-elsewhere'))
    order by seq desc`);
  return (since, looked, before = Number.MAX_SAFE_INTEGER) => {
    const to = last.get(before, looked) ?? null;
    return to === null ? { items: [], next: null } : { items: page.all({ since, before, last: to }), next: to };
  };
}
