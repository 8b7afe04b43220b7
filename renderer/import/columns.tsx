// Which column of a file is which: one choice for each field, over the first rows as they are in the file.
import { Button, Field, Select } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { BOOKING_RESULT_FIELDS, type BookingResultField } from '../../shared/booking-result.ts';
import type { FieldColumns, ReadingReport } from '../../shared/reading.ts';
import { TitledDialog } from '../link/titled-dialog.tsx';
import './columns.css';
import { FIELD_TITLES } from './reading-words.ts';
import { useReread } from './reread.tsx';

/** What was chosen until it is handed in. */
interface Draft {
  readonly headerRow: number;
  readonly columns: FieldColumns;
}

/** `A`, `B`, … `Z`, `AA`: as a spreadsheet names its columns. */
function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

/** What keeps these columns from being used, or nothing. */
function complaintOf({ columns }: Draft): string {
  for (const field of ['internalOrderRef', 'bookingResult'] as const)
    if (columns[field] === null) return `Choose the column of the field ${FIELD_TITLES[field]}.`;
  const used = Object.values(columns).filter((column) => column !== null);
  return new Set(used).size < used.length ? 'One column is chosen twice.' : '';
}

/** What comes of such columns. */
function remarkOf({ columns, headerRow }: Draft): string {
  const gone = (['bookingDate', 'inspectorName'] as const).filter((field) => columns[field] === null);
  if (gone.length === 0) return headerRow === 0 ? '' : 'Remembered for files with the same header.';
  return `Without ${gone.map((field) => FIELD_TITLES[field].toLowerCase()).join(' and ')}, every result "Booked" is held back.`;
}

interface ChooserProps {
  readonly report: ReadingReport;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function ColumnChooser({ report, draft, onChange }: ChooserProps): ReactNode {
  const { firstRows } = report;
  const width = Math.max(report.titles.length, ...firstRows.map(({ cells }) => cells.length));
  const places = Array.from({ length: width }, (_, index) => index);
  const header = firstRows.find(({ row }) => row === draft.headerRow)?.cells ?? [];
  const fieldAt = (index: number): BookingResultField | undefined =>
    BOOKING_RESULT_FIELDS.find((field) => draft.columns[field] === index);
  return (
    <div className="columns">
      <div className="columns-fields">
        {BOOKING_RESULT_FIELDS.map((field) => (
          <Field key={field} label={FIELD_TITLES[field]} size="small">
            <Select
              value={draft.columns[field] === null ? '' : String(draft.columns[field])}
              onChange={(_, data) =>
                onChange({ ...draft, columns: { ...draft.columns, [field]: data.value === '' ? null : Number(data.value) } })
              }
            >
              <option value="">
                {field === 'internalOrderRef' || field === 'bookingResult' ? 'Choose…' : 'Not in the file'}
              </option>
              {places.map((index) => (
                <option key={index} value={index}>
                  {letterOf(index)}
                  {(header[index] ?? '').trim() === '' ? '' : `: ${header[index]}`}
                </option>
              ))}
            </Select>
          </Field>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard */}
      <section className="columns-rows" aria-label="The first rows of the file" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Header</th>
              <th scope="col">Row</th>
              {places.map((index) => (
                <th key={index} scope="col" className={fieldAt(index) === undefined ? '' : 'taken'}>
                  {letterOf(index)}
                  {fieldAt(index) !== undefined && <strong> {FIELD_TITLES[fieldAt(index) as BookingResultField]}</strong>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {firstRows.map(({ row, cells }) => (
              <tr key={row} className={row === draft.headerRow ? 'header' : row < draft.headerRow ? 'above' : ''}>
                <td>
                  <input
                    type="radio"
                    name="header-row"
                    aria-label={`Row ${row} is the header`}
                    checked={row === draft.headerRow}
                    onChange={() => onChange({ ...draft, headerRow: row })}
                  />
                </td>
                <td className="quiet numeric">{row}</td>
                {places.map((index) => (
                  <td key={index} title={cells[index]} className={fieldAt(index) === undefined ? '' : 'taken'}>
                    {cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <label className="columns-none">
        <input
          type="radio"
          name="header-row"
          checked={draft.headerRow === 0}
          onChange={() => onChange({ ...draft, headerRow: 0 })}
        />
        The file has no header: its first row is a result
      </label>
    </div>
  );
}

/** What is chosen until now, and what keeps it from being used. */
function useDraft({ reading }: ReadingReport) {
  const { choose, isBusy } = useReread();
  const [draft, setDraft] = useState<Draft>({ headerRow: reading.headerRow, columns: reading.columns });
  const isOtherHeader = draft.headerRow !== reading.headerRow;
  return {
    draft,
    setDraft,
    complaint: complaintOf(draft),
    remark: remarkOf(draft),
    isBusy,
    use: () => choose({ columns: draft.columns, ...(isOtherHeader ? { headerRow: draft.headerRow } : {}) }),
  };
}

/** The choice as part of a page. */
export function ColumnsForm({ report }: { readonly report: ReadingReport }): ReactNode {
  const { draft, setDraft, complaint, remark, isBusy, use } = useDraft(report);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (complaint === '') void use();
      }}
    >
      <ColumnChooser report={report} draft={draft} onChange={setDraft} />
      <div className="columns-use">
        <Button appearance="primary" type="submit" disabledFocusable={isBusy || complaint !== ''}>
          Use these columns
        </Button>
        <span className="quiet" role="status">
          {complaint || remark}
        </span>
      </div>
    </form>
  );
}

/** The same choice over a page that needs no answer. */
export function ColumnsDialog({ report, close }: { readonly report: ReadingReport; readonly close: () => void }): ReactNode {
  const { draft, setDraft, complaint, remark, isBusy, use } = useDraft(report);
  return (
    <TitledDialog
      isOpen={true}
      close={close}
      title="Which column is which"
      className="columns-dialog"
      actions={
        <>
          <Button
            appearance="primary"
            disabledFocusable={isBusy || complaint !== ''}
            onClick={() => {
              close();
              void use();
            }}
          >
            Use these columns
          </Button>
          <Button onClick={close}>Cancel</Button>
        </>
      }
    >
      <ColumnChooser report={report} draft={draft} onChange={setDraft} />
      <p className="quiet" role="status">
        {complaint || remark}
      </p>
    </TitledDialog>
  );
}
