// Who may come in: only pages of this very host, and calls only with its key. Every other site that the same browser
// shows can reach a loopback port too, so nothing is taken on trust.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Long enough for a browser that has to start first. */
const TICKET_LASTS_MS = 120_000;

export interface Gate {
  readonly key: string;
  /** Whether the request was addressed to this host and, if a page sent it, by a page of this host. */
  readonly isOurs: (request: IncomingMessage) => boolean;
  readonly hasKey: (request: IncomingMessage) => boolean;
  /** A path that opens the window once, so that the key stands on no command line, where other people could read it. */
  readonly issueTicket: () => string;
  /** Whether the ticket is good; it is not afterwards. */
  readonly takeTicket: (ticket: string) => boolean;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The gate of the host at `port`; `now` is monotonic, in ms. */
export function createGate(port: number, now: () => number): Gate {
  const key = randomBytes(32).toString('base64url');
  const expected = digest(key);
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  const tickets = new Map<string, number>();
  return {
    key,
    isOurs: ({ headers }) =>
      hosts.includes(headers.host ?? '') && (headers.origin === undefined || origins.includes(headers.origin)),
    hasKey: ({ headers }) => {
      const given = headers['x-courier-key'];
      return typeof given === 'string' && timingSafeEqual(digest(given), expected);
    },
    issueTicket: () => {
      for (const [ticket, until] of tickets) if (until < now()) tickets.delete(ticket);
      const ticket = randomBytes(16).toString('base64url');
      tickets.set(ticket, now() + TICKET_LASTS_MS);
      return ticket;
    },
    takeTicket: (ticket) => {
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      return until !== undefined && until >= now();
    },
  };
}
