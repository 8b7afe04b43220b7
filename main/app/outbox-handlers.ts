// What each call about results does: lists and counts, tries again, discards and brings back, corrects.
import { randomUUID } from 'node:crypto';
import type { CallName, ParsedInput } from '../../shared/calls.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { checkRow, draftProblem, trimmedDraft } from '../import/check/rows.ts';
import type { Lists } from '../outbox/lists.ts';
import { type HandlerPorts, type Handlers, touched } from './handler-ports.ts';
import { outboxCsv } from './outbox-csv.ts';
import { toldAlready } from './told-already.ts';

/** `outbox.report` makes a result from a booking and lies with the bookings. */
type OutboxCall = Exclude<Extract<CallName, `outbox.${string}`>, 'outbox.report'>;

/** So many of the last retries can be asked what came of them. */
const KEPT_RETRIES = 10;

/** Counting a search looks at every match; it yields so often that nothing else waits for it. */
const COUNT_PAGE = 500;

/** How many results a filter finds. */
async function countOf(lists: Lists, { filter }: ParsedInput<'outbox.count'>): Promise<number> {
  if ((filter.search?.trim() ?? '') === '') return lists.count(filter);
  let count = 0;
  for (let before: number | null | undefined; before !== null; ) {
    const page: ReturnType<Lists['list']> = lists.list(filter, before, COUNT_PAGE);
    count += page.items.length;
    before = page.next;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return count;
}

/** Makes the handlers of the outbox over whatever environment is open at the moment of a call. */
export function createOutboxHandlers(ports: HandlerPorts): Pick<Handlers, OutboxCall> {
  const { clock, workspace } = ports;
  const retries = new Map<string, readonly number[]>();
  const touch = <T>(work: Promise<Result<T>>): Promise<Result<T>> => touched(ports, work);
  return {
    'outbox.list': async ({ filter, before, limit }) => ok(workspace().lists.list(filter, before, limit)),
    'outbox.count': async (input) => ok({ count: await countOf(workspace().lists, input) }),
    'outbox.detail': async ({ seq }) => {
      const detail = workspace().lists.detail(seq);
      return detail === null ? fail({ kind: 'gone', what: 'result' }) : ok(detail);
    },
    'outbox.groups': async () => ok(workspace().lists.groups()),
    'outbox.retry': async ({ selection }) => {
      const retried = await touch(workspace().writer.retryEach(selection, clock.now()));
      if (!retried.ok) return retried;
      const act = randomUUID();
      retries.set(act, retried.value);
      for (const oldest of [...retries.keys()].slice(0, -KEPT_RETRIES)) retries.delete(oldest);
      return ok({ count: retried.value.length, act });
    },
    'outbox.retried': async ({ act }) => {
      const states = workspace().lists.statesOf(retries.get(act) ?? []);
      return ok([...states].map(([state, count]) => ({ state, count })));
    },
    'outbox.discard': async ({ selection }) => {
      const undo = randomUUID();
      const discarded = await touch(workspace().writer.discard(selection, undo, clock.now()));
      workspace().imports.recount();
      return discarded.ok ? ok({ ...discarded.value, undo }) : discarded;
    },
    'outbox.restore': async ({ undo }) => {
      const restored = await touch(workspace().writer.restore(undo, clock.now()));
      workspace().imports.recount();
      return restored.ok ? ok({ count: restored.value }) : restored;
    },
    'outbox.bringBack': async ({ selection }) => {
      const brought = await touch(workspace().writer.bringBack(selection, randomUUID(), clock.now()));
      workspace().imports.recount();
      return brought;
    },
    'outbox.resend': async ({ seq, result, over }) => {
      const draft = trimmedDraft(result);
      const checked = checkRow(draft);
      if (checked.result === null) return fail(draftProblem(draft));
      const told = toldAlready(workspace().lists, checked.result, seq, over);
      if (told !== null) return fail(told);
      const resent = await touch(workspace().writer.resend(seq, checked.result, clock.now()));
      return resent.ok ? ok({ seq: resent.value }) : resent;
    },
    'outbox.export': async ({ filter }) => ok(await outboxCsv(workspace().lists, filter, clock.now())),
  };
}
