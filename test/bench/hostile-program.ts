// One workbook staged in a process of its own: node test/bench/hostile-program.ts FILE FOLDER [CANCEL-AFTER-MS]
// Tells its parent what became of it, how long it took, the most memory it had, and how long after the word it stopped.
import { join } from 'node:path';
import { stageFile } from '../../main/import/stage/stage.ts';

export interface Staging {
  readonly outcome: string;
  readonly ms: number;
  readonly peakMb: number;
  /** From the word to the end; null when it was over before, or nobody said it. */
  readonly stoppedMs: number | null;
}

const [path, folder, cancelAfter] = process.argv.slice(2) as [string, string, string | undefined];
const startedAt = performance.now();
const cancelAt = cancelAfter === undefined ? Number.POSITIVE_INFINITY : startedAt + Number(cancelAfter);
const order = { name: 'hostile.xlsx', choice: {}, remembered: {}, osEncoding: 'windows-1252', today: '2025-04-25' } as const;
const staged = await stageFile(
  { ...order, source: { path }, stagedPath: join(folder, `staged-${process.pid}.sqlite`) },
  () => performance.now() >= cancelAt,
  () => {},
);
const endedAt = performance.now();
const failure = staged.ok ? null : staged.failure;
const why = failure !== null && 'why' in failure ? ` (${failure.why})` : '';
process.send?.({
  outcome: staged.ok ? `${staged.value.totals.records} rows read` : `${failure?.kind}${why}`,
  ms: endedAt - startedAt,
  peakMb: process.resourceUsage().maxRSS / 1024,
  stoppedMs: failure?.kind === 'import-cancelled' ? endedAt - cancelAt : null,
} satisfies Staging);
process.disconnect();
