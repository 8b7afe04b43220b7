// The bar below every page that says what was done, or taken back, and offers to take back the newest act. It goes after ten
// seconds, but waits while a person is at it.
import { Button } from '@fluentui/react-components';
import { ArrowUndo16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { type FocusEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { after } from './time.ts';
import { type Said, UndoContext } from './undo.tsx';
import { useStable } from './use-stable.ts';
import './undo.css';

const OFFERED_MS = 10_000;

/** The bar that offers to take the newest act back. */
export function UndoBar(): ReactNode {
  const { said } = useContext(UndoContext);
  const [hidden, hide] = useState<Said | undefined>(undefined);
  return (
    // Always there, so that what appears in it is read out.
    <div className="undo-place" role="status">
      {said !== undefined && said !== hidden && <Bar said={said} hide={() => hide(said)} />}
    </div>
  );
}

/** It waits while a person is at it, and gives the focus back to where it came from. */
function Bar({ said, hide }: { readonly said: Said; readonly hide: () => void }): ReactNode {
  const { undo, newest } = useContext(UndoContext);
  const { offer, sentence } = said;
  // What it could take back may be settled for good by now.
  const canUndo = newest !== undefined && (offer === null || offer === newest);
  const vanish = useStable(hide);
  const [held, hold] = useState(false);
  const cameFrom = useRef<HTMLElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each act has its own ten seconds
  useEffect(() => {
    if (held) return;
    return after(OFFERED_MS, vanish);
  }, [said, held, vanish]);

  function goBack(): void {
    if (cameFrom.current?.isConnected) cameFrom.current.focus();
  }
  function onFocus({ currentTarget, relatedTarget }: FocusEvent): void {
    hold(true);
    if (relatedTarget instanceof HTMLElement && !currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only looks whether somebody is at it
    <div
      className="undo-bar"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={onFocus}
      onBlur={() => hold(false)}
    >
      <span className="undo-said" title={sentence}>
        {sentence}
      </span>
      {canUndo && (
        <Button
          appearance="transparent"
          size="small"
          icon={<ArrowUndo16Regular />}
          className="undo-button"
          title={newest.said}
          onClick={() => {
            undo();
            goBack();
          }}
        >
          {offer === null ? 'Undo one more' : 'Undo'}
        </Button>
      )}
      <Button
        appearance="transparent"
        size="small"
        icon={<Dismiss16Regular />}
        aria-label={canUndo ? 'Close; Ctrl+Z still takes it back' : 'Close'}
        onClick={() => {
          hide();
          goBack();
        }}
      />
    </div>
  );
}
