// Who is told when something that the window shows has moved: everybody, soon, and never more often than an eye can follow.
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Clock } from '../base/ports.ts';

/** Snapshots come at most so often, in ms; the last one always comes. */
const SNAPSHOT_EVERY_MS = 100;

export interface News {
  /** Something has moved: the next revision, announced in a moment. */
  readonly changed: () => void;
  readonly revision: () => number;
  /** Calls back at once and after every change; returns the way to stop. */
  readonly subscribe: (listener: (snapshot: Snapshot) => void) => () => void;
  /** Nobody is told anything from now on. */
  readonly stop: () => void;
}

/** Announces what `snapshot` answers at the moment it is announced. */
export function createNews(clock: Clock, snapshot: () => Snapshot): News {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  let revision = 0;
  let cancel: (() => void) | null = null;
  let isStopped = false;

  function announce(): void {
    cancel = null;
    const shown = snapshot();
    for (const listener of listeners) listener(shown);
  }

  return {
    changed: () => {
      if (isStopped) return;
      revision += 1;
      cancel ??= clock.after(SNAPSHOT_EVERY_MS, announce);
    },
    revision: () => revision,
    subscribe: (listener) => {
      listeners.add(listener);
      listener(snapshot());
      return () => void listeners.delete(listener);
    },
    stop: () => {
      isStopped = true;
      cancel?.();
      listeners.clear();
    },
  };
}
