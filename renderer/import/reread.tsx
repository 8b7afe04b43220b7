// Reading a file in review anew, as a person chose. Where repairs would be lost by it, it asks first.
import { Button } from '@fluentui/react-components';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { counted } from '../../shared/numbers.ts';
import type { ReadingChoice } from '../../shared/reading.ts';
import { wording } from '../../shared/wording.ts';
import { useCourier, useFailures } from '../link/courier.tsx';
import { TitledDialog } from '../link/titled-dialog.tsx';

/** Files that this window is having read anew; until then their rows cannot be asked for, and what is on screen stays. */
const underWay = new Map<number, Promise<unknown>>();

/** Waits until the file is not being read anew any more. */
export async function whenRead(id: number): Promise<void> {
  await underWay.get(id);
}

interface Reread {
  /** Reads the file anew. */
  readonly choose: (choice: ReadingChoice) => Promise<void>;
  readonly isBusy: boolean;
}

const RereadContext = createContext<Reread>({
  choose: async () => {},
  isBusy: false,
});

/** The way to read the file on show anew, and whether that is under way. */
export function useReread(): Reread {
  return useContext(RereadContext);
}

interface AtStake {
  readonly choice: ReadingChoice;
  readonly count: number;
  readonly sentence: string;
}

export function RereadProvider({ id, children }: { readonly id: number; readonly children: ReactNode }): ReactNode {
  const courier = useCourier();
  const { report, dismiss } = useFailures();
  const [isBusy, setBusy] = useState(false);
  const [stake, setStake] = useState<AtStake | null>(null);

  const read = useCallback(
    async (choice: ReadingChoice, dropRepairs: boolean) => {
      if (underWay.has(id)) return;
      const call = courier.call('import.reread', { id, choice, dropRepairs });
      underWay.set(id, call);
      setBusy(true);
      const reply = await call;
      underWay.delete(id);
      setBusy(false);
      if (reply.ok) dismiss();
      else if (reply.failure.kind === 'repairs-at-stake')
        setStake({ choice, count: reply.failure.count, sentence: wording(reply.failure).what });
      else if (reply.failure.kind !== 'import-cancelled') report(reply.failure);
    },
    [courier, id, report, dismiss],
  );
  const access = useMemo(() => ({ choose: (choice: ReadingChoice) => read(choice, false), isBusy }), [read, isBusy]);

  return (
    <RereadContext value={access}>
      {children}
      <TitledDialog
        isOpen={stake !== null}
        close={() => setStake(null)}
        title="Read the file anew?"
        actions={
          <>
            <Button appearance="primary" onClick={() => setStake(null)}>
              Keep it as it is read
            </Button>
            <Button
              onClick={() => {
                setStake(null);
                if (stake !== null) void read(stake.choice, true);
              }}
            >
              Read anew, lose {counted(stake?.count ?? 0, 'repair')}
            </Button>
          </>
        }
      >
        {stake?.sentence} They would have to be repaired again.
      </TitledDialog>
    </RereadContext>
  );
}
