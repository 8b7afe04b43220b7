// One row of a long list: plain elements, drawn again only when something about it changed.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows that are not seen
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stop is the row, not the cell
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys of all its rows
import { type MouseEvent, memo, type ReactNode } from 'react';

export interface Column<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
}

interface GridRowProps<T> {
  readonly row: T | undefined;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly Column<T>[];
  readonly layout: string;
  readonly focused: boolean;
  readonly selected: boolean | null;
  readonly current: boolean;
  readonly opens: boolean;
  readonly labelOf: (row: T) => string;
  readonly editor: ReactNode;
  /** Draws a row that is not made of cells, such as a heading; null for all others. */
  readonly whole?: ((row: T) => ReactNode) | undefined;
  readonly onClick: (index: number, event: MouseEvent) => void;
  readonly onTick: (index: number, event: MouseEvent) => void;
  readonly onFocus: (index: number) => void;
}

function GridRowBase<T>(props: GridRowProps<T>): ReactNode {
  const { row, index, columns, selected } = props;
  const whole = row === undefined ? null : (props.whole?.(row) ?? null);
  const style = { transform: `translateY(${props.top}px)`, height: props.height, gridTemplateColumns: props.layout };
  return (
    <div
      role="row"
      className={props.opens ? 'grid-row opens' : 'grid-row'}
      style={style}
      aria-rowindex={index + 2}
      aria-selected={selected ?? undefined}
      aria-current={props.current || undefined}
      aria-busy={row === undefined || undefined}
      tabIndex={props.focused && props.editor === null ? 0 : -1}
      data-index={index}
      onClick={(event) => props.onClick(index, event)}
      onFocus={() => props.onFocus(index)}
    >
      {props.editor ?? whole ?? (
        <>
          {selected !== null && (
            <div role="gridcell" className="grid-tick" onClick={(event) => props.onTick(index, event)}>
              <input
                type="checkbox"
                tabIndex={-1}
                checked={selected}
                readOnly
                aria-label={row === undefined ? 'Select' : `Select ${props.labelOf(row)}`}
              />
            </div>
          )}
          {columns.map((column) => (
            <div key={column.id} role="gridcell" className={`grid-cell ${column.id}`}>
              {row === undefined ? <div className="grid-blank" /> : column.cell(row)}
            </div>
          ))}
        </>
      )}
    </div>
  );
}

export const GridRow = memo(GridRowBase) as typeof GridRowBase;
