// Bundles the desktop shell into dist/electron: Electron runs no TypeScript, and a sandboxed preload must be one file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { TRAY_STATES } from '../desktop/icon.ts';
import { trayIco } from '../desktop/icon-files.ts';
import { licensesOf } from './licenses.ts';

const MAIN = fileURLToPath(new URL('..', import.meta.url));

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Native modules stay what they are; Electron brings itself.
  external: ['electron', 'better-sqlite3', 'keytar'],
  logLevel: 'warning',
};

/** How a program for Electron's own process, or for a thread of it, is bundled. */
export const PROGRAM: BuildOptions = {
  ...COMMON,
  format: 'esm',
  // Some packages are still CommonJS and ask for Node's own modules by require.
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
};

/** Writes the shell, the command line, their two threads and the preload to `outdir`. Rejects when something does not bundle. */
export async function buildShell(outdir: string): Promise<void> {
  const { metafile } = await build({
    ...PROGRAM,
    metafile: true,
    entryPoints: {
      index: `${MAIN}/electron/index.ts`,
      'command-line': `${MAIN}/command-line/index.ts`,
      'writer-thread': `${MAIN}/workspace/writer-thread.ts`,
      'stage-thread': `${MAIN}/import/stage/stage-thread.ts`,
    },
    outdir,
  });
  await build({
    ...COMMON,
    entryPoints: [`${MAIN}/electron/preload.ts`],
    outdir,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  });
  for (const state of TRAY_STATES) writeFileSync(join(outdir, `tray-${state}.ico`), trayIco(state));
  writeFileSync(join(outdir, 'licenses.md'), licensesOf(Object.keys(metafile.inputs)));
  // In a package the threads lie outside of the archive, and so out of sight of the project's own package.json.
  writeFileSync(join(outdir, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildShell(fileURLToPath(new URL('../../dist/electron', import.meta.url)));
}
