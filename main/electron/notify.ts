// Puts the notifications on the desktop that main/desktop/alerts decided on. One per id: a newer one takes its place.
import { Notification } from 'electron';
import type { Log } from '../base/ports.ts';
import type { Alert, AlertRetry } from '../desktop/alert.ts';

export interface NotifierActions {
  /** Shows the page of the window that the alert is about. */
  readonly open: (route: string) => void;
  readonly retry: (what: NonNullable<AlertRetry>) => void;
}

export interface Notifier {
  readonly show: (alert: Alert) => void;
  readonly withdraw: (id: string) => void;
  /** Says something once that is about nothing on any page. */
  readonly notice: (words: { readonly title: string; readonly body: string }, onClick?: () => void) => void;
}

const GROUP = 'booking-courier';

/** Shows nothing where the desktop has no notifications; the tray shows the count either way. */
export function createNotifier(
  { open, retry }: NotifierActions,
  log: Log,
  platform: NodeJS.Platform = process.platform,
): Notifier {
  // Held here, because one that nobody holds is collected, and its click with it.
  const shown = new Map<string, Notification>();
  const failed = (_event: unknown, error: string): void => log('warning', 'a notification could not be shown', { error });

  // Also called for one that an earlier run left in the notification centre, and that nothing here knows any more.
  if (platform === 'win32') {
    Notification.handleActivation(({ arguments: words }) => {
      if (!shown.has(new URLSearchParams(words).get('tag') ?? '')) open('#/problems');
    });
  }

  function withdraw(id: string): void {
    shown.get(id)?.close();
    shown.delete(id);
    if (platform === 'darwin') Notification.remove(id);
  }

  return {
    show: (alert) => {
      withdraw(alert.id);
      if (!Notification.isSupported()) return;
      const { retry: what } = alert;
      const notification = new Notification({
        id: alert.id,
        groupId: GROUP,
        title: alert.title,
        body: alert.body,
        silent: alert.class !== 'actionNeeded',
        actions: what === null ? [] : [{ type: 'button', text: 'Retry' }],
      });
      notification.on('click', () => open(alert.route));
      notification.on('action', () => what !== null && retry(what));
      notification.on('failed', failed);
      shown.set(alert.id, notification);
      notification.show();
    },
    withdraw,
    notice: ({ title, body }, onClick = () => {}) => {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ id: title, title, body, silent: true });
      notification.on('click', onClick);
      shown.set(title, notification);
      notification.on('failed', failed);
      notification.show();
    },
  };
}
