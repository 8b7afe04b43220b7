// The variables of a computer that the README of the command line decides about, each set for a program of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { refusedVariables } from '../../main/base/surroundings.ts';
import { selfSigned } from '../support/certificate.ts';
import { temporaryFolder } from '../support/make.ts';

const UNTRUSTED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** What a program that was started so is answered, and what it tells a person. */
async function asked(url: string, env: Record<string, string>): Promise<{ came: string; told: string[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/ask-child.ts'), url], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  await once(child, 'close');
  return JSON.parse(out);
}

describe('of the variables of this computer', () => {
  const certificate = selfSigned();
  let folder: string;
  let pem: string;
  beforeEach(() => {
    folder = temporaryFolder();
    pem = join(folder, 'office.pem');
    writeFileSync(pem, certificate.cert);
  });
  const secure = (maxVersion: 'TLSv1.1' | 'TLSv1.3' = 'TLSv1.3'): Promise<number> => {
    const old = maxVersion === 'TLSv1.1' ? { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT@SECLEVEL=0' } : {};
    return listening(createServer({ ...certificate, ...old, maxVersion }, (_, response) => response.end('served')));
  };

  it('NODE_EXTRA_CA_CERTS adds the certificates of an office', async () => {
    const url = `https://127.0.0.1:${await secure()}`;
    expect(await asked(url, {})).toEqual({ came: UNTRUSTED, told: [] });
    expect(await asked(url, { NODE_EXTRA_CA_CERTS: pem })).toEqual({ came: 'served', told: [] });
  });

  it('NODE_TLS_REJECT_UNAUTHORIZED is not followed, and told of', async () => {
    const url = `https://127.0.0.1:${await secure()}`;
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(await asked(url, env)).toEqual({ came: UNTRUSTED, told: ['NODE_TLS_REJECT_UNAUTHORIZED'] });
  });

  it('SSLKEYLOGFILE writes down no key of ours', async () => {
    const keys = join(folder, 'keys.log');
    const env = { SSLKEYLOGFILE: keys, NODE_EXTRA_CA_CERTS: pem };
    expect(await asked(`https://127.0.0.1:${await secure()}`, env)).toEqual({ came: 'served', told: [] });
    expect(existsSync(keys)).toBe(false);
  });

  it.each(['--tls-keylog=FILE', '--trace-tls'])('NODE_OPTIONS with %s is told of', async (option) => {
    const keys = join(folder, `${option.slice(2, 7)}.log`);
    const env = { NODE_OPTIONS: option.replace('FILE', keys), NODE_EXTRA_CA_CERTS: pem };
    expect(await asked(`https://127.0.0.1:${await secure()}`, env)).toEqual({ came: 'served', told: ['NODE_OPTIONS'] });
    // Said because it cannot be prevented.
    expect(existsSync(keys)).toBe(option.includes('FILE'));
    expect(refusedVariables({}, [option])).toMatchObject([{ what: 'keys' }]);
  });

  it('NODE_OPTIONS opens neither an older TLS nor the lenient parser', async () => {
    const old = await asked(`https://127.0.0.1:${await secure('TLSv1.1')}`, {
      NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=DEFAULT@SECLEVEL=0',
      NODE_EXTRA_CA_CERTS: pem,
    });
    expect(old.came).not.toBe('served');
    const lenient = createHttpServer((_, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nX-A: a\u0000b\r\nContent-Length: 6\r\n\r\nserved');
    });
    const url = `http://127.0.0.1:${await listening(lenient)}`;
    expect((await asked(url, { NODE_OPTIONS: '--insecure-http-parser' })).came).toBe('cut-off');
  });

  it.each(['SSL_CERT_FILE', 'SSL_CERT_DIR'])(
    '%s names the certificates of a Linux system, and has no effect elsewhere',
    async (name) => {
      const env = { [name]: name === 'SSL_CERT_DIR' ? folder : pem };
      const { came } = await asked(`https://127.0.0.1:${await secure()}`, env);
      expect(came).toBe(process.platform === 'win32' || process.platform === 'darwin' ? UNTRUSTED : 'served');
    },
  );

  it.each(['0', '1'])('NODE_USE_SYSTEM_CA=%s changes nothing: certificates of the system count', async (NODE_USE_SYSTEM_CA) => {
    expect((await asked(`https://127.0.0.1:${await secure()}`, { NODE_USE_SYSTEM_CA })).came).toBe(UNTRUSTED);
  });

  it('a proxy is never asked for this computer, whatever NODE_USE_ENV_PROXY says', async () => {
    const proxied: string[] = [];
    const proxy = await listening(
      createHttpServer((request, response) => {
        proxied.push(request.url ?? '');
        response.end('by proxy');
      }),
    );
    const direct = await listening(createHttpServer((_, response) => response.end('served')));
    const address = `http://127.0.0.1:${proxy}`;
    const env = { HTTP_PROXY: address, http_proxy: address, HTTPS_PROXY: address };
    for (const NODE_USE_ENV_PROXY of ['0', '1'])
      expect((await asked(`http://127.0.0.1:${direct}`, { ...env, NODE_USE_ENV_PROXY })).came).toBe('served');
    expect(proxied).toEqual([]);
    expect((await asked('http://basicpsf.invalid', { ...env, NODE_USE_ENV_PROXY: '0' })).came).toBe('by proxy');
  });
});
