// The parts of a ZIP archive, unpacked as they are asked for and under one limit, so that a small file cannot fill the memory.
// What the archive says about sizes and checksums is held against what comes out of it.
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { Refused } from './refused.ts';

export interface Archive {
  /** The names of its files in lower case, without a slash in front: parts of a workbook are not told apart by their case. */
  readonly names: ReadonlySet<string>;
  /** The content of a file in pieces of at most 64 KiB; throws `Refused` when it is not there, damaged, or too much. */
  readonly read: (name: string) => AsyncIterable<Buffer>;
}

const MAX_ENTRIES = 10_000;
const PIECE_BYTES = 64 * 1024;

/** The name of a file as it is looked up here. */
export function partName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

/** Opens an archive. All that is read out of it, each file counted once, must not exceed `maxBytes`. */
export async function openArchive(bytes: Buffer, maxBytes: number): Promise<Archive> {
  const { zip, entries } = await directoryOf(bytes);
  const counted = new Map<string, number>();
  let total = 0;

  function count(name: string, position: number): void {
    const before = counted.get(name) ?? 0;
    if (position <= before) return;
    total += position - before;
    counted.set(name, position);
    if (total > maxBytes) throw new Refused('too-large');
  }

  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(name);
    if (entry === undefined) throw new Refused('damaged', `its part ${name} is missing`);
    let [position, sum] = [0, 0];
    try {
      const stream = await zip.openReadStreamPromise(entry);
      try {
        for await (const piece of stream as AsyncIterable<Buffer>) {
          position += piece.length;
          count(name, position);
          sum = crc32(piece, sum);
          for (let at = 0; at < piece.length; at += PIECE_BYTES) yield piece.subarray(at, at + PIECE_BYTES);
        }
      } finally {
        stream.destroy();
      }
    } catch (error) {
      throw refusedFrom(error);
    }
    if (sum !== entry.crc32) throw new Refused('damaged');
  }

  return { names: new Set(entries.keys()), read };
}

async function directoryOf(bytes: Buffer): Promise<{ zip: ZipFile; entries: ReadonlyMap<string, Entry> }> {
  const entries = new Map<string, Entry>();
  try {
    const zip = await fromBufferPromise(bytes, { decodeStrings: false });
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= MAX_ENTRIES) throw new Refused('too-large');
      const name = partName(String(entry.fileName));
      // Which of two is meant would be for each program to say differently.
      if (entries.has(name)) throw new Refused('damaged', `it has two parts called ${name}`);
      entries.set(name, entry);
    }
    return { zip, entries };
  } catch (error) {
    throw refusedFrom(error);
  }
}

/** Whatever the reader of archives throws, at a file that is none or at packed bytes that mean nothing. */
function refusedFrom(error: unknown): unknown {
  if (error instanceof Refused || !(error instanceof Error)) return error;
  return new Refused('damaged', /encrypted/.test(error.message) ? 'it is protected by a password' : '');
}
