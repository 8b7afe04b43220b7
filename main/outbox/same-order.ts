// What the results of one order owe each other, as SQL over a row of `outbox_item`: the newest wins,
// and it waits while an older one may still be at work on the server.
import { SETTLE_MS } from './retry.ts';

/** Whether a newer result for the order exists that nobody discarded. */
export const OVERTAKEN = `exists (select 1 from outbox_item newer
  where newer.ref = outbox_item.ref and newer.seq > outbox_item.seq and newer.state <> 'discarded')`;

/**
 * Whether a result that was put aside must stay out: a newer one for the order exists that nobody discarded,
 * or that was discarded when it may have arrived already.
 */
export const BARRED = `exists (select 1 from outbox_item newer
  where newer.ref = outbox_item.ref and newer.seq > outbox_item.seq and (newer.state <> 'discarded'
    or exists (select 1 from receipt told where told.seq = newer.seq and told.outcome in ('unconfirmed', 'delivered'))))`;

/** Until when an older result with an unknown outcome may still be at work, epoch ms; null when none is. Needs `:now`. */
export const HELD_UNTIL = `(select max(told.at) + ${SETTLE_MS} from outbox_item older join receipt told on told.seq = older.seq
  where older.ref = outbox_item.ref and older.seq < outbox_item.seq
    and told.outcome = 'unconfirmed' and told.at > :now - ${SETTLE_MS} and told.at <= :now)`;
