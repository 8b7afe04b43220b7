// The rows of a file: each value as it was found, the reason under a marked cell, and the repair one key away.
import { type ReactNode, useCallback, useState } from 'react';
import type { BookingResultField } from '../shared/booking-result.ts';
import type { RowVerdict, StagedRow } from '../shared/import.ts';
import { problemSentence } from '../shared/wording.ts';
import { useCourier, useSnapshot } from './courier.tsx';
import { Grid } from './grid.tsx';
import type { Column } from './grid-row.tsx';
import './import-rows.css';
import type { KeysetList, KeysetSource } from './keyset-list.ts';
import { RowRepair } from './row-repair.tsx';
import { useKeysetList } from './use-keyset-list.ts';
import { VERDICT_NAMES } from './verdicts.tsx';

/** A cell's remark: what is wrong with it, what was taken out of it, or what it said before. */
function noteOf(
  row: StagedRow,
  field: BookingResultField,
): { readonly text: string; readonly tone: 'bad' | 'warn' | 'was' } | null {
  const problem = row.problems.find((one) => one.field === field);
  if (problem !== undefined) return { text: problemSentence(problem), tone: row.verdict === 'invalid' ? 'bad' : 'warn' };
  if (row.before === null || field === 'internalOrderRef' || row.before[field] === row[field]) return null;
  return { text: `was ${row.before[field] === '' ? 'empty' : row.before[field]}`, tone: 'was' };
}

const FIELDS: readonly (readonly [BookingResultField, string])[] = [
  ['internalOrderRef', 'Order'],
  ['bookingResult', 'Result'],
  ['bookingDate', 'Date'],
  ['inspectorName', 'Inspector'],
];

function FieldCell({ row, place }: { readonly row: StagedRow; readonly place: number }): ReactNode {
  const field = (FIELDS[place] as (typeof FIELDS)[number])[0];
  const note = noteOf(row, field);
  const next = FIELDS.findIndex(([other], at) => at > place && noteOf(row, other) !== null);
  const until = next < 0 ? -1 : next + 2;
  return (
    <>
      <span className={note === null ? 'value' : `value ${note.tone}`} title={row[field]}>
        {row[field] === '' && note?.tone === 'bad' ? '(empty)' : row[field]}
      </span>
      {note !== null && (
        // The reason may run on under the cells behind it, as far as the next reason.
        <span className={`note ${note.tone}`} style={{ gridColumn: `${place + 2} / ${until}` }} title={note.text}>
          {note.text}
        </span>
      )}
    </>
  );
}

const COLUMNS: readonly Column<StagedRow>[] = [
  { id: 'record', title: 'Row', cell: (row) => <span className="value">{row.record}</span> },
  ...FIELDS.map(([field, title], place) => ({
    id: field,
    title,
    cell: (row: StagedRow) => <FieldCell row={row} place={place} />,
  })),
  {
    id: 'verdict',
    title: 'Standing',
    cell: (row) => (
      <span className="value">
        <span className={`verdict-swatch ${row.verdict}`} aria-hidden="true" /> {VERDICT_NAMES[row.verdict].name}
        <span className="becomes">, {VERDICT_NAMES[row.verdict].becomes}</span>
      </span>
    ),
  },
];

const labelOf = (row: StagedRow): string => row.internalOrderRef;

interface ImportRowsProps {
  readonly id: number;
  readonly label: string;
  /** Those with one verdict, all rows of a file in review, or what is held back of an accepted one. */
  readonly which: RowVerdict | 'all' | 'held';
  readonly total: number;
  /** Whether some of the rows may carry a second line. */
  readonly tall: boolean;
  readonly empty: ReactNode;
}

export function ImportRows({ id, label, which, total, tall, empty }: ImportRowsProps): ReactNode {
  const courier = useCourier();
  const { environment } = useSnapshot();
  const [editing, edit] = useState<number | null>(null);
  const list: KeysetList<StagedRow> = useKeysetList(
    `rows ${environment} ${id} ${which}`,
    (): KeysetSource<StagedRow> => ({
      positionOf: (row) => row.record,
      end: total * 2 + 10,
      read: async (after, limit) => {
        const verdicts = which === 'all' || which === 'held' ? [] : [which];
        const reply = await courier.call('import.rows', { id, verdicts, after: Math.max(0, after ?? 0), limit });
        return reply.ok ? reply.value : null;
      },
    }),
    total,
  );
  const open = useCallback((row: StagedRow) => row.verdict === 'invalid' && edit(row.record), []);
  return (
    <div className={tall ? 'import-rows tall' : 'import-rows'}>
      <Grid
        label={label}
        list={list}
        columns={COLUMNS}
        layout="var(--import-columns)"
        rowHeight={tall ? 46 : 32}
        labelOf={labelOf}
        onOpen={open}
        editor={
          editing === null
            ? null
            : {
                position: editing,
                draw: (row) => (
                  <RowRepair
                    importId={id}
                    row={row}
                    onDone={(repaired) => {
                      edit(null);
                      if (repaired !== null) list.replace(repaired);
                    }}
                  />
                ),
              }
        }
        empty={empty}
      />
    </div>
  );
}
