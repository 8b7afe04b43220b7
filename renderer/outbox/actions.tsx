// What can be done with the ticked results. Each button says beforehand how many it touches.
import { Button } from '@fluentui/react-components';
import { ArrowClockwise16Regular, ArrowUndo16Regular, Delete16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { Selection as Chosen } from '../../shared/calls.ts';
import { number } from '../../shared/numbers.ts';
import type { ItemState, OutboxFilter, OutboxItem } from '../../shared/outbox-item.ts';
import { UNSETTLED } from '../../shared/totals.ts';
import { type Query, useQuery } from '../link/courier.tsx';
import { useRetry } from '../link/retry.tsx';
import { useUndo } from '../link/undo.tsx';
import { ALL_SELECTED, NOTHING_SELECTED, type Selection } from '../list/selection.ts';
import { useBringBack } from './bring-back.tsx';

interface OutboxActionsProps {
  readonly selection: Selection<OutboxItem>;
  readonly filter: OutboxFilter;
  /** How many results the list has, where that is known. */
  readonly total: number | null;
  readonly onSelect: (selection: Selection<OutboxItem>) => void;
}

const DISCARDED: readonly ItemState[] = ['discarded'];

/** The part of a filter that is in one of these states, or null when the filter leaves nothing of it. */
function partOf(filter: OutboxFilter, wanted: readonly ItemState[]): OutboxFilter | null {
  const states = filter.states.length === 0 ? [...wanted] : filter.states.filter((state) => wanted.includes(state));
  return states.length === 0 ? null : { ...filter, states };
}

/** The count, unless it was counted for another filter. */
function answerOf({ current, value }: Query<{ readonly count: number }>): number | null {
  return current && value !== null ? value.count : null;
}

export function OutboxActions({ selection, filter, total, onSelect }: OutboxActionsProps): ReactNode {
  const retry = useRetry();
  const { discard } = useUndo();
  const [busy, setBusy] = useState(false);
  const { bringBack, question } = useBringBack();
  // Where the list holds nothing else, what is chosen is brought back; elsewhere it is sent again or discarded.
  const isDiscarded = filter.states.length > 0 && filter.states.every((state) => state === 'discarded');
  const wanted = isDiscarded ? DISCARDED : UNSETTLED;
  const open = partOf(filter, wanted);
  const matching = useQuery('outbox.count', total === null ? { filter } : null);
  const touching = useQuery('outbox.count', selection.all && open !== null ? { filter: open } : null);
  const all = total ?? answerOf(matching);

  const ticked = [...selection.rows.values()].filter((item) => wanted.includes(item.state));
  const seqs = ticked.map((item) => item.seq);
  const chosen: Chosen | null = selection.all ? open && { filter: open } : seqs.length === 0 ? null : { seqs };
  const allOpen = open === null ? 0 : answerOf(touching);
  const count = selection.all ? allOpen : seqs.length;
  const ready = chosen !== null && count !== null && count > 0;

  /** What was ticked stays ticked where nothing was done to it, such as after a question that was answered with no. */
  async function run(work: (chosen: Chosen) => Promise<boolean>): Promise<void> {
    if (chosen === null) return;
    setBusy(true);
    const isDone = await work(chosen);
    setBusy(false);
    if (isDone) onSelect(NOTHING_SELECTED);
  }

  const named = count === null ? '' : ` ${number(count)}`;
  return (
    <fieldset className="outbox-tools" aria-label="Selected results">
      {question}
      <span className="numeric" aria-live="polite">
        {selection.all
          ? all === null
            ? 'The whole list'
            : `All ${number(all)} of this list`
          : `${number(selection.rows.size)} selected`}
      </span>
      {isDiscarded ? (
        <Button
          appearance="primary"
          icon={<ArrowUndo16Regular />}
          disabled={!ready}
          disabledFocusable={busy}
          onClick={() => void run((chosen) => bringBack(chosen, count ?? 0))}
        >
          Bring back{named}
        </Button>
      ) : (
        <>
          <Button
            appearance="primary"
            icon={<ArrowClockwise16Regular />}
            disabled={!ready}
            disabledFocusable={busy}
            onClick={() => void run(retry)}
          >
            Retry{named}
          </Button>
          <Button
            icon={<Delete16Regular />}
            disabled={!ready}
            disabledFocusable={busy}
            onClick={() => void run(async (chosen) => (await discard(chosen, ticked)) > 0)}
          >
            Discard{named}
          </Button>
        </>
      )}
      {!selection.all && all !== null && all > selection.rows.size && (
        <Button appearance="subtle" onClick={() => onSelect(ALL_SELECTED)}>
          Select all {number(all)}
        </Button>
      )}
      <Button appearance="subtle" icon={<Dismiss16Regular />} onClick={() => onSelect(NOTHING_SELECTED)}>
        Clear selection
      </Button>
      {count === 0 && (
        <span className="quiet">Nothing to do: what is delivered, replaced or discarded is not sent again from here.</span>
      )}
    </fieldset>
  );
}
