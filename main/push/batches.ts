// How many results one URL carries: packed by encoded bytes, not by count, and learned from what the server refuses.
// Claris advises 2,000 characters per URI; IIS stops at a 2,048-byte query, nginx and Apache at 8 KB, Node at 16 KB.
import type { Due } from '../outbox/lists.ts';
import { ALONE_AFTER_UNKNOWNS } from '../outbox/retry.ts';

/** Between two results in an encoded array. */
const COMMA = '%2C';
/** How far ahead one looks for a result that fills the rest of a URL. */
export const LOOK_AHEAD = 200;

/** A result with its encoded form, so that it is encoded once. */
export interface Packed {
  readonly due: Due;
  readonly encoded: string;
}

/** The encoded form of one result, in the field order of the API page. One character is one byte of URL. */
export function encodeResult(due: Due): string {
  return encodeURIComponent(
    JSON.stringify({
      internalOrderRef: due.internalOrderRef,
      bookingResult: due.bookingResult,
      bookingDate: due.bookingDate,
      inspectorName: due.inspectorName,
    }),
  );
}

/** The results of one batch as they stand in the URL. */
export function joinResults(batch: readonly Packed[]): string {
  return batch.map(({ encoded }) => encoded).join(COMMA);
}

/**
 * Takes the results of the next batch out of `pool`. The oldest always goes; the others fill the URL as well as they can,
 * among the next 200. Never two of one order; a result whose outcome stayed unknown three times travels alone.
 */
export function takeBatch(pool: Packed[], roomBytes: number): Packed[] {
  const first = pool[0];
  if (first === undefined) return [];
  if (first.due.unknowns >= ALONE_AFTER_UNKNOWNS || first.encoded.length > roomBytes) return pool.splice(0, 1);

  const chosen: number[] = [];
  const orders = new Set<string>();
  let room = roomBytes + COMMA.length;
  const reach = Math.min(pool.length, LOOK_AHEAD);
  for (let n = 0; n < reach && room > COMMA.length; n += 1) {
    const { due, encoded } = pool[n] as Packed;
    if (encoded.length + COMMA.length > room || due.unknowns >= ALONE_AFTER_UNKNOWNS || orders.has(due.internalOrderRef))
      continue;
    chosen.push(n);
    orders.add(due.internalOrderRef);
    room -= encoded.length + COMMA.length;
  }
  swapForBetterFit(pool, chosen, orders, room, reach);

  const taken = new Set(chosen);
  const batch = chosen.map((n) => pool[n] as Packed);
  const rest = pool.slice(0, reach).filter((_, n) => !taken.has(n));
  pool.splice(0, reach, ...rest);
  return batch;
}

/** Exchanges one chosen result (never the oldest) for a longer one, where that leaves less of the URL unused. */
function swapForBetterFit(pool: readonly Packed[], chosen: number[], orders: Set<string>, room: number, reach: number): void {
  let best = { gain: 0, out: -1, in: -1 };
  const isChosen = new Set(chosen);
  for (let n = 0; n < reach; n += 1) {
    const { due, encoded } = pool[n] as Packed;
    if (isChosen.has(n) || due.unknowns >= ALONE_AFTER_UNKNOWNS || orders.has(due.internalOrderRef)) continue;
    for (let place = 1; place < chosen.length; place += 1) {
      const gain = encoded.length - (pool[chosen[place] as number] as Packed).encoded.length;
      if (gain > best.gain && gain <= room) best = { gain, out: place, in: n };
    }
    if (best.gain === room) break;
  }
  if (best.gain > 0) chosen[best.out] = best.in;
}

/** What is known of one server's limit, in bytes of the whole URL. */
export interface UrlLimit {
  /** What a URL may take now. */
  readonly bytes: number;
  /** The longest URL that was let through. */
  readonly proven: number;
  /** The shortest URL that was refused as too long; null when none was. */
  readonly refused: number | null;
}

/** This close to a refusal, as a part of it, is close enough: looking further would cost more calls than it saves. */
const FINE = 1 / 32;
const SMALLEST_BYTES = 500;

/** The limit one starts with at a server never met. */
export function freshLimit(startBytes: number): UrlLimit {
  return { bytes: startBytes, proven: 0, refused: null };
}

/** After a URL got through: twice as much next time, or half-way to what was refused, never above the ceiling. */
export function afterPassing(limit: UrlLimit, urlBytes: number, ceilingBytes: number): UrlLimit {
  const proven = Math.max(limit.proven, urlBytes);
  // Only a well-filled URL proves that the limit itself holds.
  if (urlBytes < limit.bytes * 0.9 || limit.bytes >= ceilingBytes) return { ...limit, proven };
  const next = limit.refused === null ? limit.bytes * 2 : Math.floor((proven + limit.refused) / 2);
  if (limit.refused !== null && limit.refused - proven <= limit.refused * FINE) return { ...limit, proven };
  return { bytes: Math.max(limit.bytes, Math.min(next, ceilingBytes)), proven, refused: limit.refused };
}

/** After a URL was refused as too long: half of it, or half-way to what was proven, which needs fewer calls than starting over. */
export function afterRefusal(limit: UrlLimit, urlBytes: number): UrlLimit {
  const refused = Math.min(limit.refused ?? urlBytes, urlBytes);
  // A server may have been tightened: what was refused now is not proven any more.
  const proven = limit.proven < refused ? limit.proven : 0;
  if (refused - proven <= refused * FINE) return { bytes: proven, proven, refused };
  return { bytes: Math.max(SMALLEST_BYTES, Math.floor((proven + refused) / 2)), proven, refused };
}
