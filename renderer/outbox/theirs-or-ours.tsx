// The question of a result that was not sent because BasicPSF holds something newer: both values, and a button for each.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { moment } from '../../shared/moments.ts';
import type { OutboxDetail } from '../../shared/outbox-item.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { Held } from './held-now.tsx';

/** Nothing where nobody was asked, or where the result is no longer held up by it. */
export function TheirsOrOurs({ detail }: { readonly detail: OutboxDetail }): ReactNode {
  const { heldElsewhere: held, item } = detail;
  const { now } = useSnapshot();
  const act = useAct();
  const [isDeciding, deciding] = useState(false);
  if (held === null || item.state !== 'parked' || item.cause !== 'told-elsewhere') return null;

  async function decide(call: 'order.keepTheirs' | 'order.sendOurs'): Promise<void> {
    deciding(true);
    await act(call, { selection: { seqs: [item.seq] } });
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
        <Button appearance="primary" disabledFocusable={isDeciding} onClick={() => void decide('order.keepTheirs')}>
          Keep theirs
        </Button>
        <Button disabledFocusable={isDeciding} onClick={() => void decide('order.sendOurs')}>
          Send ours
        </Button>
      </div>
    </section>
  );
}
