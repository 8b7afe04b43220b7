// The orders that Practice knows, and the sample file over them: success, an unknown order, a refusal and a mistake,
// so that a first-time user meets every outcome before it matters.

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

const SAMPLE_ROWS = [
  'internalOrderRef,bookingResult,bookingDate,inspectorName',
  'ORD-2025-00101,Booked,2025-04-28,Zhang Wei',
  'ORD-2025-00102,Booked,2025-04-29,Li Fang',
  'ORD-2025-00103,Unavailable,,',
  'ORD-2025-00104,Booked,2025-04-30,Åsa Lindström',
  'ORD-2025-00105,Booked,2025-04-30,Erik Sjöberg',
  'ORD-2025-00106,Booked,2025-05-02,Emma Clarke',
  'ORD-2025-00107,Booked,2025-05-05,Zhang Wei',
  'ORD-2025-00108,Booked,2025-02-30,Emma Clarke',
  'ORD-2025-00109,Booked,2025-05-06,Li Fang',
  'ORD-2025-00110,Booked,2025-05-07,Erik Sjöberg',
  'ORD-2025-00117,Booked,2025-05-07,Åsa Lindström',
  'ORD-2025-00999,Booked,2025-05-08,Zhang Wei',
];

/** A CSV of twelve results: nine succeed, one order is unknown, one is refused, one has a date that does not exist. */
export function sampleCsv(): string {
  return `${SAMPLE_ROWS.join('\n')}\n`;
}
