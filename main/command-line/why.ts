// Why something is still on its way after a run: what is possibly sent, and what waits, by cause, in whole sentences.
import type { CallInput, CallName, CallOutput } from '../../shared/calls.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { counted } from '../../shared/phrases.ts';
import type { Result } from '../../shared/result.ts';
import { groupSentence } from '../../shared/wording.ts';
import type { App } from '../app/app-ports.ts';

/** So many of the newest waiting results are looked at for their causes; a job's log needs no more. */
const LOOKED_AT = 500;

/** One sentence for each cause, what is possibly sent first. `saysTrouble`: what holds up the rest is said elsewhere. */
export async function whyKept(app: Pick<App, 'serve'>, saysTrouble: boolean): Promise<string[]> {
  const ask = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N> | null> => {
    const answer = (await app.serve(name, input)) as Result<CallOutput<N>>;
    return answer.ok ? answer.value : null;
  };
  const groups = (await ask('outbox.groups', {})) ?? [];
  const sentences = groups.filter(({ state }) => state === 'unconfirmed').map(sentenceOf);
  if (saysTrouble) return sentences;
  const page = await ask('outbox.list', { filter: { states: ['waiting'] }, limit: LOOKED_AT });
  const causes = new Map<string, OutboxItem>();
  for (const item of page?.items ?? []) if (!causes.has(item.cause)) causes.set(item.cause, item);
  for (const [cause, sample] of causes) {
    const counting = cause === '' ? null : await ask('outbox.count', { filter: { states: ['waiting'], cause } });
    if (counting !== null && counting.count > 0)
      sentences.push(sentenceOf({ state: 'waiting', cause, count: counting.count, sample }));
  }
  const held = (page?.items ?? []).filter(({ cause, dueAt }) => cause === '' && dueAt !== null).length;
  if (held > 0)
    sentences.push(
      `${counted(held, 'result')} ${held === 1 ? 'waits' : 'wait'} a minute because an older result of the order may still arrive.`,
    );
  return sentences;
}

function sentenceOf(group: Parameters<typeof groupSentence>[0]): string {
  const { what, todo } = groupSentence(group);
  return todo === '' ? what : `${what} ${todo}`;
}
