// Electron's security checklist (electronjs.org/docs/latest/tutorial/security), point by point, on the built shell: each
// control has a test that fails without it. Fuses are in packaging.test.ts, the policy of the page itself in page.test.ts.
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWindowFiles } from '../../main/app/window-files.ts';
import { inWindowsLine, wishesFrom } from '../../main/desktop/arguments.ts';
import { temporaryFolder } from '../support/make.ts';
import { startShell, withBuiltShell } from './run-shell.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const NO_WATCHED = { practice: {}, test: {}, production: {} };

withBuiltShell();

describe('what the page runs with', () => {
  test('is everything that keeps it from the machine, and nothing that lets it near', async () => {
    const shell = await startShell();
    const { preload, ...preferences } = (await shell.state()).window.options.webPreferences;
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      disableBlinkFeatures: 'FileSystemAccessLocal',
      devTools: true,
    });
    expect(preload).toMatch(/preload\.cjs$/);
  });

  test('has no developer tools in a packaged program', async () => {
    const shell = await startShell({ env: { STAND_IN_PACKAGED: 'yes' } });
    expect((await shell.state()).window.options.webPreferences.devTools).toBe(false);
  });

  test('is given to every window there is: only one place makes one', () => {
    const makers = sources('main').filter((file) => /new BrowserWindow\(|new WebContentsView\(/.test(readFileSync(file, 'utf8')));
    expect(makers.map((file) => file.slice(ROOT.length))).toEqual(['/main/electron/window.ts']);
  });
});

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(ROOT, folder, name));
}

describe('the page', () => {
  test('can go nowhere, open nothing, and gets no permission', async () => {
    const shell = await startShell();
    const leaving = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'];
    expect(await shell.ask('navigate', leaving)).toEqual([true, true, true, true]);
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'javascript:alert(1)', 'app://courier/', 'ms-msdt:/id'])
      expect(await shell.ask('open', url)).toEqual({ action: 'deny' });
    const names = ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'usb', 'fullscreen'];
    expect(await shell.ask('permissions', names)).toEqual({ asked: names.map(() => false), checked: false, device: false });
  });

  test('is there again after whatever put something else, or nothing, into the window', async () => {
    for (const what of [
      ['did-navigate', 'about:blank'],
      ['did-navigate', 'app://courier/other'],
      ['did-navigate-in-page', 'app://courier/pushed', true],
      ['did-fail-load', -6, 'ERR_FILE_NOT_FOUND', 'app://courier/', true],
    ]) {
      const shell = await startShell();
      const hasFailed = what[0] === 'did-fail-load';
      if (!hasFailed) await shell.ask('pretendAddress', what[1]);
      await shell.ask('came', what);
      const isCleared = ({ what: name }: { what: string }) => name === 'navigationHistory.clear';
      const { window } = await shell.until(({ told }) => told.filter(isCleared).length === 2);
      expect([window.url, window.loads.length]).toEqual(['app://courier/', hasFailed ? 1 : 2]);
    }
  });

  test('is not loaded again for what it does itself', async () => {
    const shell = await startShell();
    await shell.ask('came', ['did-navigate', 'app://courier/']);
    await shell.ask('came', ['did-navigate-in-page', 'app://courier/#/problems', true]);
    await shell.ask('came', ['did-navigate-in-page', 'about:blank', false]);
    await shell.ask('came', ['did-fail-load', -3, 'ERR_ABORTED', 'app://courier/#/x', true]);
    await shell.ask('came', ['did-fail-load', -6, 'ERR_FAILED', 'https://example.org/', false]);
    const { window, told } = await shell.state();
    expect(window.loads).toHaveLength(1);
    expect(told.filter(({ what }) => what === 'navigationHistory.clear')).toHaveLength(1);
  });

  test('saves what it made under a title of ours, and can download nothing else', async () => {
    const shell = await startShell();
    expect(await shell.ask('save', ['blob:app://courier/5f1d', 'failed rows.csv', 'completed'])).toEqual({
      title: 'Save failed rows.csv',
      filters: [
        { name: 'CSV file', extensions: ['csv'] },
        { name: 'All files', extensions: ['*'] },
      ],
    });
    for (const url of ['https://example.org/x.exe', 'data:text/csv,a', 'app://courier/index.html', 'blob:null/5f1d', 'file:///x'])
      expect(await shell.ask('save', [url, 'x.csv', 'completed']), url).toBeNull();
    await shell.ask('save', ['blob:app://courier/5f1d', 'receipt.txt', 'cancelled']);
    expect((await shell.state()).told.filter(({ what }) => what === 'showErrorBox')).toEqual([]);
    await shell.ask('save', ['blob:app://courier/5f1d', 'receipt.txt', 'interrupted']);
    const words = expect.stringMatching(/^"receipt.txt" could not be saved there\./);
    expect((await shell.state()).told).toContainEqual({ what: 'showErrorBox', args: ['Booking Courier', words] });
  });

  test('loads its own files and nothing else, whatever its policy says', async () => {
    const shell = await startShell();
    const own = ['app://courier/', 'app://courier/assets/x.js', 'blob:app://courier/0-0', 'data:image/png;base64,AA=='];
    const foreign = [
      'https://example.org/',
      'http://127.0.0.1:80/',
      'file:///etc/passwd',
      'app://courier.example.org/',
      'app://other/',
      'ws://localhost/',
      'ftp://example.org/',
      'blob:https://example.org/0-0',
      'chrome-extension://abc/x.js',
    ];
    expect(await shell.ask('network', own)).toEqual(own.map(() => false));
    expect(await shell.ask('network', foreign)).toEqual(foreign.map(() => true));
  });

  test('cannot have anything opened outside: no source calls for it', () => {
    const callers = sources('main').filter((file) => /openExternal/.test(readFileSync(file, 'utf8')));
    expect(callers).toEqual([]);
  });
});

describe('the page protocol', () => {
  test('answers for files of the built window and for nothing else, however it is asked', async () => {
    const shell = await startShell();
    const good = await shell.ask('request', { url: 'app://courier/' });
    expect(good.status).toBe(200);
    expect(good.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(good.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; .*connect-src 'none'/);
    const outside = [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/%2e%2e%2f%2e%2e%2fpackage.json',
      '/..\\..\\package.json',
      '/%5c..%5cpackage.json',
      '/index.html%00.js',
      '/index\0.html',
      '//etc/passwd',
      '/etc/passwd',
      '/C:/Windows/win.ini',
      '/assets',
      '/assets/',
      '/INDEX.HTML',
      '/index.html/',
      '/index.html::$DATA',
      '/.%00./',
      '/%E0%80%AE%E0%80%AE/package.json',
      '/？',
    ];
    for (const path of outside) {
      const answer = await shell.ask('request', { url: `app://courier${path}` });
      expect(answer, path).toMatchObject({ status: 404, body: '' });
    }
    for (const host of ['courier.example.org', 'other', 'courier:80', 'localhost'])
      expect((await shell.ask('request', { url: `app://${host}/` })).status, host).toBe(404);
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])
      expect((await shell.ask('request', { url: 'app://courier/', method })).status, method).toBe(404);
  });

  test('gives each load of the page a nonce of its own, in the header and in the page', async () => {
    const shell = await startShell();
    const nonces = new Set<string>();
    for (let n = 0; n < 5; n += 1) {
      const { headers, body } = await shell.ask('request', { url: 'app://courier/' });
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(headers['content-security-policy'])?.[1] ?? '';
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      expect(body).toContain(`content="${nonce}"`);
      expect(body).not.toContain('__CSP_NONCE__');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(5);
  });

  test('follows no link out of its folder', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'index.html'), 'page');
    writeFileSync(join(folder, '..', 'secret.txt'), 'secret');
    symlinkSync(join(folder, '..', 'secret.txt'), join(folder, 'link.txt'));
    const files = createWindowFiles(folder, "'none'");
    expect(files.at('/index.html')).not.toBeNull();
    expect(files.at('/link.txt')).toBeNull();
  });
});

describe('a call', () => {
  const refused = { ok: false, failure: { kind: 'input-refused', why: 'not from this window' } };

  test('from anybody but the main frame of our own page is refused', async () => {
    const shell = await startShell();
    const forged = [
      'none',
      'same address',
      { url: 'app://courier/' },
      { url: 'app://courier.example.org/' },
      { url: 'https://example.org/' },
      { url: 'file:///index.html' },
      { url: '' },
    ];
    for (const frame of forged) expect(await shell.ask('forge', { frame, args: ['snapshot.get', {}] })).toEqual(refused);
    expect(await shell.ask('forge', { frame: 'own', args: ['snapshot.get', {}] })).toMatchObject({ ok: true });
  });

  test('from our window after it went to another address is refused', async () => {
    const shell = await startShell();
    await shell.ask('pretendAddress', 'https://example.org/');
    expect(await shell.ask('forge', { frame: 'own', args: ['snapshot.get', {}] })).toEqual(refused);
  });

  test('is answered with a value, whatever it is and carries', async () => {
    const shell = await startShell();
    for (const answer of await shell.ask('forgeStrange')) expect(answer).toMatchObject({ ok: expect.any(Boolean) });
    const tooMuch = await shell.ask('forge', { frame: 'own', args: ['import.paste', { text: 'å'.repeat(600_000) }] });
    expect(tooMuch).toEqual({ ok: false, failure: { kind: 'input-refused', why: 'more than 1 MB' } });
    for (const name of ['', 'file.open', '__proto__', 'toString', 'sync.sendNow\0'])
      expect(await shell.ask('forge', { frame: 'own', args: [name, 7] })).toMatchObject({ ok: false });
  });

  test('cannot name a file, however it is written', async () => {
    const shell = await startShell();
    const path = join(temporaryFolder(), 'private.csv');
    writeFileSync(path, 'internalOrderRef,bookingResult,bookingDate,inspectorName\nORD-1,Unavailable,,\n');
    for (const name of ['file.open', 'file-at', 'file-made', 'open', 'import.open'])
      for (const input of [{ name: 'x.csv', path }, path, [path], { path: '//server/share/x.csv' }, '\\\\server\\share\\x.csv'])
        expect(await shell.call(name, input), name).toMatchObject({ ok: false, failure: { why: 'no such call' } });
    const noFiles = [path, { name: path, path }, { path, size: 1 }, null, 7, [path]];
    for (const answer of await shell.ask('openNoFiles', noFiles))
      expect(answer).toEqual({ ok: false, failure: { kind: 'input-refused', why: 'not a file' } });
    expect((await shell.call('import.list', {})).value.imports).toEqual([]);
  });

  test('cannot name a folder to watch: only one that the person chose, or that was set before, is taken', async () => {
    const [prepared, chosen, named] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const home = temporaryFolder();
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ watched: { ...NO_WATCHED, test: { folder: prepared } } }));
    const shell = await startShell({ home, env: { STAND_IN_CHOSEN: chosen } });
    for (const folder of [named, chosen, '//server/share', '\\\\server\\share', join(prepared, '..'), `${prepared}/`])
      for (const on of [true, false])
        expect(await shell.call('watched.change', { folder, on }), folder).toMatchObject({
          ok: false,
          failure: { kind: 'input-refused' },
        });
    expect(await shell.call('watched.change', { folder: prepared, on: true })).toMatchObject({ ok: true });
    expect(await shell.call('desktop.chooseFolder', {})).toEqual({ ok: true, value: { path: chosen } });
    expect(await shell.call('watched.change', { folder: chosen })).toMatchObject({ ok: true });
    expect(await shell.call('watched.change', { folder: '', on: false })).toMatchObject({ ok: true });
  });

  test('for a file that the page made is taken up to its limit, under a name without folders', async () => {
    const shell = await startShell();
    const text = 'internalOrderRef,bookingResult,bookingDate,inspectorName\nORD-1,Unavailable,,\n';
    const [made] = await shell.ask('openFiles', [{ name: '../../made here.csv', text }]);
    expect((await shell.call('import.get', { id: made.value.id })).value.name).toBe('made here.csv');
    const [huge] = await shell.ask('openFiles', [{ name: 'huge.csv', text, size: 64 * 1024 * 1024 + 1 }]);
    expect(huge).toMatchObject({ ok: false, failure: { kind: 'file-too-large', name: 'huge.csv' } });
    for (const args of [[], ['x.csv'], ['x.csv', 'text'], [7, new Uint8Array(1)], ['x'.repeat(2_000), new Uint8Array(1)]])
      expect(await shell.ask('forge', { frame: 'own', channel: 'file-made', args })).toMatchObject({ ok: false });
    for (const channel of ['file-at', 'file-made'])
      expect(await shell.ask('forge', { frame: 'none', channel, args: ['/x.csv'] })).toEqual(refused);
  });

  test('for a file takes paths of files and no devices, pipes or addresses', async () => {
    const shell = await startShell();
    for (const path of [
      7,
      null,
      '',
      '\\\\.\\PhysicalDrive0',
      '\\\\?\\GLOBALROOT\\x',
      'file:///etc/passwd',
      'C:\\con',
      'a\0b',
      'nul.csv',
    ])
      expect(await shell.ask('forge', { frame: 'own', channel: 'file-at', args: [path] }), String(path)).toMatchObject({
        ok: false,
        failure: { kind: typeof path === 'string' ? 'file-unreadable' : 'input-refused' },
      });
  });
});

describe('what the program is started with', () => {
  test('stays one argument in a line of Windows, also where it ends with a backslash', () => {
    expect(['--hidden', 'C:\\Program Files\\x', 'D:\\'].map(inWindowsLine)).toEqual([
      '"--hidden"',
      '"C:\\Program Files\\x"',
      '"D:\\\\"',
    ]);
  });

  test('leads to the problems where Windows hands over a click on a notification of an earlier run', () => {
    for (const words of ['type=click&tag=test/failure/login-refused', 'type=action&action=0&tag=x', 'type=reply'])
      expect(wishesFrom([words], '/')).toMatchObject({ command: { command: 'problems' }, files: [] });
    expect(wishesFrom(['type=click.csv'], '/')).toMatchObject({ command: null, files: ['/type=click.csv'] });
  });

  test('is words of a short list and paths; what else is there means nothing', () => {
    const strange = [
      '--inspect=0',
      '-x',
      '\\\\.\\pipe\\x',
      'https://example.org/x.csv',
      'file://server/x.csv',
      'file:///%2f',
      '',
    ];
    const args = ['--hidden', '--import', ...strange, 'a.csv', 'file:///b%20c.csv', '--home=/h'];
    expect(wishesFrom(args, '/here')).toEqual({
      home: '/h',
      isHidden: true,
      command: { command: 'import' },
      handover: null,
      files: ['/here/a.csv', '/b c.csv'],
    });
  });
});
