// How the program lives on the desktop: which notifications it shows, what the X of the window does, and when it starts.
import { Checkbox, Switch } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Settings } from '../../shared/settings.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { useSettings } from '../link/settings.tsx';

const CLASSES: readonly (readonly [keyof Settings['notifications'], string, string])[] = [
  [
    'actionNeeded',
    'Something needs me',
    'Results were refused, the account does not work, or this computer cannot keep results.',
  ],
  ['delayed', 'Delivery is late', 'BasicPSF has been away for 15 minutes while results wait.'],
  ['info', 'Good news', 'Everything that waited was confirmed.'],
];

export function DesktopSection(): ReactNode {
  const { desktop } = useSnapshot();
  const { settings, change } = useSettings();
  const act = useAct();
  // A browser has no tray, and its page cannot be told to start by itself.
  if (desktop === null) return null;
  return (
    <>
      <section aria-labelledby="settings-notifications">
        <h2 id="settings-notifications">Notifications</h2>
        <p className="quiet">
          Each cause is told once, and again only when it lasts. What needs you stands under Problems either way.
        </p>
        <div>
          {CLASSES.map(([name, label, what]) => (
            <Checkbox
              key={name}
              checked={settings.notifications[name]}
              label={
                <>
                  {label}
                  <span className="setting-what">{what}</span>
                </>
              }
              onChange={(_, data) => void change({ notifications: { ...settings.notifications, [name]: data.checked === true } })}
            />
          ))}
        </div>
      </section>
      <section aria-labelledby="settings-desktop">
        <h2 id="settings-desktop">On this computer</h2>
        <Switch
          checked={desktop.startsAtLogin}
          label={
            <>
              Start when I sign in
              <span className="setting-what">Without a window, so that results go out also when nobody opens it.</span>
            </>
          }
          onChange={(_, data) => void act('desktop.startAtLogin', { on: data.checked })}
        />
        <Switch
          checked={settings.closeToTray}
          label={
            <>
              Keep running when the window is closed
              <span className="setting-what">
                {desktop.hasTray
                  ? 'The window goes into the tray, beside the clock. Quit is in the menu of the icon there.'
                  : 'This desktop has no tray, so the window is minimised instead.'}
              </span>
            </>
          }
          onChange={(_, data) => void change({ closeToTray: data.checked })}
        />
      </section>
    </>
  );
}
