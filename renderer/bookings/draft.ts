// What was typed into a booking, against what BRP has: which fields differ, and whether they may be sent.
import { type BookingEdit, EDIT_FIELDS, type EditableValues, type EditField, editableValues } from '../../shared/booking-edit.ts';
import { isSameText, whyNoMessage } from '../../shared/booking-text.ts';
import { BookingChange, type ServiceBooking } from '../../shared/service-booking.ts';
import type { Draft } from './kept-drafts.ts';

/** The form of a booking: BRP's values, with a change that is still on its way over them. */
export function draftOf(booking: ServiceBooking, edit: BookingEdit | undefined): Draft {
  const values: EditableValues = { ...editableValues(booking), ...textsOf(edit) };
  return {
    participantfirstname: values.participantfirstname,
    participantlastname: values.participantlastname,
    participantid: values.participantid === null ? '' : String(values.participantid),
    internalmessage: values.internalmessage,
    externalmessage: values.externalmessage,
    anonymous: edit?.change.anonymous ?? false,
    // Whoever made the change has said so already.
    dropsPerson: edit !== undefined && edit.state !== 'kept' && isNamedAnew(edit.change),
  };
}

function isNamedAnew({ participantfirstname, participantlastname }: BookingChange): boolean {
  return participantfirstname !== undefined || participantlastname !== undefined;
}

/** The person whom BRP would take out because only a name is written over them; null when it would take out nobody. */
export function personDroppedBy(change: BookingChange, base: Pick<EditableValues, 'participantid'>): number | null {
  return change.participantid === undefined && isNamedAnew(change) ? base.participantid : null;
}

function textsOf(edit: BookingEdit | undefined): Partial<EditableValues> {
  if (edit === undefined || edit.state === 'kept') return {};
  const { anonymous: _, ...values } = edit.change;
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The fields whose text differs from what BRP has. */
export function changedFields(draft: Draft, booking: ServiceBooking): EditField[] {
  const before = editableValues(booking);
  return EDIT_FIELDS.filter((field) => !isSameText(draft[field], String(before[field] ?? '')));
}

/** The person who would go with what is typed, and whom nobody has yet said to take out; null when there is none. */
export function personInDoubt(draft: Draft, booking: ServiceBooking): number | null {
  const isIdUntouched = !changedFields(draft, booking).includes('participantid');
  return isIdUntouched ? personDroppedBy(changeFrom(draft, booking), editableValues(booking)) : null;
}

/** What is wrong with a field, or nothing. */
export function draftComplaint(field: EditField, draft: Draft, booking: ServiceBooking): string {
  const text = draft[field].trim();
  if (field === 'participantid') {
    if (text === '') {
      const isNamed = changedFields(draft, booking).some(
        (one) => one === 'participantfirstname' || one === 'participantlastname',
      );
      return editableValues(booking).participantid === null || isNamed
        ? ''
        : 'BRP cannot take a person out; write another ID, or another name.';
    }
    return /^[1-9]\d{0,14}$/.test(text) ? '' : 'Write a whole number.';
  }
  const why = changedFields(draft, booking).includes(field) ? whyNoMessage(draft[field]) : '';
  if (why !== '') return `BRP could not keep it: ${why}.`;
  return BookingChange.safeParse({ [field]: draft[field] }).success ? '' : 'It is too long.';
}

/** Only what differs, as BRP takes it. With a person's ID the two names are ignored by BRP, so they are not sent. */
export function changeFrom(draft: Draft, booking: ServiceBooking): BookingChange {
  const fields = changedFields(draft, booking).filter((field) => field !== 'participantid' || draft.participantid.trim() !== '');
  const withId = fields.includes('participantid');
  const sent = fields.filter((field) => !withId || (field !== 'participantfirstname' && field !== 'participantlastname'));
  const values = sent.map((field) => [field, sentValue(field, draft)]);
  return { ...Object.fromEntries(values), ...(draft.anonymous ? { anonymous: true } : {}) };
}

/** Blanks around a message are part of it, such as the indent of its first line; a message of nothing else is empty. */
function sentValue(field: EditField, draft: Draft): string | number {
  if (field === 'participantid') return Number(draft[field]);
  const isMessage = field === 'internalmessage' || field === 'externalmessage';
  return isMessage && draft[field].trim() !== '' ? draft[field] : draft[field].trim();
}
