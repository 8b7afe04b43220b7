// Programs that tests start and kill, each bundled into one file: that starts twice as fast.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const THREADS = ['main/workspace/writer-thread.ts', 'main/import/stage/stage-thread.ts'];

/** Where the threads that are bundled with every program lie. */
export function threadsIn(folder: string): { writer: URL; stage: URL } {
  const [writer, stage] = ['writer-thread', 'stage-thread'].map((name) => pathToFileURL(join(folder, `${name}.mjs`)));
  return { writer: writer as URL, stage: stage as URL };
}

/** Bundles the program at `path` (from the project's folder) and the threads into `folder`, as NAME.mjs. */
export async function bundleInto(folder: string, path: string): Promise<void> {
  const sqlite = pathToFileURL(createRequire(import.meta.url).resolve('better-sqlite3')).href;
  await build({
    entryPoints: [path, ...THREADS].map((file) => join(import.meta.dirname, '..', '..', file)),
    entryNames: '[name]',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { 'better-sqlite3': sqlite },
    external: [sqlite],
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  });
}
