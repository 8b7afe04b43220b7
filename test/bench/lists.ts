// An outbox of 1,000,000 results: any page, any search, counters, the first snapshot, and what it costs to sit idle.
import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../main/base/store.ts';
import { createLists } from '../../main/outbox/lists.ts';
import { createSearchIndex } from '../../main/outbox/search.ts';
import type { OutboxFilter } from '../../shared/outbox-item.ts';
import { type Finding, inFolder, median, timed } from './measure.ts';
import { fill } from './outbox.ts';

const ROWS = 1_000_000;

function stateOf(n: number): { state: string; cause: string } {
  const place = n % 100;
  if (place < 90) return { state: 'delivered', cause: '' };
  if (place < 98) return { state: 'waiting', cause: '' };
  return { state: 'refused', cause: place === 98 ? 'order-not-found' : 'order-refused' };
}

const PAGES: readonly [what: string, filter: OutboxFilter, before: number | undefined][] = [
  ['newest', { states: [] }, undefined],
  ['half-way down', { states: [] }, ROWS / 2],
  ['three states at once, half-way down', { states: ['waiting', 'sending', 'unconfirmed'] }, ROWS / 2],
  ['one cause', { states: ['refused'], cause: 'order-not-found' }, undefined],
  ['search of one order', { states: [], search: '2026-99321' }, undefined],
  ['search of an inspector', { states: [], search: 'lindqvist' }, undefined],
  ['search of a Chinese name among the waiting', { states: ['waiting'], search: '秀英' }, undefined],
  ['search that every row matches', { states: [], search: 'ORD-2026' }, ROWS / 2],
  ['search that nothing matches', { states: [], search: 'no such order' }, undefined],
  ['search among the refused', { states: ['refused', 'parked'], search: 'john' }, undefined],
];

/** Measures pages and start-up; each figure is a median of 25 after a warm-up. */
export async function benchLists(): Promise<Finding[]> {
  return inFolder(async (home) => {
    const folder = join(home, 'practice');
    mkdirSync(folder);
    const path = fill(folder, ROWS, stateOf);
    const opened = openStore(path, Date.now());
    if (!opened.ok) throw new Error(opened.failure.kind);
    const { store } = opened.value;
    const index = createSearchIndex(store);
    const indexMs = await timed(() => {
      while (index.indexSearch(2000));
    });
    const lists = createLists(store);
    const findings: Finding[] = [];
    let slowest = { what: '', ms: 0 };
    const offsetMs = median(
      await repeat(5, () => store.prepare('select * from outbox_item order by seq desc limit 200 offset 500000').all()),
    );
    for (const [what, filter, before] of PAGES) {
      const ms = median(await repeat(25, () => lists.list(filter, before, 200)));
      console.log(`  page of 200: ${what}: ${ms.toFixed(2)} ms`);
      if (ms > slowest.ms) slowest = { what, ms };
    }
    findings.push({
      what: `slowest page of a 1,000,000-result outbox (${slowest.what}), against OFFSET half-way`,
      anchor: `${offsetMs.toFixed(1)} ms`,
      ours: `${slowest.ms.toFixed(2)} ms`,
      ratio: `${(slowest.ms / offsetMs).toFixed(2)}×`,
      aim: '≤ 5 ms',
    });
    const scanMs = median(await repeat(5, () => store.prepare('select state, count(*) from outbox_item group by state').all()));
    const tallyMs = median(await repeat(25, () => lists.tally()));
    findings.push({
      what: 'counters of 1,000,000 results, against counting',
      anchor: `${scanMs.toFixed(1)} ms`,
      ours: `${tallyMs.toFixed(3)} ms`,
      ratio: `${(tallyMs / scanMs).toFixed(4)}×`,
      aim: 'no scan',
    });
    findings.push({
      what: 'search index of 1,000,000 results, in the background',
      anchor: '',
      ours: `${(indexMs / 1000).toFixed(1)} s`,
      ratio: '',
      aim: '',
    });
    store.close();

    const [bareMs, start] = [await bareStart(), await appStart(home)];
    findings.push({
      what: 'start of the app to its first snapshot with 1,000,000 results, against bare Node',
      anchor: `${bareMs.toFixed(0)} ms`,
      ours: `${start.firstSnapshotMs.toFixed(0)} ms`,
      ratio: `${(start.firstSnapshotMs / bareMs).toFixed(1)}×`,
      aim: '≤ 1,000 ms',
    });
    findings.push({
      what: 'idle processor use over ten seconds, paused',
      anchor: '',
      ours: `${start.idlePercent.toFixed(2)} %`,
      ratio: '',
      aim: 'near 0',
    });
    return findings;
  });
}

async function repeat(times: number, work: () => unknown): Promise<number[]> {
  work();
  const found: number[] = [];
  for (let n = 0; n < times; n += 1) found.push(await timed(work));
  return found;
}

async function bareStart(): Promise<number> {
  return timed(
    () => new Promise((resolve) => fork(new URL('./nothing.ts', import.meta.url), { stdio: 'ignore' }).on('exit', resolve)),
  );
}

interface Start {
  readonly firstSnapshotMs: number;
  readonly idlePercent: number;
}

async function appStart(home: string): Promise<Start> {
  const startedAt = Date.now();
  const child = fork(new URL('./start-up.ts', import.meta.url), [home], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let firstSnapshotMs = 0;
    child.on('message', (message: { snapshotAt?: number; idlePercent?: number }) => {
      if (message.snapshotAt !== undefined) firstSnapshotMs = message.snapshotAt - startedAt;
      else resolve({ firstSnapshotMs, idlePercent: message.idlePercent as number });
    });
    child.on('exit', (code) => (code === 0 ? null : reject(new Error(`the app ended with ${code}`))));
  });
}
