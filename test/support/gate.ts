// A gate on the way to a server: requests for orders wait at it until the test lets them through, so that what is shown meanwhile
// can be looked at for as long as that takes.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  readonly baseUrl: string;
  /** Lets so many look-ups through, then holds the next ones. */
  readonly hold: (after: number) => void;
  /** Lets everything through, also what waits. */
  readonly open: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts one in front of `server`, on 127.0.0.1. */
export async function startGate(server: string): Promise<Gate> {
  const waiting: (() => void)[] = [];
  let left = Number.POSITIVE_INFINITY;

  function pass(incoming: IncomingMessage, answer: ServerResponse, body: Buffer): void {
    const { method, url = '/', headers } = incoming;
    const onwards = request(new URL(url, server), { method, headers: { ...headers, host: new URL(server).host } }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onwards.on('error', () => answer.destroy());
    onwards.end(body);
  }
  const gate = createServer((incoming, answer) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const go = (): void => pass(incoming, answer, Buffer.concat(parts));
      if (incoming.url?.endsWith('/_find') !== true) return go();
      left -= 1;
      if (left < 0) waiting.push(go);
      else go();
    });
  });
  await new Promise<void>((listening) => gate.listen(0, '127.0.0.1', listening));
  return {
    baseUrl: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    hold: (after) => {
      left = after;
    },
    open: () => {
      left = Number.POSITIVE_INFINITY;
      for (const go of waiting.splice(0)) go();
    },
    stop: () =>
      new Promise((stopped) => {
        gate.close(() => stopped());
        gate.closeAllConnections();
      }),
  };
}
