// The program as the desktop shows it while nobody looks at the window: tray, taskbar and notifications, fed by snapshots.
import { app, type BrowserWindow } from 'electron';
import type { CallOutput } from '../../shared/calls.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { App } from '../app/app-ports.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { AlertRetry } from '../desktop/alert.ts';
import { createAlerts } from '../desktop/alerts.ts';
import { inWindowsLine } from '../desktop/arguments.ts';
import { type ShellCommand, USER_TASKS } from '../desktop/commands.ts';
import { trayFrom } from '../desktop/tray.ts';
import { bringIn, chooseFiles } from './bring-in.ts';
import { createNotifier, type Notifier } from './notify.ts';
import { createTaskbar, createTray } from './tray.ts';
import { bringUp, bringUpAt } from './window.ts';

export interface PresencePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly hasTray: boolean;
  /** The arguments that this program is started with. */
  readonly own: readonly string[];
}

export interface Presence {
  /** Does what the tray, the jump list or a second start asks for. */
  readonly run: (command: ShellCommand) => void;
  readonly notice: Notifier['notice'];
  /** The program is ending: nothing more is told. */
  readonly finish: () => void;
}

const MINUTE_MS = 60_000;

/** Puts the program on the desktop and keeps what it shows there up to date. */
export function createPresence(courier: App, window: BrowserWindow, { clock, log, hasTray, own }: PresencePorts): Presence {
  const { platform } = process;

  function run(asked: ShellCommand): void {
    switch (asked.command) {
      case 'open':
        bringUp(window);
        break;
      case 'send-now':
        void courier.serve('sync.sendNow', {});
        break;
      case 'pause':
        void courier.serve('sync.pause', { until: asked.until });
        break;
      case 'resume':
        void courier.serve('sync.resume', {});
        break;
      case 'import':
        void chooseFiles(courier, window);
        break;
      case 'problems':
      case 'settings':
        bringUpAt(window, `#/${asked.command}`);
        break;
      case 'quit':
        app.quit();
        break;
    }
  }

  function retry(what: NonNullable<AlertRetry>): void {
    if (what === 'send-now') run({ command: 'send-now' });
    else void courier.serve('outbox.retry', { selection: what });
  }

  const notifier = createNotifier({ open: (route) => bringUpAt(window, route), retry }, log, platform);
  const alerts = createAlerts({
    clock,
    wants: () => courier.settings().notifications,
    groups: async () => {
      const reply = await courier.serve('outbox.groups', {});
      if (!reply.ok) throw new Error(`the problems could not be read: ${reply.failure.kind}`);
      return reply.value as CallOutput<'outbox.groups'>;
    },
    show: notifier.show,
    withdraw: notifier.withdraw,
  });
  const first = trayFrom(courier.snapshot());
  const drawTray = hasTray
    ? createTray(first, { run, bringIn: (paths) => void bringIn(courier, window, paths) }, platform)
    : () => {};
  const drawTaskbar = createTaskbar(app, window, platform);
  if (platform === 'win32') {
    app.setUserTasks(
      USER_TASKS.map(({ title, description, argument }) => ({
        program: process.execPath,
        arguments: [...own, argument].map(inWindowsLine).join(' '),
        title,
        description,
        iconPath: process.execPath,
        iconIndex: 0,
      })),
    );
  }
  function draw(snapshot: Snapshot): void {
    const face = trayFrom(snapshot);
    drawTray(face);
    drawTaskbar(face);
  }
  /** Moments in the menu, such as the end of a pause, are of now also when nothing happens. */
  function drawEveryMinute(): void {
    draw(courier.snapshot());
    cancel = clock.after(MINUTE_MS, drawEveryMinute);
  }
  let cancel = clock.after(MINUTE_MS, drawEveryMinute);
  const stop = courier.subscribe((snapshot) => {
    draw(snapshot);
    alerts.see(snapshot);
  });
  return {
    run,
    notice: notifier.notice,
    finish: () => {
      cancel();
      stop();
      alerts.stop();
    },
  };
}
