// The bytes of a dropped file, a piece at a time and hashed as they pass. A file that changes while it is read is refused:
// half of one version and half of another is what nobody wrote.
import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** Where the bytes are: in a file of this machine, or here. */
export type Source = { readonly path: string } | { readonly bytes: Uint8Array };

/** What was read, once all of it was. */
export interface ReadWhole {
  readonly bytes: number;
  readonly sha256: string;
}

/** Takes the next piece, valid until it returns, of a file of `totalBytes`; answers with what keeps the reading from going on. */
export type TakePiece = (piece: Buffer, totalBytes: number) => Failure | null;

export const MAX_FILE_BYTES = 2 * 1024 ** 3;
export const PIECE_BYTES = 512 * 1024;

type Why = Extract<Failure, { kind: 'file-unreadable' }>['why'];
const WHY: Readonly<Record<string, Why>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EBUSY: 'locked',
  EACCES: 'denied',
  EPERM: 'denied',
  EISDIR: 'folder',
};

/** The failure behind an error of the file system, or null when it comes from elsewhere. */
function failureFromReading(error: unknown, name: string): Failure | null {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  return { kind: 'file-unreadable', name, why: WHY[String(error.code)] ?? 'failed' };
}

/** Hands all bytes of `source` to `take`, in order. Files above 2 GB and changing ones are refused; `name` is how people know it. */
export async function readSource(source: Source, name: string, take: TakePiece): Promise<Result<ReadWhole>> {
  return 'path' in source ? readFile(source.path, name, take) : readBytes(source.bytes, name, take);
}

function readBytes(bytes: Uint8Array, name: string, take: TakePiece): Result<ReadWhole> {
  if (bytes.length > MAX_FILE_BYTES) return fail(tooLarge(name, bytes.length));
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const hash = createHash('sha256');
  for (let start = 0; start < all.length; start += PIECE_BYTES) {
    const piece = all.subarray(start, start + PIECE_BYTES);
    hash.update(piece);
    const failure = take(piece, all.length);
    if (failure !== null) return fail(failure);
  }
  return ok({ bytes: all.length, sha256: hash.digest('hex') });
}

async function readFile(path: string, name: string, take: TakePiece): Promise<Result<ReadWhole>> {
  let handle: FileHandle | null = null;
  try {
    const there = await stat(path);
    if (there.isDirectory()) return fail({ kind: 'file-unreadable', name, why: 'folder' });
    // Opening a pipe or a device could wait for ever.
    if (!there.isFile()) return fail({ kind: 'file-unreadable', name, why: 'failed' });
    if (there.size > MAX_FILE_BYTES) return fail(tooLarge(name, there.size));
    handle = await open(path, 'r');
    return await readHandle(handle, name, take);
  } catch (error) {
    const failure = failureFromReading(error, name);
    if (failure === null) throw error;
    return fail(failure);
  } finally {
    await handle?.close();
  }
}

async function readHandle(handle: FileHandle, name: string, take: TakePiece): Promise<Result<ReadWhole>> {
  const before = await handle.stat({ bigint: true });
  const totalBytes = Number(before.size);
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(PIECE_BYTES);
  let bytes = 0;
  for (;;) {
    const piece = buffer.subarray(0, await fill(handle, buffer));
    if (piece.length === 0) break;
    bytes += piece.length;
    if (bytes > totalBytes) return fail({ kind: 'file-unreadable', name, why: 'changed' });
    hash.update(piece);
    const failure = take(piece, totalBytes);
    if (failure !== null) return fail(failure);
  }
  const after = await handle.stat({ bigint: true });
  if (bytes !== totalBytes || after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
    return fail({ kind: 'file-unreadable', name, why: 'changed' });
  }
  return ok({ bytes, sha256: hash.digest('hex') });
}

/** A network share may hand out less than was asked for; only nothing at all is the end. */
async function fill(handle: FileHandle, buffer: Buffer): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

function tooLarge(name: string, bytes: number): Failure {
  return { kind: 'file-too-large', name, bytes, maxBytes: MAX_FILE_BYTES };
}
