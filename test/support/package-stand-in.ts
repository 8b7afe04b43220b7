// A folder that looks like Electron's own to electron-builder, for machines where Electron's program cannot be had: real
// formats with nothing to run in them, so that the real packaging, fuses and integrity marks can be made and read back.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

export type PackagedFor = 'linux' | 'win32' | 'darwin';

/** The fuses as Electron 45 comes: first version of the wire, nine fuses (Electron, docs/tutorial/fuses.md). */
const FUSE_WIRE = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('101100011')]);
const ENGLISH = { lang: 1033, codepage: 1200 };

function windowsProgram(): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues(ENGLISH, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  const wire = new Uint8Array(FUSE_WIRE).buffer;
  resources.entries.push({ type: 10, id: 1, ...ENGLISH, bin: wire });
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

function plist(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleName</key><string>${name}</string><key>CFBundleExecutable</key><string>${name}</string></dict></plist>`;
}

const FILES: Record<PackagedFor, () => Record<string, string | Buffer>> = {
  linux: () => ({ electron: FUSE_WIRE, LICENSE: 'licence', 'LICENSES.chromium.html': 'licences' }),
  win32: () => ({ 'electron.exe': windowsProgram(), LICENSE: 'licence', 'LICENSES.chromium.html': 'licences' }),
  darwin: () => ({
    LICENSE: 'licence',
    'LICENSES.chromium.html': 'licences',
    'Electron.app/Contents/Info.plist': plist('Electron'),
    'Electron.app/Contents/MacOS/Electron': 'nothing',
    'Electron.app/Contents/Resources/electron.icns': 'nothing',
    'Electron.app/Contents/Frameworks/Electron Helper.app/Contents/Info.plist': plist('Electron Helper'),
    'Electron.app/Contents/Frameworks/Electron Helper.app/Contents/MacOS/Electron Helper': 'nothing',
    'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework': FUSE_WIRE,
  }),
};

/** Writes the stand-in for one system to `folder`. */
export function writeElectronStandIn(folder: string, system: PackagedFor): void {
  for (const [name, bytes] of Object.entries(FILES[system]())) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
