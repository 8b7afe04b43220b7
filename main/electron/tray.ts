// The tray icon: what is waiting, and the three things a person may want without the window.
import { Menu, nativeImage, Tray } from 'electron';
import type { Snapshot } from '../../shared/snapshot.ts';
import { environmentName } from '../../shared/wording.ts';

const SIZE = 32;
const COLOUR = { blue: 0xd4, green: 0x4f, red: 0x3b };

/** A filled disc; drawn here, so that no file has to be found in a packaged app. */
function disc(): Electron.NativeImage {
  const pixels = Buffer.alloc(SIZE * SIZE * 4);
  const middle = (SIZE - 1) / 2;
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      if (Math.hypot(x - middle, y - middle) <= SIZE / 2 - 2) {
        pixels.set([COLOUR.blue, COLOUR.green, COLOUR.red, 0xff], (y * SIZE + x) * 4);
      }
    }
  }
  return nativeImage.createFromBitmap(pixels, { width: SIZE, height: SIZE, scaleFactor: 2 });
}

/** One line for the tooltip: nobody should have to open the window to learn that all is well. */
export function tooltipOf({ environment, counts, bookings }: Snapshot): string {
  const needYou = counts.refused + counts.parked + counts.held + bookings.edits.conflict + bookings.edits.failed;
  const waiting = counts.waiting + counts.sending + counts.unconfirmed;
  return `Booking Courier (${environmentName(environment)}): ${waiting} waiting, ${needYou} ${needYou === 1 ? 'needs' : 'need'} you`;
}

export interface TrayActions {
  readonly open: () => void;
  readonly sendNow: () => void;
  readonly quit: () => void;
}

/** Puts the icon up; what comes back refreshes its tooltip. */
export function createTray({ open, sendNow, quit }: TrayActions): (snapshot: Snapshot) => void {
  const tray = new Tray(disc());
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open', click: open },
      { label: 'Send now', click: sendNow },
      { type: 'separator' },
      { label: 'Quit', click: quit },
    ]),
  );
  tray.on('click', open);
  return (snapshot) => tray.setToolTip(tooltipOf(snapshot));
}
