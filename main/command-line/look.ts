// status and export: what is in the outbox, without sending anything.
import { writeFileSync } from 'node:fs';
import { counted } from '../../shared/phrases.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { stoppedWords } from '../../shared/stopped-import.ts';
import { needYou, needYouWords, rowsForYou } from '../../shared/totals.ts';
import { environmentName } from '../../shared/wording.ts';
import type { App } from '../app/app-ports.ts';
import type { Standing } from '../app/standing-without-writing.ts';
import { failureFromSqlite } from '../base/sqlite.ts';
import type { Request } from './arguments.ts';
import { EXIT } from './report.ts';

/** The window's number for "need you", without a keychain that cannot be used: a job has its account from its environment. */
export function needYouOnTheLine(snapshot: Snapshot): number {
  return needYou({ ...snapshot, account: { ...snapshot.account, keychain: null } });
}

/** What `status --json` prints. Times are ISO 8601; `need` is the number that the window has for "need you". */
export function statusObject(standing: Standing, need: number) {
  const { environment, counts, deliveredToday, lastDeliveredAt, elsewhere, stoppedImports } = standing;
  return {
    environment,
    ...counts,
    needYou: need,
    deliveredToday,
    lastDeliveredAt: lastDeliveredAt === null ? null : new Date(lastDeliveredAt).toISOString(),
    elsewhere,
    stoppedImports,
  };
}

/** The same for a person to read. */
export function statusSentences(standing: Standing, need: number): string[] {
  const { environment, counts, deliveredToday, elsewhere, stoppedImports } = standing;
  const parts = [`${deliveredToday} delivered today`, `${counts.waiting + counts.sending} waiting`];
  if (counts.unconfirmed > 0) parts.push(`${counts.unconfirmed} possibly sent but not confirmed`);
  if (need > 0) parts.push(needYouWords(need));
  return [
    `${environmentName(environment)}: ${parts.join(', ')}.`,
    ...stoppedImports.map(stoppedWords),
    ...elsewhere.map(
      (other) => `${environmentName(other.environment)}: ${counted(other.waiting, 'result')} still waiting there.`,
    ),
  ];
}

/** The exit code that goes with what is in the outbox. */
export function statusExitCode({ counts }: Standing): number {
  if (counts.waiting + counts.sending + counts.unconfirmed > 0) return EXIT.kept;
  return rowsForYou(counts) > 0 ? EXIT.needsPerson : EXIT.fine;
}

/** Writes the outbox as CSV to a file or, all at once, to standard output. */
export async function exportOutbox(app: App, { states, output }: Request): Promise<Result<void>> {
  const exported = await app.serve('outbox.export', { filter: { states: [...states] } });
  if (!exported.ok) return exported;
  return writeOut((exported.value as { text: string }).text, output);
}

/** Writes a text to a file or, all at once, to standard output. */
export async function writeOut(text: string, output: string | undefined): Promise<Result<void>> {
  if (output === undefined) {
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    return ok(undefined);
  }
  try {
    writeFileSync(output, text, { mode: 0o600 });
    return ok(undefined);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return fail(failureFromSqlite(error, output) ?? { kind: 'input-refused', why: `${output} cannot be written: ${code}` });
  }
}
