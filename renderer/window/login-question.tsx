// Asked once, after the first file: whether the program should start with the computer. Either answer is kept.
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { useRoute } from '../link/route.ts';
import { useSettings } from '../link/settings.tsx';

export function LoginQuestion(): ReactNode {
  const { counts, desktop } = useSnapshot();
  const { settings, change } = useSettings();
  const act = useAct();
  const { route } = useRoute();
  const hasResults = counts.delivered + counts.waiting + counts.sending + counts.unconfirmed > 0;
  // On the page where nobody is in the middle of something.
  const isQuiet = route.page === 'outbox' && hasResults;
  if (!isQuiet || desktop === null || desktop.startsAtLogin || settings.startAtLoginAsked) return null;

  async function answer(on: boolean): Promise<void> {
    if (on && (await act('desktop.startAtLogin', { on })) === null) return;
    await change({ startAtLoginAsked: true });
  }

  return (
    <MessageBar intent="info">
      <MessageBarBody>
        <MessageBarTitle>Start Booking Courier when you sign in to this computer?</MessageBarTitle>
        It waits in the tray then, and results go out also when nobody opens the window.
      </MessageBarBody>
      <MessageBarActions>
        <Button appearance="primary" onClick={() => void answer(true)}>
          Start it
        </Button>
        <Button onClick={() => void answer(false)}>Not now</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
