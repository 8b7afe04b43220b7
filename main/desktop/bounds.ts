// Where the window was, kept between starts, and put back in sight when a monitor has gone since.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const pixels = z.number().int().min(-100_000).max(100_000);
const Bounds = z.object({ x: pixels, y: pixels, width: pixels, height: pixels });
/** A rectangle on the desktop, in device-independent pixels. */
export type Bounds = z.infer<typeof Bounds>;
const Kept = z.object({ bounds: Bounds, isMaximized: z.boolean() });
export type KeptWindow = z.infer<typeof Kept>;

export const LEAST_SIZE = { width: 800, height: 600 } as const;
export const FIRST_SIZE = { width: 1120, height: 760 } as const;
/** So much of the window must be on a screen, for a person to see it and to take hold of it. */
const IN_SIGHT = { width: 160, height: 80 } as const;
/** Only the upper part of a window can be taken hold of. */
const TITLE_HEIGHT = 40;

function overlap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);
}

/** The kept bounds where they can still be seen on one of the work areas, shrunk to it if need be; else null: the system places it. */
export function boundsInSight(kept: Bounds, workAreas: readonly Bounds[]): Bounds | null {
  const title = { ...kept, height: TITLE_HEIGHT };
  const area = workAreas.find(
    (one) =>
      overlap(title.x, title.width, one.x, one.width) >= IN_SIGHT.width &&
      overlap(title.y, title.height, one.y, one.height) >= TITLE_HEIGHT &&
      overlap(kept.y, kept.height, one.y, one.height) >= IN_SIGHT.height,
  );
  if (area === undefined) return null;
  return {
    x: kept.x,
    y: kept.y,
    width: Math.max(LEAST_SIZE.width, Math.min(kept.width, area.width)),
    height: Math.max(LEAST_SIZE.height, Math.min(kept.height, area.height)),
  };
}

/** What the last run kept in `home`; null when there is nothing that can be understood. */
export function keptWindow(home: string): KeptWindow | null {
  try {
    return Kept.parse(JSON.parse(readFileSync(join(home, 'window.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps where the window is; not worth a word when the disk will not have it. */
export function keepWindow(home: string, window: KeptWindow): void {
  try {
    writeFileSync(join(home, 'window.json'), `${JSON.stringify(window)}\n`, { mode: 0o600 });
  } catch {
    // It will open in the middle of the screen next time.
  }
}
