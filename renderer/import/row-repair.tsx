// A row with its four cells open. Enter keeps what was typed and goes on to the next row to repair, Esc leaves it as it was;
// leaving the row keeps it too.
// biome-ignore-all lint/a11y/useSemanticElements: cells of an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the fields inside take the focus
import { Link } from '@fluentui/react-components';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { BOOKING_RESULTS, type BookingResultDraft, type BookingResultField } from '../../shared/booking-result.ts';
import { problemSentence } from '../../shared/cell-words.ts';
import type { Problem, StagedRow } from '../../shared/import.ts';
import { useAct, useCourier } from '../link/courier.tsx';
import { importSubject, useUndo } from '../link/undo.tsx';
import { useOverwriteQuestion } from '../outbox/overwrite-question.tsx';
import { FIELD_TITLES } from './reading-words.ts';

/** How a row was left. */
export interface Repaired {
  /** The row as it is now, or null when nothing changed. */
  readonly row: StagedRow | null;
  /** Whether the next row is wanted. */
  readonly goesOn: boolean;
}

interface RowRepairProps {
  readonly importId: number;
  readonly row: StagedRow;
  readonly onDone: (repaired: Repaired) => void;
}

const FIELDS = Object.keys(FIELD_TITLES) as BookingResultField[];
/** What a person may know to be right although it looks wrong. */
const MAY_BE_RIGHT: ReadonlySet<Problem['rule']> = new Set([
  'date-far',
  'lost-zeros',
  'letters-asked',
  'extra-cells',
  'cleared',
  'order-unknown',
  'order-held',
]);

export function RowRepair({ importId, row, onDone }: RowRepairProps): ReactNode {
  const act = useAct();
  const courier = useCourier();
  const { handIn, question } = useOverwriteQuestion();
  const { offer, undo } = useUndo();
  const { internalOrderRef, bookingResult, bookingDate, inspectorName, problems } = row;
  const start: BookingResultDraft = { internalOrderRef, bookingResult, bookingDate, inspectorName };
  const [draft, setDraft] = useState(start);
  const cells = useRef<HTMLDivElement>(null);
  const saving = useRef(false);
  const wrong = problems.map(({ field }) => field);
  const words: readonly string[] = BOOKING_RESULTS;
  const isTouched = FIELDS.some((field) => draft[field] !== start[field]);
  const canConfirm = problems.length > 0 && problems.every(({ rule }) => MAY_BE_RIGHT.has(rule));
  const keys = canConfirm && !isTouched ? 'Enter: it is right' : 'Enter keeps, Esc leaves';
  const near = problems.flatMap((one) => one.near ?? []).slice(0, 3);
  const reasons = problems.map(problemSentence).join(' ');

  // biome-ignore lint/correctness/useExhaustiveDependencies: again when the row was checked and is still not right
  useEffect(() => {
    const box = cells.current;
    const field = box?.querySelector<HTMLElement>('[aria-invalid=true]') ?? box?.querySelector<HTMLElement>('input');
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }, [reasons]);

  async function save(goesOn: boolean): Promise<void> {
    if (saving.current) return;
    if (!isTouched && !(goesOn && canConfirm)) return onDone({ row: null, goesOn });
    saving.current = true;
    const repaired = await handIn((over) =>
      courier.call('import.repair', { id: importId, record: row.record, result: draft, over }),
    );
    saving.current = false;
    if (repaired === null) return;
    const { undo: name, ...now } = repaired;
    offer(`Row ${row.record} changed.`, () => act('import.undo', { id: importId, undo: name }), importSubject(importId));
    onDone({ row: now, goesOn });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') void save(true);
    else if (event.key === 'Escape') onDone({ row: null, goesOn: false });
    else if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !isTouched) undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onBlur(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && !event.currentTarget.contains(to)) void save(false);
  }

  const common = (field: BookingResultField) => ({
    'aria-label': `${FIELD_TITLES[field]}, row ${row.record}`,
    'aria-invalid': wrong.includes(field),
    value: draft[field],
  });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the four fields together
    <div className="repair" ref={cells} onKeyDown={onKeyDown} onBlur={onBlur}>
      {question}
      <div role="gridcell" className="value record">
        {row.record}
      </div>
      {FIELDS.map((field) => (
        <div role="gridcell" key={field} className={field}>
          {field === 'bookingResult' ? (
            <select {...common(field)} onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}>
              {!words.includes(draft[field]) && (
                <option value={draft[field]}>{draft[field] === '' ? '(empty)' : draft[field]}</option>
              )}
              {words.map((word) => (
                <option key={word}>{word}</option>
              ))}
            </select>
          ) : (
            <input
              {...common(field)}
              placeholder={field === 'bookingDate' ? 'YYYY-MM-DD' : ''}
              onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            />
          )}
        </div>
      ))}
      <div role="gridcell" className="value keys" title={keys}>
        {keys}
      </div>
      {FIELDS.map((field, place) => {
        const reasons = problems.filter((one) => one.field === field).map(problemSentence);
        if (reasons.length === 0) return null;
        // Each reason stands under its own column, and runs on as far as the next one.
        const next = FIELDS.findIndex((other, at) => at > place && wrong.includes(other));
        return (
          <div
            role="gridcell"
            key={`why ${field}`}
            className="note bad"
            style={{ gridColumn: `${place + 2} / ${next < 0 ? -1 : next + 2}` }}
          >
            {reasons.join(' ')}
            {field === 'internalOrderRef' &&
              near.map((known) => (
                <Link key={known} as="button" className="near" onClick={() => setDraft({ ...draft, internalOrderRef: known })}>
                  Use {known}
                </Link>
              ))}
          </div>
        );
      })}
    </div>
  );
}
