// Tells those who listen instead of look how the counts moved: politely, and not more often than every two seconds.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { counted, number } from '../shared/numbers.ts';
import { needYou, onTheirWay } from '../shared/totals.ts';
import { useSnapshot } from './courier.tsx';
import { after } from './time.ts';

const GAP_MS = 2000;

export function LiveRegion(): ReactNode {
  const snapshot = useSnapshot();
  const sentence = `${number(snapshot.deliveredToday)} delivered today, ${number(onTheirWay(snapshot))} waiting, ${counted(needYou(snapshot), 'result needs', 'results need')} you.`;
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

  return (
    <output className="out-of-sight" aria-live="polite">
      {said}
    </output>
  );
}
