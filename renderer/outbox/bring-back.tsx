// Brings discarded results back, for as long as they are kept. They go out to BasicPSF then, so many at once are asked about
// first, on the safe answer.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useCallback, useState } from 'react';
import type { Selection as Chosen } from '../../shared/calls.ts';
import { counted } from '../../shared/numbers.ts';
import { useAct } from '../link/courier.tsx';
import { HANDFUL } from '../link/discard-question.tsx';
import { TitledDialog } from '../link/titled-dialog.tsx';
import { useUndo } from '../link/undo.tsx';

interface BringingBack {
  /** `count` says how many are chosen. Answers whether it was done. */
  readonly bringBack: (chosen: Chosen, count: number) => Promise<boolean>;
  /** To be drawn somewhere. */
  readonly question: ReactNode;
}

function saidOf(count: number, overtaken: number): string {
  const stay =
    overtaken === 0
      ? ''
      : ` ${overtaken === 1 ? 'One stays' : `${counted(overtaken, 'result')} stay`} replaced: a newer result of the order is in its place.`;
  return `${count === 0 ? 'Nothing' : counted(count, 'result')} brought back.${stay}`;
}

export function useBringBack(): BringingBack {
  const act = useAct();
  const { offer, say } = useUndo();
  const [pending, setPending] = useState<{ readonly count: number; readonly answer: (yes: boolean) => void } | null>(null);

  const bringBack = useCallback(
    async (chosen: Chosen, count: number): Promise<boolean> => {
      if (count > HANDFUL) {
        const yes = await new Promise<boolean>((answer) => setPending({ count, answer }));
        setPending(null);
        if (!yes) return false;
      }
      const done = await act('outbox.bringBack', { selection: chosen });
      if (done === null) return false;
      const sentence = saidOf(done.count, done.overtaken);
      if ('seqs' in chosen && done.overtaken === 0) {
        offer(sentence, () => act('outbox.discard', { selection: chosen }));
      } else say(sentence);
      return true;
    },
    [act, offer, say],
  );

  const keep = (): void => pending?.answer(false);
  const question = pending !== null && (
    <TitledDialog
      isOpen
      close={keep}
      title={`Bring back ${counted(pending.count, 'result')}?`}
      actions={
        <>
          <Button appearance="primary" onClick={keep}>
            Leave them discarded
          </Button>
          <Button onClick={() => pending.answer(true)}>Bring back {counted(pending.count, 'result')}</Button>
        </>
      }
    >
      What was waiting goes out to BasicPSF again. Where a newer result of an order has come in since, the newer one stays.
    </TitledDialog>
  );
  return { bringBack, question };
}
