// The product's mark, an envelope, and its five tray states. Each state differs in shape, not in colour alone, so that it
// can be told apart by everybody and in the one colour of a macOS menu bar.
import { box, type Colour, createCanvas, disc, grown, line, polygon, type Rgba, type Shape, scaled, union } from './shapes.ts';

export const TRAY_STATES = ['idle', 'sending', 'paused', 'offline', 'attention'] as const;
export type TrayState = (typeof TRAY_STATES)[number];
/** `template` is black and transparency only: macOS colours it itself. */
export type TrayLook = 'colour' | 'template';

/** Of middle brightness: each stands out from a light taskbar and from a dark one. */
export const COLOURS = {
  blue: [43, 124, 211],
  green: [46, 151, 62],
  teal: [0, 143, 150],
  amber: [194, 113, 0],
  grey: [130, 130, 130],
  red: [224, 62, 58],
} as const satisfies Record<string, Colour>;

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
/** The gap between a badge and the envelope, grid units. */
const GAP = 1;

const ENVELOPE = box([0, 1], [15, 12], 1.8);
const FLAP = line(
  [
    [1.4, 3.2],
    [7.5, 7.2],
    [13.6, 3.2],
  ],
  1.4,
);
const TICK = line(
  [
    [9.9, 12.1],
    [11.4, 13.6],
    [14, 10.6],
  ],
  1.4,
);
const ARROW = union(
  polygon(
    [
      [12, 8],
      [15.4, 11.6],
      [8.6, 11.6],
    ],
    0.5,
  ),
  box([10.6, 11], [13.4, 16], 0.3),
);
const BARS = union(box([8, 8], [10.8, 16], 0.5), box([13.2, 8], [16, 16], 0.5));
const SLASH = line(
  [
    [1.4, 14.6],
    [14.6, 1.4],
  ],
  1.8,
);
const TRIANGLE = polygon(
  [
    [11.5, 7.6],
    [15.3, 15.3],
    [7.7, 15.3],
  ],
  0.6,
);
const EXCLAMATION = union(
  line(
    [
      [11.5, 10.6],
      [11.5, 11.8],
    ],
    1.6,
  ),
  disc(11.5, 14.4, 0.9),
);

interface Mark {
  readonly envelope: Colour;
  readonly badge: Shape;
  readonly colour: Colour;
  /** What stands on the badge. */
  readonly glyph?: Shape;
  /** What is kept free for the badge, where that is more than its own shape. */
  readonly room?: Shape;
}

const MARKS: Record<TrayState, Mark> = {
  idle: { envelope: COLOURS.blue, badge: disc(12, 12, 4), colour: COLOURS.green, glyph: TICK },
  sending: { envelope: COLOURS.blue, badge: ARROW, colour: COLOURS.teal },
  paused: { envelope: COLOURS.blue, badge: BARS, colour: COLOURS.amber, room: box([8, 8], [16, 16], 0.5) },
  offline: { envelope: COLOURS.grey, badge: SLASH, colour: COLOURS.grey },
  attention: { envelope: COLOURS.blue, badge: TRIANGLE, colour: COLOURS.red, glyph: EXCLAMATION },
};

/** One state of the tray icon at `sizePx` × `sizePx` pixels. */
export function drawTrayIcon(state: TrayState, sizePx: number, look: TrayLook): Rgba {
  const { envelope, badge, colour, glyph, room = badge } = MARKS[state];
  const canvas = createCanvas(sizePx);
  // Without colours, what is white otherwise is a hole.
  const [solid, pale]: [(shape: Shape, own: Colour) => void, (shape: Shape) => void] =
    look === 'template'
      ? [(shape) => canvas.fill(shape, BLACK), canvas.cut]
      : [canvas.fill, (shape) => canvas.fill(shape, WHITE)];
  solid(ENVELOPE, envelope);
  pale(FLAP);
  canvas.cut(grown(room, GAP));
  solid(badge, colour);
  if (glyph !== undefined) pale(glyph);
  return canvas.picture();
}

const TILE: Colour = [17, 94, 163];
/** Lighter than the tray's, because its ground is always the dark tile. */
const SEAL_GREEN: Colour = [72, 187, 90];
const SEAL = disc(12, 12, 4.6);
/** How much of the tile the mark takes up. */
const MARK_SCALE = 0.74;
/** How much of the square the tile takes up on macOS (Apple's icon grid: 824 of 1,024). */
const MACOS_SCALE = 824 / 1024;

/** The icon of the program at `sizePx` × `sizePx` pixels; macOS wants a margin around it, the others fill their square. */
export function drawAppIcon(sizePx: number, margin: 'none' | 'macos' = 'none'): Rgba {
  const canvas = createCanvas(sizePx);
  const tileScale = margin === 'macos' ? MACOS_SCALE : 1;
  canvas.fill(scaled(box([0, 0], [16, 16], 3.4), tileScale), TILE);
  const mark = (shape: Shape, colour: Colour): void => canvas.fill(scaled(shape, tileScale * MARK_SCALE), colour);
  mark(ENVELOPE, WHITE);
  mark(FLAP, TILE);
  mark(grown(SEAL, GAP), TILE);
  mark(SEAL, SEAL_GREEN);
  mark(TICK, WHITE);
  return canvas.picture();
}
