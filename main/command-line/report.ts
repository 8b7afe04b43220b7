// What came of a run, as the one JSON object that scripts read, as sentences, and as an exit code.
import type { Doubt } from '../../shared/doubt.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { counted } from '../../shared/phrases.ts';
import type { Environment } from '../../shared/settings.ts';
import { environmentName } from '../../shared/wording.ts';

export const EXIT = { unexpected: 70, fine: 0, needsPerson: 1, kept: 2, usage: 64 } as const;

export interface FileReport {
  readonly name: string;
  readonly rows: number;
  readonly accepted: number;
  readonly invalid: number;
  readonly unchanged: number;
  readonly duplicates: number;
  /** Whether its rows were queued; a file about which something is uncertain waits for a person instead. */
  readonly queued: boolean;
  /** What only a person can answer, what was guessed, what was understood without asking, and remarks about rows. */
  readonly questions: readonly Said[];
  readonly guesses: readonly Said[];
  readonly notes: readonly Said[];
  readonly remarks: readonly Said[];
  /** Why it was not queued, in sentences; of a queued file, what was accepted all the same. */
  readonly uncertain: readonly string[];
}

/** One thing that was met in a file: which, how often, and one example. */
export interface Said {
  readonly kind: string;
  readonly count: number;
  readonly sample: string;
}

/** Exactly what `--json` prints. */
export interface RunReport {
  readonly environment: Environment;
  readonly files: readonly FileReport[];
  readonly delivered: number;
  readonly refused: readonly { readonly internalOrderRef: string; readonly error: string }[];
  readonly waiting: number;
  readonly unconfirmed: number;
}

function saidOf(doubts: readonly Doubt[], kind: Doubt['kind']): Said[] {
  return doubts.filter((doubt) => doubt.kind === kind).map(({ about, count, sample }) => ({ kind: about, count, sample }));
}

/** How a file that was read, and may have been queued, was taken. */
export function fileReport({ name, reading, totals }: ImportSummary, doubts: readonly Doubt[], queued: boolean): FileReport {
  return {
    name,
    queued,
    questions: saidOf(doubts, 'question'),
    guesses: saidOf(doubts, 'guess'),
    notes: (reading?.notes ?? []).map(({ kind, count, sample }) => ({ kind, count, sample })),
    remarks: saidOf(doubts, 'remark'),
    uncertain: doubts.filter(({ weight }) => weight === 'uncertain').map(({ sentence }) => sentence),
    rows: totals.records,
    accepted: queued ? totals.new + totals.changed : 0,
    invalid: totals.invalid,
    unchanged: totals.unchanged,
    duplicates: totals.duplicate,
  };
}

/** The first that applies: something is kept for later, some rows need a person, all is fine. */
export function exitCode({ files, refused, waiting, unconfirmed }: RunReport): number {
  if (waiting + unconfirmed > 0) return EXIT.kept;
  if (refused.length > 0 || files.some(({ invalid, queued }) => invalid > 0 || !queued)) return EXIT.needsPerson;
  return EXIT.fine;
}

const REFUSED_SHOWN = 20;

/** The same for a person to read. */
export function runSentences(report: RunReport): string[] {
  const { environment, files, delivered, refused, waiting, unconfirmed } = report;
  const lines = files.flatMap(fileSentences);
  const parts = [`${counted(delivered, 'result')} delivered`];
  if (refused.length > 0) parts.push(`${refused.length} refused`);
  if (waiting > 0) parts.push(`${waiting} waiting`);
  if (unconfirmed > 0) parts.push(`${unconfirmed} possibly sent but not confirmed`);
  lines.push(`${environmentName(environment)}: ${parts.join(', ')}.`);
  for (const { internalOrderRef, error } of refused.slice(0, REFUSED_SHOWN)) lines.push(`  ${internalOrderRef}: ${error}`);
  if (refused.length > REFUSED_SHOWN) lines.push(`  and ${refused.length - REFUSED_SHOWN} more.`);
  if (waiting + unconfirmed > 0) lines.push('What is not delivered is kept and sent by the next run or by the app.');
  return lines;
}

function fileSentences({ name, rows, accepted, invalid, unchanged, duplicates, queued, uncertain }: FileReport): string[] {
  const why = uncertain.map((sentence) => `  ${sentence}`);
  if (!queued) {
    const waits = `${name}: ${counted(rows, 'row')}, none queued. It waits for a person under Imports, because not all of it is certain:`;
    return [waits, ...why, '  --accept-remarks queues such a file all the same.'];
  }
  const parts = [`${accepted} queued`];
  if (unchanged > 0) parts.push(`${unchanged} unchanged`);
  if (duplicates > 0) parts.push(`${duplicates} overtaken by a later row`);
  if (invalid > 0) parts.push(`${invalid} held back for repair`);
  return [`${name}: ${counted(rows, 'row')}, ${parts.join(', ')}.`, ...why];
}
