// `npm run endurance [part ...] [--seeds N] [--first SEED] [--minutes M] [--share]`: long runs of random lives, each repeatable by its seed.
// Prints the seeds and the figures of each part, and ends with one plain line that counts the lives.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { close, countedRun } from '../support/counted.ts';

const PARTS = readdirSync(import.meta.dirname).flatMap((name) => /^(.+)\.part\.ts$/.exec(name)?.[1] ?? []);

/** What continuous integration gives all parts together. */
const SHARE_MINUTES = 5;

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string' }, first: { type: 'string' }, minutes: { type: 'string' }, share: { type: 'boolean' } },
  allowPositionals: true,
});
const parts = positionals.length > 0 ? positionals : PARTS;
const numbers = [values.seeds ?? '1', values.first ?? '1', values.minutes ?? '1'];
if (parts.some((part) => !PARTS.includes(part)) || numbers.some((number) => !/^\d{1,9}$/.test(number))) {
  console.error(`npm run endurance [${PARTS.join('] [')}] [--seeds N] [--first SEED] [--minutes M for all parts] [--share]`);
  process.exit(64);
}
// Other seeds every day, the same for everybody on that day.
const first = Number(values.first ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));
const minutes = Number(values.minutes ?? (values.share ? SHARE_MINUTES : 0));
console.log(`parts ${parts.join(', ')}; first seed ${first}; ${values.seeds ?? "each part's own number of"} seeds`);

const counted = { passed: 0, failed: 0, skipped: 0 };
const begunAt = Date.now();
for (const [n, part] of parts.entries()) {
  // What earlier parts did not use is for the later ones.
  const leftMs = (begunAt + minutes * 60_000 - Date.now()) / (parts.length - n);
  const { passed, failed, skipped } = countedRun(
    [
      '--config',
      join(import.meta.dirname, 'vitest.config.ts'),
      relative(process.cwd(), join(import.meta.dirname, `${part}.part.ts`)),
    ],
    {
      ...process.env,
      ENDURANCE_FIRST: String(first),
      ENDURANCE_SEEDS: values.seeds ?? '',
      ENDURANCE_MS: minutes === 0 ? '' : String(Math.max(0, Math.round(leftMs))),
    },
  );
  counted.passed += passed;
  counted.failed += failed;
  counted.skipped += skipped;
}
close(counted);
