// What looking up a file's orders came to, in a coordinator's words.
import { counted, number } from './numbers.ts';
import type { SeenOrders } from './seen-orders.ts';
import { wording } from './wording.ts';

/** What is asked about results of other machines; `when` such as "at 09:12", or empty where no clock is at hand. */
export function theirsWords(count: number, when = ''): string {
  const confirmed = when === '' ? 'confirmed result' : `result confirmed ${when}`;
  return count === 1
    ? `1 order carries a ${confirmed} that this machine did not send.`
    : `${number(count)} orders carry a ${when === '' ? 'confirmed result' : `result, the newest confirmed ${when},`} that this machine did not send.`;
}

/** The quiet line below a file: how far looking up is, or why it is not whole; empty when there is nothing to say. */
export function seenWords({ state, done, of, failure }: Pick<SeenOrders, 'state' | 'done' | 'of' | 'failure'>): string {
  switch (state) {
    case 'looking':
      return `Looking up ${counted(of, 'order')} in BasicPSF: ${number(done)} done.`;
    case 'seen':
      return of === 0 ? '' : `${counted(of, 'order')} looked up in BasicPSF.`;
    case 'part':
      return `${number(done)} of ${counted(of, 'order')} looked up in BasicPSF.`;
    case 'many':
      return 'The orders of this file are not looked up in BasicPSF unasked, because they are many.';
    case 'failed':
      return `The orders of this file were not looked up in BasicPSF.${failure === null ? '' : ` ${wording(failure).what}`}`;
  }
}
