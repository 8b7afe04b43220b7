// The question before many results are discarded at once: how many, of which kinds, and what follows. It starts on the safe
// answer; a handful goes without it, because that is taken back at a glance.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useCallback, useState } from 'react';
import type { Selection } from '../../shared/calls.ts';
import { counted, number } from '../../shared/numbers.ts';
import type { ItemState } from '../../shared/outbox-item.ts';
import { UNSETTLED } from '../../shared/totals.ts';
import { stateWord } from '../../shared/wording.ts';
import { useAct } from './courier.tsx';
import { TitledDialog } from './titled-dialog.tsx';

/** So many results are discarded without a question. */
export const HANDFUL = 5;

interface Pending {
  readonly count: number;
  /** How many of each state. */
  readonly kinds: readonly (readonly [ItemState, number])[];
  readonly answer: (discard: boolean) => void;
}

interface DiscardQuestion {
  /** Whether to go on; asked where it is more than a handful. `states` are those of results that were ticked one by one. */
  readonly ask: (selection: Selection, states: readonly ItemState[]) => Promise<boolean>;
  readonly question: ReactNode;
}

export function useDiscardQuestion(): DiscardQuestion {
  const act = useAct();
  const [pending, setPending] = useState<Pending | null>(null);

  const ask = useCallback(
    async (selection: Selection, states: readonly ItemState[]): Promise<boolean> => {
      if ('seqs' in selection && selection.seqs.length <= HANDFUL) return true;
      const kinds: [ItemState, number][] = UNSETTLED.map((state): [ItemState, number] => [
        state,
        states.filter((one) => one === state).length,
      ]).filter(([, n]) => n > 0);
      if ('filter' in selection) {
        const { filter } = selection;
        for (const state of UNSETTLED.filter((one) => filter.states.length === 0 || filter.states.includes(one))) {
          const counted = await act('outbox.count', { filter: { ...filter, states: [state] } });
          if (counted === null) return false;
          if (counted.count > 0) kinds.push([state, counted.count]);
        }
      }
      const count = 'seqs' in selection ? selection.seqs.length : kinds.reduce((sum, [, n]) => sum + n, 0);
      if (count <= HANDFUL) return true;
      const answer = await new Promise<boolean>((resolve) => setPending({ count, kinds, answer: resolve }));
      setPending(null);
      return answer;
    },
    [act],
  );

  const keep = (): void => pending?.answer(false);
  const question = pending !== null && (
    <TitledDialog
      isOpen
      close={keep}
      title={`Discard ${counted(pending.count, 'result')}?`}
      actions={
        <>
          <Button appearance="primary" onClick={keep}>
            Keep them
          </Button>
          <Button onClick={() => pending.answer(true)}>Discard {counted(pending.count, 'result')}</Button>
        </>
      }
    >
      {pending.kinds.length > 0 &&
        `${pending.kinds.map(([state, n]) => `${number(n)} ${stateWord(state).toLowerCase()}`).join(', ')}. `}
      They will not be sent to BasicPSF any more. Ctrl+Z brings them back, and so does the list of what is discarded.
    </TitledDialog>
  );
  return { ask, question };
}
