// Results with the same cause, as one thing to do. The main button says how many it touches.
import { Button } from '@fluentui/react-components';
import { ArrowClockwise16Regular, ArrowDownload16Regular, Edit16Regular, List16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { moment } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import { NEEDS_PERSON, type OutboxFilter, type ProblemGroup } from '../../shared/outbox-item.ts';
import { NEEDS_AN_EDIT, triedAgainAt } from '../../shared/totals.ts';
import { groupSentence } from '../../shared/wording.ts';
import { useAct, useCourier, useSnapshot } from '../link/courier.tsx';
import { useRetry } from '../link/retry.tsx';
import { go } from '../link/route.ts';
import { saveText } from '../link/save-text.ts';
import { useOutboxView } from '../outbox/view.tsx';
import { AskedProblem } from './asked-problem.tsx';
import { ProblemEntry } from './problem.tsx';

/** Groups for a person, and those that solve themselves; larger ones first. */
export function byUrgency(groups: readonly ProblemGroup[]): { readonly urgent: ProblemGroup[]; readonly others: ProblemGroup[] } {
  const sorted = groups.toSorted((a, b) => b.count - a.count);
  return {
    urgent: sorted.filter(({ state }) => NEEDS_PERSON.includes(state)),
    others: sorted.filter(({ state }) => !NEEDS_PERSON.includes(state)),
  };
}

export function GroupProblem({ group }: { readonly group: ProblemGroup }): ReactNode {
  const snapshot = useSnapshot();
  const { now } = snapshot;
  const act = useAct();
  const courier = useCourier();
  const retry = useRetry();
  const { startView } = useOutboxView();
  const { state, cause, count, firstAt, lastAt, sample } = group;
  const { what, todo } = groupSentence(group);
  const filter: OutboxFilter = { states: [state], cause };
  const orders = counted(count, 'order');
  // What solves itself is not pressed upon anybody.
  const urgent = NEEDS_PERSON.includes(state);

  const since =
    moment(firstAt, now) === moment(lastAt, now)
      ? moment(firstAt, now)
      : `first ${moment(firstAt, now)}, last ${moment(lastAt, now)}`;
  const againAt = triedAgainAt(sample.dueAt, snapshot);
  const again = againAt === null ? '' : ` · next try by itself ${moment(againAt, now)}`;

  function show(): void {
    startView({ tab: urgent ? 'refused' : 'waiting', only: { name: what, cause } });
    go({ page: 'outbox' });
  }

  async function edit(): Promise<void> {
    const reply = await courier.call('outbox.list', { filter, limit: 1 });
    const item = reply.ok ? reply.value.items[0] : undefined;
    startView({
      tab: 'refused',
      only: { name: what, cause },
      open: item === undefined ? null : { seq: item.seq, edit: count === 1 },
    });
    go({ page: 'outbox' });
  }

  async function save(): Promise<void> {
    const file = await act('outbox.export', { filter });
    if (file !== null) saveText(file);
  }

  const facts = `${counted(count, 'result')} · ${since}${again}`;
  if (cause === 'told-elsewhere')
    return <AskedProblem count={count} what={what} facts={facts} show={show} save={() => void save()} />;
  return (
    <ProblemEntry tone={urgent ? 'bad' : 'note'} what={what} todo={todo} facts={facts}>
      {NEEDS_AN_EDIT.has(cause) ? (
        <Button appearance="primary" icon={<Edit16Regular />} onClick={() => void edit()}>
          Edit {orders}
        </Button>
      ) : (
        <Button
          {...(urgent ? { appearance: 'primary' } : {})}
          icon={<ArrowClockwise16Regular />}
          onClick={() => void retry({ filter })}
        >
          Retry {orders}
        </Button>
      )}
      <Button icon={<List16Regular />} onClick={show}>
        Show
      </Button>
      <Button appearance="subtle" icon={<ArrowDownload16Regular />} onClick={() => void save()}>
        Export {count} for the PPS integration team
      </Button>
    </ProblemEntry>
  );
}
