// What every part of the benchmark shares: medians, results as they are sent in real life, and one line per finding.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BookingResult } from '../../shared/booking-result.ts';

/** One row of the table in README.md beside this. */
export interface Finding {
  readonly what: string;
  readonly anchor: string;
  readonly ours: string;
  /** Ours against the anchor; the aim says which way is good. */
  readonly ratio: string;
  readonly aim: string;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Runs `work` in a fresh folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'booking-courier-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const INSPECTORS = ['Zhang Wei', 'Li Fang', '王秀英', '欧阳娜娜', 'Anna Lindqvist', 'John Smith'];

/** The n-th of many ordinary results: six inspectors, one order in five unavailable. */
export function sampleResult(n: number): BookingResult {
  const internalOrderRef = `ORD-2026-${String(n).padStart(5, '0')}`;
  if (n % 5 === 4) return { internalOrderRef, bookingResult: 'Unavailable', bookingDate: '', inspectorName: '' };
  const bookingDate = `2025-04-${String(1 + (n % 28)).padStart(2, '0')}`;
  return { internalOrderRef, bookingResult: 'Booked', bookingDate, inspectorName: INSPECTORS[n % INSPECTORS.length] as string };
}

/** Starts the practice server in a process of its own, so that it does not share our thread. */
export async function startServer(...args: string[]): Promise<{ baseUrl: string; stop: () => void }> {
  const child = fork(new URL('../../main/practice/basicpsf-program.ts', import.meta.url), ['--accept-unknown', ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const baseUrl = await new Promise<string>((resolve) => child.stdout?.once('data', (line) => resolve(String(line).trim())));
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  return { baseUrl, stop };
}

/** Prints findings as the table that test/bench/README.md keeps. */
export function table(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, anchor, ours, ratio, aim }) => `| ${what} | ${anchor} | ${ours} | ${ratio} | ${aim} |`);
  return ['| what | anchor | Booking Courier | ratio | aim |', '|---|---|---|---|---|', ...rows].join('\n');
}
