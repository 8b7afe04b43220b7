// Opens an address in the person's own browser, by the platform's opener and without a shell.
import { spawn } from 'node:child_process';

/** The program that opens an address on this platform, and its arguments. */
export function openerOf(url: string, platform: NodeJS.Platform = process.platform): { command: string; args: string[] } {
  if (platform === 'win32') return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] };
  if (platform === 'darwin') return { command: '/usr/bin/open', args: [url] };
  return { command: 'xdg-open', args: [url] };
}

/** Asks the platform to open `url`. Where it cannot, the address on the terminal has to do. */
export function openInBrowser(url: string): void {
  const { command, args } = openerOf(url);
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}
