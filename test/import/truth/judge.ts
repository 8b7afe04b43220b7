// Reads a file as the app does, and judges what would be queued of it against what a person would see in the program that wrote it.
// Anything but the truth, a question, or a refusal that names the thing is a silent difference.
import { join } from 'node:path';
import { doubtsOf, isCertain } from '../../../main/import/review/doubts.ts';
import { readStagedGroups } from '../../../main/import/stage/staged-rows.ts';
import type { Problem } from '../../../shared/import.ts';
import { whatHappened } from '../../../shared/what-happened.ts';
import { handClock, temporaryFolder } from '../../support/make.ts';
import { must } from '../../support/make-imports.ts';
import { rowsAt, stageAt } from '../../support/make-stage.ts';

/** Reference, result, date and name, as a person sees them. */
export type TruthRow = readonly [ref: string, result: string, date: string, name: string];

/**
 * queued: every row is, exactly, and nothing else. held: some rows are not, and say why; the others are exact. remarked: somebody who
 * is there is told, and whoever is not queues nothing. asked, refused: nothing can be queued.
 */
export type End = 'queued' | 'held' | 'remarked' | 'asked' | 'refused';

export interface Case {
  readonly name: string;
  /** The public report that the file follows. */
  readonly report: string;
  /** What the file is called; results.csv, or results.xlsx for a workbook. */
  readonly file?: string;
  readonly bytes: Uint8Array;
  readonly truth: readonly TruthRow[];
  /** How it may end; queued where nothing is said. */
  readonly may?: readonly End[];
  /** What a question, a refusal, a remark or a reason must name. */
  readonly names?: RegExp;
}

export interface Judged {
  readonly end: End | 'SILENT DIFFERENCE';
  /** Everything that was said about the file and its rows. */
  readonly said: string;
  readonly queued: readonly TruthRow[];
}

/** Reads the bytes of a case and says how it ended. */
export async function judged({ bytes, file = 'results.csv', truth }: Case): Promise<Judged> {
  const path = join(temporaryFolder(), 'staged.sqlite');
  const staged = await stageAt(path, { bytes }, { name: file });
  if (!staged.ok) return { end: 'refused', said: whatHappened(staged.failure), queued: [] };
  const rows = rowsAt(path);
  const groups = must(await readStagedGroups(path, handClock()));
  const doubts = doubtsOf(staged.value, groups);
  const queued = rows
    .filter(({ verdict }) => verdict === 'new')
    .map(({ ref, result, date, inspector }): TruthRow => [ref, result, date, inspector]);
  const held = rows.filter(({ verdict }) => verdict === 'invalid');
  const reasons = held.flatMap(({ problems }) => JSON.parse(problems || '[]') as Problem[]);
  const { asks, encodings, firstRows } = staged.value.reading;
  const said = [
    ...doubts.map(({ about, sentence }) => `${about}: ${sentence}`),
    ...reasons.map(({ rule, found, expected }) => `${rule}: ${found} (${expected})`),
    ...encodings.flatMap(({ encoding, names }) => `${encoding}: ${names.join(', ')}`),
    ...firstRows.flatMap(({ cells }) => cells),
    ...staged.value.reading.notes.map(({ kind, sample }) => `${kind}: ${sample}`),
  ].join('\n');
  if (asks.length > 0) return { end: 'asked', said, queued };
  const key = (row: TruthRow): string => JSON.stringify(row);
  const [seen, is] = [truth.map(key), queued.map(key)];
  const wrong = is.filter((row) => !seen.includes(row));
  const missing = seen.filter((row) => !is.includes(row));
  const certain = isCertain(doubts);
  // A row of the truth that is neither queued nor held is lost.
  const isLost = missing.length > held.length;
  if (wrong.length > 0 || isLost) return { end: certain ? 'SILENT DIFFERENCE' : 'remarked', said, queued };
  if (held.length > 0) return { end: 'held', said, queued };
  return { end: certain ? 'queued' : 'remarked', said, queued };
}
