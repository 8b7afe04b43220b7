// The number that Windows lays over the icon in the taskbar: how many things need a person, up to 99+.
import { COLOURS } from './icon.ts';
import { box, type Colour, createCanvas, line, type Point, type Rgba, type Shape, union } from './shapes.ts';

const WHITE: Colour = [255, 255, 255];

function arc([x, y]: Point, [radiusX, radiusY]: Point, fromDegrees: number, toDegrees: number): Point[] {
  const steps = 16;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((fromDegrees + ((toDegrees - fromDegrees) * step) / steps) * Math.PI) / 180;
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)];
  });
}

/** Each sign as strokes in a square from 0,0 (top left) to 1,1. */
const SIGNS: Record<string, readonly (readonly Point[])[]> = {
  0: [arc([0.5, 0.5], [0.5, 0.5], 0, 360)],
  1: [
    [
      [0.15, 0.22],
      [0.6, 0],
      [0.6, 1],
    ],
  ],
  2: [[...arc([0.5, 0.29], [0.47, 0.29], 190, 395), [0, 1], [1, 1]]],
  3: [[...arc([0.46, 0.25], [0.46, 0.25], 200, 450), ...arc([0.46, 0.74], [0.5, 0.26], 270, 520)]],
  4: [
    [
      [0.72, 1],
      [0.72, 0],
      [0, 0.7],
      [1, 0.7],
    ],
  ],
  5: [[[0.92, 0], [0.14, 0], [0.08, 0.46], ...arc([0.48, 0.68], [0.5, 0.32], 230, 510)]],
  6: [[[0.8, 0], ...arc([0.5, 0.68], [0.5, 0.32], 200, 560)]],
  7: [
    [
      [0, 0],
      [1, 0],
      [0.36, 1],
    ],
  ],
  8: [arc([0.5, 0.25], [0.42, 0.25], 0, 360), arc([0.5, 0.74], [0.5, 0.26], 0, 360)],
  9: [[[0.2, 1], ...arc([0.5, 0.32], [0.5, 0.32], 20, 380)]],
  '+': [
    [
      [0, 0.5],
      [1, 0.5],
    ],
    [
      [0.5, 0.22],
      [0.5, 0.78],
    ],
  ],
};

/** Where the signs of a text of this length stand, grid units. */
const FITS: Record<number, { readonly width: number; readonly gap: number; readonly stroke: number }> = {
  1: { width: 4.6, gap: 0, stroke: 1.9 },
  2: { width: 3.6, gap: 2.2, stroke: 1.7 },
  3: { width: 2.7, gap: 1.8, stroke: 1.3 },
};
const TOP = 4.4;
const HEIGHT = 7.2;

/** `count` as it is shown: nothing is said by a number that nobody can read. */
export function overlayText(count: number): string {
  return count > 99 ? '99+' : String(count);
}

/** A red badge with `count` (1 or more) in it, `sizePx` × `sizePx` pixels; Windows asks for 16 or 32. */
export function drawOverlay(count: number, sizePx: number): Rgba {
  const canvas = createCanvas(sizePx);
  canvas.fill(box([0, 0], [16, 16], 6), COLOURS.red);
  const signs = [...overlayText(count)];
  const { width, gap, stroke } = FITS[signs.length] as (typeof FITS)[number];
  const left = (16 - signs.length * width - (signs.length - 1) * gap) / 2;
  const strokes: Shape[] = signs.flatMap((sign, at) =>
    (SIGNS[sign] as (typeof SIGNS)[string]).map((points) =>
      line(
        points.map(([x, y]): Point => [left + at * (width + gap) + x * width, TOP + y * HEIGHT]),
        stroke,
      ),
    ),
  );
  canvas.fill(union(...strokes), WHITE);
  return canvas.picture();
}
