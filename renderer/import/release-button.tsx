// Discards the held rows of a file. It cannot be taken back, so it asks first.
import { Button } from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { counted } from '../../shared/numbers.ts';
import { useAct } from '../link/courier.tsx';
import { TitledDialog } from '../link/titled-dialog.tsx';

export function ReleaseButton({ id, held }: { readonly id: number; readonly held: number }): ReactNode {
  const act = useAct();
  const [isAsking, ask] = useState(false);
  const rows = counted(held, 'row');
  return (
    <>
      <Button icon={<Delete16Regular />} onClick={() => ask(true)}>
        Discard {rows}
      </Button>
      <TitledDialog
        isOpen={isAsking}
        close={() => ask(false)}
        title={`Discard ${rows}?`}
        actions={
          <>
            <Button appearance="primary" onClick={() => ask(false)}>
              Keep
            </Button>
            <Button
              onClick={() => {
                ask(false);
                void act('import.release', { id });
              }}
            >
              Discard {rows}
            </Button>
          </>
        }
      >
        They were never queued and never will be. The receipt of the file still says how many they were.
      </TitledDialog>
    </>
  );
}
