// The pages, with what waits in them. One line per page.
import {
  CalendarLtr20Filled,
  CalendarLtr20Regular,
  DocumentTable20Filled,
  DocumentTable20Regular,
  QuestionCircle20Filled,
  QuestionCircle20Regular,
  Send20Filled,
  Send20Regular,
  Settings20Filled,
  Settings20Regular,
  Sparkle20Filled,
  Sparkle20Regular,
  Warning20Filled,
  Warning20Regular,
} from '@fluentui/react-icons';
import type { ComponentType, ReactNode } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useSnapshot } from '../link/courier.tsx';
import './navigation.css';
import { number } from '../../shared/numbers.ts';
import { needYou, onTheirWay } from '../../shared/totals.ts';
import { VERSION } from '../help/changes.ts';
import { hashOf, type Route, useRoute } from '../link/route.ts';

interface Entry {
  readonly page: Exclude<Route['page'], 'import'>;
  readonly name: string;
  readonly icons: readonly [ComponentType, ComponentType];
  readonly count?: (snapshot: Snapshot) => number;
  /** What the count counts. */
  readonly counts?: string;
  readonly urgent?: true;
}

const PAGES: readonly Entry[] = [
  { page: 'outbox', name: 'Outbox', icons: [Send20Regular, Send20Filled], count: onTheirWay, counts: 'waiting' },
  {
    page: 'problems',
    name: 'Problems',
    icons: [Warning20Regular, Warning20Filled],
    count: needYou,
    counts: 'need you',
    urgent: true,
  },
  {
    page: 'imports',
    name: 'Imports',
    icons: [DocumentTable20Regular, DocumentTable20Filled],
    count: (snapshot) => snapshot.openImports.length,
    counts: 'open',
  },
  {
    page: 'bookings',
    name: 'Bookings',
    icons: [CalendarLtr20Regular, CalendarLtr20Filled],
    count: ({ bookings }) => bookings.edits.queued + bookings.edits.sending,
    counts: 'queued',
  },
];

const AT_THE_BOTTOM: readonly Entry[] = [
  { page: 'help', name: 'Help', icons: [QuestionCircle20Regular, QuestionCircle20Filled] },
  { page: 'news', name: 'What is new', icons: [Sparkle20Regular, Sparkle20Filled] },
  { page: 'settings', name: 'Settings', icons: [Settings20Regular, Settings20Filled] },
];

function PageLink({ entry }: { readonly entry: Entry }): ReactNode {
  const snapshot = useSnapshot();
  const { route } = useRoute();
  const isHere = route.page === entry.page || (route.page === 'import' && entry.page === 'imports');
  const Icon = entry.icons[isHere ? 1 : 0];
  const count = entry.count?.(snapshot) ?? 0;
  const title = count === 0 ? entry.name : `${entry.name}, ${number(count)} ${entry.counts}`;
  return (
    <a href={hashOf({ page: entry.page })} aria-current={isHere ? 'page' : undefined} title={title}>
      <Icon />
      <span className="navigation-name">{entry.name}</span>
      {count > 0 && (
        <span className={entry.urgent ? 'navigation-count urgent' : 'navigation-count'}>
          {short(count)}
          <span className="out-of-sight"> {entry.counts}</span>
        </span>
      )}
    </a>
  );
}

/** Fits a badge: `12`, `999`, `12k`, `1.2M` */
function short(count: number): string {
  if (count < 1000) return String(count);
  if (count < 1_000_000) return `${Math.floor(count / 1000)}k`;
  return `${(Math.floor(count / 100_000) / 10).toFixed(1)}M`;
}

export function Navigation(): ReactNode {
  return (
    <nav className="navigation" aria-label="Pages">
      {PAGES.map((entry) => (
        <PageLink key={entry.page} entry={entry} />
      ))}
      <div className="navigation-gap" />
      {AT_THE_BOTTOM.map((entry) => (
        <PageLink key={entry.page} entry={entry} />
      ))}
      <p className="navigation-version">
        <span>Version </span>
        {VERSION}
      </p>
    </nav>
  );
}
