// `npm test`: builds the window, runs every test, and closes with one plain line that counts them.
// Tests that cannot run on this machine are skipped with their reason, which is printed; they never pass silently.
import { close, countedRun, run } from './support/counted.ts';

const built = run('vite/bin/vite.js', ['build', '--logLevel', 'warn']) === 0;
close(built ? countedRun(process.argv.slice(2)) : { passed: 0, failed: 1, skipped: 0 });
