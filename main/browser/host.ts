// The app behind a loopback address: the window's files for anybody on this machine's loopback, everything else for who
// has the key. Replies are the app's own; this file decides nothing but who is let in and how large a body may be.
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fail } from '../../shared/result.ts';
import type { App } from '../app/app-ports.ts';
import { MAX_CALL_BYTES } from '../app/serve.ts';
import type { WindowFiles } from '../app/window-files.ts';
import type { Log } from '../base/ports.ts';
import { readText, saveFile } from './bodies.ts';
import { createGate } from './gate.ts';
import { streamSnapshots } from './snapshots.ts';

export const MAX_FILE_BYTES = 2 * 1024 ** 3;
/** A large file may take its time; anything slower than this is not on this machine. */
const REQUEST_TIMEOUT_MS = 30 * 60_000;

export interface BrowserHostPorts {
  readonly app: Pick<App, 'serve' | 'subscribe' | 'openFile' | 'settled'>;
  readonly files: WindowFiles;
  /** Dropped files lie in here while they are read. */
  readonly folder: string;
  readonly log: Log;
  /** 0 takes any free port. */
  readonly port: number;
  readonly maxFileBytes?: number;
}

export interface BrowserHost {
  /** Where it listens, such as `http://127.0.0.1:50123`. */
  readonly origin: string;
  readonly key: string;
  /** An address that opens the window once. */
  readonly ticketUrl: () => string;
  /** Takes no more requests and ends the streams. */
  readonly close: () => void;
}

/** Listens on loopback. Rejects when the port is taken. */
export async function startBrowserHost(ports: BrowserHostPorts): Promise<BrowserHost> {
  const { app, log } = ports;
  const folder = join(ports.folder, 'arriving');
  const maxFileBytes = ports.maxFileBytes ?? MAX_FILE_BYTES;
  // What a crash left behind belongs to no import.
  await rm(folder, { recursive: true, force: true });
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS });
  await listen(server, ports.port);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const gate = createGate(port, () => performance.now());

  async function call(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const text = await readText(request, MAX_CALL_BYTES);
    if (text === null) return reply(response, 413, fail({ kind: 'input-refused', why: 'more than 1 MB' }));
    let input: unknown;
    try {
      input = text === '' ? {} : JSON.parse(text);
    } catch {
      return reply(response, 400, fail({ kind: 'input-refused', why: 'not JSON' }));
    }
    reply(response, 200, await app.serve(name, input));
  }

  async function file(request: IncomingMessage, response: ServerResponse, query: string): Promise<void> {
    const name = fileName(new URLSearchParams(query).get('name') ?? '');
    const saved = await saveFile(request, folder, name, maxFileBytes);
    if (!saved.ok) return reply(response, saved.failure.kind === 'file-too-large' ? 413 : 200, saved);
    const { path } = saved.value;
    reply(response, 200, await app.openFile(name, { path, isTemporary: true }));
    await app.settled();
    await rm(path, { force: true });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const refused = fail({ kind: 'input-refused', why: 'not from this window' } as const);
    if (!gate.isOurs(request)) return reply(response, 403, refused);
    if (request.method === 'GET' || request.method === 'HEAD') {
      const file = ports.files.at(path);
      if (file !== null) return void response.writeHead(200, file.headers).end(request.method === 'HEAD' ? undefined : file.body);
      if (path.startsWith('/enter/') && gate.takeTicket(path.slice('/enter/'.length))) {
        return void response.writeHead(303, { Location: `/#key=${gate.key}`, 'Cache-Control': 'no-store' }).end();
      }
    }
    const route = routeOf(request.method ?? '', path);
    if (route === null) return reply(response, 404, fail({ kind: 'gone', what: 'page' }));
    if (!gate.hasKey(request)) return reply(response, 403, refused);
    if (route === 'snapshots') return streamSnapshots(app.subscribe, response);
    if (route === 'files') return file(request, response, query);
    if (route === 'ticket') return reply(response, 200, { ok: true, value: { path: `/enter/${gate.issueTicket()}` } });
    return call(request, response, path.slice('/call/'.length));
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error) => {
      // A page that goes away in the middle is no event; anything else is a bug and ends this one request.
      if (!request.destroyed || request.complete) log('error', 'a request failed unexpectedly', { error });
      response.destroy();
    });
  });
  return {
    origin,
    key: gate.key,
    ticketUrl: () => `${origin}/enter/${gate.issueTicket()}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

type Route = 'snapshots' | 'files' | 'ticket' | 'call';

function routeOf(method: string, path: string): Route | null {
  if (method === 'GET') return path === '/snapshots' ? 'snapshots' : null;
  if (method !== 'POST') return null;
  if (path === '/files') return 'files';
  if (path === '/ticket') return 'ticket';
  return path.startsWith('/call/') ? 'call' : null;
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  if (response.destroyed) return;
  response
    .writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      // Who was not let in is not listened to any further.
      ...(status === 403 ? { Connection: 'close' } : {}),
    })
    .end(JSON.stringify(value));
}

/** The name of a file without the folders somebody may have put before it. */
function fileName(given: string): string {
  const name =
    given
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\p{Cc}/gu, '') ?? '';
  return name.slice(-255) || 'file.csv';
}
