// Rows that need the same repair, in one sentence, and what the button that repairs all of them says.
import { BOOKING_RESULTS } from './booking-result.ts';
import type { RepairGroup } from './import.ts';
import { counted, number } from './numbers.ts';
import { fieldName } from './phrases.ts';

const WORDS = BOOKING_RESULTS.map((word) => `"${word}"`).join(' nor ');

/** What is wrong with the rows of a group, with how many they are. */
export function groupWords({ count, except, field, found, rule, sample }: RepairGroup): string {
  const name = fieldName(field);
  const rows = counted(count, 'row');
  const has = count === 1 ? 'has' : 'have';
  const such = found === null ? `, such as "${sample.found}"` : '';
  switch (rule) {
    case 'required':
      return `${rows} ${has} no ${name}.`;
    case 'word':
      if (found === null && except.length === 0) return `${rows} ${has} a result that is neither ${WORDS}${such}.`;
      return `${rows} ${count === 1 ? 'says' : 'say'} ${found === null ? `something else${such},` : `"${found}"`} as the result.`;
    case 'date':
      return `${rows} ${has} a date that cannot be used${found === null ? such : `: "${found}"`}.`;
    case 'date-two-digit-year':
      return `${rows} ${has} a year of two digits${found === null ? such : `: "${found}"`}.`;
    case 'date-order-mixed':
      return `${rows} ${has} a date in a column that mixes day-month and month-day${found === null ? such : `: "${found}"`}.`;
    case 'date-year':
      return `${rows} ${has} a year that is far away or of another calendar: "${found ?? sample.found}".`;
    case 'too-long':
      return `${rows} ${has} too long a text as the ${name}.`;
    case 'control-character':
      return `${rows} ${has} a line break or another invisible character in the ${name}.`;
    case 'damaged-letters':
      return `${rows} ${has} letters in the ${name} that cannot be read: "${found ?? sample.found}".`;
    case 'scientific':
      return `${rows} ${has} ${count === 1 ? 'a reference' : 'references'} that a spreadsheet shortened: "${found ?? sample.found}".`;
    case 'spreadsheet-error':
      return `${rows} ${has} a spreadsheet's error as the ${name}: "${found ?? sample.found}".`;
    case 'formula':
      return `${rows} ${has} a formula without its value as the ${name}: "${found ?? sample.found}".`;
    case 'true-or-false':
      return `${rows} ${has} ${found ?? sample.found} as the ${name}, which is what a question came to.`;
    case 'shown-otherwise':
      return `${rows} ${has} ${count === 1 ? `a number as the ${name}` : `numbers as the ${name}`} that Excel may show shortened${found === null ? such : `: "${found}"`}.`;
    case 'shown-as-date':
      return `${rows} ${has} a date as the ${name}; Excel turns texts such as "1-2" into one.`;
    case 'extra-cells':
      return `${rows} ${has} more cells than the header.`;
    case 'swallowed-rows':
      return `${rows} swallowed the rows after ${count === 1 ? 'it' : 'them'}, by a quotation mark that was never closed.`;
    case 'later-row-invalid':
      return `${rows} ${count === 1 ? 'is' : 'are'} held because a later row of the same order cannot be used: "${found ?? sample.found}".`;
    case 'cleared':
      return `The ${name} was removed from ${counted(count, 'result')} "Unavailable", which ${count === 1 ? 'has' : 'have'} none.`;
    case 'order-unknown':
      return count === 1
        ? `BasicPSF does not know the order "${found ?? sample.found}" of this file.`
        : `BasicPSF does not know ${counted(count, 'order')} of this file${such}.`;
    case 'order-held':
      return `${rows} ${count === 1 ? 'is' : 'are'} held until BasicPSF knows ${count === 1 ? 'its order' : 'their orders'}${such}.`;
    case 'unlikely-value':
      return `${rows} ${has} something else than ${count === 1 ? 'an' : ''} ${name}${count === 1 ? '' : 's'}, it seems: "${found ?? sample.found}".`.replace(
        '  ',
        ' ',
      );
    case 'date-far':
      return `${rows} ${has} a date far from today.`;
    case 'mixed-scripts':
      return `${rows} ${has} an order reference with letters that only look Latin: "${found ?? sample.found}".`;
    case 'fifteen-digits':
      return `${rows} ${has} an order reference that ends in zeros after 15 digits; a spreadsheet may have rounded it: "${found ?? sample.found}".`;
    case 'letter-case':
      return `${rows} ${has} an order reference that is also written with other capitals: "${found ?? sample.found}".`;
    case 'invisible-letters':
      return `Invisible letters were removed from the ${name} of ${rows}: "${found ?? sample.found}".`;
    case 'letters-asked':
      return `${rows} ${has} a question mark amid the ${name}, where a letter may be lost: "${found ?? sample.found}".`;
    case 'lost-zeros':
      return `${rows} ${has} an order reference shorter than the others; zeros in front may be lost.`;
  }
}

/** What the button says that repairs all of a group at once; null where nothing is safe to suggest. */
export function fixAllWords({ count, fix, fixable }: RepairGroup): string | null {
  if (fixable === 0) return null;
  const which = fixable < count ? number(fixable) : count === 1 ? '1' : `all ${number(count)}`;
  return fix === null ? `Fix ${which} as suggested` : `Fix ${which} → ${fix}`;
}
