// Ties a long list to the window's life: one list per meaning, read anew when the snapshot moves,
// and kept a while, so that coming back to a page finds it where it was left.
import { useEffect, useReducer, useRef, useState } from 'react';
import { useRevision } from '../link/courier.tsx';
import { createCoalescer } from '../link/time.ts';
import { createKeysetList, type KeysetList, type KeysetSource } from './keyset-list.ts';

const REFRESH_GAP_MS = 400;
const KEPT_LISTS = 6;

const kept = new Map<string, unknown>();

function recall<T>(id: string, make: () => KeysetSource<T>): KeysetList<T> {
  const list = (kept.get(id) as KeysetList<T> | undefined) ?? createKeysetList(make());
  kept.delete(id);
  kept.set(id, list);
  const oldest = kept.keys().next();
  if (kept.size > KEPT_LISTS && !oldest.done) kept.delete(oldest.value);
  return list;
}

/**
 * The list that `id` stands for. While a new one reads its first page, the former stays on screen.
 * `total` null means that nobody counted.
 */
export function useKeysetList<T>(id: string, make: () => KeysetSource<T>, total: number | null): KeysetList<T> {
  const revision = useRevision();
  const makeNow = useRef(make);
  makeNow.current = make;
  const [shown, show] = useState(() => recall(id, make));
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const refresher = useRef<{ ask: () => void; at: number } | null>(null);
  const revisionNow = useRef(revision);
  revisionNow.current = revision;

  useEffect(() => {
    const list = recall(id, makeNow.current);
    if (list.ready()) list.refresh();
    else list.look(0, 40);
    const stopListening = list.subscribe(() => {
      if (list.ready()) show(() => list);
      redraw();
    });
    if (list.ready()) show(() => list);
    const coalescer = createCoalescer(async () => list.refresh(), REFRESH_GAP_MS);
    refresher.current = { ask: coalescer.ask, at: revisionNow.current };
    return () => {
      stopListening();
      coalescer.stop();
    };
  }, [id]);

  useEffect(() => recall(id, makeNow.current).setTotal(total), [id, total]);

  useEffect(() => {
    if (refresher.current === null || refresher.current.at === revision) return;
    refresher.current.at = revision;
    refresher.current.ask();
  }, [revision]);

  return shown;
}
