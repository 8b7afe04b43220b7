// How lives make results, and wait until all of them have arrived by themselves.
import { type Clock, pause } from '../../main/base/ports.ts';
import type { TestApp } from '../support/open-app.ts';
import { csv } from '../support/open-app.ts';

export const ORDERS = ['ORD-1', 'ORD-2', 'ORD-3', 'ORD-4', 'ORD-5', 'ORD-6'];

/** A name for the nth value of all orders. */
const inspector = (n: number): string => `Li F${String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26))}g`;

/** A file with the nth value of these orders, and the results in it as `ref/inspector`. */
export function nthFile(n: number, refs: readonly string[]): { text: string; keys: string[] } {
  const who = inspector(n);
  return { text: csv(...refs.map((ref) => `${ref},Booked,2025-04-28,${who}`)), keys: refs.map((ref) => `${ref}/${who}`) };
}

/** Resolves when nothing is on its way any more. */
export async function arrival({ app }: TestApp, clock: Clock): Promise<void> {
  for (;;) {
    const { waiting, sending, unconfirmed } = app.snapshot().counts;
    if (waiting + sending + unconfirmed === 0) return;
    await pause(clock, 3_000);
  }
}
