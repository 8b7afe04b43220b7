// Discards the held rows of a file. It cannot be taken back, so it asks first.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { counted } from '../../shared/numbers.ts';
import { useAct } from '../link/courier.tsx';

export function ReleaseButton({ id, held }: { readonly id: number; readonly held: number }): ReactNode {
  const act = useAct();
  const rows = counted(held, 'row');
  return (
    <Dialog>
      <DialogTrigger disableButtonEnhancement>
        <Button icon={<Delete16Regular />}>Discard {rows}</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Discard {rows}?</DialogTitle>
          <DialogContent>
            They were never queued and never will be. The receipt of the file still says how many they were.
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" onClick={() => void act('import.release', { id })}>
                Discard {rows}
              </Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button>Keep</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
