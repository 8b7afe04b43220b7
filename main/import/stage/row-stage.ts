// Records to staged rows. Every record below the header that is not blank becomes one staged row, whatever is wrong with it,
// and what was understood on the way is counted for the report.
import type { BookingResult } from '../../../shared/booking-result.ts';
import type { Problem, Totals } from '../../../shared/import.ts';
import type { DateOrder, NoteKind, ReadingReport } from '../../../shared/reading.ts';
import { addDays } from '../../../shared/stockholm-time.ts';
import { MARK_COLUMN } from '../../outbox/marked-rows.ts';
import { type Cleaning, codeValue, nameValue } from '../check/cells.ts';
import { createDuplicateFinder } from '../check/duplicates.ts';
import { mixesScripts } from '../check/invisible.ts';
import { createLetterCase } from '../check/letter-case.ts';
import { createLostZeros } from '../check/lost-zeros.ts';
import { type CellMarks, holdsBack, markProblems, withMarks } from '../check/marks.ts';
import type { Notes } from '../check/notes.ts';
import { checkRow, extraCellsProblem, isRounded, plainResult, problem, swallowedProblem } from '../check/rows.ts';
import { unlikelyValues } from '../check/unlikely.ts';
import { isBlank } from '../read/csv.ts';
import type { OrderEvidence } from '../read/dates.ts';
import type { Structure } from '../read/structure.ts';
import { createDateColumn, type YearFirstDates } from './date-column.ts';
import type { Staging } from './staging.ts';

/** How the rows of a file are read; `dateOrder` is null for a column that holds both orders. */
export interface RowPlan {
  readonly structure: Structure;
  readonly delimiter: string;
  readonly dateOrder: DateOrder | null;
  /** Day and month change places in dates that start with the year. */
  readonly areSwapped: boolean;
  readonly today: string;
}

export interface RowCounts {
  readonly totals: Totals;
  readonly dateForms: ReadingReport['dateForms'];
}

export interface RowStage {
  /** Takes a record; `marks` say what else a workbook knows of its cells. */
  readonly take: (cells: string[], record: number, line: number, lines: number, marks?: CellMarks) => void;
  /** Says that the whole file is so many times what was taken until now. */
  readonly expectTimes: (times: number) => void;
  /** What the dates met so far say about their order. */
  readonly order: OrderEvidence['verdict'];
  readonly yearFirst: () => YearFirstDates;
  /** Marks what only the whole file can tell, and counts; null if `shouldStop`. */
  readonly end: (shouldStop: () => boolean) => RowCounts | null;
}

const DAYS_BACK = 30;
const DAYS_AHEAD = 400;

/** Writes rows to `staging`; what was understood silently goes to `notes`. */
export function createRowStage(plan: RowPlan, staging: Staging, notes: Notes<NoteKind>): RowStage {
  const { columns, headerRow, titles } = plan.structure;
  const isMixed = plan.dateOrder === null;
  const [refAt, resultAt, dateAt, nameAt] = [
    columns.internalOrderRef ?? -1,
    columns.bookingResult ?? -1,
    columns.bookingDate ?? -1,
    columns.inspectorName ?? -1,
  ];
  const [firstDay, lastDay] = [addDays(plan.today, -DAYS_BACK), addDays(plan.today, DAYS_AHEAD)];
  const markAt = titles.findIndex((title) => title.trim().toLowerCase() === MARK_COLUMN);
  const duplicates = createDuplicateFinder();
  const dates = createDateColumn(plan, notes);
  const zeros = createLostZeros();
  const letterCase = createLetterCase();
  let [records, invalid, warned] = [0, 0, 0];

  function takeGood(result: BookingResult, remarks: readonly Problem[], record: number, line: number): void {
    duplicates.add(result.internalOrderRef, record);
    zeros.add(result.internalOrderRef);
    letterCase.add(result.internalOrderRef);
    const date = result.bookingDate;
    if (date !== '' && (date < firstDay || date > lastDay)) notes.add('dates-far', date);
    if (remarks.length === 0) staging.addGood(record, line, result);
    else {
      warned += 1;
      staging.add(record, line, result, 'new', remarks);
    }
  }

  function takeRow(cells: string[], record: number, line: number, lines: number, marks: CellMarks): void {
    records += 1;
    if (markAt !== -1) staging.addMark(record, (cells[markAt] ?? '').trim());
    const dateMark = marks?.[dateAt];
    if (dateMark?.kind === 'day') cells[dateAt] = dateMark.day;
    const marked = markProblems(marks, columns, cells[resultAt] ?? '');
    if (marked.length === 0 && lines === 1 && cells.length <= titles.length) {
      const good = plainResult(cells[refAt] ?? '', cells[resultAt] ?? '', cells[dateAt] ?? '', cells[nameAt] ?? '');
      if (good !== null && unlikelyValues(good).length === 0 && dates.isPlain(good.bookingDate)) {
        dates.takePlain(good.bookingDate);
        takeGood(good, [], record, line);
        return;
      }
    }
    let isNameCleaned = false;
    const row = {
      internalOrderRef: codeValue(cells[refAt] ?? '', notes.add),
      bookingResult: codeValue(cells[resultAt] ?? '', notes.add),
      bookingDate: dates.value(cells[dateAt] ?? '', dateMark),
      inspectorName: nameValue(cells[nameAt] ?? '', (kind: Cleaning, cell) => {
        notes.add(kind, cell);
        isNameCleaned ||= kind === 'invisible-letters';
      }),
    };
    const checked = dates.withYear(checkRow(row, isMixed));
    const problems = withMarks(checked.problems, marked);
    const misread =
      (cells.length > titles.length ? extraCellsProblem(cells, titles.length) : null) ??
      (lines > 1 ? swallowedProblem(cells, plan.delimiter) : null);
    if (checked.result === null || misread !== null || holdsBack(marked)) {
      invalid += 1;
      const damaged = checked.problems.find(({ rule }) => rule === 'damaged-letters');
      if (damaged !== undefined) notes.add('damaged-letters', damaged.found);
      staging.add(record, line, row, 'invalid', misread === null ? problems : [...problems, misread]);
      return;
    }
    takeGood(checked.result, [...problems, ...remarksOn(checked.result, isNameCleaned)], record, line);
  }

  /** What a person should know about a reference or a name that is queued all the same. */
  function remarksOn(result: BookingResult, isNameCleaned: boolean): Problem[] {
    const { internalOrderRef: ref, inspectorName: name } = result;
    const remarks: Problem[] = [...unlikelyValues(result)];
    if (mixesScripts(ref)) remarks.push(problem('internalOrderRef', 'mixed-scripts', ref, 'letters of one script'));
    if (isRounded(ref)) remarks.push(problem('internalOrderRef', 'fifteen-digits', ref, 'all digits; Excel keeps fifteen'));
    if (isNameCleaned) remarks.push(problem('inspectorName', 'invisible-letters', name, 'the name without invisible letters'));
    for (const { rule, found } of remarks)
      if (rule !== 'invisible-letters' && rule !== 'unlikely-value') notes.add(rule as NoteKind, found);
    return remarks;
  }

  /** An older value must not go out while nobody knows what the newer row of its order was to say. */
  function holdOrders(): number {
    if (invalid === 0) return 0;
    const held = staging.holdOrders();
    if (held.count > 0) notes.add('later-row-invalid', held.sample, held.count);
    invalid += held.count;
    return held.duplicates;
  }

  function markRemarks(): boolean {
    if (letterCase.isMixed()) {
      const alike = staging.remarkLetterCase(problem('internalOrderRef', 'letter-case', '', 'one way to write an order'));
      if (alike.count > 0) notes.add('letter-case', alike.sample, alike.count);
    }
    const far = notes.count('dates-far');
    // When most of a file lies far off it is the file that is old; the note says so once, and no row stands out.
    const isException = far > 0 && far * 2 < records;
    const expected = `a day from ${firstDay} to ${lastDay}`;
    if (isException) staging.remarkDates(firstDay, lastDay, problem('bookingDate', 'date-far', '', expected));
    const lost = zeros.verdict();
    if (lost !== null) {
      notes.add('lost-zeros', lost.sample, lost.count);
      staging.remarkShortRefs(
        lost.width,
        problem('internalOrderRef', 'lost-zeros', '', `${lost.width} digits, as most others have`),
      );
    }
    return isException || lost !== null || letterCase.isMixed();
  }

  return {
    take: (cells, record, line, lines, marks = null) => {
      if (isBlank(cells)) notes.add('empty-rows', String(record));
      else if (record > headerRow) takeRow(cells, record, line, lines, marks);
      else if (record < headerRow) notes.add('title-rows', cells.filter((cell) => cell.trim() !== '').join(' '));
    },
    expectTimes: (times) => duplicates.expect(records * times),
    order: dates.order,
    yearFirst: dates.yearFirst,
    end: (shouldStop) => {
      const marked = staging.markDuplicates(duplicates.pairs, shouldStop);
      if (marked === null) return null;
      const heldBefore = invalid;
      const duplicate = marked - holdOrders();
      const isHeld = invalid > heldBefore;
      const isRemarked = markRemarks();
      const totals: Totals = {
        records,
        new: records - invalid - duplicate,
        changed: 0,
        unchanged: 0,
        duplicate,
        invalid,
        warned: duplicate === 0 && !isRemarked && !isHeld ? warned : staging.countWarned(),
      };
      staging.writeFact('in-order', duplicates.isInOrder() ? 'yes' : 'no');
      staging.writeFact('totals', JSON.stringify(totals));
      return { totals, dateForms: dates.forms() };
    },
  };
}
