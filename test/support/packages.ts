// Makes the packages of all three systems as electron-builder makes them, into a temporary folder, as far as that goes
// without the tools that it fetches from the network; and looks into them.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { listPackage } from '@electron/asar';
import { Arch, build, Platform } from 'electron-builder';
import { type PackagedFor, writeElectronStandIn } from './package-stand-in.ts';

export const ROOT = resolve(import.meta.dirname, '..', '..');
export const SYSTEMS: readonly PackagedFor[] = ['linux', 'win32', 'darwin'];
/** Everything that is made here lies below it; whoever makes it removes it. */
export const packagesFolder = mkdtempSync(join(tmpdir(), 'booking-courier-packages-'));

export interface Package {
  /** The file that holds the fuses. */
  readonly program: string;
  readonly asar: string;
}

const PACKAGES: Record<PackagedFor, Package> = {
  linux: { program: 'linux-unpacked/booking-courier', asar: 'linux-unpacked/resources/app.asar' },
  win32: { program: 'win-unpacked/Booking Courier.exe', asar: 'win-unpacked/resources/app.asar' },
  darwin: { program: 'mac/Booking Courier.app', asar: 'mac/Booking Courier.app/Contents/Resources/app.asar' },
};

/** Where the package for `system` lies once it is made. */
export function packaged(system: PackagedFor): Package {
  const { program, asar } = PACKAGES[system];
  return { program: join(packagesFolder, system, program), asar: join(packagesFolder, system, asar) };
}

/** What electron-builder hands over just before it would start tools that it fetches from the network. */
export const handedOver: { readonly desktop: string; readonly args?: readonly string[]; readonly desktopFileName?: string }[] =
  [];

/** Makes the package for `system`; the bundles, the window and the icons must be there. */
export async function pack(system: PackagedFor): Promise<void> {
  const standIn = join(packagesFolder, `electron-${system}`);
  writeElectronStandIn(standIn, system);
  const platform = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC }[system];
  await build({
    projectDir: ROOT,
    publish: 'never',
    // As far as the real targets go without those tools; the others stop at the folder that they would wrap.
    targets: platform.createTarget(system === 'linux' ? ['AppImage', 'deb'] : 'dir', Arch.x64),
    config: { electronDist: standIn, directories: { output: join(packagesFolder, system) } },
    // biome-ignore lint/suspicious/noExplicitAny: typed so by electron-builder
    effectiveOptionComputed: async (options: any) => {
      // The desktop entry of a Debian package lies in a file that is soon gone.
      handedOver.push(Array.isArray(options) ? { args: options[0], desktop: readFileSync(options[1], 'utf8') } : options);
      return true;
    },
  });
}

/** Every file below `folder`, by its path there with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Every file that the archive lists, inside or beside it. */
export function filesIn(asar: string): string[] {
  const entries = listPackage(asar, { isPack: false }).map((path) => path.split(sep).join('/').slice(1));
  return entries.filter((path) => !entries.some((other) => other.startsWith(`${path}/`))).sort();
}
