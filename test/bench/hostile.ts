// Hostile workbooks, each read once to its end and once until it is told to stop, beside the limits that hold for every file.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOSTILE_NAMES } from './hostile-files.ts';
import type { Staging } from './hostile-program.ts';
import { type Finding, inFolder } from './measure.ts';

const MAKER = fileURLToPath(new URL('./hostile-files.ts', import.meta.url));
const MAX_MB = 200;
const MAX_STOP_MS = 200;

async function staging(path: string, folder: string, ...more: string[]): Promise<Staging> {
  const child = fork(new URL('./hostile-program.ts', import.meta.url), [path, folder, ...more], { stdio: 'inherit' });
  const [measured] = (await once(child, 'message')) as [Staging];
  await once(child, 'exit');
  return measured;
}

/** Stages each hostile workbook. */
export async function benchHostile(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of HOSTILE_NAMES) {
    await inFolder(async (folder) => {
      const path = join(folder, 'hostile.xlsx');
      const made = spawnSync(process.execPath, ['--max-old-space-size=8000', MAKER, name, path], { stdio: 'inherit' });
      if (made.status !== 0) throw new Error(`${name} could not be made`);
      const whole = await staging(path, folder);
      const stopped = await staging(path, folder, String(Math.max(1, whole.ms / 2)));
      const stop = stopped.stoppedMs === null ? 'over before' : `${stopped.stoppedMs.toFixed(0)} ms`;
      const isWithin = whole.peakMb < MAX_MB && (stopped.stoppedMs ?? 0) < MAX_STOP_MS;
      const finding: Finding = {
        what: `Workbook: ${name}`,
        anchor: whole.outcome,
        ours: `${(whole.ms / 1000).toFixed(2)} s, peak ${whole.peakMb.toFixed(0)} MB, stops within ${stop}`,
        ratio: isWithin ? 'within' : 'missed',
        aim: `below ${MAX_MB} MB, stops within ${MAX_STOP_MS} ms`,
      };
      console.log(`${finding.what}: ${finding.anchor}; ${finding.ours}: ${finding.ratio}`);
      findings.push(finding);
    });
  }
  return findings;
}
