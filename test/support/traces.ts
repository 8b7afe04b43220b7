// Looks for pieces of secrets in bytes: any twelve letters of one, in any form in which it could have been written down.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Twelve letters in a row are no coincidence, and half a secret is one too. */
const PIECE = 12;

const escaped = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** The Base64 of any text with `secret` inside of it, without the letters that its neighbours share. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

/** Every form of a secret as bytes that are read as Latin-1, and how many of them twelve letters take. */
function formsOf(secret: string): [form: string, piece: number][] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = inBase64(secret);
  const texts = [
    secret,
    secret.toLowerCase(),
    secret.toUpperCase(),
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    ...[secret, encodeURIComponent(secret)].flatMap(inBase64),
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...base64.map(encodeURIComponent),
    [...secret].reverse().join(''),
  ];
  const wide = Buffer.from(secret, 'utf16le');
  return [
    ...texts.map((text): [string, number] => [Buffer.from(text).toString('latin1'), PIECE]),
    [Buffer.from(secret).toString('hex'), 2 * PIECE],
    [wide.toString('latin1'), 2 * PIECE],
    [Buffer.from(wide).swap16().toString('latin1'), 2 * PIECE],
    [escaped(secret), 6 * PIECE],
    [[...secret].map((char) => `&#${char.codePointAt(0)};`).join(''), 5 * PIECE],
  ];
}

export interface Traces {
  /** What of the secrets stands in these bytes: where, and the piece. */
  readonly in: (where: string, bytes: string | Uint8Array) => string[];
}

/** Makes ready to look for `secrets`, of at least twelve letters each. */
export function tracesOf(secrets: Iterable<string>): Traces {
  const pieces = new Map<number, Map<string, string>>();
  for (const secret of secrets) {
    for (const [form, length] of formsOf(secret)) {
      const all = pieces.get(length) ?? new Map<string, string>();
      pieces.set(length, all);
      for (let at = 0; at + length <= form.length; at += 1) all.set(form.slice(at, at + length), secret);
    }
  }
  return {
    in: (where, bytes) => {
      const text = (typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes)).toString('latin1');
      const found = new Set<string>();
      for (const [length, all] of pieces) {
        for (let at = 0; at + length <= text.length && found.size < 5; at += 1) {
          const secret = all.get(text.slice(at, at + length));
          if (secret !== undefined) found.add(`${where}: …${text.slice(Math.max(0, at - 60), at + 90)}… of ${secret}`);
        }
      }
      return [...found];
    },
  };
}

/** Every file below a folder with its bytes. */
export function everyFile(folder: string): [path: string, bytes: Buffer][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path)]);
}
