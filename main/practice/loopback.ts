// What the two Practice servers are made of: a port of this machine, answers that may come late, and an end at once.
import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';

// As nginx keeps them. Node's own 5 seconds would reset a connection that a client is about to use again.
const KEEP_ALIVE_MS = 65_000;

export interface Loopback {
  /** Listens on 127.0.0.1 and answers with the origin, such as `http://127.0.0.1:49152`. A restart keeps the port. */
  readonly start: () => Promise<string>;
  /** Cuts every connection. Work that was still delayed is not done. */
  readonly stop: () => Promise<void>;
  /** Does the work after so many ms, unless the server stops before. */
  readonly after: (delayMs: number, work: () => void) => void;
}

/** Creates the server; nothing listens until `start`. Port 0 takes any free one. */
export function createLoopback(firstPort: number, receive: RequestListener, options: ServerOptions = {}): Loopback {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, ...options }, receive);
  const delayed = new Set<NodeJS.Timeout>();
  let port = firstPort;
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          port = (server.address() as AddressInfo).port;
          resolve(`http://127.0.0.1:${port}`);
        });
      }),
    stop: () =>
      new Promise((resolve) => {
        for (const timer of delayed) clearTimeout(timer);
        delayed.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    after: (delayMs, work) => {
      if (delayMs <= 0) {
        work();
        return;
      }
      const timer = setTimeout(() => {
        delayed.delete(timer);
        work();
      }, delayMs);
      delayed.add(timer);
    },
  };
}
