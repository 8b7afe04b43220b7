// The frame of the window: band, navigation, page, status line, and what floats above them.
import { type ReactNode, useEffect } from 'react';
import './app.css';
import { counted } from '../../shared/numbers.ts';
import { needYou } from '../../shared/totals.ts';
import { BookingsPage } from '../bookings/page.tsx';
import { FilesProvider } from '../files/files.tsx';
import { Shortcuts } from '../files/shortcuts.tsx';
import { ImportsPage } from '../import/imports-page.tsx';
import { ImportPage } from '../import/page.tsx';
import { useFirstSnapshot, useHostState, useSnapshot } from '../link/courier.tsx';
import { LiveRegion } from '../link/live-region.tsx';
import type { HostState } from '../link/loopback.ts';
import { type Route, useRoute } from '../link/route.ts';
import { UndoBar, UndoProvider } from '../link/undo.tsx';
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
  production: null,
} as const;

function Band(): ReactNode {
  const { environment } = useSnapshot();
  const words = BANDS[environment];
  return words === null ? null : <div className={`band ${environment}`}>{words}</div>;
}

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

/** The whole window. */
export function App(): ReactNode {
  const { route } = useRoute();
  const host = useHostState();
  const snapshot = useFirstSnapshot();
  const need = snapshot === null ? 0 : needYou(snapshot);
  useEffect(() => {
    document.title = need === 0 ? 'Booking Courier' : `${counted(need, 'result needs', 'results need')} you · Booking Courier`;
  }, [need]);
  if (snapshot === null || host === 'no-key') return <Waiting />;
  return (
    <OutboxViewProvider>
      <UndoProvider>
        <FilesProvider>
          <div className="app">
            <Band />
            <div className="app-body">
              <Navigation />
              <main className="app-main">
                <Bars />
                <Page route={route} />
                <UndoBar />
              </main>
            </div>
            <StatusLine />
          </div>
          <Shortcuts />
          <LiveRegion />
        </FilesProvider>
      </UndoProvider>
    </OutboxViewProvider>
  );
}
