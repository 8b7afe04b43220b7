// References and names that another program wrote where there was none, or rewrote: totals, comments, `nan`, `NULL`, 12345.0 for
// 12345, 3-Apr for 3-4. They may be what they seem, so they are remarked and not refused. Pure.
import type { BookingResult } from '../../../shared/booking-result.ts';
import type { Problem } from '../../../shared/import.ts';
import { problem } from './rows.ts';

const NOTHING = /^(?:nan|null|none|nil|undefined|n\/?a|-+)$/i;
const TOTAL = /^(?:(?:sub|grand )?total|sum|summa|totalt|count|antal|合计|总计|小计|總計)\s*[:：]?\s*\d*$/i;
const COMMENT = /^(?:#|\/\/|--)/;
const DECIMAL = /^\d+[.,]0+$/;
const MONTHS = 'jan|feb|mar|mars|apr|may|maj|jun|jul|aug|sep|oct|okt|nov|dec';
const DAY_AND_MONTH = new RegExp(`^(?:\\d{1,2}-(?:${MONTHS})|(?:${MONTHS})-\\d{1,2})$`, 'i');

function isUnlikelyRef(ref: string): boolean {
  return [NOTHING, TOTAL, COMMENT, DECIMAL, DAY_AND_MONTH].some((pattern) => pattern.test(ref));
}

/** What is unlikely about a result that could be queued; empty for nearly all. */
export function unlikelyValues({ internalOrderRef: ref, inspectorName: name }: BookingResult): readonly Problem[] {
  const problems: Problem[] = [];
  if (isUnlikelyRef(ref)) problems.push(problem('internalOrderRef', 'unlikely-value', ref, 'the reference of an order'));
  if (NOTHING.test(name)) problems.push(problem('inspectorName', 'unlikely-value', name, 'the name of the inspector'));
  return problems;
}
