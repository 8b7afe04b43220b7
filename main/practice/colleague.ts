// A colleague on another machine: some orders have a result of theirs already, and now and then they change one that was just
// written, so that people learn what the program asks then before it matters.
import type { PracticeRecord } from './booking-results-script.ts';

const NAME = 'Emma Clarke';
/** Orders that a colleague confirmed at 09:12 of the day, or just now where that lies ahead. */
const CONFIRMED_BEFORE = ['ORD-2025-00121', 'ORD-2025-00122', 'ORD-2025-00123'];
const EVERY_WRITES = 12;

function say(record: PracticeRecord, bookingDate: string, at: number): void {
  record.bookingResult = 'Booked';
  record.bookingDate = bookingDate;
  record.inspectorName = NAME;
  record.confirmedAt = at;
}

export interface Colleague {
  /** Looks at the orders that were just written. */
  readonly look: (records: ReadonlyMap<string, PracticeRecord>, refs: readonly string[], now: number) => void;
}

/** A colleague at work on these records since this morning. */
export function createColleague(records: ReadonlyMap<string, PracticeRecord>, now: number): Colleague {
  let writes = 0;
  const morning = new Date(now);
  morning.setHours(9, 12, 0, 0);
  for (const ref of CONFIRMED_BEFORE) {
    const record = records.get(ref);
    if (record !== undefined && record.confirmedAt === null)
      say(record, new Date(now).toISOString().slice(0, 10), Math.min(now, morning.getTime()));
  }
  return {
    look: (all, refs, at) => {
      for (const ref of refs) {
        const record = all.get(ref);
        if (record === undefined || record.confirmedAt === null) continue;
        writes += 1;
        // The result that was read back is still ours; the next one to look finds another.
        if (writes % EVERY_WRITES === 0 && record.inspectorName !== NAME)
          say(record, record.bookingDate || isoDay(at), at + 1000);
      }
    },
  };
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
