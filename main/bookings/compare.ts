// A change against what BRP holds, field by field. Pure. BRP may trim a text or write its line ends or its accents differently:
// that is still the same text.
import { type Conflict, EDIT_FIELDS, type EditableValues, type EditField, editableValues } from '../../shared/booking-edit.ts';
import { isSameText, textToSend } from '../../shared/booking-text.ts';
import type { BookingChange, ServiceBooking } from '../../shared/service-booking.ts';

type Value = string | number | null;

function same(a: Value, b: Value): boolean {
  return typeof a === 'string' && typeof b === 'string' ? isSameText(a, b) : a === b;
}

/**
 * A change as BRP will take it: with a participant's id the two names are ignored, so they are not sent; texts keep the line
 * ends of those that they replace.
 */
export function effective(change: BookingChange, base: EditableValues): BookingChange {
  const { participantfirstname, participantlastname, ...rest } = change;
  const names = rest.participantid === undefined ? { participantfirstname, participantlastname } : {};
  const meant = Object.entries({ ...rest, ...names }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    meant.map(([field, value]) => [
      field,
      typeof value === 'string' ? textToSend(value, String(base[field as EditField] ?? '')) : value,
    ]),
  );
}

/** The fields of a change that can be read back. */
export function fieldsOf(change: BookingChange): EditField[] {
  return EDIT_FIELDS.filter((field) => change[field] !== undefined);
}

/** Whether a booking holds what the change wants in `field`. A participant counts wherever it stands in the list. */
function holds(booking: ServiceBooking, change: BookingChange, field: EditField): boolean {
  if (field === 'internalmessage' || field === 'externalmessage') return same(booking[field], change[field] ?? '');
  if (field === 'participantid') return booking.participants.some(({ personid }) => personid === change.participantid);
  const name = field === 'participantfirstname' ? 'firstname' : 'lastname';
  if (booking.participants.length === 0) return same(change[field] ?? '', '');
  return booking.participants.some((participant) => same(participant[name], change[field] ?? ''));
}

/** Which fields of a change a booking holds, and which it does not. */
export function keptOf(change: BookingChange, booking: ServiceBooking): { kept: EditField[]; notKept: EditField[] } {
  const fields = fieldsOf(change);
  return {
    kept: fields.filter((field) => holds(booking, change, field)),
    notKept: fields.filter((field) => !holds(booking, change, field)),
  };
}

/** The fields that somebody else changed since `base`, and to something else than this change wants. */
export function conflictsOf(change: BookingChange, base: EditableValues, theirs: EditableValues): Conflict[] {
  return fieldsOf(change)
    .map((field) => ({ field, base: base[field], theirs: theirs[field], ours: change[field] ?? null }))
    .filter(({ base: from, theirs: found, ours }) => !same(from, found) && !same(found, ours));
}

/** The same against a booking as BRP holds it now. */
export function conflictsWith(change: BookingChange, base: EditableValues, now: ServiceBooking): Conflict[] {
  return conflictsOf(change, base, editableValues(now)).filter(({ field }) => !holds(now, change, field));
}
