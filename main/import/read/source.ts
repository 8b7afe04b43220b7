// The bytes of a dropped file, a piece at a time and hashed as they pass. A file that changes while it is read is refused:
// half of one version and half of another is what nobody wrote.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Failure } from '../../../shared/failure.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type Clock, pause } from '../../base/ports.ts';

/** Where the bytes are: in a file of this machine, or here. */
export type Source = { readonly path: string } | { readonly bytes: Uint8Array };

/** A dropped file: somewhere on this machine, in a file that is ours to take, or in memory. */
export type Dropped = { readonly path: string; readonly isTemporary?: boolean } | { readonly bytes: Uint8Array };

/** What was read, once all of it was. */
export interface ReadWhole {
  readonly bytes: number;
  readonly sha256: string;
}

/** What happens around the reading of a file. */
export interface SourcePorts {
  readonly clock: Clock;
  /** Opens a file for reading, as `open` of node:fs/promises does. */
  readonly openFile: (path: string) => Promise<FileHandle>;
}

/** Takes the next piece, valid until it returns, of a file of `totalBytes`; answers with what keeps the reading from going on. */
export type TakePiece = (piece: Buffer, totalBytes: number) => Failure | null;

export const MAX_FILE_BYTES = 2 * 1024 ** 3;
export const PIECE_BYTES = 512 * 1024;

/** A program that saves a file has it for itself for a moment. */
const RETRY_AFTER_MS = [200, 500, 1000];
const LOCKED = ['EBUSY', 'EPERM', 'EACCES'];

type Why = Extract<Failure, { kind: 'file-unreadable' }>['why'];
const WHY: Readonly<Record<string, Why>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EBUSY: 'locked',
  EACCES: 'denied',
  EPERM: 'denied',
  EISDIR: 'folder',
};

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null;
}

/** Opens files of this machine. What became a pipe since it was looked at must not hold the thread; Windows has no such flag. */
export const openFile: SourcePorts['openFile'] = (path) => open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));

/** Hands all bytes of `source` to `take`, in order. Files above 2 GB and changing ones are refused; `name` is how people know it. */
export async function readSource(source: Source, name: string, take: TakePiece, ports: SourcePorts): Promise<Result<ReadWhole>> {
  return 'path' in source ? readFile(source.path, name, take, ports) : readBytes(source.bytes, name, take);
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

async function readFile(path: string, name: string, take: TakePiece, ports: SourcePorts): Promise<Result<ReadWhole>> {
  let handle: FileHandle | null = null;
  try {
    const there = await stat(path);
    if (there.isDirectory()) return fail({ kind: 'file-unreadable', name, why: 'folder' });
    // Opening a pipe or a device could wait for ever.
    if (!there.isFile()) return fail({ kind: 'file-unreadable', name, why: 'failed' });
    if (there.size > MAX_FILE_BYTES) return fail(tooLarge(name, there.size));
    handle = await openPatiently(path, ports);
    if (!(await handle.stat()).isFile()) return fail({ kind: 'file-unreadable', name, why: 'failed' });
    return await readHandle(handle, name, take);
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return fail({ kind: 'file-unreadable', name, why: WHY[code] ?? 'failed' });
  } finally {
    await handle?.close();
  }
}

async function openPatiently(path: string, { clock, openFile }: SourcePorts): Promise<FileHandle> {
  for (const delayMs of RETRY_AFTER_MS) {
    try {
      return await openFile(path);
    } catch (error) {
      if (!LOCKED.includes(codeOf(error) ?? '')) throw error;
    }
    await pause(clock, delayMs);
  }
  return openFile(path);
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

/** Which moment of its life a file is in; it is another one once somebody has written to it. Empty when it cannot be told. */
export async function versionOf(source: Source): Promise<string> {
  if ('bytes' in source) return '';
  try {
    const { size, mtimeNs, ino } = await stat(source.path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return '';
  }
}

/** The file that Excel or LibreOffice puts beside one that it has open; null when there is none. */
export async function ownerFile(source: Source): Promise<string | null> {
  if ('bytes' in source) return null;
  const name = basename(source.path);
  for (const owner of [`~$${name}`, `.~lock.${name}#`]) {
    try {
      await stat(join(dirname(source.path), owner));
      return owner;
    } catch (error) {
      if (codeOf(error) === null) throw error;
    }
  }
  return null;
}

type NotMeant = Extract<Failure, { kind: 'not-meant' }>['what'];

/** What a file is by its name alone that nobody meant to import; null for all others. */
export function notMeant(name: string): NotMeant | null {
  if (/^~\$|^\.~lock\..*#$/.test(name)) return 'owner-file';
  if (/\.(?:tmp|temp|part|partial|crdownload|download)$|~$/i.test(name)) return 'unfinished';
  if (/\.(?:lnk|url|desktop|webloc)$/i.test(name)) return 'shortcut';
  return /^(?:desktop\.ini|thumbs\.db|\.ds_store)$/i.test(name) ? 'system-file' : null;
}

function tooLarge(name: string, bytes: number): Failure {
  return { kind: 'file-too-large', name, bytes, maxBytes: MAX_FILE_BYTES };
}
