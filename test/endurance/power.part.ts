// The power is cut: a program does in random order all that a person can while every call to the disk is written down, and then the
// disk is laid anew as it may be after a cut at many moments of that, with whatever of what was not synced.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Random, systemClock } from '../../main/base/ports.ts';
import { createPracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { NO_TRACES, tracedRun } from '../support/disk-trace.ts';
import { temporaryFolder } from '../support/make.ts';
import { openApp } from '../support/open-app.ts';
import { checkCut } from '../support/power-check.ts';
import { bundleInto, threadsIn } from '../support/single-files.ts';
import { openLine } from './faulty-line.ts';
import type { Said } from './kills-child.ts';
import { between, type Count, lives, oneOf } from './lives.ts';

const CUTS = 50;
const LINES = 25;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'booking-courier-power-'));
  if (NO_TRACES === null) await bundleInto(folder, 'test/endurance/kills-child.ts');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function live(random: Random, count: Count): Promise<void> {
  const root = temporaryFolder();
  const home = join(root, 'office', 'home');
  const basicPsf = createPracticeBasicPsf({ unknownOrders: 'made-up' });
  const line = await openLine((await basicPsf.start()).baseUrl, systemClock);
  try {
    const threads = threadsIn(folder);
    const seed = String(between(random, 1, 1e9));
    const args = [home, line.baseUrl, threads.writer.href, threads.stage.href, '1', seed, String(LINES)];
    const calls = await tracedRun([join(folder, 'kills-child.mjs'), ...args], root);
    const words = calls.flatMap(({ kind }, nth) => (kind === 'said' || kind === 'sent' ? [nth + 1] : []));
    count('calls', calls.length);
    count('syncs', calls.filter(({ kind }) => kind === 'sync').length);
    for (let n = 0; n < CUTS; n += 1) {
      const cut = n % 2 === 0 ? oneOf(random, words) : between(random, 0, calls.length);
      let acknowledged: string[] = [];
      const left = checkCut(calls, cut, { root, outbox: join(home, 'practice', 'outbox.sqlite'), random }, (said) => {
        acknowledged = said.flatMap((text) => (JSON.parse(text) as Said).keys ?? []);
        return acknowledged;
      });
      count('cuts');
      count('acknowledged', acknowledged.length);
      // The whole window, with its settings, its staged files and its backups, is opened on some of them.
      if (n % 10 === 0) {
        const opened = await openApp({ home: join(left, relative(root, home)), environment: 'practice', threads });
        expect(opened.app.snapshot().notices).toEqual([]);
        await opened.stop();
        count('windows opened');
      }
      rmSync(left, { recursive: true, force: true });
    }
  } finally {
    await line.stop();
    await basicPsf.stop();
  }
}

lives('power', { usual: 10, missing: NO_TRACES, live });
