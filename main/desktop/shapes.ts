// Shapes as signed distances (negative inside), and a canvas that fills or cuts them with smooth edges at any size.
// Coordinates are in units of a 16 × 16 grid, x to the right, y down, so that one drawing serves every pixel size.

/** How far a point is from the edge of a shape, in grid units; negative inside. */
export type Shape = (x: number, y: number) => number;
export type Point = readonly [x: number, y: number];
/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Pixels from the top left, four bytes each: red, green, blue, alpha (not premultiplied). */
export interface Rgba {
  readonly size: number;
  readonly pixels: Uint8Array;
}

export const GRID = 16;

/** A disc around `x`, `y`. */
export function disc(x: number, y: number, radius: number): Shape {
  return (px, py) => Math.hypot(px - x, py - y) - radius;
}

/** A rectangle from corner to corner with rounded corners. */
export function box([left, top]: Point, [right, bottom]: Point, radius = 0): Shape {
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const [halfX, halfY] = [(right - left) / 2 - radius, (bottom - top) / 2 - radius];
  return (x, y) => {
    const [overX, overY] = [Math.abs(x - middleX) - halfX, Math.abs(y - middleY) - halfY];
    return Math.hypot(Math.max(overX, 0), Math.max(overY, 0)) + Math.min(Math.max(overX, overY), 0) - radius;
  };
}

function toSegment(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const [lengthX, lengthY] = [bx - ax, by - ay];
  const along = ((x - ax) * lengthX + (y - ay) * lengthY) / (lengthX ** 2 + lengthY ** 2 || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - lengthX * t, y - ay - lengthY * t);
}

/** A line through `points` of the given width, with round ends and joins. */
export function line(points: readonly Point[], width: number): Shape {
  return (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let at = 1; at < points.length; at += 1) {
      nearest = Math.min(nearest, toSegment(x, y, points[at - 1] as Point, points[at] as Point));
    }
    return nearest - width / 2;
  };
}

/** A filled outline through `points`, its corners rounded outwards by `radius`. */
export function polygon(points: readonly Point[], radius = 0): Shape {
  const outline = line([...points, points[0] as Point], 0);
  return (x, y) => {
    let inside = false;
    for (const [at, [ax, ay]] of points.entries()) {
      const [bx, by] = points[(at + 1) % points.length] as Point;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return (inside ? -outline(x, y) : outline(x, y)) - radius;
  };
}

/** Everything that lies in one of `shapes`. */
export function union(...shapes: readonly Shape[]): Shape {
  return (x, y) => Math.min(...shapes.map((shape) => shape(x, y)));
}

/** The same shape, larger by `by` on every side. */
export function grown(shape: Shape, by: number): Shape {
  return (x, y) => shape(x, y) - by;
}

/** The same shape, drawn `scale` times as large around the middle of the grid. */
export function scaled(shape: Shape, scale: number): Shape {
  const middle = GRID / 2;
  return (x, y) => shape((x - middle) / scale + middle, (y - middle) / scale + middle) * scale;
}

export interface Canvas {
  /** Paints `shape` over what is there. */
  readonly fill: (shape: Shape, colour: Colour) => void;
  /** Makes what lies in `shape` transparent. */
  readonly cut: (shape: Shape) => void;
  readonly picture: () => Rgba;
}

/** An empty square picture of `size` × `size` pixels. */
export function createCanvas(size: number): Canvas {
  // Premultiplied while drawing: an edge between two colours stays free of a dark seam.
  const drawn = new Float64Array(size * size * 4);

  function each(shape: Shape, paint: (at: number, coverage: number) => void): void {
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const distance = shape(((column + 0.5) * GRID) / size, ((row + 0.5) * GRID) / size);
        const coverage = Math.min(1, Math.max(0, 0.5 - (distance * size) / GRID));
        if (coverage > 0) paint((row * size + column) * 4, coverage);
      }
    }
  }
  const mix = (at: number, coverage: number, value: number): void => {
    drawn[at] = (drawn[at] as number) * (1 - coverage) + value * coverage;
  };

  return {
    fill: (shape, [red, green, blue]) =>
      each(shape, (at, coverage) => {
        for (const [channel, value] of [red, green, blue, 255].entries()) mix(at + channel, coverage, value);
      }),
    cut: (shape) =>
      each(shape, (at, coverage) => {
        for (let channel = 0; channel < 4; channel += 1) mix(at + channel, coverage, 0);
      }),
    picture: () => {
      const pixels = new Uint8Array(drawn.length);
      for (let at = 0; at < drawn.length; at += 4) {
        const alpha = Math.round(drawn[at + 3] as number);
        if (alpha === 0) continue;
        for (let channel = 0; channel < 3; channel += 1) {
          pixels[at + channel] = Math.min(255, Math.round(((drawn[at + channel] as number) * 255) / (drawn[at + 3] as number)));
        }
        pixels[at + 3] = alpha;
      }
      return { size, pixels };
    },
  };
}
