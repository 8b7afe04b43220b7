// Takes back what is unsent of a queued file. It can be undone, so it does not ask first.
import { Button } from '@fluentui/react-components';
import { ArrowUndo16Regular } from '@fluentui/react-icons';
import { type ReactNode, useRef, useState } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import { counted } from '../../shared/numbers.ts';
import { useAct } from '../link/courier.tsx';
import { SteadyWords } from '../link/steady-words.tsx';
import { useUndo } from '../link/undo.tsx';
import { queuedOf } from './confirmed-bar.tsx';

/** What was withdrawn, and what could not be any more. */
function saidOf(count: number, sent: number): string {
  const stay = sent === 0 ? '' : ` ${counted(sent, 'row was', 'rows were')} sent already and ${sent === 1 ? 'stays' : 'stay'}.`;
  return count === 0 ? `Nothing was left to withdraw.${stay}` : `${counted(count, 'row')} withdrawn.${stay}`;
}

function withdrawing(count: number): string {
  return count === 0 ? 'Nothing left to withdraw' : `Withdraw ${counted(count, 'unsent row')}`;
}

export function WithdrawButton({ file }: { readonly file: ImportSummary }): ReactNode {
  // It stays where it was when the last row is sent, so that a click meant for it meets nothing else.
  const stays = useRef(false);
  stays.current ||= file.waiting > 0;
  const act = useAct();
  const { offer } = useUndo();
  const [said, say] = useState('');

  async function withdraw(): Promise<void> {
    const done = await act('import.withdraw', { id: file.id });
    if (done === null) return;
    const sentence = saidOf(done.count, done.sent);
    // What all were withdrawn says is on the bar; that some were not has to stay.
    say(done.count === 0 || done.sent > 0 ? sentence : '');
    if (done.count === 0) return;
    offer(sentence, () => {
      say('');
      return act('outbox.restore', { undo: done.undo });
    });
  }

  return (
    <>
      {stays.current && (
        <Button icon={<ArrowUndo16Regular />} disabled={file.waiting === 0} onClick={() => void withdraw()}>
          <SteadyWords words={withdrawing(file.waiting)} widest={withdrawing(Math.max(2, queuedOf(file)))} />
        </Button>
      )}
      {said !== '' && <span className="receipt-said quiet">{said}</span>}
    </>
  );
}
