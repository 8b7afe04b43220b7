// One pass over what is due, and what came of it: the push of scheduled jobs.
import { setImmediate } from 'node:timers/promises';
import type { Failure } from '../../shared/failure.ts';
import type { Clock } from '../base/ports.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface PushReport {
  readonly delivered: number;
  /** Orders that BasicPSF refused in this pass, or that were given up. */
  readonly refused: readonly { readonly internalOrderRef: string; readonly error: string }[];
  /** Results that are still on their way afterwards, whenever they were accepted. */
  readonly waiting: number;
  readonly unconfirmed: number;
  readonly trouble: Failure | null;
}

const REFUSED_PAGE = 500;

/** Makes one pass; `everything` makes all that waits for its next try due first. A disk that fails its reads is the trouble. */
export async function pushOnce(
  { lists, sync, writer, stumbled }: Pick<Workspace, 'lists' | 'sync' | 'writer' | 'stumbled'>,
  clock: Clock,
  everything: boolean,
): Promise<PushReport> {
  const startedAt = clock.now();
  if (everything) await writer.retry({ filter: { states: ['waiting', 'unconfirmed'] } }, startedAt);
  const outcome = await (everything ? sync.sendNow() : sync.passNow());
  const delivered = outcome?.delivered ?? 0;
  try {
    const { waiting, sending, unconfirmed } = lists.tally();
    const refused = await refusedSince(lists, startedAt);
    return { delivered, refused, waiting: waiting + sending, unconfirmed, trouble: sync.status().trouble };
  } catch (error) {
    const trouble = stumbled(error);
    if (trouble === null) throw error;
    return { delivered, refused: [], waiting: 0, unconfirmed: 0, trouble };
  }
}

async function refusedSince(lists: Workspace['lists'], startedAt: number): Promise<PushReport['refused']> {
  const refused: { internalOrderRef: string; error: string }[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<typeof lists.list> = lists.list({ states: ['refused', 'parked'] }, before, REFUSED_PAGE);
    for (const { changedAt, internalOrderRef, words, cause } of page.items) {
      if (changedAt >= startedAt) refused.push({ internalOrderRef, error: words === '' ? cause : words });
    }
    before = page.next;
    await setImmediate();
  }
  return refused;
}
