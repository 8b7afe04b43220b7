// The script "CLIV Booking Results Batch": the steps of the API page's "Processing" table over a map of records.
// One bad result never stops the others; the answer names every order.
import { BOOKING_RESULTS, type BookingResultDraft, isCalendarDate } from '../../shared/booking-result.ts';
import { type PracticeOrder, practisedOrder } from './orders.ts';

/** A QC_Booking record. FileMaker's names: CLIV_Booking_Result, bookingDate, InspectorName, CLIV_Booking_Confirmed_At. */
export interface PracticeRecord {
  bookingResult: string;
  bookingDate: string;
  inspectorName: string;
  /** Stamped on every commit, epoch ms; null until a first result is written. */
  confirmedAt: number | null;
  /** How many times a result was written, so that a double delivery can be seen. */
  writes: number;
  /** What the server says instead of writing; null lets the write through. */
  refusal: string | null;
}

/** One line of the script's summary, in its own words. */
export type OrderVerdict =
  | { readonly internalOrderRef: string; readonly status: 'OK' }
  | { readonly internalOrderRef: string; readonly status: 'Error'; readonly error: string };

/** What the script returns, before it becomes the text of `scriptResult`. */
export interface BatchSummary {
  readonly processed: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly results: readonly OrderVerdict[];
}

/** What becomes of an order nobody entered: unknown, made up as results of it come (for load tests), or practised, for a find too. */
export type UnknownOrders = 'refused' | 'made-up' | 'practised';

/** What the script needs from the server around it. */
export interface ScriptContext {
  readonly records: Map<string, PracticeRecord>;
  readonly now: () => number;
  readonly unknownOrders: UnknownOrders;
}

/** What FileMaker's JSON functions return for text that is not JSON: a question mark and a complaint, no error. */
export const NOT_JSON = '? * Line 1, Column 1\r  Syntax error: value, object or array expected.\r';

const NOT_FOUND = 'Record not found';

/** A record to which no result was written yet. */
export function emptyRecord(refusal: string | null): PracticeRecord {
  return { bookingResult: '', bookingDate: '', inspectorName: '', confirmedAt: null, writes: 0, refusal };
}

/** The records of a fresh database. */
export function recordsFromOrders(orders: readonly PracticeOrder[]): Map<string, PracticeRecord> {
  return new Map(orders.map((order) => [order.internalOrderRef, emptyRecord(order.refusal ?? null)]));
}

/** The results inside a `script.param`, or null when it is not JSON. Anything absent is empty, as in FileMaker. */
export function batchFromParam(param: string): BookingResultDraft[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(param);
  } catch {
    return null;
  }
  const list = (parsed as { bookingResults?: unknown } | null)?.bookingResults;
  if (!Array.isArray(list)) return [];
  return list.map((item: Partial<Record<keyof BookingResultDraft, unknown>> | null) => ({
    internalOrderRef: textFrom(item?.internalOrderRef),
    bookingResult: textFrom(item?.bookingResult),
    bookingDate: textFrom(item?.bookingDate),
    inspectorName: textFrom(item?.inspectorName),
  }));
}

/** Writes each result in turn and answers with the summary of all. */
export function runBookingResultsScript(batch: readonly BookingResultDraft[], context: ScriptContext): BatchSummary {
  const results: OrderVerdict[] = [];
  let failed = 0;
  for (const result of batch) {
    const internalOrderRef = result.internalOrderRef;
    const error = write(result, context);
    if (error === null) results.push({ internalOrderRef, status: 'OK' });
    else {
      failed += 1;
      results.push({ internalOrderRef, status: 'Error', error });
    }
  }
  return { processed: batch.length, succeeded: batch.length - failed, failed, results };
}

/** FileMaker's last error when the script ends: that of a last find without a match stays, and says nothing of the batch. */
export function lastErrorOf({ results }: BatchSummary): string {
  const last = results.at(-1);
  return last?.status === 'Error' && last.error === NOT_FOUND ? '401' : '0';
}

/** Writes one result and stamps its record, or says why not. */
function write(result: BookingResultDraft, context: ScriptContext): string | null {
  const record = recordOf(result.internalOrderRef, context);
  if (!record) return NOT_FOUND;
  if (!BOOKING_RESULTS.some((word) => word === result.bookingResult)) return 'Invalid bookingResult value';
  if (result.bookingResult === 'Booked') {
    if (!isCalendarDate(result.bookingDate)) return 'Invalid bookingDate';
    if (result.inspectorName === '') return 'Invalid inspectorName';
  }
  if (record.refusal !== null) return record.refusal;
  record.bookingResult = result.bookingResult;
  record.bookingDate = result.bookingDate;
  record.inspectorName = result.inspectorName;
  record.confirmedAt = context.now();
  record.writes += 1;
  return null;
}

/** The record of an order that Practice knows without anybody having entered it; none where it does not know it. */
export function practise(ref: string, records: Map<string, PracticeRecord>): PracticeRecord | undefined {
  const order = practisedOrder(ref);
  if (order === null) return undefined;
  const created = emptyRecord(order.refusal ?? null);
  records.set(ref, created);
  return created;
}

function recordOf(internalOrderRef: string, context: ScriptContext): PracticeRecord | undefined {
  const known = context.records.get(internalOrderRef);
  if (known || internalOrderRef === '') return known;
  if (context.unknownOrders === 'practised') return practise(internalOrderRef, context.records);
  if (context.unknownOrders === 'refused') return undefined;
  const created = emptyRecord(null);
  context.records.set(internalOrderRef, created);
  return created;
}

function textFrom(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : String(value);
}
