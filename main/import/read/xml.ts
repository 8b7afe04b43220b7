// One part of a workbook as a stream of tags and texts, by saxes: strict, without a document type, elements known by the address
// of their namespace. No piece of it may be so long that it would fill the memory.
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Refused } from './refused.ts';

export type Tag = SaxesTagNS;

export interface XmlHandlers {
  /** An element of one of the namespaces opens. */
  readonly open: (name: string, tag: Tag) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/** Excel keeps at most 32,767 characters in a cell, each of ten bytes at the most. */
const MAX_TOKEN_BYTES = 1024 ** 2;
const MAX_DEPTH = 64;
const OFFICE = 'http://schemas.openxmlformats.org';
const STRICT = 'http://purl.oclc.org/ooxml';

/** The namespaces of sheets, as Excel writes them and after ISO 29500 strict. */
export const SHEETS: ReadonlySet<string> = new Set([`${OFFICE}/spreadsheetml/2006/main`, `${STRICT}/spreadsheetml/main`]);
/** The namespace of the list that says where the parts lie. */
export const RELATIONS: ReadonlySet<string> = new Set([`${OFFICE}/package/2006/relationships`]);
const RELATION_IDS: ReadonlySet<string> = new Set([
  `${OFFICE}/officeDocument/2006/relationships`,
  `${STRICT}/officeDocument/relationships`,
]);

/** The value of an attribute without a prefix. */
export function attribute(tag: Tag, name: string): string | undefined {
  return tag.attributes[name]?.value;
}

/** Whether an attribute says yes, as XML Schema writes it. */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** The attribute `id` that points into the list of parts. */
export function relationId(tag: Tag): string | undefined {
  return Object.values(tag.attributes).find(({ local, uri }) => local === 'id' && RELATION_IDS.has(uri))?.value;
}

/** Parts are in UTF-8, or in UTF-16 with its mark (ECMA-376 part 2). */
function decoderFor(start: Buffer): TextDecoder {
  const mark = start.length < 2 ? 0 : start.readUInt16BE(0);
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding, { fatal: true });
}

/** Reads a part to its end. Throws `Refused` for what is no such part, and once `shouldStop`. */
export async function readXml(
  pieces: AsyncIterable<Buffer>,
  namespaces: ReadonlySet<string>,
  handlers: XmlHandlers,
  shouldStop: () => boolean,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  let unbroken = 0;
  const broken = (): void => {
    unbroken = 0;
  };

  parser.on('error', () => {
    throw new Refused('damaged');
  });
  parser.on('doctype', () => {
    throw new Refused('damaged', 'it carries a document type');
  });
  parser.on('opentag', (tag) => {
    unbroken = 0;
    depth += 1;
    if (depth > MAX_DEPTH) throw new Refused('damaged', 'it is nested too deeply');
    if (namespaces.has(tag.uri)) handlers.open(tag.local, tag);
  });
  parser.on('closetag', (tag) => {
    unbroken = 0;
    depth -= 1;
    if (namespaces.has(tag.uri)) handlers.close?.(tag.local);
  });
  const keep = (text: string): void => {
    unbroken = 0;
    handlers.text?.(text);
  };
  parser.on('text', keep);
  parser.on('cdata', keep);
  parser.on('comment', broken);
  parser.on('processinginstruction', broken);

  let decoder: TextDecoder | null = null;
  for await (const piece of pieces) {
    if (shouldStop()) throw new Refused('cancelled');
    decoder ??= decoderFor(piece);
    unbroken += piece.length;
    parser.write(decoded(decoder, piece));
    if (unbroken > MAX_TOKEN_BYTES) throw new Refused('too-large', 'one piece of its text is longer than Excel can write');
  }
  parser.write(decoded(decoder ?? new TextDecoder(), undefined)).close();
}

function decoded(decoder: TextDecoder, piece: Buffer | undefined): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw new Refused('damaged');
  }
}
