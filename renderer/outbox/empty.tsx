// What an empty outbox teaches: how results get in, or why this view of it has none.
import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { SampleButton } from '../files/sample-button.tsx';
import { useFiles } from '../files/ways-in.ts';
import { type Tab, useOutboxView } from './view.tsx';

const NONE: Record<Exclude<Tab, 'all'>, readonly [string, string]> = {
  waiting: ['Nothing is waiting.', 'Results stand here from the moment they are queued until BasicPSF confirms them.'],
  refused: [
    'Nothing is refused or stopped.',
    'Results that BasicPSF refuses, or that could not be delivered for days, stand here with the reason.',
  ],
  discarded: ['Nothing is discarded.', 'Results that you discard stand here, and can be brought back.'],
  replaced: [
    'Nothing was replaced.',
    'When a newer result of the same order takes the place of an older one, the older one stands here.',
  ],
  delivered: ['Nothing was delivered yet.', 'A result comes here when BasicPSF has confirmed that very order.'],
};

/** `isBare`: there is no result at all. */
export function OutboxEmpty({ isBare }: { readonly isBare: boolean }): ReactNode {
  const files = useFiles();
  const { view, startView } = useOutboxView();
  if (isBare && view.tab === 'all') {
    return (
      <div className="empty">
        <h2>Drop a CSV file anywhere in this window</h2>
        <p>
          It needs a line of column names: internalOrderRef, bookingResult, bookingDate and inspectorName. Every row is checked
          first, and nothing is sent before you say so.
        </p>
        <div className="empty-actions">
          <Button appearance="primary" onClick={files.browse}>
            Browse…
          </Button>
          <Button onClick={files.askForRows}>Paste rows…</Button>
          <SampleButton />
        </div>
      </div>
    );
  }
  if (view.search.trim() !== '' || view.only !== null) {
    return (
      <div className="empty">
        <h2>No result matches{view.search.trim() === '' ? '' : ` “${view.search.trim()}”`}.</h2>
        <p>The search looks at the order reference and at the inspector, in the results shown by the filter.</p>
        <div className="empty-actions">
          <Button onClick={() => startView({})}>Show all results</Button>
        </div>
      </div>
    );
  }
  const [what, how] = NONE[view.tab === 'all' ? 'waiting' : view.tab];
  return (
    <div className="empty">
      <h2>{what}</h2>
      <p>{how}</p>
    </div>
  );
}
