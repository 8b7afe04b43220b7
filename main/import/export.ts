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

function csvCell(cell: string): string {
  const safe = quoteFormula(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a CSV file starts with so that Excel reads it as UTF-8. */
export const CSV_START = '\uFEFF';

/** One line of CSV with its line end. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => csvCell(String(cell))).join(',')}\r\n`;
}
