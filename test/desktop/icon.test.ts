// The drawn icons: right sizes, states that differ in shape and in colour, and files that other programs can read.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLOURS, drawAppIcon, drawTrayIcon, type TrayLook, type TrayState } from '../../main/desktop/icon.ts';
import { overlayPngs, trayIconPngs } from '../../main/desktop/icon-files.ts';
import { drawOverlay, overlayText } from '../../main/desktop/overlay.ts';
import { pngFromRgba } from '../../main/desktop/png.ts';
import type { Colour, Rgba } from '../../main/desktop/shapes.ts';
import { writeIcons } from '../../main/electron/build-icons.ts';

const STATES: readonly TrayState[] = ['idle', 'sending', 'paused', 'offline', 'attention'];
const LOOKS: readonly TrayLook[] = ['colour', 'template'];
const PAIRS = STATES.flatMap((state, at) => STATES.slice(at + 1).map((other) => [state, other] as const));
const SIZES = [16, 20, 24, 32, 40, 48, 64];

/** Reads a PNG as strictly as its specification, as far as our own kind goes. */
function readPng(png: Buffer): Rgba {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks: { type: string; body: Buffer }[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks.push({ type: named.toString('latin1', 0, 4), body: named.subarray(4) });
    at += 12 + length;
  }
  expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
  const [head, picture] = chunks.map(({ body }) => body) as [Buffer, Buffer];
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  expect([height, ...head.subarray(8)]).toEqual([width, 8, 6, 0, 0, 0]);
  const rows = inflateSync(picture);
  expect(rows.length).toBe(height * (width * 4 + 1));
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    expect(rows[row * (width * 4 + 1)]).toBe(0);
    pixels.set(rows.subarray(row * (width * 4 + 1) + 1, (row + 1) * (width * 4 + 1)), row * width * 4);
  }
  return { size: width, pixels };
}

function alphaOf({ pixels }: Rgba): number[] {
  return [...pixels].filter((_, at) => at % 4 === 3);
}

/** The share of all pixels that are there in one picture and not in the other. */
function differenceInShape(one: Rgba, other: Rgba): number {
  const theirs = alphaOf(other);
  const differing = alphaOf(one).filter((alpha, at) => Math.abs(alpha - (theirs[at] as number)) > 128).length;
  return differing / theirs.length;
}

function has({ pixels }: Rgba, [red, green, blue]: Colour): boolean {
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] === red && pixels[at + 1] === green && pixels[at + 2] === blue && pixels[at + 3] === 255) return true;
  }
  return false;
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('the tray icon', () => {
  test.each(PAIRS)('shows %s in another shape than %s, in one colour too and at every size', (state, other) => {
    for (const look of LOOKS) {
      for (const size of SIZES) {
        expect(differenceInShape(drawTrayIcon(state, size, look), drawTrayIcon(other, size, look))).toBeGreaterThan(0.06);
      }
    }
  });

  test('has a colour of its own for each state', () => {
    const own: Record<TrayState, Colour> = {
      idle: COLOURS.green,
      sending: COLOURS.teal,
      paused: COLOURS.amber,
      offline: COLOURS.grey,
      attention: COLOURS.red,
    };
    for (const size of SIZES) {
      for (const state of STATES) {
        const picture = drawTrayIcon(state, size, 'colour');
        expect(STATES.filter((named) => has(picture, own[named]))).toEqual([state]);
      }
    }
  });

  test('stands out from a light and from a dark taskbar', () => {
    for (const colour of Object.values(COLOURS)) {
      expect(contrast(colour, [243, 243, 243])).toBeGreaterThan(3);
      expect(contrast(colour, [32, 32, 32])).toBeGreaterThan(3);
    }
  });

  test('is black and transparent only where macOS colours it', () => {
    for (const state of STATES) {
      const { pixels } = drawTrayIcon(state, 18, 'template');
      expect([...pixels].every((value, at) => at % 4 === 3 || value === 0)).toBe(true);
      expect(Math.max(...alphaOf({ size: 18, pixels }))).toBe(255);
    }
  });

  test('comes sharp for every scale of a screen', () => {
    for (const state of STATES) {
      const sizes = (look: TrayLook): number[][] =>
        trayIconPngs(state, look).map(({ scaleFactor, png }) => [scaleFactor, readPng(png).size]);
      expect(sizes('colour')).toEqual([
        [1, 16],
        [1.25, 20],
        [1.5, 24],
        [2, 32],
        [2.5, 40],
        [3, 48],
        [4, 64],
      ]);
      expect(sizes('template')).toEqual([
        [1, 18],
        [2, 36],
        [3, 54],
      ]);
    }
  });
});

describe('the badge in the taskbar', () => {
  test('shows each number differently, and no number above 99', () => {
    const pictures = Array.from({ length: 100 }, (_, at) => Buffer.from(drawOverlay(at + 1, 16).pixels).toString('base64'));
    expect(new Set(pictures).size).toBe(100);
    expect([overlayText(1), overlayText(99), overlayText(100), overlayText(12_345)]).toEqual(['1', '99', '99+', '99+']);
    expect(drawOverlay(12_345, 16)).toEqual(drawOverlay(100, 16));
  });

  test('comes in the two sizes that Windows asks for', () => {
    expect(overlayPngs(7).map(({ scaleFactor, png }) => [scaleFactor, readPng(png).size])).toEqual([
      [1, 16],
      [2, 32],
    ]);
  });
});

describe('the files of the icons', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'booking-courier-icons-'));
    writeIcons(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('give back as PNG what was drawn', () => {
    const drawn = drawTrayIcon('attention', 24, 'colour');
    expect(readPng(pngFromRgba(drawn))).toEqual(drawn);
  });

  test('hold every size of Windows in one ICO', () => {
    const ico = readFileSync(join(folder, 'icon.ico'));
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([0, 1, 8]);
    const entries = Array.from({ length: 8 }, (_, at) => {
      const entry = 6 + 16 * at;
      const [length, offset] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)];
      const picture = readPng(ico.subarray(offset, offset + length));
      expect([ico[entry] || 256, ico[entry + 1] || 256, ico.readUInt16LE(entry + 6)]).toEqual([picture.size, picture.size, 32]);
      expect(picture).toEqual(drawAppIcon(picture.size));
      return { size: picture.size, end: offset + length };
    });
    expect(entries.map(({ size }) => size)).toEqual([16, 20, 24, 32, 40, 48, 64, 256]);
    expect(entries.at(-1)?.end).toBe(ico.length);
  });

  test('hold every size of macOS in one ICNS, with the margin that macOS expects', () => {
    const icns = readFileSync(join(folder, 'icon.icns'));
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    const found: [string, number][] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      const picture = readPng(icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)));
      // The first row belongs to the margin.
      expect(Math.max(...alphaOf(picture).slice(0, picture.size))).toBe(0);
      found.push([icns.toString('latin1', at, at + 4), picture.size]);
    }
    expect(found).toEqual([
      ['ic11', 32],
      ['ic12', 64],
      ['ic07', 128],
      ['ic13', 256],
      ['ic08', 256],
      ['ic14', 512],
      ['ic09', 512],
      ['ic10', 1024],
    ]);
  });

  test('lie for Linux as one PNG for each size, named by it', () => {
    const names = readdirSync(join(folder, 'linux'));
    expect(names.sort()).toEqual([
      '128x128.png',
      '16x16.png',
      '24x24.png',
      '256x256.png',
      '32x32.png',
      '48x48.png',
      '512x512.png',
      '64x64.png',
    ]);
    for (const name of names) expect(readPng(readFileSync(join(folder, 'linux', name))).size).toBe(Number.parseInt(name, 10));
  });
});
