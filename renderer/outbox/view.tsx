// How the outbox is looked at: which filter, which search, which result is open. Kept while other pages are shown.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type ItemState, NEEDS_PERSON, ON_ITS_WAY, type OutboxFilter } from '../../shared/outbox-item.ts';
import { useSnapshot } from '../link/courier.tsx';

export const TABS = ['all', 'waiting', 'refused', 'delivered'] as const;
/** What is out of the way, and can be looked at and brought back all the same. */
export const OTHER_TABS = ['discarded', 'replaced'] as const;
export type Tab = (typeof TABS)[number] | (typeof OTHER_TABS)[number];

/** The states each tab shows; all of them when empty. */
export const TAB_STATES: Record<Tab, readonly ItemState[]> = {
  all: [],
  waiting: ON_ITS_WAY,
  refused: NEEDS_PERSON,
  delivered: ['delivered'],
  discarded: ['discarded'],
  replaced: ['superseded'],
};

/** One more condition that another page put on the list, with its name. */
export interface Narrowing {
  readonly name: string;
  readonly cause?: string;
  readonly importId?: number;
}

export interface OutboxView {
  readonly tab: Tab;
  readonly search: string;
  readonly only: Narrowing | null;
  /** The result in the side pane, and whether its form is open. */
  readonly open: { readonly seq: number; readonly edit: boolean } | null;
}

const START: OutboxView = { tab: 'all', search: '', only: null, open: null };

interface ViewAccess {
  readonly view: OutboxView;
  readonly setView: (change: Partial<OutboxView>) => void;
  /** Another way to look at it, with everything else as at the start. */
  readonly startView: (view: Partial<OutboxView>) => void;
}

const ViewContext = createContext<ViewAccess>({ view: START, setView: () => {}, startView: () => {} });

/** Keeps the view beyond the life of the page. Another environment is another outbox, to which no old view fits. */
export function OutboxViewProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { environment } = useSnapshot();
  const [kept, keep] = useState({ environment, view: START });
  const view = kept.environment === environment ? kept.view : START;
  const setView = useCallback(
    (change: Partial<OutboxView>) =>
      keep((last) => ({ environment, view: { ...(last.environment === environment ? last.view : START), ...change } })),
    [environment],
  );
  const startView = useCallback(
    (change: Partial<OutboxView>) => keep({ environment, view: { ...START, ...change } }),
    [environment],
  );
  const access = useMemo(() => ({ view, setView, startView }), [view, setView, startView]);
  return <ViewContext value={access}>{children}</ViewContext>;
}

/** The view of the outbox, and the ways to change it. */
export function useOutboxView(): ViewAccess {
  return useContext(ViewContext);
}

/** The view as a filter of the outbox. */
export function filterOf({ tab, search, only }: OutboxView): OutboxFilter {
  const text = search.trim();
  return {
    states: [...TAB_STATES[tab]],
    ...(text === '' ? {} : { search: text }),
    ...(only?.cause === undefined ? {} : { cause: only.cause }),
    ...(only?.importId === undefined ? {} : { importId: only.importId }),
  };
}
