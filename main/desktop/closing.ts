// What the X of the window does. A window that cannot be found again is worse than one that stays in sight.

export interface Closing {
  /** The program is ending anyway. */
  readonly isEnding: boolean;
  readonly hasTray: boolean;
  /** The setting: the program goes on in the tray. */
  readonly closeToTray: boolean;
}

/** Whether the window goes away for good, into the tray, or down to the taskbar. */
export function closingOf({ isEnding, hasTray, closeToTray }: Closing): 'quit' | 'hide' | 'minimise' | 'close' {
  if (isEnding) return 'close';
  if (!closeToTray) return 'quit';
  return hasTray ? 'hide' : 'minimise';
}

/** Said once, when the window first went into the tray. */
export function trayNotice(platform: NodeJS.Platform): { readonly title: string; readonly body: string } {
  const place = platform === 'darwin' ? 'the menu bar' : 'the tray, beside the clock';
  const pin =
    platform === 'win32'
      ? ' To keep its icon in sight: Settings of Windows, Personalisation, Taskbar, Other system tray icons.'
      : '';
  return {
    title: 'Booking Courier is still running',
    body: `It goes on sending results from ${place}. Choose Quit there to end it.${pin}`,
  };
}
