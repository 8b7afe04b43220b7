// The desktop shell's bundles, as far as they can be looked at without Electron: they build, the preload needs nothing but
// electron and shows the page three functions, and the bundled threads do the work of the app.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../main/app/app.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { buildShell } from '../../main/electron/build.ts';
import { sampleCsv } from '../../main/practice/orders.ts';
import { threadPrograms } from '../../main/workspace/threads.ts';
import { importedBy } from '../support/imported-by.ts';
import { temporaryFolder } from '../support/make.ts';

const dist = join(import.meta.dirname, '..', '..', 'dist');
let bundle: string;

beforeAll(async () => {
  // Inside the project, where the native modules can be found.
  mkdirSync(dist, { recursive: true });
  bundle = mkdtempSync(join(dist, 'electron-test-'));
  await buildShell(bundle);
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

describe('the bundled shell', () => {
  test('needs nothing but Node, Electron and the two native modules', async () => {
    for (const file of ['index.js', 'command-line.js', 'writer-thread.js', 'stage-thread.js']) {
      expect(['better-sqlite3', 'keytar']).toEqual(expect.arrayContaining(await importedBy(join(bundle, file))));
    }
    expect(readFileSync(join(bundle, 'index.js'), 'utf8')).toMatch(/from ?"electron"/);
  });

  test('brings the licences of what is bundled into it', () => {
    const licenses = readFileSync(join(bundle, 'licenses.md'), 'utf8');
    for (const name of ['zod', 'saxes', 'electron-updater']) expect(licenses).toMatch(new RegExp(`^## ${name} - `, 'm'));
    expect(licenses).toContain('Permission is hereby granted');
    expect(licenses).not.toContain('## vitest');
  });

  test('is made of modules, wherever it lies', () => {
    expect(JSON.parse(readFileSync(join(bundle, 'package.json'), 'utf8'))).toEqual({ type: 'module' });
  });

  test('looks for its threads beside itself, and in a package beside the archive', () => {
    expect(threadPrograms('file:///srv/dist/electron/index.js')).toEqual({
      writer: new URL('file:///srv/dist/electron/writer-thread.js'),
      stage: new URL('file:///srv/dist/electron/stage-thread.js'),
    });
    const inside = 'file:///C:/Program%20Files/Booking%20Courier/resources/app.asar/dist/electron/index.js';
    expect(threadPrograms(inside).writer.href).toBe(
      'file:///C:/Program%20Files/Booking%20Courier/resources/app.asar.unpacked/dist/electron/writer-thread.js',
    );
  });

  test('has a preload that needs nothing but electron and shows the page three functions', async () => {
    expect(await importedBy(join(bundle, 'preload.cjs'))).toEqual([]);
    const shown: Record<string, object> = {};
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, value: object) => (shown[name] = value) },
      ipcRenderer: {},
      webUtils: {},
    };
    const asked: string[] = [];
    const require = (name: string): object => {
      asked.push(name);
      return electron;
    };
    runInNewContext(readFileSync(join(bundle, 'preload.cjs'), 'utf8'), { require });
    expect(asked).toEqual(['electron']);
    expect(Object.keys(shown)).toEqual(['courier']);
    expect(Object.keys(shown.courier ?? {}).sort()).toEqual(['call', 'onSnapshot', 'openFiles']);
  });

  test('has threads that store, read and queue a file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'sample.csv');
    writeFileSync(path, sampleCsv());
    const opened = await createApp({
      home: folder,
      clock: systemClock,
      network: { isOnline: () => true, onChange: () => () => {} },
      vault: createSessionVault(),
      log: silentLog,
      who: 'tester',
      autoPush: false,
      threads: {
        writer: pathToFileURL(join(bundle, 'writer-thread.js')),
        stage: pathToFileURL(join(bundle, 'stage-thread.js')),
      },
    });
    if (!opened.ok) throw new Error(opened.failure.kind);
    const app = opened.value;
    const file = await app.openFile('sample.csv', { path });
    await app.settled();
    if (file.ok) await app.serve('import.accept', { id: file.value.id });
    expect(app.snapshot().counts).toMatchObject({ waiting: 11, held: 1 });
    await app.stop();
  });
});
