// `npm run bench [watched|import|drain|push|fleet|lists]`: measures, and prints ratios against an anchor in the same run. Nothing is asserted:
// the machine decides the seconds, the ratios tell whether we got slower.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, table } from './measure.ts';

const peers = join(import.meta.dirname, 'node_modules');
const wanted = process.argv.slice(2);
// The fleet is on paper: it needs nobody to measure against.
if (!existsSync(peers) && !(wanted.length > 0 && wanted.every((name) => name === 'fleet'))) {
  console.log('Installing the peers to measure against …');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}

const parts: Record<string, () => Promise<Finding[]>> = {
  watched: async () => (await import('./watched.ts')).benchWatched(),
  import: async () => [
    ...(await (await import('./hostile.ts')).benchHostile()),
    ...(await (await import('./import.ts')).benchImport()),
  ],
  drain: async () => (await import('./drain.ts')).benchDrain(),
  push: async () => (await import('./push.ts')).benchPush(),
  fleet: async () => (await import('./fleet.ts')).benchFleet(),
  lists: async () => (await import('./lists.ts')).benchLists(),
};
const chosen = wanted.filter((name) => name in parts);
const findings: Finding[] = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(parts)) {
  console.log(`\n${name}`);
  findings.push(...((await parts[name]?.()) ?? []));
}
console.log(`\n${table(findings)}`);
