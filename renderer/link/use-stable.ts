// A function that keeps its identity while it always runs the newest version: memoised rows need one.
import { useCallback, useRef } from 'react';

/** For handlers only; never called while drawing. */
export function useStable<A extends readonly unknown[], R>(handler: (...args: A) => R): (...args: A) => R {
  const newest = useRef(handler);
  newest.current = handler;
  return useCallback((...args: A) => newest.current(...args), []);
}
