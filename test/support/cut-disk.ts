// A disk after a power cut: what was synced is there, and of what was not, whatever chance leaves.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Random } from '../../main/base/ports.ts';
import type { DiskCall } from './disk-trace.ts';

type Change = Extract<DiskCall, { kind: 'write' | 'size' }>;

interface File {
  readonly changes: { readonly change: Change; readonly nth: number }[];
  /** So many of its changes are certain. */
  synced: number;
}

/** A name that was given or taken; file null is a name taken, 'folder' a folder; `was` the name that goes with it, at once. */
interface Naming {
  readonly path: string;
  readonly file: File | 'folder' | null;
  readonly was: string | null;
  readonly nth: number;
  isSynced: boolean;
}

/** A power cut tears what is written at this many bytes. */
const SECTOR_BYTES = 512;

/** Lays below `target` what a disk would hold of `root` after a cut when the first `cut` of these calls had come back. */
export function afterCut(calls: readonly DiskCall[], cut: number, root: string, target: string, random: Random): void {
  const names = new Map<string, File | 'folder'>();
  const namings: Naming[] = [];
  const name = (path: string, file: Naming['file'], nth: number, was: string | null = null): void => {
    namings.push({ path, file, was, nth, isSynced: false });
    if (was !== null) names.delete(was);
    if (file === null) names.delete(path);
    else names.set(path, file);
  };
  const fileAt = (path: string): File | null => {
    const file = names.get(path);
    return file === undefined || file === 'folder' ? null : file;
  };
  for (const [nth, call] of calls.slice(0, cut).entries()) {
    if (call.kind === 'make') name(call.path, { changes: [], synced: 0 }, nth);
    else if (call.kind === 'folder') name(call.path, 'folder', nth);
    else if (call.kind === 'remove') name(call.path, null, nth);
    else if (call.kind === 'rename') {
      const moved = names.get(call.path);
      if (moved !== undefined) name(call.to, moved, nth, call.path);
    } else if (call.kind === 'write' || call.kind === 'size') fileAt(call.path)?.changes.push({ change: call, nth });
    else if (call.kind === 'copy') {
      const bytes = contentOf((fileAt(call.path)?.changes ?? []).map(({ change }) => change));
      fileAt(call.to)?.changes.push({ change: { kind: 'write', path: call.to, at: 0, bytes }, nth });
    } else if (call.kind === 'sync') {
      const file = fileAt(call.path);
      if (file) file.synced = Math.max(file.synced, file.changes.filter((one) => one.nth < call.from).length);
      else for (const one of namings) if (dirname(one.path) === call.path && one.nth < call.from) one.isSynced = true;
    }
  }
  lay(namings, root, target, random);
}

/** Names keep their order in each folder, as journals do; of the contents any part may have come. */
function lay(namings: readonly Naming[], root: string, target: string, random: Random): void {
  const left = new Map<string, Exclude<Naming['file'], null>>();
  const isOver = new Set<string>();
  for (const { path, file, was, isSynced } of namings) {
    const folder = dirname(path);
    if (!isSynced && !isOver.has(folder) && random() < 0.3) isOver.add(folder);
    if (!isSynced && isOver.has(folder)) continue;
    if (was !== null) left.delete(was);
    if (file === null) left.delete(path);
    else left.set(path, file);
  }
  const isThere = (path: string): boolean => path === root || (left.get(path) === 'folder' && isThere(dirname(path)));
  mkdirSync(target, { recursive: true });
  for (const [path, file] of left) {
    if (!isThere(dirname(path)) || path.endsWith('-shm')) continue;
    const place = join(target, relative(root, path));
    if (file === 'folder') mkdirSync(place, { recursive: true });
    else {
      const keep = random();
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, contentOf(file.changes.flatMap(({ change }, n) => survived(change, n < file.synced, keep, random))));
    }
  }
}

function survived(change: Change, isSynced: boolean, keep: number, random: Random): Change[] {
  if (isSynced) return [change];
  if (random() >= keep) return [];
  if (change.kind === 'size' || random() < 0.7) return [change];
  const sectors = Math.floor(random() * Math.ceil(change.bytes.length / SECTOR_BYTES));
  return [{ ...change, bytes: change.bytes.subarray(0, sectors * SECTOR_BYTES) }];
}

function contentOf(changes: readonly Change[]): Buffer {
  let size = 0;
  let content = Buffer.alloc(1 << 16);
  const grow = (needed: number): void => {
    if (needed > content.length) content = Buffer.concat([content, Buffer.alloc(Math.max(needed, content.length))]);
    size = Math.max(size, needed);
  };
  for (const change of changes) {
    if (change.kind === 'size') {
      grow(change.size);
      content.fill(0, change.size);
      size = change.size;
    } else {
      grow(change.at + change.bytes.length);
      change.bytes.copy(content, change.at);
    }
  }
  return content.subarray(0, size);
}
