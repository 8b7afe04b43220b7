// How an answer leaves the server: whole, drop by drop, without a length, or cut off by a reset.
import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import type { Answer } from './filemaker-answers.ts';

/** Sends an answer the way a fault wants it; without one, whole and at once. No answer is a reset. */
export function send(response: ServerResponse, answer: Answer | null, fault: Fault | null): void {
  if (response.destroyed) return;
  if (!answer) {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.body, answer.encoding);
  switch (fault?.kind) {
    case 'reset':
      cut(response, answer, body.subarray(0, fault.bodyBytes ?? 0));
      return;
    case 'slow-body':
      response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
      drip(response, body, fault.chunkBytes, fault.everyMs);
      return;
    case 'huge-body':
      // Chunked: a reader that trusts the announced length alone would not notice how much is coming.
      response.writeHead(answer.status, answer.headers);
      response.end(body);
      return;
    default:
      response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
      response.end(body);
  }
}

function cut(response: ServerResponse, answer: Answer, start: Buffer): void {
  const { socket } = response;
  if (start.length === 0) {
    socket?.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) });
  // A reset overtakes bytes that are still queued at the reader, so the end is a plain close.
  response.write(start, () => socket?.destroy());
}

function drip(response: ServerResponse, body: Buffer, chunkBytes: number, everyMs: number): void {
  let from = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    const chunk = body.subarray(from, from + chunkBytes);
    from += chunkBytes;
    if (from < body.length) {
      response.write(chunk);
      return;
    }
    clearInterval(timer);
    response.end(chunk);
  }, everyMs);
  response.once('close', () => clearInterval(timer));
}
