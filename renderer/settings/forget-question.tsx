// The question before a key or an account is forgotten: nobody here can bring it back. It starts on the safe answer.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { TitledDialog } from '../link/titled-dialog.tsx';

interface ForgetQuestion {
  /** Asks, and forgets when a person says so. */
  readonly askToForget: (forget: () => void) => void;
  /** To be drawn somewhere. */
  readonly forgetQuestion: ReactNode;
}

/** `what` is forgotten, and `then` is what follows. */
export function useForgetQuestion(what: string, then: string): ForgetQuestion {
  const [forget, ask] = useState<(() => void) | null>(null);
  const keep = (): void => ask(null);
  const forgetQuestion = (
    <TitledDialog
      isOpen={forget !== null}
      close={keep}
      title={`Forget ${what}?`}
      actions={
        <>
          <Button appearance="primary" onClick={keep}>
            Keep
          </Button>
          <Button
            onClick={() => {
              forget?.();
              keep();
            }}
          >
            Forget
          </Button>
        </>
      }
    >
      It has to be typed in again to be used again. {then}
    </TitledDialog>
  );
  return { askToForget: (next) => ask(() => next), forgetQuestion };
}
