// What goes into the packages, made for real by electron-builder for all three systems from a stand-in for Electron: nothing
// that is not needed, fuses and integrity marks set, and programs that find all they import.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractAll, getRawHeader } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import type { Configuration } from 'electron-builder';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../main/app/app.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { TRAY_STATES } from '../../main/desktop/icon.ts';
import { buildShell } from '../../main/electron/build.ts';
import { writeIcons } from '../../main/electron/build-icons.ts';
import { sampleCsv } from '../../main/practice/orders.ts';
import { threadPrograms } from '../../main/workspace/threads.ts';
import { RESULT_FILE_ENDINGS } from '../../shared/file-names.ts';
import { importedBy } from '../support/imported-by.ts';
import { filesBelow, filesIn, handedOver, pack, packaged, packagesFolder, ROOT, SYSTEMS } from '../support/packages.ts';

beforeAll(async () => {
  await buildShell(join(ROOT, 'dist', 'electron'));
  writeIcons(join(ROOT, 'dist', 'icons'));
  for (const system of SYSTEMS) await pack(system);
}, 120_000);
afterAll(() => rmSync(packagesFolder, { recursive: true, force: true }));

const read = (): Promise<Configuration> => getConfig(ROOT, 'electron-builder.yml', null);

describe('the configuration of the packages', () => {
  // Only asked whether it wants to hear more.
  const debug = { isEnabled: false } as Parameters<typeof validateConfiguration>[1];

  test("is one that electron-builder's own schema accepts", async () => {
    await expect(validateConfiguration(await read(), debug)).resolves.toBeUndefined();
  });

  test('would be refused for a key that is misspelt, anywhere', async () => {
    for (const wrong of [{ asarUnpak: [] }, { nsis: { onClick: false } }, { electronFuses: { runAsNod: false } }]) {
      const config = { ...(await read()), ...wrong } as Configuration;
      await expect(validateConfiguration(config, debug)).rejects.toThrow(/does not match the API schema/);
    }
  });

  test('leaves what people have queued when the program is removed, and steals no file type', async () => {
    const { nsis, win, mac, fileAssociations } = await read();
    expect(nsis).toMatchObject({ oneClick: false, perMachine: false, allowElevation: true, deleteAppDataOnUninstall: false });
    expect([fileAssociations, win?.fileAssociations]).toEqual([undefined, undefined]);
    expect(mac?.fileAssociations).toEqual([
      expect.objectContaining({ ext: RESULT_FILE_ENDINGS.filter((ending) => ending !== 'txt'), rank: 'Alternate' }),
    ]);
  });
});

describe.each(SYSTEMS)('the package for %s', (system) => {
  test('holds the bundles, the window and two native modules, and nothing else', () => {
    const modules = join(ROOT, 'node_modules');
    const window = filesBelow(join(ROOT, 'dist', 'renderer'));
    expect(window).toContain('index.html');
    for (const file of window) expect(file).toMatch(/^(index\.html|icon\.png|licenses\.md|assets\/[\w.-]+\.(js|css|svg|woff2))$/);
    expect(filesIn(packaged(system).asar)).toEqual(
      [
        'package.json',
        ...[
          'command-line.js',
          'index.js',
          'licenses.md',
          'package.json',
          'preload.cjs',
          'stage-thread.js',
          ...(system === 'win32' ? TRAY_STATES.map((state) => `tray-${state}.ico`) : []),
          'writer-thread.js',
        ].map((file) => `dist/electron/${file}`),
        ...window.map((file) => `dist/renderer/${file}`),
        ...filesBelow(join(modules, 'better-sqlite3', 'lib')).map((file) => `node_modules/better-sqlite3/lib/${file}`),
        'node_modules/better-sqlite3/LICENSE',
        'node_modules/better-sqlite3/package.json',
        `node_modules/better-sqlite3/prebuilds/${system}-x64.node`,
        'node_modules/keytar/LICENSE.md',
        'node_modules/keytar/lib/keytar.js',
        'node_modules/keytar/package.json',
        `node_modules/keytar/prebuilds/${system}-x64/keytar.node`,
      ].sort(),
    );
  });

  test('has the native modules and the threads beside its archive, and the rest inside', () => {
    const outside = filesBelow(`${packaged(system).asar}.unpacked`);
    for (const file of outside) {
      expect(file).toMatch(
        /^(dist\/electron\/((writer|stage)-thread\.js|package\.json)|node_modules\/(better-sqlite3|keytar)\/.+)$/,
      );
    }
    for (const file of filesIn(packaged(system).asar).filter((path) => /\.node$|-thread\.js$/.test(path))) {
      expect(outside).toContain(file);
    }
  });

  test('says what it is without scripts or tools of its making', () => {
    const folder = mkdtempSync(join(packagesFolder, 'extracted-'));
    extractAll(packaged(system).asar, folder);
    const written = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect(written).toMatchObject({ name: 'booking-courier', type: 'module', main: 'dist/electron/index.js' });
    expect([written.scripts, written.devDependencies]).toEqual([undefined, undefined]);
    expect(Object.keys(written.dependencies)).toEqual(['better-sqlite3', 'keytar']);
  });

  test('brings the Practice servers, not the host for the browser, and the command line beside its shell', () => {
    const folder = mkdtempSync(join(packagesFolder, 'extracted-'));
    extractAll(packaged(system).asar, folder);
    // Bundles name the source of each part in a comment.
    const shell = readFileSync(join(folder, 'dist', 'electron', 'index.js'), 'utf8');
    const parts = [...shell.matchAll(/^\s*\/\/ (?:.*\/)?(main\/[\w-]+)\/[\w-]+\.ts$/gm)].map((match) => match[1]);
    expect(parts).toContain('main/practice');
    expect(parts).not.toContain('main/browser');
    expect(parts).not.toContain('main/command-line');
  });

  test('finds every module that its programs import within itself', async () => {
    const folder = mkdtempSync(join(packagesFolder, 'extracted-'));
    extractAll(packaged(system).asar, folder);
    const programs = ['command-line.js', 'index.js', 'preload.cjs', 'stage-thread.js', 'writer-thread.js'].map((file) =>
      join(folder, 'dist/electron', file),
    );
    const seen = new Set<string>();
    for (const queue = programs; queue.length > 0; ) {
      const file = queue.pop() as string;
      if (seen.has(file)) continue;
      seen.add(file);
      for (const name of await importedBy(file)) {
        const found = createRequire(file).resolve(name);
        expect(found.startsWith(folder), `${relative(folder, file)} imports ${name}`).toBe(true);
        queue.push(found);
      }
    }
    expect([...seen].map((file) => relative(folder, file).split(sep).join('/'))).toEqual(
      expect.arrayContaining(['node_modules/better-sqlite3/lib/database.js', 'node_modules/keytar/lib/keytar.js']),
    );
  });

  test('runs nobody else’s code: every fuse is set as wished', async () => {
    const on = '1'.charCodeAt(0);
    const off = '0'.charCodeAt(0);
    expect(await getCurrentFuseWire(packaged(system).program)).toMatchObject({
      [FuseV1Options.RunAsNode]: off,
      [FuseV1Options.EnableCookieEncryption]: on,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
      [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
      [FuseV1Options.OnlyLoadAppFromAsar]: on,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    });
  });
});

function headerHash(asar: string): string {
  return createHash('sha256').update(getRawHeader(asar).headerString).digest('hex');
}

describe('the archive cannot be changed unnoticed', () => {
  test('on Windows: the program carries the hash of its header', () => {
    const { program, asar } = packaged('win32');
    const { entries } = NtExecutableResource.from(NtExecutable.from(readFileSync(program)));
    const mark = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
    expect(JSON.parse(Buffer.from(mark?.bin ?? new ArrayBuffer()).toString())).toEqual([
      { file: 'resources\\app.asar', alg: 'SHA256', value: headerHash(asar) },
    ]);
  });

  test('on macOS: the property list carries it', () => {
    const { program, asar } = packaged('darwin');
    const plist = readFileSync(join(program, 'Contents', 'Info.plist'), 'utf8');
    expect(plist).toContain(headerHash(asar));
    expect(plist).toMatch(/<key>ElectronAsarIntegrity<\/key>\s*<dict>\s*<key>Resources\/app\.asar<\/key>/);
  });
});

describe('each system is told what the program is', () => {
  test('Windows: name, version and every size of the icon', () => {
    const { entries } = NtExecutableResource.from(NtExecutable.from(readFileSync(packaged('win32').program)));
    const [version] = Resource.VersionInfo.fromEntries(entries);
    expect(version?.getStringValues({ lang: 1033, codepage: 1200 })).toMatchObject({ ProductName: 'Booking Courier' });
    expect(Resource.IconGroupEntry.fromEntries(entries)[0]?.icons).toHaveLength(8);
  });

  test('macOS: icon, category, and CSV files under "Open With" only', () => {
    const contents = join(packaged('darwin').program, 'Contents');
    const plist = readFileSync(join(contents, 'Info.plist'), 'utf8');
    const value = (key: string): string | undefined =>
      new RegExp(`<key>${key}</key>\\s*<(?:string>([^<]*)|(\\w+)/)`).exec(plist)?.slice(1).find(Boolean);
    expect([
      value('CFBundleIdentifier'),
      value('LSApplicationCategoryType'),
      value('LSHandlerRank'),
      value('LSUIElement'),
    ]).toEqual(['com.booking-courier.app', 'public.app-category.business', 'Alternate', 'false']);
    expect(readFileSync(join(contents, 'Resources', 'icon.icns'))).toEqual(readFileSync(join(ROOT, 'dist/icons/icon.icns')));
  });

  test('Linux, AppImage: a desktop entry for CSV files that starts it inside the sandbox', () => {
    const appImage = handedOver.find(({ args }) => args === undefined);
    expect(appImage?.desktop.split('\n')).toEqual(
      expect.arrayContaining([
        'Name=Booking Courier',
        'Exec=AppRun %U',
        'MimeType=text/csv;',
        'Categories=Office;',
        'StartupWMClass=booking-courier',
      ]),
    );
    expect(appImage?.desktopFileName).toBe('booking-courier.desktop');
  });

  test('Linux, deb: its name, icons, what it needs, and a desktop entry that hands over paths', async () => {
    const deb = handedOver.find(({ args }) => args !== undefined);
    const args = deb?.args ?? [];
    const given = (name: string): string | undefined => args[args.indexOf(name) + 1];
    expect([given('--name'), given('--architecture'), given('--maintainer')]).toEqual([
      'booking-courier',
      'amd64',
      'Booking Courier',
    ]);
    expect(args).toContainEqual(
      expect.stringMatching(/512x512\.png=\/usr\/share\/icons\/hicolor\/512x512\/apps\/booking-courier\.png$/),
    );
    expect(deb?.desktop).toContain('\nExec="/opt/Booking Courier/booking-courier" %F\n');
    expect((await read()).deb?.depends).toContain('libsecret-1-0');
  });
});

test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'the packaged threads store, read and queue a file (only where the package was made for this machine: Linux, x64)',
  async () => {
    const folder = mkdtempSync(join(packagesFolder, 'home-'));
    const path = join(folder, 'sample.csv');
    writeFileSync(path, sampleCsv());
    const threads = threadPrograms(pathToFileURL(join(packaged('linux').asar, 'dist', 'electron', 'index.js')).href);
    expect([existsSync(threads.writer), existsSync(threads.stage)]).toEqual([true, true]);
    const opened = await createApp({
      home: folder,
      clock: systemClock,
      network: { isOnline: () => true, onChange: () => () => {} },
      vault: createSessionVault(),
      log: silentLog,
      who: 'tester',
      autoPush: false,
      threads,
    });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const app = opened.value;
    const file = await app.openFile('sample.csv', { path });
    await app.settled();
    if (file.ok) await app.serve('import.accept', { id: file.value.id });
    expect(app.snapshot().counts).toMatchObject({ waiting: 11, held: 1 });
    await app.stop();
  },
);
