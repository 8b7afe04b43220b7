// What came of sending results again, in one sentence. Pure.
import { counted, number } from './numbers.ts';
import type { ItemState } from './outbox-item.ts';
import type { SyncPhase } from './snapshot.ts';

/** How many of the results that were sent again are in each state now. */
export type Retried = readonly { readonly state: ItemState; readonly count: number }[];

const GOING: ReadonlySet<ItemState> = new Set<ItemState>(['waiting', 'sending']);

/** Whether there is something to say: all have an answer, or none goes out for now. */
export function isOver(retried: Retried, phase: SyncPhase): boolean {
  const isHeldUp = phase === 'paused' || phase === 'offline' || phase === 'blocked';
  return isHeldUp || retried.every(({ state, count }) => count === 0 || !GOING.has(state));
}

const WORDS: Readonly<Record<ItemState, string>> = {
  delivered: 'delivered',
  refused: 'refused again',
  parked: 'stopped',
  unconfirmed: 'without a clear answer',
  waiting: 'waiting',
  sending: 'being sent',
  superseded: 'replaced',
  discarded: 'discarded',
};

/** `12 results retried: 10 delivered, 2 refused again.` */
export function retriedWords(retried: Retried): string {
  const count = (state: ItemState): number => retried.find((one) => one.state === state)?.count ?? 0;
  const states = (Object.keys(WORDS) as ItemState[]).filter((state) => count(state) > 0);
  const all = states.reduce((sum, state) => sum + count(state), 0);
  return `${counted(all, 'result')} retried: ${states.map((state) => `${number(count(state))} ${WORDS[state]}`).join(', ')}.`;
}
