// The product in both of its forms, made from the tree into a folder of its own: the project's folder as Electron runs it,
// and the package that electron-builder makes with the project's configuration.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { buildShell } from '../../../main/electron/build.ts';
import { writeIcons } from '../../../main/electron/build-icons.ts';
import { ELECTRON_VERSION, type Electron33 } from './electron-33.ts';
import { adaptBundles } from './older-electron.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

export type Form = 'unpackaged' | 'packaged';

/** A program, and what stands before its own arguments. */
export type Product = Readonly<Record<Form, readonly [program: string, ...args: string[]]>>;

/** Makes both forms in `folder`; the window must have been built to dist/renderer. */
export async function makeProduct(folder: string, electron: Electron33): Promise<Product> {
  const project = join(folder, 'project');
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  const { devDependencies: _, scripts: __, ...about } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(project, 'package.json'), JSON.stringify(about, null, 2));
  cpSync(join(ROOT, 'electron-builder.yml'), join(project, 'electron-builder.yml'));
  cpSync(join(ROOT, 'dist', 'renderer'), join(project, 'dist', 'renderer'), { recursive: true });
  for (const name of ['better-sqlite3', 'node-addon-api', 'keytar'])
    cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
  cpSync(electron.sqlite, join(project, 'node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node'));
  // What electron-builder is told to call on the way.
  symlinkSync(join(ROOT, 'main'), join(project, 'main'));
  await buildShell(join(project, 'dist', 'electron'));
  adaptBundles(join(project, 'dist', 'electron'));
  writeIcons(join(project, 'dist', 'icons'));
  const output = join(folder, 'package');
  await build({
    projectDir: project,
    publish: 'never',
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    config: { electronDist: electron.dist, electronVersion: ELECTRON_VERSION, directories: { output } },
  });
  return {
    unpackaged: [join(electron.dist, 'electron'), project],
    packaged: [join(output, 'linux-unpacked', 'booking-courier')],
  };
}
