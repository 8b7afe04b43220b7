// Why a cell of a file is marked, in a coordinator's words: what was found, and what is expected.
import { BOOKING_RESULTS, MAX_FIELD_LENGTH } from './booking-result.ts';
import type { Problem } from './import.ts';
import { fieldName, quoted } from './phrases.ts';

const WORDS = BOOKING_RESULTS.map((word) => `"${word}"`).join(' or ');

/** Why a cell is marked: what was found, and what is expected. */
export function problemSentence({
  at,
  field,
  found,
  near = [],
  rule,
}: Pick<Problem, 'at' | 'field' | 'rule' | 'found' | 'near'>): string {
  const name = fieldName(field);
  switch (rule) {
    case 'required':
      if (field === 'internalOrderRef') return 'The order reference is missing.';
      if (field === 'bookingResult') return `The result is missing; it must be exactly ${WORDS}.`;
      return `The ${name} is missing; a result "Booked" needs one.`;
    case 'word':
      return `${quoted(found)} must be exactly ${WORDS}.`;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(found)
        ? `${quoted(found)} is not a day in the calendar.`
        : `${quoted(found)} must be written year-month-day, such as 2025-04-28.`;
    case 'too-long':
      return `The ${name} is too long; at most ${MAX_FIELD_LENGTH} characters fit.`;
    case 'control-character':
      return `The ${name} contains a line break or another invisible character, which must be removed.`;
    case 'extra-cells':
      return `The row has more cells than the header; ${quoted(found)} is left over. A text with a comma needs quotation marks.`;
    case 'date-two-digit-year':
      return `${quoted(found)} has a year of two digits; write all four, such as 2025-04-28.`;
    case 'date-order-mixed':
      return `${quoted(found)} may be day-month or month-day, because the column holds both; write it year-month-day, such as 2025-04-28.`;
    case 'date-year':
      return `${quoted(found)} is in a year far from now, or one of another calendar.`;
    case 'formula':
      return `${quoted(found)}${inCell(at)} is a formula without its value; in a workbook, open it in Excel, save it, and drop it again.`;
    case 'later-row-invalid':
      return 'A later row of this order cannot be used; repair that one, or confirm this one.';
    case 'order-unknown':
    case 'order-held':
      return `BasicPSF does not know ${quoted(found)}${near.length === 0 ? '' : `; it knows ${near.map(quoted).join(', ')}`}.`;
    case 'unlikely-value':
      return `${quoted(found)} does not look like ${field === 'inspectorName' ? 'a name' : 'the reference of an order'}; confirm it as it is, or put it right.`;
    case 'mixed-scripts':
      return `${quoted(found)} has letters that only look Latin.`;
    case 'fifteen-digits':
      return `${quoted(found)} may have been rounded to 15 digits by a spreadsheet.`;
    case 'letter-case':
      return `${quoted(found)} is also written with other capitals in this file.`;
    case 'invisible-letters':
      return 'Invisible letters were removed from the name.';
    case 'damaged-letters':
      if (found.includes('\uFFFD'))
        return `Letters of the ${name} ${quoted(found)} are lost; choose another encoding for the file, or write them anew.`;
      return found.includes('?')
        ? `Letters of the ${name} ${quoted(found)} were saved as question marks; write them anew, and save as "CSV UTF-8".`
        : `Letters of the ${name} ${quoted(found)} were read in a wrong encoding and saved so; write them anew.`;
    case 'scientific':
      return `${quoted(found)} was shortened by a spreadsheet, which lost digits of the ${name}; take it from where it came from.`;
    case 'spreadsheet-error':
      return `${quoted(found)} is an error of a spreadsheet${inCell(at)}, not ${articled(name)}.`;
    case 'swallowed-rows':
      return `An opened quotation mark swallowed the rows after this one, up to ${quoted(found)}; repair it in the file and drop it again.`;
    case 'cleared':
      return `${quoted(found)} was removed, because a result "Unavailable" has no ${name}.`;
    case 'date-far':
      return `${quoted(found)} is far from today; check the year.`;
    case 'letters-asked':
      return `In the ${name} ${quoted(found)} a question mark may stand for a lost letter; check it.`;
    case 'true-or-false':
      return `${quoted(found)}${inCell(at)} is what a question came to, not ${articled(name)}.`;
    case 'shown-otherwise':
      return `The ${name} ${quoted(found)}${inCell(at)} may look different in Excel, which shortens long numbers; compare the two.`;
    case 'shown-as-date':
      return `The ${name}${inCell(at)} is the date ${quoted(found)} in Excel, which turns texts such as "1-2" into one; check it.`;
    case 'lost-zeros':
      return `The order reference ${quoted(found)} is shorter than the others; it may have lost its leading zeros.`;
  }
}

/** Where in a workbook; nothing for a text, which has no addresses. */
function inCell(at: string | undefined): string {
  return at === undefined ? '' : ` in cell ${at}`;
}

function articled(name: string): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
