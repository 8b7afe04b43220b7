// The question before something made by hand changes what BasicPSF was told of an order. It starts on the safe answer.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useCallback, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import { counted } from '../../shared/numbers.ts';
import type { Result } from '../../shared/result.ts';
import { wording } from '../../shared/wording.ts';
import { useFailures } from '../link/courier.tsx';
import { TitledDialog } from '../link/titled-dialog.tsx';

type Told = Extract<Failure, { kind: 'order-told' }>;

interface Overwriting {
  /**
   * Hands something in with `send`; where the order was told something else, a person is asked, and it is handed in once more
   * with what was seen. Null when nothing came of it; the reason stands in the message bar then, or was the answer.
   */
  readonly handIn: <T>(send: (over: number | null) => Promise<Result<T>>) => Promise<T | null>;
  /** To be drawn somewhere. */
  readonly question: ReactNode;
}

export function useOverwriteQuestion(): Overwriting {
  const { report, dismiss } = useFailures();
  const [pending, setPending] = useState<{ readonly told: Told; readonly answer: (change: boolean) => void } | null>(null);

  const handIn = useCallback(
    async <T,>(send: (over: number | null) => Promise<Result<T>>): Promise<T | null> => {
      for (let over: number | null = null; ; ) {
        const reply = await send(over);
        if (reply.ok) {
          dismiss();
          return reply.value;
        }
        const { failure } = reply;
        if (failure.kind !== 'order-told') {
          report(failure);
          return null;
        }
        const change = await new Promise<boolean>((answer) => setPending({ told: failure, answer }));
        setPending(null);
        if (!change) return null;
        over = failure.seq;
      }
    },
    [report, dismiss],
  );

  const keep = (): void => pending?.answer(false);
  const question = pending !== null && (
    <TitledDialog
      isOpen
      close={keep}
      title={
        pending.told.others > 0
          ? `Change ${counted(pending.told.others + 1, 'order')}?`
          : `Change order ${pending.told.internalOrderRef}?`
      }
      actions={
        <>
          <Button appearance="primary" onClick={keep}>
            {pending.told.others > 0 ? 'Keep them as they are' : 'Keep it as it is'}
          </Button>
          <Button onClick={() => pending.answer(true)}>{pending.told.others > 0 ? 'Change them' : 'Change it'}</Button>
        </>
      }
    >
      {wording(pending.told).what}
    </TitledDialog>
  );
  return { handIn, question };
}
