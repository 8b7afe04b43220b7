// A watched folder with 20,000 files in it, through the real threads: when the first one is queued, how much memory it takes, and
// whether one sees that it goes on. It stops after a few hundred files: a look takes as many however many there are.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, inFolder } from './measure.ts';
import type { Watched } from './watched-program.ts';

const FILES = 20_000;
const FEW = 200;
const MAX_FIRST_MS = 10_000;

async function watchOnce(files: number, stopAfter: number): Promise<Watched> {
  return inFolder(async (folder) => {
    const box = join(folder, 'drop box');
    mkdirSync(box);
    for (let n = 0; n < files; n += 1) {
      const name = `${String(n).padStart(6, '0')}.csv`;
      const row = `ORD-2026-${n},Unavailable,,`;
      writeFileSync(join(box, name), `internalOrderRef,bookingResult,bookingDate,inspectorName\n${row}\n`);
    }
    const child = fork(new URL('./watched-program.ts', import.meta.url), [folder, box, String(stopAfter)], { stdio: 'inherit' });
    const [measured] = (await once(child, 'message')) as [Watched];
    await once(child, 'exit');
    return measured;
  });
}

/** Watches a folder with few files and one with very many. */
export async function benchWatched(): Promise<Finding[]> {
  const few = await watchOnce(FEW, FEW);
  const many = await watchOnce(FILES, 600);
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const isWithin = many.firstMs < MAX_FIRST_MS && many.peakMb < few.peakMb * 1.5 && many.toldOfLeft > 1;
  const finding: Finding = {
    what: `A watched folder with ${FILES.toLocaleString('en')} files`,
    anchor: `${FEW} files: first after ${seconds(few.firstMs)}, peak ${few.peakMb.toFixed(0)} MB`,
    ours: `first after ${seconds(many.firstMs)}, peak ${many.peakMb.toFixed(0)} MB, ${many.queued} queued in ${seconds(many.ms)}, told ${many.toldOfLeft} times how many are left`,
    ratio: isWithin ? 'within' : 'missed',
    aim: 'first within 10 s, memory flat, progress seen',
  };
  console.log(`${finding.what}: ${finding.anchor}; ${finding.ours}: ${finding.ratio}`);
  return [finding];
}
