// What was understood of a file without asking, in sentences: for the window, the command line and the report beside a file.
import { counted } from './numbers.ts';
import type { ReadingNote } from './reading.ts';

/** What was understood without asking, in one sentence. */
export function noteSentence({ kind, count, sample }: ReadingNote): string {
  const one = count === 1;
  const such = sample === '' ? '' : `, such as "${sample}"`;
  switch (kind) {
    case 'separator-line':
      return `The first line "${sample}" only names the separator, and is no row.`;
    case 'rows-unwrapped':
      return `${counted(count, 'row')} stood in quotation marks as a whole, and ${one ? 'was' : 'were'} read as the cells inside.`;
    case 'title-rows':
      return `${counted(count, 'row')} above the header ${one ? 'was' : 'were'} skipped${such}.`;
    case 'empty-rows':
      return `${counted(count, 'empty row was', 'empty rows were')} skipped.`;
    case 'empty-columns':
      return `${counted(count, 'empty column was', 'empty columns were')} left out.`;
    case 'dates-converted':
      return `${counted(count, 'date was', 'dates were')} rewritten: ${sample}${one ? '' : ', and so on'}.`;
    case 'times-dropped':
      return `A time of day was left out of ${counted(count, 'date')}${such}.`;
    case 'stray-quotes':
      return `${counted(count, 'quotation mark')} in the middle of a text ${one ? 'was' : 'were'} taken as ${one ? 'it stands' : 'they stand'}${such}.`;
    case 'text-formulas':
      return `${counted(count, 'cell is a formula', 'cells are formulas')} for a plain text; that text was taken${such}.`;
    case 'apostrophes':
      return `${counted(count, 'leading apostrophe was', 'leading apostrophes were')} removed${such}.`;
    case 'characters-cleaned':
      return `Invisible or full-width characters were put right in ${counted(count, 'cell')}${such}.`;
    case 'damaged-letters':
      return `${counted(count, 'cell has', 'cells have')} letters that were lost before the file came here${such}.`;
    case 'lost-zeros':
      return `${counted(count, 'order reference')} may have lost leading zeros in a spreadsheet${such}.`;
    case 'dates-far':
      return `${counted(count, 'date is', 'dates are')} far from today${such}.`;
    case 'single-quotes':
      return `The cells stand in ${sample}, which were taken as quotation marks.`;
    case 'backslash-escapes':
      return `${counted(count, 'quotation mark')} inside a text ${one ? 'was' : 'were'} written with a backslash, which was left out.`;
    case 'nul-padding':
      return 'The empty filling at the end of the file was left out.';
    case 'dates-swapped':
      return `Day and month changed places in ${counted(count, 'date')}: ${sample}${one ? '' : ', and so on'}.`;
    case 'mixed-scripts':
      return `${counted(count, 'order reference has', 'order references have')} letters that only look Latin${such}.`;
    case 'fifteen-digits':
      return `${counted(count, 'order reference')} may have been rounded to 15 digits by a spreadsheet${such}.`;
    case 'letter-case':
      return `${counted(count, 'order reference is', 'order references are')} also written with other capitals${such}.`;
    case 'invisible-letters':
      return `Invisible letters were removed from ${counted(count, 'name')}${such}.`;
    case 'later-row-invalid':
      return `${counted(count, 'row is', 'rows are')} held because a later row of the same order cannot be used${such}.`;
    case 'sheet':
      return `The sheet "${sample}" was read.`;
    case 'other-sheets':
      return `${counted(count, 'other sheet of the workbook was', 'other sheets of the workbook were')} not read.`;
    case 'hidden-rows':
      return `${counted(count, 'row is', 'rows are')} hidden or filtered away in Excel${one ? `: row ${sample}` : `, such as row ${sample}`}.`;
    case 'hidden-columns':
      return `${counted(count, 'column is', 'columns are')} hidden in Excel${one ? `: ${sample}` : `, such as ${sample}`}.`;
    case 'far-cells':
      return `${counted(count, 'cell', 'cells')} far to the right of the table ${one ? 'was' : 'were'} left out: ${sample}${one ? '' : ' and on'}.`;
    case 'broken-rows':
      return `${counted(count, 'row seems', 'rows seem')} to be cut in two by a line break inside of a cell${one ? `, behind "${sample}"` : `, such as behind "${sample}"`}.`;
    case 'covered-cells':
      return `${counted(count, 'cell', 'cells')} below a merged cell ${one ? 'holds' : 'hold'} something that Excel does not show${one ? `: ${sample}` : `, such as ${sample}`}.`;
    case 'open-in-excel':
      return 'The file is open in Excel: what is here was saved last, and later changes are not in it.';
  }
}
