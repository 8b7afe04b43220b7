// `npm test`: builds the window, runs every test, and closes with one plain line that counts them.
// Tests that cannot run on this machine are skipped with their reason, which is printed; they never pass silently.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'booking-courier-tests-'));
const report = join(folder, 'report.json');

function run(program: string, ...args: string[]): number {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

let failed = run('vite/bin/vite.js', 'build', '--logLevel', 'warn') === 0 ? 0 : 1;
let [passed, skipped] = [0, 0];
if (failed === 0) {
  const status = run(
    'vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  );
  try {
    const counted: Report = JSON.parse(readFileSync(report, 'utf8'));
    passed = counted.numPassedTests;
    failed = counted.numFailedTests;
    skipped = counted.numPendingTests + counted.numTodoTests;
    // A file that cannot even be loaded has no test to fail.
    if (failed === 0 && status !== 0) failed = Math.max(1, counted.numFailedTestSuites);
  } catch {
    failed = 1;
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
