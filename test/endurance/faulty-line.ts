// The line between the app and a Practice BasicPSF, which fails as lines do. It writes down what the server wrote and what the
// client can have been told, by which the outbox is judged.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../main/base/ports.ts';
import { routeFrom } from '../../main/practice/basicpsf-routes.ts';
import { batchFromParam } from '../../main/practice/booking-results-script.ts';

export const LINE_FAULTS = [
  'slow',
  'held',
  'slow bytes',
  'cut before',
  'cut, and lands late',
  'cut in the headers',
  'cut in the body',
  'cut after',
  'half-open',
  'half-open after',
  'slow close',
  'closed when kept alive',
  'refused',
  'portal 200',
  'portal 302',
  'portal 511',
  'empty 200',
  'sign-in 401',
  'proxy 407',
  'proxy 403',
  'proxy 502',
  'proxy 503',
  'proxy 504',
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** Every write to a record as the server confirmed it, oldest first, and everything that an answer sent on says is OK: `ref/inspector`. */
export interface Line {
  readonly baseUrl: string;
  readonly written: string[];
  readonly told: Set<string>;
  /** Tokens that the client was given in time and never tried to close. */
  readonly held: Set<string>;
  /** What becomes of the next requests, null is nothing; and when a call lands whose client was cut off before. */
  readonly knobs: { fault: (kind: string) => LineFault | null; landsAfterMs: number };
  readonly stop: () => Promise<void>;
}

/** A client may have left after so long. Virtual ms. */
const SURELY_THERE_MS = 8_000;

interface Passed {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A line to the server at `target` (an origin); times are those of `clock`. */
export async function openLine(target: string, clock: Clock): Promise<Line> {
  const written: string[] = [];
  const told = new Set<string>();
  const held = new Set<string>();
  const knobs: Line['knobs'] = { fault: () => null, landsAfterMs: 20_000 };
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  function pass(asked: IncomingMessage, body: Buffer): Promise<Passed> {
    return new Promise((resolve, reject) => {
      const { host: _, connection: __, ...headers } = asked.headers;
      const onward = request(new URL(asked.url ?? '/', target), { method: asked.method ?? 'GET', headers, agent: false });
      onward.on('error', reject);
      onward.on('response', async (answer) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer) pieces.push(piece as Buffer);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) });
      });
      onward.end(body);
    });
  }

  /** Which results of a call the server confirmed. */
  function confirmed(asked: IncomingMessage, { body }: Passed): string[] {
    const { param } = routeFrom(asked.method ?? '', asked.url ?? '');
    const batch = (param === null ? null : batchFromParam(param)) ?? [];
    const text = body.toString('utf8');
    return batch
      .filter(({ internalOrderRef: ref }) => text.includes(`\\"internalOrderRef\\":\\"${ref}\\",\\"status\\":\\"OK\\"`))
      .map(({ internalOrderRef, inspectorName }) => `${internalOrderRef}/${inspectorName}`);
  }

  async function carry(asked: IncomingMessage, reply: ServerResponse): Promise<void> {
    const begunAt = clock.monotonic();
    const pieces: Buffer[] = [];
    for await (const piece of asked) pieces.push(piece as Buffer);
    const { kind, token } = routeFrom(asked.method ?? '', asked.url ?? '');
    held.delete(token);
    const fault = knobs.fault(kind);
    if (fault !== null && (await insteadOf(fault, asked, reply))) return;
    if (fault === 'slow') await wait(2_000);
    if (fault === 'held') await wait(25_000);
    if (fault === 'cut, and lands late') {
      asked.socket.destroy();
      await wait(knobs.landsAfterMs);
    }
    const passed = await pass(asked, Buffer.concat(pieces));
    const done = confirmed(asked, passed);
    written.push(...done);
    // What the server has forgotten itself nobody has to close.
    if (passed.status >= 400) held.delete((asked.headers.authorization ?? '').replace('Bearer ', ''));
    if (fault === 'cut after') return void asked.socket.destroy();
    if (fault === 'half-open after') return;
    const { 'transfer-encoding': _, connection: __, ...headers } = passed.headers;
    headers['content-length'] = String(passed.body.length);
    if (fault === 'slow close') headers.connection = 'close';
    reply.writeHead(passed.status, headers);
    reply.flushHeaders();
    if (fault === 'cut in the headers') return void asked.socket.destroy();
    const half = passed.body.length >> 1;
    if (fault === 'cut in the body') {
      reply.write(passed.body.subarray(0, half), () => asked.socket.destroy());
      return;
    }
    for (const ref of done) told.add(ref);
    if (fault === 'slow bytes') {
      for (let at = 0; at < half; at += 60) {
        reply.write(passed.body.subarray(at, Math.min(half, at + 60)));
        await wait(500);
      }
      reply.end(passed.body.subarray(half));
    } else reply.end(passed.body);
    const given = passed.headers['x-fm-data-access-token'];
    if (typeof given === 'string' && !reply.destroyed && clock.monotonic() - begunAt < SURELY_THERE_MS) held.add(given);
    if (fault === 'closed when kept alive') reply.on('finish', () => void clock.after(100, () => asked.socket.destroy()));
  }

  /** Answers in the server's place, or not at all; whether it did. */
  async function insteadOf(fault: LineFault, asked: IncomingMessage, reply: ServerResponse): Promise<boolean> {
    const [who, status] = fault.split(' ');
    if (fault === 'cut before' || fault === 'refused') asked.socket.destroy();
    else if (['portal', 'sign-in', 'proxy', 'empty'].includes(who ?? '')) {
      reply.writeHead(Number(status), {
        'content-type': 'text/html',
        ...(status === '302' ? { location: 'http://portal.example/' } : {}),
        ...(status === '407' ? { 'proxy-authenticate': 'Basic realm="office"' } : {}),
        ...(status === '401' ? { 'www-authenticate': 'Basic realm="office"' } : {}),
      });
      reply.end(who === 'empty' ? '' : `<html><body>${fault}: please sign in to go on</body></html>`);
    } else return fault === 'half-open';
    return true;
  }

  const server = createServer((asked, reply) => {
    // A client that leaves in the middle is no fault of the line.
    reply.on('error', () => {});
    carry(asked, reply).catch(() => asked.socket.destroy());
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    written,
    told,
    held,
    knobs,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
