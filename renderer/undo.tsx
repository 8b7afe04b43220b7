// The one thing that can be taken back: the last discard, for ten seconds, by the bar or by Ctrl+Z.
import { Button } from '@fluentui/react-components';
import { ArrowUndo16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Selection } from '../shared/calls.ts';
import { counted } from '../shared/numbers.ts';
import type { Environment } from '../shared/settings.ts';
import { useAct, useSnapshot } from './courier.tsx';
import { after } from './time.ts';
import './undo.css';

const OFFERED_MS = 10_000;

interface Undo {
  /** Discards, and offers to take it back; answers how many. */
  readonly discard: (selection: Selection) => Promise<number>;
  readonly undo: () => void;
}

interface Offer {
  readonly undo: string;
  readonly count: number;
  /** The outbox it belongs to. */
  readonly environment: Environment;
}

const UndoContext = createContext<Undo & { offer: Offer | null; close: () => void }>({
  discard: async () => 0,
  undo: () => {},
  offer: null,
  close: () => {},
});

/** Keeps the last discard for as long as it can be taken back. */
export function UndoProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const act = useAct();
  const { environment } = useSnapshot();
  const [made, setOffer] = useState<Offer | null>(null);
  const offer = made?.environment === environment ? made : null;
  const close = useCallback(() => setOffer(null), []);
  const discard = useCallback(
    async (selection: Selection) => {
      const done = await act('outbox.discard', { selection });
      if (done !== null && done.count > 0) setOffer({ ...done, environment });
      return done?.count ?? 0;
    },
    [act, environment],
  );
  const undo = useCallback(() => {
    if (offer === null) return;
    setOffer(null);
    void act('outbox.restore', { undo: offer.undo });
  }, [act, offer]);
  const access = useMemo(() => ({ discard, undo, offer, close }), [discard, undo, offer, close]);
  return <UndoContext value={access}>{children}</UndoContext>;
}

/** Discarding, and taking it back. */
export function useUndo(): Undo {
  return useContext(UndoContext);
}

/** The bar that offers to take the last discard back. It waits while a person is at it. */
export function UndoBar(): ReactNode {
  const { offer, undo, close } = useContext(UndoContext);
  const [held, hold] = useState(false);
  useEffect(() => {
    if (offer === null || held) return;
    return after(OFFERED_MS, close);
  }, [offer, held, close]);
  if (offer === null) return null;
  return (
    <div
      className="undo-bar"
      role="status"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <span>{counted(offer.count, 'result')} discarded.</span>
      <Button appearance="transparent" size="small" icon={<ArrowUndo16Regular />} onClick={undo} className="undo-button">
        Undo
      </Button>
      <Button appearance="transparent" size="small" icon={<Dismiss16Regular />} onClick={close} aria-label="Close" />
    </div>
  );
}
