// One import as the app does it, in a process of its own: node test/bench/import-program.ts FOLDER FILE
// Tells its parent how long it took, how long the main thread was held at most, and the most memory it had.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { openReader } from '../../main/base/store.ts';
import { startThread } from '../../main/base/thread.ts';
import { createImports } from '../../main/import/review/import-file.ts';
import type { WriterThread } from '../../main/workspace/writer-thread.ts';

export interface Measured {
  readonly queued: number;
  readonly readMs: number;
  readonly acceptMs: number;
  readonly longestStallMs: number;
  readonly peakMb: number;
}

const TICK_MS = 5;
const WARM_UP_BYTES = 4 * 1024 * 1024;
const [folder, csv] = process.argv.slice(2) as [string, string];

const path = join(folder, 'outbox.sqlite');
const thread = startThread<WriterThread>(new URL('../../main/workspace/writer-thread.ts', import.meta.url), {
  path,
  now: Date.now(),
});
await thread.verbs.opening();
const reader = openReader(path);
const imports = await createImports({
  folder: join(folder, 'imports'),
  writer: thread.verbs,
  reader,
  clock: systemClock,
  log: silentLog,
  who: 'bench',
  changed: () => void imports?.open(),
  queued: () => {},
});
// As in an app that has been open for a while, a thread for reading stands ready and has read a file before.
const warmUp = Buffer.alloc(WARM_UP_BYTES);
const file = openSync(csv, 'r');
readSync(file, warmUp);
closeSync(file);
const earlier = await imports.start('earlier.csv', { bytes: warmUp.subarray(0, warmUp.lastIndexOf('\n') + 1) });
await imports.settled();
if (earlier.ok) await imports.cancel(earlier.value.id);
await imports.settled();

let longestStallMs = 0;
let tickedAt = performance.now();
const ticking = setInterval(() => {
  const now = performance.now();
  longestStallMs = Math.max(longestStallMs, now - tickedAt - TICK_MS);
  tickedAt = now;
}, TICK_MS);
const startedAt = performance.now();
const started = await imports.start('bench.csv', { path: csv });
await imports.settled();
const readAt = performance.now();
const accepted = started.ok ? await imports.accept(started.value.id) : started;
const endedAt = performance.now();
clearInterval(ticking);
if (!accepted.ok) throw new Error(accepted.failure.kind);

await imports.stop();
reader.close();
await thread.verbs.close();
await thread.stop();
process.send?.({
  queued: accepted.value.totals.new,
  readMs: readAt - startedAt,
  acceptMs: endedAt - readAt,
  longestStallMs,
  peakMb: process.resourceUsage().maxRSS / 1024,
} satisfies Measured);
process.disconnect();
