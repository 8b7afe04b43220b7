// One change to a service booking on its way to BRP: what it started from, where it stands, and what BRP kept of it.
// BRP has no version of a booking, so a change carries the values it was made from and is compared field by field.
import { z } from 'zod';
import { Failure } from './failure.ts';
import { BookingAsk, BookingChange, ServiceBooking } from './service-booking.ts';

export const EDIT_STATES = ['queued', 'sending', 'kept', 'conflict', 'failed'] as const;
export const EditState = z.enum(EDIT_STATES);
/**
 * queued: will be sent. sending: being compared and sent. kept: BRP has all of it. conflict: somebody else changed the
 * same field; a person decides. failed: BRP said no, or did not keep all of it; a person decides.
 */
export type EditState = z.infer<typeof EditState>;

/** States in which a person is wanted. */
export const EDIT_NEEDS_PERSON: readonly EditState[] = ['conflict', 'failed'];

/** The fields of a change that can be read back. `anonymous` cannot: no list says it. */
export const EDIT_FIELDS = [
  'participantfirstname',
  'participantlastname',
  'participantid',
  'internalmessage',
  'externalmessage',
] as const;
export const EditField = z.enum(EDIT_FIELDS);
export type EditField = z.infer<typeof EditField>;

/** What the editable fields of a booking hold. */
export const EditableValues = z.object({
  participantfirstname: z.string(),
  participantlastname: z.string(),
  participantid: z.number().int().nullable(),
  internalmessage: z.string(),
  externalmessage: z.string(),
});
export type EditableValues = z.infer<typeof EditableValues>;

/** The editable values of a booking as BRP gave it: its first participant and its two messages. */
export function editableValues({ participants, internalmessage, externalmessage }: ServiceBooking): EditableValues {
  const first = participants[0];
  return {
    participantfirstname: first?.firstname ?? '',
    participantlastname: first?.lastname ?? '',
    participantid: first?.personid ?? null,
    internalmessage,
    externalmessage,
  };
}

const Value = z.union([z.string(), z.number().int()]).nullable();

/** One field that somebody else changed meanwhile. */
export const Conflict = z.object({ field: EditField, base: Value, theirs: Value, ours: Value });
export type Conflict = z.infer<typeof Conflict>;

const epochMs = z.number().int();

export const BookingEdit = z.object({
  id: z.number().int(),
  /** The booking as it was when the change was made. */
  booking: ServiceBooking,
  /** The list it was found in, where it is looked up again. */
  ask: BookingAsk,
  change: BookingChange,
  /** The values that the change was made from. */
  base: EditableValues,
  state: EditState,
  /** Why it is not sent, if it is not. */
  failure: Failure.nullable(),
  conflicts: z.array(Conflict),
  /** What BRP has of it, and what it has not, once it was read back. */
  kept: z.array(EditField),
  notKept: z.array(EditField),
  attempts: z.number().int(),
  /** When it is tried again by itself, epoch ms; null is "not before something changes". */
  dueAt: epochMs.nullable(),
  madeAt: epochMs,
  changedAt: epochMs,
  /** Whose booking it is: the change goes to no other BRP. Empty is not known. */
  server: z.string(),
});
export type BookingEdit = z.infer<typeof BookingEdit>;
