// What can be taken back: the last acts, one after the other, by the bar or by Ctrl+Z. The bar is there for ten seconds
// after the newest; Ctrl+Z goes on taking back for as long as the window is open. Many results are discarded only after a
// question.
import { Button } from '@fluentui/react-components';
import { ArrowUndo16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import {
  createContext,
  type FocusEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Selection } from '../../shared/calls.ts';
import { counted } from '../../shared/numbers.ts';
import type { ItemState } from '../../shared/outbox-item.ts';
import type { Environment } from '../../shared/settings.ts';
import { useAct, useFailures, useSnapshot } from './courier.tsx';
import { useDiscardQuestion } from './discard-question.tsx';
import { after } from './time.ts';
import { useStable } from './use-stable.ts';
import './undo.css';

const OFFERED_MS = 10_000;
const MOST_OFFERS = 50;

type TakeBack = () => Promise<{ readonly count: number } | null>;

interface Undo {
  /** Discards, after a question where they are many, and offers to take it back; answers how many. `ticked`: one by one. */
  readonly discard: (selection: Selection, ticked?: readonly { readonly state: ItemState }[]) => Promise<number>;
  /** Offers to take an act back that was done, and says what it was. */
  readonly offer: (said: string, takeBack: TakeBack, subject?: string) => void;
  readonly undo: () => void;
  /** Acts on this can no longer be taken back, such as repairs of a file that was queued. */
  readonly close: (subject: string) => void;
}

interface Offer {
  readonly said: string;
  readonly takeBack: TakeBack;
  /** What it was done to, where that may be settled for good one day. */
  readonly subject: string | undefined;
  /** The outbox it belongs to. */
  readonly environment: Environment;
}

/** The name that acts on a file go by. */
export function importSubject(id: number): string {
  return `import ${id}`;
}

function olderStandsAgain(count: number): string {
  return count === 1 ? 'The older result of its order stands again.' : `${count} older results of their orders stand again.`;
}

const UndoContext = createContext<Undo & { readonly newest: Offer | undefined }>({
  discard: async () => 0,
  offer: () => {},
  undo: () => {},
  newest: undefined,
  close: () => {},
});

/** Keeps the last acts for as long as they can be taken back. */
export function UndoProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const act = useAct();
  const { report } = useFailures();
  const { environment } = useSnapshot();
  const [made, setMade] = useState<readonly Offer[]>([]);
  const { ask, question } = useDiscardQuestion();
  const last = made.at(-1);
  const newest = last?.environment === environment ? last : undefined;
  const close = useCallback((subject: string) => setMade((known) => known.filter((offer) => offer.subject !== subject)), []);
  const offer = useCallback(
    (said: string, takeBack: TakeBack, subject?: string) =>
      setMade((known) => [
        ...known.filter((other) => other.environment === environment).slice(1 - MOST_OFFERS),
        { said, takeBack, subject, environment },
      ]),
    [environment],
  );
  const discard = useCallback(
    async (selection: Selection, ticked: readonly { readonly state: ItemState }[] = []) => {
      const states = ticked.map(({ state }) => state);
      if (!(await ask(selection, states))) return 0;
      const done = await act('outbox.discard', { selection });
      if (done === null || done.count === 0) return 0;
      const back = done.back === 0 ? '' : ` ${olderStandsAgain(done.back)}`;
      offer(`${counted(done.count, 'result')} discarded.${back}`, () => act('outbox.restore', { undo: done.undo }));
      return done.count;
    },
    [act, ask, offer],
  );
  const undo = useCallback(() => {
    if (newest === undefined) return;
    setMade((known) => known.filter((other) => other !== newest));
    void newest.takeBack().then((taken) => {
      if (taken?.count === 0) report({ kind: 'too-late' });
    });
  }, [newest, report]);
  const access = useMemo(() => ({ discard, offer, undo, newest, close }), [discard, offer, undo, newest, close]);
  return (
    <UndoContext value={access}>
      {children}
      {question}
    </UndoContext>
  );
}

/** Discarding, offering to take something back, and taking it back. */
export function useUndo(): Undo {
  return useContext(UndoContext);
}

/** The bar that offers to take the newest act back. */
export function UndoBar(): ReactNode {
  const { newest } = useContext(UndoContext);
  const [hidden, hide] = useState<Offer | undefined>(undefined);
  return (
    // Always there, so that what appears in it is read out.
    <div className="undo-place" role="status">
      {newest !== undefined && newest !== hidden && <Bar newest={newest} hide={() => hide(newest)} />}
    </div>
  );
}

/** It waits while a person is at it, and gives the focus back to where it came from. */
function Bar({ newest, hide }: { readonly newest: Offer; readonly hide: () => void }): ReactNode {
  const { undo } = useContext(UndoContext);
  const vanish = useStable(hide);
  const [held, hold] = useState(false);
  const cameFrom = useRef<HTMLElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each act has its own ten seconds
  useEffect(() => {
    if (held) return;
    return after(OFFERED_MS, vanish);
  }, [newest, held, vanish]);

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
      <span className="undo-said" title={newest.said}>
        {newest.said}
      </span>
      <Button
        appearance="transparent"
        size="small"
        icon={<ArrowUndo16Regular />}
        className="undo-button"
        onClick={() => {
          undo();
          goBack();
        }}
      >
        Undo
      </Button>
      <Button
        appearance="transparent"
        size="small"
        icon={<Dismiss16Regular />}
        aria-label="Close; Ctrl+Z still takes it back"
        onClick={() => {
          hide();
          goBack();
        }}
      />
    </div>
  );
}
