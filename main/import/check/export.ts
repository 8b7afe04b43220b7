// Text for spreadsheets: CSV that opens in Excel with a double click, and whose cells can never be taken for a formula.
// What is written here comes back the same through our own import.

// A spreadsheet takes a cell that starts with one of these for a formula (OWASP ASVS 1.2.10), or their full-width twins.
// An apostrophe is quoted too, because the import takes one off.
const FORMULA = /^['=+\-@\t\r\n\0＝＋－＠]/;
const QUOTED_FORMULA = /^'['=+\-@\t\r\n\0＝＋－＠]/;
const NEEDS_QUOTES = /[",;\t\r\n]/;

/** The cell with a leading apostrophe when it could be taken for a formula, or for one that was already defused. */
export function quoteFormula(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** Takes back what `quoteFormula` did. */
export function unquoteFormula(cell: string): string {
  return QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** What a spreadsheet takes for a number or a day, and saves as another text: 00123 as 123, 3-4 as 3-Apr. */
const REWRITTEN = /^(?:0\d+|\d{12,}|\d+E\d+|\d{1,2}[-/.]\d{1,4}(?:[-/.]\d{1,4})?|\d{4}[-/.]\d{1,2})$/i;

/** A reference or a day, which must survive being opened and saved; our own import takes its apostrophe off. */
export interface Code {
  readonly code: string;
}

type Cell = string | number | Code;

function safeText(cell: Cell): string {
  if (typeof cell !== 'object') return quoteFormula(String(cell));
  return REWRITTEN.test(cell.code) ? `'${cell.code}` : quoteFormula(cell.code);
}

function csvCell(cell: Cell): string {
  const safe = safeText(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a CSV file starts with so that Excel reads it as UTF-8. */
export const CSV_START = '\uFEFF';

/** One line of CSV with its line end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
