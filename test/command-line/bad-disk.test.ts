// What every way to start says of a disk that is really full, or really closed to us: a sentence, the code that goes with it,
// and no trace of a program. How things stand is still told.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/make.ts';
import { bookedLines, csv, openApp } from '../support/open-app.ts';
import { closeToUs, fill, HAS_DISKS, SKIPPED, smallDisk } from '../support/small-disk.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function program(path: string, home: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, path), ...args], {
    env: { ...process.env, BOOKING_COURIER_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
    encoding: 'utf8',
    timeout: 120_000,
  });
  // A stack trace names files and lines, and Node its own version.
  expect(stderr).not.toMatch(/\.ts:\d+|^\s+at |Node\.js v/m);
  return { code: status, out: stdout, err: stderr };
}
const courier = (home: string, ...args: readonly string[]) => program('main/command-line/index.ts', home, args);
const browser = (home: string) => program('main/browser/index.ts', home, ['--home', home, '--no-open']);

/** A home on a small disk in which seven results wait. */
async function homeInUse(): Promise<string> {
  const home = smallDisk();
  const { queue, stop } = await openApp({ home });
  await queue(csv(...bookedLines(7)));
  await stop();
  return home;
}

function oneFile(): string {
  const path = join(temporaryFolder(), 'one.csv');
  writeFileSync(path, csv('ORD-2025-00150,Booked,2025-04-28,Li Fang'));
  return path;
}

const READ_ONLY = /cannot be written|cannot write/;
const FULL = /The disk of this computer is full\./;
const badDisks = [
  ['full', fill, 'storage-full', FULL],
  ['closed to us', (disk: string) => closeToUs(disk), 'storage-read-only', READ_ONLY],
] as const;

describe.each(badDisks)(`a disk that is really %s${SKIPPED}`, (_, spoil, kind, sentence) => {
  it.runIf(HAS_DISKS)('still tells how things stand, and why nothing can be done', { timeout: 120_000 }, async () => {
    const home = await homeInUse();
    spoil(home);
    const plain = courier(home, 'status');
    expect(plain).toMatchObject({ code: 2, out: 'Practice: 0 delivered today, 7 waiting, 1 needs you.\n' });
    expect(plain.err).toMatch(sentence);
    const { code, out } = courier(home, 'status', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([2, { waiting: 7, notices: [{ kind }] }]);
  });

  it.runIf(HAS_DISKS)('refuses a push with a sentence, queues nothing and loses nothing', { timeout: 120_000 }, async () => {
    const home = await homeInUse();
    spoil(home);
    const { code, out, err } = courier(home, 'push', oneFile(), '--environment', 'practice', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([64, { failure: { kind } }]);
    expect(err).toMatch(sentence);
    expect(JSON.parse(courier(home, 'status', '--json').out)).toMatchObject({ waiting: 7 });
  });

  it.runIf(HAS_DISKS)('keeps the window from opening where nothing is there yet, with a sentence', { timeout: 120_000 }, () => {
    const disk = smallDisk();
    spoil(disk);
    const home = join(disk, 'office', 'home');
    const { code, out, err } = browser(home);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
    expect(courier(home, 'status')).toMatchObject({ code: 64, out: '' });
  });
});

describe(`a home that is not what it should be${SKIPPED}`, () => {
  it.runIf(HAS_DISKS)('on a closed disk is left as it was found', { timeout: 120_000 }, async () => {
    const home = await homeInUse();
    const before = readdirSync(home, { recursive: true }).sort();
    closeToUs(home);
    expect(browser(home)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(READ_ONLY) });
    closeToUs(home, false);
    expect(readdirSync(home, { recursive: true }).sort()).toEqual(before);
    expect(courier(home, 'status')).toMatchObject({ code: 2, out: 'Practice: 0 delivered today, 7 waiting.\n' });
  });
});

describe('a file where the home should be', () => {
  it('is named by every way to start', { timeout: 120_000 }, () => {
    const path = join(temporaryFolder(), 'home');
    writeFileSync(path, 'no folder');
    for (const home of [path, join(path, 'below')]) {
      const ran = [courier(home, 'status'), courier(home, 'push', oneFile(), '--environment', 'practice'), browser(home)];
      expect(ran.map(({ code }) => code)).toEqual([64, 64, 1]);
      for (const { err, out } of ran) expect([out, err]).toEqual(['', expect.stringContaining(path)]);
    }
    mkdirSync(`${path}-good`);
    expect(courier(`${path}-good`, 'status')).toMatchObject({ code: 0 });
  });
});
