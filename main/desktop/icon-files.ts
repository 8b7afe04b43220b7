// The drawn icons as the bytes that systems read: PNGs by scale for the tray, ICO for Windows, ICNS for macOS.
import { drawAppIcon, drawTrayIcon, type TrayLook, type TrayState } from './icon.ts';
import { drawOverlay } from './overlay.ts';
import { pngFromRgba } from './png.ts';

export interface ScaledPng {
  /** 1 for an ordinary screen, 2 for one with twice the pixels. */
  readonly scaleFactor: number;
  readonly png: Buffer;
}

/** The sizes a tray asks for in pixels; the first belongs to scale 1. Windows and Linux count from 16, macOS from 18. */
const TRAY_SIZES: Record<TrayLook, readonly [number, ...number[]]> = {
  colour: [16, 20, 24, 32, 40, 48, 64],
  template: [18, 36, 54],
};

/** One state of the tray icon at every scale a screen may have, smallest first. */
export function trayIconPngs(state: TrayState, look: TrayLook): ScaledPng[] {
  const sizes = TRAY_SIZES[look];
  return sizes.map((size) => ({ scaleFactor: size / sizes[0], png: pngFromRgba(drawTrayIcon(state, size, look)) }));
}

/** The badge with `count` (1 or more) for the Windows taskbar, smallest first. */
export function overlayPngs(count: number): ScaledPng[] {
  return [1, 2].map((scaleFactor) => ({ scaleFactor, png: pngFromRgba(drawOverlay(count, 16 * scaleFactor)) }));
}

/** A picture by its edge in pixels. */
export type PngsBySize = ReadonlyMap<number, Buffer>;

const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** The names ICNS gives to PNG pictures, with their edge in pixels; "@2x" ones come under names of their own. */
const ICNS_TYPES: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** A Windows icon file that holds each picture as PNG (readable since Windows Vista). Edges up to 256 px. */
export function icoFromPngs(pngs: PngsBySize): Buffer {
  const head = Buffer.alloc(6 + 16 * pngs.size);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pngs.size, 4);
  let [entry, offset] = [6, head.length];
  for (const [size, png] of pngs) {
    // One byte each for width and height, in which 0 means 256.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    entry += 16;
    offset += png.length;
  }
  return Buffer.concat([head, ...pngs.values()]);
}

/** A macOS icon file of every picture in `pngs` that it has a name for. */
export function icnsFromPngs(pngs: PngsBySize): Buffer {
  const block = (name: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(name, 'latin1');
    head.writeUInt32BE(8 + body.length, 4);
    return Buffer.concat([head, body]);
  };
  const pictures = ICNS_TYPES.flatMap(([type, size]) => {
    const png = pngs.get(size);
    return png === undefined ? [] : [block(type, png)];
  });
  return block('icns', Buffer.concat(pictures));
}

/** The icon of a tray state for Windows, which picks the size that fits the screen out of the file. */
export function trayIco(state: TrayState): Buffer {
  return icoFromPngs(new Map(TRAY_SIZES.colour.map((size) => [size, pngFromRgba(drawTrayIcon(state, size, 'colour'))])));
}

/** Every file that makes an installer's icons, by its path in the icons' folder. */
export function appIconFiles(): Map<string, Buffer> {
  const app = (size: number): Buffer => pngFromRgba(drawAppIcon(size));
  const macSizes = new Set(ICNS_TYPES.map(([, size]) => size));
  const files = new Map([
    ['icon.ico', icoFromPngs(new Map(ICO_SIZES.map((size) => [size, app(size)])))],
    ['icon.icns', icnsFromPngs(new Map([...macSizes].map((size) => [size, pngFromRgba(drawAppIcon(size, 'macos'))])))],
  ]);
  for (const size of LINUX_SIZES) files.set(`linux/${size}x${size}.png`, app(size));
  return files;
}
