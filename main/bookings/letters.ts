// The letters of an answer and of a change: bytes become text as the answer declares, and text that BRP could not hold is not sent.
// Who declares: in XML a byte order mark, then the charset of Content-Type, then the XML declaration, then UTF-8 (RFC 7303, 3);
// JSON is UTF-8 whatever is declared (RFC 8259, 8.1), and only bytes that are not are read as declared. Nothing is guessed.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { EDIT_FIELDS, type EditField } from '../../shared/booking-edit.ts';
import { whyNoMessage } from '../../shared/booking-text.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { BookingChange } from '../../shared/service-booking.ts';
import type { HttpAnswer } from '../base/http.ts';

/** The text of an answer, and the charset that it is in, in lower case. */
export interface Letters {
  readonly text: string;
  readonly charset: string;
}

const BOMS = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
] as const;
/** The declaration is in ASCII and stands first. */
const HEAD_BYTES = 200;
/** Bytes 80 to 9F of "Latin-1" are those of Windows in practice, and no text otherwise (WHATWG "Encoding", 4.2). */
const AS_WINDOWS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso8859-1': 'windows-1252',
  iso8859_1: 'windows-1252',
  'iso-8859-9': 'windows-1254',
};
const UNICODE = /^utf-?(8|16|16le|16be|32|32le|32be)$/;

function declaredCharset(headers: HttpAnswer['headers'], bytes: Uint8Array): { charset: string; bom: number } {
  const mark = BOMS.find(([, bom]) => bom.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined) return { charset: mark[0], bom: mark[1].length };
  const inHeader = /;\s*charset\s*=\s*"?\s*([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1').trimStart();
  const inXml = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
  const isJson = /^[[{]/.test(head);
  const charset = (inHeader ?? inXml ?? 'utf-8').toLowerCase();
  return { charset: isJson && isUtf8(bytes) ? 'utf-8' : charset, bom: 0 };
}

/** Decodes an answer as it declares; a declared charset that is unknown, or that the bytes do not fit, is a failure. */
export function lettersOf({ headers, text: asUtf8, bytes: all = Buffer.from(asUtf8) }: HttpAnswer): Result<Letters> {
  const { charset, bom } = declaredCharset(headers, all);
  const bytes = Buffer.from(all.subarray(bom));
  const known = AS_WINDOWS[charset] ?? charset;
  if (!/^[\w.:-]{1,40}$/.test(charset) || !iconv.encodingExists(known))
    return unusable(`it is written in "${charset.slice(0, 40)}", which is not known here`);
  const isOfBytes = !UNICODE.test(charset);
  const text = iconv.decode(bytes, known);
  const isLost = charset === 'utf-8' || charset === 'utf8' ? !isUtf8(bytes) : text.includes('\uFFFD');
  // Letters that are UTF-8 to the last one are nothing else by chance: the declaration is wrong.
  const isWrong = isOfBytes && !isAscii(bytes) && isUtf8(bytes);
  return isLost || isWrong
    ? unusable(`its letters are not in the charset that it declares, ${charset.toUpperCase()}`)
    : ok({ text, charset: known });
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

function unusable(why: string): Result<never> {
  return fail<Failure>({ kind: 'answer-unusable', why });
}

/** Why a change must not be written, by the field: a letter of it was lost, cannot travel, or is not in BRP's charset. Null when it may. */
export function whyUnwritable(change: BookingChange, charset: string): { field: EditField; why: string } | null {
  for (const field of EDIT_FIELDS) {
    const text = change[field];
    if (typeof text !== 'string') continue;
    const why = whyNoMessage(text) || whyNotIn(charset, text);
    if (why !== '') return { field, why };
  }
  return null;
}

function whyNotIn(charset: string, text: string): string {
  if (UNICODE.test(charset)) return '';
  const missing = [...text].find((letter) => iconv.decode(iconv.encode(letter, charset), charset) !== letter);
  return missing === undefined ? '' : `BRP writes its lists in ${charset}, which has no "${missing}"`;
}
