// The keys that work everywhere, and the dialog that lists them.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { useAct, useLookAgain } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';
import { KEYS } from './keys.ts';
import { useFiles } from './ways-in.ts';
import './shortcuts.css';
import { after } from '../link/time.ts';
import { useUndo } from '../link/undo.tsx';
import { useStable } from '../link/use-stable.ts';

export const SEARCH_ID = 'outbox-search';
export const BOOKING_SEARCH_ID = 'booking-search';

function inText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'file'].includes(target.type);
}

/** The outbox may be drawn only in a moment; until then there is no search field to go to. */
function focusSearch(id: string, tries: number): void {
  const field = document.getElementById(id);
  if (field !== null) field.focus();
  else if (tries > 0) after(25, () => focusSearch(id, tries - 1));
}

/** Listens to the keys of the whole window. */
export function Shortcuts(): ReactNode {
  const act = useAct();
  const files = useFiles();
  const { undo } = useUndo();
  const lookAgain = useLookAgain();
  const [isOpen, setOpen] = useState(false);

  const onKey = useStable((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey;
    // Caps Lock makes a capital of every letter.
    const key = event.key.toLowerCase();
    if (command && key === 'o') files.browse();
    else if (command && key === 'f') {
      const hasItsOwn = document.getElementById(BOOKING_SEARCH_ID) !== null;
      if (!hasItsOwn) go({ page: 'outbox' });
      focusSearch(hasItsOwn ? BOOKING_SEARCH_ID : SEARCH_ID, 20);
    } else if (event.key === 'F1') go({ page: 'help' });
    else if (event.key === 'F5') lookAgain();
    else if (command && event.key === 'Enter') void act('sync.sendNow', {});
    else if (command && key === 'z' && !inText(event.target)) undo();
    else if (event.key === '?' && !inText(event.target)) setOpen(true);
    else return;
    event.preventDefault();
  });

  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onKey]);

  return (
    <TitledDialog
      isOpen={isOpen}
      close={() => setOpen(false)}
      title="Keyboard shortcuts"
      actions={
        <Button appearance="primary" onClick={() => setOpen(false)}>
          Close
        </Button>
      }
    >
      <dl className="shortcuts">
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </TitledDialog>
  );
}
