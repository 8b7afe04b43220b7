// Whether a file out of a watched folder is queued by itself, and if not, why: nobody is there to be asked. Pure.
import type { Doubt } from '../../../shared/doubt.ts';
import type { ImportSummary } from '../../../shared/import.ts';
import { counted } from '../../../shared/numbers.ts';
import { quoted } from '../../../shared/phrases.ts';

/** What is for a person to say about a file in review, in sentences; empty for one that may be queued by itself. */
export function whyItWaits({ sameAs, totals }: ImportSummary, doubts: readonly Doubt[], isThereTwice: boolean): string[] {
  const why = doubts.map(({ sentence }) => sentence);
  if (totals.invalid > 0) why.unshift(`${counted(totals.invalid, 'row needs', 'rows need')} a repair.`);
  if (sameAs !== null) why.push('The very same file was imported before.');
  else if (isThereTwice) why.push('The very same file waits for you already.');
  return why;
}

/** What a report beside such a file says, a line each. */
export function waitingReport(name: string, why: readonly string[]): string[] {
  return [
    `${quoted(name)} waits for you in Booking Courier, under Imports. Nothing of it was queued.`,
    ...why.map((sentence) => `- ${sentence}`),
    'Open it there, look at it, and queue it or put it aside.',
  ];
}
