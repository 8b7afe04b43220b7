// The BasicPSF inside the program, for the Practice environment.
import type { HeldOrder } from '../../shared/held-order.ts';
import type { Lists } from '../outbox/lists.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../practice/basicpsf.ts';

/** So many orders are remembered, read so many at a time. */
const REMEMBERED = 10_000;
const REMEMBERED_PAGE = 500;

/** The server inside the program. It forgets with each run what it was told, so it is told again what it confirmed last. */
export function practiceServer(lists: Pick<Lists, 'delivered'>): PracticeBasicPsf {
  const remembered: HeldOrder[] = [];
  for (let before: number | undefined; ; ) {
    const { items, next } = lists.delivered(0, REMEMBERED_PAGE, before);
    for (const { deliveredAt, seq: _, ...held } of items) remembered.push({ ...held, confirmedAt: deliveredAt });
    if (next === null || remembered.length >= REMEMBERED) break;
    before = next;
  }
  return createPracticeBasicPsf({ colleague: true, remembered, unknownOrders: 'practised' });
}
