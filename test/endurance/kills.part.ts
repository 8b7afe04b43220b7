// Programs that are killed at random moments of everything they can do, through the window's calls and from the command line.
// After each kill the home opens and is sound; in the end everything acknowledged is there, and BasicPSF has the newest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { pause, type Random, systemClock } from '../../main/base/ports.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import { createPracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { csv, openApp } from '../support/open-app.ts';
import { bundleInto, threadsIn } from '../support/single-files.ts';
import { type Line, openLine } from './faulty-line.ts';
import { broken, isAsked, toldBy } from './judge.ts';
import type { Said } from './kills-child.ts';
import { between, type Count, lives } from './lives.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DAY_MS = 25 * 3_600_000;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'booking-courier-kills-'));
  await bundleInto(folder, 'test/endurance/kills-child.ts');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a program and kills it after it has said `lines` lines and `afterMs` have passed; answers what it said. */
async function killed(args: readonly string[], lines: number, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
  });
  let said = '';
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += chunk));
  const kill = (): void => void setTimeout(() => child.kill('SIGKILL'), afterMs);
  if (lines === 0) kill();
  child.stdout.on('data', (chunk) => {
    const before = said.split('\n').length - 1;
    said += chunk;
    if (before < lines && said.split('\n').length - 1 >= lines) kill();
  });
  const [code, signal] = await once(child, 'close');
  // A command may be done before its kill; a window never ends by itself.
  expect(signal === 'SIGKILL' || [0, 1, 2].includes(code), complaint).toBe(true);
  return said.split('\n').slice(0, -1);
}

interface Home {
  readonly path: string;
  readonly line: Line;
  readonly random: Random;
  readonly count: Count;
  /** Every result of which somebody was told that it is queued. */
  readonly acknowledged: Set<string>;
  readonly edits: Set<number>;
  /** Files of commands: whole or absent. */
  readonly files: string[][];
}

async function windowLife({ path, line, random, count, acknowledged, edits }: Home, life: number): Promise<void> {
  const { writer, stage } = threadsIn(folder);
  const args = [join(folder, 'kills-child.mjs'), path, line.baseUrl, writer.href, stage.href, String(life)];
  const [lines, afterMs] = random() < 0.15 ? [0, between(random, 0, 1_500)] : [between(random, 1, 25), between(random, 0, 30)];
  const said = await killed([...args, String(between(random, 1, 1e9))], lines, afterMs);
  for (const one of said.map((text) => JSON.parse(text) as Said)) {
    count(one.did);
    for (const key of one.keys ?? []) acknowledged.add(key);
    if (one.edit !== undefined) edits.add(one.edit);
  }
  count('kills');
}

async function commandLife({ path, line, random, count, files }: Home, life: number): Promise<void> {
  const who = `Li C${String.fromCharCode(97 + life)}`;
  const keys = [1, 3, 5, 7].map((n) => `ORD-${n}/${who}`);
  const file = join(path, '..', `command-${life}.csv`);
  writeFileSync(file, csv(...keys.map((key) => key.replace('/', ',Booked,2025-04-28,'))));
  files.push(keys);
  const args = ['push', file, '--environment', 'practice', '--base-url', line.baseUrl, '--home', path, '--json'];
  await killed([join(ROOT, 'main/command-line/index.ts'), ...args], 0, between(random, 300, 3_500));
  count('kills of a command');
}

/** The database by SQLite's own judgement; null when the program was killed before it had made one. */
function soundness(path: string): unknown {
  const file = join(path, 'practice', 'outbox.sqlite');
  if (!existsSync(file)) return null;
  const store = openScratch(file, { readonly: true });
  try {
    return store.pragma('integrity_check', { simple: true });
  } finally {
    store.close();
  }
}

/** Opens the home as after all kills, delivers what is left, and holds it to its promises. */
async function judge(home: Home, lastLife: number): Promise<void> {
  const { path, line, count, acknowledged, edits, files } = home;
  const clock = {
    ...systemClock,
    later: 0,
    now: () => systemClock.now() + lastLife * DAY_MS + clock.later,
    // Monotonic too: how long ago something was sent is not believed of a clock that can be set.
    monotonic: () => systemClock.monotonic() + clock.later,
  };
  const ports = { home: path, clock, baseUrl: line.baseUrl, threads: threadsIn(folder), environment: 'practice' } as const;
  const opened = await openApp(ports);
  try {
    expect(opened.app.snapshot().notices).toEqual([]);
    for (let pass = 0; pass < 8; pass += 1) {
      // What was in doubt cannot be at work on the server any more.
      clock.later += 120_000;
      await opened.app.push({ everything: true });
    }
    const told = await toldBy(opened);
    const keys = new Set(told.map(({ item }) => `${item.internalOrderRef}/${item.inspectorName}`));
    expect(
      [...acknowledged].filter((key) => !keys.has(key)),
      'acknowledged and lost',
    ).toEqual([]);
    for (const file of files) expect([0, file.length]).toContain(file.filter((key) => keys.has(key)).length);
    expect(broken(told, line)).toEqual([]);
    const kept = new Set((await opened.call('bookings.edits', {})).map(({ id }) => id));
    expect(
      [...edits].filter((id) => !kept.has(id)),
      'changes of bookings that were lost',
    ).toEqual([]);
    count('results', told.length);
    count('questions', told.filter(({ item }) => isAsked(item)).length);
    count('acknowledged', acknowledged.size);
  } finally {
    await opened.stop();
  }
}

async function live(random: Random, count: Count): Promise<void> {
  const inside = mkdtempSync(join(folder, 'life-'));
  const basicPsf = createPracticeBasicPsf({ unknownOrders: 'made-up' });
  basicPsf.knobs.latencyMs = 2;
  const line = await openLine((await basicPsf.start()).baseUrl, systemClock);
  const home: Home = {
    ...{ path: join(inside, 'home'), line, random, count },
    ...{ acknowledged: new Set(), edits: new Set(), files: [] },
  };
  try {
    const last = between(random, 2, 6);
    for (let life = 1; life <= last; life += 1) {
      await (random() < 0.2 ? commandLife(home, life) : windowLife(home, life));
      // The line may still carry what the program sent in its last moment.
      await pause(systemClock, 50);
      expect(['ok', null]).toContain(soundness(home.path));
    }
    await judge(home, last + 1);
    expect(soundness(home.path)).toBe('ok');
  } finally {
    await line.stop();
    await basicPsf.stop();
    rmSync(inside, { recursive: true, force: true });
  }
}

lives('kills', { usual: 100, live });
