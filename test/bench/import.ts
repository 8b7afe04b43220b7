// Import against the `sqlite3` command's `.import` of the same file into a plain table: from the bytes of the file to accepted,
// durable rows in the outbox, through the real import thread and the real writer thread.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured } from './import-program.ts';
import { type Finding, inFolder, median, sampleResult, timed } from './measure.ts';

const RUNS = 3;

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

/** Imports the file in a process of its own, whose memory is that of the app and nothing else. */
async function importOnce(folder: string, csv: string): Promise<Measured> {
  const path = join(folder, 'outbox.sqlite');
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const child = fork(new URL('./import-program.ts', import.meta.url), [folder, csv], { stdio: 'inherit' });
  const [measured] = (await once(child, 'message')) as [Measured];
  await once(child, 'exit');
  return measured;
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
          const measured = await importOnce(folder, csv);
          if (measured.queued !== rows) throw new Error(`${measured.queued} of ${rows} rows were queued`);
          ours.push(measured);
        }
        const anchorMs = median(anchors);
        const totalMs = median(ours.map((one) => one.readMs + one.acceptMs));
        const stallMs = Math.max(...ours.map((one) => one.longestStallMs));
        const peakMb = Math.max(...ours.map((one) => one.peakMb));
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
