// The four fields of a result as a form, checked before it goes anywhere.
import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { BOOKING_RESULTS, type BookingResultDraft, type BookingResultField } from '../../shared/booking-result.ts';
import { problemSentence } from '../../shared/cell-words.ts';
import { problemsOf, tidied } from './result-check.ts';

interface ResultFormProps {
  readonly start: BookingResultDraft;
  /** What the form is for, to those who listen. */
  readonly label?: string;
  /** Where the order reference was taken from. */
  readonly orderHint?: string;
  readonly submit: string;
  readonly onSubmit: (result: BookingResultDraft) => Promise<void>;
  readonly onCancel: () => void;
}

export function ResultForm({ start, label = 'Edit result', orderHint, submit, onSubmit, onCancel }: ResultFormProps): ReactNode {
  const [draft, setDraft] = useState(start);
  const [shown, show] = useState<ReadonlySet<BookingResultField>>(new Set());
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const clean = tidied(draft);
  const problems = problemsOf(clean);
  const none = clean.bookingResult === 'Unavailable';

  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  function set(field: BookingResultField, value: string): void {
    setDraft((last) => ({ ...last, [field]: value }));
  }

  // A complaint while somebody is still typing helps nobody: fields are judged when left.
  function judge(...fields: readonly BookingResultField[]): void {
    show((last) => new Set([...last, ...fields]));
  }

  function complaint(field: BookingResultField): { validationMessage?: string } {
    const problem = shown.has(field) ? problems.find((one) => one.field === field) : undefined;
    return problem === undefined ? {} : { validationMessage: problemSentence(problem) };
  }

  async function send(): Promise<void> {
    judge('internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName');
    if (problems.length > 0 || busy) return;
    setBusy(true);
    await onSubmit(clean);
    setBusy(false);
  }

  return (
    <form
      ref={form}
      className="result-form"
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <Field label="Order" required {...(orderHint === undefined ? {} : { hint: orderHint })} {...complaint('internalOrderRef')}>
        <Input
          value={draft.internalOrderRef}
          onChange={(_, data) => set('internalOrderRef', data.value)}
          onBlur={() => judge('internalOrderRef')}
        />
      </Field>
      <Field label="Result" required {...complaint('bookingResult')}>
        <RadioGroup layout="horizontal" value={draft.bookingResult} onChange={(_, data) => set('bookingResult', data.value)}>
          {BOOKING_RESULTS.map((word) => (
            <Radio key={word} value={word} label={word} />
          ))}
        </RadioGroup>
      </Field>
      <Field label="Date" required={!none} hint="Year-month-day" {...complaint('bookingDate')}>
        <Input
          value={none ? '' : draft.bookingDate}
          disabled={none}
          placeholder={none ? '' : 'YYYY-MM-DD'}
          onChange={(_, data) => set('bookingDate', data.value)}
          onBlur={() => judge('bookingDate')}
        />
      </Field>
      <Field label="Inspector" required={!none} {...complaint('inspectorName')}>
        <Input
          value={none ? '' : draft.inspectorName}
          disabled={none}
          onChange={(_, data) => set('inspectorName', data.value)}
          onBlur={() => judge('inspectorName')}
        />
      </Field>
      <div className="pane-actions">
        <Button appearance="primary" type="submit" disabledFocusable={busy}>
          {submit}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
