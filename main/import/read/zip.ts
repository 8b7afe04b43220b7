// The texts inside a ZIP archive, unpacked under a limit, so that a small file cannot fill the memory; and an archive of them
// that hides nothing. Follows the central directory, as Excel does (PKWARE APPNOTE 4.3).
import { crc32, inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_LENGTH = 22;
const MAX_COMMENT = 65_535;
const MAX_ENTRIES = 10_000;
const STORED = 0;
const DEFLATED = 8;

export type Unpacked =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Buffer> }
  | { readonly ok: false; readonly why: Why };
type Why = 'damaged' | 'too-large';

/** Unpacks the files whose name is `wanted`; all of them together must not exceed `maxBytes`. */
export function unpack(archive: Buffer, wanted: (name: string) => boolean, maxBytes: number): Unpacked {
  try {
    return unpackEntries(archive, wanted, maxBytes);
  } catch (error) {
    // Offsets that lead out of the archive, and bytes that are no packed text.
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE') return { ok: false, why: 'too-large' };
    if (error instanceof RangeError || String(code).startsWith('Z_')) return { ok: false, why: 'damaged' };
    throw error;
  }
}

function unpackEntries(archive: Buffer, wanted: (name: string) => boolean, maxBytes: number): Unpacked {
  const end = endOfDirectory(archive);
  if (end === -1) return { ok: false, why: 'damaged' };
  const count = archive.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) return { ok: false, why: 'too-large' };
  const files = new Map<string, Buffer>();
  let left = maxBytes;
  for (let at = archive.readUInt32LE(end + 16), n = 0; n < count; n += 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) return { ok: false, why: 'damaged' };
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, nameEnd);
    if (wanted(name)) {
      const content = contentOf(archive, at, left);
      if (content === null) return { ok: false, why: 'damaged' };
      if (content.length > left) return { ok: false, why: 'too-large' };
      if (crc32(content) !== archive.readUInt32LE(at + 16)) return { ok: false, why: 'damaged' };
      left -= content.length;
      files.set(name, content);
    }
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return { ok: true, files };
}

function endOfDirectory(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_LENGTH - MAX_COMMENT);
  for (let at = archive.length - END_LENGTH; at >= first; at -= 1) if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  return -1;
}

/** The content of the file whose directory entry is at `at`; null when it is not kept in a way we can read. */
function contentOf(archive: Buffer, at: number, maxBytes: number): Buffer | null {
  const method = archive.readUInt16LE(at + 10);
  const packedBytes = archive.readUInt32LE(at + 20);
  const local = archive.readUInt32LE(at + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (archive.readUInt32LE(local) !== LOCAL_ENTRY || start + packedBytes > archive.length) return null;
  const packed = archive.subarray(start, start + packedBytes);
  if (method === STORED) return packed;
  // Zero would mean no limit at all.
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) }) : null;
}

/** An archive of these files and nothing else, not packed. */
export function pack(files: ReadonlyMap<string, Buffer>): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(DIRECTORY_ENTRY, 0);
    facts.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, name);
    parts.push(uint32(LOCAL_ENTRY), facts, name, content);
    offset += 30 + name.length + content.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(END_LENGTH);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
