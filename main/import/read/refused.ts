// Why a workbook cannot be read, thrown from however deep it was found, and caught where the reading of the file began.
import type { Failure } from '../../../shared/failure.ts';

export type WorkbookWhy = Extract<Failure, { kind: 'workbook-unreadable' }>['why'];
export type NotCsv = Extract<Failure, { kind: 'not-csv' }>['looksLike'];

/** Ends the reading of a workbook; `words` say what it was, and follow a colon. */
export class Refused extends Error {
  readonly why: WorkbookWhy | 'cancelled';
  readonly words: string;

  constructor(why: WorkbookWhy | 'cancelled', words = '') {
    super(`${why}: ${words}`);
    this.why = why;
    this.words = words;
  }
}
