// What a workbook says of a cell besides its text.

/**
 * What there is to know about a cell besides what it shows. day: it is a date, whatever it shows. serial: its number would be this
 * day in the calendar of the workbook. The others are for a person to look at; `at` is the address of the cell.
 */
export type CellMark =
  | { readonly kind: 'day' | 'serial'; readonly day: string; readonly at: string }
  | { readonly kind: 'formula' | 'error' | 'true-or-false' | 'shown-otherwise'; readonly found: string; readonly at: string };
