// Snapshots as one answer without an end (text/event-stream). A page that reads slowly gets the newest, never a backlog.
import type { ServerResponse } from 'node:http';
import type { Snapshot } from '../../shared/snapshot.ts';

/** A sign of life, so that either side notices when the other is gone. */
const HEARTBEAT_MS = 15_000;

/** Sends the current snapshot and every later one until the page goes away. */
export function streamSnapshots(
  subscribe: (listener: (snapshot: Snapshot) => void) => () => void,
  response: ServerResponse,
): void {
  let held: Snapshot | null = null;
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });

  function send(snapshot: Snapshot): void {
    if (response.writableNeedDrain) held = snapshot;
    else response.write(`data: ${JSON.stringify(snapshot)}\n\n`);
  }
  response.on('drain', () => {
    if (held === null) return;
    const newest = held;
    held = null;
    send(newest);
  });
  const unsubscribe = subscribe(send);
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': \n\n');
  }, HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}
