// The texts that the cells of a workbook share, kept as bytes: a million small strings would cost several times their size.
// Of rich text all runs count; what only says how it is pronounced does not.

import { Refused } from './refused.ts';
import { readXml, SHEETS } from './xml.ts';
import type { Archive } from './zip.ts';

export interface SharedStrings {
  /** The text with this number; undefined when there is none. */
  readonly at: (index: number) => string | undefined;
}

/** Excel keeps no more in a cell. */
export const MAX_CELL_LENGTH = 32_767;
const MAX_STRINGS = 2_000_000;
const MAX_BYTES = 48 * 1024 ** 2;
const BLOCK_BYTES = 1024 ** 2;
const BLOCK_STRINGS = 64 * 1024;
const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

/** Characters that XML cannot carry are written `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  return text.includes('_x') ? text.replace(ESCAPED, (_, code) => String.fromCharCode(Number.parseInt(code, 16))) : text;
}

/** Starts an empty store of texts that only grows. */
function createStore(): SharedStrings & { readonly add: (text: string) => void } {
  const blocks: Buffer[] = [];
  const places: Uint32Array[] = [];
  let [used, count, bytes] = [BLOCK_BYTES, 0, 0];

  function blockFor(length: number): number {
    if (used + length > (blocks.at(-1)?.length ?? 0)) {
      blocks.push(Buffer.allocUnsafe(Math.max(BLOCK_BYTES, length)));
      used = 0;
    }
    return blocks.length - 1;
  }

  return {
    add: (text) => {
      const length = Buffer.byteLength(text);
      bytes += length;
      if (bytes > MAX_BYTES || count >= MAX_STRINGS) throw new Refused('too-large');
      const block = blockFor(length);
      (blocks[block] as Buffer).write(text, used);
      if (count % BLOCK_STRINGS === 0) places.push(new Uint32Array(BLOCK_STRINGS * 3));
      (places.at(-1) as Uint32Array).set([block, used, length], (count % BLOCK_STRINGS) * 3);
      used += length;
      count += 1;
    },
    at: (index) => {
      if (!Number.isInteger(index) || index < 0 || index >= count) return undefined;
      const place = places[Math.floor(index / BLOCK_STRINGS)] as Uint32Array;
      const first = (index % BLOCK_STRINGS) * 3;
      const start = place[first + 1] as number;
      return (blocks[place[first] as number] as Buffer).toString('utf8', start, start + (place[first + 2] as number));
    },
  };
}

/** Reads the shared texts out of their part; there are none when it is null. */
export async function readSharedStrings(
  archive: Archive,
  part: string | null,
  shouldStop: () => boolean,
): Promise<SharedStrings> {
  const store = createStore();
  if (part === null) return store;
  let text = '';
  let isText = false;
  let spoken = 0;
  await readXml(
    archive.read(part),
    SHEETS,
    {
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 'rPh') spoken += 1;
        isText = name === 't' && spoken === 0;
      },
      close: (name) => {
        isText = false;
        if (name === 'rPh') spoken -= 1;
        else if (name === 'si') store.add(unescaped(text));
      },
      text: (piece) => {
        if (isText && text.length <= MAX_CELL_LENGTH) text += piece;
      },
    },
    shouldStop,
  );
  return store;
}
