// Bytes to text, piece by piece: what a file begins with says its encoding or what else it is, and a decoder for each encoding.
// A strict decoder stops at the first byte that means nothing; a lenient one puts U+FFFD there, which no row gets past.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Encoding } from '../../../shared/encodings.ts';
import type { Failure } from '../../../shared/failure.ts';

/** An archive may be a workbook; the others cannot be read at all. */
export type LooksLike = 'archive' | Extract<Failure, { kind: 'not-csv' }>['looksLike'];

/** Text, or the text up to the first byte that means nothing in this encoding. */
export type Decoded = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly before: string };

export interface Decoder {
  /** Decodes the next bytes; a character that is cut at their end waits for the rest of it. */
  readonly push: (bytes: Buffer) => Decoded;
  /** Decodes what is left; half a character at the end of a file is invalid. */
  readonly end: () => Decoded;
}

/** What the first bytes of a file say about its encoding; `bomBytes` are to be skipped. */
export interface Declared {
  readonly encoding: 'UTF-8' | 'UTF-16LE' | 'UTF-16BE';
  readonly bomBytes: number;
}

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const EMPTY_ZIP = Buffer.from('PK\x05\x06', 'latin1');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');
const BOMS: readonly { readonly encoding: Declared['encoding']; readonly bom: Buffer }[] = [
  { encoding: 'UTF-8', bom: Buffer.from('efbbbf', 'hex') },
  { encoding: 'UTF-16LE', bom: Buffer.from('fffe', 'hex') },
  { encoding: 'UTF-16BE', bom: Buffer.from('feff', 'hex') },
];
const SNIFFED_BYTES = 4096;
/** Of the pairs of bytes in UTF-16, so many at least are ASCII, with a NUL always on the same side. */
const MIN_NUL_SHARE = 0.2;
const MIN_NULS = 4;
const MAX_STRAY_SHARE = 0.02;
const UTF32_BOMS = [Buffer.from('fffe0000', 'hex'), Buffer.from('0000feff', 'hex')];
const UTF32_NUL_SHARE = 0.95;
const MAX_STRANGE = 3;
const MAX_STRANGE_SHARE = 0.05;
const WIDE_TEXT = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\t\r\n\uFEFF]*$/u;

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}

/** The bytes without the NULs that a program put behind its text to fill a block. */
function withoutPadding(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

/** How many NULs stand at each place of groups of `size` bytes. */
function nulsByPlace(bytes: Buffer, size: number): number[] {
  const places = new Array<number>(size).fill(0);
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) (places[at % size] as number) += 1;
  return places;
}

/**
 * UTF-16 that does not say so: of its pairs of bytes many hold a NUL, and always on the same side. Where nearly every letter
 * is Chinese only the separators do: then all of it must make sense as text.
 */
function utf16ByNul(head: Buffer): Declared['encoding'] | null {
  const bytes = withoutPadding(head.subarray(0, SNIFFED_BYTES));
  const [left, right] = nulsByPlace(bytes, 2) as [number, number];
  const pairs = Math.floor((bytes.length + 1) / 2);
  const enough = Math.max(MIN_NULS, pairs * MIN_NUL_SHARE);
  const few = pairs * MAX_STRAY_SHARE;
  if (right >= enough && left <= few) return 'UTF-16LE';
  if (left >= enough && right <= few) return 'UTF-16BE';
  if (Math.max(left, right) < MIN_NULS) return null;
  const isBigEndian = left > right;
  const whole = head.subarray(0, wholeUtf16(head.subarray(0, SNIFFED_BYTES), isBigEndian));
  const decoded = decodeUtf16(whole, isBigEndian, true);
  const isText = decoded.ok && WIDE_TEXT.test(decoded.text) && /[\r\n]/.test(decoded.text) && /[,;\t|]/.test(decoded.text);
  return isText ? (isBigEndian ? 'UTF-16BE' : 'UTF-16LE') : null;
}

/** UTF-32, with its mark or by its NULs: three of four bytes, or two. */
function isUtf32(head: Buffer): boolean {
  if (UTF32_BOMS.some((bom) => startsWith(head, bom))) return true;
  const bytes = withoutPadding(head.subarray(0, SNIFFED_BYTES));
  const groups = Math.floor(bytes.length / 4);
  const nuls = nulsByPlace(bytes, 4).map((count) => count >= groups * UTF32_NUL_SHARE);
  return groups >= MIN_NULS && ((nuls[2] === true && nuls[3] === true) || (nuls[0] === true && nuls[1] === true));
}

/** Bytes that no text has, more of them than a slip of a program explains. */
function isBinary(start: Buffer): boolean {
  const bytes = withoutPadding(start);
  let strange = bytes.length === 0 && start.length > 0 ? start.length : 0;
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) strange += 1;
  return start.includes(0) && strange > Math.max(MAX_STRANGE, bytes.length * MAX_STRANGE_SHARE);
}

/** The encoding that a file declares by its first bytes; null when it has to be found out. */
export function declaredEncoding(head: Buffer): Declared | null {
  const found = BOMS.find(({ bom }) => startsWith(head, bom));
  if (found !== undefined) return { encoding: found.encoding, bomBytes: found.bom.length };
  const encoding = utf16ByNul(head);
  return encoding === null ? null : { encoding, bomBytes: 0 };
}

/** What a file that is no CSV looks like from its first bytes; null when it may well be text. */
export function looksLike(head: Buffer): LooksLike | null {
  if (startsWith(head, ZIP)) return 'archive';
  if (startsWith(head, EMPTY_ZIP)) return 'zip';
  if (startsWith(head, OLE)) return head.includes(ENCRYPTED) ? 'encrypted' : 'xls';
  const start = head.subarray(0, SNIFFED_BYTES);
  if (isUtf32(start)) return 'utf-32';
  const declared = declaredEncoding(start);
  const words = start
    .subarray(declared?.bomBytes ?? 0)
    .toString(declared?.encoding === 'UTF-16LE' ? 'utf16le' : 'latin1')
    .trimStart();
  if (/^%PDF-/.test(words)) return 'pdf';
  if (words.startsWith('{\\rtf')) return 'rtf';
  if (/^ID;P/.test(words)) return 'slk';
  if (/^TABLE\r?\n0,1\r?\n/.test(words)) return 'dif';
  if (/^<\?xml\b/.test(words) && words.includes('opendocument:xmlns:office'))
    return words.includes('spreadsheet') ? 'fods' : 'document';
  if (/^<\?xml\b/.test(words) && words.includes('office:spreadsheet')) return 'xls';
  if (/^<(?:!doctype|html|head|body|meta|table|\?xml)\b/i.test(words)) return 'html';
  // A NUL here and there costs its row, not the file.
  return (declared === null || declared.encoding === 'UTF-8') && isBinary(start) ? 'binary' : null;
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

function decodeUtf8(bytes: Buffer, isStrict: boolean): Decoded {
  if (!isStrict || isUtf8(bytes)) return { ok: true, text: bytes.toString('utf8') };
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

function decodeUtf16(bytes: Buffer, isBigEndian: boolean, isStrict: boolean): Decoded {
  const isOdd = bytes.length % 2 === 1;
  const even = isOdd ? bytes.subarray(0, -1) : bytes;
  const text = (isBigEndian ? Buffer.from(even).swap16() : even).toString('utf16le');
  const mended = text.toWellFormed();
  if (!isStrict) return { ok: true, text: isOdd ? `${mended}\uFFFD` : mended };
  if (mended === text) return isOdd ? { ok: false, before: text } : { ok: true, text };
  let at = 0;
  while (mended[at] === text[at]) at += 1;
  return { ok: false, before: text.slice(0, at) };
}

function createUnicodeDecoder(encoding: Declared['encoding'], isStrict: boolean): Decoder {
  const isBigEndian = encoding === 'UTF-16BE';
  let rest: Buffer = Buffer.alloc(0);
  const decode = (bytes: Buffer): Decoded =>
    encoding === 'UTF-8' ? decodeUtf8(bytes, isStrict) : decodeUtf16(bytes, isBigEndian, isStrict);
  return {
    push: (fresh) => {
      const bytes = rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
      const whole = encoding === 'UTF-8' ? wholeUtf8(bytes) : wholeUtf16(bytes, isBigEndian);
      // A copy, because whoever reads the file uses its buffer again.
      rest = Buffer.from(bytes.subarray(whole));
      return decode(bytes.subarray(0, whole));
    },
    end: () => (rest.length === 0 ? { ok: true, text: '' } : decode(rest)),
  };
}

/** No byte below this one is ever part of a character of two or four bytes. */
const FIRST_TRAIL = 0x30;
/** Longer than any record: what goes on like this is no text. */
const MAX_REST = 128 * 1024;

/** How many of these bytes end where no character can be cut: behind a comma, a space, a line end. */
function wholeOfCountry(bytes: Buffer): number {
  for (let at = bytes.length; at > 0; at -= 1) if ((bytes[at - 1] as number) < FIRST_TRAIL) return at;
  return bytes.length > MAX_REST ? bytes.length : 0;
}

/** For encodings of one office or country, which have no strict form: U+FFFD stands for what is lost. */
function createCountryDecoder(encoding: Encoding): Decoder {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push: (fresh) => {
      const bytes = Buffer.concat([rest, fresh]);
      const whole = wholeOfCountry(bytes);
      rest = bytes.subarray(whole);
      return { ok: true, text: iconv.decode(bytes.subarray(0, whole), encoding) };
    },
    end: () => ({ ok: true, text: iconv.decode(rest, encoding) }),
  };
}

/** Decodes the bytes after the byte order mark. */
export function createDecoder(encoding: Encoding, isStrict: boolean): Decoder {
  const isUnicode = encoding === 'UTF-8' || encoding === 'UTF-16LE' || encoding === 'UTF-16BE';
  return isUnicode ? createUnicodeDecoder(encoding, isStrict) : createCountryDecoder(encoding);
}
