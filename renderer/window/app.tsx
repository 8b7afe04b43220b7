// The frame of the window: band, navigation, page, status line, and what floats above them.
import { PortalMountNodeProvider } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import './app.css';
import { number } from '../../shared/numbers.ts';
import type { Environment } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { needYou, unsureSettings } from '../../shared/totals.ts';
import { environmentName } from '../../shared/wording.ts';
import { BookingsPage } from '../bookings/page.tsx';
import { FilesProvider } from '../files/files.tsx';
import { Shortcuts } from '../files/shortcuts.tsx';
import { NewsPage } from '../help/news-page.tsx';
import { HelpPage } from '../help/page.tsx';
import { ImportsPage } from '../import/imports-page.tsx';
import { ImportPage } from '../import/page.tsx';
import { useFirstSnapshot, useHostState, useSnapshot } from '../link/courier.tsx';
import { useHeardSentinels } from '../link/heard-sentinels.ts';
import { LiveRegion } from '../link/live-region.tsx';
import type { HostState } from '../link/loopback.ts';
import { RetryProvider } from '../link/retry.tsx';
import { type Route, useRoute } from '../link/route.ts';
import { UndoProvider } from '../link/undo.tsx';
import { UndoBar } from '../link/undo-bar.tsx';
import { useKeptFocus } from '../link/use-kept-focus.ts';
import { OutboxPage } from '../outbox/page.tsx';
import { OutboxViewProvider } from '../outbox/view.tsx';
import { ProblemsPage } from '../problems/page.tsx';
import { SettingsPage } from '../settings/page.tsx';
import { Bars } from './bars.tsx';
import { Navigation } from './navigation.tsx';
import { StatusLine } from './status-line.tsx';

const BANDS = {
  practice: 'PRACTICE: nothing here reaches BasicPSF',
  test: 'TEST: everything goes to the BasicPSF test database',
  production: 'PRODUCTION: everything goes to live PPS data',
} as const;

function Band(): ReactNode {
  const snapshot = useSnapshot();
  const { environment } = snapshot;
  // Nobody is told that all is well here while it is not known where results are meant to go.
  if (unsureSettings(snapshot) !== null) {
    const shown = environmentName(environment).toUpperCase();
    return <Banner tone="unsure">SETTINGS NOT READ: nothing is sent until you confirm them ({shown} is shown)</Banner>;
  }
  return <Banner tone={environment}>{BANDS[environment]}</Banner>;
}

/** The first thing that Tab comes to leads past the navigation. */
function Banner({ tone, children }: { readonly tone: Environment | 'unsure'; readonly children: ReactNode }): ReactNode {
  return (
    <header className={`band ${tone}`}>
      <button type="button" className="skip" onClick={() => document.getElementById(PAGE_ID)?.focus()}>
        Go to the page
      </button>
      <span>{children}</span>
    </header>
  );
}

const PAGE_ID = 'page';
/** Pages with nothing to go to but the text itself: it is scrolled by key all the same. */
const TEXT_ALONE: ReadonlySet<Route['page']> = new Set(['news']);

function Page({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case 'outbox':
      return <OutboxPage />;
    case 'problems':
      return <ProblemsPage />;
    case 'imports':
      return <ImportsPage />;
    case 'import':
      return <ImportPage key={route.id} id={route.id} />;
    case 'bookings':
      return <BookingsPage />;
    case 'settings':
      return <SettingsPage />;
    case 'help':
      return <HelpPage />;
    case 'news':
      return <NewsPage />;
  }
}

const NOT_HERE: Record<HostState, string> = {
  connecting: '',
  open: '',
  gone: 'Booking Courier is not running. Start it again and use the window that it opens.',
  'no-key':
    'This page belongs to an earlier run, or its address lacks the key. Open the whole address that Booking Courier prints when it starts.',
};

/** Before the app has said anything there is nothing to draw, except why. */
function Waiting(): ReactNode {
  return <p className="app-wait">{NOT_HERE[useHostState()]}</p>;
}

const TITLES: Record<Route['page'], string> = {
  outbox: 'Outbox',
  problems: 'Problems',
  imports: 'Imports',
  import: 'Import',
  bookings: 'Bookings',
  settings: 'Settings',
  help: 'Help',
  news: 'What is new',
};

/** What the window is called: what needs a person first, then the page and the environment. */
function titleOf({ page }: Route, snapshot: Snapshot): string {
  const need = needYou(snapshot);
  const urgent = need === 0 ? '' : `(${number(need)}) `;
  return `${urgent}${TITLES[page]} · ${environmentName(snapshot.environment)} · Booking Courier`;
}

/** The whole window. */
export function App(): ReactNode {
  const { route } = useRoute();
  const host = useHostState();
  const snapshot = useFirstSnapshot();
  const title = snapshot === null ? 'Booking Courier' : titleOf(route, snapshot);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useKeptFocus();
  useHeardSentinels();
  const [above, setAbove] = useState<HTMLElement | null>(null);
  if (snapshot === null || host === 'no-key') return <Waiting />;
  return (
    <PortalMountNodeProvider value={above ?? undefined}>
      <OutboxViewProvider>
        <UndoProvider>
          <RetryProvider>
            <FilesProvider>
              <div className="app">
                <Band />
                <div className="app-body">
                  <Navigation />
                  <main className="app-main">
                    <div className="app-page" id={PAGE_ID} tabIndex={TEXT_ALONE.has(route.page) ? 0 : -1}>
                      <Bars />
                      <Page route={route} />
                      <UndoBar />
                    </div>
                    {/* Menus and dialogs belong to the page, and are found in it by those who go from landmark to landmark. */}
                    <div ref={setAbove} data-above="" />
                  </main>
                </div>
                <StatusLine />
              </div>
              <Shortcuts />
              <LiveRegion />
            </FilesProvider>
          </RetryProvider>
        </UndoProvider>
      </OutboxViewProvider>
    </PortalMountNodeProvider>
  );
}
