// Bundles the desktop shell into dist/electron: Electron runs no TypeScript, and a sandboxed preload must be one file.
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const MAIN = fileURLToPath(new URL('..', import.meta.url));

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Native modules stay what they are; Electron brings itself.
  external: ['electron', 'better-sqlite3', 'keytar'],
  logLevel: 'warning',
};

/** Writes the shell, its two threads and the preload to `outdir`. Rejects when something does not bundle. */
export async function buildShell(outdir: string): Promise<void> {
  await build({
    ...COMMON,
    entryPoints: [`${MAIN}/electron/index.ts`, `${MAIN}/writer-thread.ts`, `${MAIN}/import/stage-thread.ts`],
    entryNames: '[name]',
    outdir,
    format: 'esm',
    // Some packages are still CommonJS and ask for Node's own modules by require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  await build({
    ...COMMON,
    entryPoints: [`${MAIN}/electron/preload.ts`],
    outdir,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildShell(fileURLToPath(new URL('../../dist/electron', import.meta.url)));
}
