// How the files of a push are to be read, where the command says it: the answers that a person would give in the window.
import { ENCODINGS } from '../../shared/encodings.ts';
import { DATE_ORDERS, DELIMITER_NAMES, type ReadingChoice } from '../../shared/reading.ts';

/** The options that answer a question about a file, as they came. */
export interface ReadingOptions {
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly 'date-order'?: string | undefined;
  readonly 'header-row'?: string | undefined;
  readonly sheet?: string | undefined;
  readonly hidden?: string | undefined;
}

export const READING_OPTIONS = ['encoding', 'delimiter', 'date-order', 'header-row', 'sheet', 'hidden'] as const;

function oneOf<T extends string>(words: readonly T[], word: string): T | undefined {
  return words.find((known) => known.toLowerCase() === word.toLowerCase());
}

/** What was chosen, or what is wrong with it in one sentence. */
export function choiceFrom(options: ReadingOptions): ReadingChoice | string {
  const choice: ReadingChoice = {};
  if (options.encoding !== undefined) {
    choice.encoding = oneOf(ENCODINGS, options.encoding);
    if (choice.encoding === undefined) return `The encodings are ${ENCODINGS.join(', ')}.`;
  }
  if (options.delimiter !== undefined) {
    choice.delimiter = oneOf(DELIMITER_NAMES, options.delimiter);
    if (choice.delimiter === undefined) return `The delimiters are ${DELIMITER_NAMES.join(', ')}.`;
  }
  const order = options['date-order'];
  if (order !== undefined) {
    choice.dateOrder = oneOf(DATE_ORDERS, order);
    if (choice.dateOrder === undefined) return `The orders of dates are ${DATE_ORDERS.join(', ')}.`;
  }
  const row = options['header-row'];
  if (row !== undefined) {
    if (!/^\d{1,6}$/.test(row)) return '--header-row is the number of a row, or 0 for a file without a header.';
    choice.headerRow = Number(row);
  }
  if (options.sheet !== undefined) choice.sheet = options.sheet;
  if (options.hidden !== undefined) {
    choice.hidden = oneOf(['keep', 'skip'], options.hidden);
    if (choice.hidden === undefined) return '--hidden is keep or skip.';
  }
  return choice;
}
