// Names that were read wrongly before they reached us: UTF-8 taken for another encoding once or twice, letters that no font has.
// However little of a cell is damaged, it is found; what is offered instead is what the bytes say. Pure.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Encoding } from '../../../shared/encodings.ts';
import { decodeAs } from './encodings.ts';
import { likelihoodOf } from './letter-statistics.ts';

/** In which UTF-8 was read: one byte a letter, and two. */
const SINGLE: readonly Encoding[] = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'macintosh',
  'windows-1257',
  'windows-1253',
  'CP850',
  'KOI8-R',
];
const DOUBLE: readonly Encoding[] = ['GB18030', 'Shift_JIS', 'Big5', 'EUC-KR'];
/** A text that was read wrongly again and again is read rightly as often. */
const MOST_TIMES = 3;
/** How much likelier the letters must become, as a natural logarithm. */
const MIN_GAIN = 3;
const PRIVATE = /[\p{Co}\ufffe\uffff]|\p{L}[\p{Sc}\u2500-\u25ff]|[\p{Sc}\u2500-\u25ff]\p{L}/u;
/** A capital that only the first byte of à leaves behind its word, when the space that is its second byte was taken off. */
const HALF_GRAVE = /\p{Ll}Ã(?=\s|$)/u;
/** A text that may be offered in place of the damaged one: nothing but letters, and none that nobody writes. */
const READABLE = /^[\p{L}\p{M}\s'’.·-]+$/u;
const MIN_LIKELIHOOD = -8;
const NOT_ASCII = /[^\0-\x7f]/;
const WIDE_RUN = /[^\0-\x7f]+/g;
const LETTERS = 0x10000;

type Bytes = ReadonlyMap<string, number>;

let singleTables: readonly Bytes[] | null = null;
let leads: Uint8Array | null = null;

/** The byte of each letter; controls of the upper half stand for themselves, as most programs read them. */
function tableOf(encoding: Encoding): Bytes {
  const table = new Map<string, number>();
  for (let byte = 0x80; byte < 0x100; byte += 1) {
    table.set(String.fromCharCode(byte), byte);
  }
  for (let byte = 0x80; byte < 0x100; byte += 1) {
    const letter = decodeAs(Buffer.from([byte]), encoding);
    if (letter !== '\ufffd') table.set(letter, byte);
  }
  return table;
}

function lengthOf(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Puts letters together wherever neighbours are the bytes of one; the text itself where none are. */
function joinedBySingle(text: string, table: Bytes): string {
  let out = '';
  for (let at = 0; at < text.length; ) {
    const length = lengthOf(table.get(text.charAt(at)) ?? 0);
    const bytes = length === 0 ? [] : Array.from({ length }, (_, n) => table.get(text.charAt(at + n)) ?? -1);
    const isLetter = length > 0 && bytes.every((byte) => byte >= 0) && isUtf8(Buffer.from(bytes));
    out += isLetter ? Buffer.from(bytes).toString('utf8') : text.charAt(at);
    at += isLetter ? length : 1;
  }
  return out;
}

/** The same for letters of two bytes; the rest of one that was cut at the end of a run is lost. */
function joinedByDouble(text: string, encoding: Encoding): string {
  return text.replace(WIDE_RUN, (run) => {
    const bytes = iconv.encode(run, encoding);
    // What the encoding does not have comes back as something else.
    if (decodeAs(bytes, encoding) !== run) return run;
    if (isUtf8(bytes)) return bytes.toString('utf8');
    const whole = bytes.subarray(0, bytes.length - 1 - [...bytes].reverse().findIndex((byte) => byte >= 0xc0));
    return whole.length > 1 && isUtf8(whole) ? `${whole.toString('utf8')}\ufffd` : run;
  });
}

function once(text: string): string | null {
  singleTables ??= SINGLE.map(tableOf);
  const readings = [
    ...singleTables.map((table) => joinedBySingle(text, table)),
    ...DOUBLE.map((encoding) => joinedByDouble(text, encoding)),
  ].filter((reading) => reading !== text);
  let best: string | null = null;
  let least = likelihoodOf(text) + MIN_GAIN;
  for (const reading of readings) {
    const likelihood = likelihoodOf(reading);
    if (likelihood <= least) continue;
    best = reading;
    least = likelihood;
  }
  return best;
}

/** What a text was before its UTF-8 was read as something else: Öberg for Ã–berg, Jörgen for J枚rgen; null when it was not. */
export function readRightly(text: string): string | null {
  if (!NOT_ASCII.test(text)) return null;
  let right: string | null = null;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    const next = once(right ?? text);
    if (next === null) return right;
    right = next;
  }
  return right;
}

/** Whether it is safe to put this in place of a text that was read wrongly. */
export function isReadable(text: string): boolean {
  const letters = text.match(/[^\0-\x7f]/gu)?.length ?? 1;
  return READABLE.test(text) && likelihoodOf(text) / letters > MIN_LIKELIHOOD;
}

/** Whether a text has letters that only the program that wrote it can show, or half of one. */
export function hasStrangeLetters(text: string): boolean {
  return PRIVATE.test(text) || HALF_GRAVE.test(text);
}

/** Whether an ideograph may be the first half of another one in UTF-8, so that its text deserves a second look. */
export function maybeMisread(ideograph: string): boolean {
  leads ??= leadTable();
  return leads[ideograph.charCodeAt(0)] === 1;
}

function leadTable(): Uint8Array {
  const table = new Uint8Array(LETTERS);
  for (const encoding of DOUBLE) {
    for (let lead = 0xe3; lead <= 0xe9; lead += 1) {
      for (let trail = 0x80; trail <= 0xbf; trail += 1) table[decodeAs(Buffer.from([lead, trail]), encoding).charCodeAt(0)] = 1;
    }
  }
  return table;
}
