// The browser host from outside: who is let in, what is served, and how it starts, is found again, and ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../main/app/app.ts';
import type { App } from '../../main/app/app-ports.ts';
import { createWindowFiles } from '../../main/app/window-files.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { type BrowserHost, startBrowserHost } from '../../main/browser/host.ts';
import { openerOf } from '../../main/browser/opener.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { sampleCsv } from '../../main/practice/orders.ts';
import type { ImportSummary } from '../../shared/import.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { temporaryFolder } from '../support/make.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: { ok: boolean; value?: Record<string, unknown>; failure?: Record<string, unknown> };
}

/** A request exactly as written: no client in between tidies its path. */
function ask(origin: string, path: string, options: RequestOptions = {}, body: string | Buffer = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: new URL(origin).port, path, agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const json = /json/.test(response.headers['content-type'] ?? '') ? JSON.parse(text) : {};
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the browser host', () => {
  let home: string;
  let app: App;
  let host: BrowserHost;
  let key: { 'X-Courier-Key': string };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'courier-host-'));
    const window = mkdtempSync(join(tmpdir(), 'courier-window-'));
    mkdirSync(join(window, 'assets'));
    writeFileSync(
      join(window, 'index.html'),
      '<meta name="csp-nonce" content="__CSP_NONCE__"><script src="./assets/a.js"></script>',
    );
    writeFileSync(join(window, 'assets', 'a.js'), 'export {};');
    writeFileSync(join(window, 'assets', 'a.css'), 'body {}');
    writeFileSync(join(window, 'assets', 'icon.svg'), '<svg/>');
    writeFileSync(join(home, 'secret.txt'), 'nobody may read this');
    const opened = await createApp({
      home,
      clock: systemClock,
      network: { isOnline: () => true, onChange: () => () => {} },
      vault: createSessionVault(),
      log: silentLog,
      who: 'tester',
    });
    if (!opened.ok) throw new Error(opened.failure.kind);
    app = opened.value;
    host = await startBrowserHost({
      app,
      files: createWindowFiles(window, "'self'"),
      folder: home,
      log: silentLog,
      port: 0,
      maxFileBytes: 100_000,
    });
    key = { 'X-Courier-Key': host.key };
  });
  afterAll(async () => {
    host.close();
    await app.stop();
  });

  const call = (name: string, input: unknown = {}): Promise<Answer> =>
    ask(host.origin, `/call/${name}`, { method: 'POST', headers: key }, JSON.stringify(input));

  test('serves the page under a policy of its own, with a nonce that is never the same', async () => {
    const [first, second] = [await ask(host.origin, '/'), await ask(host.origin, '/index.html')];
    const nonces = [first, second].map(({ text }) => /content="([^"]+)"/.exec(text)?.[1] ?? '');
    expect(first.status).toBe(200);
    expect(nonces[0]).toMatch(/^[\w+/=]{22,}$/);
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(String(first.headers['content-security-policy']).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonces[0]}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]);
    expect(first.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  test.each([
    ['/assets/a.js', 'text/javascript; charset=utf-8'],
    ['/assets/a.css', 'text/css; charset=utf-8'],
    ['/assets/icon.svg', 'image/svg+xml'],
  ])('serves %s as %s', async (path, type) => {
    const answer = await ask(host.origin, path);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type]);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/index.html%00.js',
    '/assets',
    '/assets/',
    '//index.html',
    '/./index.html',
    '/package.json',
    '/INDEX.HTML',
  ])('has nothing at %s', async (path) => {
    const answer = await ask(host.origin, path);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('nobody may read this');
  });

  test('answers calls with the reply of the app', async () => {
    const answer = await call('snapshot.get');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ ok: true, value: { environment: 'practice', counts: { waiting: 0 } } });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await call('no.such')).json).toMatchObject({ ok: false, failure: { kind: 'input-refused' } });
    expect((await call('__proto__')).json).toMatchObject({ ok: false, failure: { kind: 'input-refused' } });
    const broken = await ask(host.origin, '/call/snapshot.get', { method: 'POST', headers: key }, '{"a":');
    expect([broken.status, broken.json.failure?.kind]).toEqual([400, 'input-refused']);
  });

  describe.each([
    ['POST', '/call/snapshot.get'],
    ['POST', '/files?name=a.csv'],
    ['POST', '/ticket'],
    ['GET', '/snapshots'],
  ])('%s %s', (method, path) => {
    test('is refused without the key, and with any other', async () => {
      for (const other of [undefined, '', 'x', `${host.key}x`, host.key.slice(1), host.key.toUpperCase()]) {
        const answer = await ask(
          host.origin,
          path,
          { method, headers: other === undefined ? {} : { 'X-Courier-Key': other } },
          '{}',
        );
        expect([answer.status, answer.json.ok]).toEqual([403, false]);
      }
    });
    test('is refused to the page of another site, even with the key', async () => {
      for (const foreign of [
        'http://evil.test',
        'null',
        `${host.origin}.evil.test`,
        'http://127.0.0.1:1',
        host.origin.replace('http', 'https'),
      ]) {
        const answer = await ask(host.origin, path, { method, headers: { ...key, Origin: foreign } }, '{}');
        expect(answer.status).toBe(403);
      }
    });
    test('is refused under another name of this machine, even with the key', async () => {
      for (const foreign of ['evil.test', 'evil.test:80', '127.0.0.1', '127.0.0.1:1', `${new URL(host.origin).host}.evil.test`]) {
        const answer = await ask(host.origin, path, { method, headers: { ...key, Host: foreign } }, '{}');
        expect(answer.status).toBe(403);
      }
    });
  });

  test('refuses the page itself under another name', async () => {
    expect((await ask(host.origin, '/', { headers: { Host: 'evil.test' } })).status).toBe(403);
    expect(
      (await ask(host.origin, '/', { headers: { Host: new URL(host.origin).host.replace('127.0.0.1', 'localhost') } })).status,
    ).toBe(200);
  });

  test('knows no other way in', async () => {
    for (const [method, path] of [
      ['GET', '/call/snapshot.get'],
      ['PUT', '/files'],
      ['POST', '/snapshots'],
      ['OPTIONS', '/files'],
    ]) {
      expect((await ask(host.origin, path as string, { method, headers: key })).status).toBe(404);
    }
  });

  test('takes calls of up to 1 MB', async () => {
    const text = 'x'.repeat(2_000_000);
    const answer = await call('import.paste', { text });
    expect([answer.status, answer.json.failure?.kind]).toEqual([413, 'input-refused']);
  });

  test('hands a file to the app and keeps no copy once it was read', async () => {
    const path = `/files?name=${encodeURIComponent('C:\\Users\\x\\Böckings & co.csv')}`;
    const answer = await ask(host.origin, path, { method: 'POST', headers: key }, sampleCsv());
    const { id } = answer.json.value as { id: number };
    await app.settled();
    const summary = (await call('import.get', { id })).json.value as unknown as ImportSummary;
    expect(summary).toMatchObject({ name: 'Böckings & co.csv', phase: 'review', totals: { records: 12, new: 11, invalid: 1 } });
    await expect.poll(() => readdirSync(join(home, 'arriving'))).toEqual([]);
    // The app keeps it for as long as it may have to be read anew.
    const again = (await call('import.reread', { id, choice: { encoding: 'windows-1252' } })).json.value;
    expect(again).toMatchObject({ phase: 'review', path: '', fileChanged: false, totals: { records: 12 } });
  });

  test('refuses a file that is too large, and keeps nothing of it', async () => {
    const answer = await ask(host.origin, '/files?name=big.csv', { method: 'POST', headers: key }, Buffer.alloc(300_000, 'x'));
    expect(answer.status).toBe(413);
    expect(answer.json.failure).toEqual({ kind: 'file-too-large', name: 'big.csv', bytes: 300_000, maxBytes: 100_000 });
    expect(readdirSync(join(home, 'arriving'))).toEqual([]);
  });

  test('keeps nothing of a file whose page went away', async () => {
    const arriving = (): string[] => (existsSync(join(home, 'arriving')) ? readdirSync(join(home, 'arriving')) : []);
    const request = httpRequest({
      port: new URL(host.origin).port,
      host: '127.0.0.1',
      path: '/files?name=a.csv',
      method: 'POST',
      headers: key,
    });
    request.on('error', () => {});
    request.write('internalOrderRef');
    await expect.poll(arriving).toHaveLength(1);
    const before = (await call('import.list')).json;
    request.destroy();
    await expect.poll(arriving).toEqual([]);
    expect((await call('import.list')).json).toEqual(before);
  });

  test('sends the snapshot at once and after every change, until the page goes away', async () => {
    const request = httpRequest({ port: new URL(host.origin).port, host: '127.0.0.1', path: '/snapshots', headers: key }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const lines = createInterface({ input: response })[Symbol.asyncIterator]();
    async function next(): Promise<Snapshot> {
      for (;;) {
        const { value } = await lines.next();
        if (typeof value === 'string' && value.startsWith('data: ')) return JSON.parse(value.slice(6));
      }
    }
    const first = await next();
    expect(first).toMatchObject({ environment: 'practice', sync: { phase: 'idle' } });
    await call('sync.pause', { until: null });
    let later = await next();
    while (later.sync.phase !== 'paused') later = await next();
    expect(later.revision).toBeGreaterThan(first.revision);
    request.destroy();
  });

  test('opens the window once with a ticket, so that the key stands on no command line', async () => {
    const url = new URL(host.ticketUrl());
    expect(url.href).not.toContain(host.key);
    const [first, again] = [await ask(host.origin, url.pathname), await ask(host.origin, url.pathname)];
    expect([first.status, first.headers.location]).toEqual([303, `/#key=${host.key}`]);
    expect(again.status).toBe(404);
    const issued = await ask(host.origin, '/ticket', { method: 'POST', headers: key });
    expect((await ask(host.origin, issued.json.value?.path as string)).status).toBe(303);
  });

  test('listens on this machine alone', async () => {
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) {
      await expect(ask(host.origin, '/', { host: address })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });
});

test('opens an address without a shell on every platform', () => {
  const url = 'http://127.0.0.1:1/enter/a&b;c';
  expect(openerOf(url, 'win32')).toEqual({ command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] });
  expect(openerOf(url, 'darwin')).toEqual({ command: '/usr/bin/open', args: [url] });
  expect(openerOf(url, 'linux')).toEqual({ command: 'xdg-open', args: [url] });
});

describe('npm start -- --browser', () => {
  const running: ChildProcess[] = [];
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  function start(...args: string[]): {
    child: ChildProcess;
    output: () => { out: string; err: string };
    line: () => Promise<string>;
  } {
    const child = spawn(process.execPath, [
      join(import.meta.dirname, '..', '..', 'main', 'start.ts'),
      '--browser',
      '--no-open',
      ...args,
    ]);
    running.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      said.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.err += chunk;
    });
    return {
      child,
      output: () => said,
      line: async () => {
        await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
        if (said.out === '') throw new Error(said.err);
        return said.out;
      },
    };
  }

  test('says where it is in exactly one line once it answers, and ends in peace when told to', async () => {
    const { child, output, line } = start('--home', join(temporaryFolder(), 'home'), '--port', '0');
    const [, origin = '', key = ''] =
      /^Booking Courier is running at (http:\/\/127\.0\.0\.1:\d+)\/#key=([\w-]{43})\n$/.exec(await line()) ?? [];
    expect((await ask(origin, '/')).text).toContain('<title>Booking Courier</title>');
    const reply = await ask(origin, '/call/snapshot.get', { method: 'POST', headers: { 'X-Courier-Key': key } });
    expect(reply.json.ok).toBe(true);
    child.kill('SIGTERM');
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(output().out.split('\n')).toHaveLength(2);
  });

  test.runIf(process.platform !== 'win32')('ends with the npm that started it, through whatever shell', async () => {
    const home = join(temporaryFolder(), 'home');
    const command = `"${process.execPath}" main/start.ts --browser --no-open --home "${home}"; true`;
    const shell = spawn('sh', ['-c', command], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    running.push(shell);
    const [line] = await once(shell.stdout, 'data');
    const [, origin = ''] = /at (http:\/\/[\d.:]+)\//.exec(String(line)) ?? [];
    expect((await ask(origin, '/')).status).toBe(200);
    shell.kill('SIGTERM');
    await expect.poll(() => existsSync(join(home, 'running.json')), { timeout: 20_000 }).toBe(false);
  });

  test('says who has the folder when it is started twice, and leaves the first one alone', async () => {
    const home = join(temporaryFolder(), 'home');
    const first = start('--home', home);
    const [, origin = ''] = /at (http:\/\/[\d.:]+)\//.exec(await first.line()) ?? [];
    const second = start('--home', home);
    expect((await once(second.child, 'close'))[0]).toBe(1);
    expect(second.output().out).toBe('');
    expect(second.output().err).toContain(`already open on the folder ${home}`);
    expect((await ask(origin, '/')).status).toBe(200);
  });

  test('says in a sentence what is wrong with its arguments, or that the port is taken', async () => {
    const wrong = start('--port', 'seven');
    expect((await once(wrong.child, 'close'))[0]).toBe(64);
    expect(wrong.output().err).toContain('"seven" is not a port.');
    const first = start('--home', join(temporaryFolder(), 'home'));
    const [, port = ''] = /:(\d+)\/#/.exec(await first.line()) ?? [];
    const second = start('--home', join(temporaryFolder(), 'home'), '--port', port);
    expect((await once(second.child, 'close'))[0]).toBe(1);
    expect(second.output().err).toContain(`Port ${port} cannot be used`);
  });
});
