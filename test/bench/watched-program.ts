// One watched folder in a process of its own: node test/bench/watched-program.ts HOME FOLDER STOP-AFTER
// Tells its parent when the first file was queued, how long so many took, the most memory, and how often it said what is left.
import { createApp } from '../../main/app/app.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { createSessionVault } from '../../main/credentials/session.ts';

export interface Watched {
  readonly firstMs: number;
  readonly ms: number;
  readonly queued: number;
  readonly peakMb: number;
  readonly toldOfLeft: number;
}

const [home, folder, stopAfter] = process.argv.slice(2) as [string, string, string];
const opened = await createApp({
  home: `${home}/home`,
  clock: systemClock,
  network: { isOnline: () => false, onChange: () => () => {} },
  vault: createSessionVault(),
  log: silentLog,
  who: 'bench',
  // Practice does not know these orders, and would have a person asked about each file.
  looksUnasked: false,
});
if (!opened.ok) throw new Error(opened.failure.kind);
const app = opened.value;
const startedAt = performance.now();
let firstMs = Number.POSITIVE_INFINITY;
const left = new Set<number>();
const done = new Promise<number>((resolve) => {
  app.subscribe(({ counts, watched }) => {
    left.add(watched.left);
    // Practice answers at once, so what was queued may be refused already.
    const queued = counts.waiting + counts.sending + counts.delivered + counts.refused + counts.unconfirmed;
    if (queued > 0) firstMs = Math.min(firstMs, performance.now() - startedAt);
    if (queued >= Number(stopAfter)) resolve(queued);
  });
});
await app.serve('watched.change', { on: true, folder, acceptClean: true });
const queued = await done;
const ms = performance.now() - startedAt;
await app.stop();
process.send?.({
  firstMs,
  ms,
  queued,
  peakMb: process.resourceUsage().maxRSS / 1024,
  toldOfLeft: left.size,
} satisfies Watched);
process.disconnect();
