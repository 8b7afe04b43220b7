// Words with a number in them that moves: they take as much room as they ever will, so that nothing beside them moves too.
import type { ReactNode } from 'react';
import './steady-words.css';

/** `widest` are the longest words that can stand there. */
export function SteadyWords({ words, widest }: { readonly words: string; readonly widest: string }): ReactNode {
  return (
    <span className="steady" data-widest={widest}>
      {words}
    </span>
  );
}
