// Numbers as Excel shows them: the format of a cell, the fifteen digits that it keeps, and the two calendars that it counts days in.
// Pure.
import { format, getFormatDateInfo, getFormatFromId, isDateFormat } from 'numfmt';

/** What a cell with a number shows. */
export interface ShownNumber {
  readonly text: string;
  /** `YYYY-MM-DD`, with `HH:MM:SS` behind it when the number is not midnight; null when the format shows no day. */
  readonly day: string | null;
  /** The text says more than Excel shows, or what Excel shows is not known. */
  readonly isOtherwise: boolean;
}

/** Shows numbers in one format. */
export type ShowNumber = (value: number) => ShownNumber;

/** `[h]`, `[mm]`: time that has passed. */
const ELAPSED = /\[(?:h+|m+|s+)\]/i;
/** Figures of another script, which nobody writes here. */
const OTHER_FIGURES = /\[(?:DB|Nat)Num\d/i;
const MAX_CODE_LENGTH = 500;
const DIGITS = 15;
/** General shows eleven digits at most. */
const SHORTENED_FROM = 1e11;
const NOT_EXACT_FROM = 1e15;
const DAYS_TO_1904 = 1462;
/** The leap day that 1900 did not have, and that Excel counts. */
const NO_DAY = 60;
const OPTIONS = { dateErrorNumber: false, dateSpanLarge: false, overflow: '######' } as const;
const FULL = 'yyyy-mm-dd';

/** The number that Excel keeps of one: fifteen digits. */
export function keptNumber(value: number): number {
  return Number.isInteger(value) && Math.abs(value) < NOT_EXACT_FROM ? value : Number(value.toPrecision(DIGITS));
}

/** `YYYY-MM-DD` and the time that is not midnight; null for what is no day of this calendar. */
export function dayFromSerial(value: number, is1904: boolean): string | null {
  const serial = is1904 ? value + DAYS_TO_1904 : value;
  if (value < 0 || serial < 1 || Math.floor(serial) === NO_DAY) return null;
  const day = format(FULL, serial, OPTIONS);
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  const time = format('hh:mm:ss', serial, OPTIONS);
  return time === '00:00:00' ? day : `${day} ${time}`;
}

/** Excel writes money of another country with the marks of its own; only the names of months and days are of that country. */
function withoutCountry(code: string): string {
  return code.replace(/\[\$([^\]-]*)(?:-[^\]]*)?\]/g, (_, sign: string) => (sign === '' ? '' : `"${sign}"`));
}

function general(value: number): ShownNumber {
  const isExact = Number.isInteger(value) && Math.abs(value) < NOT_EXACT_FROM;
  const isOtherwise = isExact && Math.abs(value) >= SHORTENED_FROM;
  return { text: isExact ? String(value) : format('General', value), day: null, isOtherwise };
}

/** How numbers are shown in the format with this code; one that nobody knows is shown as General, with a doubt. */
export function showNumberIn(code: string, is1904: boolean): ShowNumber {
  const unknown: ShowNumber = (value) => ({ ...general(value), isOtherwise: true });
  if (code.length > MAX_CODE_LENGTH) return unknown;
  if (/^(?:general|@)?$/i.test(code)) return general;
  try {
    const isDate = isDateFormat(code);
    const { day, month } = getFormatDateInfo(code);
    const pattern = isDate ? code : withoutCountry(code);
    format(pattern, 1, OPTIONS);
    if (!isDate) {
      const isOtherwise = OTHER_FIGURES.test(code);
      return (value) => ({ text: format(pattern, value, OPTIONS).trim(), day: null, isOtherwise });
    }
    // Hours that have passed are the same in both calendars.
    const offset = is1904 && !ELAPSED.test(code) ? DAYS_TO_1904 : 0;
    return (value) => ({
      text: value < 0 ? OPTIONS.overflow : format(pattern, value + offset, OPTIONS).trim(),
      day: day && month ? dayFromSerial(value, is1904) : null,
      isOtherwise: false,
    });
  } catch {
    // A code that Excel would not have written.
    return unknown;
  }
}

/**
 * The code of a format that a workbook names by number only (ECMA-376 part 1, 18.8.30). Dates that are written as the system
 * of the reader writes them are written in full.
 */
export function builtInFormat(id: number): string {
  const code = getFormatFromId(id);
  return code.startsWith('m/d/yyyy') || (id >= 32 && id <= 35) ? code.replace(/^(?:m\/d\/yyyy|h:mm:ss)/, FULL) : code;
}
