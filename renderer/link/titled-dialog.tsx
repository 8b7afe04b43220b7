// A dialog as every page shows one: its title, what it says, and its buttons, the one that is meant first.
import { Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { after } from './time.ts';

interface TitledDialogProps {
  readonly isOpen: boolean;
  /** Esc, or a click beside it. */
  readonly close: () => void;
  readonly title: string;
  readonly actions: ReactNode;
  readonly children: ReactNode;
  /** What Enter does in a field of it; a dialog without fields has none. */
  readonly submit?: () => void;
  /** Style of the whole, and of what it says. */
  readonly className?: string;
  readonly contentClassName?: string;
}

/** Gives the focus back to where it was before a dialog opened, where closing it has left the focus nowhere. */
function useFocusGivenBack(isOpen: boolean): void {
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  if (isOpen && !wasOpen.current) opener.current = document.activeElement;
  wasOpen.current = isOpen;
  useEffect(() => {
    if (!isOpen) return;
    return () => {
      const back = opener.current;
      after(0, () => {
        if (document.activeElement === document.body && back instanceof HTMLElement && back.isConnected) back.focus();
      });
    };
  }, [isOpen]);
}

/** Holds the focus while it is open, and gives it back to where it came from. */
export function TitledDialog({
  isOpen,
  close,
  title,
  actions,
  children,
  submit,
  className,
  contentClassName,
}: TitledDialogProps): ReactNode {
  useFocusGivenBack(isOpen);
  const body = (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent className={contentClassName}>{children}</DialogContent>
      <DialogActions>{actions}</DialogActions>
    </DialogBody>
  );
  return (
    <Dialog open={isOpen} onOpenChange={(_, data) => !data.open && close()}>
      {/* Esc is an answer to the dialog; what lies beneath, such as a form being filled in, must not take it for its own. */}
      <DialogSurface className={className} onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}>
        {submit === undefined ? (
          body
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            {body}
          </form>
        )}
      </DialogSurface>
    </Dialog>
  );
}
