// What the Windows installer does beside copying files (main/electron/installer.nsh): looked at as text, and compiled where
// NSIS is installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { appIconFiles } from '../../main/desktop/icon-files.ts';

const INCLUDE = resolve(import.meta.dirname, '..', '..', 'main', 'electron', 'installer.nsh');
const work = mkdtempSync(join(tmpdir(), 'booking-courier-installer-'));
const hasMakensis = spawnSync('makensis', ['-VERSION']).status === 0;
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The lines of one macro, with the names that the file defines filled in. */
function macro(name: string): string {
  const text = readFileSync(INCLUDE, 'utf8');
  const body = new RegExp(`!macro ${name}\\n(.*?)!macroend`, 's').exec(text)?.[1] ?? '';
  const defined = new Map(
    [...text.matchAll(/^!define (\w+) "(.*)"$/gm)].map(([, key, value]) => [key as string, value as string]),
  );
  return body.replace(/\$\{(\w+)\}/g, (whole, key) => defined.get(key) ?? whole);
}

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] as string);
}

describe('the Windows installer', () => {
  test('offers the program for CSV files without becoming their default', () => {
    const install = macro('customInstall');
    expect(install).toContain('WriteRegNone SHELL_CONTEXT "Software\\Classes\\.csv\\OpenWithProgids" "BookingCourier.csv"');
    expect(install).toMatch(/\\SupportedTypes" "\.csv" ""/);
    // The default of a file type is the nameless value of its own key.
    expect(found(install, /WriteReg\w+ SHELL_CONTEXT ("\S+" "")/g)).not.toContain('"Software\\Classes\\.csv" ""');
  });

  test('takes back everything that it has added', () => {
    const [install, remove] = [macro('customInstall'), macro('customUnInstall')];
    const removed = found(remove, /DeleteRegKey SHELL_CONTEXT "(.+?)"/g);
    const added = found(install, /WriteRegStr SHELL_CONTEXT "(.+?)"/g);
    expect(added.length).toBeGreaterThan(4);
    for (const key of added)
      expect(
        removed.some((gone) => key === gone || key.startsWith(`${gone}\\`)),
        key,
      ).toBe(true);
    expect(found(remove, /DeleteRegValue SHELL_CONTEXT (.+)/g)).toEqual(found(install, /WriteRegNone SHELL_CONTEXT (.+)/g));
    const [link] = found(install, /CreateShortCut ("\$SENDTO.+?\.lnk")/g);
    expect(found(remove, /Delete ("\$SENDTO.+?\.lnk")/g)).toEqual([link]);
  });

  test.skipIf(!hasMakensis)('adds it by a script that NSIS compiles without a warning (only where makensis is installed)', () => {
    const icon = join(work, 'icon.ico');
    writeFileSync(icon, appIconFiles().get('icon.ico') ?? '');
    const script = join(work, 'installer.nsi');
    writeFileSync(
      script,
      [
        'Unicode true',
        '!include LogicLib.nsh',
        // What electron-builder's own script provides.
        '!define APP_EXECUTABLE_FILENAME "Booking Courier.exe"',
        '!define PRODUCT_NAME "Booking Courier"',
        '!define APP_ID "com.booking-courier.app"',
        '!define isUpdated `$installMode == "updated"`',
        'Name "Booking Courier"',
        `OutFile "${join(work, 'installer.exe')}"`,
        'InstallDir "$LOCALAPPDATA\\Programs\\Booking Courier"',
        `Icon "${icon}"`,
        'Var installMode',
        `!include "${INCLUDE}"`,
        'Section',
        'StrCpy $installMode CurrentUser',
        '!insertmacro customInstall',
        'WriteUninstaller "$INSTDIR\\remove.exe"',
        'SectionEnd',
        'Section un.remove',
        '!insertmacro customUnInstall',
        'SectionEnd',
      ].join('\n'),
    );
    const { status, stdout, stderr } = spawnSync('makensis', ['-WX', '-V2', script], { encoding: 'utf8' });
    expect(`${stdout}${stderr}`.trim()).toBe('');
    expect(status).toBe(0);
  });
});
