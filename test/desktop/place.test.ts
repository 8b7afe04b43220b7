// Where the program lives on the desktop: its autostart file, the place of its window, the tray it may or may not have.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { autostartFolder, autostartText, hasAutostart, setAutostart } from '../../main/desktop/autostart.ts';
import { type Bounds, boundsInSight, keepWindow, keptWindow } from '../../main/desktop/bounds.ts';
import { closingOf, trayNotice } from '../../main/desktop/closing.ts';
import { awaitTrayHost, hasTrayHost } from '../../main/desktop/tray-host.ts';
import { handClock, temporaryFolder } from '../support/make.ts';

/** The arguments of an Exec line as the Desktop Entry Specification has them read: strings first, then quotes, then fields. */
function argumentsOf(text: string): string[] {
  const line = /^Exec=(.*)$/m.exec(text)?.[1] ?? '';
  const plain = line.replace(/\\\\/g, '\\');
  return [...plain.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, quoted = '']) =>
    quoted.replace(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'),
  );
}

describe('the autostart file', () => {
  test('starts the very program with the very arguments, whatever is in their names', () => {
    const odd = '/opt/Böoking "Courier" 100%/`x`/$HOME/back\\slash/app';
    expect(argumentsOf(autostartText(odd, ['--hidden', 'a b']))).toEqual([odd, '--hidden', 'a b']);
  });

  test('lies where the desktop looks for it, and goes again', () => {
    const folder = join(temporaryFolder(), 'not yet there', 'autostart');
    expect(hasAutostart(folder)).toBe(false);
    expect(setAutostart(folder, true, '/opt/app', ['--hidden'])).toEqual({ ok: true, value: undefined });
    expect(readFileSync(join(folder, 'booking-courier.desktop'), 'utf8')).toContain('Exec="/opt/app" "--hidden"\n');
    expect(hasAutostart(folder)).toBe(true);
    expect(setAutostart(folder, false, '/opt/app', [])).toEqual({ ok: true, value: undefined });
    expect(setAutostart(folder, false, '/opt/app', []).ok).toBe(true);
    expect(hasAutostart(folder)).toBe(false);
    expect(autostartFolder({ XDG_CONFIG_HOME: '/home/config' })).toBe('/home/config/autostart');
  });

  test('that cannot be written says so', () => {
    const file = join(temporaryFolder(), 'a file');
    writeFileSync(file, '');
    const said = setAutostart(join(file, 'autostart'), true, '/opt/app', []);
    expect(said).toMatchObject({ ok: false, failure: { kind: 'storage-failed', words: expect.stringContaining(file) } });
  });
});

describe('the place of the window', () => {
  const screen: Bounds = { x: 0, y: 0, width: 1920, height: 1040 };
  const left: Bounds = { x: -1280, y: 100, width: 1280, height: 984 };
  const at = (x: number, y: number, width = 1120, height = 760): Bounds => ({ x, y, width, height });

  test('stays where enough of it can be seen and taken hold of', () => {
    for (const place of [at(0, 0), at(1700, 900), at(-900, 10), at(-1200, 300)])
      expect(boundsInSight(place, [screen, left]), JSON.stringify(place)).toEqual(place);
  });

  test('is left to the system where its screen has gone', () => {
    for (const place of [at(-1200, 300), at(4000, 0), at(0, 2000), at(0, -700), at(1850, 0), at(0, -30), at(0, 0, -5, -5)])
      expect(boundsInSight(place, [screen]), JSON.stringify(place)).toBeNull();
    expect(boundsInSight(at(0, 0), [])).toBeNull();
  });

  test('shrinks to a smaller screen, but not below what can be used', () => {
    expect(boundsInSight(at(0, 0, 3000, 2000), [screen])).toEqual(at(0, 0, 1920, 1040));
    expect(boundsInSight(at(0, 0, 300, 200), [screen])).toEqual(at(0, 0, 800, 600));
  });

  test('is kept in the home, and a spoilt note is no place', () => {
    const home = temporaryFolder();
    expect(keptWindow(home)).toBeNull();
    keepWindow(home, { bounds: at(1, 2), isMaximized: true });
    expect(keptWindow(home)).toEqual({ bounds: at(1, 2), isMaximized: true });
    for (const spoilt of ['', '{', '[]', '{"bounds":{"x":1e99},"isMaximized":true}', '{"bounds":{},"isMaximized":1}']) {
      writeFileSync(join(home, 'window.json'), spoilt);
      expect(keptWindow(home), spoilt).toBeNull();
    }
    keepWindow(join(home, 'gone'), { bounds: at(1, 2), isMaximized: false });
    expect(existsSync(join(home, 'gone'))).toBe(false);
  });
});

describe('closing the window', () => {
  test('never loses it: without a tray it is minimised, and it ends the program only where that was chosen', () => {
    const usual = { isEnding: false, hasTray: true, closeToTray: true };
    expect(closingOf(usual)).toBe('hide');
    expect(closingOf({ ...usual, hasTray: false })).toBe('minimise');
    expect(closingOf({ ...usual, closeToTray: false })).toBe('quit');
    expect(closingOf({ ...usual, hasTray: false, closeToTray: false })).toBe('quit');
    expect(closingOf({ ...usual, isEnding: true })).toBe('close');
  });

  test('says where it went, and on Windows how to keep the icon in sight', () => {
    expect(trayNotice('win32').body).toContain('Other system tray icons');
    expect(trayNotice('darwin').body).toContain('menu bar');
    expect(trayNotice('linux').body).not.toContain('Windows');
  });
});

describe('the tray', () => {
  test('is there on Windows and macOS, and on Linux when somebody shows it', () => {
    expect(hasTrayHost('win32')).toBe(true);
    expect(hasTrayHost('darwin')).toBe(true);
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const path = process.env.PATH;
    const says = (script: string): boolean => {
      writeFileSync(join(folder, 'dbus-send'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, 'dbus-send'), 0o755);
      return hasTrayHost('linux');
    };
    try {
      process.env.PATH = `${folder}:${path}`;
      expect(says("echo '   boolean true'")).toBe(true);
      expect(says("echo '   boolean false'")).toBe(false);
      expect(says('echo no bus >&2; exit 1')).toBe(false);
      process.env.PATH = join(folder, 'empty');
      expect(hasTrayHost('linux')).toBe(false);
    } finally {
      process.env.PATH = path;
    }
  });

  test('is waited for where what shows it starts later than we do, but not for ever', async () => {
    const folder = temporaryFolder();
    const asked = join(folder, 'asked');
    writeFileSync(
      join(folder, 'dbus-send'),
      `#!/bin/sh\necho x >> '${asked}'\ntest -e '${folder}/panel' && echo 'boolean true'\n`,
    );
    chmodSync(join(folder, 'dbus-send'), 0o755);
    const path = process.env.PATH;
    try {
      process.env.PATH = `${folder}:${path}`;
      const clock = handClock(0);
      expect(await awaitTrayHost(clock, 0, 'linux')).toBe(false);
      const never = awaitTrayHost(clock, 2_000, 'linux');
      for (let n = 0; n < 3; n += 1) await clock.advance(1_000);
      expect(await never).toBe(false);
      const late = awaitTrayHost(clock, 10_000, 'linux');
      writeFileSync(join(folder, 'panel'), '');
      await clock.advance(1_000);
      expect(await late).toBe(true);
      expect(readFileSync(asked, 'utf8').match(/x/g)).toHaveLength(1 + 3 + 2);
    } finally {
      process.env.PATH = path;
    }
  });
});
