// The orders that Practice knows, and the sample file over them: success, an unknown order, a refusal and a mistake,
// so that a first-time user meets every outcome before it matters.

import { CLOSED_END, UNKNOWN_END } from '../../shared/practice-rule.ts';
import { addDays } from '../../shared/stockholm-time.ts';

/** One order as BasicPSF keeps it; `refusal` is what the server answers instead of writing. */
export interface PracticeOrder {
  readonly internalOrderRef: string;
  readonly refusal?: string;
}

const FIRST = 101;
const COUNT = 40;

const REFUSALS: Readonly<Record<string, string>> = {
  'ORD-2025-00117': 'Record is in use by another user',
  'ORD-2025-00131': 'Order is closed',
};

/** The seeded orders, `ORD-2025-00101` to `ORD-2025-00140`; two of them refuse every result. */
export const PRACTICE_ORDERS: readonly PracticeOrder[] = Array.from({ length: COUNT }, (_, index) => {
  const internalOrderRef = `ORD-2025-${String(FIRST + index).padStart(5, '0')}`;
  const refusal = REFUSALS[internalOrderRef];
  return refusal === undefined ? { internalOrderRef } : { internalOrderRef, refusal };
});

/** Whether it is one of the seeded references but for capitals, hyphens and zeros, so that slips are learned from the sample. */
function isMistyped(internalOrderRef: string): boolean {
  const [, number] = internalOrderRef.replace(/[^\p{L}\p{N}]/gu, '').match(/^ORD2025(\d+)$/i) ?? [];
  return number !== undefined && Number(number) >= FIRST && Number(number) < FIRST + COUNT;
}

/** The order that Practice knows under a reference which is none of the seeded ones, so that anybody's own file works there, or null. */
export function practisedOrder(internalOrderRef: string): PracticeOrder | null {
  if (internalOrderRef === '' || internalOrderRef.endsWith(UNKNOWN_END) || isMistyped(internalOrderRef)) return null;
  return internalOrderRef.endsWith(CLOSED_END) ? { internalOrderRef, refusal: 'Order is closed' } : { internalOrderRef };
}

/** Each row of the sample, with its date in days after the first. */
const SAMPLE_ROWS: readonly (readonly [number, string, number | null, string])[] = [
  [101, 'Booked', 0, 'Zhang Wei'],
  [102, 'Booked', 1, 'Li Fang'],
  [103, 'Unavailable', null, ''],
  [104, 'Booked', 2, 'Åsa Lindström'],
  [105, 'Booked', 2, 'Erik Sjöberg'],
  [106, 'Booked', 4, 'Emma Clarke'],
  [107, 'Booked', 7, 'Zhang Wei'],
  [108, 'Booked', Number.NaN, 'Emma Clarke'],
  [109, 'Booked', 8, 'Li Fang'],
  [110, 'Booked', 9, 'Erik Sjöberg'],
  [117, 'Booked', 9, 'Åsa Lindström'],
  [999, 'Booked', 10, 'Zhang Wei'],
];

function dateOf(first: string, days: number | null): string {
  if (days === null) return '';
  return Number.isNaN(days) ? `${first.slice(0, 4)}-02-30` : addDays(first, days);
}

/**
 * A CSV of twelve results from the day `first` (YYYY-MM-DD) on: nine succeed, one order is unknown, one is refused, one has a
 * date that does not exist.
 */
export function sampleCsv(first = '2025-04-28'): string {
  const rows = SAMPLE_ROWS.map(([n, result, days, inspector]) =>
    [`ORD-2025-${String(n).padStart(5, '0')}`, result, dateOf(first, days), inspector].join(','),
  );
  return `${['internalOrderRef,bookingResult,bookingDate,inspectorName', ...rows].join('\n')}\n`;
}
