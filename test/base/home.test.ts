// The folder that everything is kept in, and the guard that lets one program at a time into it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { defaultHome, type Home, occupantOf, openHome } from '../../main/base/home.ts';
import { openStore } from '../../main/base/store.ts';
import { handClock } from '../support/make.ts';

const isPosix = process.platform !== 'win32';
const opened: Home[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
  for (const home of opened.splice(0)) home.close();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function makeParent(): string {
  return mkdtempSync(join(tmpdir(), 'courier-home-'));
}

function take(path: string): Home {
  const home = openHome(path);
  if (!home.ok) throw new Error(home.failure.kind);
  opened.push(home.value);
  return home.value;
}

async function holder(path: string): Promise<{ child: ChildProcess; answer: unknown }> {
  const child = fork(join(import.meta.dirname, '../support/home-holder.ts'), [path]);
  children.push(child);
  const [answer] = await once(child, 'message');
  return { child, answer };
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

describe('a home', () => {
  test.runIf(isPosix)('is created for its owner alone', () => {
    const path = join(makeParent(), 'a', 'b');
    take(path);
    expect(modeOf(path)).toBe(0o700);
  });

  test.runIf(isPosix)('is closed to others when it was empty, and left as it is when it was not', () => {
    const [empty, used] = [makeParent(), makeParent()];
    for (const path of [empty, used]) chmodSync(path, 0o755);
    writeFileSync(join(used, 'notes.txt'), '');
    take(empty);
    take(used);
    expect([modeOf(empty), modeOf(used)]).toEqual([0o700, 0o755]);
  });

  test('lets one in at a time, and the next one when it is closed', () => {
    const path = makeParent();
    const first = take(path);
    expect(openHome(path)).toEqual({ ok: false, failure: { kind: 'home-in-use', path } });
    first.close();
    take(path);
  });

  test('says who is in it, and forgets that when it is closed', () => {
    const path = makeParent();
    const home = take(path);
    expect(occupantOf(path)).toBeNull();
    home.announce({ program: 'browser', url: 'http://127.0.0.1:1/#key=practice' });
    expect(occupantOf(path)).toEqual({ program: 'browser', url: 'http://127.0.0.1:1/#key=practice' });
    if (isPosix) expect(modeOf(join(path, 'running.json'))).toBe(0o600);
    home.close();
    expect(occupantOf(path)).toBeNull();
  });

  test('is refused to a second program, and free again the moment the first one is killed', async () => {
    const path = makeParent();
    const { child, answer } = await holder(path);
    expect(answer).toBe('taken');
    expect(openHome(path)).toEqual({ ok: false, failure: { kind: 'home-in-use', path } });
    expect(occupantOf(path)?.program).toBe('browser');
    child.kill('SIGKILL');
    await once(child, 'exit');
    take(path);
    expect(occupantOf(path)).toBeNull();
  });

  test('replaces a lock file that is broken', () => {
    const path = makeParent();
    writeFileSync(join(path, 'lock.sqlite'), 'not a database '.repeat(500));
    take(path);
    expect(openHome(path).ok).toBe(false);
  });

  test.runIf(isPosix)('stays taken when its lock is deleted: the lock is laid back within moments', async () => {
    const path = makeParent();
    const clock = handClock(0);
    const home = openHome(path, clock);
    if (!home.ok) throw new Error(home.failure.kind);
    opened.push(home.value);
    rmSync(join(path, 'lock.sqlite'));
    await clock.advance(1_000);
    expect(existsSync(join(path, 'lock.sqlite'))).toBe(true);
    expect(home.value.lost()).toBeNull();
    expect(openHome(path)).toEqual({ ok: false, failure: { kind: 'home-in-use', path } });
    const { answer } = await holder(path);
    expect(answer).toBe('home-in-use');
  });

  test.runIf(isPosix)('is refused without any lock while an outbox of it is open, and free when it is closed', () => {
    const path = makeParent();
    const outbox = openStore(join(path, 'test', 'outbox.sqlite'), 0);
    if (!outbox.ok) throw new Error(outbox.failure.kind);
    expect(openHome(path)).toEqual({ ok: false, failure: { kind: 'home-in-use', path } });
    expect(existsSync(join(path, 'lock.sqlite'))).toBe(false);
    outbox.value.store.close();
    take(path);
  });

  test.runIf(isPosix)('says that it is lost when another program took it meanwhile, and leaves its note alone', async () => {
    const path = makeParent();
    const clock = handClock(0);
    const first = openHome(path, clock);
    if (!first.ok) throw new Error(first.failure.kind);
    rmSync(join(path, 'lock.sqlite'));
    const { answer } = await holder(path);
    expect(answer).toBe('taken');
    await clock.advance(1_000);
    expect(first.value.lost()).toEqual({ kind: 'home-in-use', path });
    first.value.close();
    expect(occupantOf(path)?.program).toBe('browser');
  });

  test('does not believe a note that makes no sense', () => {
    const path = makeParent();
    writeFileSync(join(path, 'running.json'), '{"program":"something else"}');
    expect(occupantOf(path)).toBeNull();
  });

  test('says what is wrong when it cannot be a folder', () => {
    const file = join(makeParent(), 'file');
    writeFileSync(file, '');
    expect(openHome(file)).toMatchObject({ ok: false, failure: { kind: 'storage-failed' } });
    expect(openHome(join(file, 'below'))).toMatchObject({ ok: false, failure: { kind: 'storage-failed' } });
  });

  test.runIf(isPosix && process.getuid?.() !== 0)('says that it cannot be written', () => {
    const path = makeParent();
    mkdirSync(join(path, 'closed'), { mode: 0o500 });
    expect(openHome(join(path, 'closed', 'home'))).toMatchObject({ ok: false, failure: { kind: 'storage-read-only' } });
  });

  test.runIf(process.platform === 'win32')('is refused on another computer', () => {
    expect(openHome('\\\\server\\share\\courier')).toMatchObject({ ok: false, failure: { kind: 'storage-failed' } });
  });
});

describe('where a home is', () => {
  test('follows the habits of each system', () => {
    expect(defaultHome({ APPDATA: join('C:', 'Users', 'x', 'AppData', 'Roaming') }, 'win32')).toBe(
      join('C:', 'Users', 'x', 'AppData', 'Roaming', 'Booking Courier'),
    );
    expect(defaultHome({}, 'darwin')).toBe(join(homedir(), 'Library', 'Application Support', 'Booking Courier'));
    expect(defaultHome({}, 'linux')).toBe(join(homedir(), '.config', 'Booking Courier'));
    expect(defaultHome({ XDG_CONFIG_HOME: '/elsewhere' }, 'linux')).toBe(join('/elsewhere', 'Booking Courier'));
  });

  test('is what BOOKING_COURIER_HOME says', () => {
    expect(defaultHome({ BOOKING_COURIER_HOME: 'here' }, 'linux')).toBe(resolve('here'));
    expect(existsSync(resolve('here'))).toBe(false);
  });
});
