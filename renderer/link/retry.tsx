// Sending results again, and saying what came of it once the last of them is settled or none can go out for now.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Selection } from '../../shared/calls.ts';
import { isOver, retriedWords } from '../../shared/retried.ts';
import { useAct, useCourier, useSnapshot } from './courier.tsx';
import { useUndo } from './undo.tsx';

/** Sends results again; answers whether that was begun. */
type Retry = (selection: Selection) => Promise<boolean>;

const RetryContext = createContext<Retry>(async () => false);

/** Follows the newest retry for as long as the window is open. */
export function RetryProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const act = useAct();
  const courier = useCourier();
  const { say } = useUndo();
  const { environment, revision, sync } = useSnapshot();
  const [newest, follow] = useState<{ readonly act: string; readonly in: string } | null>(null);
  const { phase } = sync;

  const retry = useCallback(
    async (selection: Selection) => {
      const done = await act('outbox.retry', { selection });
      if (done !== null && done.count > 0) follow({ act: done.act, in: environment });
      return done !== null;
    },
    [act, environment],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever anything may have moved
  useEffect(() => {
    if (newest === null || phase === 'sending') return;
    if (newest.in !== environment) return follow(null);
    let isStale = false;
    void courier.call('outbox.retried', { act: newest.act }).then((reply) => {
      if (isStale || (reply.ok && !isOver(reply.value, phase))) return;
      follow(null);
      if (reply.ok && reply.value.length > 0) say(retriedWords(reply.value));
    });
    return () => {
      isStale = true;
    };
  }, [newest, revision, phase, environment, courier, say]);

  return <RetryContext value={useMemo(() => retry, [retry])}>{children}</RetryContext>;
}

/** The way to send results again. */
export function useRetry(): Retry {
  return useContext(RetryContext);
}
