// One run of vitest and how many tests passed, failed and were skipped in it, for the plain line that a run ends with.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');

export interface Counted {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** Runs a program of node_modules in the project's folder, in sight. Answers its exit code. */
export function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = process.env): number {
  const path = join(ROOT, 'node_modules', program);
  const { status } = spawnSync(process.execPath, [path, ...args], { cwd: ROOT, stdio: 'inherit', env: environment });
  return status ?? 1;
}

/** Runs vitest with `args` and counts. A run that leaves no report has failed. */
export function countedRun(args: readonly string[], environment?: NodeJS.ProcessEnv): Counted {
  const folder = mkdtempSync(join(tmpdir(), 'booking-courier-tests-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = run('vitest/vitest.mjs', ['run', ...reporters, ...args], environment);
  try {
    const counted: Report = JSON.parse(readFileSync(report, 'utf8'));
    // A file that cannot even be loaded has no test to fail.
    const unloaded = counted.numFailedTests === 0 && status !== 0 ? Math.max(1, counted.numFailedTestSuites) : 0;
    return {
      passed: counted.numPassedTests,
      failed: counted.numFailedTests + unloaded,
      skipped: counted.numPendingTests + counted.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Says the plain line and sets the exit code. */
export function close({ passed, failed, skipped }: Counted): void {
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}
