// How much each kind of note about a file weighs: one table for the window, the watched folder and the command line, so that what
// keeps a file from being queued by itself is what a person is shown as a warning. A kind that is missing does not compile.
import type { Weight } from './doubt.ts';
import type { NoteKind } from './reading.ts';

/** Certain: what a person would see is what is queued. */
type Weighed = Weight | 'certain';

/** By kind; `certain` ones only say what was done. */
export const NOTE_WEIGHTS: Readonly<Record<NoteKind, Weighed>> = {
  'separator-line': 'certain',
  'rows-unwrapped': 'certain',
  'title-rows': 'certain',
  'empty-rows': 'certain',
  'empty-columns': 'certain',
  'dates-converted': 'certain',
  'times-dropped': 'certain',
  // A quotation mark that encloses nothing may be an inch, a nickname, or half of a pair that was lost.
  'stray-quotes': 'uncertain',
  // The last cell of the first half may be cut off.
  'broken-rows': 'uncertain',
  'text-formulas': 'certain',
  apostrophes: 'certain',
  'characters-cleaned': 'certain',
  // Where some letters were lost, others may have been, unseen.
  'damaged-letters': 'uncertain',
  'lost-zeros': 'uncertain',
  // The days are what the file says; only the file is old.
  'dates-far': 'unusual',
  'single-quotes': 'certain',
  'backslash-escapes': 'uncertain',
  'nul-padding': 'certain',
  // Only after a person has said so.
  'dates-swapped': 'certain',
  'mixed-scripts': 'uncertain',
  'fifteen-digits': 'uncertain',
  'letter-case': 'uncertain',
  // The name is what a person sees.
  'invisible-letters': 'certain',
  // The rows are held, and say why.
  'later-row-invalid': 'certain',
  sheet: 'certain',
  // Where another sheet may be meant, or what is hidden may belong, a question says so; these are about the answer.
  'other-sheets': 'certain',
  'hidden-rows': 'certain',
  'hidden-columns': 'certain',
  'far-cells': 'certain',
  // Whoever looks at the workbook sees another value there, or none.
  'covered-cells': 'uncertain',
  // Somebody may be changing it right now.
  'open-in-excel': 'uncertain',
};
