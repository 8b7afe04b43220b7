// An invalid row with its four cells open. Enter keeps what was typed, Esc leaves it as it was; leaving the row keeps it too.
// biome-ignore-all lint/a11y/useSemanticElements: cells of an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the fields inside take the focus
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { BOOKING_RESULTS, type BookingResultDraft, type BookingResultField } from '../shared/booking-result.ts';
import type { StagedRow } from '../shared/import.ts';
import { problemSentence } from '../shared/wording.ts';
import { useAct } from './courier.tsx';

interface RowRepairProps {
  readonly importId: number;
  readonly row: StagedRow;
  /** The row as it is now, or null when nothing changed. */
  readonly onDone: (row: StagedRow | null) => void;
}

const LABELS: Record<BookingResultField, string> = {
  internalOrderRef: 'Order',
  bookingResult: 'Result',
  bookingDate: 'Date',
  inspectorName: 'Inspector',
};

export function RowRepair({ importId, row, onDone }: RowRepairProps): ReactNode {
  const act = useAct();
  const { internalOrderRef, bookingResult, bookingDate, inspectorName } = row;
  const start: BookingResultDraft = { internalOrderRef, bookingResult, bookingDate, inspectorName };
  const [draft, setDraft] = useState(start);
  const cells = useRef<HTMLDivElement>(null);
  const saving = useRef(false);
  const wrong = row.problems.map(({ field }) => field);
  const words: readonly string[] = BOOKING_RESULTS;

  useEffect(() => {
    const field = cells.current?.querySelector<HTMLInputElement>('[aria-invalid=true]');
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }, []);

  async function save(): Promise<void> {
    if (saving.current) return;
    const touched = (Object.keys(start) as BookingResultField[]).some((field) => draft[field] !== start[field]);
    if (!touched) return onDone(null);
    saving.current = true;
    onDone(await act('import.repair', { id: importId, record: row.record, result: draft }));
    saving.current = false;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') void save();
    else if (event.key === 'Escape') onDone(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onBlur(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && !event.currentTarget.contains(to)) void save();
  }

  const common = (field: BookingResultField) => ({
    'aria-label': `${LABELS[field]}, row ${row.record}`,
    'aria-invalid': wrong.includes(field),
    value: draft[field],
  });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the four fields together
    <div className="repair" ref={cells} onKeyDown={onKeyDown} onBlur={onBlur}>
      <div role="gridcell" className="value record">
        {row.record}
      </div>
      {(Object.keys(LABELS) as BookingResultField[]).map((field) => (
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
      <div role="gridcell" className="value keys">
        Enter saves, Esc leaves
      </div>
      <div role="gridcell" className="note bad">
        {row.problems.map(problemSentence).join(' ')}
      </div>
    </div>
  );
}
