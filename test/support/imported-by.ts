// What a bundled program asks for by name when it runs.
import { builtinModules } from 'node:module';
import { build } from 'esbuild';

/** The modules that the file at `path` asks for by name, without Node's own and Electron. */
export async function importedBy(path: string): Promise<string[]> {
  // Read by a parser: what stands in the text of a message is no import.
  const { metafile } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'silent',
    plugins: [
      {
        name: 'leave everything where it is',
        setup: ({ onResolve }) =>
          onResolve({ filter: /.*/ }, ({ kind, path: name }) => (kind === 'entry-point' ? null : { path: name, external: true })),
      },
    ],
  });
  const names = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map((one) => one.path));
  return [...new Set(names)].filter((name) => name !== 'electron' && !name.startsWith('node:') && !builtinModules.includes(name));
}
