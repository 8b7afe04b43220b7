// Bytes to text, piece by piece and strictly: what is not valid in its encoding is refused with its line, never guessed.
// UTF-8 with or without BOM, UTF-16 with BOM; things that are no text at all are named for what they look like.
import { isUtf8 } from 'node:buffer';
import type { Failure } from '../../shared/failure.ts';

export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE';
export type LooksLike = Extract<Failure, { kind: 'not-csv' }>['looksLike'];

/** Text, or the text up to the first byte that means nothing in this encoding. */
export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly before: string };

export interface Decoder {
  readonly encoding: Encoding;
  /** Decodes the next bytes; a character that is cut at their end waits for the rest of it. */
  readonly push: (bytes: Buffer) => Decoded;
  /** Decodes what is left; half a character at the end of a file is invalid. */
  readonly end: () => Decoded;
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const BOMS: readonly { readonly encoding: Encoding; readonly bom: Buffer }[] = [
  { encoding: 'UTF-8', bom: Buffer.from('efbbbf', 'hex') },
  { encoding: 'UTF-16LE', bom: Buffer.from('fffe', 'hex') },
  { encoding: 'UTF-16BE', bom: Buffer.from('feff', 'hex') },
];
const SNIFFED_BYTES = 4096;

function bomOf(head: Buffer): { readonly encoding: Encoding; readonly bom: Buffer } | undefined {
  return BOMS.find(({ bom }) => head.subarray(0, bom.length).equals(bom));
}

/** What a file that is no CSV looks like from its first bytes; null when it may well be text. */
export function looksLike(head: Buffer): LooksLike | null {
  const start = head.subarray(0, SNIFFED_BYTES);
  if (start.subarray(0, ZIP.length).equals(ZIP)) {
    return head.includes('[Content_Types].xml') || head.includes('xl/') ? 'xlsx' : 'zip';
  }
  if (start.subarray(0, OLE.length).equals(OLE)) return 'xls';
  const bom = bomOf(start);
  const words = start.toString(bom?.encoding === 'UTF-16LE' ? 'utf16le' : 'latin1').trimStart();
  if (/^%PDF-/.test(words)) return 'pdf';
  if (/^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype|html|head|body|meta|table)\b/i.test(words)) return 'html';
  // No text in UTF-8 holds a NUL. Every second byte of UTF-16 is one, but such a file says so with its BOM.
  if ((bom === undefined || bom.encoding === 'UTF-8') && start.includes(0)) return 'binary';
  return null;
}

/** How many of these bytes are whole UTF-8 characters, as far as their end can tell. */
function wholeUtf8(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function decodeUtf8(bytes: Buffer): Decoded {
  if (isUtf8(bytes)) return { ok: true, text: bytes.toString('utf8') };
  // Decoding mends what is broken, so the first byte that does not come back as it was is the first broken one.
  const mended = Buffer.from(bytes.toString('utf8'));
  let at = 0;
  while (mended[at] === bytes[at]) at += 1;
  return { ok: false, before: bytes.toString('utf8', 0, wholeUtf8(bytes.subarray(0, at))) };
}

/** UTF-16 comes in pairs of bytes, and some characters in pairs of pairs. */
function wholeUtf16(bytes: Buffer, isBigEndian: boolean): number {
  const even = bytes.length - (bytes.length % 2);
  if (even < 2) return 0;
  const high = bytes[isBigEndian ? even - 2 : even - 1] as number;
  return high >= 0xd8 && high < 0xdc ? even - 2 : even;
}

function decodeUtf16(bytes: Buffer, isBigEndian: boolean): Decoded {
  if (bytes.length % 2 === 1) return { ok: false, before: bytes.toString('utf16le') };
  const text = (isBigEndian ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
  if (text.isWellFormed()) return { ok: true, text };
  const mended = text.toWellFormed();
  let at = 0;
  while (mended[at] === text[at]) at += 1;
  return { ok: false, before: text.slice(0, at) };
}

/** Decodes a file that starts with `head`; `push` must be given these bytes too. */
export function createDecoder(head: Buffer): Decoder {
  const { encoding, bom } = bomOf(head) ?? { encoding: 'UTF-8', bom: Buffer.alloc(0) };
  const isBigEndian = encoding === 'UTF-16BE';
  let toSkip = bom.length;
  let rest: Buffer = Buffer.alloc(0);

  function decode(bytes: Buffer): Decoded {
    return encoding === 'UTF-8' ? decodeUtf8(bytes) : decodeUtf16(bytes, isBigEndian);
  }

  return {
    encoding,
    push: (piece) => {
      const skipped = Math.min(toSkip, piece.length);
      toSkip -= skipped;
      const fresh = piece.subarray(skipped);
      const bytes = rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
      const whole = encoding === 'UTF-8' ? wholeUtf8(bytes) : wholeUtf16(bytes, isBigEndian);
      // A copy, because whoever reads the file uses its buffer again.
      rest = Buffer.from(bytes.subarray(whole));
      return decode(bytes.subarray(0, whole));
    },
    end: () => (rest.length === 0 ? { ok: true, text: '' } : decode(rest)),
  };
}
