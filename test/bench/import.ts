// Import against the `sqlite3` command's `.import` of the same file into a plain table: from the bytes of the file to accepted,
// durable rows in the outbox, through the real import thread and the real writer thread.
import { spawnSync } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { openReader } from '../../main/base/store.ts';
import { startThread } from '../../main/base/thread.ts';
import { createImports } from '../../main/import/import-file.ts';
import type { WriterThread } from '../../main/writer-thread.ts';
import { type Finding, inFolder, median, sampleResult, timed } from './measure.ts';

const RUNS = 3;
const TICK_MS = 5;

/** Writes `rows` results as CSV; in random order, every order comes at a random place. */
async function writeCsv(path: string, rows: number, order: 'in order' | 'random'): Promise<void> {
  const file = createWriteStream(path);
  file.write('internalOrderRef,bookingResult,bookingDate,inspectorName\n');
  const places = Uint32Array.from({ length: rows }, (_, n) => n);
  if (order === 'random') shuffle(places);
  let text = '';
  for (const place of places) {
    const { bookingResult, bookingDate, inspectorName } = sampleResult(place);
    text += `ORD-2026-${String(place).padStart(7, '0')},${bookingResult},${bookingDate},${inspectorName}\n`;
    if (text.length > 1 << 20) {
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(text);
  await once(file, 'close');
}

/** The same disorder in every run. */
function shuffle(places: Uint32Array): void {
  let state = 2026;
  for (let n = places.length - 1; n > 0; n -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (n + 1));
    [places[n], places[other]] = [places[other] as number, places[n] as number];
  }
}

function anchor(folder: string, csv: string): Promise<number> {
  const database = join(folder, 'anchor.sqlite');
  for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true });
  const commands = [
    'pragma journal_mode = wal',
    'pragma synchronous = full',
    'create table plain (ref text, result text, date text, inspector text)',
    '.mode csv',
    `.import --skip 1 "${csv}" plain`,
  ];
  return timed(() => {
    const { status, stderr } = spawnSync('sqlite3', [database, ...commands], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  });
}

interface Measured {
  readonly totalMs: number;
  readonly readMs: number;
  readonly acceptMs: number;
  readonly longestStallMs: number;
}

/** Imports the file into a fresh outbox as the app does. */
async function importOnce(folder: string, csv: string, rows: number): Promise<Measured> {
  const path = join(folder, 'outbox.sqlite');
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const thread = startThread<WriterThread>(new URL('../../main/writer-thread.ts', import.meta.url), { path, now: Date.now() });
  await thread.verbs.opening();
  const reader = openReader(path);
  const imports = await createImports({
    folder: join(folder, 'imports'),
    writer: thread.verbs,
    reader,
    clock: systemClock,
    log: silentLog,
    who: 'bench',
    changed: () => {},
    queued: () => {},
  });
  // As in an app that has been open for a while, a thread for reading stands ready.
  await new Promise((resolve) => setTimeout(resolve, 1500));

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
  if (accepted.value.totals.new !== rows) throw new Error(`${accepted.value.totals.new} of ${rows} rows were accepted`);
  await imports.stop();
  reader.close();
  await thread.verbs.close();
  await thread.stop();
  return { totalMs: endedAt - startedAt, readMs: readAt - startedAt, acceptMs: endedAt - readAt, longestStallMs };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** Imports 100,000 and 1,000,000 rows, in order and in random order of reference. */
export async function benchImport(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const rows of [100_000, 1_000_000]) {
    for (const order of ['in order', 'random'] as const) {
      await inFolder(async (folder) => {
        const csv = join(folder, 'results.csv');
        await writeCsv(csv, rows, order);
        const anchors: number[] = [];
        const ours: Measured[] = [];
        for (let run = 0; run < RUNS; run += 1) {
          anchors.push(await anchor(folder, csv));
          ours.push(await importOnce(folder, csv, rows));
        }
        const anchorMs = median(anchors);
        const totalMs = median(ours.map((one) => one.totalMs));
        const stallMs = Math.max(...ours.map((one) => one.longestStallMs));
        const peakMb = process.resourceUsage().maxRSS / 1024;
        const finding: Finding = {
          what: `Import of ${rows.toLocaleString('en')} rows, ${order}`,
          anchor: `sqlite3 .import ${seconds(anchorMs)}`,
          ours: `${seconds(totalMs)} (stall ${stallMs.toFixed(0)} ms, peak ${peakMb.toFixed(0)} MB)`,
          ratio: `${(totalMs / anchorMs).toFixed(2)}×`,
          aim: order === 'in order' ? '2.0×, below 3.5×' : '3.0×, below 5×',
        };
        const parts = ours.map((one) => `${seconds(one.readMs)} + ${seconds(one.acceptMs)}`).join(', ');
        console.log(`${finding.what}: ${finding.anchor}, ours ${finding.ours}, ${finding.ratio} (read + accept: ${parts})`);
        findings.push(finding);
      });
    }
  }
  return findings;
}
