// Every way in which the suite bends what it runs to the older Electron that can be had here, each with its reason. What is
// not in this list runs as it is built. The report shows the list.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/** What was changed, and why; in the order in which the report names it. */
export const ADAPTATIONS: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'tls.getCACertificates answers with the bundled roots only',
    why: 'Node 20 does not have it; what is delivered to here is http on loopback',
  },
  {
    what: 'zlib.zstdDecompressSync refuses whatever it is given',
    why: 'Node 20 does not have it; what answers here packs nothing that way',
  },
  {
    what: 'better-sqlite3 is compiled for node-api 9, with strings it refers to put in boxes',
    why: 'version 13 asks for node-api 10, which Electron 33 does not have; JavaScript and SQLite stay what they are',
  },
  {
    what: 'two fuses of the unpackaged program: no V8 snapshot of its own for the browser process, --inspect allowed',
    why: "the snapshot in the package is another program's; as Electron itself comes, both are so. A package has the project's own",
  },
  {
    what: 'a default_app.asar of twenty lines',
    why: 'the fetched Electron was a package and has none; it only loads the folder it is given, as the real one does',
  },
];

/** What Node 20 lacks: the import that a bundle asks for it with, and what stands there instead. */
const LACKING: readonly (readonly [asked: RegExp, instead: string])[] = [
  [
    /^import \{ getCACertificates \} from "node:tls";$/m,
    'import { rootCertificates as bundledRoots } from "node:tls";\n' +
      'const getCACertificates = (kind) => (kind === "system" ? [] : [...bundledRoots]);',
  ],
  [
    /^import \{ ([\w, ]+), zstdDecompressSync \} from "node:zlib";$/m,
    'import { $1 } from "node:zlib";\n' +
      'const zstdDecompressSync = () => { throw new Error("zstd is not to be had in Node 20"); };',
  ],
];

/** Changes the built bundles in `folder`. Throws when none of them asks for what is replaced: then the list above is wrong. */
export function adaptBundles(folder: string): void {
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
  for (const [asked, instead] of LACKING) {
    const asking = paths.filter((path) => asked.test(readFileSync(path, 'utf8')));
    for (const path of asking) writeFileSync(path, readFileSync(path, 'utf8').replace(asked, instead));
    if (asking.length === 0) throw new Error(`no bundle asks any more for ${asked}`);
  }
}

/** Node-api 10 may hold a reference to any value, node-api 9 to objects only. Forced into every unit that is compiled. */
const NODE_API_9 = `#pragma once
#include <node_api.h>
#include <unordered_set>
namespace node_api_9 {
inline std::unordered_set<napi_ref>& boxed() { static thread_local std::unordered_set<napi_ref> refs; return refs; }
inline napi_status refer(napi_env env, napi_value value, uint32_t count, napi_ref* out) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (type == napi_object || type == napi_function || type == napi_symbol || type == napi_external)
    return napi_create_reference(env, value, count, out);
  napi_value box;
  if ((status = napi_create_object(env, &box)) != napi_ok) return status;
  if ((status = napi_set_named_property(env, box, "in", value)) != napi_ok) return status;
  if ((status = napi_create_reference(env, box, count, out)) == napi_ok) boxed().insert(*out);
  return status;
}
inline napi_status look(napi_env env, napi_ref ref, napi_value* out) {
  napi_status status = napi_get_reference_value(env, ref, out);
  if (status != napi_ok || *out == nullptr || boxed().count(ref) == 0) return status;
  return napi_get_named_property(env, *out, "in", out);
}
inline napi_status drop(napi_env env, napi_ref ref) { boxed().erase(ref); return napi_delete_reference(env, ref); }
}
#define napi_create_reference node_api_9::refer
#define napi_get_reference_value node_api_9::look
#define napi_delete_reference node_api_9::drop
`;

/** Compiles better-sqlite3 from its package in `source` to the file `out`, in the folder `work`. About a minute. */
export function compileSqlite(source: string, nodeApi: string, nodeAddonApi: string, work: string, out: string): void {
  mkdirSync(work, { recursive: true });
  const header = join(work, 'node-api-9.h');
  writeFileSync(header, NODE_API_9);
  const sqlite = join(source, 'deps', 'sqlite3');
  // The very options that the package compiles its own binaries with.
  const options = readFileSync(join(source, 'deps', 'defines.gypi'), 'utf8');
  const defines = [...options.matchAll(/^\s*'([A-Z0-9_]+(?:=[^']*)?)',$/gm)].map(([, define]) => `-D${define}`);
  if (defines.length < 10) throw new Error('the options of better-sqlite3 could not be read from its package');
  const common = ['-O1', '-fPIC', '-w', ...defines];
  const object = join(work, 'sqlite3.o');
  execFileSync('gcc', ['-c', '-std=c99', ...common, '-o', object, join(sqlite, 'sqlite3.c')]);
  const own = [
    ...['-DNAPI_VERSION=9', '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS'],
    ...['-DBUILDING_NODE_EXTENSION', '-fvisibility=hidden', '-std=c++20', '-include', header],
    ...[`-I${nodeApi}`, `-I${nodeAddonApi}`, `-I${sqlite}`],
  ];
  const program = join(source, 'src', 'better_sqlite3.cpp');
  execFileSync('g++', ['-shared', ...common, ...own, '-o', out, program, object, '-Wl,-Bsymbolic']);
}

const DEFAULT_APP = `import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';
// Chromium's own switches may stand in front of the folder; they are taken away, so that the folder is argument 1.
const args = process.argv.slice(1);
const at = args.findIndex((arg) => !arg.startsWith('-'));
if (at === -1) app.exit(2);
const folder = resolve(args[at]);
process.argv = [process.argv[0], ...args.slice(at)];
Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.name = about.productName ?? about.name;
app.setVersion(about.version);
app.setDesktopName(about.desktopName ?? app.name + '.desktop');
app.setAppPath(folder);
await import(pathToFileURL(createRequire(import.meta.url)('module')._resolveFilename(folder, null, true)).href);
`;

/** Makes the program `electron` in `dist`, which came as a package, one that runs a folder. */
export async function adaptElectron(dist: string, work: string): Promise<void> {
  const program = join(dist, 'electron');
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const folder = join(work, 'default_app');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'electron', type: 'module', main: 'main.js' }));
  writeFileSync(join(folder, 'main.js'), DEFAULT_APP);
  await createPackage(folder, join(dist, 'resources', 'default_app.asar'));
}

/** What the two things that are kept in the cache depend on: changed here, they are made anew. */
export const BENT_ELECTRON = `${adaptElectron}${DEFAULT_APP}`;
export const BENT_SQLITE = `${compileSqlite}${NODE_API_9}`;
