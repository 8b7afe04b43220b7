// Tells those who listen instead of look how the counts moved: politely, and not more often than every two seconds.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { number } from '../../shared/numbers.ts';
import { needYou, needYouWords, onTheirWay } from '../../shared/totals.ts';
import { useSnapshot } from './courier.tsx';
import { after } from './time.ts';

const GAP_MS = 2000;

/** What is to be read out of a sentence that moves: nothing at first, then the newest every two seconds. */
export function useSaying(sentence: string): string {
  const [said, say] = useState('');
  const newest = useRef(sentence);
  const pending = useRef(false);
  newest.current = sentence;
  const first = useRef(sentence);

  useEffect(() => {
    // The state at the start is on screen; only what changes is worth a word.
    if (sentence === first.current || pending.current) return;
    first.current = '';
    pending.current = true;
    after(GAP_MS, () => {
      pending.current = false;
      say(newest.current);
    });
  }, [sentence]);
  return said;
}

export function LiveRegion(): ReactNode {
  const snapshot = useSnapshot();
  const said = useSaying(
    `${number(snapshot.deliveredToday)} delivered today, ${number(onTheirWay(snapshot))} waiting, ${needYouWords(needYou(snapshot))}.`,
  );
  return (
    <output className="out-of-sight" aria-live="polite">
      {said}
    </output>
  );
}
