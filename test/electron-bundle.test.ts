// The desktop shell's bundles, as far as they can be looked at without Electron: they build, the preload needs nothing but
// electron and shows the page three functions, and the bundled threads do the work of the app.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../main/app.ts';
import { silentLog, systemClock } from '../main/base/ports.ts';
import { createSessionVault } from '../main/credentials/session.ts';
import { buildShell } from '../main/electron/build.ts';
import { sampleCsv } from '../main/practice/orders.ts';
import { temporaryFolder } from './make.ts';

const dist = join(import.meta.dirname, '..', 'dist');
let bundle: string;

beforeAll(async () => {
  // Inside the project, where the native modules can be found.
  mkdirSync(dist, { recursive: true });
  bundle = mkdtempSync(join(dist, 'electron-test-'));
  await buildShell(bundle);
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

function modulesOf(file: string): string[] {
  const text = readFileSync(join(bundle, file), 'utf8');
  return [...new Set([...text.matchAll(/(?:\bfrom|\brequire\(|\bimport\() ?"([^"]+)"/g)].map((match) => match[1] as string))];
}

describe('the bundled shell', () => {
  test('needs nothing but Node, Electron and the two native modules', () => {
    for (const file of ['index.js', 'writer-thread.js', 'stage-thread.js']) {
      const foreign = modulesOf(file).filter((name) => !name.startsWith('node:'));
      expect(['electron', 'better-sqlite3', 'keytar']).toEqual(expect.arrayContaining(foreign));
    }
    expect(modulesOf('index.js')).toContain('electron');
  });

  test('has a preload that needs nothing but electron and shows the page three functions', () => {
    expect(modulesOf('preload.cjs')).toEqual(['electron']);
    const shown: Record<string, object> = {};
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, value: object) => (shown[name] = value) },
      ipcRenderer: {},
      webUtils: {},
    };
    runInNewContext(readFileSync(join(bundle, 'preload.cjs'), 'utf8'), { require: () => electron });
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
