// A long list as an ARIA grid: one row takes the focus, all keys work, and only what is seen is drawn.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows that are not seen
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stop is the row
import { type MouseEvent, type ReactNode, useEffect, useLayoutEffect, useReducer, useRef } from 'react';
import './grid.css';
import { after } from '../link/time.ts';
import { useStable } from '../link/use-stable.ts';
import { type Column, GridRow } from './grid-row.tsx';
import { useGridScroll } from './grid-scroll.ts';
import { isControl } from './is-control.ts';
import type { KeysetList } from './keyset-list.ts';
import { ALL_SELECTED, extended, isSelected, NOTHING_SELECTED, type Selection, toggled } from './selection.ts';
import { useGridFocus } from './use-grid-focus.ts';

const TYPE_AHEAD_MS = 800;
// Rows far away are not read for a keystroke; the search box finds those.
const TYPE_AHEAD_ROWS = 20_000;

export interface GridProps<T> {
  readonly label: string;
  readonly list: KeysetList<T>;
  readonly columns: readonly Column<T>[];
  /** CSS `grid-template-columns` of the cells. */
  readonly layout: string;
  readonly rowHeight: number;
  /** What a row is called, and what typing finds. */
  readonly labelOf: (row: T) => string;
  readonly onOpen?: (row: T, by: 'key' | 'pointer') => void;
  readonly onDelete?: (row: T) => void;
  /** The focus moved to another row by key. */
  readonly onMove?: (row: T) => void;
  readonly selection?: Selection<T>;
  readonly onSelect?: (selection: Selection<T>) => void;
  /** The position of the row that something else on the page shows. */
  readonly current?: number | null;
  readonly editor?: { readonly position: number; readonly draw: (row: T) => ReactNode } | null;
  /** Whether the keyboard comes here when what it was on is gone. */
  readonly isNextFocus?: boolean;
  /** Draws a row that is not made of cells; null for all others. */
  readonly whole?: (row: T) => ReactNode;
  readonly empty: ReactNode;
}

/** Draws the list. Selection is kept by the caller; focus and scrolling are the grid's own. */
export function Grid<T>(props: GridProps<T>): ReactNode {
  const { list, columns, rowHeight, selection, onSelect, labelOf } = props;
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const count = list.count();
  const scroll = useGridScroll(list, count, rowHeight);
  const focus = useGridFocus(list, scroll, count);
  const typed = useRef({ text: '', forget: () => {} });
  const { shiftBy } = scroll;
  const { follow } = focus;

  useEffect(
    () =>
      list.subscribe((shift) => {
        shiftBy(shift);
        follow(shift);
        redraw();
      }),
    [list, shiftBy, follow],
  );
  const opened = props.editor?.position ?? null;
  const { reveal } = scroll;
  // The row that is opened next may be just out of sight.
  useLayoutEffect(() => {
    const index = opened === null ? -1 : list.indexOf(opened);
    if (index >= 0) reveal(index);
  }, [opened, list, reveal]);
  const { seen, last } = scroll;
  useEffect(() => list.look(seen, last), [list, seen, last]);

  function rowsBetween(from: number, to: number): [number, T][] {
    const rows: [number, T][] = [];
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const row = list.rowAt(index);
      if (row !== undefined) rows.push([list.positionOf(row), row]);
    }
    return rows;
  }

  function select(index: number, range: boolean): void {
    if (selection === undefined || onSelect === undefined) return;
    const row = list.rowAt(index);
    if (range) onSelect(extended(selection.all ? NOTHING_SELECTED : selection, rowsBetween(focus.anchor(), index)));
    else if (row !== undefined) {
      onSelect(toggled(selection, list.positionOf(row), row));
      focus.setAnchor(index);
    }
  }

  function move(index: number, extend: boolean): void {
    const to = Math.max(0, Math.min(count - 1, index));
    if (extend) select(to, true);
    else focus.setAnchor(to);
    focus.moveTo(to);
    const row = list.rowAt(to);
    if (row !== undefined && !extend) props.onMove?.(row);
  }

  function typeAhead(letter: string): void {
    typed.current.forget();
    const text = typed.current.text + letter.toLowerCase();
    typed.current = { text, forget: after(TYPE_AHEAD_MS, () => (typed.current = { text: '', forget: () => {} })) };
    const start = focus.index() + (text.length === 1 ? 1 : 0);
    for (let step = 0; step < Math.min(count, TYPE_AHEAD_ROWS); step += 1) {
      const row = list.rowAt((start + step) % count);
      if (row === undefined || !labelOf(row).toLowerCase().startsWith(text)) continue;
      move((start + step) % count, false);
      return;
    }
  }

  const at = focus.index();
  const jumps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + scroll.pageRows,
    PageUp: at - scroll.pageRows,
    Home: 0,
    End: count - 1,
  };

  function onKeyDown(event: React.KeyboardEvent): void {
    if (count === 0 || isControl(event.target)) return;
    const command = event.ctrlKey || event.metaKey;
    const row = list.rowAt(at);
    const jump = jumps[event.key];
    if (jump !== undefined) move(jump, event.shiftKey && selection !== undefined);
    else if (command && event.key.toLowerCase() === 'a' && onSelect !== undefined) onSelect(ALL_SELECTED);
    else if (command || event.altKey) return;
    else if (event.key === ' ' && typed.current.text === '') select(at, event.shiftKey);
    else if ((event.key === 'Enter' || event.key === 'F2') && row !== undefined) props.onOpen?.(row, 'key');
    else if (event.key === 'Delete' && row !== undefined) props.onDelete?.(row);
    else if (event.key === 'Escape' && selection !== undefined && (selection.all || selection.rows.size > 0))
      onSelect?.(NOTHING_SELECTED);
    else if (event.key.length === 1 && event.key !== '?') typeAhead(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const onClick = useStable((index: number, event: MouseEvent): void => {
    if (isControl(event.target)) return;
    focus.moveTo(index);
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      select(index, event.shiftKey);
      return;
    }
    focus.setAnchor(index);
    const row = list.rowAt(index);
    if (row !== undefined) props.onOpen?.(row, 'pointer');
  });

  const onTick = useStable((index: number, event: MouseEvent): void => {
    event.stopPropagation();
    focus.moveTo(index);
    select(index, event.shiftKey);
  });

  const indexes: number[] = [];
  for (let index = scroll.first; index <= scroll.last; index += 1) indexes.push(index);
  const focused = Math.min(focus.index(), count - 1);
  if (focused >= 0 && (focused < scroll.first || focused > scroll.last)) indexes.push(focused);
  const layout = selection === undefined ? props.layout : `24px ${props.layout}`;
  const some = selection !== undefined && (selection.all || selection.rows.size > 0);

  const isEmpty = count === 0 && list.ready();

  return (
    <div className={isEmpty ? 'grid empty-grid' : 'grid'}>
      <div
        role="grid"
        className="grid-table"
        aria-label={props.label}
        aria-rowcount={list.counted() ? count + 1 : -1}
        aria-multiselectable={selection === undefined ? undefined : true}
        aria-busy={!list.ready()}
        onKeyDown={onKeyDown}
        onBlur={focus.onBlur}
        ref={focus.gridRef}
      >
        <div role="rowgroup">
          <div role="row" className="grid-head" style={{ gridTemplateColumns: layout }} aria-rowindex={1}>
            {selection !== undefined && (
              <div role="columnheader" className="grid-tick">
                <input
                  type="checkbox"
                  aria-label="Select all"
                  checked={selection.all}
                  disabled={count === 0}
                  ref={(box) => {
                    if (box !== null) box.indeterminate = some && !selection.all;
                  }}
                  onChange={() => onSelect?.(some ? NOTHING_SELECTED : ALL_SELECTED)}
                />
              </div>
            )}
            {columns.map((column) => (
              <div key={column.id} role="columnheader" className={`grid-cell ${column.id}`}>
                {column.title}
              </div>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className="grid-scroll"
          data-next-focus={props.isNextFocus ? '' : undefined}
          ref={scroll.boxRef}
          onScroll={scroll.onScroll}
          tabIndex={-1}
        >
          <div className="grid-space" style={{ height: scroll.spaceHeight }}>
            {indexes.map((index) => {
              const row = list.rowAt(index);
              const position = row === undefined ? null : list.positionOf(row);
              const edited = props.editor != null && row !== undefined && props.editor.position === position;
              return (
                <GridRow
                  key={position === null ? `i${index}` : `p${position}`}
                  row={row}
                  index={index}
                  top={scroll.topOf(index)}
                  height={rowHeight}
                  columns={columns}
                  layout={layout}
                  focused={index === focused}
                  selected={selection === undefined ? null : position !== null && isSelected(selection, position)}
                  current={position !== null && props.current === position}
                  opens={props.onOpen !== undefined}
                  labelOf={labelOf}
                  whole={props.whole}
                  editor={edited ? props.editor?.draw(row) : null}
                  onClick={onClick}
                  onTick={onTick}
                  onFocus={focus.onRowFocus}
                />
              );
            })}
          </div>
        </div>
      </div>
      {isEmpty && <div className="grid-empty">{props.empty}</div>}
    </div>
  );
}
