// What can be taken back: the last acts, one after the other, by the bar or by Ctrl+Z. The bar is there for ten seconds
// after the newest; Ctrl+Z goes on taking back, one act after the other, for as long as the window is open, and says what it
// took back. Many results are discarded only after a question.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Selection } from '../../shared/calls.ts';
import { counted } from '../../shared/numbers.ts';
import type { ItemState } from '../../shared/outbox-item.ts';
import type { Environment } from '../../shared/settings.ts';
import { useAct, useFailures, useSnapshot } from './courier.tsx';
import { useDiscardQuestion } from './discard-question.tsx';

const MOST_OFFERS = 50;

type TakeBack = () => Promise<{ readonly count: number } | null>;

interface Undo {
  /** Discards, after a question where they are many, and offers to take it back; answers how many. `ticked`: one by one. */
  readonly discard: (selection: Selection, ticked?: readonly { readonly state: ItemState }[]) => Promise<number>;
  /** Offers to take an act back that was done, and says what it was. */
  readonly offer: (said: string, takeBack: TakeBack, subject?: string) => void;
  /** Says what came of something that cannot be taken back. */
  readonly say: (sentence: string) => void;
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

/** What the bar says, and what its button takes back: the act it speaks of, or the one before. */
export interface Said {
  readonly sentence: string;
  /** The act that it speaks of, where that can be taken back; null says that it was taken back, and absent that it cannot be. */
  readonly offer?: Offer | null;
  readonly environment: Environment;
}

export const UndoContext = createContext<Undo & { readonly newest: Offer | undefined; readonly said: Said | undefined }>({
  discard: async () => 0,
  offer: () => {},
  say: () => {},
  undo: () => {},
  newest: undefined,
  said: undefined,
  close: () => {},
});

/** Keeps the last acts for as long as they can be taken back. */
export function UndoProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const act = useAct();
  const { report } = useFailures();
  const { environment } = useSnapshot();
  const [made, setMade] = useState<readonly Offer[]>([]);
  const [spoken, speak] = useState<Said | undefined>(undefined);
  const { ask, question } = useDiscardQuestion();
  const last = made.at(-1);
  const newest = last?.environment === environment ? last : undefined;
  const close = useCallback((subject: string) => {
    setMade((known) => known.filter((offer) => offer.subject !== subject));
    // The bar speaks no longer of what is settled.
    speak((spoken) => (spoken?.offer?.subject === subject ? undefined : spoken));
  }, []);
  const offer = useCallback(
    (said: string, takeBack: TakeBack, subject?: string) => {
      const made = { said, takeBack, subject, environment };
      speak({ sentence: said, offer: made, environment });
      setMade((known) => [...known.filter((other) => other.environment === environment).slice(1 - MOST_OFFERS), made]);
    },
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
    const { environment, said: sentence } = newest;
    speak(undefined);
    void newest.takeBack().then((taken) => {
      if (taken === null) return;
      if (taken.count === 0) report({ kind: 'too-late' });
      else speak({ sentence: `Taken back: ${sentence}`, offer: null, environment });
    });
  }, [newest, report]);
  const say = useCallback((sentence: string) => speak({ sentence, environment }), [environment]);
  const said = spoken?.environment === environment ? spoken : undefined;
  const access = useMemo(
    () => ({ discard, offer, say, undo, newest, said, close }),
    [discard, offer, say, undo, newest, said, close],
  );
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
