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

/** Makes one pass; `everything` makes all that waits for its next try due first. */
export async function pushOnce(
  { lists, sync, writer }: Pick<Workspace, 'lists' | 'sync' | 'writer'>,
  clock: Clock,
  everything: boolean,
): Promise<PushReport> {
  const startedAt = clock.now();
  if (everything) await writer.retry({ filter: { states: ['waiting', 'unconfirmed'] } }, startedAt);
  const outcome = await (everything ? sync.sendNow() : sync.passNow());
  const { waiting, sending, unconfirmed } = lists.tally();
  const refused: { internalOrderRef: string; error: string }[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<typeof lists.list> = lists.list({ states: ['refused', 'parked'] }, before, REFUSED_PAGE);
    for (const { changedAt, internalOrderRef, words, cause } of page.items) {
      if (changedAt >= startedAt) refused.push({ internalOrderRef, error: words === '' ? cause : words });
    }
    before = page.next;
    await setImmediate();
  }
  return { delivered: outcome?.delivered ?? 0, refused, waiting: waiting + sending, unconfirmed, trouble: sync.status().trouble };
}
