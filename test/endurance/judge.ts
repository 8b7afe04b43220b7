// What every life is held to in its end, whatever happened in it: the promises of the outbox, against what the server wrote.
import { LOOKED_UP, type OutboxItem, type Receipt } from '../../shared/outbox-item.ts';
import type { TestApp } from '../support/open-app.ts';
import type { Line } from './faulty-line.ts';

export interface Told {
  readonly item: OutboxItem;
  readonly receipts: readonly Receipt[];
}

/** Every result of an open app with its receipts, newest first. */
export async function toldBy({ call, items }: TestApp): Promise<Told[]> {
  return Promise.all((await items()).map(async ({ seq }) => call('outbox.detail', { seq })));
}

/** BasicPSF holds what this outbox did not expect there: a person decides, and nothing is sent before. */
export const isAsked = ({ state, cause }: OutboxItem): boolean => state === 'parked' && cause === 'told-elsewhere';

const keyOf = ({ internalOrderRef, inspectorName }: OutboxItem): string => `${internalOrderRef}/${inspectorName}`;

/** The promises that `told` (every result, newest first) breaks, as sentences; none when all hold. */
export function broken(told: readonly Told[], { written, told: said }: Pick<Line, 'written' | 'told'>): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, words: string): void => void (holds || wrong.push(words));
  const seqOf = new Map(told.map(({ item }) => [keyOf(item), item.seq]));
  const last = new Map<string, number>();
  for (const key of written) {
    const [ref] = key.split('/') as [string];
    const seq = seqOf.get(key) ?? -1;
    must(seq >= (last.get(ref) ?? 0), `${key}: an older value went over a newer one`);
    last.set(ref, seq);
  }
  const newest = new Map<string, OutboxItem>();
  for (const { item, receipts } of told) {
    const key = keyOf(item);
    const writes = written.filter((one) => one === key).length;
    const outcomes = receipts.map(({ outcome }) => outcome);
    const delivered = outcomes.filter((outcome) => outcome === 'delivered').length;
    const unknown = outcomes.filter((outcome) => outcome === 'unconfirmed').length;
    // Where the answer to the script was lost, what the server holds when it is looked up is its word too.
    const wasFound = writes > 0 && receipts.some(({ outcome, cause }) => outcome === 'delivered' && cause === LOOKED_UP);
    must(delivered === (item.state === 'delivered' ? 1 : 0), `${key}: ${item.state} with ${delivered} receipts of delivery`);
    must(delivered === 0 || said.has(key) || wasFound, `${key}: called delivered without the server's word`);
    must(delivered === 0 || writes < 2 || item.maybeSentTwice, `${key}: written ${writes} times and not marked`);
    must(writes <= delivered + unknown, `${key}: written ${writes} times after ${outcomes}`);
    must(
      isAsked(item) || !['waiting', 'sending', 'unconfirmed', 'parked'].includes(item.state),
      `${key}: still ${item.state} (${item.cause})`,
    );
    if (item.state !== 'discarded' && !newest.has(item.internalOrderRef)) newest.set(item.internalOrderRef, item);
  }
  for (const [ref, item] of newest) {
    if (isAsked(item)) continue;
    // Of a value that was discarded midway nobody knows whether it arrived.
    const midway = told.some(
      (one) =>
        one.item.internalOrderRef === ref &&
        one.item.seq > item.seq &&
        one.receipts.some(({ outcome }) => outcome === 'unconfirmed' || outcome === 'delivered'),
    );
    must(item.state === 'delivered' || midway, `${keyOf(item)}: is the newest, and ${item.state}`);
    const shown = [...written].reverse().find((key) => key.startsWith(`${ref}/`));
    must(midway || shown === keyOf(item), `${keyOf(item)}: is the newest, and the server has ${shown}`);
  }
  return wrong;
}
