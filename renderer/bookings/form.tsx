// What can be changed in a booking, as a form. What is typed is kept while other bookings are looked at, until it is sent or taken back.
import { Button, Checkbox, Field, Input, Textarea } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { BookingEdit, EditField } from '../../shared/booking-edit.ts';
import type { BookingAsk, ServiceBooking } from '../../shared/service-booking.ts';
import { useAct } from '../link/courier.tsx';
import { changedFields, changeFrom, draftComplaint, draftOf, personInDoubt } from './draft.ts';
import type { Draft } from './kept-drafts.ts';
import { useBookingView } from './kept-view.tsx';
import { FIELD_LABELS } from './words.ts';

interface FormProps {
  readonly booking: ServiceBooking;
  readonly ask: BookingAsk;
  /** The change of it that is not settled yet. */
  readonly edit: BookingEdit | undefined;
}

export function BookingForm({ booking, ask, edit }: FormProps): ReactNode {
  const { drafts, keepDraft } = useBookingView();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const kept = drafts.get(booking.id);
  const start = draftOf(booking, edit);
  const draft = kept?.draft ?? start;
  /** The form compares with the booking that it was begun from, so that nobody overwrites what they never saw. */
  const base = kept?.booking ?? booking;
  const isDirty = kept !== undefined;
  const fields = changedFields(draft, base);
  const complaint = (field: EditField): string => (isDirty ? draftComplaint(field, draft, base) : '');
  const inDoubt = personInDoubt(draft, base);
  const isWrong = fields.some((field) => draftComplaint(field, draft, base) !== '') || (inDoubt !== null && !draft.dropsPerson);
  const hasOtherId = fields.includes('participantid') && draft.participantid.trim() !== '';
  const hasMoved = isDirty && JSON.stringify(base) !== JSON.stringify(booking);

  function change(part: Partial<Draft>): void {
    const next = { ...draft, ...part };
    const isBack = JSON.stringify(next) === JSON.stringify(start);
    keepDraft(booking.id, isBack ? null : { booking: base, draft: next });
  }

  async function save(): Promise<void> {
    if (fields.length === 0 || isWrong || busy) return;
    setBusy(true);
    const done = await act('bookings.edit', { booking: base, ask, change: changeFrom(draft, base) });
    setBusy(false);
    if (done !== null) keepDraft(booking.id, null);
  }

  const text = (field: EditField, more: { readonly hint?: string; readonly disabled?: boolean } = {}): ReactNode => (
    <Field
      label={FIELD_LABELS[field]}
      {...(more.hint === undefined ? {} : { hint: more.hint })}
      {...(complaint(field) === '' ? {} : { validationMessage: complaint(field) })}
    >
      {field === 'internalmessage' || field === 'externalmessage' ? (
        <Textarea resize="vertical" value={draft[field]} onChange={(_, data) => change({ [field]: data.value })} />
      ) : (
        <Input
          value={draft[field]}
          disabled={more.disabled ?? false}
          autoComplete="off"
          spellCheck={false}
          onChange={(_, data) => change({ [field]: data.value })}
        />
      )}
    </Field>
  );

  return (
    <form
      className="booking-form"
      aria-label="Change booking"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="booking-names">
        {text('participantfirstname', { disabled: hasOtherId })}
        {text('participantlastname', { disabled: hasOtherId })}
        {text('participantid')}
      </div>
      {inDoubt !== null && (
        <div className="pane-why">
          This is person {inDoubt} in BRP. With another name the booking is under that name alone, and no longer that person's. To
          book another person, write their ID.
          <Checkbox
            label={`Take person ${inDoubt} out of this booking`}
            checked={draft.dropsPerson}
            onChange={(_, data) => change({ dropsPerson: data.checked === true })}
          />
        </div>
      )}
      {hasOtherId && <p className="quiet">With another person ID, BRP takes the name from that person.</p>}
      {booking.participants.length > 1 && <p className="quiet">BRP changes the first participant; the others are shown above.</p>}
      {text('internalmessage', { hint: 'Only staff see it, in the booking schedule.' })}
      {text('externalmessage', { hint: 'The customer reads it: it stands on confirmations and invoices.' })}
      <Checkbox
        label="The order is anonymous"
        title="BRP wants this said for a change of an anonymous order, and does not tell which orders are"
        checked={draft.anonymous}
        onChange={(_, data) => change({ anonymous: data.checked === true })}
      />
      {hasMoved && <p className="pane-why">BRP has changed this booking since you began. It is compared when you save.</p>}
      <div className="pane-actions">
        <Button appearance="primary" type="submit" disabled={!isDirty || fields.length === 0 || isWrong} disabledFocusable={busy}>
          {busy ? 'Sending…' : 'Save to BRP'}
        </Button>
        <Button disabled={busy || !isDirty} onClick={() => keepDraft(booking.id, null)}>
          Cancel
        </Button>
        {isDirty && <span className="booking-unsaved">Not saved yet</span>}
      </div>
    </form>
  );
}
