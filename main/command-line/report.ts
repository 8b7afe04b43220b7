// What came of a run, as the one JSON object that scripts read, as sentences, and as an exit code.
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

/** How the rows of an accepted file were taken. */
export function fileReport({ name, totals }: ImportSummary): FileReport {
  return {
    name,
    rows: totals.records,
    accepted: totals.new + totals.changed,
    invalid: totals.invalid,
    unchanged: totals.unchanged,
    duplicates: totals.duplicate,
  };
}

/** The first that applies: something is kept for later, some rows need a person, all is fine. */
export function exitCode({ files, refused, waiting, unconfirmed }: RunReport): number {
  if (waiting + unconfirmed > 0) return EXIT.kept;
  if (refused.length > 0 || files.some(({ invalid }) => invalid > 0)) return EXIT.needsPerson;
  return EXIT.fine;
}

const REFUSED_SHOWN = 20;

/** The same for a person to read. */
export function runSentences(report: RunReport): string[] {
  const { environment, files, delivered, refused, waiting, unconfirmed } = report;
  const lines = files.map(fileSentence);
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

function fileSentence({ name, rows, accepted, invalid, unchanged, duplicates }: FileReport): string {
  const parts = [`${accepted} queued`];
  if (unchanged > 0) parts.push(`${unchanged} unchanged`);
  if (duplicates > 0) parts.push(`${duplicates} overtaken by a later row`);
  if (invalid > 0) parts.push(`${invalid} held back for repair`);
  return `${name}: ${counted(rows, 'row')}, ${parts.join(', ')}.`;
}
