// Starting with the desktop on Linux, where Electron has no call for it: a file in the autostart folder.
// Source: Desktop Application Autostart Specification and Desktop Entry Specification, freedesktop.org.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';

const NAME = 'booking-courier.desktop';

/** The folder of autostart files of whoever is signed in. */
export function autostartFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart');
}

/** An argument as the Exec key wants it: in quotes, with what is special inside them escaped, once for Exec and once for the file. */
function execArgument(text: string): string {
  const quoted = text.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${quoted.replaceAll('\\', '\\\\')}"`;
}

/** The text of the autostart file for the program at `program`. */
export function autostartText(program: string, args: readonly string[]): string {
  const exec = [program, ...args].map(execArgument).join(' ');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Booking Courier',
    'Comment=Sends booking results to BasicPSF',
    `Exec=${exec}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Whether the program is started when the person signs in. */
export function hasAutostart(folder: string): boolean {
  return existsSync(join(folder, NAME));
}

/** Writes or removes the autostart file. Fails when the folder cannot be written. */
export function setAutostart(folder: string, on: boolean, program: string, args: readonly string[]): Result<void> {
  try {
    if (on) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, NAME), autostartText(program, args), { mode: 0o644 });
    } else rmSync(join(folder, NAME), { force: true });
    return ok(undefined);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^E[A-Z]+$/.test(code)) throw error;
    return fail({ kind: 'storage-failed', words: `${folder}: ${code}` });
  }
}
