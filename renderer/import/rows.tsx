// The rows of a file: each value as it was found, the reason under a marked cell, and the repair one key away.
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { BookingResultField } from '../../shared/booking-result.ts';
import { problemSentence } from '../../shared/cell-words.ts';
import type { RepairKey, RowVerdict, StagedRow } from '../../shared/import.ts';
import { useCourier, useSnapshot } from '../link/courier.tsx';
import { Grid } from '../list/grid.tsx';
import type { Column } from '../list/grid-row.tsx';
import { whenRead } from './reread.tsx';
import './rows.css';
import type { KeysetList, KeysetSource } from '../list/keyset-list.ts';
import { useKeysetList } from '../list/use-keyset-list.ts';
import { type Repaired, RowRepair } from './row-repair.tsx';
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
  {
    id: 'record',
    title: 'Row',
    cell: (row) => (
      <span className="value" title={String(row.record)}>
        {row.record}
      </span>
    ),
  },
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
        <span className="becomes">, {row.stays === true ? 'stays as BasicPSF has it' : VERDICT_NAMES[row.verdict].becomes}</span>
      </span>
    ),
  },
];

const labelOf = (row: StagedRow): string => row.internalOrderRef;

interface ImportRowsProps {
  readonly id: number;
  readonly label: string;
  /** Those with one verdict, all rows of a file in review or what is held back of an accepted one, or those that would overwrite another machine's. */
  readonly which: RowVerdict | 'all' | 'held' | 'theirs';
  /** Only rows that need this repair; null is all of them. */
  readonly group: RepairKey | null;
  readonly total: number;
  /** Whether some of the rows may carry a second line. */
  readonly tall: boolean;
  readonly empty: ReactNode;
}

export function ImportRows({ id, label, which, group, total, tall, empty }: ImportRowsProps): ReactNode {
  const courier = useCourier();
  const { environment } = useSnapshot();
  const [editing, edit] = useState<number | null>(null);
  const list: KeysetList<StagedRow> = useKeysetList(
    `rows ${environment} ${id} ${which} ${JSON.stringify(group)}`,
    (): KeysetSource<StagedRow> => ({
      positionOf: (row) => row.record,
      end: total * 2 + 10,
      read: async (after, limit) => {
        await whenRead(id);
        const theirs = which === 'theirs';
        const verdicts = which === 'all' || which === 'held' || which === 'theirs' ? [] : [which];
        const reply = await courier.call('import.rows', { id, verdicts, group, theirs, after: Math.max(0, after ?? 0), limit });
        return reply.ok ? reply.value : null;
      },
    }),
    total,
  );
  const open = useCallback(
    // A click on a row that is right is only a look at it.
    (row: StagedRow, by: 'key' | 'pointer') => (by === 'key' || row.problems.length > 0) && edit(row.record),
    [],
  );

  /** The next row to be repaired, as far as rows were read. */
  function nextAfter(record: number): number | null {
    for (let index = list.indexOf(record); index >= 0 && index < list.count(); index += 1) {
      const row = list.rowAt(index);
      if (row === undefined) return null;
      if (row.record > record && row.problems.length > 0 && (row.verdict === 'invalid' || group !== null)) return row.record;
    }
    return null;
  }

  function onDone(record: number, { row, goesOn }: Repaired): void {
    if (row !== null) list.replace(row);
    // What is still wrong stays open, with its new reason.
    if (goesOn && row?.verdict === 'invalid') return;
    edit(goesOn ? nextAfter(record) : null);
  }

  // Rows that somebody asked to see come into view, and the keyboard with them.
  const box = useRef<HTMLDivElement>(null);
  const asked = group === null ? (which === 'theirs' ? 'theirs' : null) : JSON.stringify(group);
  const before = useRef(asked);
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    if (asked === null) return;
    box.current?.scrollIntoView({ block: 'nearest' });
    box.current?.querySelector<HTMLElement>('.grid-row[tabindex="0"]')?.focus({ preventScroll: true });
  }, [asked]);

  return (
    <div ref={box} className={tall ? 'import-rows tall' : 'import-rows'} data-next-focus={which === 'held' ? undefined : ''}>
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
                draw: (row) => <RowRepair importId={id} row={row} onDone={(repaired) => onDone(row.record, repaired)} />,
              }
        }
        empty={empty}
      />
    </div>
  );
}
