// What BasicPSF would not accept in a form or a row, field by field, by the one schema that decides it.
import {
  BOOKING_RESULTS,
  BookingResult,
  type BookingResultDraft,
  type BookingResultField,
  MAX_FIELD_LENGTH,
} from '../../shared/booking-result.ts';
import type { Problem } from '../../shared/import.ts';

/** The draft as it would be sent: without spaces around, and an `Unavailable` one without date and inspector. */
export function tidied(draft: BookingResultDraft): BookingResultDraft {
  const gone = draft.bookingResult.trim() === 'Unavailable';
  return {
    internalOrderRef: draft.internalOrderRef.trim(),
    bookingResult: draft.bookingResult.trim(),
    bookingDate: gone ? '' : draft.bookingDate.trim(),
    inspectorName: gone ? '' : draft.inspectorName.trim(),
  };
}

const EXPECTED: Record<BookingResultField, string> = {
  internalOrderRef: `1 to ${MAX_FIELD_LENGTH} characters`,
  bookingResult: BOOKING_RESULTS.join(' or '),
  bookingDate: 'YYYY-MM-DD',
  inspectorName: `1 to ${MAX_FIELD_LENGTH} characters`,
};

function ruleFor(field: BookingResultField, found: string): Problem['rule'] {
  if (found === '') return 'required';
  if (field === 'bookingResult') return 'word';
  if (field === 'bookingDate') return 'date';
  return found.length > MAX_FIELD_LENGTH ? 'too-long' : 'control-character';
}

/** One problem for each field that would be refused; none when all is well. */
export function problemsOf(draft: BookingResultDraft): Problem[] {
  const checked = BookingResult.safeParse(draft);
  if (checked.success) return [];
  const fields = new Set(checked.error.issues.map((issue) => issue.path[0] as BookingResultField));
  return [...fields].map((field) => ({
    field,
    rule: ruleFor(field, draft[field]),
    found: draft[field],
    expected: EXPECTED[field],
    fix: null,
  }));
}
