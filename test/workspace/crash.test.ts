// The program is killed at every step from a file's first byte to BasicPSF's last word, and started again. What it had
// acknowledged is there, what the server got twice is marked so, and every accepted result arrives.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import type { Fault } from '../../main/practice/faults.ts';
import { checkLeft, FILES, NAMES } from '../support/crash-check.ts';
import { seededRandom } from '../support/make.ts';
import { csv } from '../support/open-app.ts';
import { bundleInto, threadsIn } from '../support/single-files.ts';

let folder = '';
/** The programs as single files, which start twice as fast. */
const program = (name: string): string => join(folder, `${name}.mjs`);
const threads = (): { writer: URL; stage: URL } => threadsIn(folder);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'booking-courier-crash-'));
  await bundleInto(folder, 'test/support/crash-child.ts');
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

async function crashAndCheck(crashes: readonly Crash[]): Promise<void> {
  await inTurn(async () => {
    const home = mkdtempSync(join(folder, 'home-'));
    const basicPsf = createPracticeBasicPsf({ unknownOrders: 'made-up' });
    basicPsf.knobs.latencyMs = 2;
    const { baseUrl } = await basicPsf.start();
    try {
      const said: string[] = [];
      for (const how of crashes) said.push(...(await crash(home, basicPsf, baseUrl, how)));
      await checkLeft({ home, basicPsf, baseUrl, said, threads: threads() });
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
