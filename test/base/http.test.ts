// The HTTP client tells apart what may have reached the server and what cannot have, asks once, and follows nobody.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
  connect as tcpConnect,
} from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connection, connect, type HttpRequest, MAX_ANSWER_BYTES } from '../../main/base/http.ts';
import { selfSigned } from '../support/certificate.ts';
import { handClock, until } from '../support/make.ts';

const GET: HttpRequest = { method: 'GET', path: '/results?order=1', headers: { Accept: 'application/json' }, timeoutMs: 30_000 };

const open: (() => void)[] = [];
beforeEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0).reverse()) close();
});

/** Anything that listens, on a port of its own. */
async function listening(server: Server | TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function served(
  listener: RequestListener,
): Promise<{ connection: Connection; port: number; clock: ReturnType<typeof handClock> }> {
  const port = await listening(createServer(listener));
  return { ...client(`http://127.0.0.1:${port}`), port };
}

function client(baseUrl: string): { connection: Connection; clock: ReturnType<typeof handClock> } {
  const clock = handClock();
  const connection = connect(baseUrl, clock);
  open.push(connection.close);
  return { connection, clock };
}

function answering(status: number, headers: Record<string, string> = {}, body = ''): RequestListener {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

describe('an answer', () => {
  it('comes back whole: status, headers in lower case, and text', async () => {
    const { connection } = await served(answering(404, { 'X-Some-Header': 'Words' }, '{"name":"欧阳娜娜"}'));
    const answered = await connection.request(GET);
    expect(answered).toMatchObject({ ok: true, value: { status: 404, text: '{"name":"欧阳娜娜"}' } });
    if (answered.ok) expect(answered.value.headers['x-some-header']).toBe('Words');
  });

  it('belongs to a request of exactly these bytes, with nothing added that the caller did not ask for', async () => {
    let bytes = '';
    const port = await listening(
      createTcpServer((socket) => {
        socket.on('data', (chunk) => {
          bytes += String(chunk);
          if (bytes.endsWith('\r\n\r\n') || bytes.endsWith('{}')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        });
      }),
    );
    const { connection } = client(`http://127.0.0.1:${port}`);
    await connection.request({ ...GET, path: '/a%20b?c=%7B%7D' });
    expect(bytes).toBe(
      `GET /a%20b?c=%7B%7D HTTP/1.1\r\nAccept: application/json\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive\r\n\r\n`,
    );
    bytes = '';
    await connection.request({ method: 'POST', path: '/', headers: {}, body: '{}', timeoutMs: 1000 });
    expect(bytes).toBe(`POST / HTTP/1.1\r\nContent-Length: 2\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive\r\n\r\n{}`);
    bytes = '';
    await connection.request({ method: 'DELETE', path: '/x', headers: {}, timeoutMs: 1000 });
    expect(bytes).toBe(`DELETE /x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive\r\n\r\n`);
  });

  it('of the next request comes over the same connection', async () => {
    const ports = new Set<number | undefined>();
    const { connection } = await served((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    for (let n = 0; n < 3; n += 1) await connection.request(GET);
    expect(ports.size).toBe(1);
  });

  it('is asked for below the path of the base URL', async () => {
    let asked = '';
    const { port } = await served((request, response) => {
      asked = request.url ?? '';
      response.end();
    });
    await client(`http://127.0.0.1:${port}/behind/`).connection.request(GET);
    expect(asked).toBe('/behind/results?order=1');
  });
});

describe('nothing can have reached the server', () => {
  it('when it refuses the connection', async () => {
    const server = createTcpServer();
    const port = await listening(server);
    open.pop()?.();
    const answered = await client(`http://127.0.0.1:${port}`).connection.request(GET);
    expect(answered).toEqual({ ok: false, failure: { kind: 'unreachable', host: '127.0.0.1', why: 'refused' } });
  });

  it('when nobody knows its name', async () => {
    const answered = await client('http://no-such-host.invalid').connection.request(GET);
    expect(answered).toEqual({ ok: false, failure: { kind: 'unreachable', host: 'no-such-host.invalid', why: 'name' } });
  });

  it('when its certificate is signed by nobody we trust', async () => {
    let requests = 0;
    const port = await listening(
      createTlsServer(selfSigned(), (_, response) => {
        requests += 1;
        response.end();
      }) as unknown as Server,
    );
    const answered = await client(`https://127.0.0.1:${port}`).connection.request(GET);
    expect(answered).toEqual({
      ok: false,
      failure: { kind: 'tls-refused', host: '127.0.0.1', why: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(requests).toBe(0);
  });

  it('when it speaks no TLS at all', async () => {
    const port = await listening(
      createTcpServer((socket) => socket.on('data', () => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    );
    const answered = await client(`https://127.0.0.1:${port}`).connection.request(GET);
    expect(answered).toMatchObject({ ok: false, failure: { kind: 'tls-refused', host: '127.0.0.1' } });
  });

  it('when it hangs up during the TLS handshake', async () => {
    const port = await listening(createTcpServer((socket) => void socket.on('data', () => socket.resetAndDestroy())));
    const answered = await client(`https://127.0.0.1:${port}`).connection.request(GET);
    expect(answered).toMatchObject({ ok: false, failure: { kind: 'unreachable', why: 'reset' } });
  });

  it('when the TLS handshake takes longer than ten seconds', async () => {
    let connected = false;
    const port = await listening(
      createTcpServer((socket) => {
        socket.on('error', () => {});
        connected = true;
      }),
    );
    const { connection, clock } = client(`https://127.0.0.1:${port}`);
    const asking = connection.request(GET);
    await until(() => connected);
    await clock.advance(9_999);
    await clock.advance(1);
    expect(await asking).toEqual({ ok: false, failure: { kind: 'unreachable', host: '127.0.0.1', why: 'connect-timeout' } });
  });
});

describe('something may have reached the server', () => {
  it('when no answer comes in time', async () => {
    let arrived = false;
    const { connection, clock } = await served(() => {
      arrived = true;
    });
    const asking = connection.request({ ...GET, timeoutMs: 45_000 });
    await until(() => arrived);
    await clock.advance(44_999);
    await clock.advance(1);
    expect(await asking).toEqual({ ok: false, failure: { kind: 'timed-out', afterMs: 45_000 } });
  });

  it('when the answer starts but does not end in time', async () => {
    let arrived = false;
    const { connection, clock } = await served((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half');
      arrived = true;
    });
    const asking = connection.request(GET);
    await until(() => arrived);
    await clock.advance(30_000);
    expect(await asking).toMatchObject({ failure: { kind: 'timed-out' } });
  });

  it.each<[string, RequestListener]>([
    ['is reset before an answer', (_, response) => void response.socket?.resetAndDestroy()],
    ['ends before an answer', (_, response) => void response.socket?.end()],
    [
      'ends within the answer',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 100 });
        response.write('half', () => response.socket?.destroy());
      },
    ],
    [
      'ends within a chunked answer',
      (_, response) => {
        response.writeHead(200);
        response.write('{"whole":true}', () => response.socket?.destroy());
      },
    ],
  ])('when the connection %s', async (_, listener) => {
    const { connection } = await served(listener);
    expect(await connection.request(GET)).toEqual({ ok: false, failure: { kind: 'cut-off' } });
  });

  it('when what answers is not HTTP', async () => {
    const port = await listening(createTcpServer((socket) => void socket.on('data', () => socket.end('SSH-2.0-Something\r\n'))));
    expect(await client(`http://127.0.0.1:${port}`).connection.request(GET)).toEqual({ ok: false, failure: { kind: 'cut-off' } });
  });

  it('when the answer is larger than any of FileMaker, announced or not', async () => {
    const body = 'x'.repeat(MAX_ANSWER_BYTES + 1);
    for (const headers of [{ 'Content-Length': String(body.length) }, {}]) {
      const { connection } = await served(answering(200, headers, body));
      expect(await connection.request(GET)).toEqual({
        ok: false,
        failure: { kind: 'answer-too-large', maxBytes: MAX_ANSWER_BYTES },
      });
    }
  });

  it('when the connection is closed from our side meanwhile', async () => {
    let arrived = false;
    const { connection } = await served(() => {
      arrived = true;
    });
    const asking = connection.request(GET);
    await until(() => arrived);
    connection.close();
    expect(await asking).toEqual({ ok: false, failure: { kind: 'cut-off' } });
  });
});

describe('a proxy of the office', () => {
  /** A proxy that carries everything to one server of ours, wherever it should have gone. */
  async function proxyTo(port: number): Promise<string[]> {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('by proxy');
    });
    proxy.on('connect', (request, socket: Socket) => {
      asked.push(request.url ?? '');
      const onward = tcpConnect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      for (const end of [socket, onward]) end.on('error', () => {});
    });
    const address = `http://127.0.0.1:${await listening(proxy)}`;
    vi.stubEnv('HTTP_PROXY', address);
    vi.stubEnv('HTTPS_PROXY', address);
    return asked;
  }

  it('is used for other machines, and never for this one', async () => {
    const asked = await proxyTo(1);
    const { connection } = await served(answering(200, {}, 'directly'));
    expect(await connection.request(GET)).toMatchObject({ value: { text: 'directly' } });
    expect(asked).toEqual([]);
    const answered = await client('http://basicpsf.invalid').connection.request(GET);
    expect(answered).toMatchObject({ value: { text: 'by proxy' } });
    expect(asked).toEqual(['http://basicpsf.invalid/results?order=1']);
  });

  it('is not asked for a server that is named in NO_PROXY', async () => {
    const asked = await proxyTo(1);
    vi.stubEnv('NO_PROXY', 'basicpsf.invalid');
    expect(await client('http://basicpsf.invalid').connection.request(GET)).toMatchObject({ failure: { kind: 'unreachable' } });
    expect(asked).toEqual([]);
  });

  it('that looks into TLS with a certificate we do not trust lets nothing through', async () => {
    let requests = 0;
    const port = await listening(
      createTlsServer(selfSigned(), (_, response) => {
        requests += 1;
        response.end();
      }) as unknown as Server,
    );
    const asked = await proxyTo(port);
    const answered = await client('https://basicpsf.invalid').connection.request(GET);
    expect(answered).toMatchObject({ ok: false, failure: { kind: 'tls-refused', host: 'basicpsf.invalid' } });
    expect(asked).toEqual(['basicpsf.invalid:443']);
    expect(requests).toBe(0);
  });

  it('that cannot be reached is no server at fault', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
    const answered = await client('https://basicpsf.invalid').connection.request(GET);
    expect(answered).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  });
});

describe('the client', () => {
  it.each<[string, RequestListener, string]>([
    ['an error page', answering(503, { 'Retry-After': '0' }), 'ok'],
    ['a reset', (_, response) => void response.socket?.resetAndDestroy(), 'cut-off'],
  ])('asks once, also after %s', async (_, listener, outcome) => {
    let requests = 0;
    const { connection } = await served((request, response) => {
      requests += 1;
      listener(request, response);
    });
    const answered = await connection.request(GET);
    expect(answered.ok ? 'ok' : answered.failure.kind).toBe(outcome);
    expect(requests).toBe(1);
  });

  it('asks once also when a connection that was kept open turns out dead', async () => {
    let requests = 0;
    const { connection } = await served((_, response) => {
      requests += 1;
      if (requests === 1) response.end();
      else response.socket?.resetAndDestroy();
    });
    await connection.request(GET);
    expect(await connection.request(GET)).toEqual({ ok: false, failure: { kind: 'cut-off' } });
    expect(requests).toBe(2);
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirect of status %i, and tells only the host it pointed to',
    async (status) => {
      let elsewhere = 0;
      const other = await served((_, response) => {
        elsewhere += 1;
        response.end();
      });
      const to = `http://127.0.0.1:${other.port}/path?token=practice-token`;
      const { connection } = await served(answering(status, { Location: to }));
      expect(await connection.request(GET)).toEqual({
        ok: false,
        failure: { kind: 'redirected', status, to: `127.0.0.1:${other.port}` },
      });
      expect(elsewhere).toBe(0);
    },
  );

  it.each<[string, (text: string) => Buffer]>([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, identity', gzipSync],
    ['deflate, gzip', (text) => gzipSync(deflateSync(text))],
    ['identity', Buffer.from],
  ])('that comes as %s although nobody asked for it is read all the same', async (encoding, pack) => {
    const { connection } = await served((_, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding }).end(pack('{"word":"Väning"}'));
    });
    expect(await connection.request(GET)).toMatchObject({ ok: true, value: { status: 200, text: '{"word":"Väning"}' } });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('that %s has made small is not unpacked beyond the size an answer may have', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(MAX_ANSWER_BYTES + 1));
    const { connection } = await served((_, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding }).end(bomb);
    });
    expect(await connection.request(GET)).toEqual({
      ok: false,
      failure: { kind: 'answer-too-large', maxBytes: MAX_ANSWER_BYTES },
    });
  });

  it.each([
    ['gzip', gzipSync('{"word":"Väning"}'.repeat(50)).subarray(0, 30)],
    ['gzip', Buffer.from('no gzip at all')],
    ['compress', Buffer.from('who knows')],
    ['gzip, gzip, gzip', gzipSync(gzipSync(gzipSync('{}')))],
  ])('whose %s cannot be unpacked is no answer, but its status is', async (encoding, body) => {
    for (const status of [200, 503]) {
      const { connection } = await served((_, response) => {
        response.writeHead(status, { 'Content-Encoding': encoding, 'Retry-After': '7' }).end(body);
      });
      const answered = await connection.request(GET);
      if (status === 200) expect(answered).toMatchObject({ failure: { kind: 'answer-unusable', retryAfterMs: 7000 } });
      else expect(answered).toMatchObject({ ok: true, value: { status: 503, text: '' } });
    }
  });

  it('of a redirect may ask for patience too', async () => {
    const { connection } = await served(
      answering(307, { Location: 'https://elsewhere.example/x?secret=1', 'Retry-After': '60' }),
    );
    expect(await connection.request(GET)).toEqual({
      ok: false,
      failure: { kind: 'redirected', status: 307, to: 'elsewhere.example', retryAfterMs: 60_000 },
    });
  });

  it.each([
    [403, 403],
    [407, 407],
    [502, 502],
  ])("of an office's proxy with %i, before there is a tunnel, is the proxy's and reached nobody", async (status) => {
    const port = await listening(
      createTcpServer(
        (socket) => void socket.once('data', () => socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`)),
      ),
    );
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${port}`);
    const { connection } = client('https://basicpsf.example');
    expect(await connection.request(GET)).toEqual({ ok: false, failure: { kind: 'turned-away', status, by: 'proxy' } });
  });

  it('names its own host for a redirect that stays there', async () => {
    const { port, connection } = await served(answering(302, { Location: '/sign-in' }));
    expect(await connection.request(GET)).toEqual({
      ok: false,
      failure: { kind: 'redirected', status: 302, to: `127.0.0.1:${port}` },
    });
  });

  it('goes on after a failure with a connection of its own', async () => {
    let requests = 0;
    const { connection } = await served((_, response) => {
      requests += 1;
      if (requests === 1) response.socket?.resetAndDestroy();
      else response.end('again');
    });
    await connection.request(GET);
    expect(await connection.request(GET)).toMatchObject({ ok: true, value: { text: 'again' } });
  });
});
