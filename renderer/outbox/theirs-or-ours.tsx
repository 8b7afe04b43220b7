// The question of a result that was not sent because BasicPSF holds something newer: both values, and a button for each.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useCallback, useState } from 'react';
import { moment } from '../../shared/moments.ts';
import { counted } from '../../shared/numbers.ts';
import type { OutboxDetail } from '../../shared/outbox-item.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { useUndo } from '../link/undo.tsx';
import { Held } from './held-now.tsx';

/** Whose result counts. */
export type Choice = 'theirs' | 'ours';

/** So many results go into one call. */
const MOST_AT_ONCE = 5000;

function said(choice: Choice, count: number): string {
  const orders = counted(count, 'order');
  return choice === 'theirs' ? `BasicPSF's result stays for ${orders}.` : `Our result is sent for ${orders}.`;
}

/** Decides about results by their numbers, and offers to take that back; answers how many it was done for. */
export function useChoice(): (choice: Choice, seqs: readonly number[]) => Promise<number> {
  const act = useAct();
  const { offer } = useUndo();
  return useCallback(
    async (choice, seqs) => {
      const parts: (readonly number[])[] = [];
      for (let from = 0; from < seqs.length; from += MOST_AT_ONCE) parts.push(seqs.slice(from, from + MOST_AT_ONCE));
      let count = 0;
      for (const part of parts) {
        const call = choice === 'theirs' ? 'order.keepTheirs' : 'order.sendOurs';
        count += (await act(call, { selection: { seqs: [...part] } }))?.count ?? 0;
      }
      if (count === 0) return 0;
      offer(said(choice, count), async () => {
        let back = 0;
        for (const part of parts) {
          const again = await act('order.askAgain', { seqs: [...part] });
          if (again === null) return null;
          back += again.count;
        }
        return { count: back };
      });
      return count;
    },
    [act, offer],
  );
}

/** Nothing where nobody was asked, or where the result is no longer held up by it. */
export function TheirsOrOurs({ detail }: { readonly detail: OutboxDetail }): ReactNode {
  const { heldElsewhere: held, item } = detail;
  const { now } = useSnapshot();
  const choose = useChoice();
  const [isDeciding, deciding] = useState(false);
  if (held === null || item.state !== 'parked' || item.cause !== 'told-elsewhere') return null;

  async function decide(choice: Choice): Promise<void> {
    deciding(true);
    await choose(choice, [item.seq]);
    deciding(false);
  }

  return (
    <section className="theirs-or-ours" aria-label="Theirs or ours">
      <Held
        held={held}
        told={item}
        said="BasicPSF holds"
        asked={<time className="quiet numeric">{moment(held.seenAt, now)}</time>}
      />
      <div className="pane-actions">
        <Button appearance="primary" disabledFocusable={isDeciding} onClick={() => void decide('theirs')}>
          Keep theirs
        </Button>
        <Button disabledFocusable={isDeciding} onClick={() => void decide('ours')}>
          Send ours
        </Button>
      </div>
    </section>
  );
}
