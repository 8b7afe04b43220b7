// A change on its way to BRP: where it stands in plain words, and what a person can do. A conflict is settled field by field.
import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import { ArrowClockwise16Regular, Delete16Regular, Dismiss16Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type BookingEdit, EDIT_FIELDS, type EditField } from '../../shared/booking-edit.ts';
import { editWording } from '../../shared/brp-wording.ts';
import { moment } from '../../shared/moments.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { BookingMark, editMark, isRefused } from './columns.tsx';
import { personDroppedBy } from './draft.ts';
import { FIELD_LABELS, shownValue } from './words.ts';

export function BookingChangePart({ edit }: { readonly edit: BookingEdit }): ReactNode {
  const act = useAct();
  const { now } = useSnapshot();
  const { what, todo } = editWording(edit);
  const part = useRef<HTMLElement>(null);
  // What came of a change is said above the form that it was made in, which may have been scrolled away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new state is worth a look
  useEffect(() => part.current?.scrollIntoView({ block: 'nearest' }), [edit.id, edit.state]);
  const isOpen = edit.state === 'queued' || edit.state === 'failed';
  const isNo = isRefused(edit);
  return (
    <section ref={part} className="pane-part booking-change" aria-label="Change of this booking" aria-live="polite">
      <BookingMark {...editMark(edit)} />
      <p>
        {what} {todo}
      </p>
      {edit.state === 'queued' && edit.dueAt !== null && edit.dueAt > now && (
        <p className="quiet">Next try by itself: {moment(edit.dueAt, now)}.</p>
      )}
      {edit.state === 'conflict' ? <ConflictForm key={edit.changedAt} edit={edit} /> : <ChangedValues edit={edit} />}
      {edit.state !== 'sending' && (
        <div className="pane-actions">
          {isOpen && (
            <Button
              icon={<ArrowClockwise16Regular />}
              appearance={isNo ? 'secondary' : 'primary'}
              onClick={() => void act('bookings.retryEdit', { id: edit.id })}
            >
              Try again now
            </Button>
          )}
          <Button
            appearance={isNo ? 'primary' : 'secondary'}
            icon={edit.state === 'kept' ? <Dismiss16Regular /> : <Delete16Regular />}
            onClick={() => void act('bookings.dropEdit', { id: edit.id })}
          >
            {edit.state === 'kept' ? 'Close' : 'Take it back'}
          </Button>
        </div>
      )}
    </section>
  );
}

function ChangedValues({ edit }: { readonly edit: BookingEdit }): ReactNode {
  const { change, base } = edit;
  const dropped = personDroppedBy(change, base);
  return (
    <dl className="pane-facts booking-values">
      {EDIT_FIELDS.filter((field) => change[field] !== undefined).map((field) => (
        <div key={field}>
          <dt>{FIELD_LABELS[field]}</dt>
          <dd>
            <del>{shownValue(base[field])}</del> <ins>{shownValue(change[field] ?? '')}</ins>
          </dd>
        </div>
      ))}
      {dropped !== null && (
        <div>
          <dt>{FIELD_LABELS.participantid}</dt>
          <dd>
            <del>{dropped}</del> <ins>none: the name takes the place of the person</ins>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Nothing is chosen at first: whoever settles a conflict has looked at it. */
function ConflictForm({ edit }: { readonly edit: BookingEdit }): ReactNode {
  const act = useAct();
  const [choices, setChoices] = useState<Partial<Record<EditField, 'ours' | 'theirs'>>>({});
  const isDecided = edit.conflicts.every(({ field }) => choices[field] !== undefined);
  return (
    <form
      className="booking-conflict"
      aria-label="Settle the conflict"
      onSubmit={(event) => {
        event.preventDefault();
        const keepOurs = edit.conflicts.map(({ field }) => field).filter((field) => choices[field] === 'ours');
        void act('bookings.decide', { id: edit.id, keepOurs });
      }}
    >
      {edit.conflicts.map(({ field, base, theirs, ours }) => (
        <fieldset key={field}>
          <legend>{FIELD_LABELS[field]}</legend>
          <p className="quiet">It was: {shownValue(base)}</p>
          <RadioGroup
            aria-label={`Choice for ${FIELD_LABELS[field]}`}
            value={choices[field] ?? ''}
            onChange={(_, data) => setChoices((last) => ({ ...last, [field]: data.value as 'ours' | 'theirs' }))}
          >
            <Radio value="theirs" label={`Keep BRP's: ${shownValue(theirs)}`} />
            <Radio value="ours" label={`Send mine: ${shownValue(ours)}`} />
          </RadioGroup>
        </fieldset>
      ))}
      <div className="pane-actions">
        <Button type="submit" appearance="primary" disabled={!isDecided}>
          Settle
        </Button>
      </div>
    </form>
  );
}
