// The column of dates: what day each cell means under the order that was found or chosen, and what the dates met so far say
// about that order. A cell that means no day stays as it is, for the rules of a row to refuse.
import { isCalendarDate } from '../../../shared/booking-result.ts';
import type { DateForm, DateOrder, NoteKind, ReadingReport } from '../../../shared/reading.ts';
import { codeValue } from '../check/cells.ts';
import { createNotes, type Notes } from '../check/notes.ts';
import { type CheckedRow, problem } from '../check/rows.ts';
import type { CellMark } from '../read/cell-mark.ts';
import { buddhistDate, createOrderEvidence, dateInOrder, dateShape, type OrderEvidence, swappedDate } from '../read/dates.ts';

/** Of the dates that start with the year: some that are another day the other way round, and how many can only be read one way. */
export interface YearFirstDates {
  readonly swappable: readonly string[];
  readonly certain: number;
  /** How many have a day in the place of the month. */
  readonly dayBeforeMonth: number;
}

export interface DateColumn {
  /** Whether a day that was read already needs no second look: not turned around, and in a year that somebody means. */
  readonly isPlain: (date: string) => boolean;
  /** Counts such a day. */
  readonly takePlain: (date: string) => void;
  /** The day that a cell means under the order of its column; the cell as it is when it means none. */
  readonly value: (cell: string, mark: CellMark | undefined) => string;
  /** A day in a year that nobody means is no result, however real it is. */
  readonly withYear: (checked: CheckedRow) => CheckedRow;
  /** What the dates met so far say about their order. */
  readonly order: OrderEvidence['verdict'];
  readonly yearFirst: () => YearFirstDates;
  readonly forms: () => ReadingReport['dateForms'];
}

/** Of `YYYY-MM-DD`. */
const DAY_LENGTH = 10;
/** A year further away than this is a slip, or one of another calendar. */
const YEARS_AWAY = 2;
const SAMPLES = 3;
const DAY_BEFORE_MONTH = /^\d{4}[-/.](?:1[3-9]|2\d|3[01])[-/.](?:0?[1-9]|1[0-2])$/;

/** What was understood silently goes to `notes`; `today` is `YYYY-MM-DD`, and says which years are near. */
export function createDateColumn(
  plan: { readonly dateOrder: DateOrder | null; readonly areSwapped: boolean; readonly today: string },
  notes: Notes<NoteKind>,
): DateColumn {
  const evidence = createOrderEvidence();
  const forms = createNotes<DateForm>();
  const year = Number(plan.today.slice(0, 4));
  const [firstYear, lastYear] = [`${year - YEARS_AWAY}-`, `${year + YEARS_AWAY}-99`];
  const swappable: string[] = [];
  let certainDays = 0;
  let dayBeforeMonth = 0;

  const isNear = (date: string): boolean => date > firstYear && date < lastYear;

  function takeYearFirst(date: string): void {
    if (date > 'A' || date === '') return;
    if (date.charCodeAt(8) > 0x31 || (date.charCodeAt(8) === 0x31 && date.charCodeAt(9) > 0x32)) certainDays += 1;
    else if (swappable.length < SAMPLES && swappedDate(date) !== null && !swappable.includes(date)) swappable.push(date);
  }

  function value(cell: string, mark: CellMark | undefined): string {
    const text = codeValue(cell, notes.add);
    if (text === '') return text;
    if (isCalendarDate(text)) {
      takeYearFirst(text);
      const swapped = plan.areSwapped ? swappedDate(text) : null;
      if (swapped !== null) notes.add('dates-swapped', `${text} → ${swapped}`);
      return swapped ?? text;
    }
    const shape = dateShape(text);
    forms.add(shape?.form ?? 'other', text);
    if (shape === null) return text;
    if (shape.date === null && DAY_BEFORE_MONTH.test(text)) dayBeforeMonth += 1;
    evidence.take(shape);
    const isCounted = mark?.kind === 'serial' && shape.form === 'serial-number';
    const date = isCounted ? mark.day.slice(0, DAY_LENGTH) : dateInOrder(shape, plan.dateOrder);
    if (date === null) return text;
    notes.add('dates-converted', `${text} → ${date}`);
    if (shape.hasTime) notes.add('times-dropped', text);
    return date;
  }

  function withYear(checked: CheckedRow): CheckedRow {
    const date = checked.result?.bookingDate ?? '';
    if (date === '' || isNear(date)) return checked;
    const buddhist = buddhistDate(date);
    const expected = `a year from ${year - YEARS_AWAY} to ${year + YEARS_AWAY}, or the very date confirmed`;
    const fix = buddhist !== null && isNear(buddhist) ? buddhist : null;
    return { result: null, problems: [...checked.problems, problem('bookingDate', 'date-year', date, expected, fix)] };
  }

  return {
    isPlain: (date) => date === '' || (!plan.areSwapped && isNear(date)),
    takePlain: takeYearFirst,
    value,
    withYear,
    order: evidence.verdict,
    yearFirst: () => ({ swappable, certain: certainDays, dayBeforeMonth }),
    forms: () => forms.all().map(({ kind, count, sample }) => ({ form: kind, count, sample })),
  };
}
