// Days as offices write them, to `YYYY-MM-DD`. Which of day and month comes first is decided for a whole column, from all of it,
// and never for one cell by itself. Pure.
import { isCalendarDate } from '../../../shared/booking-result.ts';
import type { DateForm, DateOrder } from '../../../shared/reading.ts';
import { monthOf } from './months.ts';

/** A text that was recognised as a day, as far as it tells by itself. */
export interface DateShape {
  readonly form: DateForm;
  /** The day; null when the order of its column must say, or when there is no such day. */
  readonly date: string | null;
  /** Day and month in the order they were met, for forms that start with one of them. */
  readonly pair: readonly [first: number, second: number, year: string] | null;
  /** What stands between day and month; empty for forms that do not start with one of them. */
  readonly separator: string;
  /** A time of day that is not midnight, which will be left out. */
  readonly hasTime: boolean;
}

const TIME = /[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm]|Z)?$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?$/;
const COMPACT = /^((?:19|20)\d\d)(\d\d)(\d\d)$/;
const CHINESE = /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?$/;
const YEAR_LAST = /^(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})$/;
const TWO_DIGIT_YEAR = /^(?:\d{1,2}([-/.])\s?\d{1,2}\1\s?\d{2}|\d{1,2}[-\s]\p{L}{3,12}\.?[-\s]\d{2})$/u;
const MONTH_NAME = /^(\d{1,2})[-\s.]+(\p{L}{3,12})\.?[-\s,]+(\d{4})$/u;
const MONTH_NAME_FIRST = /^(\p{L}{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})$/u;
/** Five digits reach from 1927 to 2173; fewer are more likely a year or a number of something else. */
const SERIAL = /^(\d{5})(?:[.,](\d+))?$/;
/** No day is longer, and a pattern takes its time over a page of spaces. */
const MAX_LENGTH = 40;
const MINGUO =
  /^(?:(1\d\d)([-/.])(\d{1,2})\2(\d{1,2})|(?:中[华華]民[国國]|民[国國])?\s*(\d{2,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]?)$/;
const MINGUO_YEARS = 1911;
const BUDDHIST_YEARS = 543;
const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar as it counts from March 1900 on, after the leap day that 1900 did not have. */
const SERIAL_START = Date.UTC(1899, 11, 30);

function dayOf(year: string, month: number, day: number): string | null {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isCalendarDate(date) ? date : null;
}

/** Recognises a day; null when it is none of the forms. Year-month-day in full is a form of its own and not asked for here. */
export function dateShape(text: string): DateShape | null {
  if (text.length > MAX_LENGTH) return null;
  const time = TIME.exec(text);
  const day = (time === null ? text : text.slice(0, time.index)).trim();
  const [, hours, minutes, seconds = '00', mark = ''] = time ?? [];
  const isMidnight = minutes === '00' && seconds === '00' && (Number(hours) === 0 || (hours === '12' && /^a/i.test(mark)));
  // Midnight in Stockholm is the evening before in UTC: such a moment says nothing certain about its day.
  if (mark === 'Z' && !isMidnight) return null;
  const shape = shapeOfDay(day);
  if (shape === null || (time !== null && shape.form === 'serial-number')) return null;
  return time !== null && !isMidnight ? { ...shape, hasTime: true } : shape;
}

function shapeOfDay(text: string): DateShape | null {
  const shape = (form: DateForm, date: string | null): DateShape => ({
    form,
    date,
    pair: null,
    separator: '',
    hasTime: false,
  });
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) {
    const [, year, , month, day] = yearFirst as unknown as [string, string, string, string, string];
    return shape('year-month-day', dayOf(year, Number(month), Number(day)));
  }
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast !== null) {
    const [, first, separator, second, year] = yearLast as unknown as [string, string, string, string, string];
    return {
      ...shape('day-or-month-first', null),
      pair: [Number(first), Number(second), year],
      separator,
    };
  }
  const serial = SERIAL.exec(text);
  if (serial !== null) {
    const date = new Date(SERIAL_START + Number(serial[1]) * DAY_MS).toISOString().slice(0, 10);
    return { ...shape('serial-number', date), hasTime: Number(serial[2] ?? 0) > 0 };
  }
  const whole = COMPACT.exec(text) ?? CHINESE.exec(text);
  if (whole !== null) {
    const [, year, month, day] = whole as unknown as [string, string, string, string];
    return shape(text.includes('年') ? 'chinese' : 'year-month-day', dayOf(year, Number(month), Number(day)));
  }
  if (TWO_DIGIT_YEAR.test(text)) return shape('two-digit-year', null);
  const named = MONTH_NAME.exec(text);
  if (named !== null) return shape('month-name', dayOf(named[3] as string, monthOf(named[2] as string), Number(named[1])));
  const namedFirst = MONTH_NAME_FIRST.exec(text);
  if (namedFirst !== null)
    return shape('month-name', dayOf(namedFirst[3] as string, monthOf(namedFirst[1] as string), Number(namedFirst[2])));
  return null;
}

/** Which order a cell proves by itself; null when it proves none. */
function provenOrder([first, second]: readonly [number, number, string]): DateOrder | null {
  if (first > 12 && second <= 12) return 'day-month-year';
  return second > 12 && first <= 12 ? 'month-day-year' : null;
}

/** The day under the order of its column; null when there is none. A column without one order settles nothing. */
export function dateInOrder({ date, pair }: DateShape, order: DateOrder | null): string | null {
  if (pair === null) return date;
  const [first, second, year] = pair;
  if (order === 'day-month-year') return dayOf(year, second, first);
  return order === 'month-day-year' ? dayOf(year, first, second) : null;
}

/** The day that a cell can only mean, whatever the rest of its column says; null when it could mean two. */
export function certainDate(text: string): string | null {
  const shape = dateShape(text);
  if (shape === null || shape.hasTime) return null;
  if (shape.pair === null) return shape.date;
  const [first, second] = shape.pair;
  return dateInOrder(shape, first === second ? 'day-month-year' : provenOrder(shape.pair));
}

/** The year of the Republic of China, as `114/4/28` or `民國114年4月28日`, which counts from 1912; null when it is no such day. */
export function minguoDate(text: string): string | null {
  const found = MINGUO.exec(text);
  if (found === null) return null;
  const [year, month, day] = (found[1] === undefined ? found.slice(5) : [found[1], found[3], found[4]]) as [
    string,
    string,
    string,
  ];
  return dayOf(String(Number(year) + MINGUO_YEARS), Number(month), Number(day));
}

/** The same day when its year was counted from the Buddha's death, as in Thailand. */
export function buddhistDate(date: string): string | null {
  return dayOf(String(Number(date.slice(0, 4)) - BUDDHIST_YEARS), Number(date.slice(5, 7)), Number(date.slice(8)));
}

/** The day with its day and month in each other's place; null when that makes no other day. */
export function swappedDate(date: string): string | null {
  const [year, month, day] = [date.slice(0, 4), date.slice(5, 7), date.slice(8)];
  return day > '12' || day === month ? null : `${year}-${day}-${month}`;
}

/** What a whole column says about the order of its days and months. */
export interface OrderEvidence {
  readonly take: (shape: DateShape) => void;
  /** The order; null for a column that holds both. `isCertain` is false when the cells allow either, and the order is a guess. */
  readonly verdict: () => { readonly order: DateOrder | null; readonly isCertain: boolean; readonly isProven: boolean };
}

interface Proofs {
  'day-month-year': number;
  'month-day-year': number;
  'year-month-day': number;
  /** Cells that allow two days, and those where it makes no difference. */
  open: number;
  settled: number;
}

/**
 * Collects the evidence of one column: a value above 12, then dots, which only people who put the day first write. Dates with
 * one mark between their parts say nothing about those with another: they were written by different people.
 */
export function createOrderEvidence(): OrderEvidence {
  const bySeparator = new Map<string, Proofs>();
  return {
    take: ({ pair, separator }) => {
      if (pair === null) return;
      const proofs = bySeparator.get(separator) ?? {
        'day-month-year': 0,
        'month-day-year': 0,
        'year-month-day': 0,
        open: 0,
        settled: 0,
      };
      bySeparator.set(separator, proofs);
      const proof = provenOrder(pair);
      if (proof !== null) proofs[proof] += 1;
      else if (pair[0] === pair[1] || pair[0] > 12) proofs.settled += 1;
      else proofs.open += 1;
    },
    verdict: () => {
      const all = [...bySeparator];
      const sum = (key: keyof Proofs): number => all.reduce((total, [, proofs]) => total + proofs[key], 0);
      const [dayFirst, monthFirst] = [sum('day-month-year'), sum('month-day-year')];
      const isProven = dayFirst + monthFirst > 0;
      if (dayFirst > 0 && monthFirst > 0) return { order: null, isCertain: true, isProven };
      const order = monthFirst > 0 ? 'month-day-year' : all.length > 0 ? 'day-month-year' : 'year-month-day';
      const isOpen = ([separator, proofs]: [string, Proofs]): boolean =>
        proofs.open > 0 && proofs['day-month-year'] + proofs['month-day-year'] === 0 && (separator !== '.' || monthFirst > 0);
      return { order, isCertain: !all.some(isOpen), isProven };
    },
  };
}
