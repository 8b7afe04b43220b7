// Whether this machine can run a real Electron on a desktop of its own, and if not, why not: in words for who reads a report.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Person } from './person.ts';

/** What must be there, and the Debian package that brings it. `.ci/run` installs the same. */
const PROGRAMS: Readonly<Record<string, string>> = {
  Xvfb: 'xvfb',
  'dbus-daemon': 'dbus',
  'dbus-send': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  openbox: 'openbox',
  xdotool: 'xdotool',
  unzip: 'unzip',
  'g++': 'g++',
  npm: 'npm',
};
const MODULES =
  "import dbus, gi; gi.require_version('Gtk', '3.0'); gi.require_version('GdkX11', '3.0'); from gi.repository import Gtk";

function isThere(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Why nothing can be run here; null when it can. */
export function whyNotHere(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it is for Linux on x64';
  const missing = new Set(Object.entries(PROGRAMS).flatMap(([program, bringer]) => (isThere(program) ? [] : [bringer])));
  if (spawnSync('/usr/bin/python3', ['-c', MODULES]).status !== 0)
    for (const name of ['python3-dbus', 'python3-gi', 'gir1.2-gtk-3.0']) missing.add(name);
  return missing.size === 0 ? null : `not installed: ${[...missing].join(', ')}`;
}

/** Why the fetched Electron cannot run here; null when it can. It is run with Chromium's sandbox, or not at all. */
export function whyNotElectron(dist: string, { as }: Person): string | null {
  const { stdout } = spawnSync('ldd', [join(dist, 'electron')], { encoding: 'utf8' });
  const libraries = [...(stdout ?? '').matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
  if (libraries.length > 0) return `libraries of Electron are not installed: ${libraries.join(', ')}`;
  const helper = join(dist, 'chrome-sandbox');
  const isSetUid = existsSync(helper) && statSync(helper).uid === 0 && (statSync(helper).mode & 0o4000) !== 0;
  const hasNamespaces = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { ...as }).status === 0;
  return isSetUid || hasNamespaces ? null : "Chromium's sandbox needs user namespaces, which are switched off here";
}
