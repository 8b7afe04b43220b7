// The program is killed at every step from a file's first byte to BasicPSF's last word, and started again. What it had
// acknowledged is there, what the server got twice is marked so, and every accepted result arrives.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../main/app.ts';
import { silentLog, systemClock } from '../main/base/ports.ts';
import { createSessionVault } from '../main/credentials/session.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../main/practice/basicpsf.ts';
import type { Fault } from '../main/practice/faults.ts';
import type { CallInput, CallName, CallOutput } from '../shared/calls.ts';
import type { ImportSummary } from '../shared/import.ts';
import type { OutboxItem, Receipt } from '../shared/outbox-item.ts';
import { seededRandom } from './make.ts';
import { csv } from './open-app.ts';

/** Two files: the second changes eight results of the first, and adds some. One order refuses everything. */
const REFUSING = 'ORD-2025-00131';
const FILES: Readonly<Record<string, readonly string[]>> = {
  'monday.csv': [
    ...Array.from({ length: 16 }, (_, n) => `ORD-${n},Booked,2025-04-28,Li Fang`),
    `${REFUSING},Booked,2025-04-28,Li Fang`,
  ],
  'tuesday.csv': [...Array.from({ length: 16 }, (_, n) => `ORD-${n + 8},Booked,2025-04-29,Erik Sjöberg`)],
};
const NAMES = Object.keys(FILES);

let folder = '';
/** The programs as single files, which start twice as fast. */
const program = (name: string): string => join(folder, `${name}.mjs`);
const threads = (): { writer: URL; stage: URL } => ({
  writer: pathToFileURL(program('writer-thread')),
  stage: pathToFileURL(program('stage-thread')),
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'booking-courier-crash-'));
  const sqlite = pathToFileURL(createRequire(import.meta.url).resolve('better-sqlite3')).href;
  await build({
    entryPoints: ['crash-child.ts', '../main/writer-thread.ts', '../main/import/stage-thread.ts'].map((file) =>
      join(import.meta.dirname, file),
    ),
    entryNames: '[name]',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { 'better-sqlite3': sqlite },
    external: [sqlite],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  for (const name of NAMES) writeFileSync(join(folder, name), csv(...(FILES[name] ?? [])));
  writeFileSync(join(folder, 'large.csv'), `${csv()}${'ORD-1,Booked,2025-04-28,Li Fang\n'.repeat(150_000)}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** So many programs run at once. */
let free = 2;
const waiting: (() => void)[] = [];
async function inTurn(work: () => Promise<void>): Promise<void> {
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
  else free -= 1;
  try {
    await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
}

interface Crash {
  readonly files?: readonly string[];
  /** The step of the writer thread at which the program ends itself. */
  readonly at?: string;
  /** Ends it when it has said this, or `afterMs` later. */
  readonly onLine?: string;
  readonly afterMs?: number;
  /** Ends it when the first request of this kind arrives, or `afterMs` later; `fault` is what happens to that request. */
  readonly onRequest?: { readonly kind: 'login' | 'script' | 'logout'; readonly fault: Fault; readonly afterMs?: number };
}

/** Runs the program on `home` until it is killed, and answers what it had said. */
async function crash(home: string, basicPsf: PracticeBasicPsf, baseUrl: string, how: Crash): Promise<string[]> {
  const files = (how.files ?? NAMES).map((name) => join(folder, name));
  const child: ChildProcess = spawn(process.execPath, [program('crash-child'), home, baseUrl, threads().stage.href, ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CRASH_AT: how.at ?? '' },
  });
  const kill = (): void => void child.kill('SIGKILL');
  const { onRequest } = how;
  if (onRequest !== undefined) {
    const when = (): boolean => {
      if (rule.met) return false;
      rule.met = true;
      if (onRequest.afterMs === undefined) kill();
      else setTimeout(kill, onRequest.afterMs);
      return true;
    };
    const rule = { on: onRequest.kind, fault: onRequest.fault, met: false, when };
    basicPsf.knobs.faults.push(rule);
  }
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += String(chunk);
    if (how.onLine === undefined || !said.includes(`${how.onLine}\n`)) return;
    if (how.afterMs === undefined) kill();
    else setTimeout(kill, how.afterMs);
  });
  const [, signal] = await once(child, 'close');
  expect(signal, said).toBe('SIGKILL');
  basicPsf.knobs.faults.length = 0;
  return said.split('\n').slice(0, -1);
}

async function called<N extends CallName>(app: App, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const reply = await app.serve(name, input);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`);
  return reply.value as CallOutput<N>;
}

/** Opens a home again, checks it, and closes it. */
async function reopen(home: string, basicPsf: PracticeBasicPsf, baseUrl: string, said: readonly string[]): Promise<void> {
  const clock = { ...systemClock, later: 0, now: () => Date.now() + clock.later };
  const opened = await createApp({
    home,
    baseUrl,
    clock,
    network: { isOnline: () => true, onChange: () => () => {} },
    vault: createSessionVault(),
    log: silentLog,
    who: 'test',
    autoPush: false,
    threads: threads(),
  });
  if (!opened.ok) throw new Error(`the app did not open: ${JSON.stringify(opened.failure)}`);
  try {
    await checkHome(opened.value, home, basicPsf, said, (ms) => (clock.later = ms));
  } finally {
    await opened.value.stop();
  }
}

/** Everything the home must still keep and promise, whatever moment the program was killed at. */
async function checkHome(
  app: App,
  home: string,
  basicPsf: PracticeBasicPsf,
  said: readonly string[],
  setLater: (ms: number) => void,
): Promise<void> {
  const has = (line: string): boolean => said.includes(line);
  await app.settled();
  expect(app.snapshot().notices).toEqual([]);

  // What was shown as delivered is delivered.
  const shown = Math.max(0, ...said.map((line) => Number(/^delivered (\d+)$/.exec(line)?.[1] ?? 0)));
  expect(app.snapshot().counts.delivered).toBeGreaterThanOrEqual(shown);

  // Files are whole or absent: accepted, offered again, or let go with a reason.
  const { imports } = await called(app, 'import.list', {});
  for (const one of imports) checkImport(one, has);
  for (const name of NAMES) if (has(`review ${name}`)) expect(imports.map((one) => one.name)).toContain(name);
  const offered = imports.filter(({ phase }) => phase === 'review');
  const staged = join(home, 'practice', 'imports');
  expect(existsSync(staged) ? readdirSync(staged).sort() : []).toEqual(offered.map(({ id }) => `${id}.sqlite`).sort());
  for (const { id } of offered) await called(app, 'import.accept', { id });
  const accepted = imports.filter(({ phase }) => phase === 'review' || phase === 'accepted').map(({ name }) => name);

  // Without faults everything arrives: at the latest when what was in doubt cannot be at work on the server any more.
  setLater(120_000);
  for (let passes = 0; passes < 5; passes += 1) {
    const { waiting: left, unconfirmed } = await app.push({ everything: true });
    if (left + unconfirmed === 0) break;
  }
  const { counts } = app.snapshot();
  expect([counts.waiting, counts.sending, counts.unconfirmed, counts.parked]).toEqual([0, 0, 0, 0]);

  const { items } = await called(app, 'outbox.list', { filter: {}, limit: 500 });
  const told = await Promise.all(items.map(({ seq }) => called(app, 'outbox.detail', { seq })));
  const newest = new Map<string, string>();
  for (const name of NAMES) {
    if (!accepted.includes(name)) continue;
    for (const line of FILES[name] ?? []) newest.set(line.split(',')[0] ?? '', line);
  }
  expect(new Set(items.map((item) => item.internalOrderRef))).toEqual(new Set(newest.keys()));
  for (const [ref, line] of newest) {
    checkOrder(
      ref,
      line,
      basicPsf,
      told.filter(({ item }) => item.internalOrderRef === ref),
    );
  }
}

function checkImport(one: ImportSummary, has: (line: string) => boolean): void {
  const rows = FILES[one.name]?.length ?? 0;
  if (has(`accepted ${one.name}`)) expect(one.phase).toBe('accepted');
  else if (has(`review ${one.name}`)) expect(['review', 'accepted']).toContain(one.phase);
  else expect(['review', 'failed']).toContain(one.phase);
  if (one.phase === 'failed') expect(one.failure).toMatchObject({ kind: 'import-cancelled' });
  else expect(one.totals).toMatchObject({ records: rows, invalid: 0, duplicate: 0 });
}

function checkOrder(
  ref: string,
  line: string,
  basicPsf: PracticeBasicPsf,
  told: readonly { readonly item: OutboxItem; readonly receipts: readonly Receipt[] }[],
): void {
  const [last] = told;
  const record = basicPsf.orders.get(ref);
  if (ref === REFUSING) {
    expect([last?.item.state, record?.writes]).toEqual(['refused', 0]);
    return;
  }
  expect(last?.item.state, ref).toBe('delivered');
  expect([ref, record?.bookingResult, record?.bookingDate, record?.inspectorName].join(',')).toBe(line);
  // Every write on the server is an attempt that has its receipt; one without a known outcome says so.
  const receipts = told.flatMap((one) => one.receipts);
  const attempts = receipts.filter(({ outcome }) => outcome === 'delivered' || outcome === 'unconfirmed');
  expect(record?.writes, ref).toBeLessThanOrEqual(attempts.length);
  for (const one of told) {
    const doubtful = one.receipts.some(({ outcome }) => outcome === 'unconfirmed');
    if (one.item.state === 'delivered') expect(one.item.maybeSentTwice, ref).toBe(doubtful);
  }
}

async function crashAndCheck(crashes: readonly Crash[]): Promise<void> {
  await inTurn(async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const basicPsf = createPracticeBasicPsf({ acceptUnknownOrders: true });
    basicPsf.knobs.latencyMs = 2;
    const { baseUrl } = await basicPsf.start();
    try {
      const said: string[] = [];
      for (const how of crashes) said.push(...(await crash(home, basicPsf, baseUrl, how)));
      await reopen(home, basicPsf, baseUrl, said);
    } finally {
      await basicPsf.stop();
      rmSync(home, { recursive: true, force: true });
    }
  });
}

const random = seededRandom(2025);
const slow = { kind: 'delay', ms: 60 } as const;

const STEPS: readonly (readonly [string, ...Crash[]])[] = [
  ['while a file is being read', { files: ['large.csv'], onLine: 'reading' }],
  ['when a file is staged and not yet compared', { at: 'before compareStaged 1' }],
  ['when a file is compared and not yet in review', { at: 'before importStaged 1' }],
  ['when a file is in review and nobody was told', { at: 'after importStaged 1' }],
  ['while a file is in review', { onLine: 'review monday.csv' }],
  ['when its acceptance was asked for', { at: 'before acceptStaged 1' }],
  ['when the acceptance of a second file was asked for', { at: 'before acceptStaged 2' }],
  ['in the middle of accepting a file', { at: 'within import 1' }],
  ['in the middle of accepting a second file', { at: 'within import 2' }],
  ['when a file is accepted and nobody was told', { at: 'after acceptStaged 1' }],
  ['right after a file was accepted', { onLine: 'accepted monday.csv' }],
  ['in the middle of taking results on board', { at: 'within batch 2' }],
  ['when results are on board and nothing was sent', { at: 'after turn 1' }],
  ['when the login arrives', { onRequest: { kind: 'login', fault: slow } }],
  ['when a batch arrives, before its work is done', { onRequest: { kind: 'script', fault: slow } }],
  ['after its work is done, before the answer', { onRequest: { kind: 'script', fault: { ...slow, after: true }, afterMs: 20 } }],
  ...[0, 1, 2, 3, 5].map(
    (ms) =>
      [
        `${ms} ms after a batch was answered`,
        { onRequest: { kind: 'script', fault: { kind: 'delay', ms: 0 }, afterMs: 2 + ms } },
      ] as const,
  ),
  ['when an answer is known and not yet written', { at: 'before turn 3' }],
  ['in the middle of writing what became of a batch', { at: 'within receipt 3' }],
  ['between two batches', { at: 'after turn 3' }],
  ['during the logout', { onRequest: { kind: 'logout', fault: slow } }],
  ['while it recovers from an earlier end', { at: 'after turn 1' }, { files: [], at: 'within receipt 1' }],
  ['when it has recovered from an earlier end', { at: 'after turn 1' }, { files: [], at: 'after recover 1' }],
];

/** Most of them while results are on their way; some from the very start. */
const MOMENTS = Array.from({ length: 60 }, (_, n): [string, Crash] => {
  const onLine = n % 5 === 0 ? 'open' : 'review monday.csv';
  const afterMs = Math.round(random() * (n % 5 === 0 ? 300 : 150));
  return [`${afterMs} ms after "${onLine}"`, { onLine, afterMs }];
});

describe('a program that is killed', () => {
  it.concurrent.each([...STEPS, ...MOMENTS])(
    '%s loses nothing and sends nothing twice unmarked',
    { timeout: 120_000 },
    async (_, ...crashes) => crashAndCheck(crashes as Crash[]),
  );
});
