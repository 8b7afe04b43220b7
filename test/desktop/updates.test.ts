// Updates: looked for only where a feed is set that can be trusted, installed only when asked or at the end, never over work
// under way; and no package can be made that would break this.
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getConfig } from 'app-builder-lib/out/util/config/config.js';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { build as bundle } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Log } from '../../main/base/ports.ts';
import { followUpdates, type Updater } from '../../main/desktop/follow-updates.ts';
import {
  type Installation,
  isIdle,
  mayInstall,
  updateNotice,
  whyNotPublished,
  whyNoUpdates,
} from '../../main/desktop/update-rule.ts';
import { PROGRAM } from '../../main/electron/build.ts';
import { handClock } from '../support/make.ts';
import { fileBeing, snapshotWith } from '../support/make-desktop.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const FEED = { provider: 'generic', url: 'https://updates.example/booking-courier', publisherName: ['CN=PPS, O=PPS'] };

describe('the moment for an update', () => {
  test('is when nothing is sent, read or queued; what only waits is kept', () => {
    expect(isIdle(snapshotWith())).toBe(true);
    expect(isIdle(snapshotWith({ counts: { waiting: 7 }, sync: { phase: 'waiting' } }))).toBe(true);
    expect(isIdle(snapshotWith({ sync: { phase: 'sending' } }))).toBe(false);
    const quiet = snapshotWith();
    expect(isIdle({ ...quiet, bookings: { ...quiet.bookings, isSending: true } })).toBe(false);
    const reading = fileBeing('reading', 1, 2);
    expect(isIdle(snapshotWith({ openImports: [reading] }))).toBe(false);
    expect(isIdle(snapshotWith({ openImports: [{ ...reading, phase: 'review' }] }))).toBe(true);
  });

  test('is told with the version, and that nothing is lost by it', () => {
    expect(updateNotice('1.4.0')).toEqual({
      title: 'Booking Courier 1.4.0 is ready',
      body: expect.stringContaining('what waits is kept'),
    });
  });
});

describe('whether updates are looked for', () => {
  const installed: Installation = { isPackaged: true, platform: 'win32', isAppImage: false, feed: FEED };

  test('is yes for an installed program with a safe, signed feed, and for nothing less', () => {
    expect(whyNoUpdates(installed)).toBeNull();
    expect(whyNoUpdates({ ...installed, isPackaged: false })).toBe('this is not an installed program');
    expect(whyNoUpdates({ ...installed, feed: null })).toBe('no feed is set');
    expect(whyNoUpdates({ ...installed, feed: 'https://updates.example' })).toBe('the feed cannot be read');
  });

  test.each([
    { publisherName: undefined },
    { publisherName: null },
    { publisherName: '' },
    { publisherName: [] },
    { publisherName: ['CN=PPS', ' '] },
  ])('is no on Windows when the publisher is $publisherName, because signatures would not be checked', (publisher) => {
    const feed = { ...FEED, ...publisher };
    expect(whyNoUpdates({ ...installed, feed })).toBe('the feed names no publisher to check signatures against');
    // macOS checks the signature of every update by itself.
    expect(whyNoUpdates({ ...installed, feed, platform: 'darwin' })).toBeNull();
  });

  test.each([
    { url: 'http://updates.example/' },
    { url: ' HTTP://updates.example/' },
    { url: 'ftp://updates.example/' },
    { url: 'file:///srv/updates' },
    { protocol: 'http' },
    { options: { endpoint: 'http://updates.example' } },
  ])('is no when the feed is not https: %o', (insecure) => {
    expect(whyNoUpdates({ ...installed, feed: { ...FEED, ...insecure } })).toBe('the feed is not https');
  });

  test('is no on Linux except for an AppImage, which alone can replace itself', () => {
    expect(whyNoUpdates({ ...installed, platform: 'linux' })).toBe(
      'packages of this system are updated by whoever installed them',
    );
    expect(whyNoUpdates({ ...installed, platform: 'linux', isAppImage: true })).toBeNull();
  });
});

test('an update is installed only when it is there and nothing is under way', () => {
  const answers = [true, false].flatMap((isReady) => [true, false].map((isIdle) => mayInstall({ isReady, isIdle })));
  expect(answers).toEqual([true, false, false, false]);
});

/** What electron-updater looks like from outside; what it is told and asked is written down. */
function createFeed() {
  const events = new EventEmitter();
  const asked: string[] = [];
  let failure: Error | null = null;
  const updater = {
    autoDownload: false,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    allowPrerelease: true,
    disableWebInstaller: false,
    logger: console,
    on: (name: string, listener: (...args: unknown[]) => void) => events.on(name, listener),
    checkForUpdates: async () => {
      asked.push('check');
      if (failure === null) return null;
      // As electron-updater does: it says so twice.
      events.emit('error', failure);
      throw failure;
    },
    quitAndInstall: (isSilent: boolean, isForceRunAfter: boolean) => {
      asked.push(`install${isSilent ? ' silently' : ''}${isForceRunAfter ? ' and start' : ''}`);
    },
  };
  return {
    updater: updater as unknown as Updater,
    asked,
    failNow: (words: string) => events.emit('error', new Error(words)),
    fail: (words: string) => {
      failure = new Error(words);
    },
    download: (version: string) => events.emit('update-downloaded', { version }),
  };
}

describe('following a feed', () => {
  let isIdle: boolean;
  let lines: string[];
  const log: Log = (level, message) => lines.push(`${level}: ${message}`);
  beforeEach(() => {
    isIdle = true;
    lines = [];
  });

  function follow(platform: NodeJS.Platform = 'win32') {
    const feed = createFeed();
    const clock = handClock();
    const ready: string[] = [];
    const asked = feed.asked;
    const wishes = {
      isIdle: () => isIdle,
      log,
      clock,
      quit: () => void asked.push('quit'),
      end: () => void asked.push('end'),
      onReady: (version: string) => void ready.push(version),
    };
    return { ...feed, clock, ready, updates: followUpdates(feed.updater, wishes, platform) };
  }

  test('leaves nothing of when and what to install to electron-updater', () => {
    expect(follow().updater).toMatchObject({
      autoInstallOnAppQuit: false,
      allowDowngrade: false,
      allowPrerelease: false,
      disableWebInstaller: true,
    });
  });

  test('looks some minutes after the start and then every six hours, also after a failure', async () => {
    const { clock, asked, fail } = follow();
    expect(asked).toEqual([]);
    await clock.advance(2 * 60_000);
    expect(asked).toEqual(['check']);
    fail('no way to the server');
    await clock.advance(6 * 3_600_000);
    expect(asked).toEqual(['check', 'check']);
    expect(lines).toEqual(['warning: updating failed']);
    await clock.advance(6 * 3_600_000);
    expect(asked).toEqual(['check', 'check', 'check']);
  });

  test('says when an update is ready, and when asked ends like Quit, installs it and starts it', async () => {
    const { updates, download, ready, asked, clock } = follow();
    expect(updates.restartNow()).toBe(false);
    download('1.2.0');
    expect([ready, asked]).toEqual([['1.2.0'], []]);
    expect(updates.restartNow()).toBe(true);
    expect(asked).toEqual(['quit']);
    // The push finishes first; then the shell says that it is at its end.
    updates.installAtEnd();
    expect(asked).toEqual(['quit', 'install silently and start']);
    await clock.advance(1_000);
    expect(asked.at(-1)).toBe('end');
  });

  test('does not restart while anything is under way, however often it is asked', () => {
    const { updates, download, asked } = follow();
    download('1.2.0');
    isIdle = false;
    expect([updates.restartNow(), updates.restartNow()]).toEqual([false, false]);
    expect(asked).toEqual([]);
  });

  test('installs when the program ends anyway, and does not start it again', async () => {
    const { updates, download, asked, clock, failNow } = follow();
    download('1.2.0');
    updates.installAtEnd();
    expect(asked).toEqual(['install silently']);
    // Even an installer that cannot be started does not keep the program from ending.
    failNow('no such file');
    await clock.advance(1_000);
    expect(asked).toEqual(['install silently', 'end']);
  });

  test('just ends when there is nothing to install', () => {
    const { updates, asked } = follow();
    updates.installAtEnd();
    expect(asked).toEqual(['end']);
  });

  test('lets macOS install by itself after the end, unless the program is to start again', async () => {
    const ended = follow('darwin');
    ended.download('1.2.0');
    ended.updates.installAtEnd();
    expect([ended.asked, ended.updater.autoInstallOnAppQuit]).toEqual([['end'], true]);
    const again = follow('darwin');
    again.download('1.2.0');
    again.updates.restartNow();
    again.updates.installAtEnd();
    expect(again.asked).toEqual(['quit', 'install silently and start']);
    await again.clock.advance(10_000);
    expect(again.asked.at(-1)).toBe('end');
  });
});

describe('the shell, with electron-updater itself', () => {
  // Inside the project, whose files are modules.
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const work = mkdtempSync(join(ROOT, 'dist', 'updates-test-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));
  const PROBE = `
    import { startUpdates } from './updates.js';
    process.resourcesPath = process.argv[2];
    const updates = await startUpdates({ isIdle: () => true, quit() {}, end: () => console.log('ended'), log: (level, words, facts) => console.log(words, facts.why) });
    console.log(updates.restartNow());
    updates.installAtEnd();
    process.exit(0);`;

  beforeAll(async () => {
    await bundle({ ...PROGRAM, entryPoints: [join(ROOT, 'main', 'electron', 'updates.ts')], outdir: work });
    writeFileSync(join(work, 'probe.js'), PROBE);
  });

  /** What it says in a package whose app-update.yml has this text, or none. */
  function started(feed: string | null, environment: NodeJS.ProcessEnv = {}): string[] {
    const resources = mkdtempSync(join(work, 'resources-'));
    if (feed !== null) writeFileSync(join(resources, 'app-update.yml'), feed);
    const hooks = join(ROOT, 'test', 'electron', 'hooks.ts');
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', pathToFileURL(hooks).href, join(work, 'probe.js'), resources],
      {
        encoding: 'utf8',
        env: { ...process.env, STAND_IN_PACKAGED: 'yes', ...environment },
      },
    );
    return `${stdout}${stderr}`.trim().split('\n');
  }
  const APP_IMAGE = { APPIMAGE: '/opt/booking-courier.AppImage' };

  test('does nothing and says why in one line where there is no feed', () => {
    expect(started(null)).toEqual(['no updates are looked for no feed is set', 'false', 'ended']);
    expect(started(null, { STAND_IN_PACKAGED: 'no' })[0]).toBe('no updates are looked for this is not an installed program');
  });

  test('judges the feed as electron-updater reads it', () => {
    expect(started('provider: generic\nurl: http://updates.example\n', APP_IMAGE)[0]).toBe(
      'no updates are looked for the feed is not https',
    );
  });

  test.skipIf(process.platform !== 'linux')('follows a feed that can be trusted (only on Linux, where this one is)', () => {
    expect(started('provider: generic\nurl: https://updates.example\n', APP_IMAGE)).toEqual(['false', 'ended']);
  });
});

describe('the packages that can be made', () => {
  const read = (): Promise<Configuration> => getConfig(ROOT, 'electron-builder.yml', null);
  const feed = { provider: 'generic', url: FEED.url };
  const signed = { signtoolOptions: { publisherName: 'CN=PPS, O=PPS' } };

  test('look for no updates unless somebody sets a feed', async () => {
    const config = await read();
    expect(config.publish).toBeNull();
    expect(whyNotPublished({ ...config })).toBeNull();
  });

  test.each([
    { publish: feed },
    { publish: [feed] },
    { publish: 'github' },
    { nsis: { publish: feed } },
    { win: { publish: feed } },
    { linux: { publish: [feed] } },
    { publish: feed, win: { signtoolOptions: { publisherName: '' } } },
    { publish: feed, win: { signtoolOptions: { publisherName: [] } } },
  ])('are refused with a feed and nobody who signs: %o', async (more) => {
    expect(whyNotPublished({ ...(await read()), ...more })).toMatch(/^publish is set, but no publisher/);
  });

  test('are refused when the feed is not https, or signatures would not be checked', () => {
    expect(whyNotPublished({ publish: { ...feed, url: 'http://updates.example' }, win: signed })).toBe(
      'publish: the feed must be https.',
    );
    expect(whyNotPublished({ publish: feed, win: { ...signed, verifyUpdateCodeSignature: false } })).toBe(
      'win.verifyUpdateCodeSignature must not be switched off.',
    );
  });

  test('are made with a feed and a publisher, whichever way they are signed', () => {
    expect(whyNotPublished({ publish: feed, win: signed })).toBeNull();
    expect(whyNotPublished({ publish: feed, win: { azureSignOptions: { publisherName: 'CN=PPS, O=PPS' } } })).toBeNull();
  });

  test('are refused by electron-builder itself, however it is started, before anything is written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'booking-courier-publish-'));
    try {
      await expect(
        build({
          projectDir: ROOT,
          publish: 'never',
          targets: Platform.LINUX.createTarget('dir', Arch.x64),
          config: { publish: { provider: 'generic', url: FEED.url }, directories: { output: folder } },
        }),
      ).rejects.toThrow(/no publisher/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
