// What a program asked of the disk, call by call, as strace saw it: what it wrote, what it synced, what it said meanwhile.
// A call counts as done when it came back; what was said or sent, already when it was begun.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './make.ts';

export type DiskCall =
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'size'; readonly path: string; readonly size: number }
  /** A file or a folder; `from` is how many calls had come back when it was begun. */
  | { readonly kind: 'sync'; readonly path: string; readonly from: number }
  | { readonly kind: 'make' | 'folder' | 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'copy'; readonly path: string; readonly to: string }
  | { readonly kind: 'said' | 'sent'; readonly text: string };

const CALLS =
  'openat,write,pwrite64,writev,sendto,sendmsg,fsync,fdatasync,ftruncate,rename,renameat2,unlink,unlinkat,mkdir,rmdir,copy_file_range,sendfile';

function canTrace(): boolean {
  if (process.platform !== 'linux') return false;
  return spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0;
}
/** Whether programs can be watched here. */
export const HAS_TRACES = canTrace();
const WHY_NONE = 'strace is not here, or may not watch';
/** Why they cannot; null where they can. */
export const NO_TRACES = HAS_TRACES ? null : WHY_NONE;
/** What a test's name says where they cannot. */
export const UNTRACED = HAS_TRACES ? '' : ` (skipped: ${WHY_NONE})`;

/** Runs a program of Node to its end and answers what it asked of files below `root` (an absolute path), in order. */
export async function tracedRun(
  args: readonly string[],
  root: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<DiskCall[]> {
  const log = join(temporaryFolder(), 'trace');
  const watched = ['-f', '--seccomp-bpf', '-qq', '-y', '-xx', '-s', '1048576', '-e', `trace=${CALLS}`, '-e', 'signal=none'];
  const child = spawn('strace', [...watched, '-o', log, process.execPath, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk) => (complaint += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the program ended with ${code}: ${complaint}`);
  const reader = createReader(root);
  for (const line of linesOf(log)) reader.read(line);
  return reader.calls;
}

/** The lines of a file of any size. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(1 << 20);
  let left = '';
  for (let at = 0; at < statSync(path).size; ) {
    const read = readSync(file, piece, 0, piece.length, at);
    at += read;
    const lines = (left + piece.toString('latin1', 0, read)).split('\n');
    left = lines.pop() ?? '';
    yield* lines;
  }
  closeSync(file);
}

const bytesFrom = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex');

/** One call: its name, what stands between its brackets, and what it answered. */
const CALL = /^(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?/s;

function createReader(root: string): { readonly calls: DiskCall[]; readonly read: (line: string) => void } {
  const calls: DiskCall[] = [];
  const begun = new Map<string, { head: string; from: number }>();
  /** How far a file is written that is written without saying where. */
  const positions = new Map<string, number>();
  const sizes = new Map<string, number>();
  const known = new Set<string>();

  function read(line: string): void {
    const [, pid, rest] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (pid === undefined || rest === undefined) return;
    const isOpen = / <unfinished \.\.\.>$/.exec(rest);
    if (isOpen) {
      const head = rest.slice(0, isOpen.index);
      begun.set(pid, { head, from: calls.length });
      heard(head);
      return;
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(rest);
    const open = resumed && begun.get(pid);
    if (resumed) begun.delete(pid);
    const whole = open ? open.head + rest.slice(resumed[0].length) : rest;
    if (!open) heard(rest);
    const [, name = '', inside = '', answer = '-1', opened = ''] = CALL.exec(whole) ?? [];
    if (Number(answer) >= 0) done(name, inside, Number(answer), bytesFrom(opened).toString(), open?.from ?? calls.length);
  }

  /** What leaves the program counts from the moment it is begun. */
  function heard(head: string): void {
    const [, name = '', hexPath = ''] = /^(\w+)\(\d+<([^>]*)>/.exec(head) ?? [];
    if (!/^(write|writev|sendto|sendmsg)$/.test(name)) return;
    const isOut = /^write\(1</.test(head);
    if (!isOut && !bytesFrom(hexPath).toString().startsWith('socket:')) return;
    const text = [...head.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => bytesFrom(hex ?? '').toString()).join('');
    calls.push({ kind: isOut ? 'said' : 'sent', text });
  }

  function done(name: string, inside: string, answer: number, opened: string, from: number): void {
    const strings = [...inside.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => bytesFrom(hex ?? ''));
    const files = [...inside.matchAll(/(\d+)<([^>]*)>(\(deleted\))?/g)].map(([, number, hex, gone]) => ({
      number: number ?? '',
      path: gone ? '' : bytesFrom(hex ?? '').toString(),
    }));
    const isOurs = (path: string | undefined): path is string => path?.startsWith(`${root}/`) === true || path === root;
    const [first, second] = strings.map(String);
    const [file] = files;
    const wrote = (path: string, at: number, bytes: Buffer): void => {
      calls.push({ kind: 'write', path, at, bytes });
      sizes.set(path, Math.max(sizes.get(path) ?? 0, at + bytes.length));
    };
    if (name === 'openat' && isOurs(opened)) {
      positions.set(String(answer), inside.includes('O_APPEND') ? (sizes.get(opened) ?? 0) : 0);
      if (inside.includes('O_CREAT') && !known.has(opened)) calls.push({ kind: 'make', path: opened });
      if (inside.includes('O_TRUNC') && known.has(opened)) calls.push({ kind: 'size', path: opened, size: 0 });
      if (inside.includes('O_CREAT')) known.add(opened);
    } else if (name === 'pwrite64' && isOurs(file?.path)) {
      wrote(file.path, Number(/, (\d+)$/.exec(inside)?.[1]), strings[0] ?? Buffer.alloc(0));
    } else if (name === 'write' && isOurs(file?.path)) {
      const at = positions.get(file.number) ?? 0;
      wrote(file.path, at, (strings[0] ?? Buffer.alloc(0)).subarray(0, answer));
      positions.set(file.number, at + answer);
    } else if (name === 'ftruncate' && isOurs(file?.path)) {
      const size = Number(/, (\d+)$/.exec(inside)?.[1]);
      calls.push({ kind: 'size', path: file.path, size });
      sizes.set(file.path, size);
    } else if ((name === 'fsync' || name === 'fdatasync') && isOurs(file?.path)) {
      calls.push({ kind: 'sync', path: file.path, from });
    } else if ((name === 'copy_file_range' || name === 'sendfile') && answer > 0) {
      const [to, source] = name === 'sendfile' ? files : [...files].reverse();
      if (isOurs(to?.path) && isOurs(source?.path)) calls.push({ kind: 'copy', path: source.path, to: to.path });
    } else if (name.startsWith('rename') && isOurs(first) && second !== undefined) {
      calls.push({ kind: 'rename', path: first, to: second });
      known.delete(first);
      known.add(second);
      sizes.set(second, sizes.get(first) ?? 0);
    } else if ((name === 'unlink' || name === 'unlinkat' || name === 'rmdir') && isOurs(first)) {
      calls.push({ kind: 'remove', path: first });
      known.delete(first);
      sizes.delete(first);
    } else if (name === 'mkdir' && isOurs(first)) calls.push({ kind: 'folder', path: first });
  }

  return { calls, read };
}
