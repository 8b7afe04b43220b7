// The outbox: what was delivered, what waits, what needs a person. The list is the page.
import { Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { number } from '../../shared/numbers.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { useCourier, useSnapshot } from '../link/courier.tsx';
import { Grid } from '../list/grid.tsx';
import type { KeysetSource } from '../list/keyset-list.ts';
import './page.css';
import { countOf, needYou, needYouWords, onTheirWay } from '../../shared/totals.ts';
import { go } from '../link/route.ts';
import { after } from '../link/time.ts';
import { useUndo } from '../link/undo.tsx';
import { NOTHING_SELECTED, type Selection } from '../list/selection.ts';
import { useKeysetList } from '../list/use-keyset-list.ts';
import { OutboxActions } from './actions.tsx';
import { CheckDelivered } from './check-delivered.tsx';
import { OUTBOX_COLUMNS, OUTBOX_LAYOUT } from './columns.tsx';
import { OutboxDetailPane, PANE_ID } from './detail.tsx';
import { OutboxEmpty } from './empty.tsx';
import { Sparkline } from './sparkline.tsx';
import { ImportMenu, OutboxTools } from './tools.tsx';
import { filterOf, TAB_STATES, useOutboxView } from './view.tsx';
import { Welcome } from './welcome.tsx';

const labelOf = (item: OutboxItem): string => item.internalOrderRef;

function Summary(): ReactNode {
  const snapshot = useSnapshot();
  const need = needYou(snapshot);
  return (
    <div className="outbox-head">
      <h1 className="out-of-sight">Outbox</h1>
      <p className="outbox-summary">
        <span>
          <strong>{number(snapshot.deliveredToday)}</strong> delivered today ·
        </span>{' '}
        <span>
          <strong>{number(onTheirWay(snapshot))}</strong> waiting ·
        </span>{' '}
        {need > 0 ? (
          <Link as="button" inline className="urgent" onClick={() => go({ page: 'problems' })}>
            {needYouWords(need)}
          </Link>
        ) : (
          <span>{needYouWords(need)}</span>
        )}
      </p>
      <Sparkline />
      {snapshot.counts.delivered > 0 && <CheckDelivered />}
      <ImportMenu />
    </div>
  );
}

export function OutboxPage(): ReactNode {
  const { welcome } = useSnapshot();
  return welcome ? <Welcome /> : <Outbox />;
}

function Outbox(): ReactNode {
  const courier = useCourier();
  const snapshot = useSnapshot();
  const { view, setView } = useOutboxView();
  const { discard } = useUndo();
  const [selection, select] = useState<Selection<OutboxItem>>(NOTHING_SELECTED);
  const filter = filterOf(view);
  const id = JSON.stringify([snapshot.environment, filter]);
  const plain = filter.search === undefined && filter.cause === undefined && filter.importId === undefined;
  // Counts by state are always at hand; what a search finds is only known by reading it.
  const total = plain ? countOf(snapshot.counts, TAB_STATES[view.tab]) : null;

  const list = useKeysetList<OutboxItem>(
    `outbox ${id}`,
    (): KeysetSource<OutboxItem> => ({
      // Newest first: the position rises as the seq falls.
      positionOf: (item) => -item.seq,
      end: 0,
      read: async (after, limit) => {
        const reply = await courier.call('outbox.list', {
          filter,
          limit,
          ...(after === null ? {} : { before: Math.max(1, -after) }),
        });
        if (!reply.ok) return null;
        return { rows: reply.value.items, next: reply.value.next === null ? null : -reply.value.next };
      },
    }),
    total,
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other rows
  useEffect(() => select(NOTHING_SELECTED), [id]);

  const body = useRef<HTMLDivElement>(null);
  function close(): void {
    setView({ open: null });
    body.current?.querySelector<HTMLElement>('.grid-row[tabindex="0"]')?.focus();
  }

  function show(seq: number, edit = false): void {
    setView({ open: { seq, edit } });
    if (!edit) after(0, () => document.getElementById(PANE_ID)?.focus());
  }

  const selected = selection.all || selection.rows.size > 0;

  /** What was ticked, else the row the keyboard is on. What a person decides to keep stays ticked. */
  async function discardChosen(item: OutboxItem): Promise<void> {
    const ticked = [...selection.rows.values()];
    const chosen = selection.all ? { filter } : { seqs: selected ? ticked.map(({ seq }) => seq) : [item.seq] };
    if ((await discard(chosen, ticked)) > 0) select(NOTHING_SELECTED);
  }

  const isBare = countOf(snapshot.counts, []) === 0;
  return (
    <div className="page">
      <Summary />
      {selected ? <OutboxActions selection={selection} filter={filter} total={total} onSelect={select} /> : <OutboxTools />}
      {view.only !== null && (
        <MessageBar>
          <MessageBarBody>
            Only: {view.only.name} <Link onClick={() => setView({ only: null })}>Show everything</Link>
          </MessageBarBody>
        </MessageBar>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the pane from the list and from the pane */}
      <div
        ref={body}
        className={view.open === null ? 'outbox-body' : 'outbox-body with-pane'}
        onKeyDown={(event) => event.key === 'Escape' && view.open !== null && close()}
      >
        <div className="outbox-list">
          <Grid
            label="Results"
            isNextFocus
            list={list}
            columns={OUTBOX_COLUMNS}
            layout={OUTBOX_LAYOUT}
            rowHeight={32}
            labelOf={labelOf}
            selection={selection}
            onSelect={select}
            onOpen={(item, by) => (by === 'key' ? show(item.seq) : setView({ open: { seq: item.seq, edit: false } }))}
            onMove={(item) => view.open !== null && setView({ open: { seq: item.seq, edit: false } })}
            onDelete={(item) => void discardChosen(item)}
            current={view.open === null ? null : -view.open.seq}
            empty={<OutboxEmpty isBare={isBare} />}
          />
        </div>
        {view.open !== null && <OutboxDetailPane seq={view.open.seq} edit={view.open.edit} show={show} close={close} />}
      </div>
    </div>
  );
}
