// Starts the window: finds its host, and draws with Fluent under the page's nonce.
import './no-eval.ts';
import { createDOMRenderer, FluentProvider, RendererProvider } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './base.css';
import { BookingViewProvider } from '../bookings/kept-view.tsx';
import { CourierProvider, findHost, useFirstSnapshot } from '../link/courier.tsx';
import { SettingsProvider, useSettings } from '../link/settings.tsx';
import { useTheme } from '../link/theme.ts';

function Themed(): ReactNode {
  const { settings } = useSettings();
  const environment = useFirstSnapshot()?.environment ?? 'production';
  const { theme, isDark } = useTheme(environment, settings.theme);
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
    document.body.style.backgroundColor = theme.colorNeutralBackground1;
  }, [theme, isDark]);
  return (
    <FluentProvider theme={theme}>
      <App />
    </FluentProvider>
  );
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });
const host = findHost();

createRoot(document.getElementById('root') as HTMLElement).render(
  <RendererProvider renderer={renderer} targetDocument={document}>
    <CourierProvider host={host}>
      <SettingsProvider>
        <BookingViewProvider>
          <Themed />
        </BookingViewProvider>
      </SettingsProvider>
    </CourierProvider>
  </RendererProvider>,
);
