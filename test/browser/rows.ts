// Rows for the tests of the window, over the orders that Practice knows.
export const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';

/** `ORD-2025-00101` and so on: the orders that Practice knows. */
export function ref(n: number): string {
  return `ORD-2025-${String(100 + n).padStart(5, '0')}`;
}

/** A file of these rows under the usual header. */
export function csv(...rows: string[]): string {
  return [HEADER, ...rows].join('\n');
}
